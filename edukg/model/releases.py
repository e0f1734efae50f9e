"""What a release holds and how it was made."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from edukg.model.texts import Texts

_IN_ENGLISH = re.compile(r'(LANG\(\?\w+\) = )"en"')


@dataclass(frozen=True, slots=True)
class Example:
    """A query that the editor offers, with its title and what it shows in each language.

    `topic` is the part of the gallery it stands in, `view` how its answer is best looked at: table, chart or graph.
    """

    slug: str
    titles: Texts
    descriptions: Texts
    text: str
    topic: str = ""
    view: str = "table"

    def text_in(self, language: str) -> str:
        """The query with the labels of its answer in another language than English."""
        return _IN_ENGLISH.sub(rf'\1"{language}"', self.text)


class DownloadKind(StrEnum):
    """What a file of a release is good for."""

    WHOLE = "whole"
    """All data as RDF."""
    GRAPH = "graph"
    """One named graph."""
    VIEW = "view"
    """A part of the data in the form that some other system takes."""
    TABLE = "table"
    """For spreadsheets."""
    GLOSSARY = "glossary"
    """To print and to read."""
    CHECK = "check"
    """Digests and signatures of the others."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file of a release that anyone may fetch; `size` in bytes, `sha256` of the file as it is sent.

    `media_type` is that of the content, `coding` how it is packed (a content coding of HTTP; empty for not at all),
    `graph` the IRI of the only graph that it holds. `language` is that of the label, and of a text to read.
    """

    name: str
    label: str
    media_type: str
    size: int
    sha256: str
    kind: DownloadKind
    language: str = "en"
    coding: str = ""
    graph: str = ""


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
    dated: str = ""
    """The day on which the data were last changed, as the ontology says (dcterms:modified); the same in every build."""
    left_out: tuple[str, ...] = ()
    """Graphs of the user's that were too large for the reasoner and went through the rules only."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """How much of what a release holds; the mappings are from IRIs to numbers.

    `triples` counts each triple of the union of the graphs once, `graphs` those of each named graph.
    """

    triples: int
    subjects: int
    graphs: Mapping[str, int]
    classes: Mapping[str, int]
    properties: Mapping[str, int]
