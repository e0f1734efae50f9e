"""What a search finds: hits with the reason of each, and by what they can be narrowed."""

from __future__ import annotations

from dataclasses import dataclass

from edukg.model.texts import Named
from edukg.model.things import Hit


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value by which hits can be narrowed: how many of them have it, and whether it is chosen.

    `value` is an IRI, or a word of a closed list for `kind` and `language`; `named` has the labels of an IRI.
    """

    value: str
    named: Named
    number: int
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """A way to narrow hits: `kind`, `class`, `family`, `level`, `country`, `source` or `language`."""

    name: str
    values: tuple[FacetValue, ...]


@dataclass(frozen=True, slots=True)
class Search:
    """One page of the hits for a question.

    `total` counts all hits, as far as they were gathered; `complete` is false when there are more than were gathered.
    `asked` is the question that was answered, which is another than `question` when that was typed on a keyboard set
    to another language.
    """

    question: str
    asked: str
    hits: tuple[Hit, ...]
    total: int
    complete: bool
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A thing as it stands in a list: its name, what it is, and which values it has for each facet."""

    named: Named
    facets: tuple[Facet, ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the things of one kind, in the order of their names, with all by which they can be narrowed."""

    things: tuple[Listed, ...]
    total: int
    facets: tuple[Facet, ...] = ()


__all__ = ["Facet", "FacetValue", "Listed", "Listing", "Search"]
