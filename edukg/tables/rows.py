"""Grids → rows of the declared sheets: finds headings, follows merged cells, and tells what it cannot place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from edukg.errors import InputError, Position
from edukg.model import Place, Suggestion
from edukg.namespaces import LANGUAGES
from edukg.tables.findings import Findings, words
from edukg.tables.grids import Cell, Grid
from edukg.tables.mapping import Column, Mapping, Sheet
from edukg.tables.vocabulary import key

_TAGGED = re.compile(r"(.+?)\s*@([a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)", re.DOTALL)
_HEADING_WITHIN = 10
"""Rows in which the headings are looked for; a title may stand above them."""
_NEAR = 75
"""Likeness, of 100, from which a heading or a sheet is taken for one that is known."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a file: its letter, what stands above it, and what it is declared to be."""

    letter: str
    text: str
    column: Column


@dataclass(slots=True)
class Row:
    """A row with something in it; `number` counts from 1 as spreadsheets do."""

    file: str
    grid: str
    sheet: Sheet
    number: int
    headings: dict[str, Heading]
    cells: dict[str, Cell] = field(default_factory=dict)
    mixed: dict[str, str] = field(default_factory=dict)
    """What cells held before letters of two scripts were put right, by column."""

    def text(self, name: str) -> str:
        """What a cell holds, as text without blanks around it."""
        return plain(self.cells.get(name, ""))

    def called(self) -> tuple[str, ...]:
        """The names that the row gives to what it describes, without the tags of their languages."""
        texts = (self.text(column.name) for column in self.sheet.columns if column.is_name)
        return tuple(tagged(text)[0] for text in texts if text)

    def place(self, name: str | None = None) -> Place:
        """The place of a cell by the name of its column, or of the row."""
        heading = self.headings.get(name) if name else None
        return Place(
            file=self.file,
            sheet=self.grid,
            row=self.number,
            column=heading.letter if heading else "",
            heading=heading.text if heading else "",
        )


def plain(cell: Cell) -> str:
    """A cell as text, every kind of blank as one."""
    return " ".join(str(cell).split())


def tagged(text: str) -> tuple[str, str | None]:
    """A text and the language that a tag at its end gives it.

    >>> tagged("agriculture @en")
    ('agriculture', 'en')
    """
    found = _TAGGED.fullmatch(text)
    return (found[1], found[2]) if found else (text, None)


