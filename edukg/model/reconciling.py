"""Matching names of others' data to things of ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from edukg.model.texts import Named


@dataclass(frozen=True, slots=True)
class NameToMatch:
    """A name from someone's table, with what else the row says of it.

    `type` restricts the candidates to a kind of thing, given by its id; `properties` pairs the ids of properties with
    the values that the row has for them.
    """

    text: str
    type: str = ""
    limit: int = 10
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A candidate. `id` is its IRI without the common beginning, `features` say how the score came about.

    `certain` is true only when the name has one reading here, written exactly so.
    """

    id: str
    name: str
    description: str
    score: float
    certain: bool
    types: tuple[Named, ...] = ()
    features: Mapping[str, float] = field(default_factory=dict)
