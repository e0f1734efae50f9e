"""The bench of the search finds the terms among made-up labels, and says so when it does not. No time is held here."""

from __future__ import annotations

from pathlib import Path

import pytest

import edukg
from edukg.bench import search
from edukg.errors import InputError
from edukg.search import labels_of

FORMS = Path(__file__).parent / "search" / "forms.tsv"


def test_forms_are_found_among_made_up_labels(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    forms = search.read_forms(FORMS)[:6]
    asked = (*forms, ("educational cluster", "logistics-en"))
    result = search.run(kb.store, asked, tmp_path, labels=12_000)
    assert result.labels == 12_000
    assert [form.first for form in result.forms] == [True] * len(forms) + [False]
    assert all(form.milliseconds > 0 for form in result.forms)
    assert "1 that bring another term first" in "\n".join(result.lines())


def test_the_same_seed_gives_the_same_labels(kb: edukg.KnowledgeBase) -> None:
    real = list(labels_of(kb.store))
    some = list(search.made_up(30, real))
    assert some == list(search.made_up(30, real))
    assert some != list(search.made_up(30, real, seed=2))
    assert {label.language for label in some} == {"en", "ru", "uz"}


def test_a_table_without_the_columns_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "forms.tsv"
    path.write_text("word\nklaster\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns form and expected"):
        search.read_forms(path)
