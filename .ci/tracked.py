"""Check every tracked file: no absolute path of a machine, no download address in a lock file, nothing left over."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

_HOME = re.compile(r"(?<![\w./-])/(?:home|root|Users|work|farm|tmp|mnt|opt)/[A-Za-z0-9_.-]+")
_ADDRESS = re.compile(r"(?:https?|file)://|--(?:extra-)?index-url|--find-links|--trusted-host")
_EXAMPLES = re.compile(r"/home/(?:user|you|edukg)\b|/tmp/edukg\b")
_BINARY = {".png", ".mo", ".woff2", ".ico", ".gz", ".wasm", ".jpg"}


def faults(path: Path) -> list[str]:
    """What a file holds that it may not, as lines to print."""
    if path.suffix in _BINARY:
        return []
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if _HOME.search(_EXAMPLES.sub("", line)) and path.name != "tracked.py":
            found.append(f"{path}:{number}: an absolute path of a machine")
        if path.suffix == ".lock" and _ADDRESS.search(line):
            found.append(f"{path}:{number}: a download address in a lock file")
    return found


def main() -> int:
    """Print every fault and return the exit code."""
    listed = subprocess.run(["git", "ls-files", "-z"], check=True, capture_output=True, text=True).stdout  # noqa: S607
    paths = [Path(name) for name in listed.split("\0") if name and Path(name).is_file()]
    found = [fault for path in paths for fault in faults(path)]
    print("\n".join(found) or f"{len(paths)} tracked files hold no machine path and no download address.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
