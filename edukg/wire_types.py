"""The JSON objects of the HTTP interface as types: what `edukg.wire` makes and OpenAPI describes.

A text in several languages is an object from language to text. IRIs are the permanent ones.
"""

from __future__ import annotations

from typing import NotRequired, TypedDict

Labels = dict[str, str]


class Named(TypedDict):
    """A thing with its labels, by language."""

    iri: str
    labels: Labels


class Version(TypedDict):
    """A release: its version, the digest of its data, and when it was made."""

    version: str
    digest: str
    created: str


class Index(TypedDict):
    """Where to begin: the release in force, and the addresses of this interface."""

    version: str
    digest: str
    description: str
    documentation: str
    paths: list[str]


class Problem(TypedDict):
    """What went wrong (RFC 9457): `detail` says what, `advice` what to do."""

    type: str
    title: str
    status: int
    detail: str
    advice: NotRequired[str]
    position: NotRequired[dict[str, str | int]]
    nearest: NotRequired[list[str]]


class Page(TypedDict):
    """One part of a list: how many there are in all, where it begins, and the address of the next part."""

    total: int
    offset: int
    limit: int
    next: str | None


class SearchReading(TypedDict):
    """One of the meanings of a term that was found."""

    concept: str
    label: str
    definition: str


class Hit(TypedDict):
    """One found thing, and why it was found."""

    iri: str
    kind: str
    label: str
    language: str
    matched: str
    why: str
    score: float
    readings: list[SearchReading]
    about: str
    types: list[Named]


class FacetValue(TypedDict):
    """A value by which hits can be narrowed, and how many have it."""

    value: str
    label: str
    number: int
    chosen: bool


class Search(TypedDict):
    """The hits for a question, best first; `complete` is false when there are more than were gathered."""

    query: str
    hits: list[Hit]
    asked: str
    total: int
    complete: bool
    facets: dict[str, list[FacetValue]]


class TermLink(TypedDict):
    """A term as it stands in a list."""

    iri: str
    written: str
    language: str
    senses: int


class Terms(Page):
    """Terms in the order of their letters."""

    terms: list[TermLink]


class Feature(TypedDict):
    """One value of one feature that tells meanings apart."""

    kind: Named
    value: Named


Concept = TypedDict(
    "Concept",
    {"iri": str, "labels": Labels, "definitions": Labels, "class": str | None, "features": list[Feature]},
)


class ConceptLink(Concept):
    """A meaning as it stands in a list."""

    key: str
    family: Named | None


class Concepts(Page):
    """Meanings by their IRIs."""

    concepts: list[ConceptLink]


class SourceLink(TypedDict):
    """A document, named."""

    iri: str
    label: str
    title: str


class Attestation(TypedDict):
    """One use of a term in a document."""

    iri: str
    source: SourceLink
    locator: str
    users: list[Named]
    form: str | None
    language: str
    year: str
    verified: bool
    glosses: Labels


class Sense(TypedDict):
    """What a term means in one of its readings, the uses that attest it, and real things it stands for."""

    iri: str
    concept: Concept
    attestations: list[Attestation]
    members: list[Named]


class SenseLink(TypedDict):
    """A sense as it stands in a list."""

    iri: str
    term: TermLink
    concept: str
    uses: int


class Senses(Page):
    """Senses by their IRIs."""

    senses: list[SenseLink]


class SenseOfTerm(Sense):
    """A sense with the term whose sense it is."""

    term: TermLink | None


class ConceptWhole(ConceptLink):
    """A meaning with all that is said of it, and the senses of every language that stand for it."""

    alternatives: dict[str, list[str]]
    notes: dict[str, list[str]]
    examples: dict[str, list[str]]
    broader: list[Named]
    narrower: list[Named]
    related: list[Named]
    confused: list[Named]
    senses: list[SenseLink]


class Form(TypedDict):
    """One written form of a term."""

    written: str
    language: str


Term = TypedDict(
    "Term",
    {
        "iri": str,
        "written": str,
        "language": str,
        "ambiguous": bool,
        "forms": list[Form],
        "senses": list[Sense],
        "not": list[Concept],
        "translations": list[TermLink],
    },
)

InstanceLink = TypedDict(
    "InstanceLink",
    {
        "iri": str,
        "labels": Labels,
        "class": list[Named],
        "level": list[Named],
        "country": list[Named],
        "source": list[Named],
    },
)


class Instances(Page):
    """Real things in the order of their names, and by what they can be narrowed."""

    instances: list[InstanceLink]
    facets: dict[str, list[FacetValue]]


class Value(TypedDict):
    """A value: a thing with its labels, or a text."""

    iri: NotRequired[str]
    labels: NotRequired[Labels]
    value: NotRequired[str]
    language: NotRequired[str]
    datatype: NotRequired[str]


class Statement(TypedDict):
    """One property with its values; `inferred` when no file says so."""

    property: Named
    values: list[Value]
    inferred: bool


class Incoming(TypedDict):
    """Things that point here by one property: how many, and the first of them."""

    property: Named
    subjects: list[Named]
    total: int


class Thing(TypedDict):
    """All that is said of a real thing."""

    iri: str
    kind: str
    labels: Labels
    definitions: Labels
    types: list[Named]
    statements: list[Statement]
    incoming: list[Incoming]
    graphs: list[str]


class Source(SourceLink):
    """A document."""

    creators: list[Named]
    year: str
    venue: str
    language: str
    doi: str
    url: str
    verified: bool


class Sources(Page):
    """Documents by their IRIs."""

    sources: list[Source]


class SourceUse(TypedDict):
    """A use that a document attests, with the meanings and senses that it attests."""

    attestation: Attestation
    concepts: list[str]
    senses: list[str]


class SourceWhole(Source):
    """A document with the uses that it attests."""

    uses: list[SourceUse]
