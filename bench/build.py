"""Time and memory of a cold build, and of `edukg --help`, against named peers; prints ratios.

    python bench/build.py

The peer of the build is the reasoner and the validator alone on the same data (`owlready2` with HermiT, then pySHACL,
each in a process of its own): what the path adds around them. The peer of `--help` is `python -c "import click"`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time

ENGINES = """
import tempfile
from pathlib import Path
from edukg import load, reason, validate
dataset = load.load_shipped()
reason.reason(dataset)
validate.validate(dataset)
"""


def measure(*command: str, runs: int = 3) -> tuple[float, float]:
    """Best wall-clock seconds of some runs, and the peak memory in MB of the largest process so far."""
    best = float("inf")
    for _ in range(runs):
        started = time.perf_counter()
        subprocess.run([sys.executable, *command], check=True, capture_output=True)
        best = min(best, time.perf_counter() - started)
    return best, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def main() -> None:
    """Print the figures, one line each."""
    click, _ = measure("-c", "import click", runs=7)
    help_, _ = measure("-m", "edukg", "--help", runs=7)
    print(f"edukg --help       {help_:6.2f} s   {help_ / click:4.1f} × import click ({click:.2f} s)")
    engines, _ = measure("-c", ENGINES, runs=1)
    with tempfile.TemporaryDirectory() as home:
        build, memory = measure("-m", "edukg", "build", "--force", "--home", home, runs=1)
    print(
        f"edukg build        {build:6.2f} s   {build / engines:4.1f} × reasoner and validator alone ({engines:.2f} s)"
    )
    print(f"peak memory        {memory:6.0f} MB  of the largest process")


if __name__ == "__main__":
    main()
