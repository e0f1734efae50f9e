"""Comments in a DOCX, each at the exact span of the text that `office.docx_text` reads from it.

Runs are split at the ends of a span, each part keeping the formatting of the whole, and python-docx anchors the comment
to the runs between. Where a comment cannot stand, in a text box or a note, it stands at the run that holds the box, or
at the mark that refers to the note.
"""

from __future__ import annotations

import bisect
import copy
import io
import re
from collections.abc import Sequence
from typing import Any, Final

import docx
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.run import Run

from edukg.documents.office import NOTES, body_paragraphs, paragraph_text, pieces

_RUN: Final = qn("w:r")
_NOT_XML: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCES: Final = {
    "/word/footnotes.xml": ("w:footnote", "w:footnoteReference"),
    "/word/endnotes.xml": ("w:endnote", "w:endnoteReference"),
}


def plain_docx(text: str) -> bytes:
    """A new DOCX with a text, a paragraph for each line; its text as it is read back has the same positions.

    A character that XML cannot hold becomes U+FFFD.
    """
    document = docx.Document()
    for line in _NOT_XML.sub("\ufffd", text).split("\n"):
        document.add_paragraph(line)
    return _bytes(document)


def write(data: bytes, notes: Sequence[tuple[int, int, str]], author: str) -> bytes:
    """The document with a comment for each note: start and end in its text, and what to say."""
    document = docx.Document(io.BytesIO(data))
    paragraphs = [*body_paragraphs(document)]
    starts, at = [], 0
    for paragraph in paragraphs:
        starts.append(at)
        at += len(paragraph_text(paragraph)) + 1
    body_end = at
    references = _note_references(document, body_end)
    for start, end, said in sorted(notes, key=lambda note: (-note[0], -note[1])):
        if start >= body_end:
            mark = _reference_run(references, start)
            first = last = _last_run(paragraphs) if mark is None else mark
        else:
            first, last = _runs(paragraphs, starts, start, min(end, body_end - 1))
        if first is None or last is None:
            continue
        runs = [Run(first, document), Run(last, document)]
        document.add_comment(runs, text=_NOT_XML.sub("\ufffd", said), author=author, initials=author[:1])
    return _bytes(document)


def _bytes(document: Any) -> bytes:
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _runs(paragraphs: list[Any], starts: list[int], start: int, end: int) -> tuple[Any | None, Any | None]:
    """The first and the last run of a span, split so that they hold nothing else."""
    number = bisect.bisect_right(starts, start) - 1
    last_number = max(number, bisect.bisect_left(starts, end) - 1)
    # The last paragraph first: splitting it leaves the positions before it as they are.
    last = _run_at(paragraphs[last_number], end - 1 - starts[last_number], split_before=False)
    first = _run_at(paragraphs[number], start - starts[number], split_before=True)
    if number == last_number:
        # Splitting in front of the span may have moved its end into another run.
        last = _run_at(paragraphs[number], end - 1 - starts[number], split_before=False)
    box = _box(first if first is not None else last)
    if box is not None:
        return box, box
    return (last if first is None else first), (first if last is None else last)


def _run_at(paragraph: Any, at: int, *, split_before: bool) -> Any | None:
    """The run that shows the character at a place of its paragraph, beginning or ending just there."""
    passed = 0
    for element, shown in pieces(paragraph):
        if passed <= at < passed + len(shown):
            cut = at - passed if split_before else at - passed + 1
            return _split(element, cut, len(shown), before=split_before)
        passed += len(shown)
    return None


def _split(element: Any, cut: int, length: int, *, before: bool) -> Any | None:
    """Split the run of a text element at a place in its text; the part that holds the character is returned."""
    run = next((above for above in element.iterancestors() if above.tag == _RUN), None)
    if run is None:
        return None
    if element.getparent() is not run:  # inside something that cannot be parted, such as a ruby text
        return run
    boundary: Any | None
    if 0 < cut < length:
        rest = OxmlElement("w:t")
        rest.text = element.text[cut:]
        element.text = element.text[:cut]
        for part in (element, rest):
            part.set(qn("xml:space"), "preserve")
        element.addnext(rest)
        boundary = rest
    elif cut == 0:
        boundary = element
    else:
        boundary = element.getnext()
    if boundary is None or all(child.tag == qn("w:rPr") for child in boundary.itersiblings(preceding=True)):
        return run
    behind = OxmlElement("w:r")
    behind.attrib.update(run.attrib)
    formatting = run.find(qn("w:rPr"))
    if formatting is not None:
        behind.append(copy.deepcopy(formatting))
    moving = [boundary, *boundary.itersiblings()]
    run.addnext(behind)
    behind.extend(moving)
    return behind if before else run


def _box(run: Any | None) -> Any | None:
    """The outermost run around a run that lies in a text box, or None when it lies in no other run."""
    if run is None:
        return None
    around = [above for above in run.iterancestors() if above.tag == _RUN]
    return around[-1] if around else None


def _last_run(paragraphs: list[Any]) -> Any | None:
    for paragraph in reversed(paragraphs):
        runs = [run for run in paragraph.iter(_RUN) if _box(run) is None]
        if runs:
            return runs[-1]
    return None


def _note_references(document: Any, at: int) -> list[tuple[int, Any | None]]:
    """For each paragraph of the notes, where its text begins and the run that refers to it."""
    found: list[tuple[int, Any | None]] = []
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if name not in NOTES:
            continue
        note, reference = _REFERENCES[name]
        runs = {
            mark.get(qn("w:id")): next((a for a in mark.iterancestors() if a.tag == _RUN), None)
            for mark in document.element.body.iter(qn(reference))
        }
        for paragraph in parse_xml(part.blob).iter(qn("w:p")):
            owner = next((a for a in paragraph.iterancestors() if a.tag == qn(note)), None)
            found.append((at, runs.get(owner.get(qn("w:id"))) if owner is not None else None))
            at += len(paragraph_text(paragraph)) + 1
    return found


def _reference_run(references: list[tuple[int, Any | None]], start: int) -> Any | None:
    number = bisect.bisect_right([at for at, _ in references], start) - 1
    return references[number][1] if number >= 0 else None
