"""Classes and properties as their pages tell of them: axioms, neighbours, what applies, what belongs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from edukg.entities.expressions import NamedBy, Triples, manchester
from edukg.entities.reading import Reading
from edukg.model import (
    Axiom,
    AxiomKind,
    ClassFacts,
    Expression,
    Form,
    Group,
    Linked,
    Named,
    PropertyFacts,
    Text,
    Use,
)
from edukg.namespaces import INFERRED_GRAPH, OWL, RDF, RDFS
from edukg.resources import query
from edukg.store import base
from edukg.store.base import Blank, Iri, Literal, Node

SHOWN: Final = 50
"""How many of a long list are named; the rest is counted."""

_SINGLE: Final = {
    RDFS + "subClassOf": AxiomKind.SUBCLASS,
    OWL + "equivalentClass": AxiomKind.EQUIVALENT,
    OWL + "equivalentProperty": AxiomKind.EQUIVALENT,
    OWL + "disjointWith": AxiomKind.DISJOINT,
    OWL + "propertyDisjointWith": AxiomKind.DISJOINT,
    RDFS + "domain": AxiomKind.DOMAIN,
    RDFS + "range": AxiomKind.RANGE,
    RDFS + "subPropertyOf": AxiomKind.SUBPROPERTY,
    OWL + "inverseOf": AxiomKind.INVERSE,
}
_LISTED: Final = {OWL + "disjointUnionOf": AxiomKind.DISJOINT_UNION, OWL + "propertyChainAxiom": AxiomKind.CHAIN}
_CHARACTERS: Final = tuple(
    OWL + name + "Property"
    for name in (
        "Functional",
        "InverseFunctional",
        "Transitive",
        "Symmetric",
        "Asymmetric",
        "Reflexive",
        "Irreflexive",
    )
)
_ORDER: Final = {kind: place for place, kind in enumerate(AxiomKind)}


def axioms_of(reading: Reading, iri: str) -> tuple[Axiom, ...]:
    """Every axiom whose subject an IRI is: those of the files first, in the order of `AxiomKind`."""
    answer = reading.store.query(query("entities/axioms"), bindings={"iri": Iri(iri)})
    assert isinstance(answer, base.Triples)  # noqa: S101  # DESCRIBE gives triples
    told = list(answer)
    reading.know(node.value for triple in told for node in triple if isinstance(node, Iri))
    triples = Triples(told, reading.named)
    asserted = {(str(row["p"]), str(row["o"])) for row in reading.rows("said", iri) if str(row["g"]) != INFERRED_GRAPH}
    found = []
    for predicate, values in triples.about(Iri(iri)).items():
        for value in values:
            if value == Iri(iri):
                continue
            inferred = isinstance(value, Iri) and (predicate, value.value) not in asserted
            axiom = _axiom(triples, predicate, value, inferred=inferred, named=reading.named)
            if axiom and not (inferred and axiom.kind in {AxiomKind.SUBCLASS, AxiomKind.SUBPROPERTY}):
                found.append(axiom)
    others = tuple(Expression(Form.NAME, named=reading.named(str(row["other"]))) for row in reading.rows("sets", iri))
    known = {a.value for a in found if a.kind is AxiomKind.DISJOINT}
    found += [_written(AxiomKind.DISJOINT, other) for other in others if other not in known]
    found = [axiom for axiom in found if not (axiom.inferred and _said_otherwise(axiom, found))]
    return tuple(sorted(found, key=lambda a: (a.inferred, _ORDER[a.kind], a.manchester)))


def _said_otherwise(axiom: Axiom, axioms: Iterable[Axiom]) -> bool:
    return any(a.value == axiom.value and a.kind is axiom.kind and not a.inferred for a in axioms)


def _axiom(triples: Triples, predicate: str, value: Node, *, inferred: bool, named: NamedBy) -> Axiom | None:
    if predicate in _SINGLE:
        return _written(_SINGLE[predicate], triples.expression(value), inferred=inferred)
    if predicate in _LISTED and isinstance(value, Blank):
        kind = _LISTED[predicate]
        form = Form.CHAIN if kind is AxiomKind.CHAIN else Form.ONE_OF
        return _written(kind, Expression(form, operands=triples.listed(value)))
    if predicate == RDF + "type" and isinstance(value, Iri) and value.value in _CHARACTERS:
        word = value.value.removeprefix(OWL).removesuffix("Property")
        return Axiom(
            AxiomKind.CHARACTERISTIC,
            Expression(Form.NAME, named=named(value.value)),
            f"{AxiomKind.CHARACTERISTIC}: {word}",
            inferred,
        )
    return None


def _written(kind: AxiomKind, value: Expression, *, inferred: bool = False) -> Axiom:
    text = manchester(value)
    if kind is AxiomKind.DISJOINT_UNION:
        text = text.strip("{}")
    return Axiom(kind, value, f"{kind}: {text}", inferred)


def class_facts(reading: Reading, iri: str) -> ClassFacts:
    """What the page of a class tells."""
    applying: dict[str, dict[str, Linked]] = {"domain": {}, "range": {}}
    rows = reading.rows("applying", iri)
    reading.know(str(row[name]) for row in rows for name in ("x", "via"))
    for row in rows:
        via, found = str(row["via"]), str(row["x"])
        linked = Linked(reading.named(found), via=None if via == iri else reading.named(via))
        if found not in applying[str(row["side"])] or linked.via is None:
            applying[str(row["side"])][found] = linked
    members = reading.linked("members", iri)
    below = reading.linked("below", iri)
    total = int(str(reading.rows("members-count", iri)[0]["total"]))
    return ClassFacts(
        axioms=axioms_of(reading, iri),
        above=reading.linked("above", iri),
        below=Group(below[:SHOWN], len(below)),
        applying=tuple(applying["domain"].values()),
        leading_here=tuple(applying["range"].values()),
        members=Group(members[:SHOWN], total),
        concepts=reading.all("concepts", iri),
    )


def property_facts(reading: Reading, iri: str) -> PropertyFacts:
    """What the page of a property tells."""
    roles: dict[str, tuple[Linked, ...]] = {}
    rows = reading.rows("property-near", iri)
    uses = [(row["s"], row["o"]) for row in reading.rows("property-uses", iri)]
    reading.know(str(node) for use in uses for node in use if isinstance(node, Iri))
    for role in ("above", "below", "inverse"):
        roles[role] = reading.told_apart(row for row in rows if str(row["role"]) == role)
    return PropertyFacts(
        axioms=axioms_of(reading, iri),
        above=roles["above"],
        below=roles["below"],
        inverses=roles["inverse"],
        restricting=reading.all("property-restricting", iri),
        uses=tuple(_use(reading, subject, value) for subject, value in uses),
        total=int(str(reading.rows("property-count", iri)[0]["total"])),
    )


def _use(reading: Reading, subject: Node, value: Node) -> Use:
    named: Named = reading.named(str(subject))
    if isinstance(value, Literal):
        return Use(named, None, Text(value.value, value.language))
    return Use(named, reading.named(str(value)))
