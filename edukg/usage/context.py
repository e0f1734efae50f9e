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

and `what` is a field in angle brackets, a meaning in quotation marks, or a stem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from edukg.usage.collocations import Collocations, Hints
from edukg.usage.folding import Folded
from edukg.usage.knowledge import Knowledge
from edukg.usage.language import base
from edukg.usage.mentions import Mention, Token
from edukg.usage.stems import Fields, stem

_TOKEN = re.compile(r"[^\W_]+(?:['\-][^\W_]+)*")
_SENTENCE_END = re.compile(r"[.!?…]+[\"»”')\]]*\s|[;]\s|\n\s*\n|\n\s*[-•*–]")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_MARK = re.compile(r"[.,;:!?()\[\]{}«»\"“”„=/|]")
_REACH = 450
"""How many characters on either side are looked at."""
_FAR = 0.5
"""How much a word of a neighbouring sentence counts against one of the same sentence."""


class Sign(NamedTuple):
    """One sign with the place it was seen at in the folded text; `value` is how much it counts."""

    name: str
    start: int
    end: int
    value: float = 1.0


class ContextReader:
    """Reads the signs off the context of a use, with what one release knows."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._fields = Fields()
        self._collocations = Collocations()
        self._hints = Hints(knowledge)
        self._made: dict[tuple[str, str], _Names] = {}

    def signs(self, folded: Folded, mention: Mention, family: str) -> Iterator[Sign]:
        """Every sign of the context of a mention that may stand for a reading of the family."""
        window = _Window(folded.text, mention)
        yield from _form(folded.text, mention)
        yield from self._known(folded.text, window, mention, family)
        yield from self._words(window, mention.language)

    def _known(self, text: str, window: _Window, mention: Mention, family: str) -> Iterator[Sign]:
        span = (mention.start, mention.end)
        for key, share in self._hints.entry(mention).items():
            yield Sign(f"entry:{key}", *span, share)
        inside = [token for token in window.inside if token.start != mention.anchor.start]
        left = [token for token in inside if token.end <= mention.anchor.start][::-1] + window.neighbours("left")
        right = [token for token in inside if token.start > mention.anchor.start] + window.neighbours("right")
        short = family.rpartition("/")[2]
        for means, start, end in self._collocations.of(short, mention.language, left, right):
            yield Sign(f"means:{means}", start, end)
        for key, start, end in self._hints.names(text[window.lower : window.upper]):
            yield Sign(f"known:{key}", window.lower + start, window.lower + end)
        stems = {stem(token.text, mention.language): token for token in (*window.before, *window.after)}
        for key, weight, token in self._hints.described(family, stems, mention.language):
            yield Sign(f"described:{key}", token.start, token.end, weight)

    def _names(self, word: str, language: str) -> _Names:
        key = (word, language)
        found = self._made.get(key)
        if found is None:
            stemmed_word = stem(word, language)
            whats = (stemmed_word, *self._fields.of(word, language))
            anywhere = whats if len(word) > 1 else whats[1:]
            found = _Names(
                any=tuple(f"any:{what}" for what in anywhere),
                left=tuple(f"left:{what}" for what in whats),
                right=tuple(f"right:{what}" for what in whats),
                left_next=tuple(f"left next:{what}" for what in whats),
                right_next=tuple(f"right next:{what}" for what in whats),
                begins_pair=self._fields.begins_pair(word, language),
            )
            if len(self._made) < 200_000:
                self._made[key] = found
        return found

    def _words(self, window: _Window, language: str) -> Iterator[Sign]:
        seen: set[tuple[str, bool]] = set()
        for side, tokens in (("left", window.before), ("right", window.after)):
            left = side == "left"
            near = len(window.neighbours(side, 2 if left else 4))
            for distance, token in enumerate(tokens):
                start, end = token.start, token.end
                same = window.opens <= start < window.closes
                names = self._names(token.text, language)
                if distance < near:
                    for name in names.left if left else names.right:
                        yield Sign(name, start, end)
                    if distance == 0:
                        for name in names.left_next if left else names.right_next:
                            yield Sign(name, start, end)
                if (token.text, same) not in seen:
                    seen.add((token.text, same))
                    value = 1.0 if same else _FAR
                    for name in names.any:
                        yield Sign(name, start, end, value)
        for tokens in (window.before[::-1], window.after):
            for first, second in pairwise(tokens):
                if self._names(first.text, language).begins_pair:
                    same = window.opens <= first.start < window.closes
                    for field in self._fields.of_pair(first.text, second.text, language):
                        yield Sign(f"any:{field}", first.start, second.end, 1.0 if same else _FAR)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names of the signs of one word, by where it may stand."""

    any: tuple[str, ...]
    left: tuple[str, ...]
    right: tuple[str, ...]
    left_next: tuple[str, ...]
    right_next: tuple[str, ...]
    begins_pair: bool


class _Window:
    """The words around a mention. `before` goes from the mention outwards, as `after` does."""

    def __init__(self, text: str, mention: Mention) -> None:
        start, end = mention.start, mention.end
        self._text, self._start, self._end = text, start, end
        self.lower, self.upper = _paragraph(text, start, end)
        self.opens = max((m.end() for m in _SENTENCE_END.finditer(text, self.lower, start)), default=self.lower)
        match = _SENTENCE_END.search(text, end, self.upper)
        self.closes = match.start() + 1 if match else self.upper
        self.before = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, self.lower, start)][::-1]
        self.after = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, end, self.upper)]
        self.inside = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]

    def neighbours(self, side: str, most: int = 4) -> list[Token]:
        """The words next to the mention on one side, up to a mark of punctuation or the end of the sentence."""
        tokens, edge = (self.before, self._start) if side == "left" else (self.after, self._end)
        found = []
        for token in tokens[:most]:
            gap = self._text[token.end : edge] if side == "left" else self._text[edge : token.start]
            if _MARK.search(gap) or not self.opens <= token.start < self.closes:
                break
            found.append(token)
            edge = token.start if side == "left" else token.end
        return found


def _paragraph(text: str, start: int, end: int) -> tuple[int, int]:
    """The part of a text to look at: the paragraph, no farther than `_REACH`."""
    lower, upper = max(0, start - _REACH), min(len(text), end + _REACH)
    opens = max((match.end() for match in _BLANK_LINE.finditer(text, lower, start)), default=lower)
    closes = _BLANK_LINE.search(text, end, upper)
    return opens, closes.start() if closes else upper


def _form(text: str, mention: Mention) -> Iterator[Sign]:
    start, end = mention.start, mention.end

    def sign(name: str) -> Sign:
        return Sign(name, start, end)

    yield sign(f"form:language {base(mention.language)}")
    yield sign(f"form:written {text[mention.anchor.start : mention.anchor.end]}")
    yield sign(f"form:term {stemmed(text[start:end], mention.language)}")
    yield sign(f"form:kind {mention.patterns[0].kind}")
    if mention.compound:
        yield sign("form:compound")
    before = text[start - 1 : start].strip() or text[start - 2 : start - 1]
    after = text[end : end + 1].strip() or text[end + 1 : end + 2]
    if _MARK.match(before):
        yield sign(f"form:after {before}")
    elif start == 0:
        yield sign("form:first")
    if _MARK.match(after):
        yield sign(f"form:before {after}")
    elif end == len(text):
        yield sign("form:last")


def stemmed(phrase: str, language: str) -> str:
    """A phrase as its stems."""
    return " ".join(stem(match.group(), language) for match in _TOKEN.finditer(phrase))
