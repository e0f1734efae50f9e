"""A document whose text is to be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, in reading order, paragraphs parted by line breaks.

    `kind` is the ending that its format goes by (`.docx`), `encoding` what a file of plain text was written in. Of
    plain text the text is untouched, so that a position in it is one in the file.
    """

    name: str
    kind: str
    text: str
    encoding: str = ""
