"""The words around the one that anchors a term, as far as a term may extend over them."""

from __future__ import annotations

import re
from typing import NamedTuple

from edukg.usage.inflection import ADJECTIVE, agree
from edukg.usage.patterns import Pattern, Patterns
from edukg.usage.tables import small_words

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
POSSESSIVE = re.compile(r"'s?$")
_BETWEEN = re.compile(r"(?:[ \-]|\r?\n(?!\s*\n))+")
_CONJUNCTIONS = frozenset(("and", "or", "&", "и", "или", "va", "hamda", "yoki", "ва", "ҳамда", "ёки", ","))
_REACH = 7
"""How many words on either side of an anchor a term may extend over."""
_FUNCTION_WORDS = frozenset().union(*small_words().values())


class Token(NamedTuple):
    """A word of the folded text with its place there."""

    text: str
    start: int
    end: int


class Around:
    """The words around an anchor, told when they are first asked for."""

    def __init__(self, patterns: Patterns, text: str, anchor: Token) -> None:
        self._patterns = patterns
        self._text = text
        self._anchor = anchor
        self._left: list[Token] = []
        self._right: list[Token] = []
        self._left_next: frozenset[int] | None = None
        self._right_next: frozenset[int] | None = None

    def words(self, pattern: Pattern) -> list[Token] | None:
        """The words that a pattern matches here, or None when it does not."""
        before: list[Token] | None = []
        after: list[Token] | None = []
        if pattern.head > 0:
            if self._left_next is None:
                self._look_left()
            if pattern.lexemes[pattern.head - 1] not in (self._left_next or ()):
                return None
            before = self._match_left(pattern)
        if pattern.kind == "modifier" or pattern.head < len(pattern.lexemes) - 1:
            if self._right_next is None:
                self._look_right()
            if pattern.kind == "modifier":
                after = self._modified(self._anchor.text)
            elif pattern.lexemes[pattern.head + 1] not in (self._right_next or ()):
                return None
            else:
                after = self._match_right(pattern)
        return None if before is None or after is None else [*before[::-1], self._anchor, *after]

    def _look_left(self) -> None:
        """Read the words on the left, and which words of terms can stand right before the head.

        Most patterns are ruled out by these.
        """
        self._left = left = _before(self._text, self._anchor.start)
        found = self._patterns.whole(left[0].text) if left else frozenset[int]()
        if len(left) > 2 and _coordinated(left[2].text, left[1].text, left[0].text):
            found |= self._patterns.whole(left[2].text)
        self._left_next = found

    def _look_right(self) -> None:
        self._right = right = _after(self._text, self._anchor.end)
        found = self._patterns.lexemes(right[0].text) if right else frozenset[int]()
        if len(right) > 1 and ADJECTIVE.search(right[0].text):
            found |= self._patterns.lexemes(right[1].text)
        self._right_next = found

    def _match_left(self, pattern: Pattern) -> list[Token] | None:
        """The words before the head, nearest first, or None."""
        left = self._left
        at = 0
        found = []
        for number in reversed(pattern.lexemes[: pattern.head]):
            if at < len(left) and number in self._patterns.whole(left[at].text):
                found.append(left[at])
                at += 1
            elif (
                at + 2 < len(left)
                and number in self._patterns.whole(left[at + 2].text)
                and _coordinated(left[at + 2].text, left[at + 1].text, left[at].text)
            ):
                found.append(left[at + 2])
                at += 3
            else:
                return None
        return found

    def _match_right(self, pattern: Pattern) -> list[Token] | None:
        right = self._right
        at = 0
        found = []
        for number in pattern.lexemes[pattern.head + 1 :]:
            if at < len(right) and number in self._patterns.lexemes(right[at].text):
                found.append(right[at])
                at += 1
            elif (
                at + 1 < len(right)
                and ADJECTIVE.search(right[at].text)
                and number in self._patterns.lexemes(right[at + 1].text)
            ):
                found.append(right[at + 1])
                at += 2
            else:
                return None
        return found

    def _modified(self, adjective: str) -> list[Token] | None:
        """The noun after an adjective; empty when there is none; None when the noun has a mention of its own."""
        right = self._right
        for i, token in enumerate(right[:2]):
            if token.text in _FUNCTION_WORDS or token.text[0].isdigit():
                return right[:i]
            if self._patterns.is_head(token.text):
                return None
            if i == 1 or not agree(adjective, token.text):
                return right[: i + 1]
        return right[:1]


def _coordinated(first: str, conjunction: str, second: str) -> bool:
    """Whether two words before a head modify it together, as in "educational and scientific cluster"."""
    if conjunction not in _CONJUNCTIONS or second in _FUNCTION_WORDS:
        return False
    cyrillic = "а" <= first[-1] <= "я"
    return agree(first, second) if cyrillic else conjunction != ","


def _before(text: str, end: int) -> list[Token]:
    """The words before a place, nearest first, as far as nothing but blanks and the like separates them."""
    found: list[Token] = []
    start = max(0, end - 90)
    edge = end
    for match in [*TOKEN.finditer(text, start, end)][: -_REACH - 1 : -1]:
        token = Token(match.group(), *match.span())
        if token.start == start > 0 and text[start - 1].isalnum():
            break
        gap = text[token.end : edge]
        if gap.strip() == ",":
            found.append(Token(",", token.end, edge))
        elif not _BETWEEN.fullmatch(gap):
            break
        found.append(token)
        edge = token.start
    return found


def _after(text: str, start: int) -> list[Token]:
    """The words after a place, nearest first, as far as nothing but blanks and the like separates them."""
    found: list[Token] = []
    edge = start
    for match in TOKEN.finditer(text, start, start + 110):
        if len(found) == _REACH or not _BETWEEN.fullmatch(text[edge : match.start()]):
            break
        word = POSSESSIVE.sub("", match.group())
        found.append(Token(word, match.start(), match.start() + len(word)))
        edge = match.end()
    return found
