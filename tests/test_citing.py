"""References are as the manuals write them, and the files are read by other people's readers."""

from __future__ import annotations

import json
from datetime import date

import pytest
import rispy
from pybtex.database import parse_string

import edukg
from edukg.citing import FILES, STYLES, Style, plain
from edukg.citing.files import key_of
from edukg.model import Citation, Text, Texts
from edukg.namespaces import CONCEPT, TERM

IRI = CONCEPT + "cluster-association"
CITED = Citation(
    IRI,
    Texts(
        (
            Text("educational cluster (association)", "en"),
            Text("образовательный кластер (объединение)", "ru"),
            Text("taʼlim klasteri (birlashma)", "uz"),
        )
    ),
    "0.1.0",
    issued=date(2026, 9, 5),
    accessed=date(2026, 11, 30),
)
EXPECTED = {
    "apa": (
        "EduKG contributors. (2026). Educational cluster (association). In EduKG: What the terms of the cluster "
        f"approach in education mean (Version 0.1.0). {IRI}"
    ),
    "gost-reference": (
        "Образовательный кластер (объединение) [Электронный ресурс] // EduKG: что означают термины кластерного подхода "
        f"в образовании. Версия 0.1.0 от 05.09.2026. URL: {IRI} (дата обращения: 30.11.2026)."
    ),
    "gost-record": (
        "Образовательный кластер (объединение). – Текст : электронный // EduKG : что означают термины кластерного "
        f"подхода в образовании : [сайт]. – Версия 0.1.0. – 2026. – URL: {IRI} (дата обращения: 30.11.2026)."
    ),
    "chicago": (
        "EduKG: What the Terms of the Cluster Approach in Education Mean, version 0.1.0, s.v. “educational cluster "
        f"(association),” released September 5, 2026, {IRI}."
    ),
    "mla": (
        "“Educational cluster (association).” EduKG: What the Terms of the Cluster Approach in Education Mean, version "
        f"0.1.0, EduKG contributors, 5 Sept. 2026, {IRI}. Accessed 30 Nov. 2026."
    ),
}


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.key)
def test_reference(style: Style) -> None:
    assert plain(style.reference(CITED, "en")) == EXPECTED[style.key]


def test_every_style_is_expected() -> None:
    assert {style.key for style in STYLES} == set(EXPECTED)


def test_the_work_is_in_italics_and_the_title_in_the_language_of_the_texts() -> None:
    apa = next(style for style in STYLES if style.key == "apa")
    pieces = apa.reference(CITED, "uz")
    assert [piece.text for piece in pieces if piece.italic] == [
        "EduKG: taʼlimda klaster yondashuvi atamalari nimani anglatadi"
    ]
    assert "Taʼlim klasteri (birlashma). In " in plain(pieces)


def _file(key: str, language: str, cited: Citation = CITED) -> str:
    return next(file for file in FILES if file.key == key).write(cited, language)


def test_bibtex_is_read_by_pybtex() -> None:
    found = parse_string(_file("bibtex", "ru"), "bibtex").entries[key_of(CITED)]
    assert found.type == "misc"
    assert [str(person) for person in found.persons["author"]] == ["{EduKG contributors}"]
    assert found.fields["title"] == "{образовательный кластер (объединение)}"
    assert (found.fields["year"], found.fields["urldate"], found.fields["url"]) == ("2026", "2026-11-30", IRI)


def test_bibtex_escapes_what_tex_would_take_for_commands() -> None:
    strange = Citation(IRI, Texts((Text(r"50 % of A_B & {C} \ ~", "en"),)), "0.1.0", date(2026, 1, 1), date(2026, 1, 2))
    found = parse_string(_file("bibtex", "en", strange), "bibtex").entries[key_of(strange)]
    assert found.fields["title"] == r"{50 \% of A\_B \& \{C\} \textbackslash{} \textasciitilde{}}"


def test_ris_is_read_by_rispy() -> None:
    [found] = rispy.loads(_file("ris", "en"))
    assert found["type_of_reference"] == "DICT"
    assert found["title"] == "educational cluster (association)"
    assert found["secondary_title"].startswith("EduKG: ")
    assert found["authors"] == ["EduKG contributors,"]
    assert (found["year"], found["date"], found["urls"]) == ("2026", "2026/09/05", [IRI])


def test_csl_json_has_what_processors_need() -> None:
    [found] = json.loads(_file("csl", "uz"))
    assert found["type"] == "entry-dictionary"
    assert found["title"] == "taʼlim klasteri (birlashma)"
    assert found["issued"] == {"date-parts": [[2026, 9, 5]]}
    assert found["accessed"] == {"date-parts": [[2026, 11, 30]]}
    assert (found["URL"], found["version"], found["language"]) == (IRI, "0.1.0", "uz")


def test_the_knowledge_base_dates_its_citations(kb: edukg.KnowledgeBase) -> None:
    found = kb.citation(TERM + "cluster-en", Texts((Text("cluster", "en"),)), accessed=date(2030, 1, 2))
    assert found.version == kb.manifest.version
    assert found.issued.isoformat() == kb.manifest.created[:10]
    assert found.accessed == date(2030, 1, 2)
