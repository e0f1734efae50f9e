"""The folded text in which terms are looked for, with the way back to the text as it was given.

Folding lowers case, makes one of all apostrophes, dashes and blanks, and takes out what a reader does not see: soft and
line-end hyphens, zero-width characters, direction marks, stress marks. Spans are always told in code points of the
untouched text.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
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
_DROP = re.compile(rf"[{_UNSEEN}]|{_LINE_HYPHEN}")
_STRESS = {"\u0300", "\u0301"}


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text.

    `offsets` is None when folding kept every position, else it has the original position of each folded character and
    one for the end; `widths` says how many original characters each one covers.
    """

    text: str
    offsets: array[int] | None = None
    widths: array[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span of the original text that folded characters `[start, end)` stand for."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + self._width(end - 1)

    def _width(self, at: int) -> int:
        return 1 if self.widths is None else self.widths[at]


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
    characters: list[str] = []
    offsets = array("q")
    widths = array("q")
    dropped |= {i for match in _DROP.finditer(text) for i in range(match.start(), match.end())}
    at = 0
    while at < len(text):
        if at in dropped:
            at += 1
            continue
        end = at + 1
        while end < len(text) and "\u0300" <= text[end] <= "\u036f":
            end += 1
        marks = text[at + 1 : end]
        piece = text[at] + "".join(mark for mark in marks if mark not in _STRESS or text[at] in "гкГК")
        folded = unicodedata.normalize("NFKC", piece).lower().translate(_ONE_FOR_ONE)
        for letter in folded or " ":
            characters.append(letter)
            offsets.append(at)
            widths.append(end - at)
        at = end
    offsets.append(len(text))
    return Folded("".join(characters), offsets, widths)


def fold_word(word: str) -> str:
    """A word or phrase of the data, folded as a text is."""
    return fold(word).text
