"""The words of the outputs in the reader's language, from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from edukg.resources import annotate_words

CERTAIN_FROM: Final = 0.9
LIKELY_FROM: Final = 0.75
RATHER_FROM: Final = 0.5


@cache
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(annotate_words().read_text(encoding="utf-8"))


def word(group: str, key: str, language: str) -> str:
    """One word in a language, English where it is missing, "" for a key that nobody gave words to.

    >>> word("status", "outside", "ru")
    'не наш термин'
    """
    found = _words()[group].get(key, {})
    return found.get(language) or found.get("en", "")


def how_sure(confidence: float, language: str) -> str:
    """A probability in words.

    >>> how_sure(0.93, "en")
    'almost certain'
    """
    if confidence >= CERTAIN_FROM:
        key = "certain"
    elif confidence >= LIKELY_FROM:
        key = "likely"
    else:
        key = "rather" if confidence >= RATHER_FROM else "unsure"
    return word("sure", key, language)


def percent(probability: float) -> str:
    """A probability as a whole percentage that never claims certainty.

    >>> percent(0.9996)
    '99 %'
    """
    return f"{min(99, max(1, round(probability * 100)))} %" if probability > 0.005 else "<1 %"  # noqa: PLR2004, RUF100
