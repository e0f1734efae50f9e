"""What is refused before an engine sees it, and that an engine reads what was looked at."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from edukg.errors import QueryRefusedError, QuerySyntaxError
from edukg.namespaces import BASE
from edukg.store.guard import MAX_DEPTH, MAX_JOINED, MAX_LENGTH, MAX_OPERATORS, inspect

KILLERS = {
    "function calls": "SELECT * { ?s ?p ?o FILTER(" + "STR(" * 5000 + "?o" + ")" * 5000 + " = 'x') }",
    "unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5000) + " }",
    "parentheses": "SELECT * { ?s ?p ?o FILTER(" + "(" * 10_000 + "?o" + ")" * 10_000 + ") }",
    "groups": "SELECT * " + "{" * 5000 + "?s ?p ?o" + "}" * 5000,
    "additions": "SELECT * { ?s ?p ?o FILTER(1" + "+1" * 10_000 + " > 0) }",
    "negations": "SELECT * { ?s ?p ?o FILTER(" + "!" * 20_000 + "?o) }",
    "alternatives": "SELECT * { ?s ?p ?o FILTER(?o = 1" + " || ?o = 1" * 20_000 + ") }",
    "path": "SELECT * { ?s <http://p>" + "/<http://p>" * 1000 + " ?o }",
    "path in brackets": "SELECT * { ?s (<http://p>" + "/<http://p>" * 1000 + ") ?o }",
    "blank nodes": "SELECT * { ?s ?p " + "[ ?p " * 1000 + "?o" + " ]" * 1000 + " }",
    "list": "SELECT * { ?s ?p (" + " 1" * 1000 + ") }",
    "chain": "SELECT * { " + " ".join(f"?v{i} ?p ?v{i + 1} ." for i in range(1000)) + " }",
    "objects": "SELECT * { ?s ?p " + ", ".join(f"?o{i}" for i in range(1000)) + " }",
    "columns": "SELECT " + " ".join(f"({i} AS ?x{i})" for i in range(2000)) + " { ?s ?p ?o }",
    "subqueries": "SELECT * { " + "{ SELECT * { ?s ?p ?o } } " * 2000 + "}",
    "optionals": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o } " * 2000 + "}",
    "values": "SELECT * { ?s ?p ?o " + "VALUES ?s { 1 } " * 2000 + "}",
    "graphs": "SELECT * { " + "GRAPH ?g { ?s ?p ?o } " * 1000 + "}",
    "hidden in what looks like an IRI": "SELECT * { ?s ?p ?o FILTER(?a<" + "STR(" * 5000 + "?b" + ")" * 5000 + ">0) }",
    "annotations": "SELECT * { ?s ?p ?o " + "{| ?p ?o " * 100 + "|}" * 100 + " }",
}


@pytest.mark.parametrize("name", KILLERS)
def test_queries_that_would_kill_are_refused_at_once(name: str) -> None:
    begin = time.perf_counter()
    with pytest.raises((QueryRefusedError, QuerySyntaxError)) as caught:
        inspect(KILLERS[name])
    assert time.perf_counter() - begin < 5
    assert caught.value.position is not None


def test_a_process_that_is_asked_to_kill_itself_lives_on() -> None:
    script = """
import json, sys, pyoxigraph, threading
from edukg.errors import EdukgError
from edukg.store.embedded import EmbeddedStore
refused = []
def ask():
    store = EmbeddedStore.wrap(pyoxigraph.Store())
    for text in json.load(sys.stdin):
        try:
            store.query(text)
        except EdukgError:
            refused.append(text)
threading.stack_size(2 * 1024 * 1024)
thread = threading.Thread(target=ask)
thread.start()
thread.join()
print(len(refused))
"""
    answer = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(list(KILLERS.values())),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (answer.returncode, answer.stdout.strip()) == (0, str(len(KILLERS))), answer.stderr[-2000:]


def test_queries_just_below_the_limits_run_on_a_small_stack() -> None:
    depth, operators = MAX_DEPTH - 2, MAX_OPERATORS - 4
    texts = [
        "SELECT * { ?s ?p ?o FILTER(" + "STR(" * depth + "?o" + ")" * depth + ") }",
        "SELECT * { ?s ?p ?o FILTER(" + "COALESCE(" * depth + "?o" + ")" * depth + ") }",
        "SELECT * { ?s ?p ?o " + "FILTER EXISTS { ?s ?p ?o " * depth + "}" * depth + " }",
        "SELECT " + " ".join(f"({i} AS ?x{i})" for i in range(operators)) + " { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o " + " ".join(f"BIND({i} AS ?x{i})" for i in range(operators // 2)) + " }",
        "SELECT * { ?s ?p ?o FILTER(1" + "+1" * operators + ") }",
        "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * operators) + " }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + ", ".join(["1"] * 20_000) + ")) }",
        "SELECT * { VALUES (?s ?x) { " + "(<http://s> 1) " * 10_000 + "} ?s ?p ?o }",
        "SELECT * { " + " ".join(f"?v{i} ?p ?v{i + 1} ." for i in range(MAX_JOINED - 2)) + " }",
    ]
    script = """
import json, sys, pyoxigraph, threading
from edukg.store.embedded import EmbeddedStore
done = []
def ask():
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(*[pyoxigraph.NamedNode("http://s")] * 4))
    for text in json.load(sys.stdin):
        done.append(len(list(EmbeddedStore.wrap(store).query(text))))
