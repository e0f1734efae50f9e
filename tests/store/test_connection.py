"""The connection to a store: who one is, how long one waits, when one tries again."""

from __future__ import annotations

import base64
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from edukg.errors import EndpointError, QueryTimeoutError, StoreAwayError
from edukg.store.connection import Connection, Credentials, StoreRefusal

Answer = Callable[[BaseHTTPRequestHandler, int], None]


class Scripted:
    """A server that answers by a script; it notes what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.seen: list[dict[str, str]] = []
        seen = self.seen

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", "0")))
                seen.append({name.lower(): value for name, value in self.headers.items()})
                answer(self, len(seen))

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


def reply(handler: BaseHTTPRequestHandler, status: int, body: bytes = b"", **headers: str) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


@pytest.fixture
def scripted() -> Iterator[Callable[[Answer], Scripted]]:
    started: list[Scripted] = []

    def start(answer: Answer) -> Scripted:
        started.append(Scripted(answer))
        return started[-1]

    yield start
    for one in started:
        one.server.shutdown()
        one.server.server_close()


def ask(server: Scripted, credentials: Credentials | None = None, deadline: float = 10, most: int = 1000) -> bytes:
    connection = Connection(server.address, credentials or Credentials())
    try:
        return connection.ask(server.address, [("query", "ASK {}")], "*/*", deadline=deadline, most=most).body
    finally:
        connection.close()


def test_it_tries_again_when_the_store_is_busy(scripted: Callable[[Answer], Scripted]) -> None:
    server = scripted(lambda h, n: reply(h, 200, b"done") if n == 3 else reply(h, 503, Retry_After="0"))
    assert ask(server) == b"done"
    assert len(server.seen) == 3


def test_it_does_not_wait_longer_than_the_deadline(scripted: Callable[[Answer], Scripted]) -> None:
    server = scripted(lambda h, _: reply(h, 503, Retry_After="3600"))
    with pytest.raises(StoreAwayError, match="status 503"):
        ask(server)
    assert len(server.seen) == 1


def test_what_the_store_refuses_is_not_asked_again(scripted: Callable[[Answer], Scripted]) -> None:
    server = scripted(lambda h, _: reply(h, 400, b"no such thing"))
    with pytest.raises(StoreRefusal, match="no such thing"):
        ask(server)
    assert len(server.seen) == 1


def test_a_password_is_given_when_it_is_asked_for(scripted: Callable[[Answer], Scripted]) -> None:
    expected = "Basic " + base64.b64encode(b"me:secret").decode()

    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        if handler.headers.get("Authorization") == expected:
            reply(handler, 200, b"hello")
        else:
            reply(handler, 401, WWW_Authenticate='Basic realm="x"')

    server = scripted(answer)
    assert ask(server, Credentials("me", "secret")) == b"hello"
    assert [("authorization" in headers) for headers in server.seen] == [False, True]
    with pytest.raises(EndpointError, match="refuses this to the user 'me'"):
        ask(server, Credentials("me", "wrong"))
    with pytest.raises(EndpointError, match="refuses this to nobody"):
        ask(server)
    assert "secret" not in repr(Credentials("me", "secret", "token"))


def test_digest_is_answered_by_digest(scripted: Callable[[Answer], Scripted]) -> None:
    def answer(handler: BaseHTTPRequestHandler, _: int) -> None:
        if handler.headers.get("Authorization", "").startswith("Digest username="):
            reply(handler, 200, b"hello")
        else:
            reply(handler, 401, WWW_Authenticate='Digest realm="x", nonce="n", qop="auth", algorithm=MD5')

    assert ask(scripted(answer), Credentials("me", "secret")) == b"hello"


def test_a_token_is_sent_to_the_store_and_to_nobody_else(scripted: Callable[[Answer], Scripted]) -> None:
    server, other = (scripted(lambda h, _: reply(h, 200, b"hello")) for _ in range(2))
    connection = Connection(server.address, Credentials(token="abc"))  # noqa: S106  # not one that opens anything
    for address in (server.address, other.address):
        connection.ask(address, [], "*/*", deadline=5, most=100)
    connection.close()
    assert server.seen[0]["authorization"] == "Bearer abc"
    assert "authorization" not in other.seen[0]


def test_a_store_that_is_silent_is_given_up(scripted: Callable[[Answer], Scripted]) -> None:
    wait = threading.Event()

    def silent(_: BaseHTTPRequestHandler, __: int) -> None:
        wait.wait(20)

    server = scripted(silent)
    with pytest.raises(QueryTimeoutError, match=r"0\.5 seconds"):
        ask(server, deadline=0.5)
    wait.set()


def test_a_long_answer_is_cut(scripted: Callable[[Answer], Scripted]) -> None:
    server = scripted(lambda h, _: reply(h, 200, b"x" * 2_000_000))
    connection = Connection(server.address, Credentials())
    found = connection.ask(server.address, [], "*/*", deadline=5, most=1000)
    connection.close()
    assert found.cut
    assert len(found.body) < 2_000_000


def test_a_change_that_may_have_arrived_is_not_sent_twice(scripted: Callable[[Answer], Scripted]) -> None:
    def drop(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.close_connection = True
        handler.connection.close()

    server = scripted(drop)
    connection = Connection(server.address, Credentials())
    with pytest.raises(StoreAwayError, match="tried once"):
        connection.send("POST", server.address, b"x", "text/plain", deadline=5, again=False)
    assert len(server.seen) == 1
    with pytest.raises(StoreAwayError, match="tried 5 times"):
        connection.send("POST", server.address, b"x", "text/plain", deadline=20)
    connection.close()
