"""Every prefix and every name of ours that code refers to, once.

The IRIs are fixed: other systems rely on them. Addresses under which a site serves them are the site's business.
"""

from __future__ import annotations

from typing import Final

BASE: Final = "https://w3id.org/edukg/"
ONTOLOGY: Final = BASE + "onto"
EDUKG: Final = BASE + "onto/"
MODULE: Final = BASE + "onto/module/"
DATA: Final = BASE + "data/"
TERM: Final = BASE + "term/"
SENSE: Final = BASE + "sense/"
CONCEPT: Final = BASE + "concept/"
ATTESTATION: Final = BASE + "attestation/"
SOURCE: Final = BASE + "source/"
AGENT: Final = BASE + "agent/"
ID: Final = BASE + "id/"
GRAPH: Final = BASE + "graph/"
FUNCTION: Final = BASE + "function/"
SHAPE: Final = BASE + "shapes/"

INFERRED_GRAPH: Final = GRAPH + "inferred"

RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
SH: Final = "http://www.w3.org/ns/shacl#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCTERMS: Final = "http://purl.org/dc/terms/"
ONTOLEX: Final = "http://www.w3.org/ns/lemon/ontolex#"
FRAC: Final = "http://www.w3.org/ns/lemon/frac#"

PREFIXES: Final[dict[str, str]] = {
    "edukg": EDUKG,
    "term": TERM,
    "sense": SENSE,
    "concept": CONCEPT,
    "attestation": ATTESTATION,
    "source": SOURCE,
    "agent": AGENT,
    "id": ID,
    "graph": GRAPH,
    "shape": SHAPE,
    "fn": FUNCTION,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "sh": SH,
    "skos": SKOS,
    "dcterms": DCTERMS,
    "ontolex": ONTOLEX,
    "lime": "http://www.w3.org/ns/lemon/lime#",
    "frac": FRAC,
    "vartrans": "http://www.w3.org/ns/lemon/vartrans#",
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "schema": "https://schema.org/",
    "vann": "http://purl.org/vocab/vann/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}

LANGUAGES: Final = ("en", "ru", "uz")
"""The languages the knowledge base is written in, in the order in which a missing text is looked for."""


def expand(curie: str) -> str | None:
    """The IRI that a prefixed name stands for, or None when the prefix is not known.

    >>> expand("concept:clustering")
    'https://w3id.org/edukg/concept/clustering'
    """
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        return None
    return PREFIXES[prefix] + local


def shorten(iri: str) -> str:
    """The prefixed name of an IRI, or the IRI itself when no prefix fits.

    >>> shorten("https://w3id.org/edukg/onto/EducationalCluster")
    'edukg:EducationalCluster'
    """
    best = max(
        (item for item in PREFIXES.items() if iri.startswith(item[1])), key=lambda item: len(item[1]), default=None
    )
    if best is None:
        return iri
    prefix, namespace = best
    local = iri[len(namespace) :]
    if not local or any(c in local for c in "/#?"):
        return iri
    return f"{prefix}:{local}"


def is_ours(iri: str) -> bool:
    """Whether an IRI lies in the space that this project answers for."""
    return iri == ONTOLOGY or iri.startswith(BASE)
