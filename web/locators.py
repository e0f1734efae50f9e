"""Where in a document something stands, in the language of the interface.

The data say it in English, in few forms: a kind of place with numbers, or one of some phrases. What is neither is shown
as the data say it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _

_NUMBERED: Final[tuple[tuple[str, Callable[..., str]], ...]] = (
    (r"paragraph (?P<n>\d+)", lambda n: gettext("paragraph %(n)s", n=n)),
    (r"paragraphs (?P<n>\d+) and (?P<m>\d+)", lambda n, m: gettext("paragraphs %(n)s and %(m)s", n=n, m=m)),
    (r"paragraph (?P<n>\d+) of the source paper", lambda n: gettext("paragraph %(n)s of the source paper", n=n)),
    (r"article (?P<n>\d+)", lambda n: gettext("article %(n)s", n=n)),
    (r"order (?P<n>\d+)", lambda n: gettext("order %(n)s", n=n)),
    (r"section (?P<n>[\d.]+)", lambda n: gettext("section %(n)s", n=n)),
    (r"section (?P<n>[IVX]+), item (?P<m>\d+)", lambda n, m: gettext("section %(n)s, item %(m)s", n=n, m=m)),
    (r"title of section (?P<n>[\d.]+)", lambda n: gettext("title of section %(n)s", n=n)),
    (r"page (?P<n>\d+)", lambda n: gettext("page %(n)s", n=n)),
    (r"pages (?P<n>\d+)[-–](?P<m>\d+)", lambda n, m: gettext("pages %(n)s–%(m)s", n=n, m=m)),
    (r"page (?P<n>\d+) of the copy", lambda n: gettext("page %(n)s of the copy", n=n)),
    (
        r"pages (?P<n>\d[\d, and]*) of the copy",
        lambda n: gettext("pages %(n)s of the copy", n=n.replace(" and ", ", ")),
    ),
)
_PATTERNS: Final = tuple((re.compile(pattern), words) for pattern, words in _NUMBERED)

_PHRASES: Final = {
    "about page": _("about page"),
    "about page of the framework": _("about page of the framework"),
    "abstract": _("abstract"),
    "abstract of the other": _("abstract of the other"),
    "abstract and opening": _("abstract and opening"),
    "abstract in Uzbek": _("abstract in Uzbek"),
    "article": _("article"),
    "article on flows in higher education": _("article on flows in higher education"),
    "book": _("book"),
    "column Event Marketing, issue 48, opening": _("column Event Marketing, issue 48, opening"),
    "descriptor of the career cluster": _("descriptor of the career cluster"),
    "dictionary entry": _("dictionary entry"),
    "digest": _("digest"),
    "discussion of the Dimitrovgrad cluster": _("discussion of the Dimitrovgrad cluster"),
    "glossary entry": _("glossary entry"),
    "interview": _("interview"),
    "introduction": _("introduction"),
    "keywords and abstract": _("keywords and abstract"),
    "keywords in Uzbek": _("keywords in Uzbek"),
    "lesson page": _("lesson page"),
    "library record": _("library record"),
    "list of the fourteen clusters": _("list of the fourteen clusters"),
    "methodology page": _("methodology page"),
    "news of 29 January 2020": _("news of 29 January 2020"),
    "news report": _("news report"),
    "opening": _("opening"),
    "page on Uzbekistan": _("page on Uzbekistan"),
    "page on educational hubs": _("page on educational hubs"),
    "page on networks and clusters": _("page on networks and clusters"),
    "page on the technique": _("page on the technique"),
    "press release": _("press release"),
    "report": _("report"),
    "report and its descriptors": _("report and its descriptors"),
    "report on cluster colleges": _("report on cluster colleges"),
    "section on cluster groups": _("section on cluster groups"),
    "section on the cluster in the lesson": _("section on the cluster in the lesson"),
    "text on school coordinators": _("text on school coordinators"),
    "textbook section, as reported there": _("textbook section, as reported there"),
    "title": _("title"),
    "title and abstract": _("title and abstract"),
    "title and article": _("title and article"),
    "title and review of rules": _("title and review of rules"),
    "title and summary": _("title and summary"),
    "title in Uzbek": _("title in Uzbek"),
    "title of the English page": _("title of the English page"),
    "title of the textbook section": _("title of the textbook section"),
}


def place_name(locator: str) -> str:
    """A locator of the data in the language of the interface; unchanged when it has an unknown form."""
    parts = [_part(part) for part in locator.split("; ")]
    return locator if None in parts else "; ".join(part for part in parts if part)


def _part(locator: str) -> str | None:
    phrase = _PHRASES.get(locator)
    if phrase is not None:
        return str(phrase)
    for pattern, words in _PATTERNS:
        if found := pattern.fullmatch(locator):
            return words(**found.groupdict())
    return None
