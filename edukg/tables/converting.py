"""Rows → statements: names become IRIs, dates become dates; what cannot be read is told with what could be meant."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Final, NamedTuple

import pyoxigraph as ox

from edukg.model import Suggestion, Text, Texts
from edukg.namespaces import DCTERMS, RDF, XSD, shorten
from edukg.tables import dates
from edukg.tables.findings import Findings, words
from edukg.tables.grids import Cell
from edukg.tables.letters import slug, unmixed
from edukg.tables.mapping import UNDETERMINED, Choices, Column, read_mapping
from edukg.tables.rows import Row, plain, tagged
from edukg.tables.vocabulary import Match, Names, Vocabulary, key, named_iri

_TYPE: Final = ox.NamedNode(RDF + "type")
_SOURCE: Final = DCTERMS + "source"
_SERIAL: Final = range(15_000, 80_000)
"""Whole numbers that may be dates of a spreadsheet without their format, 1941 to 2119."""
_OFFERED: Final = 8
_DASHES: Final = frozenset("-‐‑–—−")


@dataclass(slots=True)
class Thing:
    """What a row describes: its IRI, the row, and the properties of which a cell could not be read."""

    iri: str
    row: Row
    label: str
    told: set[str] = field(default_factory=set)
    types: set[str] = field(default_factory=set)


class Spot(NamedTuple):
    """A cell of a row that describes a thing."""

    row: Row
    thing: Thing
    column: Column


class Converter:
    """Converts the rows of one file, all together since they refer to each other."""

    def __init__(self, vocabulary: Vocabulary, findings: Findings, language: str) -> None:
        self._vocabulary, self._findings, self.language = vocabulary, findings, language
        self.things: dict[str, Thing] = {}
        self.statements: list[ox.Triple] = []
        self._names: dict[tuple[str, str], Names] = {}
        self._rows_of: dict[str, list[Thing]] = {}
        self._numbers: Counter[str] = Counter()

    def convert(self, rows: Sequence[Row]) -> None:
        """Make the statements of all rows, in their order."""
        for row in rows:
            self._correct_letters(row)
        described = [(row, self._thing(row)) for row in rows if not row.sheet.id_from]
        joining = [row for row in rows if row.sheet.id_from]
        made: dict[int, list[ox.Triple]] = {}
        for row, thing in described:
            if thing is not None:
                made[id(row)] = self._statements(row, thing)
        for row in joining:
            made[id(row)] = self._joining(row)
        self.statements = [triple for row in rows for triple in made.get(id(row), ())]

    def _thing(self, row: Row) -> Thing | None:
        """The thing of a row, entered under its names; None when another row describes it already."""
        label = next(iter(row.called()), "")
        iri = self._own_iri(row) or row.sheet.iri(slug(key(label)) or f"{row.sheet.name}-row-{row.number}")
        known = self.things.get(iri)
        if known and known.row.sheet is not row.sheet and not row.text("id"):
            iri = f"{iri}-{row.sheet.name}"  # things of different sheets may share a name
            known = self.things.get(iri)
        if known:
            column = "id" if row.text("id") else next((c.name for c in row.sheet.columns if row.text(c.name)), None)
            self._findings.add(
                "repeated-row",
                row.place(column),
                found=row.text(column or "") or iri,
                focus=iri,
                label=label,
                other=str(known.row.number),
                suggestions=[Suggestion(f"{row.sheet.local(iri) or slug(iri)}-2")],
            )
            return None
        thing = Thing(iri, row, label)
        self.things[iri] = thing
        self._rows_of.setdefault(row.sheet.name, []).append(thing)
        return thing

    def _own_iri(self, row: Row) -> str | None:
        """The IRI that the id of a row gives it, or None when it has none."""
        written = row.text("id")
        if not written or (iri := named_iri(written)):
            return iri if written else None
        if re.fullmatch(str(row.sheet.column("id").pattern), written):
            return row.sheet.iri(written)
        meant = slug(key(written))
        self._findings.add("wrong-id", row.place("id"), found=written, suggestions=[Suggestion(meant)])
        return row.sheet.iri(meant) if meant else None

    def _joining(self, row: Row) -> list[ox.Triple]:
        """The statements of a row that has no name, such as a membership; its id is made from what it joins."""
        thing = Thing("", row, "")
        before = len(self._findings.results)
        said = self._said(row, thing)
        iri = self._own_iri(row)
        if iri is None:
            parts = {
                column.name: "".join(_local(row, found) for found in said.get(column.name, ())[:1])
                for column in row.sheet.columns
                if column.choices
            }
            stem = row.sheet.id_from.replace("{n}", "")
            for name, local in parts.items():
                stem = stem.replace(f"{{{name}}}", local)
            stem = stem.lstrip("-") if stem.lstrip("-") == stem else f"{row.sheet.name}{stem}"
            self._numbers[stem] += 1
            iri = row.sheet.iri(f"{stem}{self._numbers[stem]}")
        thing.iri, thing.label = iri, self._joined(row, said)
        self.things[iri] = thing
        label = Texts((Text(thing.label or iri, self.language),))
        for number in range(before, len(self._findings.results)):  # its IRI was not known when they were found
            self._findings.results[number] = replace(self._findings.results[number], focus=iri, focus_labels=label)
        return self._triples(row, thing, said)

    def _joined(self, row: Row, said: dict[str, list[ox.NamedNode | ox.Literal]]) -> str:
        """What a row without a name is called: the names of the rows that it joins."""
        joined = [c.name for c in row.sheet.columns if c.choices and c.choices.rows_of and c.predicate != _SOURCE]
        return " · ".join(self.suggestion(found.value).text for name in joined for found in said.get(name, ())[:1])

    def _statements(self, row: Row, thing: Thing) -> list[ox.Triple]:
        return self._triples(row, thing, self._said(row, thing))

    def _triples(self, row: Row, thing: Thing, said: dict[str, list[ox.NamedNode | ox.Literal]]) -> list[ox.Triple]:
        subject = ox.NamedNode(thing.iri)
        triples = [ox.Triple(subject, _TYPE, ox.NamedNode(type_)) for type_ in row.sheet.types]
        for column in row.sheet.columns:
            if column.predicate:
                predicate = ox.NamedNode(column.predicate)
                triples += [ox.Triple(subject, predicate, found) for found in said.get(column.name, ())]
        thing.types = {t.object.value for t in triples if t.predicate == _TYPE and isinstance(t.object, ox.NamedNode)}
        return triples

    def _said(self, row: Row, thing: Thing) -> dict[str, list[ox.NamedNode | ox.Literal]]:
        """What each cell of a row says."""
        said: dict[str, list[ox.NamedNode | ox.Literal]] = {}
        for name, found_there in row.mixed.items():
            spot = Spot(row, thing, row.headings[name].column)
            self._tell("mixed-letters", spot, found_there, [Suggestion(row.text(name))], lost=False)
        for column in row.sheet.columns:
            if column.predicate is None:
                continue
            if column.name not in row.cells:
                if column.default:
                    said[column.name] = [ox.NamedNode(column.default)]
                elif column.required:
                    self._tell("empty-cell", Spot(row, thing, column), "", self._offers(self._choices_of(column)))
                continue
            if column.null and plain(row.cells[column.name]) in _DASHES:
                continue
            found: list[ox.NamedNode | ox.Literal] = []
            for part in self._parts(row.cells[column.name], column):
                value = self._value(part, row, thing, column)
                if value is not None:
                    found.append(value)
            said[column.name] = found
        return said

    def _parts(self, cell: Cell, column: Column) -> list[Cell]:
        if column.separator is None or not isinstance(cell, str):
            return [cell]
        return [part.strip() for part in cell.split(column.separator) if part.strip()]

    def _value(self, cell: Cell, row: Row, thing: Thing, column: Column) -> ox.NamedNode | ox.Literal | None:
        if column.choices:
            return self._chosen(plain(cell), row, thing, column, column.choices)
        match column.datatypes[:1]:
            case ("gYear",):
                return self._year(cell, row, thing, column)
            case ("dateTime",):
                return self._moment(cell, row, thing, column)
            case ("anyURI",):
                return self._address(plain(cell), row, thing, column)
        text = plain(cell) if not isinstance(cell, str) else cell.strip()
        if column.language == UNDETERMINED:
            bare, language = tagged(text)
            return ox.Literal(bare, language=language or self.language)
        return ox.Literal(text, language=column.language) if column.language else ox.Literal(text)

    @staticmethod
    def _correct_letters(row: Row) -> None:
        """Go on with what was meant by words in two scripts; they are told of when it is known what the row is."""
        for name, cell in row.cells.items():
            column = row.headings[name].column
            if isinstance(cell, str) and not column.pattern and column.datatypes[:1] != ("anyURI",):
                meant = unmixed(cell)
                if meant != cell:
                    row.mixed[name] = plain(cell)
                    row.cells[name] = meant

    def _tell(
        self, rule: str, spot: Spot, found: str, offers: Iterable[Suggestion], *, other: str = "", lost: bool = True
    ) -> None:
        """Tell of a cell; `lost` says that nothing was read from it, so that the shapes need not miss it again."""
        self._findings.add(
            rule,
            spot.row.place(spot.column.name),
            found=found,
            focus=spot.thing.iri,
            label=spot.thing.label,
            path=spot.column.predicate,
            other=other,
            suggestions=list(offers)[:_OFFERED],
        )
        if lost and spot.column.predicate:
            spot.thing.told.add(spot.column.predicate)

    def _chosen(
        self, text: str, row: Row, thing: Thing, column: Column, choices: Choices
    ) -> ox.NamedNode | ox.Literal | None:
        names = self._names_for(row, column, choices)
        match = names.find(text)
        if len(match.iris) > 1:
            own = [iri for iri in match.iris if iri in self.things]
            match = Match(tuple(own)) if len(own) == 1 else match
        if len(match.iris) == 1:
            if match.iris[0] in choices.umbrella:
                readings = self._vocabulary.readings(match.iris[0], choices)
                self._tell("ambiguous-kind", Spot(row, thing, column), text, self._offers(readings))
            return ox.NamedNode(match.iris[0])
        if match.iris:
            self._tell("ambiguous-name", Spot(row, thing, column), text, (self._by_id(iri) for iri in match.iris))
            return None
        given = named_iri(text)
        if given and not choices.classes and (given in self.things or self._vocabulary.knows(given)):
            return ox.NamedNode(given)
        if choices.or_text:
            return ox.Literal(text)
        parts = [part.strip() for part in re.split(r"[;,/]|\s+(?:and|и|va)\s+", text) if part.strip()]
        if len(parts) > 1 and all(len(names.find(part).iris) == 1 for part in parts):
            self._tell("several-values", Spot(row, thing, column), text, (Suggestion(part) for part in parts))
            return None
        if choices.rows_of:
            rule, offers = "unknown-reference", self._offers(match.nearest)
            if not match.nearest:
                sheet = read_mapping().sheet(choices.rows_of[0])
                offers = [Suggestion(text, labels=words("add-row", sheet.titles))]
        else:
            rule, offers = "unknown-value", self._offers(match.nearest or self._choices_of(column))
        self._tell(rule, Spot(row, thing, column), text, offers, lost=not match.sure)
        return ox.NamedNode(match.nearest[0]) if match.sure else None

    def _names_for(self, row: Row, column: Column, choices: Choices) -> Names:
        where = (row.sheet.name, column.name)
        if where not in self._names:
            names = self._vocabulary.names(choices)
            for sheet in choices.rows_of:
                for thing in self._rows_of.get(sheet, ()):
                    names.add(thing.iri, self._names_of(thing))
            self._names[where] = names
        return self._names[where]

    def _names_of(self, thing: Thing) -> list[str]:
        return [*thing.row.called(), thing.row.text("id"), shorten(thing.iri), thing.iri]

    def _choices_of(self, column: Column) -> tuple[str, ...]:
        if column.choices is None:
            return ()
        rows = [thing.iri for sheet in column.choices.rows_of for thing in self._rows_of.get(sheet, ())]
        return tuple(rows) or self._vocabulary.choices(column.choices)

    def own_offers(self, column: Column) -> tuple[Suggestion, ...]:
        """The rows of the file that could stand in a column by what they are."""
        if column.choices is None:
            return ()
        fitting = {class_ for broad in column.choices.instances_of for class_ in self._vocabulary.narrower(broad)}
        rows = (thing for sheet in column.choices.rows_of for thing in self._rows_of.get(sheet, ()))
        first = islice((thing.iri for thing in rows if thing.types & fitting), _OFFERED)  # of maybe 100,000
        return tuple(self._offers(first))

    def offers(self, column: Column) -> tuple[Suggestion, ...]:
        """What could stand in a column: rows of the file, or the first of its list."""
        return tuple(self._offers(self._choices_of(column)[:_OFFERED]))

    def suggestion(self, iri: str) -> Suggestion:
        """A thing as it can be written into a cell, with what it means."""
        if (thing := self.things.get(iri)) and thing.label:
            return Suggestion(thing.label, iri)
        text, meaning = self._vocabulary.label(iri, self.language), self._vocabulary.definitions(iri)
        return Suggestion(text, iri, self._vocabulary.labels(iri), meaning) if meaning else Suggestion(text, iri)

    def name(self, iri: str, language: str) -> str:
        """What the knowledge base calls a thing, or nothing when it has no name."""
        return self._vocabulary.labels(iri).value(language)

    def _offers(self, iris: Iterable[str]) -> Iterable[Suggestion]:
        return (self.suggestion(iri) for iri in iris)

    def _by_id(self, iri: str) -> Suggestion:
        offer = self.suggestion(iri)
        return Suggestion(shorten(iri), iri, offer.labels, offer.definitions)

    def _year(self, cell: Cell, row: Row, thing: Thing, column: Column) -> ox.Literal | None:
        if found := dates.year(cell):
            return ox.Literal(found, datatype=ox.NamedNode(XSD + "gYear"))
        if "date" in column.datatypes and (day := dates.moment(cell)):
            return ox.Literal(day.strftime("%Y-%m-%d"), datatype=ox.NamedNode(XSD + "date"))
        meant = dates.year_meant(cell)
        shown = dates.shown(cell) if isinstance(cell, datetime) else plain(cell)
        offers = [Suggestion(meant)] if meant else [Suggestion(t.value) for t in column.example.items[:1]]
        self._tell("year-unclear", Spot(row, thing, column), shown, offers)
        return None

    def _moment(self, cell: Cell, row: Row, thing: Thing, column: Column) -> ox.Literal | None:
        found = dates.moment(cell)
        if found is None:
            if isinstance(cell, int) and not isinstance(cell, bool) and cell in _SERIAL:
                possible: tuple[datetime, ...] = (datetime(1899, 12, 30) + timedelta(days=cell),)  # noqa: DTZ001
            else:
                possible = dates.moments_meant(plain(cell))
            offers = [Suggestion(dates.shown(one)) for one in possible]
            if len(possible) == 1 and isinstance(cell, str):
                found = possible[0]
                self._tell(
                    "date-as-text", Spot(row, thing, column), plain(cell), offers, other=dates.shown(found), lost=False
                )
            else:
                offers = offers or [Suggestion(t.value) for t in column.example.items[:1]]
                self._tell("date-unclear", Spot(row, thing, column), plain(cell), offers)
                return None
        return ox.Literal(dates.written(found), datatype=ox.NamedNode(XSD + "dateTime"))

    def _address(self, text: str, row: Row, thing: Thing, column: Column) -> ox.Literal | None:
        if re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", text):
            return ox.Literal(text, datatype=ox.NamedNode(XSD + "anyURI"))
        self._tell("wrong-address", Spot(row, thing, column), text, [Suggestion("https://" + text.replace(" ", ""))])
        return None


def _local(row: Row, found: ox.NamedNode | ox.Literal) -> str:
    """The last part of an IRI, for an id made from it."""
    if isinstance(found, ox.Literal):
        return slug(key(found.value))
    return row.sheet.local(found.value) or slug(found.value.rstrip("/#").rpartition("/")[2])
