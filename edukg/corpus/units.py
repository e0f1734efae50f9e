"""A corpus as units of work: whole documents, and long plain texts in pieces that end where a paragraph ends.

A piece says where it lies in its file, in bytes, and how many code points stand before it, so that it can be read and
checked by any process on any machine and its spans still count from the beginning of the file.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, Final

from edukg.corpus.sources import Source, read
from edukg.documents import plain
from edukg.errors import EdukgError, InputError, MissingFileError, UnknownFormatError

PIECE: Final = 262_144
"""Bytes or characters of a piece, at most; a short form is tied back to its full term within one piece."""
_PLAIN: Final = frozenset((".txt", ".md", ".markdown", ".text"))
_SAMPLE: Final = 65_536
"""Bytes by which a text in wide letters is told."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a file, `[begin, end)` in bytes; `before` code points precede it. `encoding` is "" for a document.

    `problem` says why the file, or the rest of it, cannot be read.
    """

    source: Source
    size: int
    stamp: int
    begin: int
    end: int
    before: int = 0
    encoding: str = ""
    problem: str = ""


def units(sources: Iterable[Source]) -> Iterator[Unit]:
    """The work that some texts are, in order. A file that cannot be read is a unit with a problem."""
    for source in sources:
        size = stamp = 0
        try:
            if source.is_standard_input:
                raise InputError("A corpus cannot come from standard input.", advice="Name its files or folders.")
            try:
                found = source.path.stat()
            except OSError as error:
                raise MissingFileError(
                    f"{source.path} cannot be read: {error.strerror}.", advice="Check its name and permissions."
                ) from error
            size, stamp = found.st_size, found.st_mtime_ns
            if size > PIECE and source.path.suffix.lower() in _PLAIN:
                yield from _pieces(source, size, stamp)
            else:
                yield Unit(source, size, stamp, 0, size)
        except EdukgError as error:
            yield Unit(source, size, stamp, 0, size, problem=str(error))


def _pieces(source: Source, size: int, stamp: int) -> Iterator[Unit]:
    try:
        with source.path.open("rb") as file:
            begin, encoding = _beginning(file, source.name)
            if encoding == "":  # a document in spite of its name
                yield Unit(source, size, stamp, 0, size)
                return
            before = 0
            file.seek(begin)
            kept = b""
            while True:
                block = kept + file.read(PIECE - len(kept))
                if not block:
                    return
                cut = len(block) if begin + len(block) >= size else _paragraph_end(block)
                piece, kept = block[:cut], block[cut:]
                yield Unit(source, size, stamp, begin, begin + cut, before, encoding)
                begin += cut
                before += len(_decoded(piece, encoding, source.name, begin - cut))
    except OSError as error:
        raise MissingFileError(f"{source.path} cannot be read: {error.strerror}.", advice="Check its disk.") from error


def _beginning(file: IO[bytes], name: str) -> tuple[int, str]:
    """Where the text begins behind a byte order mark, and its encoding; "" when the file is no plain text."""
    start = file.read(PIECE)
    if start.startswith((b"%PDF-", b"PK\x03\x04")):
        return 0, ""
    encoding = plain.wide(start[:_SAMPLE])
    if encoding:
        raise InputError(
            f"{name} is written in {encoding.upper()}, which is read up to {PIECE:,} bytes.",
            advice="Save it as UTF-8.",
        )
    _, encoding = plain.decode(start[: _paragraph_end(start)], name)
    return (len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0), encoding


def _paragraph_end(block: bytes) -> int:
    """Where to cut a block: after its last empty line, else its last line, its last word, its last whole character."""
    for mark in (b"\n\n", b"\n\r\n", b"\n", b" "):
        found = block.rfind(mark, len(block) // 2)
        if found >= 0:
            return found + len(mark)
    cut = len(block)
    while cut > 1 and cut > len(block) - 4 and block[cut - 1] & 0xC0 == 0x80:
        cut -= 1
    return cut - 1 if cut > 1 and block[cut - 1] >= 0xC0 else len(block)


def _decoded(piece: bytes, encoding: str, name: str, begin: int) -> str:
    try:
        return piece.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownFormatError(
            f"{name} is not {encoding.upper()} throughout: the byte at {begin + error.start:,} is not.",
            advice="Save the file as UTF-8.",
        ) from None


def texts_of(unit: Unit) -> Iterator[tuple[int, str]]:
    """The text of a unit in pieces of at most `PIECE` characters, each with the code points before it.

    Raises the errors of reading.
    """
    if unit.encoding:
        try:
            with unit.source.path.open("rb") as file:
                file.seek(unit.begin)
                data = file.read(unit.end - unit.begin)
        except OSError as error:
            raise MissingFileError(
                f"{unit.source.path} cannot be read: {error.strerror}.", advice="Check its permissions."
            ) from error
        yield unit.before, _decoded(data, unit.encoding, unit.source.name, unit.begin)
        return
    text = read(unit.source)[0].text
    at = 0
    while at < len(text):
        end = at + PIECE
        if end < len(text):
            cut = max(text.rfind(mark, at + PIECE // 2, end) for mark in ("\n", " "))
            end = cut + 1 if cut > 0 else end
        yield at, text[at:end]
        at = end
