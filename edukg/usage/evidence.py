"""The evidence for each reading of a use, put in words when it is read.

Ranking needs numbers only. Which places of the text they came from and why is kept as numbers, too, and turned into
spans and reasons for whoever asks: a page shows all of it, a table of a corpus a little, a count none. Who reads the
evidence of one use mostly reads that of the next one as well, so it is worked out for some hundred uses at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from itertools import repeat
from typing import Any, Final, NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from edukg.model import Evidence
from edukg.usage.folding import Folded
from edukg.usage.reasons import Reasons
from edukg.usage.tokenised import Places

LISTED_FROM = 0.15
"""Evidence that weighs less than this is told together, as one piece."""
LATER: Final = ("bias", "company", "antecedent", "small")
"""What moves a use beside the signs of its context, and what is small, by the name of its reason."""

_TOLD: Final = 16
_MADE: Final = 128
"""Batches of which, and readings of batches for which, evidence is kept: more than lie beside each other in a text."""

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
    bounds: Places
    """Where the rows of each use begin, and at last where those of the last one end."""

    def summed(self) -> Any:
        """The sums of the weights of each use, for each reading."""
        sums = np.zeros((len(self.bounds) - 1, self.weights.shape[1]))
        given = self.weights[self.sign] * self.share[:, None]
        filled = np.flatnonzero(np.diff(self.bounds))
        if len(filled):
            sums[filled] = np.add.reduceat(given, self.bounds[filled], axis=0)
        return sums


class Parts(NamedTuple):
    """What stands at some places of a folded text, use by use.

    For each place where it is, its weight for each reading, and the number of its strongest sign; those beyond the
    names of the signs are of `LATER`. `bounds` is where the places of each use begin, and at last where they end.
    """

    start: Places
    end: Places
    weights: Floats
    sign: Places
    bounds: Places


class Batch:
    """What moved the scores of some uses of one family: what was weighed, and more that came later.

    `parts` is worked out when it is first asked for; nothing may come after that.
    """

    def __init__(self, weighed: Weighed, own: Sequence[Spot], bias: Floats) -> None:
        """`own` is where the uses themselves stand in the folded text, `bias` how common each reading is."""
        self.weighed = weighed
        self.own = own
        self._bias = bias
        self._more: list[tuple[int, Spot, Floats, str]] = []

    def add(self, use: int, spot: Spot, weights: Floats, name: str) -> None:
        """Note weights that something at a place gives the readings of a use; `name` is one of `LATER`."""
        self._more.append((use, spot, weights, name))

    @cached_property
    def parts(self) -> Parts:
        """What stands at each place of the folded text."""
        weighed, uses = self.weighed, len(self.own)
        more = [*((i, spot, self._bias, "bias") for i, spot in enumerate(self.own)), *self._more]
        added = np.array([given for _, _, given, _ in more])
        called = np.array([LATER.index(name) for *_, name in more])
        places = np.array([(use, *spot) for use, spot, _, _ in more], np.int64)
        use = np.concatenate((np.repeat(np.arange(uses), np.diff(weighed.bounds)), places[:, 0]))
        start = np.concatenate((weighed.start, places[:, 1]))
        end = np.concatenate((weighed.end, places[:, 2]))
        weights = np.concatenate((weighed.weights[weighed.sign] * weighed.share[:, None], added))
        sign = np.concatenate((weighed.sign, len(weighed.names) + called))
        strengths = np.concatenate(
            (weighed.strengths[weighed.sign] * weighed.share, np.where(called, np.abs(added).max(axis=1), 0.0))
        )
        length = end - start
        place = (use * (start.max() + 1) + start) * (length.max() + 1) + length
        order = np.lexsort((-strengths, place))
        use, start, end, place = use[order], start[order], end[order], place[order]
        first = np.concatenate(([0], np.flatnonzero(place[1:] != place[:-1]) + 1))
        return Parts(
            start[first],
            end[first],
            np.add.reduceat(weights[order], first, axis=0),
            sign[order[first]],
            np.searchsorted(use[first], np.arange(uses + 1)),
        )

    def lead(self, use: int, best: int, following: int) -> float:
        """By how much one reading of a use is ahead of another in what stands outside the term itself."""
        found = self.parts
        rows = slice(found.bounds[use], found.bounds[use + 1])
        weights = found.weights[rows, [best, following]]
        weights[np.abs(weights) < LISTED_FROM] = 0.0
        own = self.own[use]
        elsewhere = (found.start[rows] != own[0]) | (found.end[rows] != own[1])
        return float((weights[:, 0] - weights[:, 1])[elsewhere].sum())


class _Told(NamedTuple):
    """What is told of some uses, one place in each row, and after these what is small of each use, at the use itself.

    `weights` has a column for each reading; what is below `LISTED_FROM` there is not listed, but for the last rows.
    """

    use: Places
    start: Places
    end: Places
    text: NDArray[np.object_]
    because: NDArray[np.object_]
    weights: Floats
    listed: NDArray[np.bool_]
    counts: list[list[int]]


class Explanation:
    """The evidence of the uses of a text for all their readings, worked out for a batch when it is first asked for.

    What was worked out is kept for a while, enough for whoever goes through a text; all of a long one would be large.
    """

    def __init__(self, folded: Folded, text: str, reasons: Reasons) -> None:
        self._told = lru_cache(_TOLD)(partial(_told, folded, text, reasons))
        self._made = lru_cache(_MADE)(partial(_made, self._told))

    def of(self, batch: Batch, use: int, reading: int) -> list[Evidence]:
        """What speaks for and against a reading of a use, the weightiest first."""
        found, bounds = self._made(batch, reading)
        return found[bounds[use] : bounds[use + 1]]

    def count(self, batch: Batch, use: int, reading: int) -> int:
        """How much speaks for and against a reading of a use."""
        return self._told(batch).counts[use][reading]


def _told(folded: Folded, text: str, reasons: Reasons, batch: Batch) -> _Told:
    """What is told of all readings; only places that are listed for one of them are looked up in the text."""
    found, uses = batch.parts, len(batch.own)
    strong = np.abs(found.weights) >= LISTED_FROM
    small = np.add.reduceat(np.where(strong, 0.0, found.weights), found.bounds[:-1], axis=0)
    rows = np.flatnonzero(strong.any(axis=1))
    own = np.array(batch.own, np.int64)
    start, end = folded.spans(
        np.concatenate((found.start[rows], own[:, 0])), np.concatenate((found.end[rows], own[:, 1]))
    )
    names = batch.weighed.names
    sign = np.concatenate((found.sign[rows], np.full(uses, len(names) + LATER.index("small"))))
    distinct, which = np.unique(sign, return_inverse=True)
    called = [names[n] if n < len(names) else LATER[n - len(names)] for n in distinct.tolist()]
    counts = np.add.reduceat(strong, found.bounds[:-1], axis=0, dtype=np.int64) + (small != 0.0)
    return _Told(
        use=np.concatenate((np.repeat(np.arange(uses), np.diff(found.bounds))[rows], np.arange(uses))),
        start=start,
        end=end,
        text=_objects([text[a:b] for a, b in zip(start.tolist(), end.tolist(), strict=True)]),
        because=_objects([*map(reasons.of, called)])[which],
        weights=np.concatenate((found.weights[rows], small)),
        listed=np.concatenate((strong[rows], small != 0.0)),
        counts=counts.tolist(),
    )


def _made(told_of: Callable[[Batch], _Told], batch: Batch, reading: int) -> tuple[list[Evidence], list[int]]:
    """What speaks for and against a reading of all uses, one use after the other, and where each begins."""
    told = told_of(batch)
    rows = np.flatnonzero(told.listed[:, reading])
    weights = told.weights[rows, reading]
    order = np.lexsort((-np.abs(weights), told.use[rows]))
    rows = rows[order]
    columns = (told.start[rows], told.end[rows], told.text[rows], weights[order], told.because[rows])
    cells = zip(*(column.tolist() for column in columns), strict=True)
    found: list[Evidence] = [*map(tuple.__new__, repeat(Evidence), cells)]  # as Evidence._make, thrice as fast
    return found, np.searchsorted(told.use[rows], np.arange(len(told.counts) + 1)).tolist()


def _objects(found: Sequence[object]) -> NDArray[np.object_]:
    """Objects as an array, which `np.array` would take apart where they are sequences."""
    made = np.empty(len(found), np.object_)
    made[:] = found
    return made


class EvidenceOf(Sequence[Evidence]):
    """The evidence for one reading of a use, as a sequence; it is put in words when it is first looked at."""

    __slots__ = ("_batch", "_reading", "_source", "_use")

    def __init__(self, explanation: Explanation, batch: Batch, use: int, reading: int) -> None:
        self._source = explanation
        self._batch = batch
        self._use = use
        self._reading = reading

    @overload
    def __getitem__(self, index: int) -> Evidence: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Evidence, ...]: ...

    def __getitem__(self, index: int | slice) -> Evidence | tuple[Evidence, ...]:
        return tuple(self)[index]

    def __len__(self) -> int:
        return self._source.count(self._batch, self._use, self._reading)

    def __iter__(self) -> Iterator[Evidence]:
        return iter(self._source.of(self._batch, self._use, self._reading))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type, tuple[tuple[Evidence, ...]]]:
        return tuple, (tuple(self),)
