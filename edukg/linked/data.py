"""Descriptions of everything with an IRI of ours: what the store holds, and the shapes and functions beside it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from edukg import resources
from edukg.endpoint.functions import DESCRIBED
from edukg.lexicon.describe import describe as resource_of
from edukg.lexicon.describe import kind_of
from edukg.lexicon.retired import retired
from edukg.linked.context import Context
from edukg.linked.describing import Description, describe
from edukg.linked.jsonld import Profile
from edukg.linked.writing import Place, write
from edukg.model import Kind, Resource, Retired
from edukg.namespaces import FUNCTION, OWL, RDF, RDFS, SHAPE
from edukg.store.base import Iri, Store
from edukg.store.embedded import EmbeddedStore, merge_graphs

_ALL: Final = 1 << 62
_FUNCTIONS: Final = {
    "en": "Functions that queries may call",
    "ru": "Функции, доступные в запросах",
    "uz": "Soʻrovlarda chaqirsa boʻladigan funksiyalar",
}
_SD: Final = "http://www.w3.org/ns/sparql-service-description#"


class LinkedData:
    """What is told to programs. Safe to share between threads."""

    def __init__(self, store: Store, context: Context) -> None:
        """`context` is the one that JSON-LD is written with."""
        self._store = store
        self.context = context

    @cached_property
    def _beside(self) -> EmbeddedStore:
        """The shapes and the functions: they say something of data and queries and are no data themselves."""
        store = ox.Store()
        for path in resources.turtle_files("shapes"):
            store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(SHAPE))
        for triple in _functions():
            store.add(ox.Quad(triple.subject, triple.predicate, triple.object, ox.NamedNode(FUNCTION)))
        merge_graphs(store)
        return EmbeddedStore.wrap(store)

    def kind(self, iri: str) -> Kind | None:
        """What an IRI among the shapes and functions stands for, or None when there is no such thing."""
        types = self._beside.select(resources.query("lexicon/types"), bindings={"iri": Iri(iri)})
        return kind_of(iri, frozenset(str(row["type"]) for row in types)) if types else None

    def _holding(self, iri: str) -> Store:
        return self._beside if iri.startswith((SHAPE, FUNCTION)) else self._store

    def resource(self, iri: str) -> Resource | None:
        """All that is said of an IRI, in typed values, or None when nothing is."""
        return resource_of(self._holding(iri), iri)

    def retired(self, iri: str) -> Retired | None:
        """What became of an IRI that has been given up, or None when it is in use."""
        return retired(self._holding(iri), iri)

    def describe(self, iri: str, kind: Kind, page: int = 1) -> Description | None:
        """One page about an IRI of a kind, or None when there is no such page."""
        return describe(self._holding(iri), iri, kind, page)

    def whole(self, iri: str, kind: Kind) -> Description | None:
        """All pages in one."""
        return describe(self._holding(iri), iri, kind, statements=_ALL, triples=_ALL)

    def write(
        self,
        found: Description,
        media_type: str,
        *,
        place: Place | None = None,
        profile: Profile = Profile.FRAMED,
        reference: str = "",
    ) -> bytes:
        """A page in one of the syntaxes for graphs; see `edukg.linked.writing.write`."""
        return write(found, media_type, context=self.context, place=place, profile=profile, reference=reference)


def _functions() -> Iterator[ox.Triple]:
    """The functions that queries may call, as an ontology of their own."""
    kind, label = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "label")
    header = ox.NamedNode(FUNCTION)
    yield ox.Triple(header, kind, ox.NamedNode(OWL + "Ontology"))
    for language, text in _FUNCTIONS.items():
        yield ox.Triple(header, label, ox.Literal(text, language=language))
    for one in DESCRIBED:
        subject = ox.NamedNode(one.iri)
        yield ox.Triple(subject, kind, ox.NamedNode(_SD + one.kind))
        yield ox.Triple(subject, label, ox.Literal(one.name, language="en"))
        yield ox.Triple(subject, ox.NamedNode(RDFS + "comment"), ox.Literal(one.comment, language="en"))
        yield ox.Triple(subject, ox.NamedNode(RDFS + "isDefinedBy"), header)
