"""The bench of dumps tells true figures: the syntaxes hold what was made, and Oxigraph's program stands beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from edukg.bench import dump
from edukg.errors import MissingFileError


def test_every_syntax_is_measured(tmp_path: Path) -> None:
    told: list[str] = []
    result = dump.run(tmp_path, triples=2_000, peers=None, progress=told.append)
    assert result.quads >= 2_000
    assert [figure.name for figure in result.figures] == [
        "N-Quads", "TriG", "Turtle", "JSON-LD", "RDF/XML", "N-Triples"
    ]  # fmt: skip
    for figure in result.figures:
        assert min(figure.seconds, figure.memory, figure.size) > 0
        assert figure.ratio is None
    assert "Canonical order" in told
    assert any("| N-Quads |" in line for line in result.lines())
    left = {path.name for path in tmp_path.iterdir()}
    assert left >= {"data-2000.nq", "store-2000"}, "what is asked for again stays"
    assert not [name for name in left if name.startswith(("canonical", "dump", "peer", "raw", "named"))]


def test_a_missing_peer_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="There is no program"):
        dump.run(tmp_path, triples=2_000, peers=tmp_path, progress=lambda _: None)
