"""The fast engine against pySHACL on one file of data: what `edukg bench validate` prints."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from edukg.errors import EngineError
from edukg.load import load_files, load_shipped
from edukg.validate.measure import Measured


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both engines on the same data; the reference may have been left out."""

    fast: Measured
    reference: Measured | None
    inferences: bool
    """Whether what follows from the data was inferred first."""

    @property
    def same(self) -> bool | None:
        """Whether both found the same results; None when only one ran."""
        return None if self.reference is None else self.fast.digest == self.reference.digest

    @property
    def ratio(self) -> float | None:
        """How many times as long the reference took."""
        return None if self.reference is None else self.reference.seconds / self.fast.seconds


def compare(
    data: Path, folder: Path, *, reference: bool, inferences: bool, progress: Callable[[str], None]
) -> Comparison:
    """Load a file beside the ontology, infer what follows, and let each engine validate it in a process of its own.

    What the engines read is written to a folder. Raises `InputError` for data that do not load and `EngineError` when
    an engine fails.
    """
    progress("Loading")
    dataset = load_files([data], load_shipped())
    if inferences:
        from edukg.reason import materialise  # noqa: PLC0415 - only where it is asked for

        progress("Inferring")
        materialise(dataset.store)
    path = folder / "data.nq"
    with path.open("wb") as out:
        dataset.store.dump(out, format=ox.RdfFormat.N_QUADS)
    del dataset
    progress("Validating with the fast engine")
    fast = _run(path, "fast")
    if not reference:
        return Comparison(fast, None, inferences)
    progress("Validating with the reference")
    return Comparison(fast, _run(path, "reference"), inferences)


def told(found: Comparison) -> str:
    """The figures, one line for each engine, and the verdict."""
    besides = "the ontology and inferences included" if found.inferences else "the ontology included, nothing inferred"
    lines = [f"{found.fast.quads:,} statements, {besides}", _line(found.fast)]
    if found.reference is not None and found.ratio is not None:
        lines.append(_line(found.reference))
        lines.append(f"{found.fast.engine} takes 1/{found.ratio:.1f} of the time of {found.reference.engine}")
        lines.append("the results are the same" if found.same else "THE RESULTS DIFFER")
    if found.fast.by_reference:
        lines.append(f"left to the reference: {', '.join(found.fast.by_reference)}")
    return "\n".join(lines)


def _line(run: Measured) -> str:
    times = f"{run.seconds:9.1f} s {run.cpu_seconds:9.1f} s of processor"
    return f"{run.engine:<22}{times} {run.megabytes:9.0f} MB {run.results:9,} results"


def _run(path: Path, engine: str) -> Measured:
    command = [sys.executable, "-m", "edukg.validate.measure", str(path), engine]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2] or f"exit code {done.returncode}"
        raise EngineError(f"The engine '{engine}' failed: {last}", advice="Try fewer triples.")
    found = json.loads(done.stdout)
    return Measured(**{**found, "by_reference": tuple(found["by_reference"])})
