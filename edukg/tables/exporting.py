"""Statements → rows of the sheets: the way back, so that a table that was read and written again is the same table."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.errors import InputError, MissingFileError, StorageError
from edukg.namespaces import OWL, RDF, XSD, shorten
from edukg.tables.grids import Cell
from edukg.tables.letters import slug
from edukg.tables.mapping import UNDETERMINED, Column, Mapping, Sheet
from edukg.tables.vocabulary import Names, Vocabulary, key
from edukg.tables.workbook import Content, write_workbook

_TYPE: Final = RDF + "type"
_PLAIN: Final = OWL + "NamedIndividual"
"""A type that says nothing a table would have to hold."""
_Said = dict[str, list[ox.NamedNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of statements: the rows of each sheet, and what a table of this form cannot hold.

    `things` counts, by class, things for which there is no sheet; `statements` counts, by property, what is said of
    things that have a row and has no column, or more values than a cell takes.
    """

    rows: dict[str, int]
    things: dict[str, int]
    statements: dict[str, int]


def write_table(
    path: Path,
    statements: Iterable[ox.Triple],
    *,
    vocabulary: Vocabulary,
    mapping: Mapping,
    language: str,
    sheet: str | None = None,
) -> Exported:
    """Write what statements say of things as a table, in the order in which they come.

    .xlsx holds all sheets; .csv holds the one that `sheet` names. What no sheet or column is for is left out and
    counted. Raises `InputError` for another ending or sheet, `MissingFileError` and `StorageError` when the file cannot
    be written.
    """
    exporter = _Exporter(vocabulary, mapping, language)
    content = exporter.rows(statements)
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        write_workbook(path, mapping, vocabulary, language, content)
    elif suffix == ".csv":
        _write_csv(path, mapping, language, content, sheet)
    else:
        raise InputError(f"A table cannot be written to '{path}'.", advice="Let the name end in .xlsx or .csv.")
    if suffix == ".csv":
        content = {name: rows for name, rows in content.items() if name == sheet}
    rows = {name: len(rows) for name, rows in content.items()}
    return Exported(rows, _counted(exporter.things_left), _counted(sum((exporter.left[n] for n in rows), Counter())))


def _counted(left: Counter[str]) -> dict[str, int]:
    """By prefixed names, the most frequent first."""
    named = [(shorten(iri), number) for iri, number in left.items() if number > 0]
    return dict(sorted(named, key=lambda item: (-item[1], item[0])))


def _write_csv(path: Path, mapping: Mapping, language: str, content: Content, wanted: str | None) -> None:
    sheet = next((sheet for sheet in mapping.sheets if sheet.name == wanted), None)
    if sheet is None:
        names = ", ".join(sheet.name for sheet in mapping.sheets)
        raise InputError("A CSV file holds one sheet.", advice=f"Name it with --sheet; there are: {names}.")
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.titles.value(language) for column in sheet.columns])
    for row in content.get(sheet.name, ()):
        writer.writerow([cell.date().isoformat() if isinstance(cell, datetime) else cell for cell in row])
    try:
        path.write_bytes(b"\xef\xbb\xbf" + text.getvalue().encode())  # spreadsheets need the mark to see UTF-8
    except FileNotFoundError:
        raise MissingFileError(f"There is no folder '{path.parent}'.", advice="Make it first.") from None
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.", advice="Choose another place.") from error


