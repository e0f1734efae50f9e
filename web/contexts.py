"""What each template is given: one frozen value per page, and nothing else.

The values are ready to be shown: numbered, ordered, contrasted. A template decides on words and marks, never on facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from edukg.model import (
    Attestation,
    Comparison,
    Concept,
    CorpusUses,
    Family,
    Feature,
    Input,
    Named,
    Piece,
    Resource,
    Retired,
    Sense,
    Source,
    SourceFacts,
    Statement,
    Term,
    TermLink,
    Text,
    Texts,
)
from edukg.namespaces import shorten
from edukg.web.links import Links

if TYPE_CHECKING:
    from edukg.web.evidence import Evidence


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language that the reader can choose, with the address of this page in it."""

    code: str
    name: str
    address: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same thing in another syntax."""

    label: str
    media_type: str
    address: str


@dataclass(frozen=True, slots=True)
class Dated:
    """The version that a page is of, when it stands at an address of that version; `address` is the present one."""

    version: str
    created: str
    address: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What surrounds the content of every page.

    `ui` is the language of the interface, `content` that of the shown texts, `iri` the permanent identifier of what
    the page is about, `section` the place in the navigation, `asked` what stands in the search box.
    """

    title: str
    description: str
    ui: str
    content: str
    links: Links
    languages: tuple[LanguageChoice, ...]
    iri: str = ""
    section: str = ""
    version: str = ""
    created: str = ""
    asked: str = ""
    alternates: tuple[Alternate, ...] = ()
    spoken: str = ""
    """The language of title and description, where it is not that of the content."""
    titled: str = ""
    """The language of the title, where it is not that of the description."""
    structured: str = ""
    """What the page says of itself in the words of schema.org, as JSON-LD."""
    dated: Dated | None = None
    retired: Retired | None = None
    """What became of the IRI, when it has been given up."""

    def best(self, texts: Texts) -> Text | None:
        """The text in the content language, or the nearest there is."""
        return texts.best(self.content)

    def name(self, named: Named) -> Text:
        """The label of a thing, or its short IRI when it has none."""
        return named.labels.best(self.content) or Text(shorten(named.iri))


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading on a term page. `number` counts from 1 and chooses the colour; `anchor` is the concept's key."""

    number: int
    concept: Concept
    sense: Sense | None
    attestations: tuple[Attestation, ...] = ()
    members: tuple[Named, ...] = ()

    @property
    def anchor(self) -> str:
        """Where on the page the reading stands."""
        return self.concept.key

    @property
    def tone(self) -> int:
        """Which of the eight colours marks the reading."""
        return (self.number - 1) % 8 + 1


@dataclass(frozen=True, slots=True)
class Cell:
    """The values that one reading has for one feature; `telling` when no other reading shares them."""

    features: tuple[Feature, ...]
    telling: bool


@dataclass(frozen=True, slots=True)
class ContrastRow:
    """One reading in the table of contrasts; `meant` is false for what the term is not."""

    reading: Reading
    cells: tuple[Cell, ...]
    meant: bool


@dataclass(frozen=True, slots=True)
class Contrast:
    """The features of several readings side by side."""

    kinds: tuple[Named, ...]
    rows: tuple[ContrastRow, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference in one style, and the language of its words; the title may be in another."""

    name: str
    language: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """A file for reference managers, by the name of its format."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Cited:
    """A page as it is cited: the shortest line that names all, references in each style, files."""

    line: str
    references: tuple[Reference, ...]
    files: tuple[ReferenceFile, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """How many there are of something; `name` is the key in the manifest."""

    name: str
    number: int


@dataclass(frozen=True, slots=True)
class HomePage:
    """The first page: the picture of one ambiguous word, the families, the numbers."""

    frame: Frame
    term: Term | None
    readings: tuple[Reading, ...]
    families: tuple[Family, ...]
    counts: tuple[Count, ...]
    triples: int


@dataclass(frozen=True, slots=True)
class TermPage:
    """A lexical entry with all its readings side by side."""

    frame: Frame
    term: Term
    readings: tuple[Reading, ...]
    elsewhere: tuple[Reading, ...]
    contrast: Contrast
    model: Comparison | None
    """What the ontology says of the first readings; None when there is but one."""
    choices: tuple[LanguageChoice, ...]
    evidence: Evidence
    citation: Cited
    corpora: CorpusUses


@dataclass(frozen=True, slots=True)
class EntrySense:
    """An entry that has a concept among its senses."""

    term: TermLink
    sense: Sense


@dataclass(frozen=True, slots=True)
class ConceptPage:
    """One meaning: how it is said in each language, what tells it apart, who attests it."""

    frame: Frame
    reading: Reading
    entries: tuple[EntrySense, ...]
    contrast: Contrast
    choices: tuple[LanguageChoice, ...]
    evidence: Evidence
    citation: Cited
    corpora: CorpusUses


@dataclass(frozen=True, slots=True)
class SensePage:
    """One entry in one of its readings."""

    frame: Frame
    term: Term
    reading: Reading
    siblings: tuple[Reading, ...]
    choices: tuple[LanguageChoice, ...]
    evidence: Evidence
    citation: Cited
    corpora: CorpusUses


@dataclass(frozen=True, slots=True)
class AttestedUse:
    """A use that a source attests, with the concepts it is evidence for."""

    attestation: Attestation
    concepts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class SourcePage:
    """A document with everything it attests and states."""

    frame: Frame
    source: Source
    kinds: tuple[Named, ...]
    """What kind of document it is, as the files say."""
    uses: tuple[AttestedUse, ...]
    others: tuple[Statement, ...]
    """What is said of it besides what the head of the page tells."""
    facts: SourceFacts
    citation: Cited


@dataclass(frozen=True, slots=True)
class AttestationPage:
    """One attested use."""

    frame: Frame
    attestation: Attestation
    concepts: tuple[Named, ...]
    resource: Resource
    others: tuple[Statement, ...]
    """What is said of it besides what the use itself tells."""
    citation: Cited


@dataclass(frozen=True, slots=True)
class ResourcePage:
    """Anything else of ours: class, property, controlled value, instance, agent, graph, ontology."""

    frame: Frame
    resource: Resource
    types: tuple[Named, ...]
    citation: Cited


@dataclass(frozen=True, slots=True)
class GraphPage:
    """A named graph: the file it was made of (None for inferences), and how many statements it holds."""

    frame: Frame
    name: str
    file: Input | None
    triples: int
    inferred: bool
    citation: Cited


@dataclass(frozen=True, slots=True)
class AboutPage:
    """What this is, where it comes from, how it is cited."""

    frame: Frame
    digest: str
    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class ResultValue:
    """One cell of a table of results; `address` is empty where there is nothing to follow."""

    text: Text
    address: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class ResultsPage:
    """The answer to a query as a page: a table, a truth value, or a graph as text."""

    frame: Frame
    query: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[ResultValue | None, ...], ...] = ()
    total: int = 0
    truth: bool | None = None
    graph: str = ""
    formats: tuple[Alternate, ...] = ()
    truncated: str = ""
    """The cap that cut the answer, such as "rows=1000000"."""


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """What went wrong, what to do, and where to go on."""

    frame: Frame
    status: int
    title: str
    message: str
    advice: str = ""
    position: str = ""
    nearest: tuple[str, ...] = ()
    query: str = ""
    instead: tuple[tuple[str, str], ...] = ()