def letter(index: int) -> str:
    """The letters that spreadsheets show above a column counted from 0.

    >>> letter(27)
    'AB'
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_rows(
    grids: Sequence[Grid], name: str, mapping: Mapping, findings: Findings, *, is_csv: bool
) -> tuple[list[Row], str]:
    """The rows of every sheet that is declared, and the language of the headings.

    Raises `InputError` when no sheet has headings of the template.
    """
    rows: list[Row] = []
    spoken = dict.fromkeys(LANGUAGES, 0)
    recognised = False
    for grid in grids:
        sheet = _sheet_of(grid, mapping, findings, name, is_csv=is_csv)
        if sheet is None:
            continue
        recognised = True
        reader = _Reader(grid, sheet, name, "" if is_csv else grid.name, findings)
        rows += reader.rows()
        for language, number in reader.spoken.items():
            spoken[language] += number
    if not recognised:
        raise InputError(
            "No sheet of the table has headings of the template.",
            advice="Make an empty one with `edukg import --template new.xlsx` and fill it in, or copy its headings.",
            position=Position(file=name),
        )
    return rows, max(LANGUAGES, key=lambda language: spoken[language])


def _titles(sheet: Sheet) -> dict[str, tuple[Column, str]]:
    """Every heading of a sheet, folded, with its column and language."""
    found: dict[str, tuple[Column, str]] = {}
    for column in sheet.columns:
        for text in column.titles:
            found.setdefault(key(text.value), (column, text.language))
        found.setdefault(key(column.name), (column, ""))
    return found


def _heading_row(grid: Grid, sheet: Sheet) -> tuple[int, int]:
    """The row that has most headings of a sheet, and how many it has."""
    titles = _titles(sheet)
    scores = [
        (sum(key(plain(cell)) in titles for cell in row if plain(cell)), -number)
        for number, row in enumerate(grid.rows[:_HEADING_WITHIN])
    ]
    score, number = max(scores, default=(0, 0))
    return -number, score


def _sheet_of(grid: Grid, mapping: Mapping, findings: Findings, file: str, *, is_csv: bool) -> Sheet | None:
    """The declared sheet that a grid is, by its name, else by its headings; None for notes and the like."""
    if not any(plain(cell) for row in grid.rows[:_HEADING_WITHIN] for cell in row):
        return None
    named = {key(text.value): sheet for sheet in mapping.sheets for text in sheet.titles}
    named |= {key(sheet.name): sheet for sheet in mapping.sheets}
    best = max(mapping.sheets, key=lambda sheet: _heading_row(grid, sheet)[1])
    fits = _heading_row(grid, best)[1] >= 3
    if (known := named.get(key(grid.name))) and (not is_csv or _heading_row(grid, known)[1] >= 2):
        return known
    if is_csv:
        return best if fits else None
    near = process.extractOne(key(grid.name), named.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
    sheet = named[near[0]] if near and _heading_row(grid, named[near[0]])[1] >= 2 else best if fits else None
    if sheet is not None:
        findings.add(
            "unknown-sheet",
            Place(file=file, sheet=grid.name),
            found=grid.name,
            other=words("read-as", sheet.titles.value(_language_of(grid, sheet))),
            suggestions=[Suggestion(text.value) for text in sheet.titles],
        )
    return sheet


def _language_of(grid: Grid, sheet: Sheet) -> str:
    titles = _titles(sheet)
    found = [
        titles[key(plain(cell))][1] for cell in grid.rows[_heading_row(grid, sheet)[0]] if key(plain(cell)) in titles
    ]
    return max(LANGUAGES, key=found.count)


class _Reader:
    """Reads one grid as one sheet."""

    def __init__(self, grid: Grid, sheet: Sheet, file: str, shown: str, findings: Findings) -> None:
        self._grid, self._sheet, self._file, self._shown, self._findings = grid, sheet, file, shown, findings
        self._top = _heading_row(grid, sheet)[0]
        self.spoken = dict.fromkeys(LANGUAGES, 0)
        self._headings = self._find_headings()

    def rows(self) -> list[Row]:
        """The rows below the headings that hold something."""
        merged = self._merged()
        by_name = {heading.column.name: heading for heading in self._headings.values()}
        found = []
        for number, cells in enumerate(self._grid.rows[self._top + 1 :], start=self._top + 1):
            row = Row(self._file, self._shown, self._sheet, number + 1, by_name)
            for index, heading in self._headings.items():
                cell = merged.get((number, index), cells[index] if index < len(cells) else "")
                if plain(cell):
                    row.cells[heading.column.name] = cell
            if row.cells:
                found.append(row)
        return found

    def _place(self, number: int, index: int, heading: str = "") -> Place:
        return Place(file=self._file, sheet=self._shown, row=number + 1, column=letter(index), heading=heading)

    def _find_headings(self) -> dict[int, Heading]:
        titles = _titles(self._sheet)
        found: dict[int, Heading] = {}
        texts = [plain(cell) for cell in self._grid.rows[self._top]]
        strange: list[tuple[int, str]] = []
        for index, text in enumerate(texts):
            known = titles.get(key(text)) if text else None
            if known and known[0].name not in {heading.column.name for heading in found.values()}:
                found[index] = Heading(letter(index), text, known[0])
                if known[1]:
                    self.spoken[known[1]] += 1
            elif text:
                strange.append((index, text))
        for index, text in strange:
            self._place_strange(index, text, titles, found)
        for index in range(max((len(row) for row in self._grid.rows), default=0)):
            if index >= len(texts) or not texts[index]:
                self._look_below(index)
        return found

    def _place_strange(
        self, index: int, text: str, titles: dict[str, tuple[Column, str]], found: dict[int, Heading]
    ) -> None:
        """Take a heading that is not known for the nearest one that is left, and say so."""
        taken = {heading.column.name for heading in found.values()}
        left = {title: column for title, (column, _) in titles.items() if column.name not in taken}
        near = process.extractOne(key(text), left.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR)
        language = max(LANGUAGES, key=lambda tag: self.spoken[tag])
        offers = [left[near[0]].titles.value(language)] if near else []
        if near:
            found[index] = Heading(letter(index), text, left[near[0]])
        else:
            close = process.extract(key(text), left.keys(), scorer=fuzz.ratio, limit=3)
            offers = list(dict.fromkeys(left[title].titles.value(language) for title, *_ in close))
        self._findings.add(
            "unknown-heading",
            self._place(self._top, index, text),
            found=text,
            other=words("read-as", offers[0]) if near else words("not-read"),
            suggestions=[Suggestion(offer) for offer in offers],
        )

    def _look_below(self, index: int) -> None:
        """Tell of values that stand under no heading."""
        for number, row in enumerate(self._grid.rows[self._top + 1 :], start=self._top + 1):
            if index < len(row) and (text := plain(row[index])):
                left = [column.titles for column in self._sheet.columns]
                offers = [titles.value(max(LANGUAGES, key=lambda tag: self.spoken[tag])) for titles in left]
                self._findings.add(
                    "no-heading",
                    self._place(number, index),
                    found=text,
                    other=letter(index),
                    suggestions=[Suggestion(offer) for offer in offers if offer][-1:],
                )
                return

    def _merged(self) -> dict[tuple[int, int], Cell]:
        """What merged cells hold, for each row they cover in the column in which they begin."""
        held: dict[tuple[int, int], Cell] = {}
        for top, left, bottom, right in self._grid.merged:
            row = self._grid.rows[top] if top < len(self._grid.rows) else ()
            value = row[left] if left < len(row) else ""
            if top <= self._top or left not in self._headings or not plain(value):
                continue
            self._findings.add(
                "merged-cells",
                self._place(top, left, self._headings[left].text),
                found=plain(value),
                other=f"{letter(left)}{top + 1}:{letter(right)}{bottom + 1}",
                suggestions=[Suggestion(plain(value))],
            )
            for number in range(top, min(bottom, len(self._grid.rows) - 1) + 1):
                held[number, left] = value
        return held
