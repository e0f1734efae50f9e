"""Who is next: a line in which no client can take the place of the others, however much it asks.

The next is, among the clients that wait, the one with the fewest queries under way, then the one that came first. When
the line is full, a newcomer takes the last place of the client that has the most of them, unless that is itself. No
client has all workers at once, as long as there are two; that does not hold for those without a name, our own queries.
"""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True, eq=False)
class Place:
    """A query of a client that waits or is under way. `turn` is set when its waiting ends, in one way or another."""

    client: str
    turn: threading.Event = field(default_factory=threading.Event)


class Line:
    """Not safe between threads by itself: whoever uses it holds a lock."""

    def __init__(self, *, places: int, at_once: int) -> None:
        """At most `places` queries wait, and at most `at_once` of one client are under way."""
        self._places = places
        self._at_once = at_once
        self._waiting: list[Place] = []
        self._under_way: Counter[str] = Counter()

    def join(self, client: str) -> Place | None:
        """A place at the end, or None when the line is full of others with no more places than this client."""
        place = Place(client)
        if len(self._waiting) >= self._places:
            has = Counter(other.client for other in self._waiting)
            greedy, most = has.most_common(1)[0]
            if most <= has[client] + 1:
                return None
            last = next(other for other in reversed(self._waiting) if other.client == greedy)
            self._waiting.remove(last)
            last.turn.set()
        self._waiting.append(place)
        return place

    def first(self) -> Place | None:
        """Whose turn it is, if anybody's."""
        may = [p for p in self._waiting if not p.client or self._under_way[p.client] < self._at_once]
        return min(may, key=lambda place: self._under_way[place.client], default=None)

    def begin(self, place: Place) -> None:
        """It waits no more: its query is under way."""
        self._waiting.remove(place)
        self._under_way[place.client] += 1

    def go_first(self, place: Place) -> None:
        """It waits again, before all others."""
        self._waiting.insert(0, place)

    def waiting(self) -> tuple[Place, ...]:
        """All that wait, in the order they came."""
        return tuple(self._waiting)

    def leave(self, place: Place) -> None:
        """It gives up waiting."""
        if place in self._waiting:
            self._waiting.remove(place)

    def end(self, place: Place) -> None:
        """Its query is not under way any more."""
        self._under_way[place.client] -= 1
        if not self._under_way[place.client]:
            del self._under_way[place.client]
