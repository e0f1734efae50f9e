"""Two releases hold their quads canonically and sorted, so what only one of them says is found by reading both once."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.namespaces import INFERRED_GRAPH

MOST: Final = 500_000
"""Quads told in terms and senses; of a greater difference only the numbers are complete."""
_INFERRED: Final = f" <{INFERRED_GRAPH}> .\n".encode()


@dataclass(frozen=True, slots=True)
class Differing:
    """What only one of two releases says. `asserted` pairs each quad with whether the new one says it."""

    asserted: tuple[tuple[ox.Quad, bool], ...]
    counts: dict[str, int]
    inferred: dict[str, int]


def differing(old: Path, new: Path) -> Differing:
    """Read two sorted files of N-Quads at once. Blank nodes have no name that lasts, so only their number is told."""
    counts, inferred = {"removed": 0, "added": 0}, {"removed": 0, "added": 0}
    told: list[tuple[bytes, bool]] = []
    for line, is_new in _merged(_lines(old), _lines(new)):
        side = "added" if is_new else "removed"
        if line.endswith(_INFERRED):
            inferred[side] += 1
            continue
        counts[side] += 1
        if b"_:" not in line and len(told) < MOST:
            told.append((line, is_new))
    quads = ox.parse(b"".join(line for line, _ in told), format=ox.RdfFormat.N_QUADS)
    return Differing(tuple((quad, is_new) for quad, (_, is_new) in zip(quads, told, strict=True)), counts, inferred)


def _lines(path: Path) -> Iterator[bytes]:
    with gzip.open(path, "rb") as file:
        yield from file


def _merged(old: Iterable[bytes], new: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The lines that only one of two sorted streams has, with whether that is the second."""
    olds, news = iter(old), iter(new)
    a, b = next(olds, None), next(news, None)
    while a is not None or b is not None:
        if a == b:
            a, b = next(olds, None), next(news, None)
        elif b is None or (a is not None and a < b):
            assert a is not None  # noqa: S101  # the loop runs while one is left
            yield a, False
            a = next(olds, None)
        else:
            yield b, True
            b = next(news, None)
