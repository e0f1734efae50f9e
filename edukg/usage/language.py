"""Which language a passage is in: English, Russian, or Uzbek in either script. Offline, and by things one can point at.

Letters decide what they can (ў, қ, ғ, ҳ are Uzbek; ы, щ are Russian); else the short words that every sentence needs.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from edukg.usage.tables import small_words

ENGLISH, RUSSIAN, UZBEK, UZBEK_CYRILLIC = "en", "ru", "uz", "uz-Cyrl"

_CYRILLIC = re.compile(r"[а-яёўқғҳ]", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:['’‘ʼʻ`][^\W\d_]+)*")

_SMALL = small_words()
_ENGLISH_WORDS, _RUSSIAN_WORDS = _SMALL[ENGLISH], _SMALL[RUSSIAN]
_UZBEK_WORDS, _UZBEK_CYRILLIC_WORDS = _SMALL[UZBEK], _SMALL[UZBEK_CYRILLIC]
_UZBEK_CYRILLIC_ENDINGS = ("лар", "лари", "нинг", "даги", "лардан", "ларда", "лиги", "ида", "идан")
_RUSSIAN_ENDINGS = ("ого", "ый", "ая", "ов", "ение", "ть", "ой", "ых", "ции", "ами")
_UZBEK_ENDINGS = (
    "lar", "lari", "ning", "dagi", "lardan", "larda", "ligi", "ida", "idan", "lash", "moqda", "adi",
)  # fmt: skip
_ENGLISH_ENDINGS = ("ing", "tion", "ed", "ly", "ment", "ies", "ness")
_UZBEK_LETTERS = re.compile("[ўқғҳ]")
_RUSSIAN_LETTERS = re.compile("[ыщ]")
_UZBEK_APOSTROPHES = re.compile("[og]'(?=[a-z])")
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼʻ`´", "'"))


@lru_cache(maxsize=4096)
def language_of(passage: str) -> str:
    """The language of a passage: "en", "ru", "uz" or "uz-Cyrl"; English when nothing tells.

    >>> language_of("таълим ва фан кластери")
    'uz-Cyrl'
    """
    lowered = passage.lower().translate(_APOSTROPHES) if not passage.isascii() else passage.lower().replace("`", "'")
    words = _WORD.findall(lowered)
    if not passage.isascii() and len(_CYRILLIC.findall(lowered)) > len(_LATIN.findall(lowered)):
        uzbek, russian = map(sum, zip((0, 0), *map(_cyrillic_word, words), strict=True))
        uzbek += 3 * len(_UZBEK_LETTERS.findall(lowered))
        russian += 2 * len(_RUSSIAN_LETTERS.findall(lowered))
        return UZBEK_CYRILLIC if uzbek > russian else RUSSIAN
    uzbek, english = map(sum, zip((0, 0), *map(_latin_word, words), strict=True))
    uzbek += 2 * len(_UZBEK_APOSTROPHES.findall(lowered))
    return UZBEK if uzbek > english else ENGLISH


@lru_cache(maxsize=50_000)
def _cyrillic_word(word: str) -> tuple[int, int]:
    """How much a word speaks for Uzbek and for Russian."""
    uzbek = 2 * (word in _UZBEK_CYRILLIC_WORDS) + word.endswith(_UZBEK_CYRILLIC_ENDINGS)
    return uzbek, 2 * (word in _RUSSIAN_WORDS) + word.endswith(_RUSSIAN_ENDINGS)


@lru_cache(maxsize=50_000)
def _latin_word(word: str) -> tuple[int, int]:
    """How much a word speaks for Uzbek and for English."""
    uzbek = 2 * (word in _UZBEK_WORDS) + word.endswith(_UZBEK_ENDINGS)
    return uzbek, 2 * (word in _ENGLISH_WORDS) + word.endswith(_ENGLISH_ENDINGS)


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
            start = self._text.rfind("\n", max(0, place - _PASSAGE), place) + 1 or max(0, place - _PASSAGE)
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


@cache
def base(language: str) -> str:
    """The language without its script: Uzbek Cyrillic is Uzbek."""
    return language.partition("-")[0]
