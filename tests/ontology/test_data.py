"""Where the data come from, by their addresses: whatever lies under a path of ours answers, even if it has no type.

The shapes hold the same for whoever has the right type; these tests hold that nothing slips past them.
"""

from __future__ import annotations

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, URIRef
from rdflib.term import Node

from edukg.namespaces import AGENT, ATTESTATION, BASE, FRAC, ID, SENSE, SOURCE

CLASS = URIRef("https://w3id.org/edukg/onto/denotedClass")
OBSERVED_IN = URIRef(FRAC + "observedIn")


def under(graph: rdflib.Graph, path: str) -> list[URIRef]:
    """Everything of which the data speak and whose address lies under a path."""
    found = sorted(s for s in set(graph.subjects()) if isinstance(s, URIRef) and str(s).startswith(path))
    assert found
    return found


def without(graph: rdflib.Graph, path: str, predicate: Node) -> list[URIRef]:
    """What lies under a path and lacks something."""
    return [name for name in under(graph, path) if (name, predicate, None) not in graph]


def test_every_sense_has_an_attestation(everything: rdflib.Graph) -> None:
    assert without(everything, SENSE, URIRef(FRAC + "attestation")) == []


def test_every_attestation_has_a_source(everything: rdflib.Graph) -> None:
    assert without(everything, ATTESTATION, OBSERVED_IN) == []


def test_every_instance_with_a_name_has_a_source(everything: rdflib.Graph) -> None:
    """Memberships and the like, which have no name, rest on the sources of what they join."""
    named = [name for name in under(everything, ID) if (name, RDFS.label, None) in everything]
    assert len(named) > 500
    assert [name for name in named if (name, DCTERMS.source, None) not in everything] == []


@pytest.mark.parametrize("predicate", [DCTERMS.source, OBSERVED_IN])
def test_every_source_that_is_named_is_described(everything: rdflib.Graph, predicate: Node) -> None:
    named = {s for s in everything.objects(None, predicate) if str(s).startswith(SOURCE)}
    assert named
    assert [source for source in named if (source, DCTERMS.title, None) not in everything] == []


@pytest.mark.parametrize("path", [AGENT, SOURCE])
def test_every_agent_and_source_has_a_name(everything: rdflib.Graph, path: str) -> None:
    assert without(everything, path, RDFS.label) == []


def test_everything_that_has_an_address_has_a_type(everything: rdflib.Graph) -> None:
    assert [name for name in under(everything, BASE) if (name, RDF.type, None) not in everything] == []


def test_everything_that_is_named_is_described(everything: rdflib.Graph) -> None:
    """No statement points to an address of ours under which nothing is said."""
    described = set(everything.subjects())
    versions = set(everything.objects(None, OWL.versionIRI))
    named = {node for node in everything.objects() if isinstance(node, URIRef) and str(node).startswith(BASE)}
    assert sorted(named - described - versions) == []


def test_every_class_that_a_concept_denotes_is_one(everything: rdflib.Graph) -> None:
    classes = set(everything.objects(None, CLASS))
    assert len(classes) > 15
    assert [name for name in classes if (name, RDF.type, OWL.Class) not in everything] == []
