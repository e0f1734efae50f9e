"""A process that runs queries for another one, which may kill it at any time (`edukg.store.pool`).

It opens the release by itself, read-only, and answers one request after the other. Requests come through its standard
input, answers leave by what was its standard output; each message is a length and as many bytes. When the other
process is gone, however it ended, the input ends, and so does this process, in the middle of a query if need be.
"""

from __future__ import annotations

import importlib
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any, BinaryIO, Final

from edukg import errors
from edukg.errors import EdukgError, EngineError, Position, QueryRefusedError
from edukg.held import most_held
from edukg.store.base import GraphChoice, Terms
from edukg.store.diagnosis import explain
from edukg.store.embedded import EmbeddedStore
from edukg.store.guard import inspect

if sys.platform != "win32":
    import resource

READY: Final = b"ready"
MAX_ANSWER: Final = 256_000_000
"""Bytes of an answer; the process that hands it on has to hold it whole."""
_KEPT: Final = 128_000_000
"""Bytes a process may have grown by before it makes room for a fresh one: half of the largest answer."""
_GROWING: Final = 0.01
"""Seconds within which no process grows by as much."""
_LENGTH: Final = struct.Struct(">Q")


def write_message(stream: BinaryIO, content: bytes) -> None:
    """Send one message."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Receive one message; None when the other side is gone."""
    length = stream.read(_LENGTH.size)
    if len(length) < _LENGTH.size:
        return None
    (expected,) = _LENGTH.unpack(length)
    content = stream.read(expected)
    return content if len(content) == expected else None


def open_source(path: Path) -> EmbeddedStore:
    """The store of a release: a folder holds it on disk, a file its quads."""
    return EmbeddedStore.on_disk(path) if path.is_dir() else EmbeddedStore.from_quads(path)


def answer(store: EmbeddedStore, request: bytes) -> tuple[dict[str, Any], bytes]:
    """Run a query; the first part says what went wrong, if anything, and the second is the serialised answer.

    The guard has looked at the query already and written it anew; its text is for telling where a mistake is.
    """
    asked = json.loads(request)
    default, named = asked["graphs"]
    rows, size = asked["caps"]
    graphs = GraphChoice(None if default is None else tuple(default), None if named is None else tuple(named))
    try:
        terms = Terms(rows=rows, size=size or MAX_ANSWER)
        try:
            answered = store.run_rendered(asked["rendered"], store.dataset(graphs, own=asked["own"]), terms)
        except SyntaxError as error:
            raise explain(inspect(asked["text"], asked["prefixes"]), str(error)) from None
        found = answered.serialise(asked["media"])
        if answered.truncated and not size and not rows:
            raise QueryRefusedError(
                f"The answer has more than {MAX_ANSWER:,} bytes, the most that is sent.",
                advice="Ask for less with LIMIT, or fetch the data from the downloads.",
            )
    except EdukgError as error:
        place = asdict(error.position) if error.position else None
        told = {"error": type(error).__name__, "message": error.message, "advice": error.advice, "position": place}
        return told, b""
    return {"truncated": answered.truncated}, found


def told_error(told: dict[str, Any]) -> EdukgError:
    """The error that the first part of an answer speaks of."""
    kind = getattr(errors, told["error"], EngineError)
    place = Position(**told["position"]) if told["position"] else None
    error: EdukgError = kind(told["message"], advice=told["advice"], position=place)
    return error


def main() -> None:
    """Serve the process that started this one.

    Arguments: the release's data, bytes of memory a query may take, and the module with functions of ours, if any.
    """
    path, memory, functions = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server decides when to end
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that is printed may get between the answers
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_receive, args=(sys.stdin.buffer, requests), daemon=True).start()
    store = open_source(path)
    if functions:
        store.add_functions(importlib.import_module(functions).FUNCTIONS)
    usual = _restrict(memory)
    write_message(replies, READY)
    while True:
        request = requests.get()
        began = time.perf_counter()
        told, found = answer(store, request)
        told["spent"] = time.perf_counter() - began > _GROWING and most_held() > usual + _KEPT
        write_message(replies, json.dumps(told).encode())
        write_message(replies, found)
        del found


def _receive(stream: BinaryIO, requests: queue.SimpleQueue[bytes]) -> None:
    """Take requests in; reading goes on while a query runs, so that the end of the other process is noticed at once."""
    while (request := read_message(stream)) is not None:
        requests.put(request)
    os._exit(0)  # nothing to tidy up: the store is only read


def _restrict(memory: int) -> int:
    """Let queries take so much memory beyond what the data take; returns what is held already."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = mapped + memory if most == resource.RLIM_INFINITY else min(mapped + memory, most)
        resource.setrlimit(resource.RLIMIT_AS, (limit, most))
    return most_held()
