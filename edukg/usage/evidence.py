"""The evidence for each reading of a use, put in words when it is read.

Ranking needs numbers only. Which places of the text they came from and why is kept as numbers, too, and turned into
spans and reasons for whoever asks: a page shows all of it, a table of a corpus a little, a count none.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from edukg.model import Evidence, Texts
from edukg.usage.folding import Folded
from edukg.usage.reasons import Reasons
from edukg.usage.tokenised import Places

LISTED_FROM = 0.15
"""Evidence that weighs less than this is told together, as one piece."""

Floats = NDArray[np.float64]
Spot = tuple[int, int]
Told = tuple[int, int, str, Texts]
"""A place in the untouched text, what stands there, and the reason that it speaks."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """The signs of some uses, one in each row: number of the sign, place in the folded text, share of its weight."""

    names: Sequence[str]
    weights: Floats
    """The weight of each sign for each reading."""
    strengths: Floats
    """The largest weight of each sign, without its direction."""
    sign: Places
    start: Places
    end: Places
    share: Floats

    def summed(self, bounds: Sequence[int]) -> Any:
        """The sums of the weights between neighbouring bounds, for each reading."""
        sums = np.zeros((len(bounds), self.weights.shape[1]))
        given = self.weights[self.sign] * self.share[:, None]
        filled = np.flatnonzero(np.diff(bounds))
        if len(filled):
            sums[filled] = np.add.reduceat(given, np.array(bounds)[filled], axis=0)
        return sums[:-1]


@dataclass(frozen=True, slots=True)
class Scored:
    """What moved the scores of one use: rows of what was weighed, and more that came later."""

    weighed: Weighed
    begin: int
    end: int
    more: list[tuple[Spot, Floats, str]]
    """Place, weights, and the name of the sign."""

    def parts(self) -> tuple[list[Spot], Floats, list[str]]:
        """What stands at each place of the folded text: its weight for each reading, its strongest sign."""
        rows = slice(self.begin, self.end)
        weighed = self.weighed
        sign, share = weighed.sign[rows], weighed.share[rows]
        start = np.concatenate((weighed.start[rows], [spot[0] for spot, _, _ in self.more]))
        end = np.concatenate((weighed.end[rows], [spot[1] for spot, _, _ in self.more]))
        weights = np.concatenate((weighed.weights[sign] * share[:, None], [given for _, given, _ in self.more]))
        strengths = np.concatenate(
            (
                weighed.strengths[sign] * share,
                [0.0 if name == "bias" else float(np.abs(given).max()) for _, given, name in self.more],
            )
        )
        names = [*(weighed.names[number] for number in sign.tolist()), *(name for _, _, name in self.more)]
        order = np.lexsort((-strengths, end, start))
        start, end = start[order], end[order]
        changes = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
        first = np.concatenate(([0], np.flatnonzero(changes) + 1))
        spots = [*zip(start[first].tolist(), end[first].tolist(), strict=True)]
        return spots, np.add.reduceat(weights[order], first, axis=0), [names[row] for row in order[first].tolist()]

    def of(self, one: int, other: int) -> Iterator[tuple[Spot, float, float]]:
        """The weights that each sign gives two readings, by their numbers, with its place."""
        rows = slice(self.begin, self.end)
        weighed = self.weighed
        share = weighed.share[rows]
        columns = [(weighed.weights[weighed.sign[rows], reading] * share).tolist() for reading in (one, other)]
        yield from zip(
            zip(weighed.start[rows].tolist(), weighed.end[rows].tolist(), strict=True), *columns, strict=True
        )
        for spot, given, _ in self.more:
            yield spot, float(given[one]), float(given[other])


class Explanation:
    """The evidence of one use for all its readings, worked out when it is first asked for."""

    def __init__(self, scored: Scored, own: Spot, folded: Folded, text: str, reasons: Reasons) -> None:
        """`own` is where the use itself stands in the folded text; what is small or of no place is told there."""
        self._scored = scored
        self._own = own
        self._folded = folded
        self._text = text
        self._reasons = reasons

    @cached_property
    def _parts(self) -> tuple[Floats, list[Told]]:
        """The weights of what stands at each place, and the place in the untouched text with the reason."""
        spots, weights, signs = self._scored.parts()
        told = [(*self._place(spot), self._reasons.of(sign)) for spot, sign in zip(spots, signs, strict=True)]
        return weights, told

    def _place(self, spot: Spot) -> tuple[int, int, str]:
        start, end = self._folded.span(*spot)
        return start, end, self._text[start:end]

    def lead(self, best: int, following: int) -> float:
        """By how much one reading is ahead of another, by their numbers, in what stands outside the term itself."""
        sums: dict[Spot, tuple[float, float]] = {}
        for spot, one, other in self._scored.of(best, following):
            before = sums.get(spot, (0.0, 0.0))
            sums[spot] = before[0] + one, before[1] + other
        sums.pop(self._own, None)
        return math.fsum(_listed(one) - _listed(other) for one, other in sums.values())

    def of(self, reading: int) -> list[tuple[float, Told]]:
        """What speaks for and against a reading, the weightiest first: the weight, and what is told of it."""
        weights, told = self._parts
        column: list[float] = weights[:, reading].tolist()
        found = [pair for pair in zip(column, told, strict=True) if not -LISTED_FROM < pair[0] < LISTED_FROM]
        small = math.fsum(weight for weight in column if -LISTED_FROM < weight < LISTED_FROM)
        if small:
            found.append((small, (*self._place(self._own), self._reasons.of("small"))))
        found.sort(key=_by_weight)
        return found


def _listed(weight: float) -> float:
    return 0.0 if -LISTED_FROM < weight < LISTED_FROM else weight


def _by_weight(found: tuple[float, Told]) -> float:
    return -abs(found[0])


class EvidenceOf(Sequence[Evidence]):
    """The evidence for one reading of a use, as a sequence; each piece is put in words when it is looked at."""

    __slots__ = ("_found", "_reading", "_source")

    def __init__(self, explanation: Explanation, reading: int) -> None:
        self._source = explanation
        self._reading = reading
        self._found: list[tuple[float, Told]] | None = None

    @property
    def _all(self) -> list[tuple[float, Told]]:
        found = self._found
        if found is None:
            found = self._found = self._source.of(self._reading)
        return found

    @overload
    def __getitem__(self, index: int) -> Evidence: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Evidence, ...]: ...

    def __getitem__(self, index: int | slice) -> Evidence | tuple[Evidence, ...]:
        return tuple(self)[index]

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Evidence]:
        for weight, (start, end, text, because) in self._all:
            yield Evidence(start, end, text, weight, because)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[Evidence, ...]]]:
        return tuple, (tuple(self),)
