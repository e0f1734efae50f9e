"""Documents → text: what people write in, turned into what the checker reads.

    plain.py    bytes → characters, whatever the encoding
    markup.py   HTML
    office.py   DOCX and ODT
    pages.py    PDF
    archives.py the guard before everything that is a ZIP inside
    apart.py    opens what could be a trap in a process of its own, with a bound on time and memory
    comments.py a DOCX with comments at spans of its text

The format is told by what the bytes are, and only then by the ending: a DOCX named `.txt` is read as a DOCX.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Final

from edukg.documents import apart, markup, plain
from edukg.documents.archives import office_kind
from edukg.errors import InputError, UnknownFormatError
from edukg.model import Document

SUFFIXES: Final = (".txt", ".md", ".html", ".docx", ".odt", ".pdf")
"""The formats, by the ending they go by."""
MAX_BYTES: Final = 50_000_000
"""Bytes of a document that is no plain text; a longer one is refused before it is opened."""

MAX_WRITTEN: Final = 2_000_000
"""Characters of a text that are put into a new DOCX."""

_PDF: Final = b"%PDF-"
_ZIP: Final = b"PK\x03\x04"
_HTML_NAMES: Final = {".html", ".htm", ".xhtml"}
_PLAIN_NAMES: Final = {"", ".txt", ".text", ".md", ".markdown", ".rst", ".log", ".csv", ".tex"}
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "Save it as .docx"),
    (b"{\\rtf", "a Rich Text file", "Save it as .docx"),
    (b"\x89PNG", "a picture", "Give the text that is in it"),
    (b"\xff\xd8\xff", "a picture", "Give the text that is in it"),
    (b"GIF8", "a picture", "Give the text that is in it"),
    (b"\x1f\x8b", "compressed by gzip", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first"),
)


def read_document(data: bytes, name: str = "") -> Document:
    """The text of a document, given as the bytes of its file.

    Raises `UnknownFormatError` for what no reader here can read, `InputError` for a document that is empty, damaged,
    locked, too large, or made to exhaust its reader.
    """
    kind = kind_of(data, name)
    shown = name or f"the {kind} document"
    if kind in {".txt", ".md"}:
        text, encoding = plain.decode(data, shown)
        return _filled(Document(name, kind, text, encoding))
    if len(data) > MAX_BYTES:
        raise InputError(
            f"{shown} has {len(data):,} bytes; at most {MAX_BYTES:,} are read of a {kind} document.",
            advice="Split it, or give its plain text, which may be longer.",
        )
    if kind == ".html":
        read = apart.text(data, kind, shown) if markup.is_deep(data) else markup.text(data, shown)
        return _filled(Document(name, kind, read))
    return _filled(Document(name, kind, apart.text(data, kind, shown)))


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say of a span of a document's text."""

    start: int
    end: int
    text: str


def commented(document: Document, data: bytes, notes: Sequence[Note], *, author: str) -> bytes:
    """A DOCX with a comment for each note: the document itself when it is one and `data` are its bytes.

    Of any other document its text is put into a new one. Raises `InputError` as reading does.
    """
    name = document.name or "the document"
    if document.kind != ".docx" or not data:
        if len(document.text) > MAX_WRITTEN:
            raise InputError(
                f"{name} has {len(document.text):,} characters; a new DOCX takes at most {MAX_WRITTEN:,}.",
                advice="Split it, or choose another form of output.",
            )
        # Imported here, since the word processor's library takes its time and most documents are only read.
        from edukg.documents.comments import plain_docx  # noqa: PLC0415

        data = plain_docx(document.text)
    return apart.with_comments(data, [asdict(note) for note in notes], author, name)


def kind_of(data: bytes, name: str = "") -> str:
    """Which of `SUFFIXES` a document is, by its first bytes and then by its name. Raises `UnknownFormatError`."""
    suffix = PurePath(name).suffix.lower()
    start = data[:1024].lstrip()
    for signature, what, advice in _OTHERS:
        if data.startswith(signature):
            raise UnknownFormatError(f"{name or 'The file'} is {what}, which is not read here.", advice=advice + ".")
    if start.startswith(_PDF):
        return ".pdf"
    if data.startswith(_ZIP):
        return office_kind(data, name or "The file")
    if suffix in {".pdf", ".docx", ".odt"}:
        raise UnknownFormatError(
            f"{name} is no {suffix[1:].upper()} inside.",
            advice="Open it in the program that made it and save it again.",
        )
    if suffix in _HTML_NAMES or start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    if suffix in _PLAIN_NAMES:
        return ".md" if suffix in {".md", ".markdown"} else ".txt"
    raise UnknownFormatError(
        f"The ending of '{name}' names no document that is read here.", advice=f"Known are {', '.join(SUFFIXES)}."
    )


def _filled(document: Document) -> Document:
    if document.text.strip():
        return document
    advice = "If it holds pictures of pages, have their text recognised first." if document.kind == ".pdf" else ""
    raise InputError(f"{document.name or 'The document'} holds no text.", advice=advice)


__all__ = ["MAX_BYTES", "SUFFIXES", "Note", "commented", "kind_of", "read_document"]
