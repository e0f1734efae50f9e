"""Measures one engine on one file, in a process of its own so that its memory is its own.

    python -m edukg.validate.measure data.nq fast

prints one line of JSON: seconds for the whole typed report by the clock and of the processor, megabytes of memory at
the peak (of this process and of the engine's together), the number of results, and a digest over focus node, path,
value, component, severity and shape of every one of them, by which two engines are compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter

from edukg import validate
from edukg.held import most_held
from edukg.load import Dataset
from edukg.model import Violation

NO_LIMIT = 10_000_000
ON_DISK_FROM = 1_000_000_000
"""Bytes from which the data are asked on disk: in memory, five million statements take two gigabytes."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What one run took and gave."""

    engine: str
    quads: int
    seconds: float
    cpu_seconds: float
    megabytes: float
    results: int
    digest: str
    by_reference: tuple[str, ...] = ()


def measure(path: Path, engine: validate.Engine) -> Measured:
    """Load N-Quads, validate with the shipped shapes, and say what it took; beside them lies the store of very many."""
    dataset = Dataset(path.with_suffix(".store") if path.stat().st_size > ON_DISK_FROM else None)
    dataset.store.bulk_load(path=str(path))
    started, used = perf_counter(), _cpu()
    report = validate.validate(dataset, engine=engine, limit=NO_LIMIT)
    seconds, used = perf_counter() - started, _cpu() - used
    keys = sorted(_key(result) for result in report.results)
    digest = hashlib.sha256("\n".join(keys).encode("utf-8")).hexdigest()
    return Measured(report.engine, len(dataset), seconds, used, _peak(), report.total, digest, report.by_reference)


def _cpu() -> float:
    """Seconds of the processor that this process and those it waited for have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def _key(result: Violation) -> str:
    parts = (result.focus, result.path, result.value, result.component, result.severity, result.shape)
    return json.dumps(parts, ensure_ascii=False)


def _peak() -> float:
    """Megabytes of this process and of its largest child at their peaks, as if both had been at the same time."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return 0.0
    kilobytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return most_held() / 1024 / 1024 + kilobytes / (1024 if sys.platform != "darwin" else 1024 * 1024)


if __name__ == "__main__":
    found = measure(Path(sys.argv[1]), validate.Engine(sys.argv[2]))
    sys.stdout.write(json.dumps(asdict(found)) + "\n")
