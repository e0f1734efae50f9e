"""One row for each finding, to be sent to whoever keeps the data: CSV and XLSX that every spreadsheet opens.

CSV begins with a byte order mark, without which Excel takes Cyrillic for something else. What would be run as a formula
is written as text (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font

from edukg.model import Report, Violation
from edukg.reports.grouping import by_rule
from edukg.reports.offers import offers
from edukg.reports.text import verdict
from edukg.reports.words import SEVERITIES, WORDS, cut

COLUMNS: Final = {
    "severity": 14,
    "thing": 32,
    "file": 20,
    "sheet": 14,
    "row": 7,
    "column": 9,
    "heading": 18,
    "line": 9,
    "rule": 26,
    "wrong": 60,
    "found": 30,
    "expected": 40,
    "write": 60,
    "meaning": 50,
    "explanation": 40,
    "iri": 50,
    "shape": 44,
}
"""The columns in their order, with their widths in characters."""

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_LONGEST: Final = 32_000
"""Characters that a cell may hold; a spreadsheet allows 32,767."""


def rows(report: Report, language: str) -> Iterator[tuple[str, ...]]:
    """The findings as rows of text, in the order of the report."""
    for result in report.results:
        row = _row(result, language)
        yield tuple(row[name] for name in COLUMNS)


def as_csv(report: Report, language: str) -> str:
    """The rows under a heading, as comma-separated values (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([WORDS[language][name] for name in COLUMNS])
    for row in rows(report, language):
        writer.writerow([f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in row])
    for said in cut(report, language):  # CSV has no other place for it
        writer.writerow([said if name == "wrong" else "" for name in COLUMNS])
    return "\ufeff" + out.getvalue()


def as_xlsx(report: Report, language: str) -> bytes:
    """A workbook with the findings on one sheet, to be filtered, and a summary by rule on another."""
    words = WORDS[language]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(words["findings"])
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHIJKLMNOPQ", COLUMNS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.append([_cell(sheet, words[name], bold=True) for name in COLUMNS])
    for row in rows(report, language):
        sheet.append([_cell(sheet, text) for text in row])
    sheet.auto_filter.ref = f"A1:Q{len(report.results) + 1}"
    summary = book.create_sheet(words["summary"])
    for letter, width in zip("ABC", (16, 44, 12), strict=True):
        summary.column_dimensions[letter].width = width
    summary.append([_cell(summary, verdict(report, language), bold=True)])
    for said in cut(report, language):
        summary.append([_cell(summary, said)])
    summary.append([_cell(summary, words[name], bold=True) for name in ("severity", "rule", "number")])
    for rule in by_rule(report):
        severity = SEVERITIES[language][rule.severity]
        summary.append([_cell(summary, severity), _cell(summary, rule.name(language)), len(rule.results)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _row(result: Violation, language: str) -> dict[str, str]:
    place, given = result.place, offers(result, language)
    return {
        "severity": SEVERITIES[language][result.severity],
        "thing": result.focus_labels.value(language),
        "iri": result.focus,
        "file": place.file if place else "",
        "line": str(place.line) if place and place.line is not None else "",
        "sheet": place.sheet if place else "",
        "row": str(place.row) if place and place.row is not None else "",
        "column": place.column if place else "",
        "heading": place.heading if place else "",
        "rule": result.rule.value(language),
        "wrong": result.messages.value(language),
        "found": ", ".join(result.found),
        "expected": result.expected.value(language),
        "write": "\n".join(offer.text for offer in given),
        "meaning": "\n".join(f"{offer.name}: {offer.meaning}" for offer in given if offer.meaning),
        "explanation": result.explanation.value(language),
        "shape": result.shape,
    }


def _cell(sheet: object, text: str, *, bold: bool = False) -> WriteOnlyCell:
    """A cell of text, whatever the text begins with."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST])
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if bold:
        cell.font = Font(bold=True)
    return cell
