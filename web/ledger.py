"""The ledger of attested uses: who used a term in which reading, when, where, in which language; sorted and narrowed.

The order and the reading stand in the address (`?sort=-year&reading=cluster-association`), so that the ledger works
without a script and can be linked; the script only puts the new table in place of the old.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from flask import request
from flask_babel import gettext as _

from edukg.model import Attestation, TermUse
from edukg.web.alphabets import sort_key
from edukg.web.interface import interface_language, links
from edukg.web.vocabulary import language_name

if TYPE_CHECKING:
    from edukg.web.contexts import Reading

ANCHOR: Final = "ledger"
AT_FIRST: Final = 8
"""Rows that are shown until all are asked for (`?uses=all`): on a phone each is some lines high."""
SORTED_BY: Final = ("year", "author", "country", "language", "reading")


@dataclass(frozen=True, slots=True)
class Column:
    """A column by which the ledger can be sorted. `order` is "ascending", "descending" or "" for any other order."""

    name: str
    words: str
    address: str
    order: str = ""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """One reading, or None for all of them, with the number of its uses and the address that shows only these."""

    reading: Reading | None
    number: int
    address: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One use with the readings that it is evidence for."""

    use: Attestation
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Ledger:
    """The uses in the order that was asked for; `total` counts those of all readings."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    narrowings: tuple[Narrowing, ...]
    total: int
    told: str
    """What is shown, in a sentence."""
    all: str = ""
    """The address that shows all rows; empty when all are shown."""

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that the page shows."""
        return self.rows[:AT_FIRST] if self.all else self.rows


def _words(name: str) -> str:
    words: dict[str, str] = {
        "year": _("Year"),
        "author": _("Who"),
        "country": _("Country"),
        "language": _("Language"),
        "reading": _("Reading"),
    }
    return words[name]


def _keys(language: str) -> dict[str, Callable[[Row], Any]]:
    """What each column sorts by; None puts a row last, whichever the direction."""
    spoken = interface_language()

    def author(row: Row) -> Any:
        return sort_key(row.use.users[0].label(language), language) if row.use.users else None

    def country(row: Row) -> Any:
        return sort_key(row.use.country.label(language), language) if row.use.country else None

    return {
        "year": lambda row: row.use.year or None,
        "author": author,
        "country": country,
        "language": lambda row: sort_key(language_name(row.use.language), spoken) if row.use.language else None,
        "reading": lambda row: row.readings[0].number if row.readings else None,
    }


def _in_order(rows: Sequence[Row], key: Callable[[Row], Any], *, down: bool) -> tuple[Row, ...]:
    plain = sorted(rows, key=lambda row: (row.use.year or "9999", row.use.iri))
    known = sorted((row for row in plain if key(row) is not None), key=key, reverse=down)
    return (*known, *(row for row in plain if key(row) is None))


def ledger(uses: Sequence[TermUse], readings: Sequence[Reading], language: str) -> Ledger:
    """The ledger as the address asks for it, with names in a language; wishes that are not known are passed over."""
    by_concept = {reading.concept.iri: reading for reading in readings}
    found = [Row(u.attestation, tuple(by_concept[c] for c in u.concepts if c in by_concept)) for u in uses]
    every = [Row(row.use, tuple(sorted(row.readings, key=lambda r: r.number))) for row in found if row.readings]
    asked = request.args.get("sort", "")
    name, down = asked.removeprefix("-"), asked.startswith("-")
    if name not in SORTED_BY:
        name, down = SORTED_BY[0], False
    chosen = next((r for r in readings if r.anchor == request.args.get("reading", "")), None)
    shown = [row for row in every if chosen is None or chosen in row.readings]
    build, given = links(), request.args.to_dict()

    def column(one: str) -> Column:
        turned = "-" + one if one == name and not down else one
        order = ("descending" if down else "ascending") if one == name else ""
        return Column(one, _words(one), build.again(request.path, given, ANCHOR, sort=turned), order)

    def narrowing(reading: Reading | None) -> Narrowing:
        number = sum(1 for row in every if reading is None or reading in row.readings)
        key = reading.anchor if reading else ""
        address = build.again(request.path, given, ANCHOR, reading=key)
        return Narrowing(reading, number, address, chosen=reading is chosen)

    more = len(shown) > AT_FIRST and request.args.get("uses") != "all"
    way = _("from the last to the first") if down else _("from the first to the last")
    return Ledger(
        columns=tuple(column(one) for one in SORTED_BY if one != "reading" or len(readings) > 1),
        rows=_in_order(shown, _keys(language)[name], down=down),
        narrowings=tuple(narrowing(r) for r in (None, *readings)) if len(readings) > 1 else (),
        total=len(every),
        told=_("sorted by: %(column)s, %(way)s", column=_words(name), way=way),
        all=build.again(request.path, given, ANCHOR, uses="all") if more else "",
    )


__all__ = ["ANCHOR", "SORTED_BY", "Column", "Ledger", "Narrowing", "Row", "ledger"]
