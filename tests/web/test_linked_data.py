"""Every IRI of ours answers as a page or as RDF, as it is asked."""

from __future__ import annotations

import json
import re
from datetime import datetime

import pyoxigraph
import pytest
from flask.testing import FlaskClient
from pyld import jsonld

import edukg
from edukg.linked import Profile
from edukg.linked.describing import STATEMENTS, describe
from edukg.linked.jsonld import document
from edukg.media import GRAPHS, MediaType
from edukg.model import Kind
from edukg.namespaces import BASE, GRAPH
from edukg.store.base import Blank, Iri
from edukg.store.results import to_node

pytestmark = pytest.mark.stores

HYDRA = "http://www.w3.org/ns/hydra/core#"

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
    assert "Accept" in by_accept.headers["Vary"]
    assert by_accept.headers["Access-Control-Allow-Origin"] == "*"
    if thing == "onto":  # a document is sent, what is none leads to one about it
        assert by_accept.status_code == 200
    else:
        assert (by_accept.status_code, by_accept.headers["Location"]) == (303, f"/{thing}{syntax.suffix}")
        by_accept = client.get("/" + thing, headers={"Accept": syntax.name}, follow_redirects=True)
    by_suffix = client.get(f"/{thing}{syntax.suffix}")
    by_format = client.get(f"/{thing}?format={syntax.formats[0]}")
    for answer in (by_accept, by_suffix, by_format):
        assert (answer.status_code, answer.mimetype) == (200, syntax.name)
        assert answer.headers["Content-Location"] == f"/{thing}{syntax.suffix}"
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
    assert answer.headers["Location"] == f"/version/{kb.manifest.version}/onto"
    assert client.get("/onto/9.9.9").status_code == 404


def test_accept_with_weights(client: FlaskClient) -> None:
    path = "/concept/clustering"
    for accept, expected in (
        ("text/turtle;q=0.3, application/ld+json;q=0.9", "application/ld+json"),
        ("application/rdf+xml, text/html;q=0.9", "application/rdf+xml"),
        ("*/*", "text/html"),
        ("text/*;q=0.5, application/n-triples;q=0.4", "text/html"),
    ):
        assert client.get(path, headers={"Accept": accept}, follow_redirects=True).mimetype == expected


def test_what_is_not_offered_is_told(client: FlaskClient) -> None:
    answer = client.get("/concept/clustering", headers={"Accept": "image/png"})
    assert answer.status_code == 406
    assert answer.mimetype == "application/problem+json"
    assert "text/turtle" in answer.get_json()["detail"]


def test_nothing_said_nothing_found(client: FlaskClient) -> None:
    for path in ("/concept/no-such", "/onto/NoSuch.ttl", "/id/no-such", "/graph/no-such", "/onto.ttl?page=2"):
        answer = client.get(path, headers={"Accept": "text/turtle"})
        assert (answer.status_code, answer.mimetype) == (404, "text/turtle")
        said = {(str(q.predicate), str(q.object)) for q in _triples(answer.data, "text/turtle")}
        assert (f"<{HYDRA}statusCode>", '"404"^^<http://www.w3.org/2001/XMLSchema#integer>') in said
        assert {text[-3:] for name, text in said if name == f"<{HYDRA}description>"} == {"@en", "@ru", "@uz"}
    assert client.get("/concept/no-such").mimetype == "text/html"
    assert client.get("/nowhere.ttl").mimetype == "text/turtle"


def test_tags_tell_syntaxes_apart(client: FlaskClient) -> None:
    tags = {client.get(f"/concept/clustering{m.suffix}").headers["ETag"] for m in GRAPHS}
    tags.add(client.get("/concept/clustering").headers["ETag"])
    assert len(tags) == len(GRAPHS) + 1


def test_an_unknown_format_is_told(client: FlaskClient) -> None:
    answer = client.get("/concept/clustering?format=docx", headers={"Accept": "application/json"})
    assert answer.status_code == 406
    assert "turtle" in answer.get_json()["advice"]
    assert client.get("/concept/clustering?format=html", headers={"Accept": "text/turtle"}).mimetype == "text/html"


