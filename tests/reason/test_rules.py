"""The rules: each axiom's consequences, nothing that is noise, and all that HermiT finds in the real data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from edukg import resources
from edukg.generate import generate
from edukg.load import Dataset, load_files, load_shipped
from edukg.namespaces import EDUKG, GRAPH, ID, INFERRED_GRAPH, OWL, RDF, RDFS
from edukg.reason import materialise
from edukg.reason.consistency import Classification
from edukg.reason.rules import FACT_RULES, SCHEMA_RULES

Loader = Callable[..., Dataset]
TYPE = ox.NamedNode(RDF + "type")


def inferred(dataset: Dataset) -> set[str]:
    """The inferred triples with local names only, such as "x type C"."""
    graph = ox.NamedNode(INFERRED_GRAPH)
    quads = dataset.store.quads_for_pattern(None, None, None, graph)
    return {" ".join(_local(node) for node in (q.subject, q.predicate, q.object)) for q in quads}


def _local(node: object) -> str:
    return node.value.replace("#", "/").rpartition("/")[2] if isinstance(node, ox.NamedNode) else str(node)


INTERSECTION = "A owl:equivalentClass [ owl:intersectionOf ( B [ owl:onProperty p ; owl:someValuesFrom C ] ) ] ."

CASES = {
    "subclasses": ("A rdfs:subClassOf B . B rdfs:subClassOf C . x a A .", {"A subClassOf C", "x type B", "x type C"}),
    "equivalent classes": (
        "A owl:equivalentClass B . x a A . y a B .",
        {"A subClassOf B", "B subClassOf A", "x type B", "y type A"},
    ),
    "subproperties": (
        "p rdfs:subPropertyOf q . q rdfs:subPropertyOf r . x p y .",
        {"p subPropertyOf r", "x q y", "x r y"},
    ),
    "equivalent properties": (
        "p owl:equivalentProperty q . x p y .",
        {"p subPropertyOf q", "q subPropertyOf p", "x q y"},
    ),
    "inverses": ("p owl:inverseOf q . x p y . v q w .", {"y q x", "w p v"}),
    "inverses keep the order of properties": (
        "p rdfs:subPropertyOf q . i owl:inverseOf p . q owl:inverseOf j .",
        {"i subPropertyOf j"},
    ),
    "symmetric": ("p a owl:SymmetricProperty . x p y .", {"y p x"}),
    "transitive": ("p a owl:TransitiveProperty . x p y . y p z . z p w .", {"x p z", "y p w", "x p w"}),
    "domain and range": ("p rdfs:domain A ; rdfs:range B . x p y .", {"x type A", "y type B"}),
    "a chain of two": ("p owl:propertyChainAxiom ( q r ) . x q y . y r z .", {"x p z"}),
    "a fixed value, both ways": (
        "A owl:equivalentClass [ owl:onProperty p ; owl:hasValue v ] . x a A . y p v .",
        {"x p v", "y type A"},
    ),
    "some": (
        "A owl:equivalentClass [ owl:onProperty p ; owl:someValuesFrom B ] . x p y . y a B . z p w .",
        {"x type A"},
    ),
    "some, of anything": (
        "A owl:equivalentClass [ owl:onProperty p ; owl:someValuesFrom owl:Thing ] . x p y .",
        {"x type A"},
    ),
    "some implies a superclass": (
        "[ owl:onProperty p ; owl:someValuesFrom B ] rdfs:subClassOf A . x p y . y a B .",
        {"x type A"},
    ),
    "only": (
        "A rdfs:subClassOf [ owl:onProperty p ; owl:allValuesFrom B ] . x a A ; p y .",
        {"y type B"},
    ),
    "an intersection": (
        INTERSECTION + " x a B ; p y . y a C . z a B . w a A .",
        {"A subClassOf B", "x type A", "w type B"},
    ),
    "a union": (
        "A owl:equivalentClass [ owl:unionOf ( B C ) ] . x a B . y a C .",
        {"B subClassOf A", "C subClassOf A", "x type A", "y type A"},
    ),
    "a disjoint union": ("A owl:disjointUnionOf ( B C ) . x a B .", {"B subClassOf A", "C subClassOf A", "x type A"}),
    "an enumeration": ("A owl:equivalentClass [ owl:oneOf ( x y ) ] .", {"x type A", "y type A"}),
    "nested conditions": (
        "A owl:equivalentClass [ owl:onProperty p ; owl:someValuesFrom [ owl:unionOf ( B C ) ] ] . x p y . y a C .",
        {"x type A"},
    ),
    "consequences of consequences": (
        INTERSECTION
        + " A rdfs:subClassOf [ owl:onProperty q ; owl:hasValue w ] . i owl:inverseOf p . x a B . y i x . y a C .",
        {"A subClassOf B", "x p y", "x type A", "x q w"},
    ),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_rule_yields_exactly_what_follows(load: Loader, text: str, expected: set[str]) -> None:
    dataset = load(_prefixed(text))
    assert materialise(dataset.store) == len(expected)
    assert inferred(dataset) == expected


def _prefixed(text: str) -> str:
    """Names of one letter belong to the ontology (classes and properties) or are things."""
    words = text.split(" ")
    return " ".join(f":{w}" if len(w) == 1 and w.isalpha() and w != "a" else w for w in words)


def test_what_is_asserted_is_not_inferred_again(load: Loader) -> None:
    dataset = load(":A rdfs:subClassOf :B . id:x a :A , :B . :p a owl:SymmetricProperty . id:x :p id:x .")
    assert materialise(dataset.store) == 0


def test_annotations_follow_no_rule(load: Loader) -> None:
    dataset = load(
        ":p a owl:AnnotationProperty ; rdfs:domain :A ; rdfs:range :B ; rdfs:subPropertyOf :q . id:x :p id:y ."
    )
    assert materialise(dataset.store) == 0


def test_literals_have_no_class_and_no_inverse(load: Loader) -> None:
    dataset = load(':p rdfs:range xsd:string ; owl:inverseOf :q . :p a owl:SymmetricProperty . id:x :p "y" .')
    assert inferred(dataset) == set()


def test_equal_blank_nodes_of_the_data_are_things_too(load: Loader) -> None:
    dataset = load(":p rdfs:range :B . id:x :p [ rdfs:label 'unnamed' ] .")
    assert materialise(dataset.store) == 1


def test_running_twice_adds_nothing(shipped_inferences: Dataset) -> None:
    assert materialise(shipped_inferences.store) == 0


def test_every_rule_file_is_run() -> None:
    files = {path.stem for path in (Path(resources.__file__).parent / "queries" / "rules").glob("*.rq")}
    assert files == {*SCHEMA_RULES, *FACT_RULES, "schema-publish", "facts-publish"}


def by_every_rule_on_everything(store: ox.Store) -> set[ox.Triple]:
    """What follows, inferred the slow way: all rules over all data until nothing is added."""
    graphs = {"target": INFERRED_GRAPH, "schema": GRAPH + "slow", "facts": INFERRED_GRAPH, "members": GRAPH + "slow"}
    for rules in (SCHEMA_RULES, ("schema-publish",), FACT_RULES):
        size = -1
        while size < (size := len(store)):
            for rule in rules:
                store.update(resources.query(f"rules/{rule}"), prefixes=graphs)
    return published(store)


def published(store: ox.Store) -> set[ox.Triple]:
    return {quad.triple for quad in store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH))}


def copy_of(store: ox.Store) -> ox.Store:
    copy = ox.Store()
    copy.extend(store)
    return copy


LATE_AXIOMS = """
:p owl:propertyChainAxiom ( :q :r ) . :p rdfs:subPropertyOf rdfs:subClassOf . id:x a :A . :A :q :M . :M :r :B .
:B rdfs:subClassOf [ owl:onProperty :has ; owl:hasValue :Made ] . :back owl:inverseOf :has . :Made a :Maker .
:Maker rdfs:subClassOf [ owl:onProperty :back ; owl:allValuesFrom owl:TransitiveProperty ] .
id:u a :B ; id:u id:v . id:v id:u id:w . id:w id:u id:z .
"""


@pytest.mark.parametrize("data", ["shipped", "made up", "axioms that the rules find"])
def test_asking_for_what_is_new_finds_all_that_asking_for_everything_does(
    load: Loader, tmp_path: Path, data: str
) -> None:
    if data == "axioms that the rules find":
        dataset = load(LATE_AXIOMS)
    else:
        made_up = tmp_path / "made-up.nt"
        generate(made_up, triples=4000, seed=3, rate=0.01)
        dataset = load_files([made_up] if data == "made up" else [], load_shipped())
    expected = by_every_rule_on_everything(copy_of(dataset.store))
    assert len(expected) > (5 if data.startswith("axioms") else 5000)
    materialise(dataset.store)
    assert published(dataset.store) == expected


@pytest.fixture(scope="session")
def shipped_inferences(classification: Classification) -> Dataset:
    """The shipped knowledge base with HermiT's hierarchy of classes and what the rules make of it: no types of its."""
    dataset = load_shipped()
    graph = ox.NamedNode(INFERRED_GRAPH)
    dataset.store.extend(ox.Quad(*triple, graph) for triple in classification.triples if triple[1] != TYPE)
    materialise(dataset.store)
    return dataset


