"""Terms, senses, concepts, attestations, sources."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from edukg.model.texts import Named, Text, Texts


@dataclass(frozen=True, slots=True)
class Feature:
    """One value of one feature that tells concepts apart, such as the scale of what is meant.

    `question` asks for the feature in plain words, `plain` is the value as an answer to it.
    """

    kind: Named
    value: Named
    definition: Texts = Texts()
    question: Texts = Texts()
    plain: Texts = Texts()


@dataclass(frozen=True, slots=True)
class Alignment:
    """A concept of a public vocabulary that corresponds to one of ours.

    `relation` is the IRI of the property that says how closely (skos:exactMatch, …), `scheme` the vocabulary.
    """

    relation: str
    target: Named
    scheme: Named | None = None


@dataclass(frozen=True, slots=True)
class Concept:
    """A meaning, free of any language (ontolex:LexicalConcept).

    `key` is the last part of the IRI; `family` groups the meanings that one word is torn between.
    """

    iri: str
    key: str
    labels: Texts
    definitions: Texts
    alternatives: Texts = Texts()
    scope_notes: Texts = Texts()
    examples: Texts = Texts()
    family: Named | None = None
    denoted: Named | None = None
    features: tuple[Feature, ...] = ()
    confused_with: tuple[Named, ...] = ()
    broader: tuple[Named, ...] = ()
    narrower: tuple[Named, ...] = ()
    related: tuple[Named, ...] = ()
    matches: tuple[Alignment, ...] = ()

    def label(self, language: str) -> str:
        """The qualified label, such as "educational cluster (association)"."""
        return self.labels.value(language) or self.key


@dataclass(frozen=True, slots=True)
class Source:
    """A document that attests or states something."""

    iri: str
    label: str
    title: Text
    creators: tuple[Named, ...] = ()
    year: str = ""
    venue: str = ""
    language: str = ""
    doi: str = ""
    url: str = ""
    verified: bool = True


@dataclass(frozen=True, slots=True)
class Attestation:
    """One use of a term in a source (frac:Attestation): who, where, in which form, and a gloss in our words."""

    iri: str
    glosses: Texts
    locator: str
    source: Source
    users: tuple[Named, ...] = ()
    form: Text | None = None
    language: str = ""
    year: str = ""
    verified: bool = True
    country: Named | None = None
    """Where those who use the term so work; None where the record of the source does not tell, and for bodies of many
    countries."""


@dataclass(frozen=True, slots=True)
class TermUse:
    """An attested use of a term or of its equivalents in other languages, with the concepts that it is evidence for."""

    attestation: Attestation
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True, repr=False)
class Sense:
    """What one lexical entry means in one of its readings: a concept and the uses that attest it."""

    iri: str
    entry: str
    concept: Concept
    attestations: tuple[Attestation, ...] = ()
    members: tuple[Named, ...] = ()
    """Real things of the class that the concept stands for, so that a reader sees what is meant."""

    def __repr__(self) -> str:
        return f"<Sense {self.label}: {len(self.attestations)} attestation(s)>"

    @property
    def label(self) -> str:
        """The qualified label in English."""
        return self.concept.label("en")

    @property
    def definition(self) -> str:
        """The definition in English."""
        return self.concept.definitions.value("en")


@dataclass(frozen=True, slots=True, repr=False)
class Term:
    """A lexical entry: one written term of one language with its senses.

    `translations` are the entries of other languages that can stand for it.
    """

    iri: str
    written: str
    language: str
    forms: tuple[Text, ...] = ()
    senses: tuple[Sense, ...] = ()
    elsewhere: tuple[Concept, ...] = ()
    """Concepts of the same families that this entry does not mean: what it is not."""
    translations: tuple[TermLink, ...] = ()

    @property
    def ambiguous(self) -> bool:
        """Whether the entry has more than one sense."""
        return len(self.senses) > 1

    def __repr__(self) -> str:
        return f"<Term {self.written} ({self.language}): {len(self.senses)} sense(s)>"

    def _repr_html_(self) -> str:
        """What a notebook shows: each sense with its definition and features, in the language of the term."""
        language = self.language
        rows = "".join(
            f"<tr><th>{escape(c.label(language))}</th><td>{escape(c.definitions.value(language))}</td>"
            f"<td>{escape('; '.join(f.value.label(language) for f in c.features))}</td></tr>"
            for c in (sense.concept for sense in self.senses)
        )
        return f"<table><caption>{escape(self.written)} ({escape(language)})</caption><tbody>{rows}</tbody></table>"


@dataclass(frozen=True, slots=True)
class TermLink:
    """A lexical entry as it stands in a list."""

    iri: str
    written: str
    language: str
    senses: int = 0


@dataclass(frozen=True, slots=True)
class SenseLink:
    """A sense as it stands in a list: its entry, the IRI of its concept, and how many uses attest it."""

    iri: str
    entry: TermLink
    concept: str
    uses: int


@dataclass(frozen=True, slots=True)
class Family:
    """Concepts between which one word is torn, such as the readings of "cluster"."""

    named: Named
    definitions: Texts
    concepts: tuple[Concept, ...]
