"""Which texts there are in files and folders, and reading one of them."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.documents import SUFFIXES, read_document
from edukg.errors import InputError, MissingFileError
from edukg.model import Document

MAX_WHOLE: Final = 20_000_000
"""Bytes of plain text that are checked at once and in one piece."""
_MOST: Final = 3 * MAX_WHOLE
"""Bytes of any file that are read."""
_PLAIN: Final = frozenset((".txt", ".md", ""))
_ALSO: Final = frozenset((".htm", ".xhtml", ".markdown", ".text"))


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """A text to check: where it lies, and the name it goes by, which is its path below the folder that was given."""

    name: str
    path: Path

    @property
    def is_standard_input(self) -> bool:
        """Whether the text comes from standard input."""
        return str(self.path) == "-"


def sources(files: Iterable[Path]) -> tuple[Source, ...]:
    """The texts in some files and folders, each once, those of a folder in the order of their names.

    Hidden files and those of other formats are left out of a folder. Raises `InputError` for a folder without any.
    """
    found: dict[Path, Source] = {}
    for given in files:
        if str(given) == "-" or not given.is_dir():
            found.setdefault(given, Source("" if str(given) == "-" else str(given), given))
            continue
        inside = [path for path in sorted(given.rglob("*")) if _is_text(path, given)]
        if not inside:
            raise InputError(
                f"The folder {given} holds no document that is read here.", advice=f"Read are {', '.join(SUFFIXES)}."
            )
        for path in inside:
            found.setdefault(path, Source(path.relative_to(given).as_posix(), path))
    return tuple(found.values())


def _is_text(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return not hidden and path.suffix.lower() in {*SUFFIXES, *_ALSO} and path.is_file()


def read(source: Source) -> tuple[Document, bytes]:
    """The document and its bytes.

    Raises `MissingFileError` when it cannot be opened, `InputError` when it cannot be read or is too large for one
    piece.
    """
    data = _bytes(source)
    if len(data) > MAX_WHOLE and source.path.suffix.lower() in _PLAIN:
        raise InputError(
            f"{source.name or 'The text'} has more than {MAX_WHOLE:,} bytes, which are checked at once.",
            advice="Give an --output that ends in .jsonl or .parquet: so a text of any size is checked.",
        )
    if len(data) > _MOST:
        raise InputError(
            f"{source.name or 'The text'} has more than {_MOST:,} bytes, the most that is read of a document.",
            advice="Split it, or give its plain text.",
        )
    return read_document(data, source.name), data


def _bytes(source: Source) -> bytes:
    if source.is_standard_input:
        return sys.stdin.buffer.read(_MOST + 1)
    try:
        with source.path.open("rb") as file:
            return file.read(_MOST + 1)
    except OSError as error:
        raise MissingFileError(
            f"{source.path} cannot be read: {error.strerror}.", advice="Check its name and permissions."
        ) from error
