"""A cold visitor types a term as people do: the right one comes first, its readings told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

import edukg
from edukg.model import Kind
from edukg.namespaces import TERM

FORMS = [
    line.split("\t") for line in (Path(__file__).parent / "forms.tsv").read_text(encoding="utf-8").splitlines()[1:]
]


def test_there_are_fifty_in_every_language() -> None:
    assert len({form for form, _, _ in FORMS}) >= 50
    assert {expected.rpartition("-")[2] for _, expected, _ in FORMS} == {"en", "ru", "uz"}


@pytest.mark.parametrize(("form", "expected", "what"), FORMS, ids=[f"{form} ({what})" for form, _, what in FORMS])
def test_the_right_term_comes_first_with_its_readings_told_apart(
    kb: edukg.KnowledgeBase, form: str, expected: str, what: str
) -> None:
    first = kb.search(form)[0]
    assert (first.kind, first.iri) == (Kind.TERM, TERM + expected), what
    labels = [concept.label(first.language) for concept in first.readings]
    assert len(labels) > 1
    assert len(set(labels)) == len(labels)
    assert first.why
