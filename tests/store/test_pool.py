"""The deadline holds whatever the query, and whatever happens to the processes that run queries."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import edukg
from edukg.endpoint import Endpoint, Request, Response
from edukg.errors import (
    EdukgError,
    QueryBusyError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    StorageError,
)
from edukg.media import RESULTS_CSV, RESULTS_JSON, TURTLE
from edukg.settings import Settings
from edukg.store.base import GraphChoice, Iri, Literal, Solutions, Terms, Triples, Truth
from edukg.store.embedded import EmbeddedStore
from edukg.store.pool import MEMORY, PooledStore
from edukg.store.process import WorkerProcess
from edukg.store.watch import Watch
from edukg.web import create_app

EX = "https://example.org/"
DEADLINE = 1.0
GRACE = 2.0
"""Seconds beyond the deadline on a machine that does much else; a tenth of one when it is quiet."""
PRODUCT = "?a ?p ?b . ?c ?q ?d . ?e ?r ?f"
ENDLESS = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
SMALL = f"SELECT ?n {{ <{EX}1> <{EX}next> ?n }}"
SIZE = 3000

linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="looks into /proc")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chain of nodes."""
    path = tmp_path_factory.mktemp("pool") / "data.nq"
    lines = [f"<{EX}{n}> <{EX}next> <{EX}{n + 1}> <{EX}graph/{n % 2}> .\n" for n in range(SIZE)]
    path.write_text("".join(lines), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def inner(source: Path) -> EmbeddedStore:
    return EmbeddedStore.from_quads(source)


@pytest.fixture(scope="module")
def pool(inner: EmbeddedStore, source: Path) -> Iterator[PooledStore]:
    store = PooledStore(inner, source, workers=2, deadline=DEADLINE)
    wait_for(lambda: not fails(store, COUNT))
    yield store
    store.close()


@pytest.fixture
def patient(inner: EmbeddedStore, source: Path) -> Iterator[PooledStore]:
    """One worker, and a deadline that no test waits for."""
    store = PooledStore(inner, source, workers=1, deadline=60)
    run(store, COUNT)
    yield store
    store.close()


def run(store: PooledStore, text: str) -> bytes:
    return store.query(text).serialise(RESULTS_JSON.name)


def fails(store: PooledStore, text: str) -> bool:
    try:
        run(store, text)
    except QueryBusyError:
        return True
    return False


def wait_for(what: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.02)


def running(pid: int) -> bool:
    """Whether there is such a process; one that has ended and was not asked for its result is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def in_background(store: PooledStore, text: str, times: int = 1) -> tuple[list[threading.Thread], list[EdukgError]]:
    """Run a query in threads; their errors are collected."""
    errors: list[EdukgError] = []

    def ask() -> None:
        try:
            run(store, text)
        except EdukgError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(times)]
    for thread in threads:
        thread.start()
    return threads, errors


RUNAWAYS = {
    "product": ENDLESS,
    "order": f"SELECT * {{ {PRODUCT} }} ORDER BY ?b ?d ?f LIMIT 5",
    "path": "SELECT (COUNT(*) AS ?n) { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c }",
    "regex": f'SELECT * {{ {PRODUCT} FILTER REGEX(CONCAT(STR(?b), STR(?d), STR(?f)), "^(a+b?)+zzz$") }}',
    "concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?f))) AS ?n) {{ {PRODUCT} }}",
}


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_runaways_are_cut(pool: PooledStore, query: str) -> None:
    began = time.monotonic()
    with pytest.raises(QueryTimeoutError, match="after 1 seconds") as caught:
        run(pool, query)
    assert time.monotonic() - began < DEADLINE + GRACE
    assert caught.value.deadline == DEADLINE


@pytest.mark.skipif(sys.platform == "win32", reason="there the line to a process cannot be hung up")
def test_who_asks_does_not_wait_until_a_killed_process_is_gone(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    worker = WorkerProcess(source, MEMORY, "", Watch())
    assert worker.wait_until_ready()
    asked = {"text": ENDLESS, "rendered": ENDLESS, "own": False, "graphs": [None, None], "prefixes": {}}
    request = json.dumps(asked | {"media": RESULTS_JSON.name, "caps": [0, 0]}).encode()
    with monkeypatch.context() as patch:
        patch.setattr(worker._process, "kill", lambda: None)  # as one that takes long to free its memory
        assert worker.ask(request, time.monotonic() + 0.2) is None
    assert worker.expired
    worker.kill()
    worker.let_go()


def test_answers_are_those_of_the_store_itself(pool: PooledStore, inner: EmbeddedStore) -> None:
    select = f"SELECT (STR(?n) AS ?text) ?n {{ <{EX}7> <{EX}next> ?n }}"
    ask = f"ASK {{ <{EX}7> <{EX}next>+ <{EX}9> }}"
    describe = f"DESCRIBE <{EX}7>"
    rows, truth, triples = (pool.query(text) for text in (select, ask, describe))
    assert isinstance(rows, Solutions)
    assert rows.variables == ("text", "n")
    assert list(rows) == [{"text": Literal(EX + "8"), "n": Iri(EX + "8")}]
    assert isinstance(truth, Truth)
    assert truth
    assert isinstance(triples, Triples)
    assert list(triples) == [(Iri(EX + "7"), Iri(EX + "next"), Iri(EX + "8"))]
    for text, media in ((select, RESULTS_CSV), (ask, RESULTS_JSON), (describe, TURTLE)):
        assert pool.query(text).serialise(media.name) == inner.query(text).serialise(media.name)


def test_graphs_bindings_and_prefixes_reach_the_worker(pool: PooledStore, inner: EmbeddedStore) -> None:
    one = GraphChoice(default=(EX + "graph/1",))
    counted = pool.query(COUNT, graphs=one)
    assert isinstance(counted, Solutions)
    assert [str(row["n"]) for row in counted] == [str(SIZE // 2)]
    found = pool.query("SELECT (STR(?o) AS ?n) { ?s ex:next ?o }", bindings={"s": Iri(EX + "3")}, prefixes={"ex": EX})
    assert isinstance(found, Solutions)
    assert [str(row["n"]) for row in found] == [EX + "4"]
    assert pool.graphs() == inner.graphs()
    assert len(pool) == len(inner) == SIZE
    assert len(pool.select(SMALL)) == 1


def test_mistakes_come_back_as_what_they_are(pool: PooledStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        run(pool, "SELECT * {\n ?s ?p }")
    assert caught.value.position is not None
    assert caught.value.position.line == 2
    with pytest.raises(QuerySyntaxError, match="'SELEKT'"):
        pool.query("SELEKT * { ?s ?p ?o }")
    with pytest.raises(QueryRefusedError, match="no function"):
        run(pool, f"SELECT (<{EX}none>(?s) AS ?x) {{ ?s ?p ?o }}")


def test_small_queries_are_answered_while_all_workers_are_busy(pool: PooledStore) -> None:
    wait_for(lambda: len(pool._idle) == 2)
    threads, errors = in_background(pool, ENDLESS, times=2)
    time.sleep(0.1)
    began = time.monotonic()
    assert b"example.org/2" in run(pool, SMALL)
    assert time.monotonic() - began < 0.5
    with pytest.raises(QueryBusyError) as caught:  # half the deadline is the longest wait
        run(pool, COUNT)
    assert caught.value.retry_after >= 1
    for thread in threads:
        thread.join()
    assert [isinstance(error, QueryTimeoutError) for error in errors] == [True, True]
    wait_for(lambda: not fails(pool, COUNT))


def test_the_queue_has_an_end(pool: PooledStore) -> None:
    threads, errors = in_background(pool, ENDLESS, times=14)
    for thread in threads:
        thread.join(DEADLINE + GRACE)
    assert any(isinstance(error, QueryTimeoutError) for error in errors)
    assert any(isinstance(error, QueryBusyError) for error in errors)
    assert len(errors) == 14
    wait_for(lambda: not fails(pool, COUNT))


def test_a_query_that_needs_too_much_memory_is_ended(inner: EmbeddedStore, source: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("memory is limited on Linux only")
    store = PooledStore(inner, source, workers=1, deadline=60, memory=100_000_000)
    with pytest.raises(QueryCrashedError, match="memory"):
        run(store, RUNAWAYS["order"])
    assert b"3000" in run(store, COUNT)
    store.close()


@linux
def test_a_worker_that_crashes_is_replaced(patient: PooledStore) -> None:
    [victim] = patient.processes()
    threads, errors = in_background(patient, ENDLESS)
    time.sleep(0.2)
    os.kill(victim, signal.SIGKILL)
    threads[0].join()
    assert [type(error) for error in errors] == [QueryCrashedError]
    assert b"3000" in run(patient, COUNT)
    [idle] = patient.processes()
    assert idle != victim
    os.kill(idle, signal.SIGKILL)
    wait_for(lambda: idle not in patient.processes())  # ended whole, all its threads; the pool has not looked yet
    assert b"3000" in run(patient, COUNT)


def test_an_answer_too_large_is_refused_and_the_worker_that_grew_by_it_replaced(patient: PooledStore) -> None:
    before = patient.processes()
    filler = "x" * 1000
    with pytest.raises(QueryRefusedError, match="more than 256,000,000 bytes"):
        run(patient, f"SELECT (CONCAT(STR(?a), '{filler}') AS ?n) {{ ?a ?p ?b . ?c ?q ?d }} LIMIT 300000")
    assert b"3000" in run(patient, COUNT)
    assert patient.processes() != before


@linux
def test_nothing_is_left_after_closing(inner: EmbeddedStore, source: Path) -> None:
    store = PooledStore(inner, source, workers=2, deadline=60)
    run(store, COUNT)
    pids = store.processes()
    threads, errors = in_background(store, ENDLESS)
    time.sleep(0.2)
    store.close()
    threads[0].join()
    assert [type(error) for error in errors] == [StorageError]
    store.close()
    assert len(pids) == 2
    wait_for(lambda: not any(running(pid) for pid in pids))
    assert store.processes() == ()
    with pytest.raises(StorageError, match="closed"):
        run(store, COUNT)


@linux
def test_nothing_is_left_when_the_process_is_killed(source: Path) -> None:
    script = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from edukg.store.embedded import EmbeddedStore\n"
        "from edukg.store.pool import PooledStore\n"
        "path = Path(sys.argv[1])\n"
        "pool = PooledStore(EmbeddedStore.from_quads(path), path, workers=2, deadline=60)\n"
        "pool.query(sys.argv[2]).serialise('text/csv')\n"
        "print(*pool.processes(), flush=True)\n"
        "pool.query(sys.argv[3]).serialise('text/csv')\n"
    )
    command = [sys.executable, "-c", script, str(source), COUNT, ENDLESS]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pids = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(pids) == 2
        time.sleep(0.3)
        assert all(running(pid) for pid in pids)
        parent.kill()
    wait_for(lambda: not any(running(pid) for pid in pids))


def ask(store: PooledStore, query: str) -> Response:
    endpoint = Endpoint(store, version="1", release="0" * 64)
    return endpoint.respond(Request("GET", (("query", query),)), address="http://localhost/sparql")


def test_the_endpoint_says_what_happened(pool: PooledStore) -> None:
    answers: list[Response] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(pool, ENDLESS))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(a.status for a in answers) == [503, 504, 504]
    assert {a.media_type for a in answers} == {"application/problem+json"}
    found = {a.status: json.loads(a.body) for a in answers}
    assert found[504]["deadline"] == DEADLINE
    assert "after 1 seconds" in found[504]["detail"]
    [busy] = [a for a in answers if a.status == 503]
    assert int(busy.headers["Retry-After"]) >= 1
    wait_for(lambda: ask(pool, COUNT).status == 200)


def test_the_site_says_it_on_a_page(kb: edukg.KnowledgeBase, home: Path, pool: PooledStore) -> None:
    client = create_app(kb, Settings(home=home), pool).test_client()
    answer = client.get("/sparql", query_string={"query": ENDLESS}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (504, "text/html")
    assert "after 1 seconds" in answer.text


def test_the_knowledge_base_makes_a_pool(kb: edukg.KnowledgeBase) -> None:
    store = kb.pool(workers=1, deadline=30)
    answer = store.query(COUNT)
    assert isinstance(answer, Solutions)
    assert [str(row["n"]) for row in answer] == [str(row["n"]) for row in kb.store.select(COUNT)]
    store.close()


def test_bytes_are_cut_of_what_streams_as_of_anything_else(pool: PooledStore) -> None:
    streaming, other = (f"SELECT * {{ ?s <{EX}next> ?n }}{tail}" for tail in ("", " ORDER BY ?s"))
    for text in (streaming, other):
        answer = pool.query(text, terms=Terms(size=2000))
        assert len(answer.serialise(RESULTS_JSON.name)) < 2100
        assert answer.truncated == "bytes=2000"
