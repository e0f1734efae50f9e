"""References as files that reference managers read.

Sources: BibTeX entry types (btxdoc, 1988) with `url` and `urldate` as biblatex and most styles take them; the RIS
format (Research Information Systems, 2001, types DICT and fields); Citation Style Language 1.0.2, `csl-data.json`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from edukg.citing.styles import AUTHOR, work
from edukg.model import Citation
from edukg.namespaces import BASE, LANGUAGES

_TEX: Final = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: "\\" + mark for mark in "&%$#_{}"},
}


@dataclass(frozen=True, slots=True)
class CitationFile:
    """A kind of file by its name; `suffix` is what names of such files end in."""

    key: str
    name: str
    suffix: str
    media_type: str
    write: Callable[[Citation, str], str]


def key_of(citation: Citation) -> str:
    """The name by which a manuscript calls the reference, made of the path of the IRI.

    >>> from datetime import date
    >>> from edukg.model import Texts
    >>> key_of(Citation("https://w3id.org/edukg/term/cluster-en", Texts(), "0.1.0", date(2026, 1, 1)))
    'edukg-term-cluster-en'
    """
    return "edukg-" + re.sub(r"[^A-Za-z0-9]+", "-", citation.iri.removeprefix(BASE)).strip("-")


def _tex(text: str) -> str:
    return "".join(_TEX.get(character, character) for character in text)


def _bibtex(citation: Citation, language: str) -> str:
    fields = {
        "author": "{" + AUTHOR + "}",
        "title": "{" + _tex(citation.title.value(language)) + "}",
        "howpublished": f"{_tex(work(language))}, version {citation.version}",
        "year": f"{citation.issued.year}",
        "date": citation.issued.isoformat(),
        "url": citation.iri,
        "urldate": citation.accessed.isoformat(),
        "language": language,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key_of(citation)},\n{lines}}}\n"


def _ris(citation: Citation, language: str) -> str:
    fields = (
        ("TY", "DICT"),
        ("AU", AUTHOR + ","),  # the comma marks a body, which has no first name
        ("TI", citation.title.value(language)),
        ("T2", work(language)),
        ("ET", citation.version),
        ("PY", f"{citation.issued.year}"),
        ("DA", citation.issued.strftime("%Y/%m/%d")),
        ("Y2", citation.accessed.strftime("%Y/%m/%d")),
        ("LA", language),
        ("UR", citation.iri),
        ("ER", ""),
    )
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)


def _csl(citation: Citation, language: str) -> str:
    def parts(day: object) -> list[list[int]]:
        return [[int(part) for part in str(day).split("-")]]

    item = {
        "id": key_of(citation),
        "type": "entry-dictionary",
        "author": [{"literal": AUTHOR}],
        "title": citation.title.value(language),
        "container-title": work(language),
        "version": citation.version,
        "issued": {"date-parts": parts(citation.issued)},
        "accessed": {"date-parts": parts(citation.accessed)},
        "language": language if language in LANGUAGES else "",
        "URL": citation.iri,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


FILES: Final = (
    CitationFile("bibtex", "BibTeX", "bib", "application/x-bibtex", _bibtex),
    CitationFile("ris", "RIS", "ris", "application/x-research-info-systems", _ris),
    CitationFile("csl", "CSL-JSON", "csl.json", "application/vnd.citationstyles.csl+json", _csl),
)
