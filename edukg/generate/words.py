"""Names of generated things in three languages, made from `words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from random import Random
from typing import Final, NamedTuple

import pyoxigraph as ox

from edukg.namespaces import LANGUAGES


class Word(NamedTuple):
    """The same word in English, Russian and Uzbek."""

    en: str
    ru: str
    uz: str


ANY: Final = Word("", "", "")


class Words:
    """The lists of `words.toml`."""

    def __init__(self, content: dict[str, object]) -> None:
        self._lists = {key: [Word(*_texts(row)) for row in _rows(value)] for key, value in content.items()}
        self.countries: tuple[str, ...] = tuple(_texts(content["countries"]))
        self._patterns = {key: Word(*_texts(row)) for key, row in _section(content["patterns"])}
        self.stages = {key: Word(*_texts(row)) for key, row in _section(content["stages"])}

    def pick(self, what: str, random: Random) -> Word:
        """One word of a list, by chance."""
        return random.choice(self._lists[what])

    def labels(
        self, pattern: str, *, place: Word, number: int, subject: Word = ANY, name: Word | str = ""
    ) -> tuple[ox.Literal, ox.Literal, ox.Literal]:
        """The name of a thing in the three languages, as literals with language tags."""
        called = name if isinstance(name, Word) else Word(name, name, name)
        en, ru, uz = (
            ox.Literal(
                written.format(place=place[i], number=number, subject=subject[i], name=called[i]), language=LANGUAGES[i]
            )
            for i, written in enumerate(self._patterns[pattern])
        )
        return en, ru, uz


@cache
def read_words() -> Words:
    """The shipped words."""
    return Words(tomllib.loads(files("edukg.generate").joinpath("words.toml").read_text(encoding="utf-8")))


def _rows(value: object) -> list[object]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _section(value: object) -> list[tuple[str, object]]:
    return list(value.items()) if isinstance(value, dict) else []
