"""Reads what a site's lint says of a query, as `edukg.wire` writes it, back into values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from edukg.model import Ambiguity, AmbiguityKind, Choice, Edit, Named, Text, Texts

Json = Mapping[str, Any]


def read_ambiguities(found: Json, *, shift: int = 0) -> tuple[Ambiguity, ...]:
    """The ambiguous places; `shift` characters were put before the first line of the query that was sent.

    Raises `KeyError`, `TypeError` or `ValueError` for what is no such answer.
    """
    return tuple(_ambiguity(each, shift) for each in found["ambiguities"])


def _ambiguity(found: Json, shift: int) -> Ambiguity:
    choices = (
        Choice(_named(each), _texts(each["definitions"]), _edits(each["edits"], shift)) for each in found["readings"]
    )
    return Ambiguity(
        kind=AmbiguityKind(found["kind"]),
        written=found["written"],
        subject=_named(found["subject"]),
        start=found["start"] - shift,
        end=found["end"] - shift,
        line=found["line"],
        column=found["column"] - (shift if found["line"] == 1 else 0),
        choices=tuple(choices),
        keep=_edits(found["keep"], shift),
    )


def _edits(found: Sequence[Json], shift: int) -> tuple[Edit, ...]:
    """The edits in the query as it was given; what goes before everything stays there."""
    return tuple(Edit(max(each["start"] - shift, 0), max(each["end"] - shift, 0), each["text"]) for each in found)


def _named(found: Json) -> Named:
    return Named(found["iri"], _texts(found["labels"]))


def _texts(found: Mapping[str, str]) -> Texts:
    return Texts(tuple(Text(value, language) for language, value in found.items()))
