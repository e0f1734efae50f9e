"""Validates in a process of its own: a small file can ask for hours, or for all memory there is.

What strangers send lies in a folder of its own while the process runs and is gone with it; nothing else is kept.
"""

from __future__ import annotations

import io
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Final

from edukg import bounded, reports, validation
from edukg.bounded import Bounds
from edukg.errors import EngineMemoryError, QueryBusyError, ValidationTimeoutError
from edukg.load import read_syntax
from edukg.media import TURTLE
from edukg.model import Report
from edukg.tables import exchange, is_table
from edukg.validate import LIMIT, Engine

SECONDS: Final = 120.0
MEMORY: Final = 4_000_000_000
"""Bytes of address space that a stranger's check may have, where the system can bound it."""
AT_ONCE: Final = 2
"""Validations that run at the same time; the next is asked to come back."""
DATA: Final = "rdf"
"""The form that is no form of the report, but the data in Turtle."""
_RETRY_AFTER: Final = 15


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked, and what is wanted of it: a form of the report (`edukg.reports.FORMATS`), or `DATA`."""

    paths: tuple[Path, ...]
    form: str | None = None
    language: str = "en"
    rules_first: bool = False
    engine: Engine = Engine.AUTO
    shapes: tuple[Path, ...] = ()
    limit: int = LIMIT


@dataclass(frozen=True, slots=True)
class Checked:
    """What was asked for: the report, unless only the data were wanted, and the bytes of the form."""

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


def check_sent(
    data: bytes,
    name: str,
    *,
    form: str | None = None,
    language: str = "en",
    limit: int = 1000,
    seconds: float = SECONDS,
) -> Checked:
    """Validate what a stranger sent as a file that is called `name`, whose ending says what it is.

    Raises what loading and validating do, `ValidationTimeoutError` at the deadline, and `EngineMemoryError` when the
    memory does not suffice.
    """
    with tempfile.TemporaryDirectory(prefix="edukg-check-") as folder:
        path = Path(folder, file_name(name))
        if not is_table(path):
            read_syntax(path)  # refuses other endings before anything is written
        path.write_bytes(data)
        asked = Asked((Path(path.name),), form=form, language=language, limit=limit)
        try:
            found: Checked = bounded.run(_checked, asked, bounds=Bounds(seconds, MEMORY), folder=Path(folder))
        except TimeoutError:
            raise ValidationTimeoutError(
                f"The check was stopped after {seconds:.0f} seconds.",
                deadline=seconds,
                advice="Send less at once, or run `edukg validate` on a machine of your own.",
            ) from None
        except MemoryError:
            raise EngineMemoryError(
                "The check needs more memory than it may have here.",
                advice="Send less at once, or run `edukg validate` on a machine of your own.",
            ) from None
    return found


def check_files(asked: Asked, *, bounds: Bounds, progress: Callable[[str], None]) -> Checked:
    """Validate files within bounds that hold for all of it: loading, inferring, and the engines.

    Raises what loading and validating do, `ValidationTimeoutError` at the deadline, and `EngineMemoryError` when the
    memory does not suffice.
    """
    try:
        found: Checked = bounded.run(_checked_by_stages, asked, bounds.memory, bounds=bounds, progress=progress)
    except TimeoutError:
        raise ValidationTimeoutError(
            f"The check was stopped after {bounds.deadline:g} seconds.",
            deadline=bounds.deadline or 0.0,
            advice="Check less at a time, or allow more seconds with --deadline.",
        ) from None
    except MemoryError:
        raise EngineMemoryError(
            f"The check needs more than the {(bounds.memory or 0) // 1_000_000:,} MB of memory it may have.",
            advice="Check less at a time, or allow more megabytes with --memory.",
        ) from None
    return found


def _checked_by_stages(asked: Asked, memory: int | None, *, progress: Callable[[str], None]) -> Checked:
    return _checked(asked, Bounds(memory=memory), progress)


def _checked(
    asked: Asked, engines: Bounds = bounded.UNBOUNDED, progress: Callable[[str], None] = lambda _: None
) -> Checked:
    """What the other process does."""
    if asked.form == DATA:
        written = io.BytesIO()
        exchange.write_graph(tuple(exchange.statements(asked.paths)), written, TURTLE)
        return Checked(content=written.getvalue())
    report, _ = validation.validate_files(
        asked.paths, engine=asked.engine, shapes=asked.shapes, limit=asked.limit, bounds=engines, progress=progress
    )
    if asked.form is None:
        return Checked(report)
    progress("Writing the report")
    return Checked(report, reports.write(report, asked.form, asked.language, rules_first=asked.rules_first))


def file_name(name: str) -> str:
    """A name for a file that cannot lead elsewhere: its last part, without what systems do not take.

    >>> file_name("../наши кластеры.xlsx")
    'наши кластеры.xlsx'
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = re.sub(r'[\x00-\x1f<>:"|?*]', "_", last).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    return f"{stem[:80]}{dot}{ending[:12]}" if stem else safe[:80] or "data"
