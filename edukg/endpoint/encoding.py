"""Content codings: an answer is sent as zstd or gzip to those who take it (RFC 9110, section 12.5.3; RFC 8878)."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

import zstandard

SMALLEST: Final = 1000
"""Bytes from which coding pays."""


def _zstd(body: bytes) -> bytes:
    return zstandard.ZstdCompressor(level=3).compress(body)


def _gzip(body: bytes) -> bytes:
    return gzip.compress(body, compresslevel=4, mtime=0)


_CODERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {"zstd": _zstd, "gzip": _gzip}
"""The best first: of equal weight, the first is taken."""


@lru_cache(maxsize=1000)
def choose(accepted: str | None) -> str:
    """The coding to use for an Accept-Encoding, empty for none.

    >>> choose("gzip, deflate, zstd;q=0.9")
    'gzip'
    """
    if not accepted:
        return ""
    weights: dict[str, float] = {}
    for element in accepted.lower().split(","):
        name, _, parameter = element.partition(";")
        key, _, value = parameter.replace(" ", "").partition("=")
        try:
            weights[name.strip()] = float(value) if key == "q" else 1.0
        except ValueError:
            continue
    if "x-gzip" in weights:
        weights.setdefault("gzip", weights["x-gzip"])
    rest = weights.get("*", 0.0)
    best = max(_CODERS, key=lambda name: weights.get(name, rest))
    weight = weights.get(best, rest)
    return best if weight > 0 and weight >= weights.get("identity", 0.0) else ""


def encode(body: bytes, coding: str) -> bytes:
    """The body in one of the codings that `choose` gives."""
    return _CODERS[coding](body)
