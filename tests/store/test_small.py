"""What may run where nothing can stop it: a few forms of query, and nothing that only looks like them."""

from __future__ import annotations

import pytest

from edukg.store.base import GraphChoice
from edukg.store.embedded import EmbeddedStore
from edukg.store.guard import inspect
from edukg.store.small import MAX_ROWS, is_small

EX = "https://example.org/"
PROLOGUE = f"PREFIX : <{EX}> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
MANY = MAX_ROWS + 5_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """One hub with more labels than are small, and a thousand members with a name each."""
    lines = [f'<{EX}hub> <{EX}label> "{n}" <{EX}g> .' for n in range(MANY)]
    for n in range(1000):
        lines.append(f"<{EX}list> <{EX}member> <{EX}m{n}> <{EX}g> .")
        lines.append(f'<{EX}m{n}> <{EX}name> "name {n}"@en <{EX}g> .')
    path = tmp_path_factory.mktemp("small") / "data.nq"
    path.write_text("\n".join(lines), encoding="utf-8")
    return EmbeddedStore.from_quads(path)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } LIMIT 10",
        "SELECT ?s WHERE { ?s ?p ?o . } OFFSET 100 LIMIT 1000",
        "ASK { ?s ?p ?o }",
        "ASK { :hub :label ?o }",
        "CONSTRUCT { ?s :p ?o } WHERE { ?s :label ?o } LIMIT 100",
        "SELECT ?n { :m1 :name ?n }",
        'SELECT ?n { :m1 :name ?n FILTER(LANG(?n) = "en" && CONTAINS(LCASE(STR(?n)), "name")) } ORDER BY DESC(?n)',
        "SELECT DISTINCT ?m { :list :member ?m } ORDER BY ?m LIMIT 10",
        'SELECT ?m { ?m :name "name 7"@en ; :name ?n }',
        "SELECT * { :list :member ?m, :m3 . :m4 :name ?n }",
        "SELECT * { :m1 a ?class ; ?p _:anything ; . FILTER BOUND(?class) }",
        "CONSTRUCT WHERE { :m1 ?p ?o }",
    ],
)
def test_small_ones(store: EmbeddedStore, query: str) -> None:
    assert is_small(inspect(PROLOGUE + query), store)
    store.query(PROLOGUE + query)  # it parses


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        f"SELECT * {{ ?s ?p ?o }} LIMIT {MAX_ROWS + 1}",
        "SELECT * { ?s ?p ?o } LIMIT 10 OFFSET 10000000",
        "SELECT * { ?s ?p ?o } LIMIT 99999999999999999999",
        "SELECT * { ?s ?p ?s } LIMIT 10",
        "SELECT * { _:x ?p _:x } LIMIT 10",
        "SELECT DISTINCT ?p { ?s ?p ?o } LIMIT 10",
        "SELECT * { ?s ?p ?o } ORDER BY ?o LIMIT 10",
        'SELECT * { ?s ?p ?o FILTER(?o = "nothing") } LIMIT 10',
        "SELECT * { ?s ?p ?o . ?a ?b ?c } LIMIT 10",
        "SELECT ?n { :hub :label ?n }",
        "SELECT * { :list :member ?a . :list :member ?b . :list :member ?c }",
        "SELECT * { :list :member ?a, ?b, ?c }",
        "SELECT * { :nowhere :member ?a . ?s ?p ?o . ?t ?q ?r }",
        "SELECT * { :m1 :name* ?n }",
        "SELECT * { :m1 (:name|:member) ?n }",
        "SELECT * { :m1 :name ?n . OPTIONAL { ?s ?p ?o } }",
        "SELECT * { :m1 :name ?n . BIND(CONCAT(?n, ?n) AS ?m) }",
        "SELECT (COUNT(*) AS ?n) { :m1 :name ?n }",
        "SELECT * { :m1 :name ?n } GROUP BY ?n HAVING (COUNT(*) > 1)",
        'SELECT * { :m1 :name ?n FILTER REGEX(?n, "(a+)+$") }',
        "SELECT * { :m1 :name ?n FILTER(xsd:integer(?n) = 1) }",
        "SELECT * { :m1 :name ?n FILTER EXISTS { ?s ?p ?o } }",
        "SELECT * { :m1 :name ?n { SELECT * { ?s ?p ?o } } }",
        "SELECT * { VALUES ?m { :m1 } ?m :name ?n }",
        "SELECT * { GRAPH ?g { :m1 :name ?n } }",
        "SELECT * FROM :g { :m1 :name ?n }",
        "SELECT * { (1 2) :name ?n }",
        "SELECT * { [ :name ?n ] :name ?m }",
        "SELECT * { <hub> :label ?n }",
        "SELECT * { <https://example.org/m1/../hub> :label ?n }",
        "DESCRIBE :m1",
        "CONSTRUCT { " + "?s :p ?o . " * 90 + "} WHERE { ?s ?p ?o } LIMIT 10000",
    ],
)
def test_what_is_not_provably_small(store: EmbeddedStore, query: str) -> None:
    assert not is_small(inspect(PROLOGUE + query), store)


@pytest.mark.parametrize("query", ["", "SELECT", "CONSTRUCT", "SELECT * { ?s ?p }", "ASK { FILTER }"])
def test_what_does_not_parse_does_no_harm(store: EmbeddedStore, query: str) -> None:
    assert not is_small(inspect(query), store)


def test_a_choice_of_graphs_is_not_small(store: EmbeddedStore) -> None:
    query = inspect(PROLOGUE + "ASK { ?s ?p ?o }")
    assert not is_small(query, store, GraphChoice(default=(EX + "g",)))
