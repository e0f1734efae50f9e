"""What the tests of publishing share: a server of their own, which they may kill, and two small releases."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import stores
from tests.store.conftest import release_of

GRAPHS = ("https://w3id.org/edukg/graph/one", "https://w3id.org/edukg/graph/two")


def quads_of(word: str, number: int = 60) -> str:
    """Some quads: one triple stands in both graphs, and two blank nodes hang together."""
    lines = [f'<http://e/{n}> <http://e/name> "{word} {n}"@en <{GRAPHS[n % 2]}> .\n' for n in range(number)]
    lines += [f"<http://e/a> <http://e/p> <http://e/b> <{graph}> .\n" for graph in GRAPHS]
    lines += [
        f"<http://e/a> <http://e/q> _:c14n0 <{GRAPHS[0]}> .\n",
        f'_:c14n0 <http://e/text> "{word}, no _:blank node" <{GRAPHS[0]}> .\n',
        f"_:c14n0 <http://e/q> _:c14n1 <{GRAPHS[0]}> .\n",
        f"_:c14n1 <http://e/p> <http://e/b> <{GRAPHS[0]}> .\n",
    ]
    return "".join(lines)


@pytest.fixture
def releases(tmp_path: Path) -> tuple[Path, Path]:
    """Two releases, of versions 1.0.0 and 1.1.0."""
    first = release_of(tmp_path / "first", quads_of("first"), "1.0.0")
    return first, release_of(tmp_path / "second", quads_of("second"), "1.1.0")


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[stores.Server]:
    """A server of Oxigraph's over a folder, which can be killed and started again."""
    (tmp_path / "server").mkdir()
    server = stores.Server(stores.OXIGRAPH, tmp_path / "server")
    server.start()
    yield server
    server.stop()
