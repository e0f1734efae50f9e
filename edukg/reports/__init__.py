"""A report for people: grouped by thing and by rule, in the reader's language, and as files to send on.

    grouping.py  findings by thing and by rule
    words.py     the words of a report in each language
    text.py      for a terminal
    rows.py      one row for each finding, as CSV and XLSX
    offers.py    the suggestions of a finding in a reader's language
    columns.py   rows of text in columns

Everything here takes the typed report and nothing else, so that it serves findings of the shapes and of tables alike.
"""

from __future__ import annotations

import json
from typing import Final

from edukg import wire
from edukg.model import Report
from edukg.reports.grouping import RuleFindings, ThingFindings, by_rule, by_thing
from edukg.reports.offers import Offer, offers
from edukg.reports.text import by_rules, by_things, verdict
from edukg.reports.words import cut, where

__all__ = [
    "FORMATS",
    "Offer",
    "RuleFindings",
    "ThingFindings",
    "by_rule",
    "by_rules",
    "by_thing",
    "by_things",
    "offers",
    "verdict",
    "where",
    "write",
]

FORMATS: Final = {
    "table": "text/plain; charset=utf-8",
    "json": "application/json",
    "turtle": "text/turtle; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""The forms in which a report is written, each with its media type."""


def write(report: Report, form: str, language: str, *, rules_first: bool = False) -> bytes:
    """A report in one of the `FORMATS`, in a language; `rules_first` groups the text by rule instead of by thing.

    Raises `KeyError` for a form that there is not.
    """
    if form in {"csv", "xlsx"}:
        from edukg.reports import rows  # noqa: PLC0415 (a library for spreadsheets, which only these need)

        return rows.as_csv(report, language).encode("utf-8") if form == "csv" else rows.as_xlsx(report, language)
    if form == "turtle":
        from edukg.validate import report_turtle  # noqa: PLC0415 (the engines of the shapes)

        said = "".join(f"# {line}\n" for line in cut(report, language))
        return (said + report_turtle(report)).encode("utf-8")
    texts = {
        "table": lambda: (by_rules if rules_first else by_things)(report, language) + "\n",
        "json": lambda: json.dumps(wire.report(report), ensure_ascii=False, indent=2) + "\n",
    }
    return texts[form]().encode("utf-8")
