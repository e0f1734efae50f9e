"""What stands around a use of a term: the words before and after it, its sentence, the sentences beside it.

A sign is something the context shows, such as "a word of the field *school* in the same sentence". Signs have names
that people can read, since they stand in the table of weights: `where:what`, where `where` is one of

    left    one of the two words before the term
    right   one of the four words after it, up to a mark of punctuation
    any     anywhere in its sentence or, more weakly, in the two sentences on either side
    form    the term itself: how it is written, which marks touch it
    means   a neighbour that settles the reading named after the colon (`collocations.tsv`)
    entry   the term's own entry in the lexicon, by the share of its attested uses
    known   the name of a real thing of that kind in the data
    described  a word of the definition, examples or labels of that reading
    about   whether the surroundings are about education at all
    code    how much of the surroundings is program code, mark-up or a table rather than prose
    alone, coded  a neighbour that settles that reading, in surroundings that are not about education, or no prose

and `what` is a field in angle brackets, a meaning in quotation marks, or a stem.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from edukg.usage.around import Token
from edukg.usage.collocations import Collocations, Hints
from edukg.usage.knowledge import Knowledge
from edukg.usage.language import base
from edukg.usage.lens import Lens, Number
from edukg.usage.mentions import Mention
from edukg.usage.stems import Fields, plain, stem
from edukg.usage.tokenised import MARKS, WORD, Places, Tokenised, Window, Windows, expanded

_FAR: Final = 0.5
"""How much a word of a neighbouring sentence counts against one of the same sentence."""
_NEXT_TO: Final = {"left": 2, "right": 4}
"""How many words on a side are next to a use."""
_MUCH_EDUCATION: Final = 4
"""From how many words of education on the surroundings count as being about it."""
_SOME_CODE: Final = 3
_MUCH_CODE: Final = 8
"""From how many marks of code around a use the surroundings count as partly, or mostly, no prose."""
_CODE_REACH: Final = 160
_WEAKENED: Final = {"about:no education": "alone", "code:some": "coded", "code:much": "coded"}
"""Surroundings in which a collocation counts for less, and the kind of the sign that says so."""
_PLURAL: Final = {
    "en": re.compile(r"(?<!ic)s'?$"),
    "ru": re.compile(r"(?:ы|и|ов|ей|ам|ям|ами|ями|ах|ях)$"),
    "uz": re.compile(r"lar|лар"),
}


class Sign(NamedTuple):
    """One sign with the place it was seen at in the folded text; `value` is how much it counts."""

    name: str
    start: int
    end: int
    value: float = 1.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The signs of some uses, one in each row: the number of the use, of the sign, its place, how much it counts."""

    use: Places
    sign: Places
    start: Places
    end: Places
    value: NDArray[np.float64]

    @staticmethod
    def joined(parts: Sequence[Seen]) -> Seen:
        """The rows of all parts."""
        names = ("use", "sign", "start", "end", "value")
        return Seen(*(np.concatenate([getattr(part, name) for part in parts]) for name in names))


