"""What the words of one language say in one family of readings: for each word the numbers of its signs.

A word is looked up once and kept, since texts repeat their words. Signs that have no number, such as those that no
weight speaks of, are left out here, before anything is done with them.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Final, NamedTuple

from edukg.usage.collocations import Hints
from edukg.usage.stems import Fields, stem
from edukg.usage.tables import small_words

Number = Callable[[str], "int | None"]
"""The number of a sign by its name, or None for a sign that is of no account."""
_SMALL_WORDS: Final = frozenset().union(*small_words().values())
"""Words that say nothing by themselves; they tell something only right beside a term."""
_MOST_KEPT: Final = 50_000
"""Words that a lens keeps, so that the memory for it is bounded whatever is read."""


class WordSigns(NamedTuple):
    """The numbers of the signs of a word, by where it may stand, as `context.py` tells of them."""

    any: tuple[int, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    left_next: tuple[int, ...]
    right_next: tuple[int, ...]
    described: tuple[int, ...]
    """For each description of a reading that uses the word."""
    told: tuple[float, ...]
    """How much each of these says."""
    stem: str


class Lens:
    """Looks at words for one family in one language."""

    def __init__(
        self,
        fields: Fields,
        hints: Hints,
        family: str,
        language: str,
        number: Number,
        *,
        speaks: Container[str] | None = None,
    ) -> None:
        """`speaks` are the fields, meanings and stems that any sign with a number is about, if that is known.

        Most words of a text are none of these, which spares making up the names of all signs that they might be.
        """
        self.family = family
        self.language = language
        self.number = number
        self._speaks = speaks
        self._fields = fields
        self._described: Mapping[str, Mapping[str, float]] = hints.described(family, language)
        self._words: dict[str, WordSigns] = {}

    def of(self, word: str) -> WordSigns:
        """The signs of a folded word."""
        found = self._words.get(word)
        if found is None:
            if len(self._words) >= _MOST_KEPT:
                self._words.clear()
            found = self._words[word] = self._look_up(word)
        return found

    def _told_of(self, *whats: str) -> Sequence[str]:
        return whats if self._speaks is None else [what for what in whats if what in self._speaks]

    def _look_up(self, word: str) -> WordSigns:
        stemmed = stem(word, self.language)
        fields = self._told_of(*self._fields.of(word, self.language))
        whats = (*self._told_of(stemmed), *fields)

        def numbers(place: str, what: Sequence[str]) -> tuple[int, ...]:
            return tuple([n for one in what if (n := self.number(f"{place}:{one}")) is not None]) if what else ()

        found = ((self.number(f"described:{k}"), w) for k, w in self._described.get(stemmed, {}).items())
        described = [(number, weight) for number, weight in found if number is not None]
        return WordSigns(
            any=numbers("any", whats if len(word) > 1 and word not in _SMALL_WORDS else fields),
            left=numbers("left", whats),
            right=numbers("right", whats),
            left_next=numbers("left next", whats),
            right_next=numbers("right next", whats),
            described=tuple(number for number, _ in described),
            told=tuple(weight for _, weight in described),
            stem=stemmed,
        )
