"""Lets a number of queries run at once and the others wait, each client in its turn (`edukg.store.line`).

For a store on another machine: it runs what it is given, and whoever gives it has to see that it is not too much.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from edukg.errors import QueryBusyError
from edukg.store.line import Line, Place

PLACES: Final = 24
"""How many queries may wait for each that may run."""
LONGEST_WAIT: Final = 5.0
"""Seconds a query waits in line."""


class Turns:
    """Safe to share between threads."""

    def __init__(self, at_once: int, *, wait: float = LONGEST_WAIT) -> None:
        """So many queries run at once, and one client has all but one of them at most; waiting ends after `wait`."""
        self._free = at_once
        self._wait = wait
        self._line = Line(places=PLACES * at_once, at_once=max(1, at_once - 1))
        self._given: set[Place] = set()
        self._lock = threading.Lock()

    @contextmanager
    def taken(self, client: str) -> Iterator[None]:
        """As long as a query of a client runs. Raises `QueryBusyError` when its turn does not come in time."""
        place = self._join(client)
        try:
            yield
        finally:
            with self._lock:
                self._line.end(place)
                self._free += 1
                self._hand_out()

    def _join(self, client: str) -> Place:
        give_up = time.monotonic() + self._wait
        with self._lock:
            place = self._line.join(client)
            if place is None:
                raise _busy()
            self._hand_out()
        place.turn.wait(max(0.0, give_up - time.monotonic()))
        with self._lock:
            if place in self._given:
                self._given.discard(place)
                return place
            self._line.leave(place)
        raise _busy()

    def _hand_out(self) -> None:
        """Let those begin whose turn it is. To be called under the lock."""
        while self._free and (place := self._line.first()):
            self._line.begin(place)
            self._free -= 1
            self._given.add(place)
            place.turn.set()


def _busy() -> QueryBusyError:
    return QueryBusyError(
        "Too many queries are running at the store just now, so this one was not begun.",
        retry_after=2,
        advice="Try again a little later.",
    )
