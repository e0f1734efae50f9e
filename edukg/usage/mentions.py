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
from typing import NamedTuple

import ahocorasick_rs

from edukg.namespaces import TERM
from edukg.usage.folding import Folded, fold
from edukg.usage.inflection import (
    ADJECTIVE,
    UZBEK_ENDINGS,
    UZBEK_POSSESSED,
    agree,
    english_forms,
    russian_forms,
    uzbek_stem,
    words_of,
)
from edukg.usage.knowledge import Entry, Knowledge
from edukg.usage.language import base
from edukg.usage.tables import kin, qualifiers, small_words

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*'?")
_BETWEEN = re.compile(r"(?:[ \-]|\r?\n(?!\s*\n))+")
_CONJUNCTIONS = frozenset(("and", "or", "&", "и", "или", "va", "hamda", "yoki", "ва", "ҳамда", "ёки", ","))
_REACH = 7
"""How many words on either side of an anchor a term may extend over."""
_LONGEST = 80
"""Letters of a word, at most: what is longer is no word, and looking along it for each hit would take for ever."""
_HYPHEN = re.compile(r"[-\u2010] ?")
_JOINED = re.compile(r"(?:[^\W_]+-)+$")
_POSSESSIVE = re.compile(r"'s?$")
_FUNCTION_WORDS = frozenset().union(*small_words().values())


