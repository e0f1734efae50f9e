"""What is looked at once for many queries must be the same for each of them."""

from __future__ import annotations

import pyoxigraph as ox
import pytest

from edukg.errors import QueryRefusedError
from edukg.store.embedded import EmbeddedStore
from edukg.store.shapes import Shapes

A, B = "http://a.example/", "http://b.example/"


def data() -> EmbeddedStore:
    store = ox.Store()
    for subject in (A, B):
        for number in range(5):
            store.add(
                ox.Quad(ox.NamedNode(subject), ox.NamedNode(f"{A}p{number}"), ox.Literal(number), ox.NamedNode(A))
            )
    return EmbeddedStore.wrap(store)


@pytest.mark.parametrize(
    "shape",
    [
        "SELECT ?p ?o WHERE { <%s> ?p ?o }",
        "PREFIX a: <%s> SELECT * { a: ?p ?o } LIMIT 3",
        "PREFIX a: <http://a.example/> PREFIX b: <%s> SELECT ?o { b: a:p1 ?o }",
        "PREFIX a: <%s> PREFIX a: <http://a.example/> SELECT ?o { a: a:p2 ?o }",
        "ASK { <%s> ?p ?o }",
        "SELECT ?s ?o { ?s <%sp3> ?o } OFFSET 1",
    ],
)
def test_each_is_answered_as_if_it_were_looked_at_by_itself(shape: str) -> None:
    shapes, store = Shapes(), data()
    for iri in (A, B, A):
        prepared = shapes.prepare(shape % iri)
        assert prepared is not None
        _, text = prepared
        form = "application/sparql-results+json"
        assert store.run_rendered(text).serialise(form) == store.query(shape % iri).serialise(form)


@pytest.mark.parametrize(
    "text",
    [
        f"SELECT * {{ <{A}> ?p '<{B}>' }}",
        f"SELECT * {{ <{A}> ?p ?o # <{B}>\n}}",
        f"BASE <{A}> SELECT * {{ <x> ?p ?o }}",
        f"SELECT * {{ <{A}> ?p ?p }}",
        f"SELECT * {{ <{A}> ?p ?o . ?o ?q ?r }}",
        f"SELECT * {{ <{A}> ?p ?o FILTER(?o > 1) }}",
        f"SELECT DISTINCT * {{ <{A}> ?p ?o }}",
        f"SELECT * {{ <{A}> ?p ?o }} ORDER BY ?o",
        f"SELECT * {{ <{A}> ?p ?o }} OFFSET 100000",
        "SELECT * { ?s ?p ?o }",
        f"SELECT * FROM <{A}> {{ <{A}> ?p ?o }}",  # noqa: S608  # SPARQL, not SQL
        f"SELECT (COUNT(*) AS ?n) {{ <{A}> ?p ?o }}",
        f"CONSTRUCT WHERE {{ <{A}> ?p ?o }}",
        f"SELECT * {{ <urn:x-edukg-slot:0:> <{A}> ?o }}",
    ],
)
def test_what_is_not_plain_is_looked_at_by_itself(text: str) -> None:
    assert Shapes().prepare(text) is None


def test_what_the_guard_refuses_is_refused_each_time() -> None:
    shapes = Shapes()
    for iri in (A, B):
        with pytest.raises(QueryRefusedError):
            shapes.prepare(f"SELECT * {{ SERVICE <{iri}> {{ ?s ?p ?o }} }}")
