"""What settles a reading by itself: the words right beside the term, the term's own entry, names of known things."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import ahocorasick_rs

from edukg.usage.around import Token
from edukg.usage.folding import fold_word
from edukg.usage.knowledge import Knowledge
from edukg.usage.language import base
from edukg.usage.mentions import Mention
from edukg.usage.stems import plain, stem
from edukg.usage.tables import rows, small_words


class Collocations:
    """The words of `collocations.tsv`, by family, language and side."""

    def __init__(self) -> None:
        self._rules: dict[tuple[str, str, str], dict[str, list[tuple[tuple[str, ...], str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows("collocations.tsv"):
            place = (row["family"], row["language"], row["side"])
            for word in row["words"].split():
                words = tuple(word.split("_"))
                self._rules[place][words[0][:2]].append((words, row["means"]))

    def of(
        self, family: str, language: str, left: Sequence[Token], right: Sequence[Token]
    ) -> Iterator[tuple[str, int, int]]:
        """What each neighbour that is a collocate means, and where it stands. `left` goes from the term outwards."""
        spoken = base(language)
        for side, tokens in (("left", left), ("right", right)):
            rules = self._rules.get((family, spoken, side))
            if not rules:
                continue
            words = [plain(token.text, language) for token in tokens]
            starts = range(
                _reach(words, small_words()["en"] if spoken == "en" else frozenset())
                if side == "left"
                else min(len(words), 1)
            )
            seen = set()
            for at in starts:
                for rule, means in rules.get(words[at][:2], ()):
                    if side == "left":
                        first = at + len(rule) - 1
                        run = words[at : first + 1][::-1]
                    else:
                        first, run = at, words[at : at + len(rule)]
                    if len(run) == len(rule) and means not in seen and all(map(_fits, run, rule)):
                        seen.add(means)
                        ends = tokens[at] if side == "left" else tokens[at + len(rule) - 1]
                        yield means, tokens[first].start, ends.end


def _reach(words: Sequence[str], small: frozenset[str]) -> int:
    """How many words before a term may qualify it: three, and in English none beyond an article or a preposition."""
    for number, word in enumerate(words[:3]):
        if word in small:
            return number
    return min(len(words), 3)


def _fits(word: str, wanted: str) -> bool:
    if wanted.endswith("*"):
        return word.startswith(wanted[:-1])
    return word == wanted or (wanted.endswith("-") and word.startswith(wanted))


class Hints:
    """What the knowledge base itself says for a reading: the entry's attested senses, names, words of definitions."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._shares = _attested_shares(knowledge)
        names = {
            fold_word(name): reading.key for reading in knowledge.readings for name in reading.known if len(name) >= 8
        }
        self._names = list(names.items())
        self._automaton = ahocorasick_rs.AhoCorasick([name for name, _ in self._names]) if names else None
        self._words: dict[str, dict[str, dict[str, float]]] = {}

    def entry(self, mention: Mention) -> Mapping[str, float]:
        """Key of a reading → how large a share of the attested uses of the mention's entry it has."""
        patterns = [pattern for pattern in mention.patterns if len(pattern.lexemes) > 1 and pattern.kind == "term"]
        ours = [pattern for pattern in patterns if pattern.entry.language == base(mention.language)]
        shares = [self._shares[pattern.entry.iri] for pattern in ours or patterns]
        return max(shares, key=lambda found: max(found.values(), default=0.0), default={})

    def names(self, text: str) -> Iterator[tuple[str, int, int]]:
        """The names of real things in a folded text, with the reading they are instances of."""
        if self._automaton is not None:
            for number, start, end in self._automaton.find_matches_as_indexes(text):
                if not text[start - 1 : start].isalnum() and not text[end : end + 1].isalnum():
                    yield self._names[number][1], start, end

    def described(self, family: str, language: str) -> Mapping[str, Mapping[str, float]]:
        """Stem → reading → how much it says that the description of the reading uses that word, too.

        The fewer readings use a word, the more it says.
        """
        spoken = base(language)
        by_stem = self._words.get(f"{family} {spoken}")
        if by_stem is None:
            by_stem = self._words.setdefault(f"{family} {spoken}", self._index(family, spoken))
        return by_stem

    def _index(self, family: str, spoken: str) -> dict[str, dict[str, float]]:
        readings = self._knowledge.by_family.get(family, ())
        used: dict[str, set[str]] = defaultdict(set)
        for reading in readings:
            described = reading.described.get(spoken, "") + " " + reading.described.get("en", "")
            for word in fold_word(described).replace("-", " ").split():
                cleaned = word.strip(".,;:()«»“”\"'")
                if len(cleaned) > 3:
                    used[stem(cleaned, spoken)].add(reading.key)
        total = len(readings)
        return {
            found: {key: math.log((total + 1) / len(keys)) / math.log(total + 1) for key in keys}
            for found, keys in used.items()
            if len(keys) <= max(1, total // 3)
        }


def _attested_shares(knowledge: Knowledge) -> dict[str, dict[str, float]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in knowledge.entries:
        for concept in entry.concepts:
            reading = knowledge.by_iri.get(concept)
            if reading is not None:
                counts[entry.iri][reading.key] += 0
    for use in knowledge.uses:
        reading = knowledge.by_iri.get(use.concept)
        if reading is not None:
            counts[use.entry][reading.key] += 1
    return {
        entry: {key: (number + 0.5) / (sum(found.values()) + 0.5 * len(found)) for key, number in found.items()}
        for entry, found in counts.items()
    }