class _Exporter:
    """Makes rows of the things that statements describe."""

    def __init__(self, vocabulary: Vocabulary, mapping: Mapping, language: str) -> None:
        self._vocabulary, self._mapping, self._language = vocabulary, mapping, language
        self._things: dict[str, _Said] = {}
        self._sheets: dict[str, list[str]] = {}
        self._names: dict[tuple[str, str], Names] = {}
        self._numbers: Counter[str] = Counter()
        self._taken: Counter[str] = Counter()
        self._beside: dict[str, Counter[str]] = defaultdict(Counter)
        self.things_left: Counter[str] = Counter()
        """By class, the things without a sheet."""
        self.left: dict[str, Counter[str]] = defaultdict(Counter)
        """By sheet and property, the statements without a column."""

    def rows(self, statements: Iterable[ox.Triple]) -> Content:
        """The rows of each sheet."""
        for triple in statements:
            if isinstance(triple.subject, ox.NamedNode) and isinstance(triple.object, ox.NamedNode | ox.Literal):
                said = self._things.setdefault(triple.subject.value, defaultdict(list))
                if triple.object not in said[triple.predicate.value]:
                    said[triple.predicate.value].append(triple.object)
            elif isinstance(triple.subject, ox.NamedNode):
                self._beside[triple.subject.value][triple.predicate.value] += 1
        for iri, said in self._things.items():
            if (sheet := self._sheet_of(said)) is not None:
                self._sheets.setdefault(sheet.name, []).append(iri)
            else:
                types = [found.value for found in said.get(_TYPE, ()) if found.value != _PLAIN]
                self.things_left[min(types, default=_UNTYPED)] += 1
        return {
            sheet.name: [self._row(sheet, iri) for iri in self._sheets.get(sheet.name, ())]
            for sheet in self._mapping.sheets
        }

    def _sheet_of(self, said: _Said) -> Sheet | None:
        types = {found.value for found in said.get(_TYPE, ())}
        for sheet in self._mapping.sheets:
            if types & {*sheet.types, *_kinds(sheet)}:
                return sheet
        return None

    def _row(self, sheet: Sheet, iri: str) -> list[Cell]:
        said = self._things[iri]
        self._taken = Counter(_TYPE for found in said.get(_TYPE, ()) if found.value in {*sheet.types, _PLAIN})
        cells = [self._cell(sheet, column, iri, said) for column in sheet.columns]
        left = Counter({predicate: len(values) for predicate, values in said.items()})
        left.subtract(self._taken)
        self.left[sheet.name] += left + self._beside[iri]
        return cells

    def _cell(self, sheet: Sheet, column: Column, iri: str, said: _Said) -> Cell:
        if column.predicate is None:
            return self._id(sheet, iri, said)
        values: Sequence[ox.NamedNode | ox.Literal] = said.get(column.predicate, [])
        if column.default and (not values or [v.value for v in values] == [column.default]):
            self._taken[column.predicate] += len(values)
            return "" if values else column.null or ""
        if column.predicate == _TYPE:
            values = [v for v in values if v.value in _kinds(sheet)]
        if column.language and column.language != UNDETERMINED:
            values = [v for v in values if isinstance(v, ox.Literal) and v.language == column.language][:1]
        cells = [self._value(sheet, column, value) for value in values]
        self._taken[column.predicate] += len(cells) if column.separator else min(len(cells), 1)
        if column.separator and len(cells) > 1:
            return f"{column.separator} ".join(str(cell) for cell in cells)
        return cells[0] if cells else ""

    def _value(self, sheet: Sheet, column: Column, value: ox.NamedNode | ox.Literal) -> Cell:
        if isinstance(value, ox.NamedNode):
            return self._named(sheet, column, value.value)
        datatype = value.datatype.value
        if datatype == XSD + "gYear" and re.fullmatch(r"\d{4}", value.value):
            return int(value.value)
        if datatype == XSD + "dateTime" and (found := re.fullmatch(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z?", value.value)):
            return datetime.fromisoformat(found[1])
        if column.language == UNDETERMINED and value.language and value.language != self._language:
            return f"{value.value} @{value.language}"
        return value.value

    def _named(self, sheet: Sheet, column: Column, iri: str) -> str:
        """The name of a thing where reading it again leads back there, else its prefixed name."""
        said = self._things.get(iri, {})
        labels = [v for v in said.get(_LABEL, ()) if isinstance(v, ox.Literal)]
        own = next((v.value for v in labels if v.language == self._language), labels[0].value if labels else "")
        label = own or self._vocabulary.label(iri, self._language)
        found = self._names_for(sheet, column).find(label).iris if column.choices else ()
        if len(found) > 1:
            found = tuple(one for one in found if one in self._things)
        unclear = found != (iri,) or (column.separator is not None and column.separator in label)
        return shorten(iri) if unclear else label

    def _names_for(self, sheet: Sheet, column: Column) -> Names:
        where = (sheet.name, column.name)
        if where not in self._names and column.choices:
            names = self._vocabulary.names(column.choices)
            for other in column.choices.rows_of:
                for iri in self._sheets.get(other, ()):
                    names.add(iri, [*self._labels(iri), shorten(iri), iri])
            self._names[where] = names
        return self._names[where]

    def _labels(self, iri: str) -> Sequence[str]:
        return [v.value for v in self._things[iri].get(_LABEL, ())]

    def _id(self, sheet: Sheet, iri: str, said: _Said) -> str:
        """Nothing where reading would make the same id, else the id, else the prefixed name."""
        if sheet.id_from:
            stem = self._stem(sheet, said)
            self._numbers[stem] += 1
            made = f"{stem}{self._numbers[stem]}"
        else:
            labels = {v.language: v.value for v in said.get(_LABEL, ()) if isinstance(v, ox.Literal)}
            first = next((labels[c.language] for c in sheet.columns if c.is_name and c.language in labels), "")
            made = slug(key(first or next(iter(labels.values()), "")))
        local = sheet.local(iri)
        return "" if local is not None and local == made else local or shorten(iri)

    def _stem(self, sheet: Sheet, said: _Said) -> str:
        """The beginning of the id of a row without a name, as reading makes it."""
        stem = sheet.id_from.replace("{n}", "")
        for column in sheet.columns:
            if column.choices:
                first = next(iter(said.get(column.predicate or "", ())), None)
                local = "" if first is None else sheet.local(first.value) or slug(first.value.rpartition("/")[2])
                stem = stem.replace(f"{{{column.name}}}", local)
        return f"{sheet.name}{stem}" if stem.startswith("-") else stem


def _kinds(sheet: Sheet) -> tuple[str, ...]:
    """The classes whose members a sheet holds because of what its rows say."""
    choices = next((column.choices for column in sheet.columns if column.predicate == _TYPE), None)
    return (*choices.classes, *choices.umbrella) if choices else ()


_LABEL: Final = "http://www.w3.org/2000/01/rdf-schema#label"
_UNTYPED: Final = "http://www.w3.org/2000/01/rdf-schema#Resource"
