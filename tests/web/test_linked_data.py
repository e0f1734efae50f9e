"""Every IRI of ours answers as a page or as RDF, as it is asked."""

from __future__ import annotations

import pyoxigraph
import pytest
from flask.testing import FlaskClient

import edukg
from edukg.media import GRAPHS, MediaType
from edukg.namespaces import BASE, GRAPH

THINGS = (
    "term/educational-cluster-en",
    "sense/educational-cluster-en-cluster-association",
    "concept/cluster-association",
    "onto/EducationalCluster",
    "onto/hasScale",
    "onto",
    "source/allayorova-2023",
    "id/ulyanovsk-holding",
)


def _triples(body: bytes, media_type: str) -> list[pyoxigraph.Quad]:
    syntax = pyoxigraph.RdfFormat.from_media_type(media_type)
    assert syntax is not None
    return list(pyoxigraph.parse(body, syntax))


@pytest.mark.parametrize("thing", THINGS)
@pytest.mark.parametrize("syntax", GRAPHS, ids=lambda media: media.label)
def test_thing_answers_in_each_syntax(client: FlaskClient, thing: str, syntax: MediaType) -> None:
    by_accept = client.get("/" + thing, headers={"Accept": syntax.name})
    assert by_accept.status_code == 200
    assert by_accept.mimetype == syntax.name
    assert "Accept" in by_accept.headers["Vary"]
    assert by_accept.headers["Access-Control-Allow-Origin"] == "*"
    by_suffix = client.get(f"/{thing}{syntax.suffix}")
    assert by_suffix.mimetype == syntax.name
    for answer in (by_accept, by_suffix):
        triples = _triples(answer.data, syntax.name)
        assert any(str(quad.subject) == f"<{BASE}{thing}>" for quad in triples)


@pytest.mark.parametrize("thing", THINGS)
def test_page_names_its_other_forms(client: FlaskClient, thing: str) -> None:
    answer = client.get("/" + thing)
    assert answer.mimetype == "text/html"
    link = ", ".join(answer.headers.getlist("Link"))
    assert f'<{BASE}{thing}>; rel="cite-as"' in link
    for syntax in GRAPHS:
        assert f'</{thing}{syntax.suffix}>; rel="alternate"; type="{syntax.name}"' in link
        assert f'href="/{thing}{syntax.suffix}"' in answer.text


def test_every_kind_of_thing_has_a_page(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    rows = kb.query(
        f"""SELECT ?space (SAMPLE(?s) AS ?one) WHERE {{
            ?s ?p ?o FILTER(isIRI(?s) && STRSTARTS(STR(?s), "{BASE}") && !CONTAINS(STR(?s), "#"))
            BIND(REPLACE(STR(?s), "^{BASE}([a-z]+)(/.*)?$", "$1") AS ?space)
        }} GROUP BY ?space"""
    )
    assert isinstance(rows, edukg.Table)
    spaces = {str(row["space"]): str(row["one"]) for row in rows}
    assert {"term", "sense", "concept", "attestation", "source", "agent", "id", "onto"} <= set(spaces)
    for space, iri in spaces.items():
        assert client.get("/" + iri.removeprefix(BASE)).status_code == 200, space


def test_inferred_statements_are_told_apart(client: FlaskClient) -> None:
    text = client.get("/id/ulyanovsk-holding").text
    assert 'class="inferred"' in text
    assert 'class="statements"' in text


def test_graph_answers_with_its_content(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    name = "graph/lexicon/cluster"
    whole = _triples(client.get(f"/{name}.nt").data, "application/n-triples")
    asked = kb.query(f"SELECT (COUNT(*) AS ?n) WHERE {{ GRAPH <{GRAPH}lexicon/cluster> {{ ?s ?p ?o }} }}")
    assert isinstance(asked, edukg.Table)
    assert len(whole) == asked.values()[0]["n"]
    assert client.get("/" + name).status_code == 200


def test_version_of_the_ontology_leads_to_it(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    answer = client.get(f"/onto/{kb.manifest.version}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/onto"
    assert client.get("/onto/9.9.9").status_code == 404


def test_accept_with_weights(client: FlaskClient) -> None:
    path = "/concept/clustering"
    for accept, expected in (
        ("text/turtle;q=0.3, application/ld+json;q=0.9", "application/ld+json"),
        ("application/rdf+xml, text/html;q=0.9", "application/rdf+xml"),
        ("*/*", "text/html"),
        ("text/*;q=0.5, application/n-triples;q=0.4", "text/html"),
    ):
        assert client.get(path, headers={"Accept": accept}).mimetype == expected


def test_what_is_not_offered_is_told(client: FlaskClient) -> None:
    answer = client.get("/concept/clustering", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.mimetype == "application/problem+json"
    assert "text/turtle" in answer.get_json()["detail"]


def test_nothing_said_nothing_found(client: FlaskClient) -> None:
    for path in ("/concept/no-such", "/onto/NoSuch.ttl", "/id/no-such", "/graph/no-such"):
        assert client.get(path, headers={"Accept": "text/turtle"}).status_code == 404


def test_tags_tell_syntaxes_apart(client: FlaskClient) -> None:
    tags = {client.get("/concept/clustering", headers={"Accept": m.name}).headers["ETag"] for m in GRAPHS}
    tags.add(client.get("/concept/clustering").headers["ETag"])
    assert len(tags) == len(GRAPHS) + 1


def test_endpoint_speaks_to_programs_and_to_people(client: FlaskClient) -> None:
    query = {"query": "SELECT ?s WHERE { ?s ?p ?o } LIMIT 3"}
    plain = client.get("/sparql", query_string=query, headers={"Accept": "*/*"})
    assert plain.mimetype == "application/sparql-results+json"
    assert len(plain.get_json(force=True)["results"]["bindings"]) == 3
    assert client.get("/sparql", query_string=query).mimetype == "text/html"
    posted = client.post("/sparql", data=query["query"], content_type="application/sparql-query",
                         headers={"Accept": "text/csv"})  # fmt: skip
    assert posted.mimetype == "text/csv"
    form = client.post("/sparql", data=query, headers={"Accept": "text/tab-separated-values"})
    assert form.mimetype == "text/tab-separated-values"
    assert client.get("/sparql").status_code == 303
    described = client.get("/sparql", headers={"Accept": "text/turtle"})
    assert described.status_code == 200
    assert b"sparql" in described.data
    asked = client.options("/sparql", headers={"Origin": "https://example.org"})
    assert asked.status_code == 204
    assert asked.headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/sparql", query_string={"query": "SELECT {"}, headers={"Accept": "*/*"}).status_code == 400
