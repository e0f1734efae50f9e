"""The JSON objects of guiding, comparing, checking and changes, as types (see `edukg.wire_types`)."""

from __future__ import annotations

from typing import Annotated, Final, Literal, NotRequired, TypedDict

from msgspec import Meta

from edukg.wire_types import Concept, Labels, Named, TermLink, Version

NOT_BLANK: Final = r"[^\s\x1c-\x1f]"
"""Something besides white space; the separators of ASCII are white space to Python, and not to other languages."""


class GuideOption(TypedDict):
    """One answer to a question; `key` is what is added to the path, `concepts` the readings it leaves."""

    key: str
    wording: Labels
    concepts: list[str]


class GuideQuestion(TypedDict):
    """A plain question; `feature` is null when the definitions themselves are to be chosen from."""

    feature: str | None
    wording: Labels
    options: list[GuideOption]


class GuideStep(TypedDict):
    """A question with the answer that was given."""

    question: Labels
    answer: GuideOption


class Guide(TypedDict):
    """A place on the path to a reading: the answers so far, then either a question or the reading."""

    subject: Named
    path: list[str]
    because: list[GuideStep]
    question: GuideQuestion | None
    reading: Concept | None
    left: list[str]


class ComparedValue(Named):
    """A value of one reading; `shared` when all readings have it."""

    shared: bool


class ComparisonRow(TypedDict):
    """A property with the values of each reading, in the order of the columns."""

    property: Named
    telling: bool
    values: list[list[ComparedValue]]


class ComparisonColumn(Concept):
    """One reading: how it is said, how well it is attested, real things of its kind."""

    terms: list[TermLink]
    uses: int
    first: str
    last: str
    members: list[Named]


class Comparison(TypedDict):
    """Readings side by side; `apart` are pairs of which nothing can be both."""

    columns: list[ComparisonColumn]
    features: list[ComparisonRow]
    axioms: list[ComparisonRow]
    apart: list[list[str]]


class Evidence(TypedDict):
    """One reason for or against a reading: where it stands, what it weighs, and why."""

    start: int
    end: int
    text: str
    weight: float
    because: str


class Candidate(TypedDict):
    """One reading of a use, with its probability and the evidence; "outside the domain" has no concept."""

    concept: str | None
    probability: float
    score: float
    evidence: NotRequired[list[Evidence]]
    attestation: NotRequired[Named | None]


class Span(TypedDict):
    """A place in the text, in Unicode code points."""

    start: int
    end: int


class Usage(TypedDict):
    """One use of a term; `start` and `end` count Unicode code points of the text as it was sent."""

    start: int
    end: int
    text: str
    term: str
    language: str
    family: str
    status: str
    concept: str | None
    confidence: float
    candidates: list[Candidate]
    suggestion: str
    settle: NotRequired[str]
    standsFor: NotRequired[Span]


class CheckFinding(TypedDict):
    """Something for the writer to look at."""

    kind: str
    term: str
    concepts: list[str]
    message: str
    start: int
    end: int
    suggestion: str
    also: list[Span]


class Check(TypedDict):
    """The uses of ambiguous terms in a text, and what is to be said of them."""

    language: str
    usages: list[Usage]
    findings: list[CheckFinding]


class CheckRequest(TypedDict):
    """A text to check, and its language (en, ru, uz) unless it is to be told from the text."""

    text: Annotated[str, Meta(min_length=1, pattern=NOT_BLANK)]
    language: NotRequired[Literal["en", "ru", "uz"] | None]


class QueryRequest(TypedDict):
    """A SPARQL query to look at."""

    query: Annotated[str, Meta(min_length=1, pattern=NOT_BLANK)]


class Place(TypedDict):
    """Where data say something: a line of a file, or a cell of a table."""

    file: str
    line: int | None
    character: int | None
    sheet: str
    row: int | None
    column: str
    heading: str


class Suggestion(TypedDict):
    """What could be written instead."""

    text: str
    iri: str | None
    labels: Labels
    definitions: Labels


class Violation(TypedDict):
    """One result of the shapes."""

    focus: str
    focus_label: str
    focus_labels: Labels
    place: Place | None
    shape: str
    component: str
    severity: str
    path: str | None
    value: str | None
    messages: Labels
    rule: Labels
    reason: Labels
    group: Labels
    definitions: list[str]
    found: list[str]
    expected: Labels
    suggestions: list[Suggestion]
    explanation: Labels


class Report(TypedDict):
    """What the shapes say of data; `results` may be the first of many, `counts` are of all that was checked.

    `complete` is false when so much was wrong that checking stopped; `without_lines` names files in
    a syntax of which lines are not told.
    """

    conforms: bool
    engine: str
    by_reference: list[str]
    triples: int
    seconds: float
    counts: dict[str, int]
    truncated: bool
    complete: bool
    without_lines: list[str]
    results: list[Violation]


class TextChange(TypedDict):
    """Texts of one property in one language that came and went."""

    property: str
    language: str
    before: list[str]
    after: list[str]


class LinkChange(TypedDict):
    """Values of one property that came and went."""

    property: str
    came: list[str]
    went: list[str]


class Change(Named):
    """What became of one thing; `into` is what stands where it stood, `migration` a query for the data of others."""

    change: str
    kind: str
    into: list[Named]
    texts: list[TextChange]
    links: list[LinkChange]
    migration: str | None


class ReleaseName(TypedDict):
    """A release by version and digest."""

    version: str
    digest: str


class Difference(TypedDict):
    """What differs between two releases; `bump` is what the changes ask of the version, `told` what it says."""

    old: ReleaseName
    new: ReleaseName
    created: str
    bump: str
    told: str
    honest: bool
    quads: dict[str, int]
    inferred: dict[str, int]
    changes: list[Change]


class Changes(TypedDict):
    """The releases that are kept, and what one of them changed (null for the oldest)."""

    releases: list[Version]
    difference: Difference | None


class QueryPlace(TypedDict):
    """A place in a query."""

    line: int | None
    column: int | None
    text: str | None


class QueryError(TypedDict):
    """Why a query cannot be read."""

    detail: str
    advice: str
    position: QueryPlace | None


class QueryEdit(TypedDict):
    """The characters from `start` up to `end` give way to `text`."""

    start: int
    end: int
    text: str


class QueryReading(Named):
    """One reading, with the edits that make the query mean it."""

    definitions: Labels
    edits: list[QueryEdit]


class Ambiguity(TypedDict):
    """A place of a query that stands for several meanings."""

    kind: str
    message: str
    written: str
    subject: Named
    start: int
    end: int
    line: int
    column: int
    readings: list[QueryReading]
    keep: list[QueryEdit]


class Lint(TypedDict):
    """Where a query is ambiguous; `error` when it cannot be read."""

    ambiguities: list[Ambiguity]
    error: QueryError | None


class Completion(TypedDict):
    """A thing that a query can name."""

    iri: str
    name: str
    kind: str
    matched: str
    language: str
    labels: Labels
    definitions: Labels


class Completions(TypedDict):
    """Things that a text can stand for in a query, best first."""

    query: str
    completions: list[Completion]


class WordReading(TypedDict):
    """A reading, by its label."""

    iri: str
    label: str


class Word(TypedDict):
    """What an IRI is called and what it means."""

    iri: str
    name: str
    label: str
    language: str
    definition: NotRequired[str]
    definitionLanguage: NotRequired[str]
    readings: NotRequired[list[WordReading]]
    address: NotRequired[str]


class Words(TypedDict):
    """Those of the IRIs that are known."""

    things: list[Word]
