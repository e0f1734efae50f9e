"""What stands near to some readings: as lists with the terms for it, and as a picture.

The picture has the readings on the left, their neighbours on the right under the kind of relation, and a line for each
relation. It is drawn twice, for a phone and for a wide window, so that the writing has the size of the page on both.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

from edukg.model import Named, Text

if TYPE_CHECKING:
    from collections.abc import Callable

    from edukg.model import Concept, TermLink
    from edukg.web.contexts import Reading

RELATIONS: Final = ("broader", "narrower", "related", "confused_with")
MOST_DRAWN: Final = 5
"""Neighbours of one kind that the picture has room for; the list has all."""

_LINE: Final = 18
_PADDING: Final = 8
_GAP: Final = 12
_HEADING: Final = 26


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A concept near to some of the readings, with the terms for it that say more than its name does."""

    named: Named
    readings: tuple[Reading, ...]
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class Kin:
    """The neighbours of one kind; `relation` is one of `RELATIONS`."""

    relation: str
    words: str
    neighbours: tuple[Neighbour, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A box of the picture: where it stands, what is written in it line by line, where it leads to.

    `number` and `tone` are those of a reading, 0 for a neighbour.
    """

    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]
    text: Text
    iri: str
    number: int = 0
    tone: int = 0

    @property
    def middle(self) -> int:
        """The height at which lines meet the box."""
        return self.y + self.height // 2


@dataclass(frozen=True, slots=True)
class Line:
    """A relation between a reading and a neighbour, as the path of an SVG element."""

    path: str
    tone: int
    relation: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a kind of relation; a long one ends at the edge of the picture instead of beginning at the boxes."""

    x: int
    y: int
    words: str
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture for one width of the window."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """What stands near, as lists and as two pictures of the same."""

    kin: tuple[Kin, ...]
    narrow: Picture
    wide: Picture


def _words(relation: str) -> str:
    words: dict[str, str] = {
        "broader": _("Wider"),
        "narrower": _("Narrower"),
        "related": _("Related"),
        "confused_with": _("Not to be confused with"),
    }
    return words[relation]


def _near(concept: Concept, relation: str) -> tuple[Named, ...]:
    found: dict[str, tuple[Named, ...]] = {
        "broader": concept.broader,
        "narrower": concept.narrower,
        "related": concept.related,
        "confused_with": concept.confused_with,
    }
    return found[relation]


def _kin(readings: Sequence[Reading], language: str, entries_of: Callable[[str], Sequence[TermLink]]) -> Iterator[Kin]:
    shown = {reading.concept.iri for reading in readings}
    for relation in RELATIONS:
        found: dict[str, tuple[Named, list[Reading]]] = {}
        for reading in readings:
            for named in _near(reading.concept, relation):
                if named.iri not in shown:
                    found.setdefault(named.iri, (named, []))[1].append(reading)
        neighbours = [
            Neighbour(named, tuple(near), tuple(_other_words(named, entries_of(named.iri), language)))
            for named, near in found.values()
        ]
        neighbours.sort(key=lambda n: (sum(r.number for r in n.readings) / len(n.readings), n.named.iri))
        if neighbours:
            yield Kin(relation, _words(relation), tuple(neighbours))


def _other_words(named: Named, entries: Sequence[TermLink], language: str) -> Iterator[TermLink]:
    """The terms of a language for a concept, but for the one that its name consists of."""
    name = named.label(language).casefold()
    return (entry for entry in entries if entry.language == language and entry.written.casefold() != name)


@dataclass(frozen=True, slots=True)
class _Room:
    """How wide a picture, its left and its right boxes are, and a letter in it (on the safe side for Cyrillic)."""

    width: int
    left: int
    right: int
    letter: float


NARROW: Final = _Room(366, 164, 160, 8.1)
WIDE: Final = _Room(780, 270, 330, 8.3)


def _box(named: Named, language: str, x: int, room: _Room, reading: Reading | None = None) -> Box:
    text = named.labels.best(language) or Text(named.label(language))
    width = room.left if reading else room.right
    free = width - 2 * _PADDING - (24 if reading else 0)
    lines = textwrap.wrap(text.value, int(free / room.letter))
    number, tone = (reading.number, reading.tone) if reading else (0, 0)
    return Box(x, 0, width, 2 * _PADDING + _LINE * len(lines), tuple(lines), text, named.iri, number, tone)


def _stacked(boxes: Sequence[Box], top: int, height: int) -> list[Box]:
    """Boxes one below the other, spread over a height."""
    free = height - sum(box.height for box in boxes)
    gap = max(_GAP, min(64, free // max(1, len(boxes))))
    y = top + max(0, (free - gap * (len(boxes) - 1)) // 2)
    placed = []
    for box in boxes:
        placed.append(_at(box, y))
        y += box.height + gap
    return placed


def _at(box: Box, y: int) -> Box:
    return Box(box.x, y, box.width, box.height, box.lines, box.text, box.iri, box.number, box.tone)


def _picture(readings: Sequence[Reading], kin: Sequence[Kin], language: str, room: _Room) -> Picture:
    x, left = room.width - room.right, room.left
    headings, boxes = [], []
    placed: list[tuple[Box, Neighbour, str]] = []
    y = 4
    for one in kin:
        fits = len(one.words) * room.letter < room.right
        headings.append(Heading(x, y + 14, one.words) if fits else Heading(room.width, y + 14, one.words, "end"))
        y += _HEADING
        for neighbour in one.neighbours[:MOST_DRAWN]:
            box = _at(_box(neighbour.named, language, x, room), y)
            placed.append((box, neighbour, one.relation))
            y += box.height + _GAP
        if len(one.neighbours) > MOST_DRAWN:
            headings.append(Heading(x, y + 8, "…"))
            y += 16
        y += 6
    own = [_box(Named(r.concept.iri, r.concept.labels), language, 0, room, r) for r in readings]
    lowest = max(y, sum(box.height + _GAP for box in own))
    starts = _stacked(own, 4, lowest - 8)
    at = {box.iri: box for box in starts}
    bend = (x - left) // 2
    lines = [
        Line(
            f"M{left} {at[r.concept.iri].middle}c{bend} 0 {x - left - bend} "
            f"{box.middle - at[r.concept.iri].middle} {x - left} {box.middle - at[r.concept.iri].middle}",
            r.tone,
            relation,
        )
        for box, neighbour, relation in placed
        for r in neighbour.readings
    ]
    boxes = [*starts, *(box for box, _neighbour, _relation in placed)]
    height = max(box.y + box.height for box in boxes) + 4
    return Picture(room.width, height, tuple(boxes), tuple(lines), tuple(headings))


def neighbourhood(
    readings: Sequence[Reading], language: str, entries_of: Callable[[str], Sequence[TermLink]]
) -> Neighbourhood | None:
    """What stands near to some readings, with names in a language; None when nothing does."""
    kin = tuple(_kin(readings, language, entries_of))
    if not kin:
        return None
    drawn = [r for r in readings if any(r in n.readings for one in kin for n in one.neighbours[:MOST_DRAWN])]
    return Neighbourhood(
        kin,
        _picture(drawn, kin, language, NARROW),
        _picture(drawn, kin, language, WIDE),
    )


__all__ = ["RELATIONS", "Kin", "Neighbour", "Neighbourhood", "Picture", "neighbourhood"]
