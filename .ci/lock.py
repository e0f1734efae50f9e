"""Pin the dependencies for every platform, with hashes and without download addresses.

uv resolves for all platforms and Python versions at once; a lock made by pip alone would hold for this machine only.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_HEAD = "# Pinned dependencies, with the digests of their files. Made by `make lock`; do not edit.\n"


def lock(target: Path, *extras: str) -> None:
    """Write one lock file."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", "--universal", "--generate-hashes",
               "--python-version", "3.11", "--no-header", "--no-annotate", "--no-emit-index-url",
               "--no-emit-find-links", "--quiet", "--upgrade"]  # fmt: skip
    command += [option for extra in extras for option in ("--extra", extra)]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout  # noqa: S603
    target.write_text(_HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    lock(Path("requirements.lock"))
    lock(Path("requirements-dev.lock"), "dev")
