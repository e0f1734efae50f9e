"""The order of letters in each language, for the list of terms.

Uzbek in Latin script counts digraphs as letters and puts oʻ, gʻ, sh, ch and ng after z. Russian dictionaries put ё
among the words with е, and after it only where words are otherwise equal, as the collation of CLDR does. A letter with
an accent that the language does not count stands with its plain letter. Sorting by code points would get that wrong.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Container
from typing import Final

ALPHABETS: Final[dict[str, tuple[str, ...]]] = {
    "en": tuple("abcdefghijklmnopqrstuvwxyz"),
    "ru": tuple("абвгдежзийклмнопрстуфхцчшщъыьэюя"),
    "uz": (*"abdefghijklmnopqrstuvxyz", "oʻ", "gʻ", "sh", "ch", "ng"),
}

_APOSTROPHES = str.maketrans(dict.fromkeys("'`´ʹʼ‘’", "ʻ"))

_MARKS = ' «»“”„"()[]–-'
"""Marks at the edge of a term that no dictionary sorts by."""


def split_letters(written: str, language: str) -> tuple[str, ...]:
    """The letters of a text as the language counts them, folded to lower case.

    >>> split_letters("Oʻquv", "uz")
    ('oʻ', 'q', 'u', 'v')
    """
    alphabet = ALPHABETS.get(language, ())
    folded = written.lower().translate(_APOSTROPHES) if language == "uz" else written.lower()
    letters: list[str] = []
    place = 0
    while place < len(folded):
        size = 2 if folded[place : place + 2] in alphabet else 1
        letters.append(folded[place : place + size])
        place += size
    return tuple(letters)


def sort_key(written: str, language: str) -> tuple[tuple[int, str], ...]:
    """A key that puts texts into the order of the dictionary: digits and marks first, foreign letters last."""
    ranks = {letter: rank for rank, letter in enumerate(ALPHABETS.get(language, ()), start=1)}
    letters = split_letters(written.strip(_MARKS), language)
    last = len(ranks) + 1
    plain = tuple(
        (ranks[base], "") if (base := _base(letter, ranks)) in ranks else (last if letter.isalpha() else 0, letter)
        for letter in letters
    )
    return (*plain, (-1, ""), *((0, letter) for letter in letters))


def _base(letter: str, alphabet: Container[str]) -> str:
    """The letter that a letter is sorted as: itself, or without its accent where the alphabet has only the plain one.

    >>> _base("ё", "еж"), _base("й", "ий")
    ('е', 'й')
    """
    return letter if letter in alphabet else unicodedata.normalize("NFD", letter)[:1]


def initial(written: str, language: str) -> str:
    """The letter a text stands under, in its capital form; "#" when it begins with no letter of the language.

    >>> initial("shahar klasteri", "uz")
    'Sh'
    """
    alphabet = ALPHABETS.get(language, ())
    letters = split_letters(written.strip(_MARKS), language)
    letter = _base(letters[0], alphabet) if letters else ""
    return letter[0].upper() + letter[1:] if letter in alphabet else "#"
