"""Findings put together: all that is wrong with one thing, and all things that one rule finds fault with."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from edukg.model import Place, Report, Severity, Texts, Violation
from edukg.namespaces import shorten

_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class ThingFindings:
    """All that was found of one thing, the worst first."""

    focus: str
    labels: Texts
    place: Place | None
    results: tuple[Violation, ...]

    def name(self, language: str) -> str:
        """What the thing is called in a language, else its short IRI."""
        return self.labels.value(language) or shorten(self.focus)

    @property
    def severity(self) -> Severity:
        """The worst of its findings."""
        return self.results[0].severity


@dataclass(frozen=True, slots=True)
class RuleFindings:
    """All that one rule found, in the order of the things."""

    shape: str
    rule: Texts
    reason: Texts
    group: Texts
    severity: Severity
    definitions: tuple[str, ...]
    results: tuple[Violation, ...]

    def name(self, language: str) -> str:
        """What the rule is called in a language, else the short IRI of its shape."""
        return self.rule.value(language) or shorten(self.shape)

    @property
    def things(self) -> int:
        """How many things it finds fault with."""
        return len({result.focus for result in self.results})


def by_thing(report: Report, *, explained: bool = False) -> tuple[ThingFindings, ...]:
    """The open findings by thing, the things with the worst first and then in the order of their files.

    With `explained` those are given that the data themselves explain.
    """
    groups: dict[str, list[Violation]] = defaultdict(list)
    for result in report.explained if explained else report.open:
        groups[result.focus].append(result)
    things = [
        ThingFindings(
            focus=focus,
            labels=next((r.focus_labels for r in results if r.focus_labels), Texts()),
            place=next((r.place for r in results if r.place), None),
            results=tuple(sorted(results, key=lambda r: _RANKS[r.severity])),
        )
        for focus, results in groups.items()
    ]
    return tuple(sorted(things, key=lambda thing: (_RANKS[thing.severity], *_where(thing.place), thing.focus)))


def by_rule(report: Report, *, explained: bool = False) -> tuple[RuleFindings, ...]:
    """The open findings by rule, the gravest rules first, then those that find most."""
    groups: dict[tuple[str, Severity], list[Violation]] = defaultdict(list)
    for result in report.explained if explained else report.open:
        groups[result.shape, result.severity].append(result)
    rules = [
        RuleFindings(
            shape=shape,
            rule=results[0].rule,
            reason=results[0].reason,
            group=results[0].group,
            severity=severity,
            definitions=results[0].definitions,
            results=tuple(sorted(results, key=lambda r: (*_where(r.place), r.focus))),
        )
        for (shape, severity), results in groups.items()
    ]
    return tuple(sorted(rules, key=lambda rule: (_RANKS[rule.severity], -len(rule.results), rule.shape)))


def _where(place: Place | None) -> tuple[str, str, int, str]:
    if place is None:
        return "", "", 0, ""
    return place.file, place.sheet, place.row or place.line or 0, place.column
