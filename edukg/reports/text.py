"""A report on a terminal: by thing, each with what is wrong and what to write; or by rule, each with a table."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from edukg.model import Report, Severity, Violation
from edukg.namespaces import shorten
from edukg.reports.columns import table
from edukg.reports.grouping import RuleFindings, ThingFindings, by_rule, by_thing
from edukg.reports.offers import offers
from edukg.reports.words import SEVERITIES, VERDICTS, WORDS, cut, where

_WIDTH = 110
_CELL = 48
_OFFERED = 8


def by_things(report: Report, language: str, *, worst_only: bool = False) -> str:
    """The findings by thing; with `worst_only` nothing but violations."""
    lines: list[str] = []
    for thing in by_thing(report):
        results = [r for r in thing.results if not worst_only or r.severity is Severity.VIOLATION]
        if results:
            lines += [*_head(thing, language), *(line for r in results for line in _finding(r, language)), ""]
    return "\n".join([*lines, *_foot(report, language)])


def by_rules(report: Report, language: str) -> str:
    """The findings by rule."""
    lines: list[str] = []
    for rule in by_rule(report):
        lines += [*_rule(rule, language), ""]
    return "\n".join([*lines, *_foot(report, language)])


def verdict(report: Report, language: str) -> str:
    """Whether the data conform, and how many findings of each severity there are."""
    names = SEVERITIES[language]
    said = VERDICTS[language][0 if report.conforms else 1]
    counted = "; ".join(f"{names[s]}: {report.count(s)}" for s in Severity if report.count(s))
    return f"{said}. {counted}".rstrip()


def _head(thing: ThingFindings, language: str) -> list[str]:
    place = where(thing.place, language)
    return [f"{thing.name(language)}  ({place})" if place else thing.name(language), f"  {thing.focus}"]


def _finding(result: Violation, language: str) -> Iterator[str]:
    words = WORDS[language]
    rule = result.rule.value(language) or shorten(result.shape)
    yield f"  {SEVERITIES[language][result.severity]} · {rule}"
    labels = {
        words["wrong"]: [result.messages.value(language)],
        words["found"]: [", ".join(result.found)] if result.found else [],
        words["expected"]: [result.expected.value(language)] if result.expected else [],
        words["write"]: list(_offers(result, language)),
    }
    room = max(len(label) for label in labels) + 2
    for label, texts in labels.items():
        for i, text in enumerate(texts):
            first = f"    {label:<{room}}" if i == 0 else " " * (room + 4)
            yield from _wrapped(text, first, " " * (room + 4))


def _offers(result: Violation, language: str) -> Iterator[str]:
    for offer in offers(result, language)[:_OFFERED]:
        meaning = ": ".join(part for part in (offer.name, offer.meaning) if part)
        yield offer.statement
        if meaning:
            yield f"  – {meaning}"


def _wrapped(text: str, first: str, later: str) -> list[str]:
    return wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=later, break_long_words=False, break_on_hyphens=False
    ) or [first.rstrip()]


def _rule(rule: RuleFindings, language: str) -> list[str]:
    words, names = WORDS[language], SEVERITIES[language]
    lines = [f"{names[rule.severity]} · {rule.name(language)}  ({len(rule.results)})"]
    if rule.reason:
        lines += _wrapped(rule.reason.value(language), "  ", "  ")
    rows = [
        (
            r.focus_labels.value(language) or shorten(r.focus),
            where(r.place, language),
            ", ".join(r.found) or words["nothing"],
        )
        for r in rule.results
    ]
    shown = table((words["thing"], words["file"], words["found"]), rows, width=_CELL)
    return [*lines, *(f"  {line}" for line in shown.splitlines())]


def _foot(report: Report, language: str) -> list[str]:
    words = WORDS[language]
    lines = []
    if report.explained:
        lines.append(words["explained"].format(number=len(report.explained)))
    lines += cut(report, language)
    if report.by_reference:
        lines.append(words["reference"].format(shapes=", ".join(map(shorten, report.by_reference))))
    return [*lines, verdict(report, language)]
