"""What is said of any one IRI: statements, told apart into asserted and inferred, and what points to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from edukg import namespaces as ns
from edukg.model import Incoming, Kind, Named, Resource, Statement, Text, Texts, Value
from edukg.resources import query
from edukg.store.base import Blank, Iri, Literal, Node, Store

_KIND_BY_SPACE = {
    ns.TERM: Kind.TERM,
    ns.SENSE: Kind.SENSE,
    ns.CONCEPT: Kind.CONCEPT,
    ns.ATTESTATION: Kind.ATTESTATION,
    ns.SOURCE: Kind.SOURCE,
    ns.AGENT: Kind.AGENT,
    ns.GRAPH: Kind.GRAPH,
    ns.DATA: Kind.ONTOLOGY,
    ns.MODULE: Kind.ONTOLOGY,
    ns.ID: Kind.INSTANCE,
    ns.SHAPE: Kind.SHAPE,
    ns.FUNCTION: Kind.FUNCTION,
}
_PROPERTY_TYPES = {ns.OWL + name for name in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")} | {
    ns.RDF + "Property"
}
_CLASS_TYPES = {ns.OWL + "Class", ns.RDFS + "Class"}
_QUIET_TYPES = {ns.OWL + "NamedIndividual", ns.OWL + "Thing"}
_DEFINING = (ns.SKOS + "definition", ns.DCTERMS + "description", ns.SH + "description")

NamedBy = Callable[[str], Named]


def kind_of(iri: str, types: frozenset[str]) -> Kind:
    """What an IRI of ours stands for, from where it lies and what its types are."""
    if iri == ns.ONTOLOGY or ns.OWL + "Ontology" in types:
        return Kind.ONTOLOGY
    if types & _PROPERTY_TYPES:
        return Kind.PROPERTY
    if types & _CLASS_TYPES:
        return Kind.CLASS
    for space, kind in _KIND_BY_SPACE.items():
        if iri.startswith(space):
            return kind
    return Kind.INSTANCE


def describe(store: Store, iri: str) -> Resource | None:
    """All that is said of an IRI, or None when nothing is.

    Blank nodes among the values are left out here: class expressions are a matter of their own page and of the RDF.
    What points to the IRI is counted whole, and listed up to fifty for each property.
    """
    subject = Iri(iri)
    rows = store.select(query("lexicon/describe"), bindings={"iri": subject})
    counts = store.select(query("lexicon/incoming-counts"), bindings={"iri": subject})
    if not rows and not any(int(str(row["total"])) for row in counts):
        return None
    names = _names(store, subject)
    asserted: dict[str, list[Node]] = defaultdict(list)
    inferred: dict[str, list[Node]] = defaultdict(list)
    graphs: set[str] = set()
    for row in rows:
        graph = str(row["g"])
        target = inferred if graph == ns.INFERRED_GRAPH else asserted
        graphs.add(graph)
        value = row["o"]
        if not isinstance(value, Blank) and value not in target[str(row["p"])]:
            target[str(row["p"])].append(value)

    def named(other: str) -> Named:
        return Named(other, Texts(tuple(names.get(other, ()))))

    types = frozenset(str(o) for source in (asserted, inferred) for o in source.get(ns.RDF + "type", ()))
    return Resource(
        iri=iri,
        kind=kind_of(iri, types),
        labels=_own_labels(asserted),
        definitions=_texts([node for predicate in _DEFINING for node in asserted.get(predicate, ())]),
        types=tuple(named(t) for t in sorted(types - _QUIET_TYPES)),
        statements=(
            *_statements(asserted, named, inferred=False),
            *_statements(_without(inferred, asserted), named, inferred=True),
        ),
        incoming=tuple(_incoming(store, subject, str(row["p"]), int(str(row["total"])), named) for row in counts),
        graphs=tuple(sorted(graphs)),
    )


def _names(store: Store, subject: Iri) -> dict[str, list[Text]]:
    names: dict[str, list[Text]] = defaultdict(list)
    for row in store.select(query("lexicon/names"), bindings={"iri": subject}):
        label = row["label"]
        if isinstance(label, Literal):
            names[str(row["x"])].append(Text(label.value, label.language))
    return names


def _own_labels(statements: dict[str, list[Node]]) -> Texts:
    for predicate in (
        ns.SKOS + "prefLabel",
        ns.RDFS + "label",
        ns.DCTERMS + "title",
        ns.PREFIXES["foaf"] + "name",
        ns.SH + "name",
    ):
        if statements.get(predicate):
            return _texts(statements[predicate])
    return Texts()


def _texts(nodes: list[Node]) -> Texts:
    found = [Text(n.value, n.language) for n in nodes if isinstance(n, Literal)]
    return Texts(tuple(sorted(found, key=lambda t: (t.language, t.value))))


def _without(inferred: dict[str, list[Node]], asserted: dict[str, list[Node]]) -> dict[str, list[Node]]:
    return {p: [o for o in objects if o not in asserted.get(p, ())] for p, objects in inferred.items()}


def _value(node: Node, named: NamedBy) -> Value:
    if isinstance(node, Literal):
        return Value(text=Text(node.value, node.language), datatype=node.datatype)
    return Value(named=named(str(node)))


def _statements(source: dict[str, list[Node]], named: NamedBy, *, inferred: bool) -> list[Statement]:
    return [
        Statement(named(predicate), tuple(_value(o, named) for o in sorted(objects, key=_order)), inferred)
        for predicate, objects in sorted(source.items())
        if objects
    ]


def _order(node: Node) -> tuple[str, str]:
    return (node.language if isinstance(node, Literal) else "", str(node))


def _incoming(store: Store, subject: Iri, predicate: str, total: int, named: NamedBy) -> Incoming:
    rows = store.select(query("lexicon/incoming"), bindings={"iri": subject, "p": Iri(predicate)})
    labels: dict[str, list[Text]] = defaultdict(list)
    for row in rows:
        label = row.get("label")
        found = labels[str(row["s"])]
        if isinstance(label, Literal):
            found.append(Text(label.value, label.language))
    return Incoming(named(predicate), tuple(Named(s, Texts(tuple(t))) for s, t in labels.items()), total)
