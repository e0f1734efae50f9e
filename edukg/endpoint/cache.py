"""Answers kept for those who ask the same again, bounded by the bytes they take; the longest unused goes first."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Final

from edukg.endpoint.messages import Response

_AROUND = 1000
"""Bytes that an answer takes besides its body and its query."""


_SEEN: Final = 20_000
"""Requests that are remembered without their answers; then this begins anew."""


class Cache:
    """Safe to share between threads. An answer that would fill more than an eighth by itself is not kept."""

    def __init__(self, most: int) -> None:
        """Keep at most so many bytes; 0 keeps nothing."""
        self._most = most
        self._held = 0
        self._kept: OrderedDict[Hashable, tuple[Response, int]] = OrderedDict()
        self._seen: set[int] = set()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Response | None:
        """The answer kept under a key."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def asked_before(self, key: Hashable) -> bool:
        """Whether this was said of the key before, as far as that is remembered.

        For answers that are made as fast as they are kept: most are asked for once, and memory that is filled with
        them is cold each time, which costs a fifth of such an answer.
        """
        told = hash(key)
        if told in self._seen:
            return True
        if len(self._seen) >= _SEEN:
            self._seen.clear()
        self._seen.add(told)
        return False

    def put(self, key: Hashable, response: Response, query: str) -> None:
        """Keep an answer, and let others go if need be."""
        size = len(response.body) + 4 * len(query) + _AROUND
        if size > self._most // 8:
            return
        with self._lock:
            if key in self._kept:
                return
            self._kept[key] = (response, size)
            self._held += size
            while self._held > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._held -= gone
