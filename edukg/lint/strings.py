"""The strings of a query: what is written between the quotes, and in which language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from edukg.store.guard import Query
from edukg.tokens import Kind

_SIGNS: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Written:
    """A string of a query with its language tag; `start` and `end` enclose both."""

    value: str
    language: str
    start: int
    end: int
    quote: str


def unquote(token: str) -> tuple[str, str]:
    r"""The text of a string token, escapes resolved (SPARQL 1.1, section 19.7), and its quotes.

    >>> unquote(r"'ta\u02BClim'")
    ('taʼlim', "'")
    """
    quote = token[:3] if token[:3] in {'"""', "'''"} else token[:1]

    def sign(match: re.Match[str]) -> str:
        code = match[1] or match[2]
        if code:
            return chr(min(int(code, 16), 0x10FFFF))
        return _SIGNS.get(match[3], match[0])

    return _ESCAPE.sub(sign, token[len(quote) : -len(quote)]), quote


def string_at(query: Query, index: int) -> Written | None:
    """The string that is the token at an index, or None when it is another kind of token."""
    token = query.tokens[index]
    if token.kind is not Kind.STRING:
        return None
    value, quote = unquote(token.text)
    following = query.tokens[index + 1] if index + 1 < len(query.tokens) else None
    if following is not None and following.kind is Kind.LANGUAGE and following.start == token.end:
        return Written(value, following.text[1:], token.start, following.end, quote)
    return Written(value, "", token.start, token.end, quote)
