"""The user's files held against the shapes: load, reason by rules, validate, and put what tables say in its place.

    apart.py   the same in a process of its own that may use only so much time and memory

Reading and checking go together here because what a table cannot say and what the shapes miss make one report.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from edukg import load, reason, tables, validate
from edukg.bounded import UNBOUNDED, Bounds
from edukg.errors import InputError, Position
from edukg.model import Report

__all__ = ["validate_files"]


def validate_files(
    paths: Sequence[Path],
    *,
    engine: validate.Engine = validate.Engine.AUTO,
    shapes: Sequence[Path] = (),
    limit: int = validate.LIMIT,
    bounds: Bounds = UNBOUNDED,
    progress: Callable[[str], None] = lambda _: None,
) -> tuple[Report, tables.Loaded]:
    """What the shapes say of files together with the ontology; without a file, of the shipped data; and what was read.

    `bounds` are those of the engines; `apart` bounds all of it. `progress` is told of each stage.

    Raises `InputError` for files that do not load and for shapes that cannot be run, `ValidationTimeoutError` at the
    deadline, `EngineError` when an engine fails or needs more memory.
    """
    progress("Loading")
    loaded = tables.load_data(paths, load.load_shipped())
    if paths and not loaded.graphs and not loaded.findings:
        raise InputError(
            "There is no statement in what was given, so nothing can be checked.",
            advice="Look whether the file was written completely.",
            position=Position(file=", ".join(map(str, paths))),
        )
    progress("Inferring what follows")
    reason.materialise(loaded.dataset.store)
    progress("Validating with the shapes")
    report = validate.validate(
        loaded.dataset,
        shapes=list(shapes) or None,
        about=loaded.graphs if paths else None,
        engine=engine,
        limit=limit,
        locate=loaded.locate,
        bounds=bounds,
    )
    return tables.complete(report, loaded), loaded
