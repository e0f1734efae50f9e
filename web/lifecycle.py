"""The life of a thing as a picture: points on a line from left to right, with a name below and a year above."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _

if TYPE_CHECKING:
    from edukg.model import InstanceFacts, Moment, Named

STEP: Final = 130
MOST: Final = 6
"""Points that a picture holds; the list below it holds all."""


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the line. `reached` is false for a stage that nothing is recorded of."""

    x: int
    named: Named | None
    words: str
    year: str
    reached: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the list: what happened, to or with what, when."""

    words: str
    moment: Moment


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to a thing, as a picture and as a list."""

    width: int
    points: tuple[Point, ...]
    events: tuple[Event, ...]


def word(moment: Moment) -> str:
    """What kind of event it was."""
    names: dict[str, str] = {
        "founded": _("founded"),
        "joined": _("joined"),
        "became": _("grew into"),
        "stage": _("stage"),
    }
    return names[moment.kind]


def _years(moment: Moment) -> str:
    return f"{moment.year}–{moment.end}" if moment.year and moment.end and moment.end != moment.year else moment.year


def life(facts: InstanceFacts) -> Life | None:
    """The picture and the list, or None when nothing is recorded."""
    if not facts.life:
        return None
    points: list[Point] = []
    if facts.stages:
        for stage in facts.stages:
            found = [m for m in facts.life if m.stage and m.stage.iri == stage.iri]
            year = next((_years(m) for m in found if m.year), "")
            points.append(Point(0, stage, "", year, reached=bool(found)))
    else:
        points = [Point(0, None, word(m), _years(m), reached=True) for m in facts.life[:MOST]]
    placed = tuple(
        Point(STEP // 2 + STEP * place, p.named, p.words, p.year, p.reached) for place, p in enumerate(points)
    )
    return Life(STEP * len(placed), placed, tuple(Event(word(m), m) for m in facts.life))
