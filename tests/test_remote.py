"""The client: the same answers and errors over HTTP as from the knowledge base itself."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import rdflib
from werkzeug.serving import make_server

import edukg
from edukg.answers import Parameter
from edukg.errors import (
    EdukgError,
    EndpointError,
    InputError,
    IriError,
    QueryBusyError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    TruncatedAnswerWarning,
)
from edukg.model import apply_edits
from edukg.namespaces import EDUKG
from edukg.store.base import Node

LABELS = "SELECT ?label WHERE { ?iri rdfs:label ?label } ORDER BY ?label"
Answering = Callable[[str], tuple[int, dict[str, str], bytes]]
Serve = Callable[[Answering], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def serve() -> Serve:
    @contextmanager
    def running(answer: Answering) -> Iterator[str]:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # the library's name
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, headers, content = answer(body)
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(content))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join(timeout=10)

    return running


@pytest.fixture(scope="module")
def remote(kb: edukg.KnowledgeBase, home: object) -> Iterator[edukg.RemoteKnowledgeBase]:
    """The site over the shipped knowledge base, as another machine would ask it."""
    from pathlib import Path

    from edukg.settings import Settings
    from edukg.web import create_app

    server = make_server("127.0.0.1", 0, create_app(kb, Settings(home=Path(str(home)))), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with edukg.connect(f"http://127.0.0.1:{server.server_port}/") as connected:
        yield connected
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


@pytest.fixture(params=["here", "there"])
def either(
    request: pytest.FixtureRequest, kb: edukg.KnowledgeBase, remote: edukg.RemoteKnowledgeBase
) -> edukg.KnowledgeBase | edukg.RemoteKnowledgeBase:
    return kb if request.param == "here" else remote


Either = edukg.KnowledgeBase | edukg.RemoteKnowledgeBase


def test_a_table(either: Either) -> None:
    table = either.query("SELECT ?level ?order WHERE { ?level edukg:levelOrder ?order } ORDER BY ?order")
    assert isinstance(table, edukg.Table)
    assert table.variables == ("level", "order")
    assert [row["level"] for row in table] == [edukg.Iri(f"{EDUKG}level{n}") for n in (1, 2, 3, 4)]
    assert table.to_pandas()["order"].tolist() == [1, 2, 3, 4]
    frame = table.to_polars()
    assert frame["order"].to_list() == [1, 2, 3, 4]
    assert frame.schema["order"].is_integer()
    assert frame["level"][0] == EDUKG + "level1"


def test_texts_keep_their_language(either: Either) -> None:
    table = either.query(LABELS, {"iri": "edukg:level1"})
    assert isinstance(table, edukg.Table)
    assert [row["label"] for row in table] == [
        edukg.Literal("1-daraja: kompetensiya", "uz", str(rdflib.RDF.langString)),
        edukg.Literal("level 1: competence", "en", str(rdflib.RDF.langString)),
        edukg.Literal("уровень 1: компетенция", "ru", str(rdflib.RDF.langString)),
    ]


def test_a_graph_and_a_truth(either: Either) -> None:
    graph = either.query("DESCRIBE edukg:level1")
    assert isinstance(graph, edukg.Graph)
    label = rdflib.Literal("level 1: competence", lang="en")
    assert (rdflib.URIRef(EDUKG + "level1"), rdflib.RDFS.label, label) in graph.to_graph()
    assert either.query("ASK { edukg:level1 ?p ?o }") is True
    assert either.query("ASK { edukg:level1 ?p edukg:level1 }") is False


def test_both_give_the_same(kb: edukg.KnowledgeBase, remote: edukg.RemoteKnowledgeBase) -> None:
    for example in kb.examples():
        here, there = kb.query(example.text), remote.query(example.text)
        if isinstance(here, edukg.Table):
            assert isinstance(there, edukg.Table)
            assert (here.variables, here.rows) == (there.variables, there.rows), example.slug
        elif isinstance(here, edukg.Graph):
            assert isinstance(there, edukg.Graph)
            assert set(here.triples) == set(there.triples), example.slug
        else:
            assert here == there


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (edukg.Literal('a "quoted" \\ text\n} # ', "en"), '"a \\"quoted\\" \\\\ text\\n} # "@en'),
        (3, '"3"^^xsd:integer'),
        (True, '"true"^^xsd:boolean'),
        (0.5, '"0.5"^^xsd:double'),
        (Decimal("1E2"), '"100"^^xsd:decimal'),
        (date(1999, 12, 31), '"1999-12-31"^^xsd:date'),
        ("edukg:level1", "edukg:level1"),
        (EDUKG + "level1", "edukg:level1"),
    ],
)
def test_values_are_bound_as_what_they_are(either: Either, value: Parameter, written: str) -> None:
    assert either.query(f"ASK {{ FILTER(sameTerm(?x, {written})) }}", {"x": value}) is True


def test_values_are_never_pasted(either: Either) -> None:
    with pytest.raises(IriError):
        either.query(LABELS, {"iri": "x:> } UNION { ?s ?p ?label } #"})
    with pytest.raises(QuerySyntaxError, match="no variable"):
        either.query(LABELS, {"misspelt": "edukg:level1"})


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("SELECT ?s WHERE {\n  ?s rdfs:label }", QuerySyntaxError, (2, 17)),
        ("SELECT ?x { edukg:level1 rdfs:label }", QuerySyntaxError, (1, 37)),
        ("SELECT ?s WHERE { ?s a nowhere:Class }", QuerySyntaxError, (1, 24)),
        ("DELETE WHERE { ?s ?p ?o }", QueryRefusedError, (1, 1)),
    ],
)
def test_mistakes_are_the_same_with_their_place(
    either: Either, text: str, kind: type[EdukgError], place: tuple[int, int]
) -> None:
    with pytest.raises(kind) as raised:
        either.query(text)
    assert raised.value.position is not None
    assert (raised.value.position.line, raised.value.position.column) == place
    assert str(raised.value).count("column ") == 1
    assert raised.value.position.text
    assert raised.value.position.text in text
    assert raised.value.advice
    assert raised.value.advice not in raised.value.message


def test_answers_say_what_they_rest_on(either: Either, kb: edukg.KnowledgeBase) -> None:
    text = "SELECT ?level WHERE { ?level <https://w3id.org/edukg/onto/levelOrder> 1 }"
    table = either.query(text)
    assert isinstance(table, edukg.Table)
    found = table.provenance
    assert (found.version, found.release) == (kb.manifest.version, kb.manifest.digest[:16])
    assert len(found.query) == 64
    assert found.answered.endswith("Z")
    assert str(found).startswith(f"EduKG {kb.manifest.version}, release ")
    assert found.query[:16] in table._repr_html_()


def test_the_readings_of_an_ambiguous_query_come_with_its_answer(kb: edukg.KnowledgeBase) -> None:
    table = kb.query("SELECT ?x WHERE { ?x a edukg:EducationalCluster }")
    assert isinstance(table, edukg.Table)
    assert [each.written for each in table.ambiguities] == ["edukg:EducationalCluster"]
    assert "matches 4 readings" in table._repr_html_()


def test_the_readings_of_a_query_can_be_asked_for(either: Either) -> None:
    text = "SELECT ?x WHERE { ?x a edukg:EducationalCluster }"
    (found,) = either.lint(text)
    assert (found.line, found.column, found.written) == (1, 24, text[found.start : found.end])
    assert found.message == "edukg:EducationalCluster matches 4 readings: pick one, or keep all."
    meant = next(choice for choice in found.choices if choice.named.iri.endswith("cluster-association"))
    assert meant.named.label("uz") == "taʼlim klasteri (birlashma)"
    assert apply_edits(text, meant.edits) == "SELECT ?x WHERE { ?x a edukg:AssociationCluster }"
    assert either.lint(apply_edits(text, found.keep)) == ()
    with pytest.raises(QuerySyntaxError):
        either.lint("SELECT ?x WHERE { ?x a nowhere:Class }")


def problem(status: int, title: str, **members: object) -> Answering:
    body = json.dumps({"title": title, "status": status, "detail": f"{title}, in other words.", **members}).encode()
    return lambda _: (status, {"Content-Type": "application/problem+json", "Retry-After": "0"}, body)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(504, "The query took too long", deadline=2.5), QueryTimeoutError),
        (problem(503, "Too many queries"), QueryBusyError),
        (problem(503, "The query broke off"), QueryCrashedError),
        (problem(400, "The query does not parse"), QuerySyntaxError),
        (problem(403, "No updates"), QueryRefusedError),
        (lambda _: (200, {"Content-Type": "text/html"}, b"<h1>Welcome</h1>"), EndpointError),
        (lambda _: (404, {"Content-Type": "text/html"}, b"<h1>No</h1>"), EndpointError),
        (lambda _: (200, {"Content-Type": "application/sparql-results+json"}, b'{"head": {"vars": []'), EndpointError),
        (lambda _: (200, {"Content-Type": "application/n-triples"}, b"<a:b> <a:b> "), EndpointError),
    ],
    ids=["504", "503", "broke off", "400", "403", "page", "404", "cut json", "cut triples"],
)
def test_every_failure_is_an_error_that_says_so(serve: Serve, answer: Answering, kind: type[EdukgError]) -> None:
    with serve(answer) as address, edukg.connect(address, retries=1) as remote, pytest.raises(kind) as raised:
        remote.query("ASK {}")
    if isinstance(raised.value, QueryTimeoutError):
        assert raised.value.deadline == 2.5
    assert str(raised.value)


def test_a_busy_endpoint_is_asked_again(serve: Serve) -> None:
    statuses = iter([503, 503, 200])

    def answer(_: str) -> tuple[int, dict[str, str], bytes]:
        kind = "application/sparql-results+json"
        return next(statuses), {"Content-Type": kind, "Retry-After": "0"}, b'{"head": {}, "boolean": true}'

    with serve(answer) as address, edukg.connect(address) as remote:
        assert remote.query("ASK {}") is True


def test_a_query_that_broke_off_is_not_sent_again(serve: Serve) -> None:
    asked = list[str]()

    def answer(text: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(text)
        return problem(503, "The query broke off")(text)

    with serve(answer) as address, edukg.connect(address) as remote, pytest.raises(QueryCrashedError):
        remote.query("ASK {}")
    assert len(asked) == 1


def test_an_endpoint_that_is_away_or_silent(serve: Serve) -> None:
    held = threading.Event()

    def silent(_: str) -> tuple[int, dict[str, str], bytes]:
        held.wait(10)
        return 200, {}, b""

    with serve(silent) as address:
        with (
            edukg.connect(address, timeout=0.2) as remote,
            pytest.raises(QueryTimeoutError, match=r"within 0\.2 seconds"),
        ):
            remote.query("ASK {}")
        held.set()
    with edukg.connect(address, retries=0) as remote, pytest.raises(EndpointError, match="cannot be reached"):
        remote.query("ASK {}")


def test_a_part_of_an_answer_is_never_taken_for_all(serve: Serve) -> None:
    body = b'{"head": {"vars": ["x"]}, "results": {"bindings": []}}'
    headers = {"Content-Type": "application/sparql-results+json", "EduKG-Truncated": "rows=0"}
    with serve(lambda _: (200, headers, body)) as address, edukg.connect(address) as remote:
        with pytest.warns(TruncatedAnswerWarning, match="rows=0"):
            table = remote.query("SELECT ?x {}")
        assert isinstance(table, edukg.Table)
        assert table.provenance.truncated == "rows=0"


def test_addresses(serve: Serve) -> None:
    assert edukg.connect("https://example.org").endpoint == "https://example.org/sparql"
    assert edukg.connect("https://example.org/kb/").endpoint == "https://example.org/kb/sparql"
    assert edukg.connect("https://example.org/kb/sparql").endpoint == "https://example.org/kb/sparql"
    for wrong in ("example.org", "file:///etc/hosts", "https://"):
        with pytest.raises(InputError, match="not the address"):
            edukg.connect(wrong)


def test_a_column_of_several_kinds_is_text() -> None:
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    rows: tuple[dict[str, Node], ...] = ({"x": edukg.Literal("1", datatype=integer)}, {"x": edukg.Iri("a:b")}, {})
    frame = edukg.Table(("x",), rows).to_polars()
    assert frame["x"].to_list() == ["1", "a:b", None]
