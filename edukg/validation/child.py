"""Validates one file and writes what was asked for, pickled, to standard output; see `apart`.

    python -m edukg.validation.child FILE FORM LANGUAGE LIMIT MEMORY

The answer is a report, the bytes of a file, or the error that stood in the way.
"""

from __future__ import annotations

import io
import pickle
import sys
from dataclasses import fields
from pathlib import Path

from edukg import reports, validation
from edukg.errors import EdukgError, InputError
from edukg.media import TURTLE
from edukg.model import Report
from edukg.tables import exchange


def _bound(memory: int) -> None:
    """Let the system end this process rather than the machine run out of memory; on Windows there is no such limit."""
    try:
        import resource  # noqa: PLC0415 (not on Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main(path: Path, form: str, language: str, limit: int) -> Report | bytes:
    """The report of a file, or the bytes of a form of it."""
    if form == "rdf":
        return _turtle(path)
    report, _ = validation.validate_files([path], limit=limit)
    if form != "report":
        return reports.write(report, form, language)
    return Report(**{field.name: getattr(report, field.name) for field in fields(Report)})


def _turtle(path: Path) -> bytes:
    """What a file says, as Turtle."""
    written = io.BytesIO()
    exchange.write_graph(tuple(exchange.statements([path])), written, TURTLE)
    return written.getvalue()


def _portable(error: EdukgError) -> EdukgError:
    """An error that can be pickled whatever its kind."""
    try:
        pickle.loads(pickle.dumps(error))  # noqa: S301 (what was just written)
    except TypeError:
        return InputError(error.message, advice=error.advice, position=error.position)
    return error


if __name__ == "__main__":
    _bound(int(sys.argv[5]))
    answer: object
    try:
        answer = main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4]))
    except EdukgError as error:
        answer = _portable(error)
    except MemoryError:
        sys.exit(3)
    sys.stdout.buffer.write(pickle.dumps(answer))
