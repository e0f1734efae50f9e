"""The service description of the endpoint, with VoID statistics of what it holds.

https://www.w3.org/TR/sparql11-service-description/ and https://www.w3.org/TR/void/ say what the words mean. Clients
such as Comunica find out from it that they talk to an endpoint, and query planners how much there is of what.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from edukg.endpoint.functions import DESCRIBED
from edukg.model import Manifest, Statistics
from edukg.namespaces import BASE, DCTERMS, FUNCTION, GRAPH, ONTOLOGY, RDF, RDFS, XSD

SD: Final = "http://www.w3.org/ns/sparql-service-description#"
VOID: Final = "http://rdfs.org/ns/void#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
_RESULT_FORMATS: Final = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "JSON-LD", "RDF_XML", "N-Triples", "TriG", "N-Quads"),
)
"""https://www.w3.org/ns/formats/"""
_LICENCE: Final = "http://creativecommons.org/licenses/by/4.0/"
_PREFIXES: Final = {
    "sd": SD, "void": VOID, "formats": FORMATS, "dcterms": DCTERMS, "rdfs": RDFS, "xsd": XSD, "fn": FUNCTION,
    "graph": GRAPH,
}  # fmt: skip


def _n(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_n(XSD + "integer"))


class _About:
    """Collects what is said of one thing."""

    def __init__(self, iri: str, *types: str) -> None:
        self.node = _n(iri)
        self.said: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = []
        self.say(RDF + "type", *(_n(kind) for kind in types))

    def say(self, predicate: str, *values: ox.NamedNode | ox.Literal) -> _About:
        self.said += [(_n(predicate), value) for value in values]
        return self

    def triples(self) -> Iterator[ox.Triple]:
        for predicate, value in self.said:
            yield ox.Triple(self.node, predicate, value)


def describe(manifest: Manifest, statistics: Statistics, address: str, media_type: str) -> bytes:
    """The description of the endpoint at an address, in one of the RDF syntaxes."""
    syntax = ox.RdfFormat.from_media_type(media_type)
    with_prefixes = syntax in {ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML}
    triples = [t for about in _things(manifest, statistics, address) for t in about.triples()]
    return ox.serialize(triples, format=syntax, prefixes=_PREFIXES if with_prefixes else None) or b""


def _things(manifest: Manifest, statistics: Statistics, address: str) -> Iterator[_About]:
    dataset, default = address + "#dataset", address + "#default-graph"
    service = _About(address + "#service", SD + "Service")
    service.say(SD + "endpoint", _n(address)).say(SD + "supportedLanguage", _n(SD + "SPARQL11Query"))
    service.say(SD + "feature", _n(SD + "UnionDefaultGraph"))
    service.say(SD + "resultFormat", *(_n(FORMATS + name) for name in _RESULT_FORMATS))
    service.say(SD + "defaultEntailmentRegime", _n("http://www.w3.org/ns/entailment/Simple"))
    service.say(SD + "defaultDataset", _n(dataset))
    service.say(SD + "extensionFunction", *(_n(d.iri) for d in DESCRIBED if d.kind == "Function"))
    service.say(SD + "propertyFeature", *(_n(d.iri) for d in DESCRIBED if d.kind == "Feature"))
    yield service
    yield _About(SD + "SPARQL11Query", SD + "Language")
    yield _About(SD + "UnionDefaultGraph", SD + "Feature")
    for described in DESCRIBED:
        about = _About(described.iri, SD + described.kind)
        about.say(RDFS + "label", ox.Literal(described.name, language="en"))
        yield about.say(RDFS + "comment", ox.Literal(described.comment, language="en"))
    whole = _About(dataset, SD + "Dataset", VOID + "Dataset").say(SD + "defaultGraph", _n(default))
    whole.say(DCTERMS + "title", ox.Literal("EduKG: the terms of the cluster approach in education", language="en"))
    whole.say(DCTERMS + "identifier", ox.Literal(manifest.digest)).say(
        DCTERMS + "hasVersion", ox.Literal(manifest.version)
    )
    whole.say(DCTERMS + "issued", ox.Literal(manifest.created, datatype=_n(XSD + "dateTime")))
    whole.say(DCTERMS + "license", _n(_LICENCE)).say(VOID + "sparqlEndpoint", _n(address))
    whole.say(VOID + "uriSpace", ox.Literal(BASE)).say(VOID + "vocabulary", _n(ONTOLOGY))
    whole.say(VOID + "triples", _number(statistics.triples)).say(
        VOID + "distinctSubjects", _number(statistics.subjects)
    )
    whole.say(VOID + "classes", _number(len(statistics.classes)))
    whole.say(VOID + "properties", _number(len(statistics.properties)))
    for what, partition, name, counts, number in (
        ("class", VOID + "classPartition", VOID + "class", statistics.classes, VOID + "entities"),
        ("property", VOID + "propertyPartition", VOID + "property", statistics.properties, VOID + "triples"),
    ):
        for iri, count in sorted(counts.items()):
            part = f"{address}#{what}-{quote(iri, safe='')}"
            whole.say(partition, _n(part))
            yield _About(part, VOID + "Dataset").say(name, _n(iri)).say(number, _number(count))
    yield _About(default, SD + "Graph", VOID + "Dataset").say(VOID + "triples", _number(statistics.triples))
    for iri, count in sorted(statistics.graphs.items()):
        part = f"{address}#graph-{quote(iri.removeprefix(GRAPH), safe='')}"
        whole.say(SD + "namedGraph", _n(part)).say(VOID + "subset", _n(part + "-content"))
        yield _About(part, SD + "NamedGraph").say(SD + "name", _n(iri)).say(SD + "graph", _n(part + "-content"))
        yield _About(part + "-content", SD + "Graph", VOID + "Dataset").say(VOID + "triples", _number(count))
    yield whole
