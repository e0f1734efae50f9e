"""The few words of a glossary that are not of the knowledge base, in each language."""

from __future__ import annotations

from typing import Final

WORDS: Final[dict[str, dict[str, str]]] = {
    "en": {
        "title": "Glossary of the cluster approach in education",
        "subtitle": "What the terms mean: every sense, who uses it so, and what it is not",
        "imprint": "EduKG {version}, {day}. EduKG contributors, CC BY 4.0. {iri}",
        "contents": "Contents",
        "others": "Other terms of the field",
        "terms": "Terms",
        "confused": "Not to be confused with",
        "uses": "Attested in",
        "identifier": "Identifier",
        "index": "Index of terms",
        "en": "English",
        "ru": "Russian",
        "uz": "Uzbek",
    },
    "ru": {
        "title": "Словарь терминов кластерного подхода в образовании",
        "subtitle": "Что значат термины: каждое значение, кто так употребляет и с чем не следует путать",
        "imprint": "EduKG {version}, {day}. Авторы EduKG, CC BY 4.0. {iri}",
        "contents": "Содержание",
        "others": "Другие термины области",
        "terms": "Термины",
        "confused": "Не путать с",
        "uses": "Засвидетельствовано в",
        "identifier": "Идентификатор",
        "index": "Указатель терминов",
        "en": "По-английски",
        "ru": "По-русски",
        "uz": "По-узбекски",
    },
    "uz": {
        "title": "Taʼlimda klaster yondashuvi atamalari lugʻati",
        "subtitle": "Atamalar nimani bildiradi: har bir maʼno, kim shunday qoʻllaydi, nima bilan adashtirmaslik kerak",
        "imprint": "EduKG {version}, {day}. EduKG mualliflari, CC BY 4.0. {iri}",
        "contents": "Mundarija",
        "others": "Sohaning boshqa atamalari",
        "terms": "Atamalar",
        "confused": "Bu bilan adashtirmang",
        "uses": "Qayd etilgan manbalar",
        "identifier": "Identifikator",
        "index": "Atamalar koʻrsatkichi",
        "en": "Inglizcha",
        "ru": "Ruscha",
        "uz": "Oʻzbekcha",
    },
}
