"""Mappings to other vocabularies: from a term of ours to one that is not, each with a reason, and without effect."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS, Literal
from rdflib.term import Node

from edukg.namespaces import BASE

MATCHES = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
ALIGNED = {
    "ORG": "http://www.w3.org/ns/org#",
    "PROV-O": "http://www.w3.org/ns/prov#",
    "schema.org": "https://schema.org/",
    "ELM": "http://data.europa.eu/snb/model/elm/",
    "VIVO": "http://vivoweb.org/ontology/core#",
    "BFO": "http://purl.obolibrary.org/obo/BFO_",
    "gist": "https://w3id.org/semanticarts/ns/ontology/gist/",
}


def mappings(graph: rdflib.Graph) -> list[tuple[Node, Node, Node]]:
    """Every mapping as a triple."""
    return [(s, p, o) for p in MATCHES for s, o in graph.subject_objects(p)]


def test_mappings_lie_in_modules_of_their_own(files: dict[str, rdflib.Graph]) -> None:
    assert {name.partition("/")[0] for name, graph in files.items() if mappings(graph)} == {"alignments"}


def test_mappings_lead_from_our_terms_to_others(files: dict[str, rdflib.Graph], everything: rdflib.Graph) -> None:
    found = [triple for name, graph in files.items() if name.startswith("alignments/") for triple in mappings(graph)]
    assert len(found) > 200
    for subject, _, target in found:
        assert str(subject).startswith(BASE), subject
        assert (subject, RDF.type, None) in everything, subject
        assert not str(target).startswith(BASE), target


def test_one_target_is_mapped_in_one_way(everything: rdflib.Graph) -> None:
    pairs = [(subject, target) for subject, _, target in mappings(everything)]
    assert [pair for pair in set(pairs) if pairs.count(pair) > 1] == []


def test_a_mapping_repeats_no_axiom(everything: rdflib.Graph) -> None:
    for subject, _, target in mappings(everything):
        for axiom in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty):
            assert (subject, axiom, target) not in everything


def test_every_mapping_of_a_class_or_property_has_its_reason(files: dict[str, rdflib.Graph]) -> None:
    graph = files["alignments/upper.ttl"]
    parts = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
    annotated = {
        tuple(graph.value(axiom, part) for part in parts): list(graph.objects(axiom, RDFS.comment))
        for axiom in graph.subjects(RDF.type, OWL.Axiom)
    }
    assert set(annotated) == set(mappings(graph))
    assert len(list(graph.subjects(RDF.type, OWL.Axiom))) == len(annotated)
    for triple, reasons in annotated.items():
        (reason,) = reasons
        assert isinstance(reason, Literal), triple
        assert reason.language == "en", triple
        assert len(reason) > 20, triple


@pytest.mark.parametrize("vocabulary", ALIGNED)
def test_the_upper_classes_are_mapped_to(vocabulary: str, files: dict[str, rdflib.Graph]) -> None:
    targets = [str(target) for _, _, target in mappings(files["alignments/upper.ttl"])]
    assert sum(target.startswith(ALIGNED[vocabulary]) for target in targets) >= 4
    assert [target for target in targets if not target.startswith(tuple(ALIGNED.values()))] == []


def test_a_reasoner_draws_nothing_from_a_mapping(tbox: rdflib.Graph) -> None:
    assert [match for match in MATCHES if (match, RDF.type, OWL.AnnotationProperty) not in tbox] == []
