"""OWL 2 DL as far as it can be read off the triples, without a reasoner or the OWL API.

The rules are those of the Structural Specification (W3C, 2012), sections 3, 4, 5.8, 9.3 and 11.2. Each is a function
that names the faults it finds, so that it is tried both on the shipped ontology and on a small one with one fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg import namespaces

Rule = Callable[[rdflib.Graph], Iterable[str]]

BUILT_IN = (namespaces.OWL, namespaces.RDF, namespaces.RDFS, namespaces.XSD)
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
BUILT_IN_ANNOTATIONS = {
    RDFS.label, RDFS.comment, RDFS.seeAlso, RDFS.isDefinedBy, OWL.deprecated, OWL.versionInfo, OWL.priorVersion,
    OWL.backwardCompatibleWith, OWL.incompatibleWith,
}  # fmt: skip
DATATYPES = {
    XSD.decimal, XSD.integer, XSD.nonNegativeInteger, XSD.nonPositiveInteger, XSD.positiveInteger,
    XSD.negativeInteger, XSD.long, XSD.int, XSD.short, XSD.byte, XSD.unsignedLong, XSD.unsignedInt,
    XSD.unsignedShort, XSD.unsignedByte, XSD.double, XSD.float, XSD.string, XSD.normalizedString, XSD.token,
    XSD.language, XSD.Name, XSD.NCName, XSD.NMTOKEN, XSD.boolean, XSD.hexBinary, XSD.base64Binary, XSD.anyURI,
    XSD.dateTime, XSD.dateTimeStamp, OWL.real, OWL.rational, RDF.PlainLiteral, RDF.XMLLiteral, RDF.langString,
    RDFS.Literal,
}  # fmt: skip
"""The datatype map of OWL 2 (section 4); rdf:langString is what RDF 1.1 makes of rdf:PlainLiteral."""

NEEDING_SIMPLE = {
    OWL.cardinality, OWL.minCardinality, OWL.maxCardinality, OWL.qualifiedCardinality, OWL.minQualifiedCardinality,
    OWL.maxQualifiedCardinality, OWL.hasSelf,
}  # fmt: skip
SIMPLE_ONLY = (OWL.FunctionalProperty, OWL.InverseFunctionalProperty, OWL.IrreflexiveProperty, OWL.AsymmetricProperty)


def is_reserved(node: Node) -> bool:
    """Whether a name belongs to OWL, RDF, RDFS or XML Schema themselves."""
    return isinstance(node, URIRef) and str(node).startswith(BUILT_IN)


def kinds(graph: rdflib.Graph, node: Node) -> set[Node]:
    """As which kinds of property a name is declared."""
    return set(graph.objects(node, RDF.type)) & set(PROPERTY_KINDS)


def class_names(graph: rdflib.Graph) -> Iterator[Node]:
    """Every name that stands where OWL expects a class."""
    for predicate in (RDFS.subClassOf, OWL.equivalentClass, OWL.disjointWith, OWL.complementOf):
        for pair in graph.subject_objects(predicate):
            yield from pair
    for predicate in (OWL.onClass, OWL.someValuesFrom, OWL.allValuesFrom, RDF.type):
        yield from graph.objects(None, predicate)
    for predicate in (RDFS.domain, RDFS.range):
        for name, value in graph.subject_objects(predicate):
            if OWL.AnnotationProperty not in kinds(graph, name):  # there it may be any IRI and means nothing
                yield value
    for predicate in (OWL.unionOf, OWL.intersectionOf, OWL.disjointUnionOf):
        for head in graph.objects(None, predicate):
            yield from Collection(graph, head)
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        for head in graph.objects(axiom, OWL.members):
            yield from Collection(graph, head)


def undeclared_classes(graph: rdflib.Graph) -> Iterator[str]:
    declared = set(graph.subjects(RDF.type, OWL.Class))
    for name in set(class_names(graph)):
        if isinstance(name, URIRef) and not is_reserved(name) and name not in declared:
            yield f"{name} is used as a class"


def undeclared_properties(graph: rdflib.Graph) -> Iterator[str]:
    used = set(graph.predicates()) | set(graph.objects(None, OWL.onProperty)) | set(graph.objects(None, OWL.inverseOf))
    for name in used:
        if isinstance(name, URIRef) and not is_reserved(name) and not kinds(graph, name):
            yield f"{name} is used as a property"


def properties_of_two_kinds(graph: rdflib.Graph) -> Iterator[str]:
    for name in {s for kind in PROPERTY_KINDS for s in graph.subjects(RDF.type, kind)}:
        if len(kinds(graph, name)) > 1:
            yield f"{name} is declared as {sorted(map(str, kinds(graph, name)))}"


def names_of_two_categories(graph: rdflib.Graph) -> Iterator[str]:
    """OWL 2 DL allows some of these puns; several tools do not, so the ontology has none at all."""
    classes = set(graph.subjects(RDF.type, OWL.Class))
    properties = {s for kind in PROPERTY_KINDS for s in graph.subjects(RDF.type, kind)}
    individuals = set(graph.subjects(RDF.type, OWL.NamedIndividual))
    objects = {p for p in properties if OWL.ObjectProperty in kinds(graph, p)}
    individuals |= {n for p in objects for pair in graph.subject_objects(p) for n in pair if isinstance(n, URIRef)}
    for one, other in ((classes, properties), (classes, individuals), (properties, individuals)):
        yield from (f"{name} is two things" for name in one & other)
    yield from (f"{name} is a class and a datatype" for name in classes & set(graph.subjects(RDF.type, RDFS.Datatype)))


def complex_properties(graph: rdflib.Graph) -> set[Node]:
    """Transitive properties, those with chains, and all above them and their inverses (section 11.1)."""
    found = set(graph.subjects(RDF.type, OWL.TransitiveProperty)) | set(graph.subjects(OWL.propertyChainAxiom, None))
    below = list(graph.subject_objects(RDFS.subPropertyOf))
    for left, right in [*graph.subject_objects(OWL.inverseOf), *graph.subject_objects(OWL.equivalentProperty)]:
        below += [(left, right), (right, left)]
    while more := {upper for lower, upper in below if lower in found} - found:
        found |= more
    return found


def complex_where_simple_is_needed(graph: rdflib.Graph) -> Iterator[str]:
    compound = complex_properties(graph)
    for restriction, name in graph.subject_objects(OWL.onProperty):
        if name in compound and set(graph.predicates(restriction)) & NEEDING_SIMPLE:
            yield f"{name} in a cardinality"
    for name in compound:
        yield from (f"{name} is {kind}" for kind in graph.objects(name, RDF.type) if kind in SIMPLE_ONLY)
        if (name, OWL.propertyDisjointWith, None) in graph or (None, OWL.propertyDisjointWith, name) in graph:
            yield f"{name} is disjoint with another"
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointProperties):
        for head in graph.objects(axiom, OWL.members):
            yield from (f"{name} is disjoint with others" for name in Collection(graph, head) if name in compound)


def chains_without_order(graph: rdflib.Graph) -> Iterator[str]:
    """A strict order must let every chain yield a greater property than its links (section 11.2)."""
    above: dict[Node, set[Node]] = defaultdict(set)
    for lower, upper in graph.subject_objects(RDFS.subPropertyOf):
        if (upper, RDFS.subPropertyOf, lower) not in graph:
            above[lower].add(upper)
    for name, head in graph.subject_objects(OWL.propertyChainAxiom):
        links = list(Collection(graph, head))
        if links == [name, name]:
            continue
        inner = links[1:] if links[0] == name else links[:-1] if links[-1] == name else links
        if name in inner:
            yield f"{name} stands inside its own chain"
        for link in inner:
            above[link].add(name)
    for name in list(above):
        seen: set[Node] = set()
        waiting = list(above[name])
        while waiting:
            node = waiting.pop()
            if node not in seen:
                seen.add(node)
                waiting += above.get(node, ())
        if name in seen:
            yield f"{name} stands above itself"


def reserved_names_in_axioms(graph: rdflib.Graph) -> Iterator[str]:
    allowed = {OWL.Thing, OWL.Nothing, *DATATYPES}
    vocabulary = {node for _, _, node in graph.triples((None, RDF.type, None))}
    for name in set(class_names(graph)) - vocabulary:
        if is_reserved(name) and name not in allowed:
            yield f"{name} is used as a class"
    for subject in set(graph.subjects()):
        if is_reserved(subject):
            yield f"{subject} is redefined"
    for name in set(graph.predicates()):
        if is_reserved(name) and name not in BUILT_IN_ANNOTATIONS | _SYNTAX:
            yield f"{name} is used as a property"
    for name in set(graph.objects(None, OWL.onProperty)):
        if is_reserved(name):
            yield f"{name} is restricted"


_SYNTAX = {
    RDF.type, RDF.first, RDF.rest, RDFS.subClassOf, RDFS.subPropertyOf, RDFS.domain, RDFS.range,
    OWL.allValuesFrom, OWL.annotatedProperty, OWL.annotatedSource, OWL.annotatedTarget, OWL.cardinality,
    OWL.complementOf, OWL.disjointUnionOf, OWL.disjointWith, OWL.distinctMembers, OWL.equivalentClass,
    OWL.equivalentProperty, OWL.hasSelf, OWL.hasValue, OWL.imports, OWL.intersectionOf, OWL.inverseOf,
    OWL.maxCardinality, OWL.maxQualifiedCardinality, OWL.members, OWL.minCardinality,
    OWL.minQualifiedCardinality, OWL.onClass, OWL.onProperty, OWL.oneOf, OWL.propertyChainAxiom,
    OWL.propertyDisjointWith, OWL.qualifiedCardinality, OWL.someValuesFrom, OWL.unionOf, OWL.versionIRI,
}  # fmt: skip
"""What the mapping of OWL 2 to RDF writes axioms with."""


def values_of_the_wrong_kind(graph: rdflib.Graph) -> Iterator[str]:
    """A data property takes literals of the datatype map, an object property takes things."""
    for name in graph.subjects(RDF.type, OWL.DatatypeProperty):
        for subject, value in graph.subject_objects(name):
            if not isinstance(value, Literal):
                yield f"{subject} {name} {value}: no literal"
            elif value.datatype is not None and value.datatype not in DATATYPES:
                yield f"{subject} {name} {value}: {value.datatype} is not in the datatype map"
            elif value.ill_typed:
                yield f"{subject} {name} {value}: not a {value.datatype}"
        yield from (f"{name} has the range {wide}" for wide in graph.objects(name, RDFS.range) if wide not in DATATYPES)
    for name in graph.subjects(RDF.type, OWL.ObjectProperty):
        for subject, value in graph.subject_objects(name):
            if isinstance(value, Literal):
                yield f"{subject} {name} {value}: a literal"


def malformed_nodes(graph: rdflib.Graph) -> Iterator[str]:
    """Lists have one first and one rest each; an expression belongs to one axiom; no thing of the data is unnamed."""
    for cell in set(graph.subjects(RDF.first, None)) | set(graph.subjects(RDF.rest, None)):
        if len(list(graph.objects(cell, RDF.first))) != 1 or len(list(graph.objects(cell, RDF.rest))) != 1:
            yield f"{cell} is a malformed list"
    standing_alone = {OWL.AllDisjointClasses, OWL.AllDisjointProperties, OWL.AllDifferent, OWL.Axiom}
    for node in {node for triple in graph for node in (triple[0], triple[2]) if isinstance(node, BNode)}:
        types = set(graph.objects(node, RDF.type))
        users = len(list(graph.subject_predicates(node)))
        if types & standing_alone:
            if users:
                yield f"{types} is referred to"
        elif users != 1:
            yield f"an expression of {types} is used {users} times"
        elif not types <= {OWL.Class, OWL.Restriction, RDF.List}:
            yield f"a thing of {types} has no name"


RULES: tuple[Rule, ...] = (
    undeclared_classes,
    undeclared_properties,
    properties_of_two_kinds,
    names_of_two_categories,
    complex_where_simple_is_needed,
    chains_without_order,
    reserved_names_in_axioms,
    values_of_the_wrong_kind,
    malformed_nodes,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_ontology_with_all_data_has_no(rule: Rule, everything: rdflib.Graph) -> None:
    assert sorted(rule(everything)) == []


_P = "A a owl:Class . B a owl:Class . p a owl:ObjectProperty . q a owl:ObjectProperty . "
_NUMBER = '"1"^^xsd:nonNegativeInteger'
_TRANSITIVE_BELOW = "p a owl:TransitiveProperty ; rdfs:subPropertyOf q . "
_AT_MOST_ONE = f"A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty q ; owl:maxCardinality {_NUMBER} ] ."
FAULTY = [
    (undeclared_classes, "A rdfs:subClassOf U ."),
    (undeclared_classes, "x a U ."),
    (undeclared_properties, "x u y ."),
    (properties_of_two_kinds, "p a owl:DatatypeProperty ."),
    (properties_of_two_kinds, "q a owl:AnnotationProperty ."),
    (names_of_two_categories, "x p A ."),
    (names_of_two_categories, "A a owl:NamedIndividual ."),
    (complex_where_simple_is_needed, "p a owl:TransitiveProperty , owl:FunctionalProperty ."),
    (complex_where_simple_is_needed, _TRANSITIVE_BELOW + _AT_MOST_ONE),
    (
        complex_where_simple_is_needed,
        "p owl:propertyChainAxiom ( q q ) ; owl:inverseOf q . q a owl:AsymmetricProperty .",
    ),
    (complex_where_simple_is_needed, "p a owl:TransitiveProperty ; owl:propertyDisjointWith q ."),
    (chains_without_order, "p owl:propertyChainAxiom ( q q ) . q owl:propertyChainAxiom ( p p ) ."),
    (chains_without_order, "p owl:propertyChainAxiom ( q p q ) ."),
    (reserved_names_in_axioms, "A rdfs:subClassOf rdfs:Resource ."),
    (reserved_names_in_axioms, "x rdf:value y ."),
    (reserved_names_in_axioms, "owl:Thing rdfs:subClassOf A ."),
    (values_of_the_wrong_kind, 'd a owl:DatatypeProperty . x d "2020"^^xsd:gYear .'),
    (values_of_the_wrong_kind, 'd a owl:DatatypeProperty . x d "many"^^xsd:integer .'),
    (values_of_the_wrong_kind, "d a owl:DatatypeProperty ; rdfs:range xsd:date ."),
    (values_of_the_wrong_kind, 'x p "text" .'),
    (malformed_nodes, "x p [ a A ] ."),
    (malformed_nodes, "A owl:unionOf _:list . _:list rdf:first A , B ; rdf:rest () ."),
    (malformed_nodes, "_:one a owl:Class ; owl:complementOf A . A rdfs:subClassOf _:one . B rdfs:subClassOf _:one ."),
]


@pytest.mark.parametrize(("rule", "text"), FAULTY, ids=[f"{rule.__name__}: {text}" for rule, text in FAULTY])
def test_a_fault_is_found(rule: Rule, text: str) -> None:
    graph = small(_P + text)
    assert list(rule(graph))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_is_right_is_not_blamed(rule: Rule) -> None:
    graph = small(
        _P + "p a owl:TransitiveProperty ; owl:inverseOf q . q owl:propertyChainAxiom ( q q ) . "
        'd a owl:DatatypeProperty ; rdfs:range xsd:string . x a A , owl:NamedIndividual ; d "text" ; p x ; q x . '
        "A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty p ; owl:someValuesFrom B ] ."
    )
    assert list(rule(graph)) == []


def small(text: str) -> rdflib.Graph:
    """A graph from Turtle in which a bare word is a name of its own."""
    words = [f":{word}" if len(word) == 1 and word.isalpha() and word != "a" else word for word in text.split()]
    standard = {name: namespaces.PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd")}
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in {"": "https://example.org/", **standard}.items())
    return rdflib.Graph().parse(data=head + " ".join(words), format="turtle")
