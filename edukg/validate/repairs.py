"""Values that are nearly right, put right: years and dates in other dress, letters of another script, apostrophes.

Nothing is guessed that the value does not say: a day is never made up for a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_DIGITS = str.maketrans({"O": "0", "o": "0", "О": "0", "о": "0", "l": "1", "I": "1", "З": "3", "з": "3"})
"""Letters, Latin and Cyrillic, that are taken for digits."""
_YEAR = re.compile(r"(?<!\d)(1\d{3}|20\d{2})(?!\d)")
_DATE = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_DATE_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})[-./](\d{1,2})[-./](\d{4})(?!\d)")
_TIME = re.compile(r"T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$")
_AFTER_O_AND_G = re.compile(r"(?<=[oOgG])['`’‘´]")
_ELSEWHERE = re.compile(r"['`’‘´]")

_LATIN_FOR_CYRILLIC = str.maketrans("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX")


def uzbek(text: str) -> str:
    """An Uzbek text with the apostrophes of its script.

    >>> uzbek("ta'lim o'quv")
    'taʼlim oʻquv'
    """
    return _ELSEWHERE.sub("ʼ", _AFTER_O_AND_G.sub("ʻ", text))


def repairs(value: str, datatype: str) -> Iterator[str]:
    """What a value of a datatype of XML Schema (its local name) may have been meant to be, best first.

    >>> list(repairs("about 1990", "gYear"))
    ['1990']
    >>> list(repairs("01.02.2021", "dateTime"))
    ['2021-02-01T00:00:00Z']
    """
    text = value.strip()
    if datatype == "gYear":
        years = set(_YEAR.findall(text)) or set(_YEAR.findall(text.translate(_DIGITS)))
        if len(years) == 1:
            yield years.pop()
    elif datatype in {"date", "dateTime"}:
        for date in _dates(text.translate(_DIGITS)):
            time = _TIME.search(text)
            yield date if datatype == "date" else date + (time[0] if time else "T00:00:00Z")
    elif datatype in {"integer", "nonNegativeInteger", "decimal"}:
        number = re.sub(r"[\s\u00a0_]", "", text.translate(_DIGITS))
        if datatype == "decimal":
            number = number.replace(",", ".")
        if re.fullmatch(r"[+-]?\d+" if datatype != "decimal" else r"[+-]?\d+(\.\d+)?", number):
            yield number
    elif datatype == "boolean":
        yield from {"yes": ["true"], "да": ["true"], "ha": ["true"], "no": ["false"], "нет": ["false"]}.get(
            text.lower(), []
        )


def to_pattern(value: str, pattern: str) -> Iterator[str]:
    """Forms of a text that a pattern accepts: without spaces around, in capitals, in Latin letters.

    >>> list(to_pattern("uz", "^[A-Z]{2}$"))
    ['UZ']
    """
    latin = value.translate(_LATIN_FOR_CYRILLIC)
    forms = (value.strip(), latin.strip(), latin.strip().upper(), value.strip().translate(_DIGITS))
    try:
        wanted = re.compile(pattern)
    except re.error:
        return
    for form in dict.fromkeys(forms):
        if form != value and wanted.search(form):
            yield form


def _dates(text: str) -> Iterator[str]:
    for year, month, day in _DATE.findall(text):
        yield from _valid(year, month, day)
    for day, month, year in _DATE_DAY_FIRST.findall(text):
        yield from _valid(year, month, day)


def _valid(year: str, month: str, day: str) -> Iterator[str]:
    if 1 <= int(month) <= 12 and 1 <= int(day) <= 31:
        yield f"{year}-{int(month):02}-{int(day):02}"
