"""Splitting queries and Turtle: what is a string, an IRI, a comment; and that it takes no longer than it should."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edukg.tokens import Kind, Lines, excerpt, split_name, tokenise, unescape_iri


def kinds(text: str) -> list[tuple[str, str]]:
    return [(t.kind.value, t.text) for t in tokenise(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<http://a#b> # <c>\n?x", [("iri", "<http://a#b>"), ("variable", "?x")]),
        ("?a<?b&&?c>?d", [("variable", "?a"), ("mark", "<"), ("variable", "?b"), ("mark", "&&"), ("variable", "?c"),
                          ("mark", ">"), ("variable", "?d")]),
        ("\"a'b\" 'c\\'d' '''e'f''' \"\"\"g\n\"h\"\"\"", [("string", "\"a'b\""), ("string", "'c\\'d'"),
                                                    ("string", "'''e'f'''"), ("string", '"""g\n"h"""')]),
        ("ex:a.b. ex:.c", [("name", "ex:a.b"), ("mark", "."), ("name", "ex:"), ("mark", "."), ("word", "c")]),
        ("ex:a\\#b %", [("name", "ex:a\\#b"), ("unknown", "%")]),
        ("1.SERVICE 1.5e3 .5", [("number", "1"), ("mark", "."), ("word", "SERVICE"), ("number", "1.5e3"),
                                ("number", ".5")]),
        ('"x"@uz-Cyrl', [("string", '"x"'), ("language", "@uz-Cyrl")]),
        ('"open\n?x', [("unknown", '"open'), ("variable", "?x")]),
        ("онто:кластер _:б1", [("name", "онто:кластер"), ("blank", "_:б1")]),
    ],
)  # fmt: skip
def test_pieces(text: str, expected: list[tuple[str, str]]) -> None:
    assert kinds(text) == expected


@given(st.text(alphabet=st.sampled_from("<>?\"'\\#@:._-{}()[]^|&! \n\taASé1éже"), max_size=60))
def test_nothing_is_lost_or_made_up(text: str) -> None:
    tokens = list(tokenise(text))
    assert all(text[t.start : t.end] == t.text for t in tokens)
    assert all(a.end <= b.start for a, b in pairwise(tokens))
    between = [text[a.end : b.start] for a, b in pairwise(tokens)]
    assert all(not gap.strip() or "#" in gap for gap in between)


@pytest.mark.parametrize("piece", ["'\\", '"', "<a", '"""a', "a.", ":.", "%20", "@a-", "1e", "_:a.", "''"])
def test_hostile_texts_take_linear_time(piece: str) -> None:
    begin = time.perf_counter()
    sum(1 for _ in tokenise(piece * 20_000))
    assert time.perf_counter() - begin < 5


def test_iris_and_names() -> None:
    assert unescape_iri("<http://a/\\u0041\\U0001F600>") == "http://a/A😀"
    assert split_name("ex:a\\#b") == ("ex", "a#b")
    assert next(tokenise(":x")).kind is Kind.NAME


def test_places() -> None:
    lines = Lines("ab\r\ncd\n")
    assert [lines.place(i) for i in (0, 1, 4, 5, 7)] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 1)]
    assert lines.line(2) == "cd"


def test_excerpts_keep_the_place_in_sight() -> None:
    line = "x" * 300 + "HERE" + "y" * 300
    assert "HERE" in excerpt(line, 301)
    assert excerpt(line, 301).startswith("…")
    assert excerpt(line, 301).endswith("…")
    assert len(excerpt(line, 301)) <= 102
