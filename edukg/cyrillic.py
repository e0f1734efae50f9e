"""Uzbek in the Cyrillic script, by transliteration from the Latin one, and back.

Rules: the alphabet of 1995 as amended and the spelling rules for both scripts. What the Latin script leaves out is
supplied: `e` is э at the beginning of a word and after a vowel, `ye` is е there; `ts` is ц in borrowed words and тс in
Uzbek ones (`ketsin`); the soft sign and the hard sign of borrowed words come from a list of stems. Words with letters
that Uzbek has not, acronyms and names of formats stay as they are.

>>> to_cyrillic("Taʼlim klasteri obyekti eng yangi yoʻnalish, Isʼhoq ketsin")
'Таълим кластери объекти энг янги йўналиш, Исҳоқ кетсин'
>>> to_latin("Таълим кластери")
'Taʼlim klasteri'
"""

from __future__ import annotations

import re
from typing import Final

TURNED_COMMA: Final = "ʻ"
APOSTROPHE: Final = "ʼ"

_SINGLE: Final = {
    "a": "а", "b": "б", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "ҳ", "i": "и", "j": "ж", "k": "к", "l": "л",
    "m": "м", "n": "н", "o": "о", "p": "п", "q": "қ", "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "x": "х",
    "y": "й", "z": "з", APOSTROPHE: "ъ",
}  # fmt: skip
_DOUBLE: Final = {"oʻ": "ў", "gʻ": "ғ", "sh": "ш", "ch": "ч", "yo": "ё", "yu": "ю", "ya": "я", "ye": "е"}
_VOWELS: Final = "aeiou"
_BACK: Final = {
    **{cyrillic: latin for latin, cyrillic in _SINGLE.items() if latin != APOSTROPHE},
    **{cyrillic: latin for latin, cyrillic in _DOUBLE.items() if latin != "ye"},
    "э": "e", "ы": "i", "щ": "sh", "ь": "",
}  # fmt: skip
_BACK_VOWELS: Final = "аеёиоуўэюяы"

_STEMS: Final = {
    "obyekt": "объект", "subyekt": "субъект", "rayon": "район", "mayor": "майор", "sikl": "цикл", "sex": "цех",
    "litsey": "лицей", "litsen": "лицен", "ofitser": "офицер", "retsenz": "реценз", "sentr": "центр", "sirk": "цирк",
    "konsept": "концепт", "konsep": "концеп", "konsert": "концерт", "konserv": "консерв", "konsern": "концерн",
    "prinsip": "принцип", "protsess": "процесс", "protsent": "процент", "litsenz": "лиценз", "retsept": "рецепт",
    "dotsent": "доцент", "patsient": "пациент", "sertifikat": "сертификат", "senz": "ценз",
    "munitsip": "муницип", "farmatsevt": "фармацевт", "leybnits": "лейбниц", "livshits": "лившиц",
    "provinsiya": "провинция", "potensial": "потенциал", "kompyuter": "компьютер",
    "intervyu": "интервью", "premyer": "премьер", "alyans": "альянс", "feldsher": "фельдшер",
    "alternativ": "альтернатив", "multi": "мульти", "filtr": "фильтр", "elektron": "электрон",
    "kalendar": "календарь", "konferens": "конференц", "funksi": "функци", "stansi": "станци", "instansi": "инстанци",
    "finans": "финанс", "pensiya": "пенсия", "versiya": "версия", "sintaksis": "синтаксис", "silindr": "цилиндр",
    "konsorsium": "консорциум", "inspeksi": "инспекци", "ulyanov": "ульянов",
}  # fmt: skip
"""How borrowed stems are written where the Latin spelling does not tell. A word begins with one."""
_SOFT: Final = {
    "rol": "роль", "model": "модель", "modul": "модуль", "aprel": "апрель", "iyun": "июнь", "iyul": "июль",
    "sentabr": "сентябрь", "oktabr": "октябрь", "noyabr": "ноябрь", "dekabr": "декабрь", "fevral": "февраль",
    "yanvar": "январь", "sentabrda": "сентябрда", "oktabrda": "октябрда", "profil": "профиль", "stil": "стиль",
    "festival": "фестиваль", "spektakl": "спектакль", "asfalt": "асфальт", "oktabrdagi": "октябрдаги",
    "sentabrdagi": "сентябрдаги", "sentabrdan": "сентябрдан", "oktabrdan": "октябрдан",
}  # fmt: skip
"""Words with a soft sign that only the bare word has: Uzbek drops it before a suffix."""
_ACRONYMS: Final = {"OTM": "ОТМ", "AQSH": "АҚШ", "AQSh": "АҚШ", "DTM": "ДТМ", "BMT": "БМТ"}
_LATIN_ONLY: Final = frozenset(
    ("EduKG", "Turtle", "Triples", "Accept", "Creative", "Commons", "Attribution", "Oxigraph", "English", "Widoco",
     "RDF", "XML", "JSON", "LD", "SPARQL", "OWL", "SHACL", "CSV", "API", "DOI", "BibTeX", "Python", "OpenRefine")
)  # fmt: skip
"""Names that no script changes."""

