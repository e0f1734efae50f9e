"""The evidence for each reading of a use, put in words when it is read.

Ranking needs numbers only. Which places of the text they came from and why is kept as numbers, too, and turned into
spans and reasons for whoever asks: a page shows all of it, a table of a corpus a little, a count none.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from edukg.model import Evidence
from edukg.usage.folding import Folded
from edukg.usage.reasons import Reasons
from edukg.usage.tokenised import Places

LISTED_FROM = 0.15
"""Evidence that weighs less than this is told together, as one piece."""

Floats = NDArray[np.float64]
Spot = tuple[int, int]


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


class Parts(NamedTuple):
    """What stands at some places of a folded text: where, its weight for each reading, the number of its sign."""

    start: Places
    end: Places
    weights: Floats
    sign: Places


class Told(NamedTuple):
    """What is told of one use: for each listed place where it is in the untouched text, what stands there, the reason.

    `weights` has a row for each place and a column for each reading. For each reading `order` has the numbers of the
    places, the weightiest first, `listed` says how many of them are listed, and `small` what the others weigh together.
    """

    start: Places
    end: Places
    text: NDArray[np.object_]
    because: NDArray[np.object_]
    weights: Floats
    order: Places
    listed: list[int]
    small: list[float]


@dataclass(frozen=True, slots=True)
class Scored:
    """What moved the scores of one use: rows of what was weighed, and more that came later."""

    weighed: Weighed
    begin: int
    end: int
    more: list[tuple[Spot, Floats, str]]
    """Place, weights, and the name of the sign."""

    def parts(self) -> Parts:
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
        order = np.lexsort((-strengths, end, start))
        start, end = start[order], end[order]
        changes = (start[1:] != start[:-1]) | (end[1:] != end[:-1])
        first = np.concatenate(([0], np.flatnonzero(changes) + 1))
        numbers = np.concatenate((sign, len(weighed.names) + np.arange(len(self.more))))[order[first]]
        return Parts(start[first], end[first], np.add.reduceat(weights[order], first, axis=0), numbers)

    def name(self, number: int) -> str:
        """The name of a sign by its number in `parts`."""
        names = self.weighed.names
        return names[number] if number < len(names) else self.more[number - len(names)][2]


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
    def _parts(self) -> Parts:
        return self._scored.parts()

    @cached_property
    def _told(self) -> Told:
        """What is told of all readings; only places that are listed for one of them are looked up in the text."""
        found = self._parts
        strong = np.abs(found.weights) >= LISTED_FROM
        small = np.where(strong, 0.0, found.weights).sum(axis=0)
        rows = np.flatnonzero(strong.any(axis=1))
        spans = [
            self._folded.span(*spot) for spot in zip(found.start[rows].tolist(), found.end[rows].tolist(), strict=True)
        ]
        weights = found.weights[rows]
        place = np.array(spans, np.int64).reshape(-1, 2)
        return Told(
            start=place[:, 0],
            end=place[:, 1],
            text=_objects([self._text[start:end] for start, end in spans]),
            because=_objects([self._reasons.of(self._scored.name(n)) for n in found.sign[rows].tolist()]),
            weights=weights,
            order=np.argsort(-np.abs(weights), axis=0, kind="stable"),
            listed=strong.sum(axis=0).tolist(),
            small=small.tolist(),
        )

    def lead(self, best: int, following: int) -> float:
        """By how much one reading is ahead of another, by their numbers, in what stands outside the term itself."""
        found = self._parts
        weights = found.weights[:, [best, following]]
        weights[np.abs(weights) < LISTED_FROM] = 0.0
        elsewhere = (found.start != self._own[0]) | (found.end != self._own[1])
        return float((weights[:, 0] - weights[:, 1])[elsewhere].sum())

    def of(self, reading: int) -> list[Evidence]:
        """What speaks for and against a reading, the weightiest first."""
        told = self._told
        rows = told.order[: told.listed[reading], reading]
        columns = (told.start, told.end, told.text, told.weights[:, reading], told.because)
        cells = zip(*(column[rows].tolist() for column in columns), strict=True)
        found: list[Evidence] = [*map(tuple.__new__, repeat(Evidence), cells)]  # as Evidence._make, thrice as fast
        small = told.small[reading]
        if small:
            start, end = self._folded.span(*self._own)
            made = Evidence(start, end, self._text[start:end], small, self._reasons.of("small"))
            insort(found, made, key=_by_weight)
        return found

    def count(self, reading: int) -> int:
        """How much speaks for and against a reading."""
        return self._told.listed[reading] + bool(self._told.small[reading])


def _by_weight(found: Evidence) -> float:
    return -abs(found.weight)


def _objects(found: Sequence[object]) -> NDArray[np.object_]:
    """Objects as an array, which `np.array` would take apart where they are sequences."""
    made = np.empty(len(found), np.object_)
    made[:] = found
    return made


class EvidenceOf(Sequence[Evidence]):
    """The evidence for one reading of a use, as a sequence; it is put in words each time it is looked at."""

    __slots__ = ("_reading", "_source")

    def __init__(self, explanation: Explanation, reading: int) -> None:
        self._source = explanation
        self._reading = reading

    @overload
    def __getitem__(self, index: int) -> Evidence: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Evidence, ...]: ...

    def __getitem__(self, index: int | slice) -> Evidence | tuple[Evidence, ...]:
        return tuple(self)[index]

    def __len__(self) -> int:
        return self._source.count(self._reading)

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self._source.of(self._reading))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[Evidence, ...]]]:
        return tuple, (tuple(self),)
