"""What is cited: one page of one release, as an entry of a reference work."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from edukg.model.texts import Texts


@dataclass(frozen=True, slots=True)
class Citation:
    """An entry of the knowledge base with what a reference to it needs.

    `title` is what the entry is called in each language, `issued` the day of the release, `accessed` the day on which
    it was read, which some styles ask for.
    """

    iri: str
    title: Texts
    version: str
    issued: date
    accessed: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a reference; titles of works stand in italics."""

    text: str
    italic: bool = False
