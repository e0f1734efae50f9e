"""The form under which written texts are compared, whatever their case, apostrophes and script."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

APOSTROPHES: Final = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹ′＇ˈ"), None)
_CYRILLIC_TO_LATIN = {
    "ё": "yo", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ў": "o", "ғ": "g", "қ": "q", "ҳ": "h", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "x",
}  # fmt: skip
"""Uzbek Cyrillic to Latin (Cabinet of Ministers resolution 339 of 1995), apostrophes already folded away."""

_ENGLISH_KEYS: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN_KEYS: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"


def fold(text: str) -> str:
    """The form under which texts are compared: lower case, no apostrophes or accents, one kind of dash and blank.

    >>> fold("Ta’lim  Klasteri") == fold("taʼlim klasteri")
    True
    """
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(APOSTROPHES)
    decomposed = unicodedata.normalize("NFD", lowered)
    letters = "".join(c for i, c in enumerate(decomposed) if c != "\u0301" or decomposed[i - 1 : i] in "гкГК")
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", letters)).strip()


def to_latin(folded: str) -> str:
    """A folded text with Cyrillic letters turned into Uzbek Latin, so that both scripts meet.

    >>> to_latin(fold("Таълим кластери")) == fold("taʼlim klasteri")
    True
    """
    softened = re.sub(r"(?<![бвгджзйклмнпрстфхцчшщғқҳ])е", "ye", folded)
    return "".join(_CYRILLIC_TO_LATIN.get(c, c) for c in softened)


def other_layout(text: str) -> str:
    """What the keys of a text say on the other of the English and the Russian keyboard.

    >>> other_layout("rkfcnth")
    'кластер'
    """
    lowered = text.casefold()
    cyrillic = sum(c in _RUSSIAN_KEYS for c in lowered)
    latin = sum(c in _ENGLISH_KEYS for c in lowered)
    keys = (_RUSSIAN_KEYS, _ENGLISH_KEYS) if cyrillic > latin else (_ENGLISH_KEYS, _RUSSIAN_KEYS)
    return lowered.translate(str.maketrans(*keys))


__all__ = ["APOSTROPHES", "fold", "other_layout", "to_latin"]
