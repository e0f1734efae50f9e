"""What the shapes and the reasoner say of data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from html import escape
from typing import Protocol

from edukg.model.texts import Texts

_RESULTS_SHOWN = 50


class Severity(StrEnum):
    """How much a result of the shapes weighs (SHACL section 2.1.4)."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where data say something.

    In a text file `line` and `character` count from 1. In a table `sheet` is the name of the sheet (empty for CSV),
    `row` counts from 1 with the heading, `column` is the letter that spreadsheets show and `heading` what stands above
    it. What is not known is None or empty.
    """

    file: str
    line: int | None = None
    character: int | None = None
    sheet: str = ""
    row: int | None = None
    column: str = ""
    heading: str = ""

    @property
    def cell(self) -> str:
        """The name of the cell, such as "C7"; the row alone, or nothing, when the column is not known."""
        return f"{self.column}{self.row or ''}"


class Locate(Protocol):
    """Tells where data say something of a thing: by a property, with a value, as far as these are given."""

    def __call__(self, focus: str, path: str | None, value: str | None, /) -> Place | None:
        """The place that fits best, or None when the data do not describe the thing."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One thing that could be written in place of what is wrong.

    `text` is to be pasted as it is: statements in Turtle, or the content of the cell where the data are a table. Where
    there is a choice, such as the readings of an ambiguous type, `iri` is what this one stands for, `labels` its name
    and `definitions` what it means, in one line.
    """

    text: str
    iri: str | None = None
    labels: Texts = Texts()
    definitions: Texts = Texts()


@dataclass(frozen=True, slots=True)
class Violation:
    """One result of the shapes, with what people need to mend it.

    What the standard report has: `focus` is the thing at fault, `path` the property (as a SPARQL path when it is not a
    plain one), `value` the offending one, `component` the IRI of the constraint's kind, `messages` the words in each
    language.

    What the shape says of itself: `rule` is its name, `reason` what it asks for, `group` the heading it stands under,
    `definitions` the IRIs that it rests on.

    What people ask: `found` are the values there are, `expected` says what would be right, `suggestions` what could be
    written instead, `place` where it stands. `explanation` is what the data themselves say about why it is so and
    stays so; a result that is explained asks for nothing.
    """

    focus: str
    shape: str
    component: str
    severity: Severity
    messages: Texts
    path: str | None = None
    value: str | None = None
    focus_labels: Texts = Texts()
    place: Place | None = None
    rule: Texts = Texts()
    reason: Texts = Texts()
    group: Texts = Texts()
    definitions: tuple[str, ...] = ()
    found: tuple[str, ...] = ()
    expected: Texts = Texts()
    suggestions: tuple[Suggestion, ...] = ()
    explanation: Texts = Texts()

    @property
    def focus_label(self) -> str:
        """The name of the thing at fault, in English if it has one; empty when it has no name."""
        return self.focus_labels.value("en")

    @property
    def file(self) -> str | None:
        """The file that describes the focus node."""
        return self.place.file if self.place else None

    @property
    def line(self) -> int | None:
        """The line in it, for files of text."""
        return self.place.line if self.place else None


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """What the shapes say of the data; `conforms` is false as soon as there is a violation.

    `results` may be fewer than were found: `counts` then has the true number of each severity, and `truncated` is true.
    When so much is wrong that checking everything would need too much memory, it is stopped; `complete` is then false,
    and there are more than `counts` says.
    `by_reference` names the shapes that a fast engine left to the reference.
    """

    results: tuple[Violation, ...]
    engine: str
    triples: int = 0
    seconds: float = 0.0
    counts: Mapping[Severity, int] = field(default_factory=dict)
    by_reference: tuple[str, ...] = ()
    complete: bool = True
    without_lines: tuple[str, ...] = ()
    """Files with findings in them, in a syntax of which lines are not told."""

    @property
    def conforms(self) -> bool:
        """Whether nothing of the force "must" was found."""
        return not self.count(Severity.VIOLATION)

    @property
    def truncated(self) -> bool:
        """Whether more was found than is listed."""
        return self.total > len(self.results)

    @property
    def total(self) -> int:
        """How many results there are of all severities, those not listed included."""
        return sum(self.count(severity) for severity in Severity)

    @property
    def open(self) -> tuple[Violation, ...]:
        """The listed results that the data do not explain."""
        return tuple(r for r in self.results if not r.explanation)

    @property
    def explained(self) -> tuple[Violation, ...]:
        """The listed results that the data explain."""
        return tuple(r for r in self.results if r.explanation)

    def of(self, severity: Severity) -> tuple[Violation, ...]:
        """The listed results of one severity."""
        return tuple(r for r in self.results if r.severity is severity)

    def count(self, severity: Severity) -> int:
        """How many results of one severity there are, those not listed included."""
        return self.counts.get(severity, 0) if self.counts else len(self.of(severity))

    def __repr__(self) -> str:
        counts = ", ".join(f"{self.count(severity)} {severity}(s)" for severity in Severity if self.count(severity))
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
