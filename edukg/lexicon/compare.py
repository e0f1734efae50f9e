"""Readings side by side, contrasted from the lexicon and from the ontology itself.

The rows are whatever features and properties the data give the readings; nothing is listed here.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from edukg.lexicon.facts import Facts
from edukg.model import Compared, ComparedValue, Comparison, ComparisonRow, Concept, Named
from edukg.namespaces import RDFS
from edukg.resources import query
from edukg.store.base import Iri, Store

_KIND_OF = RDFS + "subClassOf"


def compare(store: Store, columns: Sequence[Compared]) -> Comparison:
    """Set some readings side by side; the order of the columns is kept."""
    concepts = [column.concept for column in columns]
    classes = [concept.denoted.iri if concept.denoted else "" for concept in concepts]
    facts = {
        iri: Facts(store.select(query("compare/class"), bindings={"class": Iri(iri)}))
        for iri in dict.fromkeys(classes)
        if iri
    }
    return Comparison(
        tuple(columns),
        _features(concepts),
        _axioms([(iri, facts[iri]) if iri else None for iri in classes]),
        _apart(store, classes),
    )


def _features(concepts: Sequence[Concept]) -> tuple[ComparisonRow, ...]:
    kinds = {f.kind.iri: f.kind for concept in concepts for f in concept.features}
    return tuple(
        _row(kind, [[f.value for f in concept.features if f.kind.iri == kind.iri] for concept in concepts])
        for kind in kinds.values()
    )


def _axioms(classes: Sequence[tuple[str, Facts] | None]) -> tuple[ComparisonRow, ...]:
    """A row for each property that the axioms of some class use, the most widely used first."""
    found: dict[str, tuple[Named, list[list[Named]]]] = {}
    for place, described in enumerate(classes):
        if described is None:
            continue
        iri, facts = described
        for predicate in facts.predicates(iri):
            if predicate == _KIND_OF:
                continue
            _, cells = found.setdefault(predicate, (facts.named(predicate), [[] for _ in classes]))
            cells[place] = [facts.named(value) for value in facts.iris(iri, predicate)]
    rows = [_row(named, cells) for named, cells in found.values()]
    return tuple(sorted(rows, key=lambda row: (-sum(1 for cell in row.cells if cell), row.named.label("en"))))


def _row(named: Named, cells: Sequence[Sequence[Named]]) -> ComparisonRow:
    everywhere = set.intersection(*({value.iri for value in cell} for cell in cells)) if cells else set()
    return ComparisonRow(
        named, tuple(tuple(ComparedValue(value, shared=value.iri in everywhere) for value in cell) for cell in cells)
    )


def _apart(store: Store, classes: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """The pairs of columns whose classes the ontology declares disjoint, by themselves or through wider classes."""
    apart_from = {
        iri: {str(row["other"]) for row in store.select(query("compare/apart"), bindings={"class": Iri(iri)})}
        for iri in dict.fromkeys(classes)
        if iri
    }
    return tuple(
        (a, b)
        for (a, one), (b, other) in combinations(enumerate(classes), 2)
        if one and other and (other in apart_from[one] or one in apart_from[other])
    )


__all__ = ["compare"]
