"""The views of the shipped release, as they lie in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

import edukg

Reader = Callable[[str], bytes]


@pytest.fixture(scope="session")
def view(kb: edukg.KnowledgeBase) -> Reader:
    """Reads a view by its name."""

    def read(name: str) -> bytes:
        path = kb.download_path(name)
        assert path is not None, f"the release has no {name}"
        return path.read_bytes()

    return read
