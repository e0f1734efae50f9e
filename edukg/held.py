"""How much memory a process has held at most."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource


def most_held() -> int:
    """The most bytes this process has held since it runs its program; 0 where that is not told."""
    return most_held_by("self") if sys.platform == "linux" else _most_used()


def most_held_by(process: int | str) -> int:
    """The same for another process of a Linux machine, by its number; raises `OSError` when there is none any more.

    Not by getrusage(2), whose figure begins there with what the starting process has held.
    """
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    found = status.partition("VmHWM:")[2].split()  # a process that is ending tells none
    return int(found[0]) * 1024 if found else 0


def _most_used() -> int:
    if sys.platform == "win32":
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
