"""What every store does, whichever engine is behind it: queries, bindings, graphs, places of mistakes, formats.

EDUKG_TEST_STORE says on which these run (`tests.stores`); here the store holds a handful of triples.
"""

from __future__ import annotations

import json
import threading

import pyoxigraph as ox
import pytest

from edukg import media
from edukg.errors import IriError, QueryRefusedError, QuerySyntaxError, UnknownFormatError
from edukg.namespaces import EDUKG
from edukg.store import Blank, GraphChoice, Iri, Literal, Node, Solutions, Store, Triples, Truth

pytestmark = pytest.mark.stores


def rows(store: Store, text: str, **bindings: Node) -> list[dict[str, Node]]:
    return [dict(row) for row in store.select(text, bindings=bindings or None)]


def numbers(store: Store, text: str, graphs: GraphChoice) -> int:
    answer = store.query(text, graphs=graphs)
    assert isinstance(answer, Solutions)
    return len(list(answer))


def test_the_default_graph_is_the_union_and_holds_each_triple_once(store: Store) -> None:
    assert rows(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"] == Literal(
        "5", datatype="http://www.w3.org/2001/XMLSchema#integer"
    )
    assert len(store) == 6
    assert store.graphs() == ("http://e/g1", "http://e/g2")
    assert len(rows(store, "SELECT ?g { GRAPH ?g { <http://e/a> <http://e/p> ?o } }")) == 2


def test_terms_come_typed(store: Store) -> None:
    found = rows(store, "SELECT ?o ?none { { <http://e/a> ?p ?o } UNION { <http://e/b> ?p ?o } }")
    values = {row["o"] for row in found}
    assert {Iri("http://e/b"), Literal("5", datatype="http://www.w3.org/2001/XMLSchema#integer")} < values
    assert Literal("taʼlim", "uz", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString") in values
    assert any(isinstance(v, Blank) for v in values)
    assert all("none" not in row for row in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SELECT * { ?s ?p ?o }", ("s", "p", "o")),
        ("SELECT DISTINCT * WHERE { ?zeta <http://e/p> $a }", ("zeta", "a")),
        ("SELECT*{ ?s ?p ?o OPTIONAL { ?o <http://e/p> ?b } FILTER(?o != ?never) }", ("s", "p", "o", "b")),
        ("SELECT * { ?z ?p ?y { SELECT ?z { ?z ?a ?inner } } }", ("z", "p", "y")),
        ("SELECT * { VALUES (?b ?a) { (1 2) } BIND(?a + 1 AS ?c) }", ("b", "a", "c")),
        ("SELECT * {}", ()),
    ],
)
def test_a_star_has_its_columns_in_the_order_of_the_query(store: Store, text: str, expected: tuple[str, ...]) -> None:
    answer = store.query(text)
    assert isinstance(answer, Solutions)
    assert answer.variables == expected
    assert store.query(text).serialise(media.RESULTS_CSV.name).startswith(",".join(expected).encode() + b"\r\n")


def test_four_forms(store: Store) -> None:
    select = store.query("SELECT ?o ?s { ?s <http://e/p> ?o }")
    assert isinstance(select, Solutions)
    assert select.variables == ("o", "s")
    ask = store.query("ASK { ?s <http://e/p> ?o }")
    assert isinstance(ask, Truth)
    assert ask
    construct = store.query("CONSTRUCT { ?o <http://e/r> ?s } { ?s <http://e/p> ?o }")
    assert isinstance(construct, Triples)
    assert list(construct) == [(Iri("http://e/b"), Iri("http://e/r"), Iri("http://e/a"))]
    describe = store.query("DESCRIBE <http://e/a>")
    assert isinstance(describe, Triples)
    assert len(list(describe)) == 3
    with pytest.raises(QueryRefusedError):
        store.select("ASK {}")


