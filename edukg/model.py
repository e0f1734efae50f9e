"""What passes between the layers: frozen values without behaviour that needs a store.

IRIs are plain strings. Texts carry their language. Nothing here knows RDF libraries, terminals or HTTP.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape

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


@dataclass(frozen=True, slots=True)
class Feature:
    """One value of one feature that tells concepts apart, such as the scale of what is meant."""

    kind: Named
    value: Named
    definition: Texts = Texts()


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
class Hit:
    """A found label: what matched, and why, so that equal labels can be told apart."""

    iri: str
    kind: Kind
    label: str
    language: str
    matched: str
    why: str
    score: float
    readings: tuple[Concept, ...] = ()


@dataclass(frozen=True, slots=True)
class Family:
    """Concepts between which one word is torn, such as the readings of "cluster"."""

    named: Named
    definitions: Texts
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A query that the editor offers, with its title and what it shows in each language."""

    slug: str
    titles: Texts
    descriptions: Texts
    text: str


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a release that anyone may fetch; `size` in bytes, `sha256` of the file as it is sent."""

    name: str
    label: str
    media_type: str
    size: int
    sha256: str


_RESULTS_SHOWN = 50


class Severity(StrEnum):
    """How much a result of the shapes weighs (SHACL section 2.1.4)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of the shapes.

    `focus` is the thing at fault, `path` the property (as a SPARQL path when it is not a plain one), `value` the
    offending
    one, `component` the IRI of the constraint's kind, `messages` the words in each language, `file` and `line` the
    place where the focus node is described, when that is known.
    """

    focus: str
    shape: str
    component: str
    severity: Severity
    messages: Texts
    path: str | None = None
    value: str | None = None
    focus_label: str = ""
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What the shapes say of the data; `conforms` is false as soon as there is a violation."""

    results: tuple[Violation, ...]
    engine: str
    triples: int = 0
    seconds: float = 0.0

    @property
    def conforms(self) -> bool:
        """Whether nothing of the force "must" was found."""
        return not self.of(Severity.VIOLATION)

    def of(self, severity: Severity) -> tuple[Violation, ...]:
        """The results of one severity."""
        return tuple(r for r in self.results if r.severity is severity)

    def __repr__(self) -> str:
        counts = ", ".join(f"{len(self.of(severity))} {severity}(s)" for severity in Severity if self.of(severity))
        return f"<Report: {'conforms' if self.conforms else 'does not conform'}{', ' if counts else ''}{counts}>"

    def _repr_html_(self) -> str:
        """What a notebook shows: the results with focus node and message, in English, the worst first."""
        rows = "".join(
            f"<tr><td>{r.severity}</td><td>{escape(r.focus)}</td><td>{escape(r.messages.value('en'))}</td></tr>"
            for r in self.results[:_RESULTS_SHOWN]
        )
        return f"<table><caption>{escape(repr(self)[1:-1])}</caption><tbody>{rows}</tbody></table>"


@dataclass(frozen=True, slots=True)
class ClashItem:
    """One axiom or fact of a contradiction, in words, with the file and line that say it (None: not in a file)."""

    statement: str
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A smallest set of statements found that cannot all be true."""

    items: tuple[ClashItem, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Input:
    """A file that went into a release."""

    file: str
    graph: str
    sha256: str
    triples: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release is made of and how: written beside it, read back by `info` and the site."""

    version: str
    digest: str
    created: str
    inputs_digest: str
    inputs: tuple[Input, ...]
    counts: Mapping[str, int]
    tools: Mapping[str, str]
    seconds: Mapping[str, float] = field(default_factory=dict)
    consistent: bool = True
    conforms: bool = True
    warnings: int = 0
    storage: str = "memory"
    left_out: tuple[str, ...] = ()
    """Graphs of the user's that were too large for the reasoner and went through the rules only."""
