"""Literals of the data in the language of the reader: closed lists of English words, dates, languages, locators.

What is none of these is a text like any other, and shown as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import lazy_gettext as _

from edukg.namespaces import DCTERMS, EDUKG, PREFIXES
from edukg.web.locators import place_name
from edukg.web.vocabulary import day, language_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Flask

_DATES: Final = frozenset(DCTERMS + name for name in ("created", "date", "issued", "modified"))

_WORDS: Final[Mapping[str, Mapping[str, object]]] = {
    PREFIXES["vs"] + "term_status": {
        "stable": _("stable"),
        "testing": _("testing"),
        "unstable": _("unstable"),
        "archaic": _("archaic"),
    },
    PREFIXES["bibo"] + "status": {"draft": _("draft")},
    DCTERMS + "type": {
        "article": _("article"),
        "blog": _("blog"),
        "book": _("book"),
        "conference paper": _("conference paper"),
        "data list": _("data list"),
        "dictionary entry": _("dictionary entry"),
        "editorial record": _("editorial record"),
        "glossary": _("glossary"),
        "interview": _("interview"),
        "legal act": _("legal act"),
        "methodology": _("methodology"),
        "news": _("news"),
        "news report": _("news report"),
        "policy": _("policy"),
        "press release": _("press release"),
        "programme page": _("programme page"),
        "report": _("report"),
        "speech": _("speech"),
        "standard": _("standard"),
        "statute": _("statute"),
        "strategy": _("strategy"),
        "teaching manual": _("teaching manual"),
        "textbook": _("textbook"),
        "textbook section": _("textbook section"),
        "thesaurus": _("thesaurus"),
        "thesis": _("thesis"),
        "web book section": _("web book section"),
        "web page": _("web page"),
    },
}
_FORMED: Final[Mapping[str, Callable[[str], str]]] = {
    EDUKG + "locator": place_name,
    DCTERMS + "language": language_name,
    **dict.fromkeys(_DATES, day),
}

_FILES: Final[Mapping[str, object]] = {
    "Terms": _("Terms"),
    "Senses": _("Senses"),
    "Concepts": _("Concepts"),
    "Attested uses": _("Attested uses"),
    "CSV on the Web metadata of the tables": _("CSV on the Web metadata of the tables"),
    "SHA-256 digests of all files": _("SHA-256 digests of all files"),
}


def in_words(predicate: str, value: str) -> str:
    """What a literal of a property says in the language of the interface; "" when it is shown as the data have it."""
    formed = _FORMED.get(predicate)
    if formed is not None:
        told = formed(value)
        return told if told != value else ""
    return str(_WORDS.get(predicate, {}).get(value, ""))


def file_name(label: str) -> str:
    """What a file to take away is called; "" for one whose label is in the language of the file itself."""
    return str(_FILES.get(label, ""))


def init_app(app: Flask) -> None:
    """Let templates say them."""
    app.jinja_env.globals.update(in_words=in_words, file_name=file_name)
