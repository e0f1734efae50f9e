"""Where a text uses an ambiguous term: one scan for the words that anchor a term, then care around each hit.

A term is a sequence of words, each in any of its forms. Between the words may stand blanks, hyphens, line breaks,
quotation marks, and, before the head, a co-ordinated word ("educational and scientific cluster"). Of several terms that
meet at one place the longest is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import ahocorasick_rs

from edukg.usage.around import POSSESSIVE, TOKEN, Around, Token
from edukg.usage.folding import Folded, fold
from edukg.usage.knowledge import Knowledge
from edukg.usage.language import base
from edukg.usage.patterns import Pattern, Patterns

_LONGEST = 80
"""Letters of a word, at most: what is longer is no word, and looking along it for each hit would take for ever."""
_HYPHEN = re.compile(r"[-\u2010] ?")
_JOINED = re.compile(r"(?:[^\W_]+-)+$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A use of a term in the folded text: `[start, end)`, the anchor word within it, and the entries it may be."""

    start: int
    end: int
    anchor: Token
    patterns: tuple[Pattern, ...]
    language: str
    compound: bool = False

    @property
    def words(self) -> int:
        """How many words it has, as far as patterns tell."""
        return max(pattern.core[1] - pattern.core[0] + (pattern.kind == "modifier") for pattern in self.patterns)


class MentionFinder:
    """Finds the terms of one release."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._patterns = Patterns(knowledge)
        self._candidates: dict[tuple[str, int], tuple[Mapping[str, list[Pattern]], bool]] = {}
        anchors = self._patterns.anchors()
        halves = [
            stem[:cut] + hyphen + stem[cut:]
            for stem in anchors
            for cut in range(2, len(stem) - 1)
            for hyphen in ("-", "- ", "\u2010 ")
        ]
        self._halves = ahocorasick_rs.AhoCorasick(halves)
        self._automaton = ahocorasick_rs.AhoCorasick(anchors, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def fold(self, text: str) -> Folded:
        """Fold a text for `find`: words of terms that the end of a line once broke ("clus- ter") are mended."""
        if "-" not in text and "\u2010" not in text:
            return fold(text)
        lowered = text.lower()
        spans = []
        if len(lowered) == len(text):
            for _, start, end in self._halves.find_matches_as_indexes(lowered):
                match = _HYPHEN.search(text, start, end)
                if match is not None:
                    spans.append(match.span())
        return fold(text, spans)

    def find(self, folded: Folded, spoken: Callable[[int], str]) -> Iterator[Mention]:
        """The mentions of a text, left to right, none overlapping another; of two that would, the longer stays.

        `spoken` tells the language at a place of the folded text.
        """
        text = folded.text
        held: Mention | None = None
        for _, at, _ in self._automaton.find_matches_as_indexes(text):
            if held is not None and held.anchor.start <= at < held.anchor.end:
                continue
            mention = self._at(text, at, spoken)
            if mention is None:
                continue
            if held is None:
                held = mention
            elif mention.start >= held.end:
                yield held
                held = mention
            elif (mention.words, mention.end) > (held.words, held.end):
                held = mention
        if held is not None:
            yield held

    def _at(self, text: str, at: int, spoken: Callable[[int], str]) -> Mention | None:
        start, least = at, max(0, at - _LONGEST)
        while start > least and text[start - 1].isalnum():
            start -= 1
        match = TOKEN.match(text, start, start + _LONGEST + 1)
        if match is None or len(match.group()) > _LONGEST or start == least > 0:
            return None
        word = POSSESSIVE.sub("", match.group())
        anchor = Token(word, start, start + len(word))
        candidates, compound = self._headed(word, at - start)
        if not candidates:
            return None
        language = spoken(anchor.start)
        ours = candidates.get(base(language)) or candidates[""]
        return self._longest(text, anchor, ours, language, compound=compound)

    def _headed(self, word: str, cut: int) -> tuple[Mapping[str, list[Pattern]], bool]:
        """The patterns whose head a word can be, by language and, under "", all; and whether it is a compound.

        `cut` is where in the word the beginning of a head was found.
        """
        found = self._candidates.get((word, cut))
        if found is not None:
            return found
        numbers = self._patterns.lexemes(word)
        compound = False
        if not numbers and cut >= 2 and word[:cut].isalpha():
            numbers = self._patterns.lexemes(word[cut:])
            compound = True
        patterns = [pattern for number in numbers for pattern in self._patterns.by_head.get(number, ())]
        if compound:  # English writes compounds apart; what ends so in one word, such as "withholding", is another word
            patterns = [pattern for pattern in patterns if pattern.entry.language != "en"]
        by_language: dict[str, list[Pattern]] = {"": patterns} if patterns else {}
        for pattern in patterns:
            by_language.setdefault(pattern.entry.language, []).append(pattern)
        if len(self._candidates) < 100_000:
            self._candidates[word, cut] = by_language, compound
        return by_language, compound

    def _longest(
        self, text: str, anchor: Token, candidates: list[Pattern], language: str, *, compound: bool
    ) -> Mention | None:
        around = Around(self._patterns, text, anchor)
        best: dict[tuple[int, int], list[Pattern]] = defaultdict(list)
        most = 0
        for pattern in candidates:
            if compound and len(pattern.lexemes) > 1:
                continue
            words = around.words(pattern)
            if words is None:
                continue
            if pattern.kind == "modifier":
                start, end = words[0].start, words[-1].end
            else:
                start, end = words[pattern.core[0]].start, words[pattern.core[1] - 1].end
            if base(language) != "en" and pattern.core[0] == 0:
                start = _hyphenated(text, start)
            if len(words) >= most:
                if len(words) > most:
                    best.clear()
                    most = len(words)
                best[start, end].append(pattern)
        if not best:
            return None
        span = max(best, key=lambda s: (s[1], -s[0]))
        return Mention(*span, anchor, tuple(best[span]), language, compound)


def _hyphenated(text: str, start: int) -> int:
    """The beginning of a word that a hyphen joins to the one at `start`, as in "IT-кластер"."""
    match = _JOINED.search(text, max(0, start - 40), start)
    return match.start() if match else start
