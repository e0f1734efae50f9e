"""The folded text in which terms are looked for, with the way back to the text as it was given.

Folding lowers case, makes one of all apostrophes, dashes and blanks, and takes out what a reader does not see: soft and
line-end hyphens, zero-width characters, direction marks, stress marks. Spans are always told in code points of the
untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

_ONE_FOR_ONE = str.maketrans(
    dict.fromkeys("’‘ʼʻ`´ʹ′＇ˈ‛", "'")
    | dict.fromkeys("‐‑‒–—−", "-")
    | dict.fromkeys("\u00a0\u202f\u2007\u2009\u3000\t", " ")
    | {"ё": "е"}
)
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
_MARKS = "\u0300-\u036f"
_LINE_HYPHEN = r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[^\W\d_])"
_NEEDS_MAP = re.compile(rf"[{_UNSEEN}{_MARKS}\uff01-\uff5e\ufb00-\ufb06]|{_LINE_HYPHEN}")
_LETTER_BY_LETTER = re.compile(rf"[\u0130\uff01-\uff5e\ufb00-\ufb06]|.(?=[{_MARKS}])", re.DOTALL)
_DROP = re.compile(rf"[{_UNSEEN}]|{_LINE_HYPHEN}")
_STRESS = {"\u0300", "\u0301"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    `starts` is None when folding kept every position. Else it has the folded position at which each stretch begins,
    `origins` the original position of it, and `widths` 0 for a stretch that was kept letter by letter, or how many
    original characters its letters stand for together.
    """

    text: str
    starts: array[int] | None = None
    origins: array[int] | None = None
    widths: array[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folded characters `[start, end)` stand for."""
        if self.starts is None:
            return start, end
        return self._place(start)[0], self._place(end - 1)[1]

    def _place(self, at: int) -> tuple[int, int]:
        """Where the original of one folded character begins and ends."""
        if self.starts is None or self.origins is None or self.widths is None:
            return at, at + 1
        number = bisect_right(self.starts, at) - 1
        begin, width = self.origins[number], self.widths[number]
        if width:
            return begin, begin + width
        begin += at - self.starts[number]
        return begin, begin + 1


def fold(text: str, broken: Iterable[tuple[int, int]] = ()) -> Folded:
    r"""Fold a text.

    >>> fold("The CLUS\u00adTER").text
    'the cluster'
    """
    dropped = {i for start, end in broken for i in range(start, end)}
    if dropped:
        return _fold_with_map(text, dropped)
    if text.isascii() and "-\n" not in text and "-\r" not in text:
        return Folded(text.lower().replace("\t", " ").replace("`", "'"))
    if _NEEDS_MAP.search(text) is None:
        lowered = text.lower()
        if len(lowered) == len(text):
            return Folded(lowered.translate(_ONE_FOR_ONE))
    return _fold_with_map(text, dropped)


def _fold_with_map(text: str, dropped: set[int]) -> Folded:
    """Fold letter by letter where it must be, in whole stretches elsewhere."""
    for match in _DROP.finditer(text):
        dropped.update(range(match.start(), match.end()))
    special = sorted(dropped | {match.start() for match in _LETTER_BY_LETTER.finditer(text)})
    pieces: list[str] = []
    starts, origins, widths = array("q"), array("q"), array("q")
    length = at = 0

    def put(piece: str, origin: int, width: int) -> None:
        nonlocal length
        if piece:
            pieces.append(piece)
            starts.append(length)
            origins.append(origin)
            widths.append(width)
            length += len(piece)

    for place in (*special, len(text)):
        if place < at:
            continue
        put(text[at:place].lower().translate(_ONE_FOR_ONE), at, 0)
        at = place
        if place == len(text):
            break
        if place in dropped:
            at += 1
            continue
        at += 1
        while at < len(text) and "\u0300" <= text[at] <= "\u036f":
            at += 1
        marks = "".join(mark for mark in text[place + 1 : at] if mark not in _STRESS or text[place] in "гкГК")
        letters = unicodedata.normalize("NFKC", text[place] + marks).lower().translate(_ONE_FOR_ONE)
        put(letters or " ", place, at - place)
    return Folded("".join(pieces), starts, origins, widths)


def fold_word(word: str) -> str:
    """A word or phrase of the data, folded as a text is."""
    return fold(word).text
