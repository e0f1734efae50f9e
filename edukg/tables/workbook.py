"""Writes the workbook of the mapping, empty or filled: headings, lists to choose from, and a sheet that explains it."""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from edukg.errors import MissingFileError, StorageError
from edukg.tables.grids import Cell
from edukg.tables.mapping import Column, Mapping, Sheet
from edukg.tables.vocabulary import Vocabulary

LISTS: Final = "lists"
"""The hidden sheet that holds what cells offer."""
_ROWS: Final = 2000
"""How far down cells offer their lists."""
_HEAD: Final = PatternFill("solid", fgColor="DCE6F1")
_NEEDED: Final = PatternFill("solid", fgColor="B8CCE4")
_WIDTHS: Final = {"id": 20, "kind": 34, "description": 40, "title": 44, "note": 30}

Content = Dictionary[str, Sequence[Sequence[Cell]]]
"""The rows of each sheet by its name, in the order of its columns."""


def write_workbook(
    path: Path, mapping: Mapping, vocabulary: Vocabulary, language: str, content: Content | None = None
) -> None:
    """Write the sheets with headings in a language; without content it is the empty template.

    Raises `MissingFileError` when the folder does not exist, `StorageError` when the file cannot be written.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    _explain(book.create_sheet(mapping.words["readme"].value(language)), mapping, language)
    lists = _Lists(book, vocabulary, language)
    for sheet in mapping.sheets:
        page = book.create_sheet(sheet.titles.value(language))
        _head(page, sheet, language)
        for row in (content or {}).get(sheet.name, ()):
            page.append([_storable(cell) for cell in row])
        _format(page, sheet, language, lists, mapping)
    lists.finish()
    book.active = 1
    try:
        book.save(path)
    except FileNotFoundError:
        raise MissingFileError(f"There is no folder '{path.parent}'.", advice="Make it first.") from None
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.", advice="Choose another place.") from error


def _storable(cell: Cell) -> Cell | None:
    """A cell as a workbook keeps it: nothing for an empty one; a text that begins like a formula stays a text."""
    return None if cell == "" else cell


def _head(page: Worksheet, sheet: Sheet, language: str) -> None:
    page.append([column.titles.value(language) for column in sheet.columns])
    for index, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, index)
        cell.font = Font(bold=True)
        cell.fill = _NEEDED if column.required else _HEAD
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        if description := column.description.value(language):
            cell.comment = Comment(description, "EduKG", width=320, height=110)
        page.column_dimensions[get_column_letter(index)].width = _WIDTHS.get(column.name, 24)
    page.freeze_panes = "B2"


def _format(page: Worksheet, sheet: Sheet, language: str, lists: _Lists, mapping: Mapping) -> None:
    """Offer lists and hints in the cells, show dates as dates, and keep texts that begin with = texts."""
    for index, column in enumerate(sheet.columns, start=1):
        span = f"{get_column_letter(index)}2:{get_column_letter(index)}{_ROWS}"
        if (rule := _rule(column, language, lists, mapping)) is not None:
            page.add_data_validation(rule)
            rule.add(span)
        if column.datatypes[:1] == ("dateTime",):
            for number in range(2, max(page.max_row, 60) + 1):
                page.cell(number, index).number_format = "yyyy-mm-dd"
    for row in page.iter_rows(min_row=2):
        for cell in row:
            if cell.data_type == "f":
                cell.data_type = "s"


def _rule(column: Column, language: str, lists: _Lists, mapping: Mapping) -> DataValidation | None:
    """What a cell offers and says when it is chosen; nothing is forbidden, since checking tells more than a refusal."""
    source = lists.source(column, mapping)
    rule = (
        DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        if source
        else DataValidation(allow_blank=True, showErrorMessage=False)
    )
    if description := column.description.value(language):
        rule.promptTitle, rule.prompt = column.titles.value(language)[:32], description[:255]
        rule.showInputMessage = True
        return rule
    return rule if source else None


class _Lists:
    """The hidden sheet of lists, one column each; equal ones are written once."""

    def __init__(self, book: Workbook, vocabulary: Vocabulary, language: str) -> None:
        self._book, self._vocabulary, self._language = book, vocabulary, language
        self._known: dict[tuple[str, ...], str] = {}

    def source(self, column: Column, mapping: Mapping) -> str | None:
        """Where the list of a column stands: among the lists, or in the names of another sheet."""
        if column.choices is None:
            return None
        if column.choices.rows_of and column.choices.rows_of[0] != "places":
            return self._rows(mapping.sheet(column.choices.rows_of[0]))
        labels = [self._vocabulary.label(iri, self._language) for iri in self._vocabulary.choices(column.choices)]
        if not column.choices.classes:
            labels.sort(key=str.casefold)
        texts = tuple(dict.fromkeys(labels))
        if texts not in self._known:
            name = f"list_{len(self._known) + 1}"
            letter = get_column_letter(len(self._known) + 1)
            self._known[texts] = name
            place = f"{LISTS}!${letter}$1:${letter}${max(len(texts), 1)}"
            self._book.defined_names[name] = DefinedName(name, attr_text=place)
        return self._known[texts]

    def _rows(self, sheet: Sheet) -> str:
        """The names of another sheet, in the language of the table where it has one for each."""
        wanted = f"name_{self._language}"
        names = [c.name for c in sheet.columns if c.is_name]
        index = [c.name for c in sheet.columns].index(wanted if wanted in names else names[0]) + 1
        letter = get_column_letter(index)
        return f"'{sheet.titles.value(self._language)}'!${letter}$2:${letter}${_ROWS}"

    def finish(self) -> None:
        """Write the lists."""
        page = self._book.create_sheet(LISTS)
        for index, texts in enumerate(self._known, start=1):
            for number, text in enumerate(texts, start=1):
                page.cell(number, index, text)
        page.sheet_state = "hidden"


def _explain(page: Worksheet, mapping: Mapping, language: str) -> None:
    """The first sheet: what goes where, with examples."""
    words = {name: texts.value(language) for name, texts in mapping.words.items()}
    page.append([mapping.titles.value(language)])
    page["A1"].font = Font(bold=True, size=16)
    for text in (words["introduction"], words["check"]):
        page.append([text])
        page.merge_cells(start_row=page.max_row, end_row=page.max_row, start_column=1, end_column=5)
        page.cell(page.max_row, 1).alignment = Alignment(wrap_text=True, vertical="top")
        page.row_dimensions[page.max_row].height = 48
    for sheet in mapping.sheets:
        page.append([])
        page.append([sheet.titles.value(language), sheet.description.value(language)])
        page.cell(page.max_row, 1).font = Font(bold=True, size=13)
        page.append([words[name] for name in ("column", "meaning", "needed", "example")])
        for cell in page[page.max_row]:
            cell.font, cell.fill = Font(bold=True), _HEAD
        for column in sheet.columns:
            title, meaning = column.titles.value(language), column.description.value(language)
            example = column.example.value(language)
            page.append([title, meaning, words["yes"] if column.required else "", example])
            page.cell(page.max_row, 2).alignment = Alignment(wrap_text=True, vertical="top")
    for letter, width in zip("ABCD", (28, 80, 14, 40), strict=True):
        page.column_dimensions[letter].width = width
