"""The order of letters in each language, for the list of terms.

Uzbek in Latin script counts digraphs as letters and puts oʻ, gʻ, sh, ch and ng after z; Russian has ё after е. Sorting
by code points would get both wrong.
"""

from __future__ import annotations

from typing import Final

ALPHABETS: Final[dict[str, tuple[str, ...]]] = {
    "en": tuple("abcdefghijklmnopqrstuvwxyz"),
    "ru": tuple("абвгдеёжзийклмнопрстуфхцчшщъыьэюя"),
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
    """A key that puts texts into the order of the language's dictionary."""
    ranks = {letter: rank for rank, letter in enumerate(ALPHABETS.get(language, ()), start=1)}
    return tuple((ranks.get(letter, 0), letter) for letter in split_letters(written.strip(_MARKS), language))


def initial(written: str, language: str) -> str:
    """The letter a text stands under, in its capital form; "#" when it begins with no letter of the language.

    >>> initial("shahar klasteri", "uz")
    'Sh'
    """
    letters = split_letters(written.strip(_MARKS), language)
    if not letters or letters[0] not in ALPHABETS.get(language, ()):
        return "#"
    return letters[0][0].upper() + letters[0][1:]
