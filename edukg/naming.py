"""What is meant by a name: terms by any written form, readings by term or key, and what queries look up by a text."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from edukg import guide, resources
from edukg.endpoint.functions import LABELLED, MOST_FOUND, SENSE_WRITTEN_AS, WRITTEN_AS, Expansion
from edukg.errors import InputError, UnknownTermError
from edukg.lexicon import Lexicon
from edukg.model import Comparison, Guide, Kind, Named, Term, TermLink, Text, Texts
from edukg.namespaces import CONCEPT, LANGUAGES
from edukg.search import Index, fold, to_latin
from edukg.store.base import Iri, Store

_KEY = re.compile(r"[a-z0-9-]+")
"""How the key of a concept is written."""


class Naming:
    """From names to what they stand for, over the lexicon and the label index of one release."""

    def __init__(self, store: Store, lexicon: Lexicon, index: Index) -> None:
        self._store = store
        self._lexicon = lexicon
        self._index = index
        self.expansion = Expansion(
            {WRITTEN_AS.name: self._written_as, SENSE_WRITTEN_AS.name: self._senses, LABELLED.name: self._labelled}
        )
        """What puts into a query the things that its texts name."""

    def term(self, text: str, language: str | None = None) -> Term:
        """As `KnowledgeBase.term`."""
        if self._lexicon.entry(text):
            return self._lexicon.term(text)
        found = [label for label in self._index.exact(text) if label.kind is Kind.TERM]
        entries = {label.iri: label for label in sorted(found, key=lambda label: label.role != "preferred label")}
        links = [link for iri in entries if (link := self._lexicon.entry(iri))]
        links = [link for link in links if language in (None, link.language)]
        if links:
            return self._lexicon.term(min(links, key=lambda link: _rank(link, text)).iri)
        nearest = self._nearest(text)
        hint = f"The nearest are: {', '.join(nearest)}." if nearest else "`edukg search` finds what there is."
        where = f" in the language '{language}'" if language else ""
        raise UnknownTermError(f"There is no term '{text}'{where}.", advice=hint, nearest=nearest)

    def guide(self, text: str, path: Sequence[str], language: str | None) -> Guide:
        """As `KnowledgeBase.guide`."""
        family = next((family for family in self._lexicon.families() if family.named.iri == text), None)
        if family is not None:
            return guide.guide(family.named, family.concepts, path)
        term = self.term(text, language)
        subject = Named(term.iri, Texts((Text(term.written, term.language),)))
        return guide.guide(subject, [sense.concept for sense in term.senses], path)

    def compare(self, names: Sequence[str], language: str | None) -> Comparison:
        """As `KnowledgeBase.compare`."""
        found: dict[str, None] = {}
        for name in names:
            iri = name if name.startswith(CONCEPT) else CONCEPT + name
            if _KEY.fullmatch(iri.removeprefix(CONCEPT)) and self._lexicon.kind(iri) is Kind.CONCEPT:
                found[iri] = None
            else:
                found |= dict.fromkeys(sense.concept.iri for sense in self.term(name, language).senses)
        if len(found) < 2:
            raise InputError("A comparison needs at least two readings.", advice="Name another term or concept.")
        return self._lexicon.compare(tuple(found))

    def _nearest(self, text: str) -> list[str]:
        written = {fold(link.written): link.written for link in self._lexicon.terms()}
        return [written[near] for near in difflib.get_close_matches(fold(text), written, n=3, cutoff=0.6)]

    def _written_as(self, text: str, language: str) -> list[str]:
        found = [label for label in self._index.exact(text) if label.kind is Kind.TERM]
        return list(dict.fromkeys(label.iri for label in found if language in {"", label.language}))

    def _senses(self, text: str, language: str) -> list[str]:
        senses = resources.query("endpoint/senses")
        entries = self._written_as(text, language)
        return [str(row["sense"]) for e in entries for row in self._store.select(senses, bindings={"entry": Iri(e)})]

    def _labelled(self, text: str, language: str) -> list[str]:
        """A query gets what bears every word, at least by its beginning; the search for people is kinder than that."""
        words = to_latin(fold(text)).split()
        found = self._index.best(text, language=language or None, limit=MOST_FOUND)
        return [label.iri for label in found if _bears(label.text, words)]


def _rank(link: TermLink, text: str) -> tuple[bool, int]:
    order = LANGUAGES.index(link.language) if link.language in LANGUAGES else len(LANGUAGES)
    return (fold(link.written) != fold(text), order)


def _bears(label: str, words: Sequence[str]) -> bool:
    """Whether each of some folded words begins a word of a label."""
    own = to_latin(fold(label)).split()
    return all(any(one.startswith(word) for one in own) for word in words)
