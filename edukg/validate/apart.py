"""Runs an engine in a process of its own: fed with the data, stopped at a deadline, held to an amount of memory.

An engine cannot be interrupted from within, and a crash of it must not take the process that asked. The data go there
as N-Quads through a pipe, so that no copy of them is kept on the way.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO

import pyoxigraph as ox

from edukg.bounded import NO_MEMORY, Bounds
from edukg.errors import EngineError, EngineMemoryError, ValidationTimeoutError


@contextmanager
def answered(command: Sequence[str], store: ox.Store, *, bounds: Bounds, engine: str) -> Iterator[IO[bytes]]:
    """Run a command with everything a store holds on its standard input, and give what it wrote.

    Raises `ValidationTimeoutError` when it takes longer than it may, `EngineError` when it fails or needs more memory;
    `engine` is how that error names it.
    """
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as errors:
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=answer, stderr=errors) as child:  # noqa: S603
            _feed(store, child, bounds)
        if child.returncode:
            errors.seek(0)
            raise _failure(errors.read().decode("utf-8", errors="replace"), child.returncode, bounds.memory, engine)
        answer.seek(0)
        yield answer


def _feed(store: ox.Store, child: subprocess.Popen[bytes], bounds: Bounds) -> None:
    """Write the data to the child and wait for it. Raises `ValidationTimeoutError` at the deadline."""
    late = False

    def stop() -> None:
        nonlocal late
        late = True
        child.kill()

    timer = Timer(bounds.left, stop) if bounds.left is not None else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        if child.stdin is not None:
            try:
                store.dump(child.stdin, format=ox.RdfFormat.N_QUADS)
                child.stdin.close()
            except BrokenPipeError:  # the child has ended; its exit code and words say why
                with suppress(BrokenPipeError):
                    child.stdin.close()
        child.wait()
    finally:
        if timer:
            timer.cancel()
        child.kill()
    if late and bounds.deadline is not None:
        raise ValidationTimeoutError(
            f"The validation was stopped after {bounds.deadline:g} seconds.",
            deadline=bounds.deadline,
            advice="Give less data at a time, or simpler shapes, or allow more time (--deadline).",
        )


def _failure(said: str, code: int, memory: int | None, engine: str) -> EngineError:
    if memory and (code < 0 or any(word in said for word in NO_MEMORY)):
        return EngineMemoryError(
            f"The validation needed more than the {memory // 1_000_000} MB of memory it may have.",
            advice="Give less data at a time, or allow more memory (--memory).",
        )
    last = said.strip().rpartition("\n")[2] or f"exit code {code}"
    return EngineError(f"The engine {engine} failed: {last}.", advice="Try the other --engine, and please report this.")
