"""All senses, concepts and documents at once, for those who go through them: one query for each list."""

from __future__ import annotations

from collections.abc import Mapping

from edukg.lexicon.facts import Facts
from edukg.model import Concept, SenseLink, Source, TermLink
from edukg.namespaces import DCTERMS, SOURCE
from edukg.resources import query
from edukg.store.base import Store


def senses(store: Store, entries: Mapping[str, TermLink]) -> tuple[SenseLink, ...]:
    """Every sense, by its IRI."""
    return tuple(
        SenseLink(str(row["sense"]), entries[str(row["entry"])], str(row["concept"]), int(str(row["uses"])))
        for row in store.select(query("lexicon/list-senses"))
        if str(row["entry"]) in entries
    )


def concepts(store: Store) -> tuple[Concept, ...]:
    """Every concept with what it stands for and what tells it apart, by its IRI; what it is linked to has no words."""
    facts = Facts(store.select(query("lexicon/list-concepts")))
    return tuple(facts.concept(iri) for iri in facts.concepts)


def sources(store: Store) -> tuple[Source, ...]:
    """Every document, by its IRI."""
    facts = Facts(store.select(query("lexicon/list-sources")))
    found = (iri for iri in facts.subjects if iri.startswith(SOURCE) and facts.objects(iri, DCTERMS + "title"))
    return tuple(facts.source(iri) for iri in sorted(found))
