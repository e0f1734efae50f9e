"""Where a text uses an ambiguous term: one scan for the words that anchor a term, then care around each hit.

A term is a sequence of words, each in any of its forms. Between the words may stand blanks, hyphens, line breaks,
quotation marks, and, before the head, a co-ordinated word ("educational and scientific cluster"). Of several terms that
meet at one place the longest is taken.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import ahocorasick_rs

from edukg.namespaces import TERM
from edukg.usage.folding import Folded
from edukg.usage.inflection import UZBEK_ENDINGS, english_forms, russian_forms, uzbek_stem, words_of
from edukg.usage.knowledge import Entry, Knowledge
from edukg.usage.tables import kin, small_words

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_BETWEEN = re.compile(r"(?:[ \-]|\r?\n(?!\s*\n)|[«»\"“”„'(])+")
_CONJUNCTIONS = frozenset(("and", "or", "&", "и", "или", "va", "hamda", "yoki", "ва", "ҳамда", "ёки", ","))
_REACH = 7
"""How many words on either side of an anchor a term may extend over."""
_MODIFIER_GAP = re.compile(r"(?:ый|ий|ой|ая|яя|ое|ее|ые|ие|ого|его|ому|ему|ым|им|ой|ей|ую|юю|ых|их|ыми|ими|ом|ем)$")
_FUNCTION_WORDS = frozenset().union(*small_words().values())


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the folded text with its place there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A written form as lexemes. `kind` is term, word, modifier or phrase; `head` is the place of the anchor."""

    entry: Entry
    lexemes: tuple[int, ...]
    kind: str
    head: int


@dataclass(frozen=True, slots=True)
class Mention:
    """A use of a term in the folded text: `[start, end)`, the anchor word within it, and the entries it may be."""

    start: int
    end: int
    anchor: Token
    patterns: tuple[Pattern, ...]
    compound: bool = False


