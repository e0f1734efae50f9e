"""Runs a function in a process of its own that may use only so much time and memory.

Neither loading nor inferring can be interrupted from within, and a library that runs out of memory takes its process
with it. A function that is called here runs in another process, which the system ends at the bounds, together with
those it started; what it tells of its progress, what it returns and what it raises come back as if it had run here.
The other process ends with this one, however this one ends.

    python -m edukg.bounded     that process: it reads what to call from standard input, pickled
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any, Final

from edukg.errors import EdukgError, EngineError

if sys.platform != "win32":  # where memory cannot be bounded so
    import resource

NO_MEMORY: Final = ("memory allocation", "MemoryError", "Cannot allocate", "failed to map", "bad_alloc")
"""What libraries print when they are refused memory."""
ISOLATED: Final = ("-P", "-m")
"""`-P`: the folder in which a stranger's file lies is no place to import from, whatever the file is called."""
_OUT_OF_MEMORY: Final = 3
_GRACE: Final = 2.0
"""Seconds in which the process may end by itself, and with it an engine that it waits for, before it is killed."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a piece of work may use; None is without a bound.

    `deadline` is in seconds, for all of it; `memory` is in bytes, for each process. `started` is the moment of the
    monotonic clock from which the seconds are counted.
    """

    deadline: float | None = None
    memory: int | None = None
    started: float | None = None

    def __bool__(self) -> bool:
        """Whether anything is bounded."""
        return self.deadline is not None or self.memory is not None

    def begun(self) -> Bounds:
        """The same, counted from now on unless it has begun already."""
        return replace(self, started=time.monotonic()) if self.started is None else self

    @property
    def left(self) -> float | None:
        """Seconds that are left."""
        if self.deadline is None or self.started is None:
            return self.deadline
        return max(self.deadline - time.monotonic() + self.started, 0.0)


UNBOUNDED: Final = Bounds()


def machine_memory() -> int | None:
    """Half of the memory of this machine, in bytes, since two processes may need much at a time.

    None where the system does not tell.
    """
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2
    except (AttributeError, ValueError, OSError):
        return None


def hold_to(memory: int | None) -> None:
    """Let the system refuse this process memory beyond so many bytes, where it can; None or 0 is without a limit."""
    if not memory or sys.platform == "win32":
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def released() -> Iterator[None]:
    """Processes that are started in here are not held to the memory that this one is held to.

    It is for engines with a bound of their own that ask for more addresses than they use, as Java does.
    """
    if sys.platform == "win32":
        yield
        return
    held, most = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (held, most))


@dataclass(frozen=True, slots=True)
class _Task:
    """What the other process is to do; with `tells`, the function takes a `progress` to call."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    memory: int | None
    tells: bool


def run(
    function: Callable[..., Any],
    *arguments: Any,
    bounds: Bounds,
    progress: Callable[[str], None] | None = None,
    folder: Path | None = None,
) -> Any:
    """What a function of a module returns when it is called in a process of its own, in `folder` when one is named.

    The function and its arguments, what it returns, and the errors of ours that it raises have to be such as can be
    pickled. With `progress`, it is called with a keyword of that name.

    Raises what the function raises, `TimeoutError` at the deadline, `MemoryError` when it needs more than it may have,
    and `EngineError` when the process ends without an answer for another reason.
    """
    bounds = bounds.begun()
    command = [sys.executable, *ISOLATED, "edukg.bounded"]
    pipe = subprocess.PIPE
    with (
        tempfile.TemporaryDirectory(prefix="edukg-work-", ignore_cleanup_errors=True) as place,
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(  # noqa: S603 (our own module)
            command, cwd=folder, env={**os.environ, "TMPDIR": place}, stdin=pipe, stdout=pipe, stderr=errors,
            start_new_session=True,
        ) as process,
    ):  # fmt: skip
        late = threading.Event()
        timer = threading.Timer(bounds.left or 0.0, _stop, (process, late))
        timer.daemon = True
        if bounds.deadline is not None:
            timer.start()
        try:
            task = _Task(function, arguments, bounds.memory, progress is not None)
            found = _converse(process, pickle.dumps(task), progress or (lambda _: None))
        finally:
            timer.cancel()
            if timer.is_alive():
                timer.join()
            _end(process)
        if found is not None:
            kind, value = found
            if kind == "error":
                raise value
            return value
        if late.is_set():
            raise TimeoutError
        process.wait()
        errors.seek(0)
        raise _failure(errors.read().decode("utf-8", errors="replace"), process.returncode, bounds.memory)


def _converse(process: subprocess.Popen[bytes], task: bytes, progress: Callable[[str], None]) -> tuple[str, Any] | None:
    """Say what is to be done and listen; None when the process ended without an answer."""
    if process.stdin is None or process.stdout is None:
        raise AssertionError("both are pipes")
    try:
        process.stdin.write(task)
        process.stdin.flush()
        while True:
            kind, value = pickle.load(process.stdout)  # noqa: S301 (written by our own process)
            if kind != "progress":
                return kind, value
            progress(value)
    except (EOFError, BrokenPipeError, pickle.UnpicklingError):
        if sys.platform != "win32":
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it is ending, with an exit code of its own
        return None


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it started; it has not been waited for yet, so that its number is still its own."""
    if sys.platform == "win32":
        process.kill()
        return
    _signal(process.pid, signal.SIGTERM)
    until = time.monotonic() + _GRACE
    while not _has_ended(process) and time.monotonic() < until:
        time.sleep(0.02)
    _signal(process.pid, signal.SIGKILL)


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Whether it has ended; its exit code stays to be fetched."""
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _signal(group: int, number: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, number)


def _failure(said: str, code: int, memory: int | None) -> Exception:
    if code == _OUT_OF_MEMORY or (memory and (code < 0 or any(word in said for word in NO_MEMORY))):
        return MemoryError()
    last = said.strip().rpartition("\n")[2] or f"exit code {code}"
    return EngineError(f"The process that did the work failed: {last}.", advice="Please report this.")


def main() -> None:
    """Do what standard input asks for, and answer on standard output."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed may get between the answers
    task: _Task = pickle.load(sys.stdin.buffer)  # noqa: S301 (written by the process that started this one)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # tidies up on the way
    threading.Thread(target=_end_with_the_other, daemon=True).start()
    hold_to(task.memory)
    named = {"progress": lambda stage: _say(answers, ("progress", stage))} if task.tells else {}
    try:
        answer = ("answer", task.function(*task.arguments, **named))
    except EdukgError as error:
        answer = ("error", error)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    _say(answers, answer)


def _say(to: IO[bytes], what: tuple[str, object]) -> None:
    to.write(pickle.dumps(what))
    to.flush()


def _end_with_the_other() -> None:
    """Wait for the end of the process that started this one, which never writes again, and end with it."""
    os.read(0, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    if sys.platform != "win32":
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
