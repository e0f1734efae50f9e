"""Letters that look alike in Latin and Cyrillic, within one word: they read the same and are found by no search."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_CYRILLIC: Final = "АВЕКМНОРСТУХЅІЈаеорсухіјѕ"
_LATIN: Final = "ABEKMHOPCTYXSIJaeopcyxijs"
_TO_LATIN: Final = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC: Final = str.maketrans(_LATIN, _CYRILLIC)
_WORD: Final = re.compile(r"[^\W\d_]+(?:[ʻʼ'’‘`][^\W\d_]+)*")


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def unmixed(text: str) -> str:
    """The text with every word in one script, as far as look-alikes allow; unchanged when no word is mixed.

    >>> unmixed("\u0421hirchik")  # a Cyrillic letter, then Latin ones
    'Chirchik'
    """
    return _WORD.sub(lambda found: _word(found[0]), text)


def _word(word: str) -> str:
    scripts = [_script(letter) for letter in word]
    latin, cyrillic = scripts.count("LATIN"), scripts.count("CYRILLIC")
    if not latin or not cyrillic:
        return word
    as_latin, as_cyrillic = word.translate(_TO_LATIN), word.translate(_TO_CYRILLIC)
    whole_latin = all(_script(letter) != "CYRILLIC" for letter in as_latin)
    whole_cyrillic = all(_script(letter) != "LATIN" for letter in as_cyrillic)
    if whole_latin and (latin >= cyrillic or not whole_cyrillic):
        return as_latin
    return as_cyrillic if whole_cyrillic else word


def slug(text: str) -> str:
    """An id made of a folded name: letters, digits and hyphens, at most sixty characters.

    >>> slug("samarqand pedagogik klasteri")
    'samarqand-pedagogik-klasteri'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:60].rstrip("-")
