"""The protocol by its own rules; the numbers are sections of the SPARQL 1.1 Protocol."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
import rdflib

import edukg
from edukg.endpoint import Request, Response
from edukg.media import DATASETS, GRAPHS, RESULTS, MediaType
from edukg.namespaces import GRAPH

pytestmark = pytest.mark.stores

ADDRESS = "http://localhost/sparql"
SELECT = (
    "SELECT ?label WHERE { <https://w3id.org/edukg/onto/level1> <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
)
FORM = "application/x-www-form-urlencoded"


def ask(kb: edukg.KnowledgeBase, *parameters: tuple[str, str], accept: str | None = None) -> Response:
    return kb.endpoint().respond(Request("GET", parameters, accept=accept), address=ADDRESS)


def test_the_three_ways_to_send_a_query(kb: edukg.KnowledgeBase) -> None:
    """2.1.1 to 2.1.3."""
    form = Request("POST", (), FORM, urlencode({"query": SELECT}).encode())
    body = Request("POST", (), "application/sparql-query; charset=utf-8", SELECT.encode())
    answers = [ask(kb, ("query", SELECT)), *(kb.endpoint().respond(r, address=ADDRESS) for r in (form, body))]
    assert {a.status for a in answers} == {200}
    labels = [{b["label"]["value"] for b in json.loads(a.body)["results"]["bindings"]} for a in answers]
    assert labels[0] == labels[1] == labels[2]
    assert len(labels[0]) == 3


@pytest.mark.parametrize("media", RESULTS, ids=lambda m: m.name)
def test_results_in_every_format(kb: edukg.KnowledgeBase, media: MediaType) -> None:
    name = media.name
    answer = ask(kb, ("query", SELECT), accept=name)
    assert (answer.status, answer.media_type) == (200, name)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert b"1-daraja" in answer.body


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
@pytest.mark.parametrize("media", GRAPHS, ids=lambda m: m.name)
def test_graphs_in_every_format(kb: edukg.KnowledgeBase, media: MediaType) -> None:
    name = media.name
    answer = ask(kb, ("query", "DESCRIBE <https://w3id.org/edukg/onto/level1>"), accept=name)
    assert (answer.status, answer.media_type) == (200, name)
    syntax = "json-ld" if "ld+json" in name else name
    assert len(rdflib.Graph().parse(data=answer.body, format=syntax)) > 3


def test_the_dataset_a_request_names(kb: edukg.KnowledgeBase) -> None:
    """2.1.4: the dataset of the request, and the union when it names none."""
    query = "ASK { <https://w3id.org/edukg/onto/level1> ?p ?o }"

    def truth(*graphs: tuple[str, str]) -> bool:
        return bool(json.loads(ask(kb, ("query", query), *graphs).body)["boolean"])

    assert truth()
    assert truth(("default-graph-uri", GRAPH + "levels"))
    assert not truth(("default-graph-uri", GRAPH + "lexicon/holding"))
    assert not truth(("named-graph-uri", GRAPH + "levels"))


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (Request("GET", (("query", "SELECT *"),)), 400),
        (Request("GET", (("query", SELECT), ("query", SELECT))), 400),
        (Request("GET", (("query", ""),)), 400),
        (Request("GET", (("update", "CLEAR ALL"),)), 403),
        (Request("GET", (("query", "INSERT DATA { <a:b> <a:b> <a:b> }"),)), 400),
        (Request("GET", (("query", SELECT), ("default-graph-uri", "not an iri"))), 400),
        (Request("GET", (("query", "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"),)), 400),
        (Request("GET", (("query", SELECT),), accept="image/png"), 406),
        (Request("GET", (("query", SELECT), ("format", "turtle"))), 406),
        (Request("POST", (), "text/plain", SELECT.encode()), 415),
        (Request("POST", (), "", SELECT.encode()), 415),
        (Request("POST", (), "application/sparql-query", "é".encode("utf-16")), 400),
        (Request("POST", (), "application/sparql-update", b"CLEAR ALL"), 403),
        (Request("POST", (("query", SELECT),), "application/sparql-query", SELECT.encode()), 400),
    ],
)
def test_mistakes_have_their_status_and_say_why(kb: edukg.KnowledgeBase, request_: Request, status: int) -> None:
    answer = kb.endpoint().respond(request_, address=ADDRESS)
    assert answer.status == status, answer.body
    problem = json.loads(answer.body)
    assert answer.media_type == "application/problem+json"
    assert problem["status"] == status
    assert problem["detail"]


def test_the_service_description(kb: edukg.KnowledgeBase) -> None:
    answer = ask(kb, accept="text/turtle")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    service = next(graph.subjects(rdflib.RDF.type, sd.Service))
    assert graph.value(service, sd.endpoint) == rdflib.URIRef(ADDRESS)
    formats = {str(f).rpartition("/")[2] for f in graph.objects(service, sd.resultFormat)}
    assert len(formats) == len(RESULTS) + len(GRAPHS) + len(DATASETS)
    names = {str(name) for name in graph.objects(None, sd.name)}
    assert names == set(kb.store.graphs())
