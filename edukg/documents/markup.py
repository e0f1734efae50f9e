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
_DECLARED: Final = re.compile(rb"""charset\s*=\s*["']?([A-Za-z0-9_.:-]+)""", re.IGNORECASE)


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
