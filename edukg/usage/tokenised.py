"""A text split once for all its uses: words, ends of sentences and paragraphs, marks of punctuation.

Only what lies within reach of a use is split, and each place once, however many uses lie near it. What one use sees of
it, its window, is a range of words, told by their numbers.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

REACH = 450
"""How many characters on either side of a use are looked at."""
WORD = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
MARKS: Final = '.,;:!?()[]{}«»"“”„=/|'
_CODE: Final = "{}<>=\\_$#|;@"
"""What stands often in program code, mark-up and tables, and seldom in prose."""
_SENTENCE_END = re.compile(r"[.!?…]+[\"»”')\]]*\s|[;]\s|\n\s*\n|\n\s*[-•*–]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_BLANK = re.compile(r"\s")
_LONGEST_WORD = 100
"""How far beyond its reach a stretch is stretched so that it begins and ends with whole words."""

_CODE_POINTS: Final = sys.maxunicode + 1

Places = NDArray[np.int64]
_Codes = NDArray[np.uint32]


class Window(NamedTuple):
    """What one use sees of the text.

    `[lower, upper)` is its paragraph as far as it is in reach, `[opens, closes)` its sentence. The words before it are
    `[before_from, before_to)` and those after it `[after_from, after_to)`, by their numbers; `beside_left` and
    `beside_right` are the parts of hyphenated words that it leaves over, -1 where there is none.
    """

    start: int
    end: int
    lower: int
    upper: int
    opens: int
    closes: int
    before_from: int
    before_to: int
    after_from: int
    after_to: int
    beside_left: int
    beside_right: int


@dataclass(frozen=True, slots=True)
class Windows:
    """The windows of all uses of a text, field by field as `Window` has them."""

    start: Places
    end: Places
    lower: Places
    upper: Places
    opens: Places
    closes: Places
    before_from: Places
    before_to: Places
    after_from: Places
    after_to: Places
    beside_left: Places
    beside_right: Places

    def of(self, numbers: Places) -> Windows:
        """Those of some uses."""
        return Windows(*(getattr(self, name)[numbers] for name in Window._fields))

    def rows(self) -> list[Window]:
        """One for each use."""
        return [*map(Window._make, zip(*(getattr(self, name).tolist() for name in Window._fields), strict=True))]


class Tokenised:
    """The words of a folded text around some spans, which come in order and do not overlap."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]]) -> None:
        self.text = text
        self.stretches = tuple(_stretches(text, spans))
        codes = [_codes(text[low:high]) for low, high in self.stretches]
        bounds = [_word_bounds(code) + low for (low, _), code in zip(self.stretches, codes, strict=True)]
        starts, ends = np.concatenate((np.empty((0, 2), np.int64), *bounds)).T
        self.words = [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        """The words, and after them the parts of hyphenated ones that uses leave over."""
        self._sentences = self._found(_SENTENCE_END)
        self._paragraphs = self._found(_BLANK_LINE)
        self._marks, self._code = (self._among(codes, characters) for characters in (MARKS, _CODE))
        self._whole = starts, ends
        self._more: list[tuple[int, int]] = []
        self.windows = self._windows(_places([s for s, _ in spans]), _places([e for _, e in spans]))
        self.starts = np.concatenate((starts, _places([start for start, _ in self._more])))
        self.ends = np.concatenate((ends, _places([end for _, end in self._more])))
        self.whole = len(starts)
        """How many of the words are whole ones."""
        self.distinct = [*dict.fromkeys(self.words)]
        numbers = dict(zip(self.distinct, range(len(self.distinct)), strict=True))
        self.word_numbers = np.fromiter(map(numbers.__getitem__, self.words), np.int64, len(self.words))
        """For each word its number among the distinct ones."""
        self._starts: list[int] = self.starts.tolist()
        self._ends: list[int] = self.ends.tolist()

    def span(self, word: int) -> tuple[int, int]:
        """Where a word stands."""
        return self._starts[word], self._ends[word]

    def _found(self, pattern: re.Pattern[str]) -> tuple[Places, Places]:
        spans = [match.span() for low, high in self.stretches for match in pattern.finditer(self.text, low, high)]
        both = np.array(spans, np.int64).reshape(-1, 2)
        return both[:, 0].copy(), both[:, 1].copy()

    def _among(self, codes: Sequence[_Codes], characters: str) -> list[int]:
        """Where some characters stand."""
        chosen = _table(characters)
        found = [low + np.flatnonzero(chosen[code]) for (low, _), code in zip(self.stretches, codes, strict=True)]
        return [place for places in found for place in places.tolist()]

    def marked(self, start: int, end: int) -> bool:
        """Whether a mark of punctuation stands within a span."""
        at = bisect_left(self._marks, start)
        return at < len(self._marks) and self._marks[at] < end

    def code_marks(self, start: int, end: int) -> list[int]:
        """Where the marks of code stand within a span."""
        return self._code[bisect_left(self._code, start) : bisect_left(self._code, end)]

    def _windows(self, begin: Places, end: Places) -> Windows:
        lower, upper = np.maximum(begin - REACH, 0), np.minimum(end + REACH, len(self.text))
        lower, upper = _last_end(self._paragraphs, begin, lower), _first_start(self._paragraphs, end, upper)
        starts, ends = self._whole
        windows = Windows(
            start=begin,
            end=end,
            lower=lower,
            upper=upper,
            opens=_last_end(self._sentences, begin, lower),
            closes=_first_start(self._sentences, end, upper, 1),
            before_from=np.searchsorted(starts, lower),
            before_to=np.searchsorted(ends, begin, "right"),
            after_from=np.searchsorted(starts, end),
            after_to=np.searchsorted(ends, upper, "right"),
            beside_left=np.full(len(begin), -1),
            beside_right=np.full(len(begin), -1),
        )
        if len(starts):
            self._leave_over(windows)
        return windows

    def _leave_over(self, windows: Windows) -> None:
        """Add the parts of hyphenated words that uses leave over, such as "based" in "cluster-based"."""
        starts, ends = self._whole
        parted = np.minimum(windows.before_to, len(starts) - 1)
        for i in np.flatnonzero((starts[parted] < windows.start) & (ends[parted] > windows.start)):
            low = max(int(starts[parted[i]]), int(windows.lower[i]))
            windows.beside_left[i] = self._part(WORD.search(self.text, low, int(windows.start[i])))
        parted = np.maximum(windows.after_from - 1, 0)
        for i in np.flatnonzero((starts[parted] < windows.end) & (ends[parted] > windows.end)):
            high = min(int(ends[parted[i]]), int(windows.upper[i]))
            windows.beside_right[i] = self._part(WORD.search(self.text, int(windows.end[i]), high))

    def _part(self, found: re.Match[str] | None) -> int:
        if found is None:
            return -1
        self.words.append(found.group())
        self._more.append(found.span())
        return len(self.words) - 1

    def neighbours(self, window: Window, side: str, most: int = 4) -> list[int]:
        """The words next to a use on its "left" or "right", nearest first, up to a mark or the end of the sentence."""
        left = side == "left"
        if left:
            first, edge = window.beside_left, window.start
            low = max(window.before_from, window.before_to - most)
            numbers = range(window.before_to - 1, low - 1, -1)
        else:
            first, edge = window.beside_right, window.end
            numbers = range(window.after_from, min(window.after_to, window.after_from + most))
        found = []
        for word in (first, *numbers[: most - 1]) if first >= 0 else numbers:
            start, end = self._starts[word], self._ends[word]
            if not window.opens <= start < window.closes or self.marked(*((end, edge) if left else (edge, start))):
                break
            found.append(word)
            edge = start if left else end
        return found


def _codes(text: str) -> _Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _table(characters: str) -> NDArray[np.bool_]:
    """For each code point whether it is one of some characters."""
    chosen = np.zeros(_CODE_POINTS, np.bool_)
    chosen[[*map(ord, characters)]] = True
    return chosen


@cache
def _letters() -> NDArray[np.bool_]:
    """For each code point whether a word is made of it, told by the same engine that tells what `WORD` is."""
    every = np.arange(_CODE_POINTS, dtype=np.uint32).tobytes().decode("utf-32-le", "surrogatepass")
    chosen = np.zeros(_CODE_POINTS, np.bool_)
    for found in re.finditer(r"[^\W_]+", every):
        chosen[found.start() : found.end()] = True
    return chosen


def _word_bounds(codes: _Codes) -> Places:
    """Where each `WORD` of a text begins and ends; half the time that the expression takes."""
    within = np.zeros(len(codes) + 2, np.bool_)
    letters = _letters()[codes]
    within[1:-1] = letters
    within[2:-2] |= letters[:-2] & _table("'-")[codes[1:-1]] & letters[2:]
    return np.flatnonzero(within[1:] != within[:-1]).reshape(-1, 2)


def _stretches(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The parts of a text within reach of some spans, none overlapping another, each of whole words."""
    held: tuple[int, int] | None = None
    for start, end in spans:
        low, high = max(0, start - REACH), min(len(text), end + REACH)
        if held is not None and low <= held[1] + _LONGEST_WORD:
            held = held[0], high
            continue
        if held is not None:
            yield _widened(text, *held)
        held = low, high
    if held is not None:
        yield _widened(text, *held)


def _widened(text: str, low: int, high: int) -> tuple[int, int]:
    least = max(0, low - _LONGEST_WORD // 2)
    while low > least and not text[low - 1].isspace():
        low -= 1
    match = _BLANK.search(text, high, high + _LONGEST_WORD // 2)
    return low, match.start() if match else min(len(text), high + _LONGEST_WORD // 2)


def _last_end(found: tuple[Places, Places], before: Places, least: Places) -> Places:
    """For each place the end of the last of some spans before it, if that begins no earlier than `least`, else that."""
    starts, ends = found
    if not len(starts):
        return least
    at = np.searchsorted(ends, before, "right") - 1
    inside = (at >= 0) & (starts[at] >= least)
    return np.where(inside, ends[at], least)


def _first_start(found: tuple[Places, Places], after: Places, most: Places, more: int = 0) -> Places:
    """For each place the start of the first of some spans behind it, if that ends by `most`, else that."""
    starts, ends = found
    if not len(starts):
        return most
    at = np.minimum(np.searchsorted(starts, after), len(starts) - 1)
    inside = (starts[at] >= after) & (ends[at] <= most)
    return np.where(inside, starts[at] + more, most)


def _places(found: Sequence[int]) -> Places:
    return np.array(found, np.int64)


def expanded(low: Places, high: Places, *, downwards: bool = False) -> tuple[Any, Places]:
    """The numbers in some ranges, one range after the other, each with the number of its range."""
    counts = np.maximum(high - low, 0)
    owner = np.repeat(np.arange(len(low)), counts)
    within = np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)
    return owner, np.repeat(high - 1, counts) - within if downwards else np.repeat(low, counts) + within