_WORD: Final = re.compile(rf"[A-Za-z][A-Za-z{TURNED_COMMA}{APOSTROPHE}]*")
_UNTOUCHED: Final = re.compile(
    r"N-Triples|\w+://\S+|\S+@\S+\.\w+|[./][A-Za-z][\w./-]*|\b\w+\.(?:ttl|rdf|nt|csv|json|py|toml)\b"
)
_MONTHS: Final = re.compile(r"^(sent|okt)ya(?=br)")
"""The two months that Latin script writes without the y."""
_CYRILLIC_WORD: Final = re.compile(r"[А-Яа-яЁёЎўҚқҒғҲҳ]+")


def to_cyrillic(text: str) -> str:
    """A text in Uzbek Latin script in the Cyrillic one; addresses, acronyms and foreign words stay."""
    parts: list[str] = []
    place = 0
    for kept in _UNTOUCHED.finditer(text):
        parts += [_WORD.sub(lambda m: _word(m[0]), text[place : kept.start()]), kept[0]]
        place = kept.end()
    parts.append(_WORD.sub(lambda m: _word(m[0]), text[place:]))
    return "".join(parts)


def _stays(word: str) -> bool:
    """Whether a word is no Uzbek one: it has w or a bare c, is an acronym, or has a capital inside."""
    if word in _LATIN_ONLY or re.search(r"w|c(?!h)", word.lower()):
        return True
    return len(word) > 1 and any(c.isupper() for c in word[1:]) and not _shouted(word)


def _shouted(word: str) -> bool:
    """Whether a whole word is in capitals and long enough to be no acronym."""
    return word.isupper() and len(word) > 4


def _word(word: str) -> str:
    for acronym, written in _ACRONYMS.items():
        if word.startswith(acronym) and not word[len(acronym) :].isupper():
            return written + _letters(word[len(acronym) :], acronym.lower())
    if _stays(word):
        return word
    lower = word.lower()
    found = _SOFT.get(lower) or _with_stem(lower) or _letters(lower, "")
    if _shouted(word):
        return found.upper()
    return found[:1].upper() + found[1:] if word[:1].isupper() else found


def _with_stem(lower: str) -> str:
    stem = max((s for s in _STEMS if lower.startswith(s)), key=len, default="")
    return _STEMS[stem] + _letters(lower[len(stem) :], stem) if stem else ""


def _letters(lower: str, before: str) -> str:
    """The letters of the rest of a word that began with `before`."""
    found: list[str] = []
    place = 0
    while place < len(lower):
        behind = lower[:place] or before
        two, rest = lower[place : place + 2], lower[place:]
        after_vowel = behind[-1:] in _VOWELS or behind[-1:] == TURNED_COMMA
        if rest.startswith("yoʻ"):
            found.append("йў")
            place += 3
        elif rest.startswith("sʼh"):
            found.append("сҳ")
            place += 3
        elif rest.startswith(("tsiy", "tsion")) and after_vowel:
            found.append("ци")
            place += 3
        elif rest.startswith("siya") and behind and not after_vowel and behind[-1] not in "rsyvlʼ":
            found.append("ция")
            place += 4
        elif two in _DOUBLE:
            between = two == "ye" and behind and not after_vowel
            found.append("ье" if between else _DOUBLE[two])
            place += 2
        elif lower[place] == "e" and (not behind or after_vowel):
            found.append("э")
            place += 1
        else:
            found.append(_SINGLE.get(lower[place], lower[place]))
            place += 1
    return "".join(found)


def to_latin(text: str) -> str:
    """A text in Uzbek Cyrillic script in the Latin one."""
    return _CYRILLIC_WORD.sub(lambda m: _back(m[0]), text)


def _back(word: str) -> str:
    lower = word.lower()
    found: list[str] = []
    for place, letter in enumerate(lower):
        before, after = lower[place - 1 : place], lower[place + 1 : place + 2]
        if letter == "е":
            found.append("ye" if not before or before in _BACK_VOWELS or before in "ъь" else "e")
        elif letter == "ц":
            found.append("ts" if before and before in _BACK_VOWELS else "s")
        elif letter == "ъ":
            found.append("" if after and after in "еёюя" else APOSTROPHE)
        elif letter == "с" and after == "ҳ":
            found.append("s" + APOSTROPHE)
        else:
            found.append(_BACK.get(letter, letter))
    latin = _MONTHS.sub(r"\1a", "".join(found))
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin[:1].upper() + latin[1:] if word[:1].isupper() else latin


__all__ = ["to_cyrillic", "to_latin"]
