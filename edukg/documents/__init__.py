"""Documents → text: what people write in, turned into what the checker reads.

    plain.py    bytes → characters, whatever the encoding
    markup.py   HTML
    office.py   DOCX and ODT
    pages.py    PDF
    archives.py the guard before everything that is a ZIP inside
    apart.py    reads what could be a trap in a process of its own, with a bound on time and memory

The format is told by what the bytes are, and only then by the ending: a DOCX named `.txt` is read as a DOCX.
"""

from __future__ import annotations

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
        return _filled(Document(name, kind, markup.text(data, shown)))
    return _filled(Document(name, kind, apart.text(data, kind, shown)))


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


__all__ = ["MAX_BYTES", "SUFFIXES", "kind_of", "read_document"]
