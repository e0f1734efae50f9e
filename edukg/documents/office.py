"""DOCX and ODT → text.

The paragraphs of a DOCX are walked here rather than taken from python-docx: it leaves out what tracked changes insert,
which in a draft is just what is to be read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import docx
import odfdo
from docx.oxml import parse_xml

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_PARAGRAPH: Final = _W + "p"
_TEXT: Final = _W + "t"
_MARKS: Final = {
    _W + "tab": "\t",
    _W + "br": "\n",
    _W + "cr": "\n",
    _W + "noBreakHyphen": "-",
    _W + "softHyphen": "\xad",
}
NOTES: Final = ("/word/footnotes.xml", "/word/endnotes.xml")


def docx_text(data: bytes) -> str:
    """The paragraphs of a DOCX in the order of reading, tables and text boxes included, then its notes."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = [paragraph_text(p) for p in body_paragraphs(document)]
    paragraphs += [paragraph_text(p) for p in _notes(document)]
    return "\n".join(paragraphs)


def body_paragraphs(document: WordDocument) -> Iterator[Any]:
    """Every paragraph element of the body, in document order; what a text box holds twice comes once."""
    for element in document.element.body.iter(_PARAGRAPH):
        if not any(above.tag == _FALLBACK for above in element.iterancestors()):
            yield element


def pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """The elements of a paragraph that show text, with the text they show; paragraphs inside it are left out."""
    for element in paragraph.iter(_TEXT, *_MARKS):
        owner = next(above for above in element.iterancestors() if above.tag == _PARAGRAPH)
        if owner is paragraph:
            yield element, (element.text or "") if element.tag == _TEXT else _MARKS[element.tag]


def paragraph_text(paragraph: Any) -> str:
    """What a paragraph element shows. Deleted text of tracked changes is no `w:t` and so is not shown."""
    return "".join(shown for _, shown in pieces(paragraph))


def _notes(document: WordDocument) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if str(part.partname) in NOTES:
            yield from parse_xml(part.blob).iter(_PARAGRAPH)


def odt_text(data: bytes) -> str:
    """The paragraphs and headings of an ODT in the order of reading."""
    body = odfdo.Document(io.BytesIO(data)).body
    return "\n".join(
        str(element.text_recursive) for element in body.get_elements("descendant::text:p|descendant::text:h")
    )
