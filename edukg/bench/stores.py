"""How large stores become, how long publishing takes, and how long queries take through EduKG: one table for each size.

The embedded store is measured beside stores on other machines, which run on this one here: what a network adds has to
be added. Data are made up (`edukg bench generate`); each store starts empty.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from edukg import generate, publishing, release
from edukg.bench import servers
from edukg.bench.servers import OXIGRAPH, VIRTUOSO, Server
from edukg.bench.subjects import Question, make_release, read_subjects
from edukg.errors import EdukgError
from edukg.media import RESULTS_JSON
from edukg.namespaces import GRAPH
from edukg.store.base import Store
from edukg.store.connection import Connection
from edukg.store.layouts import find
from edukg.store.remote import RemoteStore
from edukg.store.sets import Sets

EMBEDDED: Final = "embedded"
ALL: Final = (EMBEDDED, OXIGRAPH, VIRTUOSO)
ASKED: Final = ("point", "10,000 rows", "join", "path", "aggregate")
_TIMES: Final = 20
_LONG: Final = frozenset(["10,000 rows", "aggregate"])
"""Questions that are asked a quarter as often."""


@dataclass(frozen=True, slots=True)
class Size:
    """A store with so many triples in it. Seconds of the wall clock, bytes, and milliseconds of a query.

    `publish` is until it is in force, `compare` the part of it that reads everything back; for the embedded store it is
    making a release of the data, and its memory, which is that of this process, is not told.
    `queries` maps kinds of questions to the median and the longest of some; an empty
    pair says that one failed or took longer than a minute.
    """

    store: str
    triples: int
    publish: float
    compare: float
    verified: str
    disk: int
    memory: int
    queries: dict[str, tuple[float, ...]] = field(default_factory=dict)


def run(
    triples: int,
    place: Path,
    *,
    stores: Sequence[str] = ALL,
    oxigraph: Path,
    virtuoso: Path,
    progress: Callable[[str], None],
) -> Iterator[Size]:
    """Measure stores at one size; files go into a folder and stay there."""
    source, home = place / f"{triples}.nt", place / f"home-{triples}"
    if not source.is_file():
        progress(f"Generating {triples:,} triples")
        generate.generate(source, triples=triples, seed=1)
    begun = time.perf_counter()
    if not (home / "current").is_file():
        progress("Making a release of them")
        make_release(source, home)
        _write_quads(source, home / "releases" / "bench")
    seconds = time.perf_counter() - begun
    folder = release.current(home)
    questions = [q for q in read_subjects(source).questions() if q.name in ASKED]
    if EMBEDDED in stores:
        progress("Asking the embedded store")
        yield _embedded(folder, triples, seconds, questions)
    if OXIGRAPH in stores:
        location = _empty(place / f"oxigraph-{triples}")
        with servers.oxigraph_to_fill(oxigraph, location) as server:
            yield _elsewhere(server, folder, location, triples=triples, questions=questions, progress=progress)
    if VIRTUOSO in stores:
        location = _empty(place / f"virtuoso-{triples}")
        buffers = min(170_000, max(20_000, triples // 50))
        with _as_dba(), servers.virtuoso_to_fill(virtuoso, location, buffers) as server:
            yield _elsewhere(server, folder, location, triples=triples, questions=questions, progress=progress)


def _embedded(folder: Path, triples: int, seconds: float, questions: Sequence[Question]) -> Size:
    manifest = release.read_manifest(folder)
    store = release.open_store(folder, manifest.storage)
    asked = _ask(store, questions)
    disk = _bytes_in(folder / "store") if manifest.storage == "disk" else 0
    store.close()
    return Size(EMBEDDED, triples, seconds, 0, "", disk, 0, asked)


def _elsewhere(
    server: Server,
    folder: Path,
    location: Path,
    *,
    triples: int,
    questions: Sequence[Question],
    progress: Callable[[str], None],
) -> Size:
    address = f"http://127.0.0.1:{server.port}"
    told: set[str] = set()

    def stage(name: str, _: int, __: int) -> None:
        if name not in told:
            told.add(name)
            progress(f"{server.name}: {name}")

    outcome = publishing.publish(folder, address, progress=stage)
    connection = Connection(address)
    sets = Sets(connection, find(connection))
    store = RemoteStore(connection, sets.layout, sets.described(sets.in_force()).publication)
    progress(f"{server.name}: asking")
    asked = _ask(store, questions)
    store.close()
    seconds = sum(outcome.seconds.values())
    compare = outcome.seconds.get("compare", 0)
    return Size(
        server.name, triples, seconds, compare, outcome.verified, _bytes_in(location), _resident(server.pid), asked
    )


def _ask(store: Store, questions: Sequence[Question]) -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    for question in questions:
        times: list[float] = []
        for number in range(_TIMES // 4 if question.name in _LONG else _TIMES):
            begun = time.perf_counter()
            try:
                store.query(question.ours(number)).serialise(RESULTS_JSON.name)
            except EdukgError:
                times.clear()
                break
            times.append(1000 * (time.perf_counter() - begun))
        found[question.name] = (statistics.median(times), max(times)) if times else ()
    return found


def _write_quads(source: Path, folder: Path) -> None:
    """The data file of a release, beside the store that is made of the same; its digest goes into the manifest."""
    digest, graph = hashlib.sha256(), f" <{GRAPH}bench> .\n".encode()
    with source.open("rb") as lines, gzip.open(folder / "data.nq.gz", "wb", compresslevel=1) as stream:
        for line in lines:
            quad = line.removesuffix(b" .\n") + graph
            digest.update(quad)
            stream.write(quad)
    manifest = replace(release.read_manifest(folder), digest=digest.hexdigest())
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")


def _empty(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


@contextmanager
def _as_dba() -> Iterator[None]:
    """The account that a new Virtuoso has."""
    given = {"EDUKG_STORE_USER": "dba", "EDUKG_STORE_PASSWORD": "dba"}
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _bytes_in(folder: Path) -> int:
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file())


def _resident(pid: int) -> int:
    """Bytes of memory a process holds, on Linux; 0 elsewhere."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        return int(status.partition("VmRSS:")[2].split()[0]) * 1024
    except (OSError, IndexError, ValueError):
        return 0


def table(sizes: Iterable[Size]) -> Iterator[str]:
    """The lines of a table in Markdown, each as soon as its size is known: a large store takes an hour.

    Queries are the median and the longest, in milliseconds.
    """
    heads = ["triples", "store", "publish", "of which compare", "on disk", "memory", *ASKED]
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join(["---:", "---", *["---:"] * (len(heads) - 2)]) + " |"
    for size in sizes:
        compared = f"{size.compare:,.0f} s ({size.verified})" if size.verified else "–"
        asked = [_told(size.queries.get(name, ())) for name in ASKED]
        cells = [f"{size.triples:,}", size.store, f"{size.publish:,.0f} s", compared, _megabytes(size.disk)]
        yield "| " + " | ".join([*cells, _megabytes(size.memory), *asked]) + " |"


def _told(times: tuple[float, ...]) -> str:
    return f"{times[0]:,.1f} / {times[1]:,.0f}" if times else "not in a minute"


def _megabytes(number: int) -> str:
    return f"{number / 1e6:,.0f} MB" if number else "–"


__all__ = ["ALL", "Size", "run", "table"]
