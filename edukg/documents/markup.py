"""HTML → text: what a browser would show, blocks parted by line breaks."""

from __future__ import annotations

import re
from typing import Final

from selectolax.lexbor import LexborHTMLParser

from edukg.documents.plain import decode

_UNSEEN: Final = ["script", "style", "template", "noscript", "svg", "head"]
_BLOCKS: Final = (
    "p, div, br, li, ul, ol, dl, dt, dd, h1, h2, h3, h4, h5, h6, tr, td, th, table, section, article, header, footer, "
    "main, nav, aside, blockquote, pre, figure, figcaption, address, hr, option, caption, details, summary, form"
)
_BREAK: Final = "\x1e"
_TAG: Final = re.compile(rb"<(/?)([A-Za-z][A-Za-z0-9]*)")
_FLAT: Final = frozenset(
    b"area base br col dd dt embed hr img input li link meta option p param source".split()
    + b"tbody td tfoot th thead tr wbr".split()
)
_DEEP: Final = 1_500
"""Elements in each other; real pages have tens. The time of the parser grows with the square of it."""
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


def is_deep(data: bytes) -> bool:
    """Whether elements may lie in each other so deep that parsing takes ever longer: a trap, or a broken program's.

    Elements that end where the next one begins are not counted, since nobody writes their ends.
    """
    depth = 0
    for end, name in _TAG.findall(data):
        if name.lower() not in _FLAT:
            depth += -1 if end else 1
            if depth > _DEEP:
                return True
            depth = max(depth, 0)
    return False


def text(data: bytes, name: str) -> str:
    """The text of a page. Raises `UnknownFormatError` when its encoding cannot be told."""
    declared = _DECLARED.search(data[:2048])
    source, _ = decode(data, name, declared[1].decode("ascii") if declared else "")
    tree = LexborHTMLParser(source.replace(_BREAK, " "))
    tree.strip_tags(_UNSEEN, recursive=True)
    if tree.body is None:
        return ""
    for block in tree.body.css(_BLOCKS):
        block.insert_before(_BREAK)
        block.insert_after(_BREAK)
    shown = re.sub(r"[ \t\r\n\f]+", " ", tree.body.text())
    return re.sub(rf" ?(?:{_BREAK} ?)+", "\n", shown).strip("\n")