class Token(NamedTuple):
    """A word of the folded text with its place there."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Pattern:
    """A written form as lexemes.

    `kind` is term, word, modifier or phrase; `head` is the place of the anchor. `core` says which of the words are
    marked: "regional" and "of schools" tell which entry it is, yet only the words between them are the term itself.
    """

    entry: Entry
    lexemes: tuple[int, ...]
    kind: str
    head: int
    core: tuple[int, int]


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
        self._knowledge = knowledge
        self._numbers: dict[tuple[str, str], int] = {}
        self._forms: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._possessed: set[int] = set()
        self._open: list[tuple[str, int]] = []
        self._exact: dict[str, frozenset[int]] = {}
        self._seen: dict[str, frozenset[int]] = {}
        self._candidates: dict[tuple[str, int], tuple[Mapping[str, list[Pattern]], bool]] = {}
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
        halves = [
            stem[:cut] + hyphen + stem[cut:]
            for stem in self._anchors
            for cut in range(2, len(stem) - 1)
            for hyphen in ("-", "- ", "\u2010 ")
        ]
        self._halves = ahocorasick_rs.AhoCorasick(halves)
        self._automaton = ahocorasick_rs.AhoCorasick(self._anchors, matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)

    def _add(self, entry: Entry, written: str, kind: str) -> None:
        words = words_of(written)
        if not words:
            return
        if kind == "beginning":
            number = self._numbers.setdefault((entry.language, written), len(self._numbers))
            self._open.append((words[0], number))
            self._by_head[number].append(Pattern(entry, (number,), "word", 0, (0, 1)))
            return
        lexemes = tuple(self._lexeme(entry.language, word, last=i == len(words) - 1) for i, word in enumerate(words))
        heads = [i for i, word in enumerate(words) if self._is_head(entry.language, word, last=i == len(words) - 1)]
        head = heads[-1] if heads else len(words) - 1
        pattern = Pattern(entry, lexemes, kind, head, _core(words, head) if heads else (0, len(words)))
        self.patterns.append(pattern)
        self._by_head[lexemes[pattern.head]].append(pattern)

    def _lexeme(self, language: str, word: str, *, last: bool) -> int:
        if language == "uz":
            stem = uzbek_stem(word, last=last)
            possessed = "+" if stem != word else ""
            number = self._numbers.setdefault((language, stem + possessed), len(self._numbers))
            self._stems[stem].add(number)
            if "'" in stem:
                self._stems[stem.replace("'", "")].add(number)
            if possessed:
                self._possessed.add(number)
            return number
        number = self._numbers.setdefault((language, word), len(self._numbers))
        forms = english_forms(word) if language == "en" else self._knowledge.paradigms.get(word) or russian_forms(word)
        for form in forms:
            self._forms[form].add(number)
        return number

    def _is_head(self, language: str, word: str, *, last: bool) -> bool:
        if language == "ru":
            return not self._heads.isdisjoint(self._knowledge.paradigms.get(word) or (word,))
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
        stems |= {beginning for beginning, _ in self._open}
        return sorted(stem for stem in stems if not any(stem != o and stem.startswith(o) for o in stems))

    def lexemes(self, word: str) -> frozenset[int]:
        """Which words of terms a word of the text can be a form of."""
        found = self._seen.get(word)
        if found is None:
            numbers = set(self._forms.get(word, ()))
            for cut in range(3, len(word) + 1):
                stemmed = self._stems.get(word[:cut])
                if stemmed and UZBEK_ENDINGS.fullmatch(word, cut):
                    owned = UZBEK_POSSESSED.match(word, cut) is not None
                    numbers |= {number for number in stemmed if owned or number not in self._possessed}
            for beginning, number in self._open:
                if word.startswith(beginning):
                    numbers.add(number)
            found = frozenset(numbers)
            if len(self._seen) < 100_000:
                self._seen[word] = found
        return found

    def whole(self, word: str) -> frozenset[int]:
        """Which words of terms a word of the text is in the very form in which the term has it."""
        found = self._exact.get(word)
        if found is None:
            stems = {number for number in self._stems.get(word, ()) if number not in self._possessed}
            found = frozenset(self._forms.get(word, set()) | stems)
            if len(self._exact) < 100_000:
                self._exact[word] = found
        return found

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
        match = _TOKEN.match(text, start, start + _LONGEST + 1)
        if match is None or len(match.group()) > _LONGEST or start == least > 0:
            return None
        word = _POSSESSIVE.sub("", match.group())
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
        numbers = self.lexemes(word)
        compound = False
        if not numbers and cut >= 2 and word[:cut].isalpha():
            numbers = self.lexemes(word[cut:])
            compound = True
        patterns = [pattern for number in numbers for pattern in self._by_head.get(number, ())]
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
        around = _Around(self, text, anchor)
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

    def is_head(self, word: str) -> bool:
        """Whether a word of the text can be the head of a term."""
        return any(number in self._by_head for number in self.lexemes(word))


class _Around:
    """The words around an anchor, told when they are first asked for."""

    def __init__(self, finder: MentionFinder, text: str, anchor: Token) -> None:
        self._finder = finder
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
        found = self._finder.whole(left[0].text) if left else frozenset[int]()
        if len(left) > 2 and _coordinated(left[2].text, left[1].text, left[0].text):
            found |= self._finder.whole(left[2].text)
        self._left_next = found

    def _look_right(self) -> None:
        self._right = right = _after(self._text, self._anchor.end)
        found = self._finder.lexemes(right[0].text) if right else frozenset[int]()
        if len(right) > 1 and ADJECTIVE.search(right[0].text):
            found |= self._finder.lexemes(right[1].text)
        self._right_next = found

    def _match_left(self, pattern: Pattern) -> list[Token] | None:
        """The words before the head, nearest first, or None."""
        left = self._left
        at = 0
        found = []
        for number in reversed(pattern.lexemes[: pattern.head]):
            if at < len(left) and number in self._finder.whole(left[at].text):
                found.append(left[at])
                at += 1
            elif (
                at + 2 < len(left)
                and number in self._finder.whole(left[at + 2].text)
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
            if at < len(right) and number in self._finder.lexemes(right[at].text):
                found.append(right[at])
                at += 1
            elif (
                at + 1 < len(right)
                and ADJECTIVE.search(right[at].text)
                and number in self._finder.lexemes(right[at + 1].text)
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
            if self._finder.is_head(token.text):
                return None
            if i == 1 or not agree(adjective, token.text):
                return right[: i + 1]
        return right[:1]


def _coordinated(first: str, conjunction: str, second: str) -> bool:
    """Whether two words before a head modify it together, as in "educational and scientific cluster"."""
    if conjunction not in _CONJUNCTIONS:
        return False
    cyrillic = "а" <= first[-1] <= "я"
    return agree(first, second) if cyrillic else conjunction != ","


def _core(words: tuple[str, ...], head: int) -> tuple[int, int]:
    """Which words of a term are marked: without "regional" and the like before, or "of schools" after the head."""
    first = 0
    while first < head and words[first] in qualifiers():
        first += 1
    last = words.index("of", head) if "of" in words[head:] else len(words)
    return first, last


def _hyphenated(text: str, start: int) -> int:
    """The beginning of a word that a hyphen joins to the one at `start`, as in "IT-кластер"."""
    match = _JOINED.search(text, max(0, start - 40), start)
    return match.start() if match else start


def _before(text: str, end: int) -> list[Token]:
    """The words before a place, nearest first, as far as nothing but blanks and the like separates them."""
    found: list[Token] = []
    start = max(0, end - 90)
    edge = end
    for match in [*_TOKEN.finditer(text, start, end)][: -_REACH - 1 : -1]:
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
    for match in _TOKEN.finditer(text, start, start + 110):
        if len(found) == _REACH or not _BETWEEN.fullmatch(text[edge : match.start()]):
            break
        word = _POSSESSIVE.sub("", match.group())
        found.append(Token(word, match.start(), match.start() + len(word)))
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
