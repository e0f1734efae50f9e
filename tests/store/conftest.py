"""The store that `test_every_store` asks: the embedded one, or one elsewhere to which a release was published."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from edukg import publishing
from edukg.model import Manifest
from edukg.store import Store
from edukg.store.connection import Connection
from edukg.store.embedded import EmbeddedStore
from edukg.store.layouts import find
from edukg.store.remote import RemoteStore
from edukg.store.sets import Sets
from tests.store.few import QUADS


def release_of(folder: Path, quads: str, version: str = "0.0.1") -> Path:
    """A release of some quads, with no more of it than is published."""
    folder.mkdir(parents=True)
    content = "".join(sorted(quads.splitlines(keepends=True))).encode()
    (folder / "data.nq.gz").write_bytes(gzip.compress(content))
    manifest = Manifest(version, hashlib.sha256(content).hexdigest(), "2026-01-01T00:00:00+00:00", "", (), {}, {})
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    return folder


def published(address: str) -> RemoteStore:
    """What is in force in a store."""
    connection = Connection(address)
    sets = Sets(connection, find(connection))
    return RemoteStore(connection, sets.layout, sets.described(sets.in_force()).publication)


@pytest.fixture(scope="module")
def store(server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with a handful of triples."""
    folder = release_of(tmp_path_factory.mktemp("few") / "release", QUADS)
    opened: EmbeddedStore | RemoteStore
    if server:
        publishing.publish(folder, server, keep=5, force=True)
        opened = published(server)
    else:
        opened = EmbeddedStore.from_quads(folder / "data.nq.gz")
    yield opened
    opened.close()
