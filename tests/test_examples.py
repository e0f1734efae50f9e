"""The example queries: words in three languages, and the answers that are expected of them.

What is expected lies under `tests/examples`, as tab-separated rows: in `….all.tsv` every row of the answer, in
`….some.tsv` rows that have to be among them, in this order, since data grow. A cell `*` is any value, `≥5` a number of
at least 5. A graph is a table of its triples.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import edukg
from edukg import resources
from edukg.answers import plain
from edukg.examples import TOPICS, VIEWS, read_example
from edukg.namespaces import LANGUAGES, shorten
from edukg.store.base import Iri, Node

pytestmark = pytest.mark.stores

Answer = edukg.Table | edukg.Graph | bool
EXPECTED: Final = Path(__file__).parent / "examples"
FILES: Final = resources.example_queries()


def cells(answer: Answer) -> list[tuple[str, ...]]:
    """An answer as rows of text under a row of names."""
    if isinstance(answer, bool):
        return [(str(answer).lower(),)]
    if isinstance(answer, edukg.Graph):
        rows = sorted(tuple(_short(node) for node in triple) for triple in answer)
        return [("subject", "property", "value"), *rows]
    rows = [tuple(_text(row.get(name)) for name in answer.variables) for row in answer]
    return [answer.variables, *rows]


def _short(node: Node) -> str:
    return shorten(node.value) if isinstance(node, Iri) else str(node)


def _text(node: Node | None) -> str:
    value = plain(node)
    return "" if value is None else str(value).replace("\t", " ").replace("\n", " ")


def fits(found: tuple[str, ...], expected: tuple[str, ...]) -> bool:
    def cell(value: str, wanted: str) -> bool:
        return wanted in {"*", value} or (wanted[:1] == "≥" and float(value) >= float(wanted[1:]))

    return len(found) == len(expected) and all(map(cell, found, expected))


def test_there_is_a_generous_gallery() -> None:
    assert len(FILES) >= 25
    known = {path.stem for path in FILES}
    assert {path.name.split(".")[0] for path in EXPECTED.iterdir()} == known
    assert {read_example(path).topic for path in FILES} == set(TOPICS)
    assert {read_example(path).view for path in FILES} == set(VIEWS)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_says_in_three_languages_what_it_asks(path: Path, kb: edukg.KnowledgeBase) -> None:
    example = read_example(path)
    assert set(example.titles.languages) == set(example.descriptions.languages) == set(LANGUAGES)
    assert len({text.value for text in example.titles}) == len(LANGUAGES)
    assert not example.text.startswith(("# title", "# description", "# topic", "# view"))
    assert not kb.lint(example.text, prefixes={}), "an example says which readings it means"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_an_example_has_the_expected_answer(path: Path, kb: edukg.KnowledgeBase) -> None:
    found = cells(kb.query(read_example(path).text))
    (file,) = EXPECTED.glob(f"{path.stem}.*.tsv")
    expected = [tuple(line.split("\t")) for line in file.read_text(encoding="utf-8").splitlines()]
    assert found[0] == expected[0]
    if file.name.endswith(".all.tsv"):
        assert len(found) == len(expected)
    assert len(expected) > 1 or len(expected[0]) == 1
    rest = iter(found[1:])
    missing = [row for row in expected[1:] if not any(fits(other, row) for other in rest)]
    assert not missing


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_example_answers_in_the_language_of_the_reader(language: str, kb: edukg.KnowledgeBase) -> None:
    """As many rows in Russian and Uzbek as in English: names that not every language has stay English."""
    for example in map(read_example, FILES):
        text = example.text_in(language)
        assert ('= "en"' in text) is (language == "en" and '= "en"' in example.text), example.slug
        english, answer = kb.query(example.text), kb.query(text)
        if isinstance(answer, bool) or isinstance(english, bool):
            assert answer == english
        else:
            assert len(answer) == len(english) > 0, example.slug


def test_a_cell_is_compared_as_it_is_written() -> None:
    assert fits(("a", "7", "x"), ("*", "≥7", "x"))
    assert not fits(("a", "6", "x"), ("*", "≥7", "x"))
    assert not fits(("a", "7"), ("a", "7", "x"))