def test_an_answer_is_fresh_or_sent_anew(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    first = client.get("/concept/clustering.ttl")
    assert first.last_modified == datetime.fromisoformat(kb.manifest.created)
    since = client.get("/concept/clustering.ttl", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    known = client.get("/concept/clustering.ttl", headers={"If-None-Match": first.headers["ETag"]})
    assert (since.status_code, known.status_code, known.data) == (304, 304, b"")
    older = client.get("/concept/clustering.ttl", headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"})
    assert older.status_code == 200
    page = client.get("/concept/clustering")
    assert page.last_modified is not None
    assert page.last_modified >= first.last_modified
    assert client.get("/concept/clustering", headers={"Accept-Language": "ru"}).headers["Content-Language"] == "ru"


def test_links_say_what_belongs_to_an_answer(client: FlaskClient) -> None:
    data = ", ".join(client.get("/concept/clustering.ttl").headers.getlist("Link"))
    page = ", ".join(client.get("/concept/clustering").headers.getlist("Link"))
    for link in (data, page):
        assert '<https://creativecommons.org/licenses/by/4.0/>; rel="license"' in link
        assert 'rel="describedby"' in link
    assert '</concept/clustering>; rel="alternate"; type="text/html"' in data


def test_any_page_on_the_web_may_ask(client: FlaskClient) -> None:
    for path in ("/concept/clustering", "/concept/clustering.ttl", "/onto/NoSuch.ttl", "/context.jsonld"):
        asked = client.options(path, headers={"Origin": "https://example.org"})
        assert asked.status_code == 204
        assert "GET" in asked.headers["Access-Control-Allow-Methods"]
        assert "Accept" in asked.headers["Access-Control-Allow-Headers"]
        got, head = client.get(path), client.head(path)
        assert got.headers["Access-Control-Allow-Origin"] == "*"
        assert "Link" in got.headers["Access-Control-Expose-Headers"]
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert head.headers["Content-Type"] == got.headers["Content-Type"]


def test_a_long_description_comes_in_pages(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    assert kb.query(f"ASK {{ SELECT ?s {{ ?s ?p edukg:verified }} OFFSET {STATEMENTS} }}")
    first, second = client.get("/onto/verified.nt"), client.get("/onto/verified.nt?page=2")
    assert '</onto/verified.nt?page=2>; rel="next"' in ", ".join(first.headers.getlist("Link"))
    assert '</onto/verified.nt?page=1>; rel="prev"' in ", ".join(second.headers.getlist("Link"))
    for answer in (first, second):
        assert len(answer.data.splitlines()) < STATEMENTS + 20
        assert f"<http://localhost/onto/verified.nt> <{HYDRA}view>".encode() in answer.data
    assert not set(_own(first.data)) & set(_own(second.data))
    link = ", ".join(first.headers.getlist("Link"))
    number = int(re.findall(r"page=(\d+)>; rel=.last", link)[0])
    assert client.get(f"/onto/verified.nt?page={number}").status_code == 200
    assert client.get(f"/onto/verified.nt?page={number + 1}").status_code == 404
    assert client.get("/onto/verified.nt?page=one").status_code == 404
    moved = client.get("/onto/verified?page=2", headers={"Accept": "text/turtle"})
    assert moved.headers["Location"] == "/onto/verified.ttl?page=2"


def _own(body: bytes) -> list[bytes]:
    return [line for line in body.splitlines() if HYDRA.encode() not in line and b"primaryTopic" not in line]


def test_a_large_document_comes_in_pages_that_fit_together(kb: edukg.KnowledgeBase) -> None:
    graph = GRAPH + "clusters"
    whole = describe(kb.store, graph, Kind.GRAPH)
    assert whole is not None
    pages = [describe(kb.store, graph, Kind.GRAPH, page, triples=100) for page in range(1, -(-whole.total // 100) + 1)]
    together = [triple for page in pages if page for triple in page.triples]
    assert len(together) == len(set(together)) == whole.total
    assert not [node for s, _p, o in together for node in (s, o) if isinstance(node, Blank)]
    assert describe(kb.store, graph, Kind.GRAPH, len(pages) + 1, triples=100) is None


def test_json_ld_is_a_tree_with_names_of_its_own(client: FlaskClient) -> None:
    found = client.get("/concept/cluster-association.jsonld").get_json(force=True)
    assert found["@id"] == BASE + "concept/cluster-association"
    assert found["prefLabel"]["en"] == "educational cluster (association)"
    assert found["inScheme"] == BASE + "concept/"
    assert BASE + "term/educational-cluster-en" in found["@reverse"]["evokes"]
    cluster = client.get("/onto/EducationalCluster.jsonld").get_json(force=True)
    assert cluster["equivalentClass"]["intersectionOf"]["@list"][0] == BASE + "onto/LevelObject"


def test_json_ld_takes_the_form_that_is_asked_for(client: FlaskClient) -> None:
    path, bodies = "/onto/EducationalCluster.jsonld", {}
    for profile in ("framed", "compacted", "flattened", "expanded"):
        name = f"http://www.w3.org/ns/json-ld#{profile}"
        answer = client.get(path, headers={"Accept": f'application/ld+json;profile="{name}"'})
        assert answer.mimetype_params["profile"] == name
        assert profile in answer.headers["ETag"]
        assert client.get(f"{path}?profile={profile}").data == answer.data
        bodies[profile] = answer.get_json(force=True)
    assert isinstance(bodies["expanded"], list)
    assert "@graph" in bodies["compacted"]
    assert bodies["framed"]["@id"] == BASE + "onto/EducationalCluster"
    graphs = {rdf(json.dumps(body)) for body in bodies.values()}
    assert len(graphs) == 1


def rdf(document: str) -> str:
    """The triples of a document in JSON-LD, canonical, as its own standard reads them."""
    return str(jsonld.normalize(json.loads(document), {"algorithm": "URDNA2015", "format": "application/n-quads"}))


def test_the_context_is_published_and_means_the_same(client: FlaskClient) -> None:
    published = client.get("/context.jsonld")
    assert published.mimetype == "application/ld+json"
    context = published.get_json(force=True)["@context"]
    assert context["prefLabel"] == {"@id": "http://www.w3.org/2004/02/skos/core#prefLabel", "@container": "@language"}
    for path in (
        "/onto/EducationalCluster.jsonld",
        "/term/educational-cluster-en.jsonld",
        "/id/ulyanovsk-holding.jsonld",
    ):
        own = client.get(path).get_json(force=True)
        assert len(own["@context"]) < len(context)
        linked = client.get(path + "?context=linked").get_json(force=True)
        assert linked["@context"] == "http://localhost/context.jsonld"
        assert rdf(json.dumps({**linked, "@context": context})) == rdf(json.dumps(own))


def test_a_list_that_is_none_stays_a_chain() -> None:
    source = """@prefix : <urn:x:> . @prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
        :a :whole ( 1 ( 2 ) 3 ) ; :empty () ; :odd _:x . _:x rdf:first 1 ; rdf:rest () ; :more 2 .
        :b :shared _:y . :c :shared _:y . _:y rdf:first 1 ; rdf:rest _:z . _:z rdf:first 2 ; rdf:rest () ."""
    triples = [(to_node(q.subject), Iri(q.predicate.value), to_node(q.object))
               for q in pyoxigraph.parse(source.encode(), pyoxigraph.RdfFormat.TURTLE)]  # fmt: skip
    found = document("", triples, (), (), context={"@version": 1.1}, profile=Profile.COMPACTED)
    assert isinstance(found, dict)
    lists = [node for node in found["@graph"] if "urn:x:whole" in node]
    assert len(lists[0]["urn:x:whole"]["@list"]) == 3
    read = pyoxigraph.Dataset(pyoxigraph.parse(json.dumps(found).encode(), pyoxigraph.RdfFormat.JSON_LD))
    meant = pyoxigraph.Dataset(pyoxigraph.parse(source.encode(), pyoxigraph.RdfFormat.TURTLE))
    for one in (read, meant):
        one.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert read == meant


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
