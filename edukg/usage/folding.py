"""The folded text in which terms are looked for, with the way back to the text as it was given.

Folding lowers case, makes one of all apostrophes, dashes and blanks, and takes out what a reader does not see: soft and
line-end hyphens, zero-width characters, direction marks, stress marks. Spans are always told in code points of the
untouched text.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.int64]

_ONE_FOR_ONE = (
    ("’‘ʼʻ`´ʹ′＇ˈ‛", "'"),
    ("‐‑‒–—−", "-"),
    ("\u00a0\u202f\u2007\u2009\u3000\t", " "),
    ("ё", "е"),
)
_UNSEEN = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufe00-\ufe0f"
_MARKS = "\u0300-\u036f"
_LINE_HYPHEN = r"(?<=[^\W\d_])[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=[^\W\d_])"
_NEEDS_MAP = re.compile(rf"[{_UNSEEN}{_MARKS}\uff01-\uff5e\ufb00-\ufb06]")
_MAY_BREAK = re.compile(r"[-\u2010][ \t]*\r?\n")
"""Apart from the other, and without a look at the letters around: together they take five times as long."""
_DROP = rf"(?P<drop>{_LINE_HYPHEN}|[{_UNSEEN}]+)"
_WIDE_OR_JOINED = rf"[\u0130\uff01-\uff5e\ufb00-\ufb06][{_MARKS}]*"
_SPECIAL = re.compile(rf"{_DROP}|{_WIDE_OR_JOINED}")
_BEGINS_SPECIAL = re.compile(rf"[-\u2010{_UNSEEN}\u0130\uff01-\uff5e\ufb00-\ufb06]")
_SPECIAL_WITH_MARKS = re.compile(rf"{_DROP}|{_WIDE_OR_JOINED}|.[{_MARKS}]+", re.DOTALL)
_MARK = re.compile(rf"[{_MARKS}]")
_CYRILLIC = re.compile("[а-яўқғҳ]")
_MIXED = re.compile(r"[a-z][а-яўқғҳ]|[а-яўқғҳ][a-z]")
_MIXED_WORD = re.compile(r"[^\W\d_]*(?:[a-z][а-яўқғҳ]|[а-яўқғҳ][a-z])[^\W\d_]*")
_CYRILLIC_TWINS = str.maketrans("aceopxyktmhb", "асеорхуктмнв")
_LATIN_TWINS = str.maketrans("асеорхукм", "aceopxykm")
"""Letters that look alike, capital or small, and are taken for one another where people type or scan two scripts."""
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

    def spans(self, starts: Places, ends: Places) -> tuple[Places, Places]:
        """The same for many spans at once: where each begins and ends in the original text."""
        if self.starts is None or self.origins is None or self.widths is None:
            return starts, ends
        stretches, origins, widths = (np.asarray(column) for column in (self.starts, self.origins, self.widths))
        first = np.searchsorted(stretches, starts, "right") - 1
        last = np.searchsorted(stretches, ends - 1, "right") - 1
        begin = origins[first] + np.where(widths[first] > 0, 0, starts - stretches[first])
        end = origins[last] + np.where(widths[last] > 0, widths[last], ends - stretches[last])
        return begin, end

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
    left_out = sorted(broken)
    if left_out:
        return _fold_with_map(text, left_out)
    if text.isascii() and "-\n" not in text and "-\r" not in text:
        return Folded(_plain(text))
    if _NEEDS_MAP.search(text) is None and _MAY_BREAK.search(text) is None:
        lowered = _plain(text)
        if len(lowered) == len(text):
            return Folded(lowered)
    return _fold_with_map(text, left_out)


def _fold_with_map(text: str, left_out: Sequence[tuple[int, int]]) -> Folded:
    """Fold letter by letter where it must be, in whole stretches elsewhere."""
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

    for start, end, dropped in heapq.merge(((*span, True) for span in left_out), _special(text)):
        if start < at:
            at = max(at, end)
            continue
        put(_plain(text[at:start]), at, 0)
        at = end
        if not dropped:
            marks = "".join(m for m in text[start + 1 : end] if m not in _STRESS or text[start] in "гкГК")
            put(_plain(unicodedata.normalize("NFKC", text[start] + marks)) or " ", start, end - start)
    put(_plain(text[at:]), at, 0)
    return Folded("".join(pieces), starts, origins, widths)


def _special(text: str) -> Iterator[tuple[int, int, bool]]:
    """Where something stands that is not kept letter by letter, and whether it is left out."""
    if _MARK.search(text):  # any letter may have one
        for match in _SPECIAL_WITH_MARKS.finditer(text):
            yield *match.span(), match["drop"] is not None
        return
    past = 0
    for place in _BEGINS_SPECIAL.finditer(text):  # to look at these few only is many times faster
        found = _SPECIAL.match(text, place.start()) if place.start() >= past else None
        if found:
            past = found.end()
            yield *found.span(), found["drop"] is not None


def _plain(text: str) -> str:
    """A text in lower case, with one apostrophe, one hyphen and one blank for all."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered.replace("\t", " ").replace("`", "'")
    for letters, letter in _ONE_FOR_ONE:  # many times faster than str.translate
        for other in letters:
            if other in lowered:
                lowered = lowered.replace(other, letter)
    if _CYRILLIC.search(lowered) is None or _MIXED.search(lowered) is None:
        return lowered
    return _MIXED_WORD.sub(_in_one_script, lowered)


def _in_one_script(match: re.Match[str]) -> str:
    """A word with letters of two scripts in the script of most of them, if the others only look like such letters.

    >>> fold("клaстер").text, fold("klаster").text, fold("IT-шник").text
    ('кластер', 'klaster', 'it-шник')
    """
    word = match.group()
    latin = sum("a" <= letter <= "z" for letter in word)
    twins = (_CYRILLIC_TWINS, _LATIN_TWINS) if latin * 2 < len(word) else (_LATIN_TWINS, _CYRILLIC_TWINS)
    changed = (word.translate(letters) for letters in twins)
    return next((other for other in changed if not _MIXED.search(other)), word)


def fold_word(word: str) -> str:
    """A word or phrase of the data, folded as a text is."""
    return fold(word).text
