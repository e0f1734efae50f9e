"""One line for each style.

Sources: Publication Manual of the American Psychological Association, 7th edition, chapter 10 (an entry in a reference
work with a group author); The Chicago Manual of Style, 17th edition, section 14.233 (reference works consulted online,
“s.v.”); MLA Handbook, 9th edition, chapter 5 (containers, version); ГОСТ Р 7.0.5–2008 (затекстовая ссылка на часть
электронного ресурса); ГОСТ Р 7.0.100–2018 (запись на составную часть электронного ресурса). Chicago and MLA write
English titles of works in headline style.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from edukg.model import Citation
from edukg.model.citing import Piece
from edukg.namespaces import LANGUAGES

AUTHOR: Final = "EduKG contributors"
NAMES: Final = {
    "en": ("EduKG", "What the terms of the cluster approach in education mean"),
    "ru": ("EduKG", "что означают термины кластерного подхода в образовании"),
    "uz": ("EduKG", "taʼlimda klaster yondashuvi atamalari nimani anglatadi"),
}
"""The reference work in each language: its title and the other title information."""
_HEADLINE: Final = "EduKG: What the Terms of the Cluster Approach in Education Mean"
_MONTHS: Final = (
    "", "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def work(language: str) -> str:
    """The whole title of the reference work in a language."""
    title, rest = NAMES.get(language, NAMES["en"])
    return f"{title}: {rest}"


def _headline(language: str) -> str:
    return _HEADLINE if language == "en" else work(language)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _title(citation: Citation, language: str) -> str:
    return citation.title.value(language) or citation.iri.rpartition("/")[2]


def _apa(citation: Citation, language: str) -> Iterable[Piece]:
    yield Piece(f"{AUTHOR}. ({citation.issued.year}). {_capital(_title(citation, language))}. In ")
    yield Piece(work(language), italic=True)
    yield Piece(f" (Version {citation.version}). {citation.iri}")


def _chicago(citation: Citation, language: str) -> Iterable[Piece]:
    yield Piece(_headline(language), italic=True)
    yield Piece(
        f", version {citation.version}, s.v. “{_title(citation, language)},” released "
        f"{_MONTHS[citation.issued.month]} {citation.issued.day}, {citation.issued.year}, {citation.iri}."
    )


def _mla(citation: Citation, language: str) -> Iterable[Piece]:
    yield Piece(f"“{_capital(_title(citation, language))}.” ")
    yield Piece(_headline(language), italic=True)
    yield Piece(f", version {citation.version}, {AUTHOR}, {_mla_day(citation.issued)}, {citation.iri}. ")
    yield Piece(f"Accessed {_mla_day(citation.accessed)}.")


def _mla_day(day: date) -> str:
    month = _MONTHS[day.month]
    short = month if len(month) <= 4 else ("Sept." if month == "September" else month[:3] + ".")
    return f"{day.day} {short} {day.year}"


def _gost_day(day: date) -> str:
    return day.strftime("%d.%m.%Y")


def _gost_reference(citation: Citation, language: str) -> Iterable[Piece]:
    name, rest = NAMES["ru"]
    yield Piece(
        f"{_capital(_title(citation, language))} [Электронный ресурс] // {name}: {rest}. "
        f"Версия {citation.version} от {_gost_day(citation.issued)}. URL: {citation.iri} "
        f"(дата обращения: {_gost_day(citation.accessed)})."
    )


def _gost_record(citation: Citation, language: str) -> Iterable[Piece]:
    name, rest = NAMES["ru"]
    yield Piece(
        f"{_capital(_title(citation, language))}. – Текст : электронный // {name} : {rest} : [сайт]. – "
        f"Версия {citation.version}. – {citation.issued.year}. – URL: {citation.iri} "
        f"(дата обращения: {_gost_day(citation.accessed)})."
    )


@dataclass(frozen=True, slots=True)
class Style:
    """A style by its name; `language` is that of its references, "" when they follow what is cited."""

    key: str
    name: str
    language: str
    write: Callable[[Citation, str], Iterable[Piece]]

    def reference(self, citation: Citation, language: str) -> tuple[Piece, ...]:
        """The reference, with what is cited named in a language."""
        spoken = self.language or (language if language in LANGUAGES else LANGUAGES[0])
        return tuple(self.write(citation, spoken))


STYLES: Final = (
    Style("apa", "APA 7", "", _apa),
    Style("gost-reference", "ГОСТ Р 7.0.5–2008", "ru", _gost_reference),
    Style("gost-record", "ГОСТ Р 7.0.100–2018", "ru", _gost_record),
    Style("chicago", "Chicago 17", "", _chicago),
    Style("mla", "MLA 9", "", _mla),
)


def plain(pieces: Iterable[Piece]) -> str:
    """A reference without its italics."""
    return "".join(piece.text for piece in pieces)
