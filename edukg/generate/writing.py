"""District after district into a file, and beside it what was written."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from random import Random
from typing import IO, Final, cast

import pyoxigraph as ox

from edukg.errors import InputError, MissingFileError, StorageError, UnknownFormatError
from edukg.generate.draft import GENERATED, Draft
from edukg.generate.faults import FAULTS, Fault
from edukg.generate.neighbourhood import Neighbourhood
from edukg.generate.words import read_words
from edukg.media import N_QUADS, N_TRIPLES, TURTLE, MediaType, by_suffix

SYNTAXES: Final = (N_TRIPLES, N_QUADS, TURTLE)
MOST_FAULTS: Final = 0.05
"""Faults per triple; a district has about 330 triples, and no thing bears two faults."""


@dataclass(frozen=True, slots=True)
class Generated:
    """What was written. `things` counts by kind, `faults` by kind of fault; the paths are those of the two files."""

    path: str
    faults_path: str
    seed: int
    triples: int
    districts: int
    rate: float
    things: dict[str, int]
    faults: dict[str, int]
    sha256: str


def generate(
    path: Path,
    *,
    triples: int,
    seed: int = 1,
    rate: float = 0.0,
    kinds: Sequence[str] = (),
    progress: Callable[[int], None] = lambda _: None,
) -> Generated:
    """Write made-up data of at least so many triples, up to the end of the district in which the number is reached.

    The ending of `path` chooses the syntax: .nt, .nq or .ttl, each also with .gz. `rate` is faults per triple; they
    take turns among all kinds of `FAULTS`, or those named by `kinds`. Beside the file lie `{name}.faults.jsonl`, a line
    for each planted fault with its kind, the thing at fault and the shape that finds it, and `{name}.about.json`, which
    is the returned value. `progress` is told the number of triples so far.

    Raises `InputError` for numbers or kinds that cannot be, `UnknownFormatError` for another ending, `MissingFileError`
    when the folder does not exist, `StorageError` when the disk is full.
    """
    syntax, stem = _syntax(path)
    wanted = _kinds(kinds)
    if triples < 1:
        raise InputError("At least one triple has to be asked for.", advice="Give a number such as 1000000.")
    if not 0 <= rate <= MOST_FAULTS:
        raise InputError(f"The rate {rate} is out of range.", advice=f"Give 0 to {MOST_FAULTS} faults per triple.")
    faults_path = path.with_name(stem + ".faults.jsonl")
    try:
        with _writing(path) as stream, faults_path.open("w", encoding="utf-8") as listed:
            run = _Run(seed=seed, triples=triples, rate=rate, kinds=wanted, listed=listed, progress=progress)
            if syntax is N_QUADS:
                graph = ox.NamedNode(f"{GENERATED}{seed}")
                quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in run)
                ox.serialize(quads, stream, format=ox.RdfFormat.N_QUADS)
            else:
                ox.serialize(run, stream, format=ox.RdfFormat.from_media_type(syntax.name))
        digest = hashlib.sha256()
        with path.open("rb") as written:
            while block := written.read(1 << 20):
                digest.update(block)
        about = Generated(
            path=path.name,
            faults_path=faults_path.name,
            seed=seed,
            triples=run.written,
            districts=run.districts,
            rate=rate,
            things=dict(sorted(run.things.items())),
            faults=dict(sorted(run.faults.items())),
            sha256=digest.hexdigest(),
        )
        text = json.dumps(asdict(about), indent=2, ensure_ascii=False) + "\n"
        path.with_name(stem + ".about.json").write_text(text, encoding="utf-8")
    except FileNotFoundError as error:
        raise MissingFileError(f"There is no folder '{path.parent}'.", advice="Make it first.") from error
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error}.", advice="Free some disk space.") from error
    return about


class _Run:
    """The triples of district after district, and what is known of them so far."""

    def __init__(
        self,
        *,
        seed: int,
        triples: int,
        rate: float,
        kinds: Sequence[Fault],
        listed: IO[str],
        progress: Callable[[int], None],
    ) -> None:
        self._seed, self._triples, self._rate = seed, triples, rate
        self._kinds, self._listed, self._progress = kinds, listed, progress
        self._turns = self._take_turns()
        self._waiting: list[Fault] = []
        self.written = 0
        self.districts = 0
        self.things: Counter[str] = Counter()
        self.faults: Counter[str] = Counter()

    def __iter__(self) -> Iterator[ox.Triple]:
        for number in count(1):
            draft = Draft(self._seed, number)
            district = Neighbourhood(draft, read_words())
            district.build()
            self._plant(district)
            yield from draft.triples()
            self.written += len(draft)
            self.districts = number
            self.things.update(draft.counts())
            self._progress(self.written)
            if self.written >= self._triples:
                return

    def _take_turns(self) -> Iterator[Fault]:
        """Each kind once, in an order of chance, then each once more, for ever."""
        random = Random(f"{self._seed}/faults")  # noqa: S311 (the same seed shall give the same faults)
        while True:
            yield from random.sample(self._kinds, len(self._kinds))

    def _plant(self, district: Neighbourhood) -> None:
        """Plant what is due by now; a kind that this district has no place for waits for the next."""
        due = round(self._rate * (self.written + len(district.draft))) - self.faults.total()
        waiting, self._waiting = self._waiting, []
        for fault in waiting + [next(self._turns) for _ in range(due - len(waiting))]:
            thing = fault.plant(district)
            if thing is None:
                self._waiting.append(fault)
                continue
            self.faults[fault.name] += 1
            line = {"fault": fault.name, "focus": thing.value, "shape": fault.shape_iri}
            self._listed.write(json.dumps(line) + "\n")


def _syntax(path: Path) -> tuple[MediaType, str]:
    """The syntax by the ending, and the name without endings."""
    bare = path.with_suffix("") if path.suffix == ".gz" else path
    syntax = by_suffix(bare.suffix, SYNTAXES)
    if syntax is None:
        raise UnknownFormatError(
            f"The ending of '{path}' names no syntax that is generated.",
            advice="Let the name end in .nt, .nq or .ttl, each also with .gz.",
        )
    return syntax, bare.stem


def _kinds(names: Sequence[str]) -> tuple[Fault, ...]:
    known = {fault.name: fault for fault in FAULTS}
    for wrong in names:
        if wrong not in known:
            raise InputError(f"There is no kind of fault '{wrong}'.", advice=f"There are: {', '.join(known)}.")
    return tuple(known[wanted] for wanted in names) if names else FAULTS


@contextmanager
def _writing(path: Path) -> Iterator[IO[bytes]]:
    """The file, gzipped when its name says so; no time is in its header, so that equal data are equal bytes."""
    with path.open("wb") as raw:
        if path.suffix != ".gz":
            yield raw
            return
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0, compresslevel=4) as packed:
            yield cast(IO[bytes], packed)
