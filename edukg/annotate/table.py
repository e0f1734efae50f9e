"""CSV: one line for each use, for spreadsheets."""

from __future__ import annotations

import bisect
import csv
import io
from collections.abc import Sequence

from edukg.annotate.checked import Checked, reasons
from edukg.annotate.words import word

COLUMNS = (
    "file", "line", "start", "end", "text", "term", "status", "status_in_words", "concept", "meaning", "confidence",
    "suggestion", "language", "before", "after", "why",
)  # fmt: skip
MOST_REASONS = 5


def csv_table(many: Sequence[Checked], language: str) -> bytes:
    """The uses of some texts as CSV (RFC 4180) in UTF-8, with a mark at the start by which spreadsheets tell that."""
    written = io.StringIO(newline="")
    rows = csv.writer(written)
    rows.writerow(COLUMNS)
    for checked in many:
        breaks = [at for at, letter in enumerate(checked.document.text) if letter == "\n"]
        for use in checked.check.usages:
            before, after = checked.about(use.start, use.end)
            why = reasons(use.candidates[0], language)[:MOST_REASONS] if use.candidates else ()
            cells = (
                checked.document.name,
                bisect.bisect_left(breaks, use.start) + 1,
                use.start,
                use.end,
                use.text,
                use.term,
                use.status.value,
                word("status", use.status.value, language),
                use.concept or "",
                checked.meaning(use, language),
                f"{use.confidence:.4f}",
                use.suggestion,
                use.language,
                "…" + before,
                after + "…",
                "; ".join(f"{r.words} {r.weight:+.2f} ({r.because})" for r in why),
            )
            rows.writerow(_harmless(cell) if isinstance(cell, str) else cell for cell in cells)
    return written.getvalue().encode("utf-8-sig", "replace")


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: what begins like one gets a blank before it."""
    return " " + cell if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell
