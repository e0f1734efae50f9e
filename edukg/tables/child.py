"""Reads a workbook in a process of its own and writes its rows as JSON, one a line; see `grids`.

    python -m edukg.tables.child FILE ROWS CELLS CHARACTERS

A line is an object for a sheet (name, merged ranges) or a list for a row, in which a date is a list of one text. The
last line is an object: {"done": true}, {"large": true} when a limit was passed, or {"error": "…"}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Final

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from edukg.bounded import hold_to

_MEMORY: Final = 1_500_000_000
"""Bytes of address space."""


def _cell(value: object) -> object:
    match value:
        case datetime():
            return [value.isoformat()]
        case date():
            return [datetime(value.year, value.month, value.day).isoformat()]  # noqa: DTZ001 (spreadsheets have no zones)
        case time() | timedelta():
            return str(value)
        case float() if value.is_integer():
            return int(value)
    return value


def _rows(sheet: CalamineSheet) -> Iterator[list[object]]:
    for row in sheet.to_python(skip_empty_area=False):
        yield [_cell(value) for value in row]


def main(path: str, rows: int, cells: int, characters: int) -> dict[str, object]:
    """Write the rows of all visible sheets and return the last line."""
    book = CalamineWorkbook.from_path(path)
    for number, name in enumerate(book.sheet_names):
        if str(book.sheets_metadata[number].visible) != "SheetVisibleEnum.Visible":
            continue
        sheet = book.get_sheet_by_index(number)
        if sheet.total_height > rows or sheet.total_height * sheet.total_width > cells:
            return {"large": True}
        merged = [[a[0], a[1], b[0], b[1]] for a, b in (sheet.merged_cell_ranges or [])[:rows]]
        sys.stdout.write(json.dumps({"sheet": name, "merged": merged}) + "\n")
        for row in _rows(sheet):
            characters -= sum(len(cell) for cell in row if isinstance(cell, str))
            if characters < 0:
                return {"large": True}
            sys.stdout.write(json.dumps(row, ensure_ascii=True) + "\n")
    return {"done": True}


if __name__ == "__main__":
    hold_to(_MEMORY)
    try:
        last = main(sys.argv[1], *(int(number) for number in sys.argv[2:5]))
    except CalamineError as error:
        last = {"error": str(error).strip(" .")}
    except MemoryError:
        sys.exit(3)
    sys.stdout.write(json.dumps(last) + "\n")
