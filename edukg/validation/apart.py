"""Validates what strangers send in a process of its own: a small file can ask for hours, or for all memory there is.

The file lies in a folder of its own while the process runs and is gone with it; nothing else is kept.
"""

from __future__ import annotations

import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from edukg.errors import EdukgError, EngineError, QueryBusyError, ValidationTimeoutError
from edukg.load import read_syntax
from edukg.model import Report
from edukg.tables import is_table

SECONDS: Final = 120.0
MEMORY: Final = 4_000_000_000
"""Bytes of address space, where the system can bound it."""
AT_ONCE: Final = 2
"""Validations that run at the same time; the next is asked to come back."""
_RETRY_AFTER: Final = 15
ISOLATED: Final = ("-P", "-m")
"""`-P`: the folder in which a stranger's file lies is no place to import from, whatever the file is called."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was asked for: the report, or the bytes of a file (a form of the report, or the data in Turtle)."""

    report: Report | None = None
    content: bytes = b""


class Gate:
    """Lets only so many validations run at once."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._free = BoundedSemaphore(at_once)

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Enter at once, or raise `QueryBusyError`."""
        if not self._free.acquire(blocking=False):
            raise QueryBusyError(
                f"{AT_ONCE} files are being checked already.",
                retry_after=_RETRY_AFTER,
                advice=f"Try again in {_RETRY_AFTER} seconds.",
            )
        try:
            yield
        finally:
            self._free.release()


def check_apart(
    data: bytes, name: str, *, form: str = "report", language: str = "en", limit: int = 1000, seconds: float = SECONDS
) -> Checked:
    """Validate the content of a file that is called `name`, whose ending says what it is.

    `form` is `report`, `rdf` (the data as Turtle), or one of `edukg.reports.FORMATS`. Raises what loading and
    validating do, `ValidationTimeoutError` at the deadline, and `EngineError` when the memory does not suffice.
    """
    with tempfile.TemporaryDirectory(prefix="edukg-check-") as folder:
        path = Path(folder, file_name(name))
        if not is_table(path):
            read_syntax(path)  # refuses other endings before anything is written
        path.write_bytes(data)
        command = [sys.executable, *ISOLATED, "edukg.validation.child", path.name, form, language, str(limit)]
        with subprocess.Popen(  # noqa: S603 (our own module)
            [*command, str(MEMORY)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:  # fmt: skip
            try:
                answer, _ = process.communicate(timeout=seconds)
            except subprocess.TimeoutExpired:
                _end(process)
                raise ValidationTimeoutError(
                    f"The check was stopped after {seconds:.0f} seconds.",
                    deadline=seconds,
                    advice="Send less at once, or run `edukg validate` on a machine of your own.",
                ) from None
    if process.returncode != 0 or not answer:
        raise EngineError(
            "The check needs more memory than it may have here.",
            advice="Send less at once, or run `edukg validate` on a machine of your own.",
        )
    found = pickle.loads(answer)  # noqa: S301 (written by our own process, whose answer holds values of ours only)
    if isinstance(found, EdukgError):
        raise found
    return Checked(report=found) if isinstance(found, Report) else Checked(content=bytes(found))


def file_name(name: str) -> str:
    """A name for a file that cannot lead elsewhere: its last part, without what systems do not take.

    >>> file_name("../наши кластеры.xlsx")
    'наши кластеры.xlsx'
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = re.sub(r'[\x00-\x1f<>:"|?*]', "_", last).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:12]}" if stem else safe[:80] or "data"


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and those it started, which the engine for large data is one of."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