class ContextReader:
    """Reads the signs off the contexts of uses, with what one release knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._fields = Fields()
        self._collocations = Collocations()
        self._hints = Hints(knowledge)

    def lens(self, family: str, language: str, number: Number, speaks: Container[str] | None = None) -> Lens:
        """What looks at the words of a language for a family; `number` tells which signs are of account."""
        return Lens(self._fields, self._hints, family, language, number, speaks=speaks)

    def around(self, text: Tokenised) -> Surroundings:
        """The contexts of the uses that a text was split for."""
        return Surroundings(self, text)

    def known_names(self, text: Tokenised) -> list[tuple[int, int, str]]:
        """The names of real things in reach of the uses of a text: where each stands, and the reading it is of."""
        found = []
        for low, high in text.stretches:
            found += [(low + start, low + end, key) for key, start, end in self._hints.names(text.text[low:high])]
        return found

    def pairs(self, text: Tokenised, language: str) -> list[tuple[int, str]]:
        """The words of a text that count together with the next one: the number of the first, and the field of both."""
        seconds = [self._fields.seconds(word, language) for word in text.distinct]
        begins = np.array([second is not None for second in seconds], np.bool_)
        numbers = text.word_numbers[: text.whole]
        return [
            (first, field)
            for first in np.flatnonzero(begins[numbers[:-1]]).tolist()
            if (second := seconds[numbers[first]]) is not None
            for field in second.of(plain(text.words[first + 1], language))
        ]

    def educational(self, text: Tokenised, language: str) -> Places:
        """The numbers of the whole words of a text that belong to the fields of education."""
        known = np.array([self._fields.educational(word, language) for word in text.distinct], np.bool_)
        return np.flatnonzero(known[text.word_numbers[: text.whole]])

    def collocates(
        self, text: Tokenised, mention: Mention, family: str, beside: Mapping[str, Sequence[int]]
    ) -> Iterator[Sign]:
        """What the entry of a use and the words right beside it say by themselves."""
        span = (mention.start, mention.end)
        for key, share in self._hints.entry(mention).items():
            yield Sign(f"entry:{key}", *span, share)
        left = [Token(text.words[word], *text.span(word)) for word in beside["left"]]
        right = [Token(text.words[word], *text.span(word)) for word in beside["right"]]
        anchor = mention.anchor.start
        if span != (anchor, mention.anchor.end):
            inside = [Token(m.group(), m.start(), m.end()) for m in WORD.finditer(text.text, *span)]
            left = [token for token in inside if token.start != anchor and token.end <= anchor][::-1] + left
            right = [token for token in inside if token.start > anchor] + right
        short = family.rpartition("/")[2]
        for means, start, end in self._collocations.of(short, mention.language, left, right):
            yield Sign(f"means:{means}", start, end)


class Surroundings:
    """The contexts of the uses of one text; what all of them share is looked up once."""

    def __init__(self, reader: ContextReader, text: Tokenised) -> None:
        self._reader = reader
        self._text = text
        self._names = reader.known_names(text)
        self._pairs: dict[str, list[tuple[int, str]]] = {}
        self._educational: dict[str, list[int]] = {}

    def signs(self, uses: Places, mentions: Sequence[Mention], lens: Lens) -> Seen:
        """The signs of some uses of one family and language, whose numbers in the text are `uses`.

        The uses are numbered anew, from 0, in what is told of them.
        """
        text = self._text
        windows = text.windows.of(uses)
        rows: list[tuple[int, int, int, int, float]] = []
        for use, (mention, window) in enumerate(zip(mentions, windows.rows(), strict=True)):
            beside = {side: text.neighbours(window, side) for side in _NEXT_TO}
            around = [self._about(window, lens.language), *_code(text, window)]
            collocates = [*self._reader.collocates(text, mention, lens.family, beside)]
            weakened = _weakened(collocates, around)
            for sign in (*_form(text.text, mention), *around, *collocates, *weakened, *self._named(window)):
                number = lens.number(sign.name)
                if number is not None:
                    rows.append((use, number, sign.start, sign.end, sign.value))
            rows += [(use, number, *text.span(word), 1.0) for number, word in _next_to(text, beside, lens)]
        columns = np.array(rows, np.float64).reshape(-1, 5).T
        use, number, start, end = columns[:4].astype(np.int64)
        parts = (
            Seen(use, number, start, end, columns[4]),
            *_in_reach(text, windows, lens),
            *self._together(windows, lens),
        )
        return Seen.joined(parts)

    def _about(self, window: Window, language: str) -> Sign:
        """Whether the surroundings are about education; the nearest word of it before the use, else after, tells so."""
        words = self._educational.get(language)
        if words is None:
            words = self._educational[language] = self._reader.educational(self._text, language).tolist()
        low, until = bisect_left(words, window.before_from), bisect_left(words, window.before_to)
        after, high = bisect_left(words, window.after_from), bisect_left(words, window.after_to)
        found = max(until - low, 0) + max(high - after, 0)
        if not found:
            return Sign("about:no education", window.start, window.end)
        nearest = self._text.span(words[until - 1] if until > low else words[after])
        return Sign("about:much education" if found >= _MUCH_EDUCATION else "about:education", *nearest)

    def _named(self, window: Window) -> Iterator[Sign]:
        at = bisect_left(self._names, (window.lower,))
        while at < len(self._names) and self._names[at][0] < window.upper:
            start, end, key = self._names[at]
            if end <= window.upper:
                yield Sign(f"known:{key}", start, end)
            at += 1

    def _together(self, windows: Windows, lens: Lens) -> Iterator[Seen]:
        """The signs of neighbouring words that count together."""
        pairs = self._pairs.get(lens.language)
        if pairs is None:
            pairs = self._pairs[lens.language] = self._reader.pairs(self._text, lens.language)
        numbered = [(first, lens.number(f"any:{field}")) for first, field in pairs]
        known = np.array([(first, number) for first, number in numbered if number is not None], np.int64).reshape(-1, 2)
        at, number = known[:, 0], known[:, 1]
        for low, high in ((windows.before_from, windows.before_to), (windows.after_from, windows.after_to)):
            use, row = expanded(np.searchsorted(at, low), np.searchsorted(at, high - 1))
            first = at[row]
            start = self._text.starts[first]
            value = np.where(_within(start, windows, use), 1.0, _FAR)
            yield Seen(use, number[row], start, self._text.ends[first + 1], value)


def _code(text: Tokenised, window: Window) -> Iterator[Sign]:
    """How much of the surroundings is code, mark-up or a table; the first mark of it tells so."""
    low, high = max(window.lower, window.start - _CODE_REACH), min(window.upper, window.end + _CODE_REACH)
    marks = text.code_marks(low, high)
    if len(marks) >= _SOME_CODE:
        yield Sign("code:much" if len(marks) >= _MUCH_CODE else "code:some", marks[0], marks[0] + 1)


def _weakened(collocates: Sequence[Sign], around: Sequence[Sign]) -> Iterator[Sign]:
    for kind in dict.fromkeys(_WEAKENED[sign.name] for sign in around if sign.name in _WEAKENED):
        for sign in collocates:
            place, _, key = sign.name.partition(":")
            if place == "means":
                yield Sign(f"{kind}:{key}", sign.start, sign.end)


def _next_to(text: Tokenised, beside: Mapping[str, Sequence[int]], lens: Lens) -> Iterator[tuple[int, int]]:
    """The signs of the words next to a use, each with its word."""
    for side, most in _NEXT_TO.items():
        for distance, word in enumerate(beside[side][:most]):
            signs = lens.of(text.words[word])
            for sign in signs.left if side == "left" else signs.right:
                yield sign, word
            if distance == 0:
                for sign in signs.left_next if side == "left" else signs.right_next:
                    yield sign, word


def _in_reach(text: Tokenised, windows: Windows, lens: Lens) -> Iterator[Seen]:
    """The signs of all words in reach of some uses, wherever they stand.

    A word of a description counts once, at its last place on the right; any other word once in the sentence of the use
    and once outside it, at the nearest place.
    """
    left_use, left = expanded(windows.before_from, windows.before_to, downwards=True)
    right_use, right = expanded(windows.after_from, windows.after_to)
    left_over, right_over = (np.flatnonzero(beside >= 0) for beside in (windows.beside_left, windows.beside_right))
    use = np.concatenate((left_over, left_use, right_over, right_use))
    place = np.concatenate((windows.beside_left[left_over], left, windows.beside_right[right_over], right))
    word = text.word_numbers[place]
    size = len(text.distinct)
    distinct = np.flatnonzero(np.bincount(word, minlength=size))
    signs = [lens.of(text.distinct[number]) for number in distinct.tolist()]

    def spread(chosen: Places, table: _Ragged) -> Seen:
        row, sign, value = table.rows(word[chosen])
        at = place[chosen][row]
        return Seen(use[chosen][row], sign, text.starts[at], text.ends[at], value)

    described = _Ragged(size, distinct, [one.described for one in signs], [one.told for one in signs])
    chosen = np.flatnonzero(described.counts[word])[::-1]
    stems: dict[str, int] = {}
    stem_of = np.zeros(size, np.int64)
    stem_of[distinct] = [stems.setdefault(one.stem, len(stems)) for one in signs]
    last = np.unique(use[chosen] * (len(stems) + 1) + stem_of[word[chosen]], return_index=True)[1]
    yield spread(chosen[last], described)

    anywhere = _Ragged(size, distinct, [one.any for one in signs])
    chosen = np.flatnonzero(anywhere.counts[word])
    near = _within(text.starts[place[chosen]], windows, use[chosen])
    key = (use[chosen] * 2 + near) * size + word[chosen]
    first = np.unique(key, return_index=True)[1]
    found = spread(chosen[first], anywhere)
    found.value[~_within(found.start, windows, found.use)] = _FAR
    yield found


def _within(start: Places, windows: Windows, use: Places) -> Any:
    """Whether what begins at some places is in the sentence of its use."""
    return (start >= windows.opens[use]) & (start < windows.closes[use])


class _Ragged:
    """Rows of different lengths, each of numbers with values, kept as one array."""

    def __init__(
        self, size: int, numbers: Places, rows: Sequence[Sequence[int]], values: Sequence[Sequence[float]] | None = None
    ) -> None:
        """`rows` and their values (1 unless told) are those of `numbers`; all others, up to `size`, are empty."""
        self.counts = np.zeros(size, np.int64)
        self.counts[numbers] = [*map(len, rows)]
        self._begins = np.cumsum(self.counts) - self.counts
        self._signs = np.array([*chain.from_iterable(rows)], np.int64)
        self._values = np.array([*chain.from_iterable(values)]) if values else np.ones(len(self._signs))

    def rows(self, numbers: Places) -> tuple[Any, Places, NDArray[np.float64]]:
        """The cells of some rows, one row after the other: which of the rows, number, value."""
        begins = self._begins[numbers]
        owner, at = expanded(begins, begins + self.counts[numbers])
        return owner, self._signs[at], self._values[at]


def _form(text: str, mention: Mention) -> Iterator[Sign]:
    start, end = mention.start, mention.end

    def sign(name: str) -> Sign:
        return Sign(name, start, end)

    yield sign(f"form:language {base(mention.language)}")
    yield sign(f"form:written {text[mention.anchor.start : mention.anchor.end]}")
    yield sign(f"form:term {stemmed(text[start:end], mention.language)}")
    if _PLURAL[base(mention.language)].search(text[mention.anchor.start : mention.anchor.end]):
        yield sign("form:plural")
    if mention.compound:
        yield sign("form:compound")
    before = text[start - 1 : start].strip() or text[start - 2 : start - 1]
    after = text[end : end + 1].strip() or text[end + 1 : end + 2]
    if before and before in MARKS:
        yield sign(f"form:after {before}")
    elif start == 0:
        yield sign("form:first")
    if after and after in MARKS:
        yield sign(f"form:before {after}")
    elif end == len(text):
        yield sign("form:last")


@lru_cache(maxsize=50_000)
def stemmed(phrase: str, language: str) -> str:
    """A phrase as its stems."""
    return " ".join(stem(match.group(), language) for match in WORD.finditer(phrase))
