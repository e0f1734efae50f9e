"""The terms of a release as patterns: sequences of words, each of which a word of a text can be a form of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from edukg.namespaces import TERM
from edukg.usage.inflection import (
    UZBEK_ENDINGS,
    UZBEK_POSSESSED,
    english_forms,
    russian_forms,
    uzbek_stem,
    words_of,
)
from edukg.usage.knowledge import Entry, Knowledge
from edukg.usage.tables import kin, qualifiers


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


class Patterns:
    """All patterns of one release, and which of their words a word of a text can be."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers: dict[tuple[str, str], int] = {}
        self._forms: dict[str, set[int]] = defaultdict(set)
        self._stems: dict[str, set[int]] = defaultdict(set)
        self._possessed: set[int] = set()
        self._open: list[tuple[str, int]] = []
        self._exact: dict[str, frozenset[int]] = {}
        self._seen: dict[str, frozenset[int]] = {}
        self._patterns: list[Pattern] = []
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

    @property
    def by_head(self) -> Mapping[int, Sequence[Pattern]]:
        """The patterns by the number of the word that anchors them."""
        return self._by_head

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
        self._patterns.append(pattern)
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
            if not form.endswith("'s"):  # in "my school's cluster" the term is the last word alone
                self._forms[form].add(number)
        return number

    def _is_head(self, language: str, word: str, *, last: bool) -> bool:
        if language == "ru":
            return not self._heads.isdisjoint(self._knowledge.paradigms.get(word) or (word,))
        return (uzbek_stem(word, last=last) if language == "uz" else word) in self._heads

    def anchors(self) -> list[str]:
        """What to scan for: for each head the beginning that all its forms share."""
        heads = {pattern.lexemes[pattern.head] for pattern in self._patterns}
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

    def is_head(self, word: str) -> bool:
        """Whether a word of the text can be the head of a term."""
        return any(number in self._by_head for number in self.lexemes(word))


def _core(words: tuple[str, ...], head: int) -> tuple[int, int]:
    """Which words of a term are marked: without "regional" and the like before, or "of schools" after the head."""
    first = 0
    while first < head and words[first] in qualifiers():
        first += 1
    last = words.index("of", head) if "of" in words[head:] else len(words)
    return first, last


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
