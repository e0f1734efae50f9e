"""A store that holds its deadline whatever the query: what is not provably small runs in a process that can be killed.

Why processes: the engine has no way to interrupt a query, its own server's timeout does not cut most runaways, and a
short query can bring its process down. A process that is killed leaves nothing behind and costs a fraction of a second.

Small queries (`edukg.store.small`) and our own named ones are run at once in this process. The others wait in line for
one of a few worker processes (`edukg.store.worker`), in the order they came and not for long. A worker that overruns
its deadline is killed, one that dies or has grown is replaced, and all end with this process.
"""

from __future__ import annotations

import atexit
import json
import math
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator, Mapping
from functools import cached_property, partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

import pyoxigraph as ox

from edukg import media
from edukg.errors import EngineError, QueryBusyError, QueryCrashedError, QueryTimeoutError, StorageError
from edukg.store.base import EVERYTHING, Answer, GraphChoice, Iri, Node, Solutions, Triples, Truth
from edukg.store.binding import bind
from edukg.store.embedded import EmbeddedStore, to_node
from edukg.store.guard import Query, inspect
from edukg.store.small import is_small
from edukg.store.worker import READY, read_message, told_error, write_message

WORKERS: Final = 2
DEADLINE: Final = 30.0
QUEUE_PER_WORKER: Final = 4
"""How many queries may wait for each worker; those beyond are sent away at once."""
LONGEST_WAIT: Final = 5.0
"""Seconds a query waits in line, or half its deadline if that is less. Waiting counts towards the deadline."""
MEMORY: Final = 2_000_000_000
"""Bytes a query may take beyond what the data take; held on Linux only."""
_COMMAND = "from edukg.store.worker import main; main()"
_PAUSES: Final = (0.1, 1.0, 5.0)
_LAST_PAUSE: Final = 30.0
"""Seconds between attempts to start a worker that does not come up."""

Fetch = partial[bytes]
"""Runs the query and serialises its answer in the media type that it is given."""


class PooledSolutions(Solutions):
    """The answer to SELECT. The query runs when the answer is used, once for each media type."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    @cached_property
    def _parsed(self) -> ox.QuerySolutions:
        parsed = ox.parse_query_results(self._fetch(media.RESULTS_JSON.name), ox.QueryResultsFormat.JSON)
        return cast(ox.QuerySolutions, parsed)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(v.value for v in self._parsed.variables)

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        names = self.variables
        for row in self._parsed:
            yield {name: to_node(term) for name, term in zip(names, row, strict=True) if term is not None}

    def serialise(self, media_type: str) -> bytes:
        """The whole answer in a W3C result format."""
        return self._fetch(media_type)


class PooledTruth(Truth):
    """The answer to ASK. The query runs when the answer is used."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def __bool__(self) -> bool:
        return bool(json.loads(self._fetch(media.RESULTS_JSON.name))["boolean"])

    def serialise(self, media_type: str) -> bytes:
        """The answer in a W3C result format."""
        return self._fetch(media_type)


