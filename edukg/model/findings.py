"""What the shapes and the reasoner say of data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from html import escape

from edukg.model.texts import Texts

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
