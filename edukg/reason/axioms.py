"""Taking logical triples apart into axioms: the pieces that a contradiction is made of.

An axiom is one triple with everything that hangs below it by blank nodes of the syntax: a subclass statement with its
restriction, a disjointness with its list. Removing an axiom as a whole leaves well-formed OWL behind.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from edukg.namespaces import OWL, RDF, RDFS, XSD
from edukg.reason.triples import NIL, TYPE, Triple, expressions, is_declaration

_SELF_STANDING: Final = frozenset(
    OWL + name for name in ("AllDifferent", "AllDisjointClasses", "AllDisjointProperties", "NegativePropertyAssertion")
)
_VOCABULARY: Final = (OWL, RDF, RDFS, XSD)
_SCHEMA_PREDICATES: Final = (OWL, RDFS)


@dataclass(frozen=True)
class Axiom:
    """One axiom or fact: the triple that states it, and the triples of the expressions in it."""

    root: Triple
    body: tuple[Triple, ...] = ()

    @property
    def triples(self) -> tuple[Triple, ...]:
        """All of its triples."""
        return (self.root, *self.body)

    @cached_property
    def names(self) -> frozenset[ox.NamedNode | ox.BlankNode]:
        """The classes, properties and individuals it speaks of."""
        inner: set[object] = {triple[0] for triple in self.body}
        if self.stands_alone:
            inner.add(self.root[0])
        found = {node for triple in self.triples for node in triple if not isinstance(node, ox.Literal)}
        own = {
            node for node in found - inner if isinstance(node, ox.BlankNode) or not node.value.startswith(_VOCABULARY)
        }
        return frozenset(own)

    @property
    def stands_alone(self) -> bool:
        """Whether a blank node carries it, such as a list of disjoint classes."""
        value = self.root[2]
        return self.root[1] == TYPE and isinstance(value, ox.NamedNode) and value.value in _SELF_STANDING

    @property
    def is_schema(self) -> bool:
        """Whether it speaks of classes and properties rather than of single things."""
        predicate, value = self.root[1].value, self.root[2]
        if predicate == RDF + "type":
            return isinstance(value, ox.NamedNode) and value.value.startswith(OWL)
        return predicate.startswith(_SCHEMA_PREDICATES)


def axioms(triples: Sequence[Triple]) -> tuple[Axiom, ...]:
    """Every axiom of the triples, once; declarations are none."""
    inside = expressions(triples)
    below: dict[ox.BlankNode, list[Triple]] = defaultdict(list)
    for triple in triples:
        if isinstance(triple[0], ox.BlankNode) and triple[0] in inside:
            below[triple[0]].append(triple)
    referenced = {triple[2] for triple in triples if isinstance(triple[2], ox.BlankNode)}
    found = []
    for triple in triples:
        subject = triple[0]
        if is_declaration(triple):
            continue
        if not isinstance(subject, ox.BlankNode) or subject not in inside:
            found.append(Axiom(triple, tuple(_hanging(triple, below))))
        elif subject not in referenced and _carries(triple):
            rest = [t for t in _closure(subject, below) if t != triple]
            found.append(Axiom(triple, tuple(rest)))
    return tuple(found)


def _carries(triple: Triple) -> bool:
    """Whether a triple with an expression as subject states an axiom, as in `[…] rdfs:subClassOf C`."""
    predicate, value = triple[1].value, triple[2]
    if predicate == RDF + "type":
        return isinstance(value, ox.NamedNode) and value.value in _SELF_STANDING
    return predicate in (RDFS + "subClassOf", OWL + "equivalentClass", OWL + "disjointWith")


def _hanging(triple: Triple, below: dict[ox.BlankNode, list[Triple]]) -> Iterator[Triple]:
    if isinstance(triple[2], ox.BlankNode) and triple[2] in below:
        yield from _closure(triple[2], below)


def _closure(start: ox.BlankNode, below: dict[ox.BlankNode, list[Triple]]) -> Iterator[Triple]:
    waiting, seen = [start], {start}
    while waiting:
        for triple in below[waiting.pop()]:
            yield triple
            value = triple[2]
            if isinstance(value, ox.BlankNode) and value in below and value not in seen:
                seen.add(value)
                waiting.append(value)


def members(head: ox.NamedNode | ox.BlankNode | ox.Literal, triples: Sequence[Triple]) -> list[object]:
    """The members of an RDF list whose cells are among the triples, in order."""
    first = {t[0]: t[2] for t in triples if t[1].value == RDF + "first"}
    rest = {t[0]: t[2] for t in triples if t[1].value == RDF + "rest"}
    found: list[object] = []
    cell: object = head
    while cell in first and cell != NIL and len(found) <= len(triples):
        found.append(first[cell])  # type: ignore[index]
        cell = rest.get(cell, NIL)  # type: ignore[call-overload]
    return found