class PooledTriples(Triples):
    """The answer to CONSTRUCT and DESCRIBE. The query runs when the answer is used."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        for quad in ox.parse(self._fetch(media.N_TRIPLES.name), ox.RdfFormat.N_TRIPLES):
            yield to_node(quad.subject), Iri(quad.predicate.value), to_node(quad.object)

    def serialise(self, media_type: str) -> bytes:
        """The graph in an RDF syntax."""
        return self._fetch(media_type)


_ANSWERS: Final[dict[str, type[PooledSolutions | PooledTruth | PooledTriples]]] = {
    "SELECT": PooledSolutions,
    "ASK": PooledTruth,
    "CONSTRUCT": PooledTriples,
    "DESCRIBE": PooledTriples,
}


class _Worker:
    """One process. Used by one thread at a time, but for `kill`."""

    def __init__(self, source: Path, memory: int) -> None:
        command = [sys.executable, "-P", "-c", _COMMAND, str(source), str(memory)]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
        self._lock = threading.Lock()
        self._asking: object = None
        self.expired = False

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait_until_ready(self) -> bool:
        """Whether the worker could open the data."""
        return read_message(cast(BinaryIO, self._process.stdout)) == READY

    def ask(self, request: bytes, seconds: float) -> tuple[dict[str, Any], bytes] | None:
        """The answer to a request; None when the worker died of it or was killed at the deadline (`expired`)."""
        self._asking = ticket = object()
        timer = threading.Timer(seconds, self._expire, (ticket,))
        timer.daemon = True
        timer.start()
        replies = cast(BinaryIO, self._process.stdout)
        try:
            write_message(cast(BinaryIO, self._process.stdin), request)
            told = read_message(replies)
            found = read_message(replies) if told is not None else None
        except OSError:  # the pipe is broken
            return None
        finally:
            with self._lock:  # an answer that is complete is no longer cut
                self._asking = None
            timer.cancel()
        return (json.loads(told), found) if told is not None and found is not None else None

    def _expire(self, ticket: object) -> None:
        with self._lock:
            if self._asking is ticket:
                self.expired = True
                self._process.kill()

    def kill(self) -> None:
        """End the process, and see that it has ended."""
        self._process.kill()
        self._process.wait()

    def let_go(self) -> None:
        """Close the pipes of a process that has ended, which only the thread that used them may do."""
        for pipe in (self._process.stdin, self._process.stdout):
            try:
                cast(BinaryIO, pipe).close()
            except OSError:  # what was left to write has no reader
                continue


class PooledStore:
    """A store that runs what may be long in other processes. Safe to share between threads; close it after use."""

    def __init__(
        self,
        inner: EmbeddedStore,
        source: Path,
        *,
        workers: int = WORKERS,
        deadline: float = DEADLINE,
        memory: int = MEMORY,
    ) -> None:
        """Run small queries on `inner`, the others by workers (at least one) that open the same data from `source`.

        The source is a folder of a store on disk or a file of N-Quads. Workers are started without being waited for.
        `inner` stays the caller's, and is not closed with the pool.
        """
        self._inner = inner
        self._source = source.resolve()
        self._deadline = deadline
        self._memory = memory
        self._wait = min(LONGEST_WAIT, deadline / 2)
        self._most_waiting = QUEUE_PER_WORKER * max(1, workers)
        self._changed = threading.Condition()
        self._idle: deque[_Worker] = deque()
        self._busy: dict[_Worker, float] = {}  # with the time each will be free at the latest
        self._all: set[_Worker] = set()
        self._waiting: deque[object] = deque()
        self._closed = threading.Event()
        atexit.register(self.close)
        for _ in range(max(1, workers)):
            self._start()

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Node] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run one query; see `edukg.store.base.Store.query`.

        What is not small runs when its answer is used. Then, besides the errors of any query, `QueryTimeoutError` is
        raised at the deadline, `QueryBusyError` when no worker becomes free in time, and `QueryCrashedError` when the
        worker dies.
        """
        checked = inspect(text, prefixes)
        if bindings:
            text = bind(checked, bindings)
            checked = inspect(text, prefixes)
        if is_small(checked, self._inner, graphs):
            return self._inner.run(checked, graphs=graphs)
        fetch = partial(self._run, checked, graphs, dict(prefixes or {}))
        if checked.form in _ANSWERS:
            return _ANSWERS[checked.form](fetch)
        fetch(media.RESULTS_JSON.name)  # the parser says what is wrong with it
        raise EngineError("The store ran a query of an unknown form.", advice="Use SELECT, ASK, CONSTRUCT or DESCRIBE.")

    def select(self, text: str, *, bindings: Mapping[str, Node] | None = None) -> list[Mapping[str, Node]]:
        """All rows of one of our own small queries, run in this process."""
        return self._inner.select(text, bindings=bindings)

    def __len__(self) -> int:
        """How many quads there are in named graphs."""
        return len(self._inner)

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        return self._inner.graphs()

    def close(self) -> None:
        """End the workers, also those that run a query."""
        with self._changed:
            self._closed.set()
            workers = list(self._all)
            self._changed.notify_all()
        for worker in workers:
            worker.kill()
        with self._changed:
            idle = list(self._idle)
            self._idle.clear()
        for worker in idle:
            worker.let_go()
        atexit.unregister(self.close)

    def processes(self) -> tuple[int, ...]:
        """The process ids of the workers there are."""
        with self._changed:
            return tuple(worker.pid for worker in self._all if worker.alive)

    def _run(self, query: Query, graphs: GraphChoice, prefixes: dict[str, str], media_type: str) -> bytes:
        end = time.monotonic() + self._deadline
        chosen = [graphs.default, graphs.named]
        asked = {"text": query.text, "graphs": chosen, "prefixes": prefixes, "media": media_type}
        worker = self._take(end)
        reply = None
        try:
            reply = worker.ask(json.dumps(asked).encode(), end - time.monotonic())
        finally:
            if reply is not None and not reply[0]["spent"]:
                self._give_back(worker)
            else:
                self._drop(worker)
                self._start()
        if reply is not None:
            told, found = reply
            if "error" in told:
                raise told_error(told)
            return found
        if worker.expired:
            raise QueryTimeoutError(
                f"The query was stopped after {self._deadline:g} seconds, the time a query may take here.",
                deadline=self._deadline,
                advice="Name more of what is sought, join fewer patterns, or fetch the data from the downloads.",
            )
        if self._closed.is_set():
            raise _closed()
        raise QueryCrashedError(
            "The process that ran the query ended before it had an answer; most likely it ran out of memory.",
            advice="Ask for less with LIMIT or by naming more of what is sought.",
        )

    def _take(self, end: float) -> _Worker:
        """A worker that is alive, in the order of asking. Raises `QueryBusyError` when none is free in time."""
        ticket = object()
        give_up = time.monotonic() + self._wait
        with self._changed:
            if len(self._waiting) >= self._most_waiting:
                raise self._busy_error()
            self._waiting.append(ticket)
            try:
                while True:
                    if self._closed.is_set():
                        raise _closed()
                    if self._idle and self._waiting[0] is ticket:
                        worker = self._idle.popleft()
                        if worker.alive:
                            self._busy[worker] = end
                            return worker
                        self._drop(worker)
                        self._start()
                    elif (left := give_up - time.monotonic()) > 0:
                        self._changed.wait(left)
                    else:
                        raise self._busy_error()
            finally:
                self._waiting.remove(ticket)
                self._changed.notify_all()

    def _busy_error(self) -> QueryBusyError:
        first = min(self._busy.values(), default=0.0) - time.monotonic()
        return QueryBusyError(
            "Too many long queries are running just now, so this one was not begun.",
            retry_after=max(1, math.ceil(first)),
            advice="Try again a little later; small queries are answered meanwhile.",
        )

    def _give_back(self, worker: _Worker) -> None:
        with self._changed:
            self._busy.pop(worker, None)
            if self._closed.is_set():
                worker.let_go()
            else:
                self._idle.append(worker)
                self._changed.notify_all()

    def _drop(self, worker: _Worker) -> None:
        worker.kill()
        worker.let_go()
        with self._changed:
            self._busy.pop(worker, None)
            self._all.discard(worker)

    def _start(self) -> None:
        """Bring one more worker into the pool, as soon as it has opened the data."""
        threading.Thread(target=self._start_one, name="edukg-pool", daemon=True).start()

    def _start_one(self) -> None:
        for pause in chain(_PAUSES, repeat(_LAST_PAUSE)):
            with self._changed:
                if self._closed.is_set():
                    return
                worker = self._new()
            if worker and worker.wait_until_ready():
                self._give_back(worker)
                return
            if worker:
                self._drop(worker)
            self._closed.wait(pause)

    def _new(self) -> _Worker | None:
        try:
            worker = _Worker(self._source, self._memory)
        except OSError:  # no process or memory to be had just now
            return None
        self._all.add(worker)
        return worker


def _closed() -> StorageError:
    return StorageError("The store has been closed.", advice="Open the release again.")
