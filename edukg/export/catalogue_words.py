"""The words of the catalogue, in three languages, and the services it lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from edukg.model import Text, Texts


@dataclass(frozen=True, slots=True)
class Service:
    """Something that answers over HTTP: where, by which standard, where it is described for programs and for people."""

    titles: Texts
    descriptions: Texts
    path: str
    described: str
    page: str
    standard: str


def _said(en: str, ru: str, uz: str) -> Texts:
    return Texts((Text(en, "en"), Text(ru, "ru"), Text(uz, "uz")))


WHOLE: Final = {
    "catalogue": _said("Catalogue of EduKG", "Каталог EduKG", "EduKG katalogi"),
    "catalogue_description": _said(
        "Every file and every service of this installation of EduKG.",
        "Все файлы и службы этой установки EduKG.",
        "EduKG ning ushbu oʻrnatmasidagi barcha fayllar va xizmatlar.",
    ),
    "title": _said(
        "EduKG: what the terms of the cluster approach in education mean",
        "EduKG: что значат термины кластерного подхода в образовании",
        "EduKG: taʼlimdagi klaster yondashuvi atamalari nimani anglatadi",
    ),
    "description": _said(
        "An ontology, a lexicon of senses with attested uses in English, Russian and Uzbek, and sourced instances: "
        "clusters, holdings, innovations, logistics in education.",
        "Онтология, лексикон значений с засвидетельствованными употреблениями на английском, русском и узбекском "
        "языках и данные с указанием источников: кластеры, холдинги, инновации, логистика в образовании.",
        "Ontologiya, ingliz, rus va oʻzbek tillaridagi qayd etilgan qoʻllanishlar bilan maʼnolar leksikoni va "
        "manbalari koʻrsatilgan maʼlumotlar: taʼlimdagi klasterlar, xoldinglar, innovatsiyalar, logistika.",
    ),
    "graph_description": _said(
        "One named graph of the knowledge base: what one of its files says, or what was inferred.",
        "Один именованный граф базы знаний: содержание одного её файла либо выведенное.",
        "Bilimlar bazasining bitta nomli grafi: uning bitta fayli mazmuni yoki xulosa qilib chiqarilgani.",
    ),
}
KEYWORDS: Final = {
    "en": ("educational cluster", "cluster approach", "educational holding", "terminology", "ontology"),
    "ru": ("образовательный кластер", "кластерный подход", "образовательный холдинг", "терминология", "онтология"),
    "uz": ("taʼlim klasteri", "klaster yondashuvi", "taʼlim xoldingi", "terminologiya", "ontologiya"),
}
SERVICES: Final = {
    "sparql": Service(
        _said("SPARQL endpoint", "Точка доступа SPARQL", "SPARQL soʻrovlar manzili"),
        _said(
            "Answers queries in SPARQL 1.1 over all graphs, asserted and inferred.",
            "Отвечает на запросы SPARQL 1.1 по всем графам, заданным и выведенным.",
            "Barcha graflar, berilgan va xulosa qilinganlar boʻyicha SPARQL 1.1 soʻrovlariga javob beradi.",
        ),
        "/sparql",
        "/sparql",
        "/query",
        "https://www.w3.org/TR/sparql11-protocol/",
    ),
    "api": Service(
        _said("JSON interface", "Интерфейс JSON", "JSON interfeysi"),
        _said(
            "Terms, senses, concepts, things, sources, search, comparison, checks of texts and of data, changes.",
            "Термины, значения, понятия, объекты, источники, поиск, сравнение, проверка текстов и данных, изменения.",
            "Atamalar, maʼnolar, tushunchalar, obyektlar, manbalar, qidiruv, taqqoslash, matn va maʼlumotlarni "
            "tekshirish, oʻzgarishlar.",
        ),
        "/api/v1",
        "/api/openapi.json",
        "/api/docs",
        "https://spec.openapis.org/oas/v3.1.0",
    ),
    "reconcile": Service(
        _said("Reconciliation service", "Служба сопоставления", "Moslashtirish xizmati"),
        _said(
            "Matches names in a column to readings of terms, for OpenRefine.",
            "Сопоставляет названия из столбца со значениями терминов, для OpenRefine.",
            "Ustundagi nomlarni atamalarning maʼnolariga moslashtiradi, OpenRefine uchun.",
        ),
        "/reconcile",
        "/reconcile",
        "/about/developers",
        "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
    ),
}
