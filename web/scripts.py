"""The Cyrillic view of the site: the finished page, with every Uzbek text in it transliterated.

It is done once for a whole answer, so that templates, catalogues and data know one Uzbek only. What is marked as Uzbek
(`lang="uz"`, or inherits it) is turned and marked `uz-Cyrl`; code, quotations, what is typed, and what says
`translate="no"` stay as they are.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Final

from edukg.cyrillic import to_cyrillic
from edukg.web.interface import in_cyrillic

if TYPE_CHECKING:
    from flask import Flask, Response

LATIN: Final = "uz"
CYRILLIC: Final = "uz-Cyrl"

_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_KEPT: Final = frozenset(("script", "style", "code", "pre", "kbd", "samp", "textarea", "q"))
_SAID: Final = re.compile(r'(\s)(aria-label|title|placeholder|alt|data-name|content)="([^"]*)"')
_LANG: Final = re.compile(r'(\slang)="uz"')


class _Turning(HTMLParser):
    """Copies a page, turning what is Uzbek. The stack holds each open element: its name, language, and whether kept."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._open: list[tuple[str, str, bool]] = []

    @property
    def _turns(self) -> bool:
        return bool(self._open) and self._open[-1][1] == LATIN and not self._open[-1][2]

    def _tag(self, tag: str, attrs: list[tuple[str, str | None]], *, empty: bool) -> None:
        given = dict(attrs)
        _name, language, kept = self._open[-1] if self._open else ("", "", False)
        language = given.get("lang") or language
        kept = kept or tag in _KEPT or given.get("translate") == "no"
        written = self.get_starttag_text() or ""
        if language == LATIN and not kept:
            described = tag != "meta" or given.get("name") == "description"
            written = _LANG.sub(rf'\1="{CYRILLIC}"', written)
            if described:
                written = _SAID.sub(lambda m: f'{m[1]}{m[2]}="{_escaped(m[3])}"', written)
        self.out.append(written)
        if not empty and tag not in _VOID:
            self._open.append((tag, language, kept))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, attrs, empty=False)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._tag(tag, attrs, empty=True)

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _, _ in self._open):
            if self._open.pop()[0] == tag:
                break
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(to_cyrillic(data) if self._turns else data)

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")


def _escaped(value: str) -> str:
    return html.escape(to_cyrillic(html.unescape(value)), quote=True)


def turned(page: str) -> str:
    """A page with its Uzbek in Cyrillic script.

    >>> turned('<p lang="uz">taʼlim <code>taʼlim</code> <b lang="en">cluster</b></p>')
    '<p lang="uz-Cyrl">таълим <code>taʼlim</code> <b lang="en">cluster</b></p>'
    """
    turning = _Turning()
    turning.feed(page)
    turning.close()
    return "".join(turning.out)


def init_app(app: Flask) -> None:
    """Turn every page that is asked for in the Cyrillic view."""

    @app.after_request
    def turn(response: Response) -> Response:
        if response.mimetype == "text/html" and not response.direct_passthrough and in_cyrillic():
            response.set_data(turned(response.get_data(as_text=True)))
        return response
