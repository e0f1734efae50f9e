"""Dumps a large store, canonical, sorted, in every syntax, beside what Oxigraph's own program takes for a plain dump.

Both read the same store on disk. Oxigraph writes the quads as they come; we name blank nodes canonically and sort, so
that equal data give equal bytes, and then write each syntax from that. Each step has a process of its own, whose
greatest memory is told.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg import generate
from edukg.errors import EngineError, MissingFileError
from edukg.media import DATASETS, GRAPHS, N_QUADS

CHILD: Final = """
import json, resource, sys, time
from pathlib import Path
import pyoxigraph as ox
from edukg.dumps.canonical import write_canonical
from edukg.dumps.writing import write_syntax
from edukg.held import most_held
from edukg.media import by_suffix
step, source, target = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
begun = time.perf_counter()
if step == "canonical":
    write_canonical(ox.Store.read_only(str(source)), target)
else:
    with (target / f"dump{step}").open("wb", buffering=1 << 20) as out:
        write_syntax(source, out, by_suffix(step))
seconds = time.perf_counter() - begun
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([seconds, usage.ru_utime + usage.ru_stime, most_held()]))
"""
"""A step of ours; prints seconds, processor seconds, and bytes."""


@dataclass(frozen=True, slots=True)
class Figure:
    """What writing one syntax took: seconds of the wall clock and of processors, greatest memory in bytes.

    `peer` and `peer_processor` are what Oxigraph's own dump took, None where it offers no such dump.
    """

    name: str
    seconds: float
    processor: float
    memory: int
    size: int
    peer: float | None = None
    peer_processor: float | None = None

    @property
    def ratio(self) -> float | None:
        """How fast ours is by the processor's time, Oxigraph's own being 1."""
        return self.peer_processor / self.processor if self.peer_processor else None


@dataclass(frozen=True, slots=True)
class Result:
    """All figures over so many quads; the canonical order is taken once, and counts towards every syntax."""

    quads: int
    figures: tuple[Figure, ...]

    def lines(self) -> Iterator[str]:
        """A table in Markdown."""
        yield f"{self.quads:,} quads; seconds of the processor, order and names included"
        yield ""
        yield "| | ours | `oxigraph dump` | as fast | memory | size |"
        yield "| --- | ---: | ---: | ---: | ---: | ---: |"
        for one in self.figures:
            peer = f"{one.peer_processor:.1f} s" if one.peer_processor else "–"
            ratio = f"{one.ratio:.2f} ×" if one.ratio else "–"
            memory, size = one.memory / 1e6, one.size / 1e6
            yield f"| {one.name} | {one.processor:.1f} s | {peer} | {ratio} | {memory:.0f} MB | {size:,.0f} MB |"


def run(folder: Path, *, triples: int, peers: Path | None, progress: Callable[[str], None]) -> Result:
    """Make the data and the store in a folder unless they are there, and measure.

    `peers` is the folder of Oxigraph's program. Raises `MissingFileError` when it is not there, `EngineError` when a
    step fails.
    """
    peer = _program(peers) if peers else None
    data, store = folder / f"data-{triples}.nq", folder / f"store-{triples}"
    if not data.is_file():
        progress(f"Generating {triples:,} triples")
        generate.generate(data, triples=triples, seed=1, rate=0.0)
    if not store.is_dir():
        progress("Loading them into a store")
        loaded = ox.Store(str(store))
        loaded.bulk_load(path=str(data), format=ox.RdfFormat.N_QUADS)
        loaded.flush()
        del loaded
    progress("Canonical order")
    order = _ours("canonical", store, folder)
    canonical = folder / "canonical.nq"
    figures = []
    for media in (N_QUADS, *(m for m in (*DATASETS, *GRAPHS) if m is not N_QUADS)):
        progress(media.label)
        own = (0.0, 0.0, 0) if media is N_QUADS else _ours(media.suffix, canonical, folder)
        written = canonical if media is N_QUADS else folder / f"dump{media.suffix}"
        theirs = _theirs(peer, store, folder / f"peer{media.suffix}") if peer and media in DATASETS else None
        figures.append(
            Figure(
                media.label,
                round(order[0] + own[0], 2),
                round(order[1] + own[1], 2),
                max(order[2], own[2]),
                written.stat().st_size,
                *(theirs or (None, None)),
            )
        )
        if media is not N_QUADS:
            written.unlink()
    with canonical.open("rb") as lines:
        quads = sum(piece.count(b"\n") for piece in iter(lambda: lines.read(1 << 24), b""))
    canonical.unlink()
    return Result(quads, tuple(figures))


def _program(peers: Path) -> Path:
    found = peers / ("oxigraph.exe" if sys.platform == "win32" else "oxigraph")
    if not found.is_file():
        raise MissingFileError(f"There is no program {found}.", advice="Make it with: pip install oxigraph")
    return found


def _ours(step: str, source: Path, target: Path) -> tuple[float, float, int]:
    command = [sys.executable, "-c", CHILD, step, str(source), str(target)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (our own code)
    if ran.returncode:
        raise EngineError(f"The step {step} failed: {ran.stderr[-500:]}.", advice="See what it says.")
    seconds, processor, held = json.loads(ran.stdout)
    return seconds, processor, held


def _theirs(program: Path, store: Path, target: Path) -> tuple[float, float]:
    """Seconds of the wall clock and of the processor that Oxigraph's own dump takes."""
    import resource  # noqa: PLC0415 (not on Windows, where this bench is not run)

    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [str(program), "dump", "--location", str(store), "--file", str(target)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 (a program that was named)
    if ran.returncode:
        raise EngineError(f"Oxigraph's own dump failed: {ran.stderr[-500:]}.", advice="See what it says.")
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    target.unlink()
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return round(seconds, 2), round(spent, 2)


__all__ = ["Figure", "Result", "run"]
