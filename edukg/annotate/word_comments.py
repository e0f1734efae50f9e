"""DOCX: the document with a comment at each use and finding, so that it can be worked through in a word processor."""

from __future__ import annotations

from edukg.annotate.checked import Checked, reasons
from edukg.annotate.words import how_sure, percent, word
from edukg.documents import Note, commented
from edukg.model import Status, Usage

AUTHOR = "EduKG"
MOST_REASONS = 4


def docx_comments(checked: Checked, language: str) -> bytes:
    """The document as DOCX with comments: its own paragraphs and formatting when it is one, else its text anew.

    Raises `InputError` when its bytes cannot be worked on within the bounds that reading has, too.
    """
    notes = [Note(use.start, use.end, _said(checked, use, language)) for use in checked.check.usages]
    unclear = {(use.start, use.end) for use in checked.check.usages if use.status is Status.AMBIGUOUS}
    for one in checked.check.findings:
        if one.kind == Status.AMBIGUOUS and (one.start, one.end) in unclear:
            continue  # the comment on the use says so, and between which readings
        kind = word("kind", one.kind, language)
        lines = [f"{kind}. {one.message.value(language)}" if kind else one.message.value(language)]
        if one.suggestion:
            lines.append(f"{word('said', 'write', language)}: {one.suggestion}")
        notes.append(Note(one.start, one.end, "\n".join(lines)))
    return commented(checked.document, checked.data, notes, author=AUTHOR)


def _said(checked: Checked, use: Usage, language: str) -> str:
    status = word("status", use.status.value, language)
    sure = how_sure(use.confidence, language)
    lines = [f"{checked.meaning(use, language)} – {status}; {sure}, {percent(use.confidence)}"]
    if use.suggestion and use.suggestion != use.text:
        lines.append(f"{word('said', 'write', language)}: {use.suggestion}")
    if use.settle:
        lines.append(f"{word('said', 'settle', language)}: {use.settle.value(language)}")
    if use.candidates:
        for reason in reasons(use.candidates[0], language)[:MOST_REASONS]:
            lines.append(f"“{reason.words}” {reason.weight:+.2f}: {reason.because}")  # noqa: PERF401
    return "\n".join(lines)
