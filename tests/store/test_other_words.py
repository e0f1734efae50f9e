"""Our own queries that a store gets in other words ask the same as those that all others get."""

from __future__ import annotations

import re
from typing import Final

import pytest

import edukg
from edukg import resources
from edukg.namespaces import EDUKG
from edukg.store.base import Given, Iri
from edukg.store.virtuoso import ENGINE

OTHERWISE: Final = resources.said_otherwise(ENGINE)
GIVEN: Final = re.compile(r"Bind \?(\w+)\.")
"""How a query says what it is asked about, in its first line."""
SUBJECTS: Final = """
    SELECT DISTINCT ?subject {
        VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty } ?subject a ?kind FILTER(isIRI(?subject))
    }
"""


def given(text: str, kb: edukg.KnowledgeBase) -> list[dict[str, Given]]:
    """What a query is asked about: every third of the classes and properties, or all at once."""
    named = GIVEN.search(text)
    if named is None:
        return [{}]
    answer = kb.query(SUBJECTS)
    assert isinstance(answer, edukg.Table)
    ours = [Iri(str(row["subject"])) for row in answer if str(row["subject"]).startswith(EDUKG)]
    assert len(ours) > 150
    return [{named[1]: iri} for iri in ours[::3]]


@pytest.mark.parametrize("usual", OTHERWISE, ids=lambda text: text.partition("\n")[0].strip("# .")[:40])
def test_a_query_in_other_words_has_the_same_rows(usual: str, kb: edukg.KnowledgeBase) -> None:
    otherwise, found = OTHERWISE[usual], 0
    assert GIVEN.findall(otherwise) == GIVEN.findall(usual)
    for bindings in given(usual, kb):
        rows, others = ([*kb.store.select(text, bindings=bindings)] for text in (usual, otherwise))
        assert {frozenset(row.items()) for row in rows} == {frozenset(row.items()) for row in others}, bindings
        assert len(rows) == len(others), bindings
        found += len(rows)
    assert otherwise != usual
    assert found > 20
