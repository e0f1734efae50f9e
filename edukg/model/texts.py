"""Texts in languages, and things with names: what everything else is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from edukg.namespaces import LANGUAGES


@dataclass(frozen=True, slots=True)
class Text:
    """A text in a language (BCP 47 tag, empty when the data give none)."""

    value: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Texts:
    """The same matter said in several languages; a language may have several texts."""

    items: tuple[Text, ...] = ()

    def __iter__(self) -> Iterator[Text]:
        return iter(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)

    def all(self, language: str) -> tuple[str, ...]:
        """Every text in exactly this language, in the order of the data."""
        return tuple(t.value for t in self.items if t.language == language)

    def best(self, language: str) -> Text | None:
        """The first text in the language, else in the first other language of the knowledge base that has one."""
        for wanted in (language, *LANGUAGES, ""):
            for text in self.items:
                if text.language == wanted:
                    return text
        return self.items[0] if self.items else None

    def value(self, language: str) -> str:
        """The best text for a language as a plain string, empty when there is none at all."""
        text = self.best(language)
        return text.value if text else ""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which there is a text, each once."""
        return tuple(dict.fromkeys(t.language for t in self.items))


@dataclass(frozen=True, slots=True)
class Named:
    """Something with an IRI and labels: enough to make a link."""

    iri: str
    labels: Texts = Texts()

    def label(self, language: str) -> str:
        """The best label, or the last part of the IRI when there is none."""
        return self.labels.value(language) or self.iri.rstrip("/#").rpartition("/")[2]
