"""The sheets of the tables and their columns, with headings in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from edukg.model import Text, Texts


@dataclass(frozen=True, slots=True)
class Column:
    """One column; `datatype` is a name of CSV on the Web, `several` says that cells hold more than one value."""

    name: str
    titles: Texts
    datatype: str = "string"
    several: bool = False
    width: int = 24
    """In characters, for workbooks."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table. `references` are (column, other sheet, its column): each value stands there too."""

    name: str
    titles: Texts
    columns: tuple[Column, ...]
    references: tuple[tuple[str, str, str], ...] = ()


def _said(en: str, ru: str, uz: str) -> Texts:
    return Texts((Text(en, "en"), Text(ru, "ru"), Text(uz, "uz")))


def _iri(name: str, en: str, ru: str, uz: str, *, several: bool = False) -> Column:
    return Column(name, _said(en, ru, uz), "anyURI", several, 42)


def _in_each(name: str, en: str, ru: str, uz: str, width: int) -> tuple[Column, ...]:
    return (
        Column(f"{name}_en", _said(f"{en} (English)", f"{ru} (английский)", f"{uz} (inglizcha)"), width=width),
        Column(f"{name}_ru", _said(f"{en} (Russian)", f"{ru} (русский)", f"{uz} (ruscha)"), width=width),
        Column(f"{name}_uz", _said(f"{en} (Uzbek)", f"{ru} (узбекский)", f"{uz} (oʻzbekcha)"), width=width),
    )


_WRITTEN: Final = Column("written", _said("term", "термин", "atama"), width=34)
_LANGUAGE: Final = Column("language", _said("language", "язык", "til"), "language", width=9)

FEATURES: Final = ("hasRealm", "hasScale", "hasSubjectKind", "hasInfluenceBoundary")
"""The properties that tell senses apart, in the order of their columns."""
_FEATURES: Final = (
    Column("realm", _said("realm (English)", "сфера (английский)", "soha (inglizcha)")),
    Column("scale", _said("scale (English)", "масштаб (английский)", "koʻlam (inglizcha)")),
    Column("subject", _said("subject (English)", "субъект (английский)", "subyekt (inglizcha)")),
    Column(
        "boundary",
        _said("boundary of influence (English)", "граница влияния (английский)", "taʼsir chegarasi (inglizcha)"),
    ),
)

SHEETS: Final = (
    Sheet(
        "terms",
        _said("Terms", "Термины", "Atamalar"),
        (
            _iri("term", "IRI of the term", "IRI термина", "atama IRI si"),
            _WRITTEN,
            _LANGUAGE,
            Column("senses", _said("number of senses", "число значений", "maʼnolar soni"), "integer", width=10),
            Column("ambiguous", _said("ambiguous", "многозначный", "koʻp maʼnoli"), "boolean", width=12),
            Column("meanings", _said("meanings", "значения", "maʼnolari"), several=True, width=60),
            Column("other_forms", _said("other forms", "другие формы", "boshqa shakllari"), several=True, width=40),
            Column("translations", _said("translations", "переводы", "tarjimalari"), several=True, width=60),
        ),
    ),
    Sheet(
        "senses",
        _said("Senses", "Значения", "Maʼnolar"),
        (
            _iri("sense", "IRI of the sense", "IRI значения", "maʼno IRI si"),
            _iri("term", "IRI of the term", "IRI термина", "atama IRI si"),
            _WRITTEN,
            _LANGUAGE,
            _iri("concept", "IRI of the concept", "IRI понятия", "tushuncha IRI si"),
            Column("label", _said("meaning", "понятие", "tushuncha"), width=40),
            Column("definition", _said("definition", "определение", "taʼrif"), width=80),
            Column("uses", _said("attested uses", "засвидетельствовано", "qayd etilgan qoʻllanishlar"), "integer"),
            Column("first", _said("first year", "первый год", "birinchi yil"), "gYear", width=10),
            Column("last", _said("last year", "последний год", "oxirgi yil"), "gYear", width=10),
        ),
        (("term", "terms", "term"), ("concept", "concepts", "concept")),
    ),
    Sheet(
        "concepts",
        _said("Concepts", "Понятия", "Tushunchalar"),
        (
            _iri("concept", "IRI of the concept", "IRI понятия", "tushuncha IRI si"),
            Column("key", _said("key", "ключ", "kalit")),
            Column("family", _said("family (English)", "семейство (английский)", "oila (inglizcha)")),
            *_in_each("label", "label", "название", "nomi", 40),
            *_in_each("definition", "definition", "определение", "taʼrif", 80),
            _iri("class", "class", "класс", "sinf"),
            *_FEATURES,
            _iri("broader", "broader", "шире", "kengroq", several=True),
            _iri("not_to_be_confused_with", "not to be confused with", "не путать с", "adashtirilmasin", several=True),
        ),
    ),
    Sheet(
        "attestations",
        _said("Attested uses", "Употребления", "Qoʻllanishlar"),
        (
            _iri("attestation", "IRI of the use", "IRI употребления", "qoʻllanish IRI si"),
            _iri("concepts", "concepts", "понятия", "tushunchalar", several=True),
            _iri("senses", "senses", "значения", "maʼnolar", several=True),
            Column("form", _said("form used", "употреблённая форма", "qoʻllangan shakl"), width=34),
            _LANGUAGE,
            Column("year", _said("year", "год", "yil"), width=10),
            Column("users", _said("who uses it so", "кто так употребляет", "kim shunday qoʻllaydi"), several=True),
            _iri("source", "IRI of the source", "IRI источника", "manba IRI si"),
            Column("source_label", _said("source", "источник", "manba"), width=34),
            Column("title", _said("title", "название", "sarlavha"), width=60),
            Column("locator", _said("place", "место", "joyi"), width=20),
            Column("verified", _said("seen by the editors", "проверено", "tekshirilgan"), "boolean", width=12),
            *_in_each("gloss", "gloss", "пояснение", "izoh", 80),
        ),
    ),
)