@pytest.mark.parametrize(
    ("choice", "text", "expected"),
    [
        (GraphChoice(), "SELECT * { ?s ?p ?o }", 5),
        (GraphChoice(default=("http://e/g1",)), "SELECT * { ?s ?p ?o }", 2),
        (GraphChoice(default=()), "SELECT * { ?s ?p ?o }", 0),
        (GraphChoice(default=()), "SELECT * { GRAPH ?g { ?s ?p ?o } }", 6),
        (GraphChoice(named=("http://e/g1",)), "SELECT * { GRAPH ?g { ?s ?p ?o } }", 2),
        (GraphChoice(named=()), "SELECT * { GRAPH ?g { ?s ?p ?o } }", 0),
        (GraphChoice(named=("http://e/g1",)), "SELECT * { ?s ?p ?o }", 5),
        (GraphChoice(), "SELECT * FROM <http://e/g1> { ?s ?p ?o }", 2),
        (GraphChoice(), "SELECT * FROM <http://e/none> { ?s ?p ?o }", 0),
        (GraphChoice(), "SELECT * FROM <http://127.0.0.1:9/x> { ?s ?p ?o }", 0),
        (GraphChoice(), "SELECT * FROM NAMED <http://e/g1> { ?s ?p ?o }", 0),
        (GraphChoice(), "SELECT * FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", 2),
        (GraphChoice(default=("http://e/g2",)), "SELECT * FROM <http://e/g1> { ?s ?p ?o }", 4),
        (GraphChoice(named=("http://e/g2",)), "SELECT * FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", 4),
        (GraphChoice(default=()), "SELECT * FROM NAMED <http://e/g1> { GRAPH ?g { ?s ?p ?o } }", 6),
    ],
)
def test_choice_of_graphs(store: Store, choice: GraphChoice, text: str, expected: int) -> None:
    assert numbers(store, text, choice) == expected


def test_a_graph_needs_a_name_that_is_an_iri(store: Store) -> None:
    with pytest.raises(QueryRefusedError, match="name of a graph"):
        store.query("ASK {}", graphs=GraphChoice(default=("no iri",)))


B = Iri("http://e/b")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("SELECT ?o { ?s ?p ?o }", 2),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING (COUNT(*) = 2)", 1),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(*) = 2)", 1),
        ("SELECT ?o { { SELECT ?o { ?s ?p ?o } } }", 2),
        ("SELECT ?n { { SELECT (COUNT(?o) AS ?n) { ?s ?p ?o } } FILTER(?n = 2) }", 1),
        ("SELECT ?x { ?x ?p ?o FILTER EXISTS { ?x ?p ?s } }", 1),
        ("SELECT ?x { ?x <http://e/p> ?o MINUS { ?x ?p ?s } }", 0),
        ("SELECT ?x { ?x ?p ?o OPTIONAL { ?x ?q ?y FILTER(?y = ?s) } }", 5),
        ("SELECT ?x { { ?x ?p ?o FILTER(?o = ?s) } UNION { ?o ?p ?x FILTER(?o = ?s) } }", 3),
        ("SELECT ?g { GRAPH ?g { ?s ?p ?o } }", 2),
        ("SELECT ?o { ?x <http://e/p>/<http://e/n> ?o . ?x ?p ?s }", 1),
        ("SELECT (?s AS ?t) {}", 1),
        ("SELECT ?s { VALUES ?s { <http://e/b> <http://e/a> } }", 1),
        ("SELECT ?s { VALUES (?s ?x) { (<http://e/b> 1) (<http://e/a> 2) } }", 1),
        ("SELECT ?o { ?s ?p ?o } ORDER BY ?s LIMIT 1", 1),
    ],
)
def test_bindings_in_every_place(store: Store, text: str, count: int) -> None:
    assert len(rows(store, text, s=B)) == count


def test_bindings_in_the_other_forms(store: Store) -> None:
    assert not store.query("ASK { ?s <http://e/p> ?o }", bindings={"s": B})
    for text in ("DESCRIBE ?s", "CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
                 "DESCRIBE ?s { ?s ?p ?o }"):  # fmt: skip
        answer = store.query(text, bindings={"s": B})
        assert isinstance(answer, Triples)
        assert {subject for subject, _, _ in answer} == {B}
    assert rows(store, "SELECT ?o { ?s ?p ?o FILTER(LANG(?o) = ?l) }", s=Iri("http://e/a"), l=Literal("uz"))


