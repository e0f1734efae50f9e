"""What the lint says of a SPARQL query: where it is ambiguous, and how each reading would be written."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edukg.model.texts import Named, Texts
from edukg.model.things import Kind


class AmbiguityKind(StrEnum):
    """What makes a query ambiguous."""

    TERM = "ambiguous-term"
    CLASS = "umbrella-class"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a text: the characters from `start` up to `end` give way to `text`. Counted in code points from 0."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One reading, and the edits that make the query mean it and no other.

    `named` is the concept, or the class where no concept stands for it.
    """

    named: Named
    definitions: Texts
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A place in a query that stands for several meanings at once.

    `written` is the text at the place, `start` and `end` count code points from 0, `line` and `column` count from 1;
    `subject` is the term or class itself. `keep` are the edits that put down in the query, as a comment, that all
    readings are meant, after which nothing is said any more.
    """

    kind: AmbiguityKind
    written: str
    subject: Named
    start: int
    end: int
    line: int
    column: int
    choices: tuple[Choice, ...]
    keep: tuple[Edit, ...]

    @property
    def message(self) -> str:
        """The matter in one English sentence."""
        return f"{self.written} matches {len(self.choices)} readings: pick one, or keep all."


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits made, which must not overlap.

    >>> apply_edits("a cat", (Edit(2, 5, "dog"), Edit(0, 0, "so: ")))
    'so: a dog'
    """
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@dataclass(frozen=True, slots=True)
class Completion:
    """A thing that a query can name. `name` is how it is written there, `matched` the label by which it was found."""

    iri: str
    name: str
    kind: Kind
    matched: str
    language: str
    labels: Texts
    definitions: Texts
