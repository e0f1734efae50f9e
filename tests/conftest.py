"""What the tests share: one release of the shipped knowledge base, built once for all workers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

import edukg
from edukg import publishing, release
from tests import stores

# The wall clock says nothing of an example on a machine that others use as well.
hypothesis.settings.register_profile("busy", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("busy")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On other stores than the embedded one, leave out what is true of that only; expect what is known to differ."""
    chosen = os.environ.get(stores.CHOSEN, stores.EMBEDDED)
    if chosen == stores.EMBEDDED:
        return
    for item in items:
        if item.get_closest_marker("embedded"):
            item.add_marker(pytest.mark.skip(reason="true of the embedded store only"))
        if reason := stores.DIFFERENT.get(chosen, {}).get(item.name):
            item.add_marker(pytest.mark.xfail(reason=reason, strict=True))


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
def server() -> Iterator[str]:
    """The address of the store that EDUKG_TEST_STORE names, started for this; empty for the embedded one."""
    with stores.started(os.environ.get(stores.CHOSEN, stores.EMBEDDED)) as address:
        yield address


@pytest.fixture(scope="session")
def kb(home: Path, server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[edukg.KnowledgeBase]:
    """The knowledge base on that release; it lies in the store of `server`, published there, if there is one."""
    if server:
        publishing.publish(release.current(home), server, verify="counts")
        opened = edukg.open(tmp_path_factory.mktemp("served"), store=server)
    else:
        opened = edukg.open(home, build=False)
    yield opened
    opened.close()