threading.stack_size(2 * 1024 * 1024)
thread = threading.Thread(target=ask)
thread.start()
thread.join()
print(len(done))
"""
    answer = subprocess.run(
        [sys.executable, "-c", script],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (answer.returncode, answer.stdout.strip()) == (0, str(len(texts))), answer.stderr[-2000:]


def test_union_branches_are_not_joined_with_each_other() -> None:
    branch = "{ " + " ".join(f"?v{i} ?p ?v{i + 1} ." for i in range(30)) + " }"
    inspect("SELECT * { " + " UNION ".join([branch] * 20) + " }")
    with pytest.raises(QueryRefusedError, match="in one group"):
        inspect("SELECT * { " + " ".join([branch] * 20) + " }")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://x> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { ?s ?p 1SERVICE<http://x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE<http://x> { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueSERVICE<http://x> { ?s ?p ?o } }",
        "PREFIX e: <http://e/> SELECT * { ?s ?p e:.SERVICE e:x { ?s ?p ?o } }",
        "SELECT * { FILTER NOT EXISTS { SERVICE <http://x> {} } }",
        "SELECT * { ?s ?p 'x' FILTER(?a<'x>') SERVICE <http://x> { ?s ?p 'y' } }",
        "SELECT * { ?s ?p ?o # comment\r SERVICE <http://x> { } }",
        "SELECT * { { SELECT * { SERVICE <http://x> { ?s ?p ?o } } } }",
    ],
)
def test_service_is_refused_wherever_it_stands(text: str) -> None:
    with pytest.raises(QueryRefusedError, match="SERVICE") as caught:
        inspect(text)
    position = caught.value.position
    assert position is not None
    assert position.line is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <http://x> {}' }",
        'SELECT * { ?s ?p """ " SERVICE <http://x> { """ }',
        "SELECT * { ?s <http://example.org/SERVICE> ?o }",
        "SELECT * { ?s ?p ?o # SERVICE <http://x> {}\n }",
        "SELECT ?SERVICE { ?SERVICE ?p 'x'@service }",
        "PREFIX service: <http://e/> SELECT * { ?s service:SERVICE ?o . GRAPH service:g { ?s ?p ?o } }",
    ],
)
def test_the_word_service_is_no_crime(text: str) -> None:
    assert inspect(text).form == "SELECT"


@pytest.mark.parametrize(
    "verb",
    [
        "INSERT DATA {}",
        "delete where {}",
        "LOAD <http://x>",
        "CLEAR ALL",
        "DROP ALL",
        "WITH <http://g> DELETE {} WHERE {}",
        "CREATE GRAPH <http://g>",
        "ADD <http://a> TO <http://b>",
    ],
)
def test_updates_are_named_as_such(verb: str) -> None:
    with pytest.raises(QueryRefusedError, match=r"update .*read-only") as caught:
        inspect("PREFIX e: <http://e/>\n# INSERT\n" + verb)
    assert caught.value.position is not None
    assert caught.value.position.line == 3


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("SELECT * {\n  ?s ex:p ?o }", 2, 6, "prefix 'ex:'"),
        ("SELECT * { ?s ?p ?o", 1, 10, "not closed"),
        ("SELECT * { ?s ?p ?o ) }", 1, 21, "'}' is due"),
        ("SELECT * { ?s ?p ?o } }", 1, 23, "closes nothing"),
        ('SELECT * {\n\n ?s ?p "open }', 3, 8, "not closed"),
        ("SELECT * { ?s <http://a b> ?o }", 1, 15, "<http://a b> is not an IRI"),
        ("SELECT * { ?s <http://a\\u0020b> ?o }", 1, 15, "is not an IRI"),
        ("PREFIX ex <http://a> ASK {}", 1, 1, "PREFIX is not well formed"),
        ("PREFIX ex: <http://a>.\nASK { ?s ?p % }", 2, 13, "fits nowhere"),
        ("ASK { ?s ?p \x00 }", 1, 13, "fits nowhere"),
    ],
)
def test_mistakes_that_need_no_parser(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        inspect(text)
    assert words in str(caught.value)
    assert caught.value.position is not None
    assert (caught.value.position.line, caught.value.position.column) == (line, column)


def test_length_and_encoding() -> None:
    with pytest.raises(QueryRefusedError, match="characters"):
        inspect("ASK {}" + " " * MAX_LENGTH)
    with pytest.raises(QuerySyntaxError, match="Unicode"):
        inspect("ASK { ?s ?p '\ud800' }")


def test_rendering_leaves_no_iri_to_be_misread() -> None:
    query = inspect(
        "BASE <http://b/> PREFIX e: <http://e/> SELECT * FROM <g> { ?s e:a\\-b <x>, '1'^^e:t FILTER(?a<?s) }"
    )
    text = query.render()
    assert query.has_dataset
    assert text.startswith("BASE <http://b/> PREFIX i0: <g> PREFIX i1: <http://e/a-b> PREFIX i2: <x> ")
    assert "<" not in text.partition("SELECT")[2].replace("< ", "")
    assert "'1'^^i3:" in text
    assert (
        inspect("ASK { x:y a ?o }", {"x": "http://x/"}).render().startswith(f"BASE <{BASE}> PREFIX i0: <http://x/y> ")
    )
