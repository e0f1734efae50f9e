"""The endpoint on the wire: what HTTP adds to the protocol."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, quote, quote_plus

import pytest
import zstandard
from flask.testing import FlaskClient
from hypothesis import example, given
from hypothesis import strategies as st
from werkzeug.test import TestResponse

import edukg
from edukg.endpoint import Caps, Endpoint, Request
from edukg.endpoint.cache import Cache
from edukg.settings import Settings
from edukg.store.base import EVERYTHING, OURS, Answer, GraphChoice, Terms
from edukg.store.embedded import EmbeddedStore
from edukg.web import create_app
from edukg.web.protocol import LARGEST_BODY, parameters_of

SELECT = "SELECT ?s ?label WHERE { ?s <http://www.w3.org/2000/01/rdf-schema#label> ?label }"
JSON = "application/sparql-results+json"


class Counting(EmbeddedStore):
    """Counts the queries that reach it, and remembers on what terms."""

    asked: list[Terms]

    def query(
        self,
        text: str,
        *,
        bindings: object = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: object = None,
        terms: Terms = OURS,
    ) -> Answer:
        self.asked.append(terms)
        return super().query(text, graphs=graphs, terms=terms)


@pytest.fixture(scope="module")
def store(kb: edukg.KnowledgeBase) -> Counting:
    assert isinstance(kb.store, EmbeddedStore)
    counting = Counting.wrap(kb.store._opened())
    counting.asked = []
    return counting


@pytest.fixture(scope="module")
def asking(kb: edukg.KnowledgeBase, store: Counting, home: Path) -> Iterator[FlaskClient]:
    settings = Settings(home=home, query_rows=50, proxies=1)
    with create_app(kb, settings, store).test_client() as client:
        yield client


def ask(client: FlaskClient, query: str = SELECT, **headers: str) -> TestResponse:
    given = {"Accept": JSON, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return client.get("/sparql", query_string={"query": query}, headers=given)


def test_an_answer_can_be_cited(asking: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    answer = ask(asking, "ASK {}")
    told = answer.get_json()["head"]["edukg"]
    assert told["version"] == answer.headers["EduKG-Version"] == kb.manifest.version
    assert told["release"] == answer.headers["EduKG-Release"] == kb.manifest.digest[:16]
    assert told["query"] == answer.headers["EduKG-Query"] == hashlib.sha256(b"ASK {}").hexdigest()
    assert told["answered"] == answer.headers["EduKG-Answered"]
    assert told["answered"].endswith("Z")
    assert "EduKG-Truncated" not in answer.headers
    exposed = answer.headers["Access-Control-Expose-Headers"]
    assert {"EduKG-Version", "EduKG-Truncated", "ETag"} <= set(exposed.split(", "))


def test_graphs_of_the_request_are_part_of_the_digest(asking: FlaskClient) -> None:
    graph = {"query": "ASK {}", "default-graph-uri": "https://w3id.org/edukg/graph/levels"}
    answer = asking.get("/sparql", query_string=graph, headers={"Accept": JSON})
    text = f"ASK {{}}\ndefault-graph-uri={graph['default-graph-uri']}"
    assert answer.headers["EduKG-Query"] == hashlib.sha256(text.encode()).hexdigest()


def test_a_cut_answer_says_so_and_is_whole_in_itself(asking: FlaskClient) -> None:
    answer = ask(asking)
    assert answer.headers["EduKG-Truncated"] == "rows=50"
    body = answer.get_json()
    assert body["head"]["edukg"]["truncated"] == "rows=50"
    assert len(body["results"]["bindings"]) == 50
    page = ask(asking, Accept="text/html")
    assert "rows=50" in page.text


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip", "gzip"),
        ("zstd, gzip", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("*", "zstd"),
        ("zstd;q=0, *", "gzip"),
        ("br", None),
        ("gzip;q=0.2, identity;q=0.9", None),
        ("gzip;q=nonsense", None),
    ],
)
def test_it_is_sent_in_the_best_coding_there_is(asking: FlaskClient, accepted: str, coding: str | None) -> None:
    plain = json.loads(ask(asking).data)
    answer = ask(asking, Accept_Encoding=accepted)
    assert answer.headers.get("Content-Encoding") == coding
    assert "Accept-Encoding" in answer.headers["Vary"]
    content = answer.data
    if coding == "gzip":
        content = gzip.decompress(content)
    elif coding == "zstd":
        content = zstandard.decompress(content)
    assert json.loads(content)["results"] == plain["results"]
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_small_answers_are_sent_as_they_are(asking: FlaskClient) -> None:
    assert "Content-Encoding" not in ask(asking, "ASK {}", Accept_Encoding="gzip").headers


def test_who_has_the_answer_is_told_so(asking: FlaskClient, store: Counting) -> None:
    query = "SELECT ?o WHERE { <https://w3id.org/edukg/onto/level1> ?p ?o }"
    tag = ask(asking, query).headers["ETag"]
    before = len(store.asked)
    again = ask(asking, query, If_None_Match=f'"other", {tag}')
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    assert ask(asking, query, If_None_Match="*").status_code == 304
    assert ask(asking, query, If_None_Match='"other"').status_code == 200
    assert len(store.asked) == before
    others = {ask(asking, query, Accept="text/csv").headers["ETag"], ask(asking, query + " LIMIT 1").headers["ETag"]}
    assert len({tag, *others}) == 3


def test_an_answer_is_kept_for_those_who_ask_again(asking: FlaskClient, store: Counting) -> None:
    query = "SELECT ?p WHERE { <https://w3id.org/edukg/onto/level1> ?p ?o }"
    first = ask(asking, query)
    before = len(store.asked)
    assert ask(asking, query).data == first.data
    post = asking.post("/sparql", data={"query": query}, headers={"Accept": JSON})
    assert post.data == first.data
    assert len(store.asked) == before


@pytest.mark.parametrize("function", ["NOW()", "RAND()", "UUID()", "STRUUID()"])
def test_what_changes_is_neither_kept_nor_tagged(asking: FlaskClient, store: Counting, function: str) -> None:
    query = f"SELECT ({function} AS ?x) {{}}"
    before = len(store.asked)
    answers = [ask(asking, query) for _ in range(2)]
    assert len(store.asked) == before + 2
    assert all("ETag" not in a.headers and a.headers["Cache-Control"] == "no-store" for a in answers)


def test_kept_answers_are_bounded_in_bytes(kb: edukg.KnowledgeBase) -> None:
    endpoint = Endpoint(kb.store, version="1", release="0" * 64, caps=Caps(cached=40_000))
    for number in range(200):
        endpoint.respond(Request("GET", [("query", f"ASK {{ FILTER(1 < {number}) }}")]), address="")
    assert 0 < endpoint._cache._held <= 40_000
    assert len(endpoint._cache._kept) < 200


def test_what_is_quickly_made_is_kept_when_it_is_asked_for_again(kb: edukg.KnowledgeBase) -> None:
    pool = kb.pool(workers=1, deadline=10, memory=1_000_000_000)
    try:
        endpoint = Endpoint(pool, version="1", release="0" * 64)
        request = Request("GET", [("query", "SELECT ?p { <https://w3id.org/edukg/onto/level1> ?p ?o } LIMIT 5")])
        first = endpoint.respond(request, address="")
        assert not endpoint._cache._kept
        second = endpoint.respond(request, address="")
        assert second is not first
        assert len(endpoint._cache._kept) == 1
        assert endpoint.respond(request, address="") is second
        asked = Request("GET", [("query", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")])
        assert endpoint.respond(asked, address="") is endpoint.respond(asked, address="")
    finally:
        pool.close()


def test_what_was_asked_before_is_forgotten_some_time() -> None:
    cache = Cache(1000)
    assert not cache.asked_before("a")
    assert cache.asked_before("a")
    for number in range(20_000):
        cache.asked_before(number)
    assert not cache.asked_before("a")


def test_head_has_the_headers_of_get(asking: FlaskClient) -> None:
    got = ask(asking)
    head = asking.head("/sparql", query_string={"query": SELECT}, headers={"Accept": JSON})
    assert head.data == b""
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
    assert head.headers["ETag"] == got.headers["ETag"]


def test_what_else_may_be_asked(asking: FlaskClient) -> None:
    answer = asking.options("/sparql", headers={"Origin": "https://a.example", "Access-Control-Request-Method": "POST"})
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    refused = asking.put("/sparql", data=b"x")
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert asking.get("/sparql?query=%ff", headers={"Accept": JSON}).status_code == 400
    long = asking.post("/sparql", data=b"x" * (LARGEST_BODY + 1), content_type="application/sparql-query")
    assert long.status_code == 413


def test_datasets_and_graphs(asking: FlaskClient) -> None:
    construct = "CONSTRUCT { <http://a.example/s> <http://a.example/p> 1 } WHERE {}"
    for form in ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json",
                 "application/trig", "application/n-quads"):  # fmt: skip
        answer = ask(asking, construct, Accept=form)
        assert answer.headers["Content-Type"].startswith(form)
        assert b"http://a.example/" in answer.data
    several = asking.get("/sparql", query_string=[("query", construct), ("format", "x"), ("format", "nt")])
    assert several.headers["Content-Type"] == "application/n-triples"


def test_clients_are_told_apart_behind_a_proxy(asking: FlaskClient, store: Counting) -> None:
    for number, told in enumerate(("1.2.3.4", "9.9.9.9, 1.2.3.5")):
        ask(asking, f"ASK {{ FILTER({number} < 100) }}", X_Forwarded_For=told)
    assert [terms.client for terms in store.asked[-2:]] == ["1.2.3.4", "1.2.3.5"]


def test_a_mistake_is_told_with_its_place(asking: FlaskClient) -> None:
    answer = ask(asking, "SELECT *\nWHERE { ?s ?p }")
    told = answer.get_json()
    assert answer.status_code == 400
    assert told["position"]["line"] == 2
    assert told["advice"]


def test_the_description_has_statistics(asking: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    import rdflib

    answer = asking.get("/sparql", headers={"Accept": "text/turtle"})
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    void = rdflib.Namespace("http://rdfs.org/ns/void#")
    dataset = rdflib.URIRef("http://localhost/sparql#dataset")
    counted = kb.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    assert isinstance(counted, edukg.answers.Table)
    assert int(str(graph.value(dataset, void.triples))) == counted.values()[0]["n"]
    classes = {str(graph.value(part, void["class"])) for part in graph.objects(dataset, void.classPartition)}
    assert "http://www.w3.org/ns/lemon/ontolex#LexicalEntry" in classes
    parts = list(graph.objects(dataset, void.propertyPartition))
    assert sum(int(str(graph.value(part, void.triples))) for part in parts) == counted.values()[0]["n"]
    again = asking.get("/sparql", headers={"Accept": "text/turtle", "If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert asking.get("/.well-known/void").headers["Location"] == "/catalog"
    assert asking.get("/edukg/concept/clustering?ui=ru").headers["Location"] == "/concept/clustering?ui=ru"


@given(text=st.text(), plus=st.booleans(), more=st.sampled_from(["", "&format=json", "%", "&query=2", "%zz", "é"]))
@example(text="\\x41\\N{DASH} %41 + \\\\", plus=True, more="")
def test_parameters_are_those_that_the_standard_library_reads(text: str, *, plus: bool, more: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        return
    told = "query=" + (quote_plus if plus else quote)(text, safe="") + more
    assert parameters_of(told) == parse_qsl(told, keep_blank_values=True)
    if not more:
        assert parameters_of(told) == [("query", text)]


def test_an_address_that_is_not_utf8_is_refused() -> None:
    for told in ("query=%ff", "query=%ff&format=json", "other=%ff"):
        with pytest.raises(UnicodeDecodeError):
            parameters_of(told)


@pytest.mark.parametrize(
    ("accepted", "language", "words"),
    [
        ("ru-RU, en;q=0.5", "ru", "Префикс «foo:» использован, но не объявлен."),
        ("uz", "uz", "eʼlon qilinmagan"),
        ("uz-Cyrl", "uz-Cyrl", "эълон қилинмаган"),
        ("de, *;q=0.1", "en", "The prefix 'foo:' is used and not declared."),
        ("", "en", "The prefix 'foo:' is used and not declared."),
    ],
)
def test_problems_are_told_in_the_language_of_whoever_asks(
    asking: FlaskClient, accepted: str, language: str, words: str
) -> None:
    answer = ask(asking, "SELECT * WHERE { ?s foo:bar ?o }", **{"Accept-Language": accepted})
    assert answer.status_code == 400
    assert answer.headers["Content-Language"] == language
    assert answer.headers["Vary"] == "Accept-Language"
    body = json.loads(answer.data)
    assert words in body["detail"]
    assert body["detail"].endswith(body["advice"])
    assert (body["position"]["line"], body["position"]["column"]) == (1, 21)
    update = ask(asking, "CLEAR ALL", **{"Accept-Language": accepted})
    assert update.headers["Content-Language"] == language
