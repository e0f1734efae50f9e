"""Which reading was used when: one line for each reading, a dot for each year with uses, as large as they are many.

Places along the time are percentages of the width, so that the writing keeps its size on every screen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from edukg.model import TermUse
    from edukg.web.contexts import Reading

LEFT, RIGHT = 16.0, 96.0
"""Where the first and the last year stand, in percent of the width."""
ROW: Final = 40
TOP: Final = 14
FOOT: Final = 34
_STEPS: Final = (1, 2, 5, 10, 20, 25, 50, 100)
_MOST_TICKS: Final = 6


@dataclass(frozen=True, slots=True)
class Dot:
    """The uses of one year: place in percent, radius in pixels."""

    x: float
    year: str
    number: int
    radius: float


@dataclass(frozen=True, slots=True)
class Track:
    """One reading through time. `y` is the height of its line, `undated` counts the uses that no year is known of."""

    reading: Reading
    y: int
    dots: tuple[Dot, ...]
    undated: int

    @property
    def first(self) -> str:
        """The year of the first use."""
        return self.dots[0].year if self.dots else ""

    @property
    def last(self) -> str:
        """The year of the last use."""
        return self.dots[-1].year if self.dots else ""

    @property
    def number(self) -> int:
        """How many uses there are, with the undated ones."""
        return sum(dot.number for dot in self.dots) + self.undated


@dataclass(frozen=True, slots=True)
class Tick:
    """A year on the axis."""

    x: float
    year: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The picture: its height in pixels, the tracks from top to bottom, the axis."""

    height: int
    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]


def _ticks(first: int, last: int) -> range:
    """Round years within a span, no more than fit beside one another on a phone."""
    for step in _STEPS:
        begin = -(-first // step) * step
        if (last - begin) // step < _MOST_TICKS:
            return range(begin, last + 1, step)
    return range(first, last + 1, max(1, (last - first) // _MOST_TICKS))


def timeline(uses: Sequence[TermUse], readings: Sequence[Reading]) -> Timeline | None:
    """The picture for some readings, or None when fewer than two uses are dated: then it would tell nothing."""
    by_reading = {
        reading.concept.iri: Counter(u.attestation.year[:4] for u in uses if reading.concept.iri in u.concepts)
        for reading in readings
    }
    years = [int(year) for counted in by_reading.values() for year in counted if year.isdigit()]
    dated = sum(n for counted in by_reading.values() for year, n in counted.items() if year.isdigit())
    if dated < 2:
        return None
    first, last = min(years), max(years)
    if first == last:
        first, last = first - 1, last + 1

    def place(year: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (year - first) / (last - first), 2)

    tracks = []
    for row, reading in enumerate(readings):
        counted = by_reading[reading.concept.iri]
        dots = tuple(
            Dot(place(int(year)), year, counted[year], round(min(15.0, 6 + 3 * (counted[year] - 1) ** 0.5), 1))
            for year in sorted(year for year in counted if year.isdigit())
        )
        undated = sum(n for year, n in counted.items() if not year.isdigit())
        tracks.append(Track(reading, TOP + ROW * row + ROW // 2, dots, undated))
    height = TOP + ROW * len(tracks) + FOOT
    return Timeline(height, tuple(tracks), tuple(Tick(place(year), year) for year in _ticks(first, last)))


__all__ = ["Dot", "Tick", "Timeline", "Track", "timeline"]
