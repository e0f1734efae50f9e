"""The shapes themselves: named, in three languages, with their severity, and resting on a definition."""

from __future__ import annotations

import re

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SH, XSD, URIRef
from rdflib.term import Node

from edukg import resources, validate
from edukg.namespaces import EDUKG, LANGUAGES, SHAPE
from edukg.validate.suggestions import EXAMPLE, FOR_TEXT, statement, with_prefixes

GRAPH = validate.default_shapes()
KINDS = (SH.NodeShape, SH.PropertyShape)
SHAPES = sorted({str(s) for kind in KINDS for s in GRAPH.subjects(RDF.type, kind)})
QUERIES = sorted(str(s) for s in GRAPH.subjects(SH.select))


def texts(subject: Node, predicate: URIRef) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text in GRAPH.objects(subject, predicate):
        assert isinstance(text, rdflib.Literal)
        found.setdefault(text.language or "", []).append(str(text))
    return found


def in_three_languages(subject: Node, predicate: URIRef) -> dict[str, list[str]]:
    found = texts(subject, predicate)
    assert sorted(found) == sorted(LANGUAGES)
    assert all(len(values) == 1 and values[0].strip() for values in found.values())
    return found


def test_shapes_are_named() -> None:
    assert len(SHAPES) > 80
    assert all(shape.startswith(SHAPE) for shape in SHAPES)
    targets = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)
    for predicate in (*targets, SH.select, SH.property):
        assert all(isinstance(s, URIRef) for s in GRAPH.subjects(predicate))


@pytest.mark.parametrize("iri", SHAPES, ids=lambda iri: iri.removeprefix(SHAPE))
def test_shape_explains_itself(iri: str) -> None:
    shape = URIRef(iri)
    in_three_languages(shape, SH.name)
    in_three_languages(shape, SH.description)
    if (shape, SH.property, None) in GRAPH:
        return
    assert GRAPH.value(shape, SH.severity) in {SH.Violation, SH.Warning, SH.Info}
    constraint = GRAPH.value(shape, SH.sparql)
    messages = in_three_languages(shape if constraint is None else constraint, SH.message)
    places = {language: set(re.findall(r"\{[?$]\w+\}", values[0])) for language, values in messages.items()}
    assert places["en"] == places["ru"] == places["uz"]
    assert places["en"], "a message names what is wrong"


@pytest.mark.parametrize(
    "iri", [s for s in SHAPES if not s.startswith(SHAPE + "instance-")], ids=lambda i: i.removeprefix(SHAPE)
)
def test_shape_rests_on_a_definition(iri: str) -> None:
    assert any((URIRef(iri), predicate, None) in GRAPH for predicate in (RDFS.seeAlso, DCTERMS.source))


@pytest.mark.parametrize("iri", QUERIES, ids=lambda iri: iri.removeprefix(SHAPE))
def test_query_gives_what_its_messages_name(iri: str) -> None:
    query = str(GRAPH.value(URIRef(iri), SH.select))
    selected = set(re.findall(r"[?$](\w+)", query.partition("WHERE")[0]))
    for values in texts(URIRef(iri), SH.message).values():
        assert set(re.findall(r"\{[?$](\w+)\}", values[0])) <= selected | {"this"}
    assert not re.search(r"\b(VALUES|MINUS|SERVICE)\b", query), "SHACL section 5.3.1"


def test_uzbek_texts_are_spelt_as_the_shapes_ask() -> None:
    for text in GRAPH.objects():
        if isinstance(text, rdflib.Literal) and text.language == "uz":
            assert not re.search("['`’‘´]", text), text


def test_files_hold_one_module_each() -> None:
    files = resources.turtle_files("shapes")
    assert {p.stem for p in files} >= {
        "common",
        "lexicon",
        "levels",
        "clusters",
        "holdings",
        "participants",
        "innovations",
        "logistics",
        "positions",
        "bibliography",
        "ontology",
    }
    owners: dict[str, str] = {}
    for path in files:
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400
        for shape in rdflib.Graph().parse(path).subjects(RDF.type, SH.PropertyShape):
            assert owners.setdefault(str(shape), path.name) == path.name


@pytest.mark.parametrize("iri", SHAPES, ids=lambda iri: iri.removeprefix(SHAPE))
def test_shape_has_its_place_in_forms(iri: str) -> None:
    shape = URIRef(iri)
    group = GRAPH.value(shape, SH.group)
    assert group is not None
    assert (group, RDF.type, SH.PropertyGroup) in GRAPH
    in_three_languages(group, RDFS.label)
    order = GRAPH.value(shape, SH.order)
    assert isinstance(order, rdflib.Literal)
    assert order.toPython() > 0


@pytest.mark.parametrize(
    "iri", [s for s in SHAPES if (URIRef(s), SH.property, None) not in GRAPH], ids=lambda i: i.removeprefix(SHAPE)
)
def test_shape_has_an_example_that_can_be_pasted(iri: str) -> None:
    shape = URIRef(iri)
    (example,) = GRAPH.objects(shape, EXAMPLE)
    path = GRAPH.value(shape, SH.path)
    if isinstance(example, rdflib.Literal) and FOR_TEXT in str(example):
        text = with_prefixes(str(example).replace(FOR_TEXT, "<https://example.org/thing>"))
    else:
        assert isinstance(path, URIRef), "a value is the example of one property"
        text = statement(URIRef("https://example.org/thing"), path, example)
        datatype, pattern = GRAPH.value(shape, SH.datatype), GRAPH.value(shape, SH.pattern)
        given = (example.datatype or XSD.string) if isinstance(example, rdflib.Literal) else None
        assert datatype in {None, given}
        assert pattern is None or re.search(str(pattern), str(example))
    assert len(rdflib.Graph().parse(data=text, format="turtle")) >= 1


def test_every_class_has_a_shape() -> None:
    ontology = rdflib.Graph()
    for path in resources.turtle_files("ontology"):
        if path.parent == resources.folder("ontology"):
            ontology.parse(path)
    targets = set(GRAPH.objects(None, SH.targetClass))
    classes = [c for c in ontology.subjects(RDF.type, OWL.Class) if isinstance(c, URIRef) and c.startswith(EDUKG)]
    assert len(classes) > 100
    missing = {str(c).removeprefix(EDUKG) for c in classes if not wider(ontology, c) & targets}
    assert missing == COVERED_BY_THEIR_PARTS


def wider(ontology: rdflib.Graph, kind: Node) -> set[Node]:
    """A class, its superclasses and what it is an intersection of."""
    found: set[Node] = set()
    todo = [kind]
    while todo:
        node = todo.pop()
        if node not in found:
            found.add(node)
            todo += [*ontology.objects(node, RDFS.subClassOf), *ontology.objects(node, OWL.equivalentClass)]
            parts = ontology.value(node, OWL.intersectionOf)
            todo += ontology.items(parts) if parts is not None else []
    return found


COVERED_BY_THEIR_PARTS = {"ClusterParticipant", "Statement"}
"""Unions of classes that have shapes of their own: organisations and persons; positions and conflicts."""
