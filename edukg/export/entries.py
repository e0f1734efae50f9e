"""The lexicon by concept: each meaning with the terms of every language that have it, and the uses that attest them."""

from __future__ import annotations

from dataclasses import dataclass

from edukg import resources
from edukg.lexicon import Lexicon
from edukg.model import Attestation, Concept, Sense, TermLink
from edukg.namespaces import TERM
from edukg.store.base import Store


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term that has a meaning; `key` is the last part of its IRI."""

    term: TermLink
    sense: Sense

    @property
    def key(self) -> str:
        """The slug of the term with its language."""
        return self.term.iri.removeprefix(TERM)


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """A meaning with its terms."""

    concept: Concept
    terms: tuple[TermEntry, ...]

    def of(self, language: str) -> tuple[TermEntry, ...]:
        """The terms of one language, the most attested first."""
        found = (entry for entry in self.terms if entry.term.language == language)
        return tuple(sorted(found, key=lambda e: (-len(e.sense.attestations), e.term.written.casefold(), e.key)))

    def uses(self) -> tuple[Attestation, ...]:
        """Every attested use of the meaning, once, oldest first."""
        found = {use.iri: use for entry in self.terms for use in entry.sense.attestations}
        return tuple(sorted(found.values(), key=lambda use: (use.year or "9999", use.iri)))


def entries_of(lexicon: Lexicon, store: Store) -> tuple[ConceptEntry, ...]:
    """Every concept with its terms, by the IRI of the concept."""
    terms = {link.iri: link for link in lexicon.terms()}
    found = []
    for row in store.select(resources.query("export/concepts")):
        iri = str(row["concept"])
        senses = lexicon.senses_of(iri)
        concept = senses[0].concept if senses else lexicon.concept(iri)
        if concept is not None:
            entries = (TermEntry(terms[sense.entry], sense) for sense in senses if sense.entry in terms)
            found.append(ConceptEntry(concept, tuple(sorted(entries, key=lambda e: e.key))))
    return tuple(found)
