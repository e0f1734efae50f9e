"""The lexicon: terms, their senses, the concepts these stand for, and the uses that attest them.

Everything here is read from a store by the named queries under `edukg/queries/lexicon`, a fixed number of them for
each page, however many senses a term has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from edukg.errors import UnknownTermError
from edukg.lexicon import lists
from edukg.lexicon.compare import compare
from edukg.lexicon.corpora import in_corpora
from edukg.lexicon.describe import describe, kind_of
from edukg.lexicon.facts import Facts
from edukg.lexicon.hierarchy import Hierarchy
from edukg.model import (
    Attestation,
    Compared,
    Comparison,
    Concept,
    CorpusUses,
    Family,
    Kind,
    Named,
    Resource,
    Sense,
    SenseLink,
    Source,
    Term,
    TermLink,
    TermUse,
    Text,
    Texts,
)
from edukg.namespaces import FRAC, ONTOLEX, PREFIXES, RDF
from edukg.resources import query
from edukg.store.base import Iri, Literal, Store

_CONCEPT_OF = ONTOLEX + "isLexicalizedSenseOf"
_SENSE = ONTOLEX + "sense"
_MEMBERS_SHOWN = 12
_KEPT = 2000
"""Answers of each kind that are kept; a term with all its readings takes some 50 kB."""


class Lexicon:
    """Reads one store. Keeps what was asked for, the latest of each kind: a release never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._concepts: dict[str, Concept] = {}
        self._readings: dict[str, tuple[Concept, ...]] = {}
        self._terms: dict[str, Term] = {}
        self._senses: dict[str, tuple[Sense, ...]] = {}
        self._uses: dict[str, tuple[TermUse, ...]] = {}
        self._contrasts: dict[tuple[str, ...], Comparison] = {}
        self._comparisons: dict[tuple[str, ...], Comparison] = {}
        self._entries = {link.iri: link for link in self._read_entries()}

    @cached_property
    def classes(self) -> Hierarchy:
        """The tree of classes."""
        return Hierarchy.of_classes(self._store)

    @cached_property
    def concepts(self) -> Hierarchy:
        """The tree of concepts."""
        return Hierarchy.of_concepts(self._store)

    @cached_property
    def senses(self) -> tuple[SenseLink, ...]:
        """Every sense as it stands in a list, by its IRI."""
        return lists.senses(self._store, self._entries)

    @cached_property
    def every_concept(self) -> tuple[Concept, ...]:
        """Every concept, by its IRI, without the words of the concepts it is linked to."""
        return lists.concepts(self._store)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """Every document, by its IRI."""
        return lists.sources(self._store)

    def _read_entries(self) -> list[TermLink]:
        found = []
        for row in self._store.select(query("lexicon/entries")):
            written = row["written"]
            if isinstance(written, Literal):
                found.append(TermLink(str(row["entry"]), written.value, written.language, int(str(row["senses"]))))
        return found

    def _facts(self, iri: str, variable: str, *names: str) -> Facts:
        bound = {variable: Iri(iri)}
        return Facts(row for name in names for row in self._store.select(query(f"lexicon/{name}"), bindings=bound))

    def terms(self, language: str | None = None) -> tuple[TermLink, ...]:
        """The entries of a language (of all when None), in the order of their letters."""
        links = (link for link in self._entries.values() if language is None or link.language == language)
        return tuple(sorted(links, key=lambda link: (link.written.casefold(), link.iri)))

    def entry(self, iri: str) -> TermLink | None:
        """The entry with this IRI as it stands in a list."""
        return self._entries.get(iri)

    def term(self, iri: str) -> Term:
        """The entry with this IRI, with its senses, and the concepts of the same families it does not mean.

        The senses with most attestations come first.

        Raises `UnknownTermError` when there is no such entry.
        """
        link = self._entries.get(iri)
        if link is None:
            raise UnknownTermError(
                f"There is no lexical entry {iri}.", advice="`edukg search` finds the ones there are."
            )
        if iri not in self._terms:
            self._terms[iri] = self._read_term(iri, link)
            _forget(self._terms)
        return self._terms[iri]

    def _read_term(self, iri: str, link: TermLink) -> Term:
        facts = self._facts(iri, "entry", "term", "term-concepts")
        members = self._members(iri)
        senses = tuple(
            sorted(
                (self._sense(facts, sense, iri, members) for sense in facts.iris(iri, _SENSE)),
                key=lambda sense: (-len(sense.attestations), sense.concept.iri),
            )
        )
        meant = {sense.concept.iri for sense in senses}
        families = {sense.concept.family.iri for sense in senses if sense.concept.family}
        elsewhere = tuple(
            concept
            for concept in (facts.concept(c) for c in facts.concepts if c not in meant)
            if concept.family and concept.family.iri in families and not _is_kind_of(concept, meant)
        )
        forms = (
            text
            for predicate in ("canonicalForm", "otherForm")
            for form in facts.iris(iri, ONTOLEX + predicate)
            for text in facts.texts(form, ONTOLEX + "writtenRep")
        )
        translations = (self._entries.get(other) for other in facts.iris(iri, PREFIXES["vartrans"] + "translatableAs"))
        return Term(
            iri=iri,
            written=link.written,
            language=link.language,
            forms=tuple(dict.fromkeys(forms)),
            senses=senses,
            elsewhere=elsewhere,
            translations=tuple(t for t in translations if t is not None),
        )

    def _sense(self, facts: Facts, sense: str, entry: str, members: dict[str, tuple[Named, ...]]) -> Sense:
        concepts = facts.iris(sense, _CONCEPT_OF)
        concept = facts.concept(concepts[0]) if concepts else Concept("", "", Texts(), Texts())
        return Sense(sense, entry, concept, facts.attestations(sense), members.get(concept.iri, ()))

    def _members(self, entry: str) -> dict[str, tuple[Named, ...]]:
        labels: dict[str, dict[str, list[Text]]] = defaultdict(lambda: defaultdict(list))
        for row in self._store.select(query("lexicon/members"), bindings={"entry": Iri(entry)}):
            label = row["label"]
            if isinstance(label, Literal):
                labels[str(row["concept"])][str(row["member"])].append(Text(label.value, label.language))
        return {
            concept: tuple(Named(iri, Texts(tuple(t))) for iri, t in list(found.items())[:_MEMBERS_SHOWN])
            for concept, found in labels.items()
        }

    def concept(self, iri: str) -> Concept | None:
        """The concept with this IRI, or None."""
        if iri not in self._concepts:
            facts = self._facts(iri, "concept", "concept")
            if iri not in facts.concepts:
                return None
            self._concepts[iri] = facts.concept(iri)
        return self._concepts[iri]

    def in_corpora(self, iri: str) -> CorpusUses:
        """The uses of a sense, a concept or an entry that were counted in corpora; none without a ledger."""
        return in_corpora(self._store, iri)

    def compare(self, concepts: Sequence[str]) -> Comparison:
        """Some concepts side by side, in this order. Raises `UnknownTermError` for an IRI that is no concept."""
        asked = tuple(dict.fromkeys(concepts))
        if asked not in self._comparisons:
            self._comparisons[asked] = compare(self._store, [self._compared(iri) for iri in asked])
            _forget(self._comparisons)
        return self._comparisons[asked]

    def contrast(self, concepts: Sequence[Concept]) -> Comparison:
        """What the lexicon and the ontology say of some concepts, side by side, without how they are used."""
        asked = tuple(concept.iri for concept in concepts)
        if asked not in self._contrasts:
            self._contrasts[asked] = compare(self._store, [Compared(concept) for concept in concepts])
            _forget(self._contrasts)
        return self._contrasts[asked]

    def _compared(self, iri: str) -> Compared:
        concept = self.concept(iri)
        if concept is None:
            raise UnknownTermError(f"There is no concept {iri}.", advice="`edukg search` finds the ones there are.")
        senses = self.senses_of(iri)
        links = (self._entries.get(sense.entry) for sense in senses)
        uses = {use.iri: use for sense in senses for use in sense.attestations}
        years = sorted(use.year for use in uses.values() if use.year)
        found = self.members_of(iri)
        terms = tuple(dict.fromkeys(link for link in links if link is not None))
        return Compared(concept, terms, len(uses), years[0] if years else "", years[-1] if years else "", found)

    def members_of(self, concept: str) -> tuple[Named, ...]:
        """The first real things of the class that a concept stands for; none when no term has the concept."""
        senses = self.senses_of(concept)
        return self._members(senses[0].entry).get(concept, ()) if senses else ()

    def readings(self, entry: str) -> tuple[Concept, ...]:
        """The concepts an entry stands for, without what they link to: enough to tell equal labels apart."""
        if entry not in self._readings:
            facts = self._facts(entry, "entry", "readings")
            self._readings[entry] = tuple(facts.concept(iri) for iri in facts.concepts)
        return self._readings[entry]

    def senses_of(self, concept: str) -> tuple[Sense, ...]:
        """The senses of all entries, in all languages, that stand for a concept."""
        if concept not in self._senses:
            self._senses[concept] = self._read_senses_of(concept)
            _forget(self._senses)
        return self._senses[concept]

    def uses(self, entry: str) -> tuple[TermUse, ...]:
        """The uses that attest an entry or its equivalents in other languages, each once, by year and IRI."""
        if entry not in self._uses:
            facts = self._facts(entry, "entry", "uses")
            concepts: dict[str, dict[str, None]] = defaultdict(dict)
            for sense in facts.subjects:
                for use in facts.iris(sense, FRAC + "attestation"):
                    concepts[use] |= dict.fromkeys(facts.iris(sense, _CONCEPT_OF))
            found = [TermUse(facts.attestation(use), tuple(meant)) for use, meant in concepts.items()]
            self._uses[entry] = tuple(sorted(found, key=lambda u: (u.attestation.year or "9999", u.attestation.iri)))
            _forget(self._uses)
        return self._uses[entry]

    def entries_of(self, concept: str) -> tuple[TermLink, ...]:
        """The entries of all languages that have a concept among their senses."""
        return tuple(self._entries[iri] for iri in self._worded.get(concept, ()) if iri in self._entries)

    @cached_property
    def _worded(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for row in self._store.select(query("lexicon/worded")):
            found[str(row["concept"])].append(str(row["entry"]))
        return dict(found)

    def _read_senses_of(self, concept: str) -> tuple[Sense, ...]:
        facts = self._facts(concept, "concept", "concept")
        meaning = facts.concept(concept)
        found = []
        for sense in facts.subjects_of(_CONCEPT_OF, concept):
            entries = facts.subjects_of(_SENSE, sense)
            found.append(Sense(sense, entries[0] if entries else "", meaning, facts.attestations(sense)))
        return tuple(found)

    def sense(self, iri: str) -> Sense | None:
        """The sense with this IRI, or None."""
        concepts = [
            str(row["o"])
            for row in self._store.select(query("lexicon/describe"), bindings={"iri": Iri(iri)})
            if str(row["p"]) == _CONCEPT_OF
        ]
        if not concepts:
            return None
        return next((sense for sense in self.senses_of(concepts[0]) if sense.iri == iri), None)

    def families(self) -> tuple[Family, ...]:
        """The families of concepts that share a word, with their concepts; kinds of another member are left out."""
        return self._families

    @cached_property
    def _families(self) -> tuple[Family, ...]:
        facts = Facts(self._store.select(query("lexicon/families")))
        by_family: dict[str, list[Concept]] = defaultdict(list)
        for iri in facts.concepts:
            concept = facts.concept(iri)
            if concept.family:
                by_family[concept.family.iri].append(concept)
        return tuple(
            Family(facts.named(iri), facts.texts(iri, PREFIXES["skos"] + "definition"), _widest(concepts))
            for iri, concepts in sorted(by_family.items())
        )

    def source(self, iri: str) -> tuple[Source, tuple[tuple[Attestation, tuple[Sense, ...]], ...]] | None:
        """A document and every use it attests with the senses attested, or None when there is no such document."""
        facts = self._facts(iri, "source", "source")
        if not facts.objects(iri, RDF + "type"):
            return None
        uses = []
        for attestation in facts.subjects_of(FRAC + "observedIn", iri):
            senses = tuple(
                Sense(sense, next(iter(facts.subjects_of(_SENSE, sense)), ""), facts.concept(concept))
                for sense in facts.subjects_of(FRAC + "attestation", attestation)
                for concept in facts.iris(sense, _CONCEPT_OF)
            )
            uses.append((facts.attestation(attestation), senses))
        return facts.source(iri), tuple(sorted(uses, key=lambda use: (use[0].locator, use[0].iri)))

    def describe(self, iri: str) -> Resource | None:
        """All that is said of any IRI, or None when nothing is."""
        return describe(self._store, iri)

    def kind(self, iri: str) -> Kind | None:
        """What an IRI stands for, or None when nothing is said of it."""
        types = frozenset(
            str(row["type"]) for row in self._store.select(query("lexicon/types"), bindings={"iri": Iri(iri)})
        )
        return kind_of(iri, types) if types else None


def _forget(kept: dict[Any, Any]) -> None:
    """Let go of the oldest when much is kept: the lexicon of a user may be far larger than the shipped one."""
    while len(kept) > _KEPT:
        kept.pop(next(iter(kept)), None)


def _is_kind_of(concept: Concept, others: set[str]) -> bool:
    """Whether a concept is narrower than one of the others, so that it is no reading beside them."""
    return any(wider.iri in others for wider in concept.broader)


def _widest(concepts: list[Concept]) -> tuple[Concept, ...]:
    members = {concept.iri for concept in concepts}
    return tuple(concept for concept in concepts if not _is_kind_of(concept, members))


__all__ = ["Hierarchy", "Lexicon"]
