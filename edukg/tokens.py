"""The terminals of SPARQL, which are those of Turtle and TriG too.

Source: SPARQL 1.1 Query Language, section 19.8. The splitting accepts a little more than the grammar does and never
fails, so that it can serve to find where a text is wrong. It exists because a query has to be looked at before an
engine parses it: what stands in a string, an IRI or a comment must not be taken for a keyword, nor the other way round.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, NamedTuple


class Kind(StrEnum):
    """What a token is."""

    IRI = "iri"
    NAME = "name"  # a prefixed name, or a prefix in a declaration
    BLANK = "blank"
    VARIABLE = "variable"
    STRING = "string"
    LANGUAGE = "language"  # also @prefix and @base of Turtle
    NUMBER = "number"
    WORD = "word"
    MARK = "mark"
    UNKNOWN = "unknown"  # a character that begins no token, such as an opening quote without its end


class Token(NamedTuple):
    """A piece of the text; `start` counts characters from 0."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next character is."""
        return self.start + len(self.text)


_ESCAPE = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CHARS = r"[\w\-·‿⁀]"
_LATER = rf"(?:[\w:\-·‿⁀]|{_PLX})"
_LOCAL = rf"(?:[\w:]|{_PLX})(?:{_LATER}|\.{{1,8}}(?={_LATER}))*+"
_PREFIX = rf"(?:[^\W\d_](?:{_CHARS}|\.(?={_CHARS})){{0,63}}+)?"

# An IRI never begins with a sign that begins an operand: "?a<?b&&?c>?d" compares, although the letter of the grammar
# takes the longest match. The relative references lost by this are never written. Repetitions are possessive or
# bounded and an unclosed string is swallowed whole, so that the time taken grows no faster than the text.
_SPLIT: Final = re.compile(
    rf"""(?P<skip>(?:\s|\#[^\r\n]*+)++)
    |(?P<iri><(?![?$'+(!\-\d])(?:[^\x00-\x20<>"{{}}|^`\\]|{_ESCAPE})*+>)
    |(?P<string>\"\"\"(?:[^"\\]|\\.|\"{{1,2}}(?!\"))*+\"\"\"|\'\'\'(?:[^'\\]|\\.|'{{1,2}}(?!'))*+\'\'\'
        |"(?!\"\")(?:[^"\\\r\n]|\\.)*+"|'(?!'')(?:[^'\\\r\n]|\\.)*+')
    |(?P<blank>_:\w(?:{_CHARS}|\.{{1,8}}(?={_CHARS}))*+)
    |(?P<name>{_PREFIX}:(?:{_LOCAL})?)
    |(?P<variable>[?$][\w·‿⁀]++)
    |(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+)
    |(?P<number>\d++\.\d*+[eE][+-]?\d++|\.?\d++[eE][+-]?\d++|\d*+\.\d++|\d++)
    |(?P<word>[^\W\d]\w*+)
    |(?P<mark>\^\^|&&|\|\||!=|<=|>=|[{{}}()\[\].;,|/^!=<>+*\-?])
    |(?P<unknown>\"\"\".*+|\'\'\'.*+|"[^\r\n]*+|'[^\r\n]*+|.)""",
    re.VERBOSE | re.DOTALL,
)


def tokenise(text: str) -> Iterator[Token]:
    """Split a query or a Turtle document; white space and comments are left out."""
    for match in _SPLIT.finditer(text):
        group = match.lastgroup or "unknown"
        if group != "skip":
            yield Token(Kind(group), match.group(), match.start())


def unescape_iri(token: str) -> str:
    """The IRI reference between the angle brackets of a token, numeric escapes resolved."""
    body = token[1:-1]
    if "\\" not in body:
        return body
    return re.sub(_ESCAPE, lambda m: chr(min(int(f"0x{m.group()[2:]}", base=0), 0x10FFFF)), body)


def split_name(token: str) -> tuple[str, str]:
    """Prefix and local part of a prefixed name, backslash escapes resolved."""
    prefix, _, local = token.partition(":")
    return prefix, re.sub(r"\\(.)", r"\1", local)


class Lines:
    """Turns a place in a text, counted in characters from 0, into line and column, counted from 1."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts = [0, *(m.end() for m in re.finditer(r"\r\n|\r|\n", text))]

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The place of a line and column, counted in characters from 0; the reverse of `place`."""
        return self._starts[min(line, len(self._starts)) - 1] + column - 1

    def line(self, number: int) -> str:
        """The text of a line, without its end."""
        following = self._starts[number] if number < len(self._starts) else len(self._text)
        return self._text[self._starts[number - 1] : following].rstrip("\r\n")


EXCERPT = 100
"""How many characters of a line are shown around a mistake, at most."""


def excerpt(line: str, column: int) -> str:
    """The part of a line around a column; what is left out is marked by an ellipsis.

    >>> excerpt("a short line", 3)
    'a short line'
    """
    line = line.rstrip("\r\n")
    if len(line) <= EXCERPT:
        return line.strip()
    start = max(0, min(column - 1 - EXCERPT // 2, len(line) - EXCERPT))
    piece = line[start : start + EXCERPT].strip()
    return ("…" if start else "") + piece + ("…" if start + EXCERPT < len(line) else "")
