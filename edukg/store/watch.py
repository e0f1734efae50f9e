"""One thread that acts when time is up, for all that wait: one for each query costs more than most queries do."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable


class Watch:
    """Calls back what is not over in time. Safe to share between threads."""

    def __init__(self) -> None:
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._changed = threading.Condition()
        self._wakes = math.inf
        self._thread: threading.Thread | None = None
        self._closed = False

    def begin(self, end: float, act: Callable[[], None]) -> object:
        """Call `act` at the time `end` of the monotonic clock, unless it is over by then; returns what `over` takes."""
        ticket = object()
        with self._changed:
            self._due[ticket] = (end, act)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="edukg-watch", daemon=True)
                self._thread.start()
            if end < self._wakes:  # as a rule it sleeps until an earlier one is due, and need not be woken
                self._changed.notify()
        return ticket

    def over(self, ticket: object) -> None:
        """It is over: nothing is called, unless that has begun already."""
        with self._changed:
            self._due.pop(ticket, None)

    def close(self) -> None:
        """End the thread; nothing is called any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                if self._closed:
                    return
                now = time.monotonic()
                late = [ticket for ticket, (end, _) in self._due.items() if end <= now]
                acts = [self._due.pop(ticket)[1] for ticket in late]
                if not acts:
                    self._wakes = min((end for end, _ in self._due.values()), default=math.inf)
                    self._changed.wait(None if self._wakes == math.inf else self._wakes - now)
            for act in acts:
                act()
