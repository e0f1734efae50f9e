"""What the tests share: one release of the shipped knowledge base, built once for all workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

import edukg
from edukg import release


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a release of the shipped knowledge base.

    Workers of pytest-xdist share it: the first to come builds it, under a lock, and the others wait. EDUKG_TEST_HOME
    names a folder to keep it in, which spares the build while the data stay the same.
    """
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    named = os.environ.get("EDUKG_TEST_HOME")
    place = Path(named) if named else shared / "home"
    place.mkdir(exist_ok=True)
    lock = (shared / "home.lock").open("w")
    try:
        import fcntl  # not on Windows, where one worker is used

        fcntl.flock(lock, fcntl.LOCK_EX)
    except ImportError:
        pass
    with lock:
        release.build(place)
    return place


@pytest.fixture(scope="session")
def kb(home: Path) -> Iterator[edukg.KnowledgeBase]:
    """The knowledge base on that release."""
    opened = edukg.open(home, build=False)
    yield opened
    opened.close()
