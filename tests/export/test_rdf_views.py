"""SKOS, SKOS-XL and OntoLex, read by readers that are not ours."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict

import pytest
import rdflib
import skosify
from rdflib import RDF, SKOS, Literal, Namespace, URIRef

import edukg
from edukg.namespaces import CONCEPT, LANGUAGES, PREFIXES
from tests.export.conftest import Reader

XL = Namespace("http://www.w3.org/2008/05/skos-xl#")
ONTOLEX = Namespace(PREFIXES["ontolex"])
SCHEME = URIRef(CONCEPT)


@pytest.fixture(scope="module")
def skos(view: Reader) -> rdflib.Graph:
    return rdflib.Graph().parse(data=view("edukg-skos.ttl"), format="turtle")


def test_a_skos_checker_has_nothing_to_mend(skos: rdflib.Graph, caplog: pytest.LogCaptureFixture) -> None:
    """Skosify warns of clashing and missing labels, overlapping relations, cycles, orphans and bad blanks."""
    with caplog.at_level(logging.WARNING):
        checked = skosify.skosify(skos, label="EduKG", set_modified=False, mark_top_concepts=False)
    assert [record.getMessage() for record in caplog.records] == []
    assert set(checked) >= {t for t in skos if t[1] in {SKOS.prefLabel, SKOS.broader, SKOS.definition}}


def test_every_concept_is_whole(skos: rdflib.Graph) -> None:
    concepts = set(skos.subjects(RDF.type, SKOS.Concept))
    assert len(concepts) > 80
    for concept in concepts:
        assert skos.value(concept, SKOS.inScheme) == SCHEME
        assert str(skos.value(concept, SKOS.notation)) == str(concept).removeprefix(CONCEPT)
        for predicate in (SKOS.prefLabel, SKOS.definition):
            languages = Counter(text.language for text in skos.objects(concept, predicate) if isinstance(text, Literal))
            assert languages == dict.fromkeys(LANGUAGES, 1), concept
        tops = {concept} | set(skos.transitive_objects(concept, SKOS.broader))
        assert tops & set(skos.objects(SCHEME, SKOS.hasTopConcept)), f"{concept} hangs in the air"


def test_no_two_preferred_labels_are_the_same(skos: rdflib.Graph) -> None:
    bearers: dict[object, set[object]] = defaultdict(set)
    for concept, label in skos.subject_objects(SKOS.prefLabel):
        if (concept, RDF.type, SKOS.Concept) in skos:
            bearers[label].add(concept)
    assert [label for label, found in bearers.items() if len(found) > 1] == []


def test_the_bare_term_finds_every_reading(skos: rdflib.Graph) -> None:
    found = set(skos.subjects(SKOS.altLabel, Literal("educational cluster", lang="en")))
    assert {str(concept).rpartition("/")[2] for concept in found} >= {
        "cluster-association", "cluster-competence", "cluster-organisation", "cluster-programme",
    }  # fmt: skip


def test_labels_as_things(view: Reader, kb: edukg.KnowledgeBase) -> None:
    graph = rdflib.Graph().parse(data=view("edukg-skosxl.ttl"), format="turtle")
    labels = set(graph.objects(None, XL.altLabel))
    assert len(labels) == kb.manifest.counts["senses"]
    for label in labels:
        assert (label, RDF.type, XL.Label) in graph
        assert len(list(graph.objects(label, XL.literalForm))) == 1


def test_senses_refer_to_classes(view: Reader) -> None:
    graph = rdflib.Graph().parse(data=view("edukg-ontolex.ttl"), format="turtle")
    sense = URIRef(PREFIXES["sense"] + "educational-cluster-en-cluster-association")
    assert list(graph.objects(sense, ONTOLEX.reference)) == [URIRef(PREFIXES["edukg"] + "AssociationCluster")]
    entries = set(graph.subjects(RDF.type, ONTOLEX.LexicalEntry))
    assert entries
    for entry in entries:
        assert len(list(graph.objects(entry, ONTOLEX.canonicalForm))) == 1
    assert not [kind for kind in graph.objects(None, RDF.type) if "owl#" in str(kind)]