def test_the_rules_find_every_type_that_hermit_finds(
    classification: Classification, shipped_inferences: Dataset
) -> None:
    types = [triple for triple in classification.triples if triple[1] == TYPE]
    missing = [t for t in types if next(shipped_inferences.store.quads_for_pattern(*t, None), None) is None]
    assert len(types) > 100
    assert missing == []


def test_nothing_unnamed_or_empty_is_published(shipped_inferences: Dataset) -> None:
    store, graph = shipped_inferences.store, ox.NamedNode(INFERRED_GRAPH)
    quads = list(store.quads_for_pattern(None, None, None, graph))
    asserted = {(q.subject, q.predicate, q.object) for q in store if q.graph_name != graph}
    assert len(quads) > 5000
    for quad in quads:
        assert (quad.subject, quad.predicate, quad.object) not in asserted
        if quad.predicate == TYPE or quad.predicate.value == RDFS + "subClassOf":
            assert isinstance(quad.object, ox.NamedNode)
            assert not quad.object.value.startswith(OWL)
            assert quad.subject != quad.object
    assert {n.value for n in store.named_graphs() if "inferred" in n.value} == {INFERRED_GRAPH}


def test_real_things_get_their_defined_classes(shipped_inferences: Dataset) -> None:
    for thing, kind in (
        ("ulyanovsk-holding", "EducationalHolding"),
        ("ulyanovsk-regional-cluster", "AssociationCluster"),
        ("cspu-cluster", "RegionalEducationalCluster"),
    ):
        triple = (ox.NamedNode(ID + thing), TYPE, ox.NamedNode(EDUKG + kind))
        assert next(shipped_inferences.store.quads_for_pattern(*triple, None), None) is not None, thing
