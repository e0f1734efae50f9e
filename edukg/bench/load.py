"""Sends requests to a server over some connections at once, and says how many were answered and how long each took.

One process with one thread: it costs some 30 microseconds for each request, which leaves the cores to the server. An
answer counts when it came whole, with the status 200.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import quote

_CHUNK = 1 << 18


@dataclass(slots=True)
class Load:
    """What a run has measured: seconds of each answer, statuses other than 200, bytes of the last body."""

    seconds: float
    latencies: list[float] = field(default_factory=list)
    failed: dict[int, int] = field(default_factory=dict)
    size: int = 0

    @property
    def rate(self) -> float:
        """Good answers in a second."""
        return len(self.latencies) / self.seconds

    def quantile(self, share: float) -> float:
        """The time within which a share of the answers came, in milliseconds; infinite when none came."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000 if ordered else float("inf")


class _Connection:
    """One connection with at most one request under way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.address = address
        self.socket = socket.create_connection(address, timeout=120)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.received = bytearray()
        self.needed = -1
        self.chunked = False
        self.began = 0.0

    def send(self, request: bytes) -> None:
        self.received.clear()
        self.needed, self.chunked = -1, False
        self.began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> bool:
        """Take in what has come; whether the answer is whole. Raises `ConnectionError` when the server hung up."""
        got = self.socket.recv(_CHUNK)
        if not got:
            raise ConnectionError
        self.received += got
        if self.needed < 0 and not self.chunked:
            end = self.received.find(b"\r\n\r\n")
            if end < 0:
                return False
            head = bytes(self.received[:end]).lower()
            place = head.find(b"\r\ncontent-length:")
            if place >= 0:
                self.needed = end + 4 + int(head[place + 17 :].split(b"\r\n", 1)[0])
            else:
                self.chunked = True
        return self.received.endswith(b"\r\n0\r\n\r\n") if self.chunked else len(self.received) >= self.needed

    @property
    def status(self) -> int:
        return int(self.received[9:12])


def get(path: str, query: str, accept: str = "application/sparql-results+json", parameter: str = "query") -> bytes:
    """The bytes of a request for a query."""
    asked = f"{path}?{parameter}={quote(query, safe='')}" if query else path
    return f"GET {asked} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n\r\n".encode()


def run(port: int, requests: Callable[[], Iterator[bytes]], *, connections: int, seconds: float) -> Load:
    """Send requests for so many seconds, each connection one after the other."""
    address = ("127.0.0.1", port)
    waiting = selectors.DefaultSelector()
    following = requests()
    load = Load(seconds)
    for _ in range(connections):
        fresh = _Connection(address)
        fresh.send(next(following))
        waiting.register(fresh.socket, selectors.EVENT_READ, fresh)
    began = time.perf_counter()
    end, last = began + seconds, began + seconds + 30
    under_way = connections
    while under_way and time.perf_counter() < last:
        for key, _ in waiting.select(timeout=1):
            connection: _Connection = key.data
            try:
                if not connection.receive():
                    continue
                status = connection.status
            except ConnectionError:
                status = 0
            now = time.perf_counter()
            if status == 200:
                load.latencies.append(now - connection.began)
                load.size = len(connection.received)
            else:
                load.failed[status] = load.failed.get(status, 0) + 1
            if status == 0:
                waiting.unregister(connection.socket)
                connection.socket.close()
                connection = _Connection(address)
                waiting.register(connection.socket, selectors.EVENT_READ, connection)
            if now >= end:
                waiting.unregister(connection.socket)
                connection.socket.close()
                under_way -= 1
            else:
                connection.send(next(following))
        load.seconds = max(seconds, time.perf_counter() - began)
    waiting.close()
    return load