class MentionFinder:
    """Finds the terms of one release."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers: dict[tuple[str, str], int] = {}
        self._forms: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._seen: dict[str, frozenset[int]] = {}
        self.patterns: list[Pattern] = []
        self._by_head: dict[int, list[Pattern]] = defaultdict(list)
        ambiguous = [entry for entry in knowledge.entries if any(c in knowledge.by_iri for c in entry.concepts)]
        self._heads = _head_words(ambiguous, kin())
        for entry in ambiguous:
            for form in entry.forms:
                self._add(entry, form, "term")
        entries = {entry.iri: entry for entry in ambiguous}
        for slug, kind, written in kin():
            if TERM + slug in entries:
                self._add(entries[TERM + slug], written, kind)
        self._anchors = self._anchor_stems()
        self._automaton = ahocorasick_rs.AhoCorasick(self._anchors, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _add(self, entry: Entry, written: str, kind: str) -> None:
        words = words_of(written)
        if not words:
            return
        lexemes = tuple(self._lexeme(entry.language, word, last=i == len(words) - 1) for i, word in enumerate(words))
        heads = [i for i, word in enumerate(words) if self._is_head(entry.language, word, last=i == len(words) - 1)]
        pattern = Pattern(entry, lexemes, kind, heads[-1] if heads else len(words) - 1)
        self.patterns.append(pattern)
        self._by_head[lexemes[pattern.head]].append(pattern)

    def _lexeme(self, language: str, word: str, *, last: bool) -> int:
        if language == "uz":
            stem = uzbek_stem(word, last=last)
            number = self._numbers.setdefault((language, stem), len(self._numbers))
            self._stems[stem].add(number)
            if "'" in stem:
                self._stems[stem.replace("'", "")].add(number)
            return number
        number = self._numbers.setdefault((language, word), len(self._numbers))
        forms = english_forms(word) if language == "en" else self._knowledge.paradigms.get(word) or russian_forms(word)
        for form in forms:
            self._forms[form].add(number)
        return number

    def _is_head(self, language: str, word: str, *, last: bool) -> bool:
        return (uzbek_stem(word, last=last) if language == "uz" else word) in self._heads

    def _anchor_stems(self) -> list[str]:
        """What to scan for: for each head the beginning that all its forms share."""
        heads = {pattern.lexemes[pattern.head] for pattern in self.patterns}
        stems = {stem for stem, numbers in self._stems.items() if numbers & heads}
        by_number: dict[int, list[str]] = defaultdict(list)
        for form, numbers in self._forms.items():
            for number in numbers & heads:
                by_number[number].append(form)
        for forms in by_number.values():
            shared = min(forms, key=len)
            while not all(form.startswith(shared) for form in forms):
                shared = shared[:-1]
            stems.add(shared)
        return sorted(stem for stem in stems if not any(stem != o and stem.startswith(o) for o in stems))

    def lexemes(self, word: str) -> frozenset[int]:
        """Which words of terms a word of the text can be a form of."""
        found = self._seen.get(word)
        if found is None:
            numbers = set(self._forms.get(word, ()))
            for cut in range(3, len(word) + 1):
                stemmed = self._stems.get(word[:cut])
                if stemmed and UZBEK_ENDINGS.fullmatch(word, cut):
                    numbers |= stemmed
            found = frozenset(numbers)
            if len(self._seen) < 100_000:
                self._seen[word] = found
        return found

    def find(self, folded: Folded) -> Iterator[Mention]:
        """The mentions of a text, left to right, none overlapping another."""
        text = folded.text
        reached = 0
        for _, at, _ in self._automaton.find_matches_as_indexes(text):
            if at < reached:
                continue
            mention = self._at(text, at, reached)
            if mention is not None:
                reached = mention.end
                yield mention

    def _at(self, text: str, at: int, reached: int) -> Mention | None:
        start = at
        while start > reached and (text[start - 1].isalnum()):
            start -= 1
        match = _TOKEN.match(text, start)
        if match is None:
            return None
        anchor = Token(match.group().rstrip("'"), start, start + len(match.group().rstrip("'")))
        numbers = self.lexemes(anchor.text)
        compound = False
        if not numbers and start < at and at - start >= 2 and text[start:at].isalpha():
            numbers = self.lexemes(text[at : anchor.end])
            compound = True
        candidates = [pattern for number in numbers for pattern in self._by_head.get(number, ())]
        if compound:  # English writes compounds apart; what ends so in one word, such as "withholding", is another word
            candidates = [pattern for pattern in candidates if pattern.entry.language != "en"]
        if not candidates:
            return None
        return self._longest(text, anchor, candidates, reached, compound=compound)

    def _longest(
        self, text: str, anchor: Token, candidates: list[Pattern], reached: int, *, compound: bool
    ) -> Mention | None:
        left: list[Token] | None = None
        right: list[Token] | None = None
        best: dict[tuple[int, int], list[Pattern]] = defaultdict(list)
        for pattern in candidates:
            start, end = anchor.start, anchor.end
            if pattern.head > 0:
                if compound:
                    continue
                left = _before(text, anchor.start, reached) if left is None else left
                found = self._match_left(pattern, left)
                if found is None:
                    continue
                start = found
            if pattern.head < len(pattern.lexemes) - 1:
                right = _after(text, anchor.end) if right is None else right
                found = self._match_right(pattern, right)
                if found is None:
                    continue
                end = found
            if pattern.kind == "modifier":
                right = _after(text, anchor.end) if right is None else right
                extended = self._modified(right)
                if extended is None:
                    continue
                end = extended or end
            best[start, end].append(pattern)
        if not best:
            return None
        span = max(best, key=lambda s: (s[1] - s[0], -s[0]))
        return Mention(*span, anchor, tuple(best[span]), compound)

    def _match_left(self, pattern: Pattern, left: list[Token]) -> int | None:
        """Where the words before the head begin, or None. `left` goes from the head outwards."""
        at = 0
        start = None
        for number in reversed(pattern.lexemes[: pattern.head]):
            if at < len(left) and number in self.lexemes(left[at].text):
                start, at = left[at].start, at + 1
            elif (
                at + 2 < len(left) and left[at + 1].text in _CONJUNCTIONS and number in self.lexemes(left[at + 2].text)
            ):
                start, at = left[at + 2].start, at + 3
            else:
                return None
        return start

    def _match_right(self, pattern: Pattern, right: list[Token]) -> int | None:
        at = 0
        end = None
        for number in pattern.lexemes[pattern.head + 1 :]:
            if at < len(right) and number in self.lexemes(right[at].text):
                end, at = right[at].end, at + 1
            elif (
                at + 1 < len(right)
                and number in self.lexemes(right[at + 1].text)
                and _may_stand_between(right[at].text)
            ):
                end, at = right[at + 1].end, at + 2
            else:
                return None
        return end

    def _modified(self, right: list[Token]) -> int | None:
        """Where the noun after an adjective ends; 0 when there is none; None when it is a term with its own mention."""
        for i, token in enumerate(right[:2]):
            if token.text in _FUNCTION_WORDS or token.text[0].isdigit():
                return 0 if i == 0 else right[0].end
            if any(number in self._by_head for number in self.lexemes(token.text)) and self.lexemes(token.text):
                return None
            if i == 1 or not _MODIFIER_GAP.search(token.text):
                return token.end
        return right[0].end if right else 0

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """The entries by IRI."""
        return {entry.iri: entry for entry in self._knowledge.entries}


def _may_stand_between(word: str) -> bool:
    return word not in _CONJUNCTIONS and word not in _FUNCTION_WORDS and len(word) > 3


def _before(text: str, end: int, reached: int) -> list[Token]:
    """The words before a place, nearest first, as far as nothing but blanks and the like separates them."""
    found: list[Token] = []
    start = max(reached, end - 90)
    tokens = [Token(m.group(), m.start(), m.end()) for m in _TOKEN.finditer(text, start, end)]
    edge = end
    for token in reversed(tokens[-_REACH:]):
        if token.start == start and start > reached and text[start - 1].isalnum():
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
    for match in _TOKEN.finditer(text, start, start + 110):
        if len(found) == _REACH or not _BETWEEN.fullmatch(text[edge : match.start()]):
            break
        found.append(Token(match.group().rstrip("'"), match.start(), match.start() + len(match.group().rstrip("'"))))
        edge = match.end()
    return found


def _head_words(entries: list[Entry], related: tuple[tuple[str, str, str], ...]) -> frozenset[str]:
    """The words that a text cannot do without when it uses a term of a family: its one-word entries, as stems."""
    languages = {entry.iri: entry.language for entry in entries}
    found = set()
    singles = [(entry.language, form) for entry in entries for form in entry.forms]
    singles += [
        (languages[TERM + slug], written)
        for slug, kind, written in related
        if TERM + slug in languages and kind != "phrase"
    ]
    for language, written in singles:
        words = words_of(written)
        if len(words) == 1:
            found.add(uzbek_stem(words[0], last=True) if language == "uz" else words[0])
    return frozenset(found)
