"""A store that holds its deadline whatever the query: what is not provably small runs in a process that can be killed.

Why processes: the engine has no way to interrupt a query, its own server's timeout does not cut most runaways, and a
short query can bring its process down. A process that is killed leaves nothing behind and costs a fraction of a second.

Small queries (`edukg.store.small`) and our own named ones are run at once in this process. The others wait in line for
one of a few worker processes (`edukg.store.worker`), each client in its turn (`edukg.store.line`) and not for long. A
worker that overruns its deadline is killed, one that dies or has grown is replaced, and all end with this process.
"""

from __future__ import annotations

import atexit
import json
import math
import threading
import time
from collections import deque
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Final

from edukg import media
from edukg.errors import EngineError, QueryBusyError, QueryCrashedError, QueryTimeoutError, StorageError
from edukg.store.base import EVERYTHING, OURS, Answer, Given, GraphChoice, Node, Terms
from edukg.store.binding import bind
from edukg.store.columns import in_order
from edukg.store.embedded import EmbeddedStore
from edukg.store.guard import Query, inspect
from edukg.store.line import Line, Place
from edukg.store.pooled import ANSWERS, QuickSolutions
from edukg.store.process import WorkerProcess
from edukg.store.shapes import Shapes
from edukg.store.small import MAX_ROWS, is_small
from edukg.store.watch import Watch
from edukg.store.worker import told_error

