"""Which language a passage is in: English, Russian, or Uzbek in either script. Offline, and by things one can point at.

Letters decide what they can (ў, қ, ғ, ҳ are Uzbek; ы, щ are Russian); else the short words that every sentence needs.
"""

from __future__ import annotations

import re
from functools import lru_cache

from edukg.usage.tables import small_words

ENGLISH, RUSSIAN, UZBEK, UZBEK_CYRILLIC = "en", "ru", "uz", "uz-Cyrl"

_CYRILLIC = re.compile(r"[а-яёўқғҳ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʼʻ`][^\W\d_]+)*")

_SMALL = small_words()
_ENGLISH_WORDS, _RUSSIAN_WORDS = _SMALL[ENGLISH], _SMALL[RUSSIAN]
_UZBEK_WORDS, _UZBEK_CYRILLIC_WORDS = _SMALL[UZBEK], _SMALL[UZBEK_CYRILLIC]
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´", "'"))


@lru_cache(maxsize=4096)
def language_of(passage: str) -> str:
    """The language of a passage: "en", "ru", "uz" or "uz-Cyrl"; English when nothing tells.

    >>> language_of("таълим ва фан кластери")
    'uz-Cyrl'
    """
    cyrillic = len(_CYRILLIC.findall(passage))
    latin = len(_LATIN.findall(passage))
    words = [word.lower().translate(_APOSTROPHES) for word in _WORD.findall(passage)]
    if cyrillic > latin:
        return _cyrillic_language(passage.lower(), words)
    return _latin_language(passage.lower().translate(_APOSTROPHES), words)


def _cyrillic_language(lowered: str, words: list[str]) -> str:
    uzbek = 3 * len(re.findall(r"[ўқғҳ]", lowered)) + 2 * sum(word in _UZBEK_CYRILLIC_WORDS for word in words)
    uzbek += sum(
        word.endswith(("лар", "лари", "нинг", "даги", "лардан", "ларда", "лиги", "ида", "идан")) for word in words
    )
    russian = 2 * len(re.findall(r"[ыщ]", lowered)) + 2 * sum(word in _RUSSIAN_WORDS for word in words)
    russian += sum(word.endswith(("ого", "ый", "ая", "ов", "ение", "ть", "ой", "ых", "ции", "ами")) for word in words)
    return UZBEK_CYRILLIC if uzbek > russian else RUSSIAN


def _latin_language(lowered: str, words: list[str]) -> str:
    uzbek = 2 * len(re.findall(r"[og]'(?=[a-z])", lowered)) + 2 * sum(word in _UZBEK_WORDS for word in words)
    uzbek += sum(
        word.endswith(("lar", "lari", "ning", "dagi", "lardan", "larda", "ligi", "ida", "idan", "lash", "moqda", "adi"))
        for word in words
    )
    english = 2 * sum(word in _ENGLISH_WORDS for word in words)
    english += sum(word.endswith(("ing", "tion", "ed", "ly", "ment", "ies", "ness")) for word in words)
    return UZBEK if uzbek > english else ENGLISH


class Passages:
    """The language at each place of a folded text, by paragraph; a short paragraph goes with the whole text."""

    def __init__(self, text: str, given: str | None = None) -> None:
        self._text = text
        self._given = given
        self._known: tuple[int, int, str] = (0, 0, "")
        self._main = ""

    def language_at(self, place: int) -> str:
        """The language of the passage around a place."""
        if self._given and self._given != UZBEK:
            return self._given
        start, end, spoken = self._known
        if not start <= place < end:
            start = max(self._text.rfind("\n", 0, place) + 1, place - _PASSAGE)
            end = self._text.find("\n", place, place + _PASSAGE)
            end = min(len(self._text), place + _PASSAGE) if end < 0 else end
            passage = self._text[start:end]
            spoken = language_of(passage) if len(passage) >= _SHORT else self._of_whole(passage)
            if self._given:
                spoken = UZBEK_CYRILLIC if len(_CYRILLIC.findall(passage)) * 2 > len(passage) / 2 else UZBEK
            self._known = (start, end, spoken)
        return spoken

    def _of_whole(self, passage: str) -> str:
        """The main language of the text, unless the passage is in another script."""
        if not self._main:
            self._main = language_of(self._text[:20_000])
        cyrillic = _CYRILLIC.search(passage) is not None
        same_script = cyrillic == (self._main in {RUSSIAN, UZBEK_CYRILLIC})
        return self._main if same_script else language_of(passage)


_PASSAGE = 400
_SHORT = 40


def base(language: str) -> str:
    """The language without its script: Uzbek Cyrillic is Uzbek."""
    return language.partition("-")[0]
