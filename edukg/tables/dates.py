"""Years and dates as people write them in cells."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from edukg.tables.grids import Cell

_MONTHS: Final = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12,
    "yan": 1, "fev": 2, "iyu": 0, "avg": 8, "sen": 9, "okt": 10, "noy": 11, "dek": 12,
}  # fmt: skip
"""The first three letters of a month in English, Russian and Uzbek; Uzbek June and July share theirs."""
_ISO: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?Z?")
_DOTTED: Final = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})\s*(?:г\.?|y\.?)?")
_WORDS: Final = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th|-)?\s*)?([^\W\d_]{3,})\.?\s*(?:(\d{1,2})(?:st|nd|rd|th)?,)?\s*(\d{4})"
)
_YEAR_FIRST: Final = re.compile(r"(\d{4})(?:[-\s]*(?:yil|й\.?|г\.?))?,?\s+(\d{1,2})[-\s]*([^\W\d_]{3,})")
_LOOKALIKES: Final = str.maketrans("OoОоlIІЗ", "00001113")


def year(cell: Cell) -> str | None:
    """The year when a cell holds just that, as a number or four digits."""
    text = str(cell).strip()
    return text if isinstance(cell, int | str) and not isinstance(cell, bool) and re.fullmatch(r"\d{4}", text) else None


def year_meant(cell: Cell) -> str | None:
    """The year that a cell most likely means: of a date, with letters for digits, or the only one among words."""
    if isinstance(cell, datetime):
        return f"{cell.year:04}"
    text = str(cell).strip()
    digits = text.translate(_LOOKALIKES)
    if re.fullmatch(r"[12]\d{3}", digits):
        return digits
    found = set(re.findall(r"(?<!\d)[12]\d{3}(?!\d)", text))
    return found.pop() if len(found) == 1 else None


def moment(cell: Cell) -> datetime | None:
    """The date of a cell when it is one, or a text in the form of ISO 8601."""
    if isinstance(cell, datetime):
        return cell
    found = _ISO.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not found:
        return None
    try:
        return datetime(*(int(part or 0) for part in found.groups()))  # type: ignore[arg-type]  # noqa: DTZ001
    except ValueError:
        return None


def moments_meant(text: str) -> tuple[datetime, ...]:
    """The dates that a text may mean; two when day and month could be either way round, none when it is no date."""
    text = text.strip()
    if found := _DOTTED.fullmatch(text):
        first, second, number = (int(part) for part in found.groups())
        pairs = [(second, first)] if "." in text else [(second, first), (first, second)]
        dates = (_date(number, month, day) for month, day in dict.fromkeys(pairs))
        return tuple(found for found in dates if found)
    if (turned := _YEAR_FIRST.search(text)) and (month := _month(turned[3])):
        found_date = _date(int(turned[1]), month, int(turned[2]))
        return (found_date,) if found_date else ()
    if (words := _WORDS.search(text)) and (month := _month(words[2])):
        found_date = _date(int(words[4]), month, int(words[1] or words[3] or 1))
        return (found_date,) if found_date else ()
    return ()


def written(moment_: datetime) -> str:
    """A date as XML Schema writes it, in UTC since spreadsheets have no zones."""
    return moment_.strftime("%Y-%m-%dT%H:%M:%SZ")


def shown(moment_: datetime) -> str:
    """A date as it can be typed into a cell."""
    return moment_.strftime("%Y-%m-%d" if moment_.time().isoformat() == "00:00:00" else "%Y-%m-%d %H:%M:%S")


def _month(word: str) -> int:
    start = word.casefold()[:3]
    if start == "iyu":
        return 6 if word.casefold().startswith("iyun") else 7
    return _MONTHS.get(start, 0)


def _date(number: int, month: int, day: int) -> datetime | None:
    try:
        found = date(number, month, day)
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day)  # noqa: DTZ001 (spreadsheets have no zones)
