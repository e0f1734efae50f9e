"""The bench asks what it says it asks, and its report says what was measured."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import islice
from pathlib import Path

import pytest

from edukg.bench import load
from edukg.bench.endpoint import Figure, table
from edukg.bench.runaways import SHAPES
from edukg.bench.subjects import Subjects, make_release, read_subjects
from edukg.generate import generate
from edukg.kb import KnowledgeBase, open_
from edukg.settings import Settings
from edukg.store.base import Solutions
from edukg.web import create_app


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "data.nt"
    generate(path, triples=3000)
    return path


@pytest.fixture(scope="module")
def made(source: Path) -> Iterator[KnowledgeBase]:
    home = source.parent / "home"
    make_release(source, home)
    kb = open_(home, build=False)
    yield kb
    kb.close()


@pytest.fixture(scope="module")
def subjects(source: Path) -> Subjects:
    return read_subjects(source)


def test_every_question_has_answers_and_ours_agree_with_those_of_the_peers(
    made: KnowledgeBase, subjects: Subjects
) -> None:
    endpoint = made.endpoint()
    for question in subjects.questions():
        for number in (0, 1):
            ours = made.store.query(endpoint._expand(question.ours(number)).text)
            assert isinstance(ours, Solutions)
            theirs = made.store.query(question.peers(number))
            assert isinstance(theirs, Solutions)
            found, expected = list(ours), list(theirs)
            assert found, question.name
            if question.name == "label search":  # by words, where peers can only look for a piece of text
                assert {str(row["x"]) for row in expected} <= {str(row["x"]) for row in found}
            else:
                assert found == expected


def test_a_site_can_be_served_from_the_release(made: KnowledgeBase) -> None:
    assert made.checker() is not None
    assert made.manifest.storage == "memory"
    assert create_app(made, Settings(home=made.folder)).test_client().get("/healthz").status_code == 200


def test_no_two_questions_of_a_distinct_kind_are_the_same(subjects: Subjects) -> None:
    for question in subjects.questions():
        asked = {question.ours(number) for number in range(5000)}
        assert len(asked) == (5000 if question.distinct else 1), question.name


def test_runaways_are_distinct_shapes_and_not_refused(made: KnowledgeBase) -> None:
    assert len(SHAPES) == 5
    pool = made.pool(workers=1, deadline=1)
    try:
        for text in SHAPES.values():
            pool.query(text)
    finally:
        pool.close()


class _Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        if self.path.endswith("bad"):
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            self.wfile.write(b"3\r\nabc\r\n0\r\n\r\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


def test_the_load_counts_good_answers_and_bad_ones_apart() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        asked = [load.get("/good", ""), load.get("/bad", "")]
        found = load.run(
            server.server_port, lambda: islice((asked[n % 2] for n in range(10**9)), 10**9), connections=2, seconds=0.2
        )
        server.shutdown()
    assert found.latencies
    assert set(found.failed) == {503}
    assert found.rate > 0
    assert 0 < found.quantile(0.5) <= found.quantile(0.99)


def test_the_report_has_a_ratio_for_each_peer() -> None:
    ours = Figure(1000, "point", 1, "edukg", 500.0, 1.0, 2.0, 0.1, 0, 10)
    theirs = Figure(1000, "point", 1, "oxigraph", 250.0, 1.0, 2.0, 0.1, 0, 10)
    silent = Figure(1000, "point", 1, "rdflib-endpoint", 0.0, float("inf"), float("inf"), 0.0, 3, 0)
    _, first, second, third = table([ours, theirs, silent])
    assert "x its rate" not in first
    assert "2.00 x its rate" in second
    assert "the only one to answer" in third
