"""A checked text in the forms people and programs take away: JSON, HTML, CSV, JSON-LD, Turtle, DOCX with comments.

checked.py        the value all forms are made of; segments and grouped reasons
words.py          the words of the outputs in the reader's language
page.py           marked HTML            table.py          CSV
linked.py         Web Annotation, NIF    word_comments.py  DOCX
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from edukg import wire
from edukg.annotate.checked import Checked, Glossary, Reason, Segment, glossary, reasons, segments
from edukg.annotate.linked import turtle, web_annotation
from edukg.annotate.page import html_page
from edukg.annotate.table import csv_table
from edukg.annotate.word_comments import docx_comments
from edukg.annotate.words import how_sure, percent, word


@dataclass(frozen=True, slots=True)
class Form:
    """A form of output: how it is asked for, its ending, its media type, and what writes it."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Checked, str], bytes]


def _json(checked: Checked, language: str) -> bytes:
    return (json.dumps(wire.check(checked.check, language), ensure_ascii=False, indent=2) + "\n").encode(
        "utf-8", "replace"
    )


def _csv(checked: Checked, language: str) -> bytes:
    return csv_table((checked,), language)


_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("html", ".html", "text/html; charset=utf-8", html_page),
        Form("docx", ".docx", _DOCX, docx_comments),
        Form("csv", ".csv", "text/csv; charset=utf-8", _csv),
        Form("json", ".json", "application/json", _json),
        Form("jsonld", ".jsonld", 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"', web_annotation),
        Form("turtle", ".ttl", "text/turtle; charset=utf-8", turtle),
    )
}
"""Every form by the name it is asked for."""

__all__ = [
    "FORMS",
    "Checked",
    "Form",
    "Glossary",
    "Reason",
    "Segment",
    "csv_table",
    "glossary",
    "how_sure",
    "percent",
    "reasons",
    "segments",
    "word",
]
