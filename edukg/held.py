"""How much memory a process has held at most."""

from __future__ import annotations

import sys
from pathlib import Path

if sys.platform != "win32":
    import resource


def most_held() -> int:
    """The most bytes this process has held since it runs its program; 0 where that is not told."""
    if sys.platform == "win32":
        held = 0
    elif sys.platform == "linux":  # where ru_maxrss begins with what the starting process has held (getrusage(2))
        status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
        held = int(status.partition("VmHWM:")[2].split()[0]) * 1024
    else:
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    return held
