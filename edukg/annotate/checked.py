"""What every output is made of: a text that was checked, with the names of what was found."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from edukg.annotate.words import word
from edukg.model import Candidate, Check, Document, Evidence, Usage
from edukg.usage import Knowledge

_ABOUT = 40
"""Characters of the text on either side that a quotation is told apart by."""


@dataclass(frozen=True, slots=True)
class Glossary:
    """Names for the IRIs of a check: each reading by language, each term as it is written."""

    concepts: dict[str, dict[str, str]]
    terms: dict[str, str]
    version: str = ""

    def concept(self, iri: str | None, language: str) -> str:
        """What a reading is called; None is "not a term of this domain"."""
        if iri is None:
            return word("said", "outside", language)
        labels = self.concepts.get(iri, {})
        return labels.get(language) or labels.get("en") or iri.rpartition("/")[2]

    def term(self, iri: str) -> str:
        """How an entry is written."""
        return self.terms.get(iri) or iri.rpartition("/")[2]


def glossary(knowledge: Knowledge, version: str = "") -> Glossary:
    """The names that the checker itself works with."""
    concepts = {iri: dict(reading.labels) for iri, reading in knowledge.by_iri.items()}
    return Glossary(concepts, {entry.iri: entry.written for entry in knowledge.entries}, version)


@dataclass(frozen=True)
class Checked:
    """A document and what was found in it. `data` are its bytes when they are at hand, for comments in a DOCX."""

    document: Document
    check: Check
    names: Glossary
    data: bytes = field(default=b"", repr=False)

    @cached_property
    def address(self) -> str:
        """The address of exactly this text: a named-information URI (RFC 6920) of its UTF-8 bytes."""
        digest = hashlib.sha256(self.document.text.encode("utf-8", "surrogatepass")).digest()
        return "ni:///sha-256;" + base64.urlsafe_b64encode(digest).decode().rstrip("=")

    def about(self, start: int, end: int) -> tuple[str, str]:
        """The text just before and just after a span."""
        text = self.document.text
        return text[max(0, start - _ABOUT) : start], text[end : end + _ABOUT]

    def meaning(self, use: Usage, language: str) -> str:
        """What a use is taken to mean, in words. For an ambiguous one the two likeliest readings."""
        if use.status == "outside":
            return self.names.concept(None, language)
        if use.status == "ambiguous" and len(use.candidates) > 1:
            first, second = use.candidates[:2]
            return f"{self.names.concept(first.concept, language)} / {self.names.concept(second.concept, language)}"
        return self.names.concept(use.concept, language)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a text: plain, or a use with its place in the list of uses."""

    text: str
    number: int | None = None


def segments(text: str, usages: tuple[Usage, ...]) -> Iterator[Segment]:
    """A text cut at its uses; joined again the segments are the text. `number` counts the uses from 1."""
    at = 0
    for number, use in enumerate(usages, start=1):
        if use.start < at:
            continue
        if use.start > at:
            yield Segment(text[at : use.start])
        yield Segment(text[use.start : use.end], number)
        at = use.end
    if at < len(text):
        yield Segment(text[at:])


@dataclass(frozen=True, slots=True)
class Reason:
    """Evidence of one kind and wording, which may have spoken at several places; the weights are added."""

    words: str
    because: str
    weight: float
    start: int
    end: int


def reasons(candidate: Candidate, language: str) -> tuple[Reason, ...]:
    """The evidence of a reading, equal words of equal reason as one, the weightiest first."""
    grouped: dict[tuple[str, str], list[Evidence]] = {}
    for item in candidate.evidence:
        if item.weight:
            grouped.setdefault((item.text.casefold(), item.because.value(language)), []).append(item)
    found = [
        Reason(items[0].text, because, sum(i.weight for i in items), items[0].start, items[0].end)
        for (_, because), items in grouped.items()
    ]
    return tuple(sorted(found, key=lambda r: (-abs(r.weight), r.start)))
