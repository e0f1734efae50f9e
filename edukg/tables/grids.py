"""A file of sheets → rows of cells, with guards against files that are made to do harm.

XLSX is read by python-calamine in a process of its own (`child.py`) with bounded memory and time: a few kilobytes of a
workbook can ask for terabytes, and a library that runs out of memory takes its process with it.
"""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from edukg.errors import DataSyntaxError, InputError, MissingFileError, Position
from edukg.load.files import open_data

SUFFIXES: Final = (".xlsx", ".xlsm", ".csv", ".tsv")
MAX_FILE: Final = 50_000_000
"""Bytes of a table file."""
MAX_UNPACKED: Final = 200_000_000
"""Bytes of all parts of a workbook, unpacked."""
MAX_ROWS: Final = 100_000
MAX_CELLS: Final = 4_000_000
MAX_TEXT: Final = 50_000_000
"""Characters of all cells together."""
_SECONDS: Final = 120

Cell = str | int | float | bool | datetime
"""What a cell holds; an empty text when nothing."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet from its first row and column on.

    `merged` are ranges that are one cell: first row, first column, last row, last column, counted from 0.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: tuple[tuple[int, int, int, int], ...] = ()


def is_table(path: Path) -> bool:
    """Whether a file is a table by its name."""
    return path.suffix.lower() in SUFFIXES


def read_grids(path: Path, name: str) -> tuple[Grid, ...]:
    """The sheets of a workbook, or the one of a CSV file.

    `name` is what errors call the file. Raises `MissingFileError` when it cannot be read, `DataSyntaxError` when it is
    not what its name says, is damaged or not in UTF-8, `InputError` when it is too large.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise MissingFileError(
            f"'{path}' cannot be read: {error.strerror or error}.", advice="Check its name and folder."
        ) from error
    if size > MAX_FILE:
        raise _too_large(name, f"The file has {size:,} bytes; tables are read up to {MAX_FILE:,}.")
    return (_csv(path, name),) if path.suffix.lower() in {".csv", ".tsv"} else _workbook(path, name)


def _too_large(name: str, message: str) -> InputError:
    return InputError(
        message,
        advice="Split it, take out sheets and pictures, or convert it to Turtle and load that.",
        position=Position(file=name),
    )


def _csv(path: Path, name: str) -> Grid:
    with open_data(path, name) as stream:
        content = stream.read()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise DataSyntaxError(
            "The file is not written in UTF-8 from here on.",
            advice="Save it as “CSV UTF-8”, or as .xlsx; it may be in an older encoding such as Windows-1251.",
            position=Position(name, line),
        ) from None
    head = text.partition("\n")[0]
    delimiter = "\t" if path.suffix.lower() == ".tsv" else max(",;\t", key=head.count)
    rows: list[list[Cell]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            rows.append(list(row))
            cells += len(row)
            if len(rows) > MAX_ROWS or cells > MAX_CELLS:
                raise _too_large(name, f"The table has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells.")
    except csv.Error as error:
        raise DataSyntaxError(
            f"The table breaks off: {error}.",
            advice="Look for a quotation mark without its partner there.",
            position=Position(name, reader.line_num),
        ) from None
    return Grid(path.stem, rows)


def _workbook(path: Path, name: str) -> tuple[Grid, ...]:
    _check_archive(path, name)
    command = [sys.executable, "-P", "-m", "edukg.tables.child", str(path), *map(str, (MAX_ROWS, MAX_CELLS, MAX_TEXT))]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 (our own module)
    except subprocess.TimeoutExpired:
        raise _too_large(name, f"The workbook could not be read within {_SECONDS} seconds.") from None
    if done.returncode != 0:
        raise _too_large(name, "The workbook asks for more memory than a table may take.")
    lines = done.stdout.decode("utf-8").splitlines()
    last = json.loads(lines[-1]) if lines else {"error": "nothing was read"}
    if "large" in last:
        raise _too_large(name, f"The workbook has more than {MAX_ROWS:,} rows, {MAX_CELLS:,} cells or too much text.")
    if "error" in last:
        raise DataSyntaxError(
            f"The workbook cannot be read: {last['error']}.",
            advice="Open it in a spreadsheet program and save it again as .xlsx.",
            position=Position(file=name),
        )
    grids: list[Grid] = []
    rows: list[list[Cell]] = []
    for line in lines[:-1]:
        found = json.loads(line)
        if isinstance(found, dict):
            rows = []
            grids.append(Grid(found["sheet"], rows, tuple(tuple(edge) for edge in found["merged"])))
        else:
            rows.append([datetime.fromisoformat(cell[0]) if isinstance(cell, list) else cell for cell in found])
    return tuple(grids)


def _check_archive(path: Path, name: str) -> None:
    """Refuse what is no workbook, is damaged, or unpacks to far more than it is."""
    try:
        with path.open("rb") as raw, zipfile.ZipFile(raw) as archive:
            parts = archive.infolist()
            total = sum(part.file_size for part in parts)
            if total > MAX_UNPACKED or len(parts) > 10_000:
                raise _too_large(
                    name, f"The workbook unpacks to {total:,} bytes; tables are read up to {MAX_UNPACKED:,}."
                )
            if not any(part.filename == "[Content_Types].xml" for part in parts):
                raise DataSyntaxError(
                    "The file is a ZIP archive but no workbook.",
                    advice="Save the table as .xlsx, or unpack the archive first.",
                    position=Position(file=name),
                )
            for part in parts:
                with archive.open(part) as stream:
                    while stream.read(1 << 20):  # a part that is longer than it says, or damaged, is told here
                        pass
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise DataSyntaxError(
            f"The file is no workbook in XLSX: {error}.",
            advice="Save it as .xlsx without a password; an old .xls has to be converted.",
            position=Position(file=name),
        ) from None
    except OSError as error:
        raise MissingFileError(
            f"'{path}' cannot be read: {error.strerror or error}.", advice="Check the file."
        ) from error
