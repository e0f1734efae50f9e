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
        download = kb.download(name)
        assert download is not None, f"the release has no {name}"
        with kb.open_download(download) as file:
            return file.read()

    return read