def test_values_cannot_break_out(store: Store) -> None:
    nasty = Literal('x" } SERVICE <http://x> { ?a ?b "\\')
    assert rows(store, "SELECT ?v {}", v=nasty) == [{"v": nasty}]
    with pytest.raises(IriError):
        rows(store, "SELECT ?v {}", v=Iri("http://a> } SERVICE <http://b"))
    with pytest.raises(IriError):
        rows(store, "SELECT ?v {}", v=Iri("relative"))
    with pytest.raises(QuerySyntaxError):
        rows(store, "SELECT ?v {}", v=Literal("x", 'en" }'))
    with pytest.raises(QueryRefusedError):
        rows(store, "SELECT ?v {}", v=Blank("b"))
    with pytest.raises(QuerySyntaxError, match="no variable"):
        rows(store, "SELECT ?v {}", w=B)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {\n ?s ?p ?o .\n FILTER(STRLEN()) }", 3, 16, "')' cannot stand here"),
        ("SELEC * { ?s ?p ?o }", 1, 1, "begins with SELECT"),
        ("SELECT ?s WERE { ?s ?p ?o }", 1, 11, "'WERE'"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", 1, 29, "'?s'"),
        ("SELECT * { ?s ?p ?o FILTER(?o > 1 AND ?o < 3) }", 1, 35, "&&"),
        ("SELECT * { ?s a }", 1, 17, "'}'"),
        ("SELECT * { ?s ?p ?o } LIMIT x", 1, 29, "'x'"),
        ("SELECT *\r\n{ ?s ?p\n ?o ?o }", 3, 5, "'?o'"),
        ('SELECT * { ?s ?p "é" "ж" }', 1, 22, '"ж"'),
        ("SELECT (foo(1) AS ?x) {}", 1, 9, "'foo'"),
        ("SELECT * { ?s ?p ?o } ; SELECT * {}", 1, 23, "';'"),
        ("SELECT * { << ?s ?p ?o >> ?q ?r }", 1, 24, "'>'"),
        ("SELECT ?s ?p", 1, 12, "ends too early"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, 1, "GROUP BY"),
        ("SELECT (1 AS ?x) (2 AS ?x) {}", 1, 1, "same name"),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", 1, 1, "GROUP BY"),
        ("SELECT * { ?s ?p ?o BIND(1 AS ?s) }", 1, 31, "already has one"),
        ("SELECT * { VALUES (?x ?y) { (1) } }", 1, 33, "cannot stand here"),
        ("# only a comment", None, None, "no query"),
        ("", None, None, "no query"),
    ],
)
def test_mistakes_are_named_by_place(store: Store, text: str, line: int | None, column: int | None, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query(text)
    assert words in str(caught.value)
    position = caught.value.position
    assert (position and position.line, position and position.column) == (line, column)


def test_known_prefixes_need_no_declaration(store: Store) -> None:
    assert store.query("ASK { x:a x:p x:b }", prefixes={"x": "http://e/"})
    assert not store.query("PREFIX x: <http://other/> ASK { x:a x:p x:b }", prefixes={"x": "http://e/"})


def test_functions_that_are_not_there(store: Store) -> None:
    with pytest.raises(QueryRefusedError, match="http://e/f"):
        store.query("SELECT (<http://e/f>(1) AS ?x) {}")


def test_errors_in_expressions_leave_variables_unbound(store: Store) -> None:
    assert rows(store, "SELECT (1/0 AS ?x) (SUM('a') AS ?y) {}") == [{}]


def test_answers_in_every_format(store: Store) -> None:
    for kind in media.RESULTS:
        assert "taʼlim" in store.query("SELECT ?o { ?s ?p ?o }").serialise(kind.name).decode()
        assert store.query("ASK {}").serialise(kind.name)
    for kind in (*media.GRAPHS, *media.DATASETS):
        written_graph = store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialise(kind.name)
        read = list(ox.parse(written_graph, ox.RdfFormat.from_media_type(kind.name)))
        assert len(read) == 5
    binding = json.loads(store.query(f"SELECT ?o {{ ?s <{EDUKG}name> ?o }}").serialise(media.RESULTS_JSON.name))
    assert {b["o"]["xml:lang"] for b in binding["results"]["bindings"]} == {"uz", "ru"}
    with pytest.raises(UnknownFormatError):
        store.query("ASK {}").serialise(media.TURTLE.name)
    with pytest.raises(UnknownFormatError):
        store.query("SELECT * {}").serialise("text/plain")
    with pytest.raises(UnknownFormatError):
        store.query("DESCRIBE <http://e/a>").serialise(media.RESULTS_JSON.name)


def test_turtle_has_the_prefixes_that_it_uses(store: Store) -> None:
    turtle = store.query("CONSTRUCT WHERE { ?s ?p ?o }").serialise(media.TURTLE.name).decode()
    assert f"@prefix edukg: <{EDUKG}>" in turtle
    assert "edukg:name" in turtle
    assert "@prefix xsd:" in turtle
    assert "foaf" not in turtle


def test_many_threads_ask_one_store(store: Store) -> None:
    counts: list[int] = []

    def ask() -> None:
        counts.extend(len(rows(store, "SELECT * { ?s ?p ?o }", s=B)) for _ in range(20))

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts == [2] * 80
