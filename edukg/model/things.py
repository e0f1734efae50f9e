"""Anything with an IRI: what kind it is, what is said of it, how it was found."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edukg.model.lexicon import Concept
from edukg.model.texts import Named, Text, Texts


class Kind(StrEnum):
    """What an IRI stands for, as pages and search name it."""

    TERM = "term"
    SENSE = "sense"
    CONCEPT = "concept"
    CLASS = "class"
    PROPERTY = "property"
    INSTANCE = "instance"
    SOURCE = "source"
    AGENT = "agent"
    ATTESTATION = "attestation"
    GRAPH = "graph"
    ONTOLOGY = "ontology"
    SHAPE = "shape"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class Value:
    """An object of a statement: either a named thing or a literal."""

    named: Named | None = None
    text: Text | None = None
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One property of a thing with its values; `inferred` when no file asserts it."""

    predicate: Named
    values: tuple[Value, ...]
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """Things that point here by one property; `total` counts them all, `subjects` may be the first of many."""

    predicate: Named
    subjects: tuple[Named, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Resource:
    """All that is said of one IRI, for the page of anything that has no page of its own kind."""

    iri: str
    kind: Kind
    labels: Texts
    definitions: Texts
    types: tuple[Named, ...]
    statements: tuple[Statement, ...]
    incoming: tuple[Incoming, ...] = ()
    graphs: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The best label, or the last part of the IRI."""
        return Named(self.iri, self.labels).label(language)


@dataclass(frozen=True, slots=True)
class Retired:
    """An IRI that has been given up: what stands in its place, and since when and why.

    `withdrawn` when nothing is told of it any more but this; else it keeps answering.
    """

    iri: str
    withdrawn: bool
    replaced_by: tuple[Named, ...]
    notes: Texts


@dataclass(frozen=True, slots=True)
class Hit:
    """A found thing: what matched, and why, so that equal labels can be told apart.

    `label` is what the thing is called in the language of the label that matched; `matched` is that label. `readings`
    are what a term means, `about` says in a sentence what anything else is, `types` are the classes of a real thing.
    """

    iri: str
    kind: Kind
    label: str
    language: str
    matched: str
    why: str
    score: float
    readings: tuple[Concept, ...] = ()
    about: Texts = Texts()
    types: tuple[Named, ...] = ()
