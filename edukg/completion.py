"""What can stand at a place of a query, found by a label in any language or script, as an editor offers it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from edukg.lint import Readings
from edukg.model import Completion, Hit, Kind
from edukg.namespaces import shorten
from edukg.search import Index

OFFERED = (Kind.CLASS, Kind.PROPERTY, Kind.CONCEPT, Kind.SENSE, Kind.TERM, Kind.INSTANCE)
"""The kinds of things that a query names, in the order in which equal labels are offered."""
_LOOKED_AT = 200


def complete(
    text: str,
    index: Index,
    readings: Readings,
    *,
    kinds: frozenset[Kind] = frozenset(OFFERED),
    language: str | None = None,
    limit: int = 20,
) -> list[Completion]:
    """The things of some kinds with a label that begins with the text or has its words, best first.

    A term that is found offers its senses, each with what it means. Things with a label in `language` come first among
    equals.
    """
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", text)  # as names are written: EducationalHolding, taʼlim_xoldingi
    hits = index.search(words, language=language, limit=_LOOKED_AT)
    found: dict[str, Completion] = {}
    for hit in hits:
        for each in _offered(hit, readings, kinds):
            found.setdefault(each.iri, each)
        if len(found) >= limit:
            break
    return list(found.values())[:limit]


def _offered(hit: Hit, readings: Readings, kinds: frozenset[Kind]) -> Iterator[Completion]:
    if hit.kind in kinds:
        yield _completion(hit, hit.iri, hit.kind, readings)
    if hit.kind is Kind.TERM and Kind.SENSE in kinds:
        for reading in readings.of(hit.iri):
            yield _completion(hit, reading.sense, Kind.SENSE, readings)


def _completion(hit: Hit, iri: str, kind: Kind, readings: Readings) -> Completion:
    labels, definitions = readings.words(iri)
    return Completion(iri, shorten(iri), kind, hit.matched, hit.language, labels, definitions)
