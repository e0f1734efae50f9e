"""Readings side by side: what the rows say is what the ontology says."""

from __future__ import annotations

import pytest

import edukg
from edukg.errors import InputError, UnknownTermError
from edukg.model import Comparison

pytestmark = pytest.mark.stores

LOGISTICS = ("logistics-educational", "logistics-pedagogical", "logistics-pedagogical-innovations")


def row(found: Comparison, label: str) -> list[set[str]]:
    """The English labels in the cells of one row."""
    [wanted] = [r for r in (*found.features, *found.axioms) if r.named.label("en") == label]
    return [{value.named.label("en") for value in cell} for cell in wanted.cells]


def test_three_kinds_of_logistics(kb: edukg.KnowledgeBase) -> None:
    found = kb.compare(*LOGISTICS)
    assert [column.concept.key for column in found.columns] == list(LOGISTICS)
    outside = {"development of the pedagogical system", "development of the educational organisation"}
    assert row(found, "leaves out of scope") == [outside, outside, set()]
    assert row(found, "has scope over")[2] >= outside
    assert row(found, "realm") == [{"organisation of education"}, {"teaching and learning"}, {"renewal of education"}]
    assert all(column.uses and column.terms and column.members for column in found.columns)
    assert (0, 1) in found.apart


def test_holding_against_cluster(kb: edukg.KnowledgeBase) -> None:
    """A holding may be a cluster of the level of an association, and of no other level."""
    found = kb.compare("holding-educational", "cluster-association", "cluster-programme")
    assert set(found.apart) == {(0, 2), (1, 2)}
    assert row(found, "has clustering level")[0] == row(found, "has clustering level")[1]
    shared = [value for r in found.features for cell in r.cells for value in cell if value.shared]
    assert not shared


def test_a_term_stands_for_all_its_readings(kb: edukg.KnowledgeBase) -> None:
    found = kb.compare("educational cluster", "образовательный холдинг")
    keys = {column.concept.key for column in found.columns}
    assert keys >= {"holding-educational", "cluster-association", "cluster-programme"}
    assert len(keys) == len(found.columns)


def test_what_cannot_be_compared(kb: edukg.KnowledgeBase) -> None:
    with pytest.raises(InputError, match="at least two"):
        kb.compare("cluster-association")
    with pytest.raises(UnknownTermError):
        kb.compare("cluster-association", "no such term")