WORKERS: Final = 3
DEADLINE: Final = 30.0
QUEUE_PER_WORKER: Final = 24
"""How many queries may wait for each worker; those beyond are sent away at once. Most take some milliseconds."""
LONGEST_WAIT: Final = 5.0
"""Seconds a query waits in line, or half its deadline if that is less. Waiting counts towards the deadline."""
LONGEST_HERE: Final = 8_000_000
"""Bytes of an answer that this process makes itself; longer ones are left to the workers."""
MEMORY: Final = 2_000_000_000
"""Bytes a query may take beyond what the data take; held on Linux only."""
_PAUSES: Final = (0.1, 1.0, 5.0)
_LAST_PAUSE: Final = 30.0
"""Seconds between attempts to start a worker that does not come up."""


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
        functions: str = "",
    ) -> None:
        """Run small queries on `inner`, the others by workers (at least one) that open the same data from `source`.

        The source is a folder of a store on disk or a file of N-Quads. Workers are started without being waited for.
        `functions` names a module whose FUNCTIONS queries may call there; `inner` is given its own by the caller.
        `inner` stays the caller's, and is not closed with the pool.
        """
        self._inner = inner
        self._source = source.resolve()
        self._deadline = deadline
        self._memory = memory
        self._functions = functions
        self._shapes = Shapes()
        self._alone = threading.Lock()
        self._watch = Watch()
        self._wait = min(LONGEST_WAIT, deadline / 2)
        self._line = Line(places=QUEUE_PER_WORKER * max(1, workers), at_once=max(1, workers - 1))
        self._lock = threading.Lock()
        self._idle: deque[WorkerProcess] = deque()
        self._given: dict[Place, WorkerProcess] = {}  # not yet taken
        self._busy: dict[WorkerProcess, tuple[float, Place]] = {}  # with the time each will be free at the latest
        self._all: set[WorkerProcess] = set()
        self._closed = threading.Event()
        atexit.register(self.close)
        for _ in range(max(1, workers)):
            self._start()

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Given] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
        terms: Terms = OURS,
    ) -> Answer:
        """Run one query; see `edukg.store.base.Store.query`.

        What is not small runs when its answer is used. Then, besides the errors of any query, `QueryTimeoutError` is
        raised at the deadline, `QueryBusyError` when no worker becomes free in time, and `QueryCrashedError` when the
        worker dies.
        """
        if not bindings and not prefixes and graphs is EVERYTHING and (found := self._begun(text, terms)):
            return found
        checked = inspect(text, prefixes)
        if bindings:
            text = bind(checked, bindings)
            checked = inspect(text, prefixes)
        return self._inspected(checked, graphs, prefixes, terms)

    def _begun(self, text: str, terms: Terms) -> Answer | None:
        """The answer to a query that streams, begun at once; what turns out to be too long for that is run anew."""
        if 0 < terms.rows < MAX_ROWS or (prepared := self._shapes.prepare(text)) is None:
            return None
        template, rendered = prepared
        most = min(LONGEST_HERE, terms.size or LONGEST_HERE)
        cut = Terms(rows=0 if template.stops else MAX_ROWS, size=most)
        if template.form == "SELECT":
            return QuickSolutions(
                lambda: self._inner.run_rendered(rendered, terms=cut),
                lambda: self._inspected(inspect(text), EVERYTHING, None, terms, long=True),
                self._alone,
            )
        with suppress(SyntaxError):  # it has its place told by those who know the text
            return self._inner.run_rendered(rendered, terms=cut)
        return None

    def _inspected(
        self,
        checked: Query,
        graphs: GraphChoice,
        prefixes: Mapping[str, str] | None,
        terms: Terms,
        *,
        long: bool = False,
    ) -> Answer:
        small = not long and is_small(checked, self._inner, graphs)
        checked = in_order(checked)
        if small:
            return self._inner.run(checked, graphs=graphs, terms=terms)
        fetch = partial(self._run, checked, graphs, dict(prefixes or {}), terms)
        if checked.form in ANSWERS:
            return ANSWERS[checked.form](fetch)
        fetch(media.RESULTS_JSON.name)  # the parser says what is wrong with it
        raise EngineError("The store ran a query of an unknown form.", advice="Use SELECT, ASK, CONSTRUCT or DESCRIBE.")

    def select(self, text: str, *, bindings: Mapping[str, Given] | None = None) -> list[Mapping[str, Node]]:
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
        with self._lock:
            self._closed.set()
            workers = list(self._all)
            for place in self._line.waiting():
                place.turn.set()
        for worker in workers:
            worker.kill()
        with self._lock:
            idle = list(self._idle)
            self._idle.clear()
        for worker in idle:
            worker.let_go()
        self._watch.close()
        atexit.unregister(self.close)

    def processes(self) -> tuple[int, ...]:
        """The process ids of the workers there are."""
        with self._lock:
            return tuple(worker.pid for worker in self._all if worker.alive)

    def _run(
        self, query: Query, graphs: GraphChoice, prefixes: dict[str, str], terms: Terms, media_type: str
    ) -> tuple[bytes, str]:
        end = time.monotonic() + self._deadline
        asked = {
            "text": query.text,
            "rendered": query.render(most=terms.rows + 1 if terms.rows else 0),
            "own": query.has_dataset,
            "graphs": [graphs.default, graphs.named],
            "prefixes": prefixes,
            "media": media_type,
            "caps": [terms.rows, terms.size],
        }
        worker = self._take(end, terms.client)
        reply = None
        try:
            reply = worker.ask(json.dumps(asked).encode(), end)
        finally:
            if reply is not None and not reply[0]["spent"]:
                self._give_back(worker)
            else:
                self._start(instead_of=worker)
        if reply is not None:
            told, found = reply
            if "error" in told:
                raise told_error(told)
            return found, str(told.get("truncated", ""))
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

    def _take(self, end: float, client: str) -> WorkerProcess:
        """A worker that is alive, when it is the client's turn. Raises `QueryBusyError` when that is not in time."""
        give_up = time.monotonic() + self._wait
        with self._lock:
            if self._closed.is_set():
                raise _closed()
            place = self._line.join(client)
            if place is None:
                raise self._busy_error()
            self._hand_out()
        while True:
            place.turn.wait(max(0.0, give_up - time.monotonic()))
            with self._lock:
                worker = self._given.pop(place, None)
                if worker is None:
                    self._line.leave(place)
                    raise _closed() if self._closed.is_set() else self._busy_error()
                self._busy[worker] = (end, place)
            if worker.alive:
                return worker
            self._drop(worker)
            self._start()
            place.turn.clear()
            with self._lock:
                self._line.go_first(place)
                self._hand_out()

    def _hand_out(self) -> None:
        """Give idle workers to those whose turn it is. To be called under the lock."""
        while self._idle and (place := self._line.first()):
            self._line.begin(place)
            self._given[place] = self._idle.popleft()
            place.turn.set()

    def _busy_error(self) -> QueryBusyError:
        first = min((end for end, _ in self._busy.values()), default=0.0) - time.monotonic()
        return QueryBusyError(
            "Too many long queries are running just now, so this one was not begun.",
            retry_after=max(1, math.ceil(first)),
            advice="Try again a little later; small queries are answered meanwhile.",
        )

    def _is_free(self, worker: WorkerProcess) -> None:
        """Note that a worker runs nothing any more. To be called under the lock."""
        if found := self._busy.pop(worker, None):
            self._line.end(found[1])

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._is_free(worker)
            if self._closed.is_set():
                worker.let_go()
            else:
                self._idle.append(worker)
                self._hand_out()

    def _drop(self, worker: WorkerProcess) -> None:
        worker.kill()
        worker.let_go()
        with self._lock:
            self._is_free(worker)
            self._all.discard(worker)
            self._hand_out()

    def _start(self, instead_of: WorkerProcess | None = None) -> None:
        """Bring one more worker into the pool, as soon as it has opened the data.

        The one it comes for is seen off first, by another thread: the system takes a while to free much memory, and
        whoever asked need not wait for that.
        """
        threading.Thread(target=self._start_one, args=(instead_of,), name="edukg-pool", daemon=True).start()

    def _start_one(self, instead_of: WorkerProcess | None) -> None:
        if instead_of:
            self._drop(instead_of)
        for pause in chain(_PAUSES, repeat(_LAST_PAUSE)):
            with self._lock:
                if self._closed.is_set():
                    return
                worker = self._new()
            if worker and worker.wait_until_ready():
                self._give_back(worker)
                return
            if worker:
                self._drop(worker)
            self._closed.wait(pause)

    def _new(self) -> WorkerProcess | None:
        try:
            worker = WorkerProcess(self._source, self._memory, self._functions, self._watch)
        except OSError:  # no process or memory to be had just now
            return None
        self._all.add(worker)
        return worker


def _closed() -> StorageError:
    return StorageError("The store has been closed.", advice="Open the release again.")
