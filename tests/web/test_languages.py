"""Each reader finds every page in their own language and script, and foreign texts marked as such."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser

import pytest
from flask import Flask
from flask.testing import FlaskClient

import edukg
from edukg.cyrillic import to_cyrillic, to_latin
from edukg.web import catalogues, explaining
from edukg.web.locators import place_name
from edukg.web.scripts import turned
from tests.web.sites import PAGES

NAMES = frozenset(
    ("EduKG", "EduKG · EduKG", "SHA-256", "JSON", "XML", "CSV", "TSV", "EduKG 0.1.0 ·", "lexicon/cluster · EduKG")
)
"""Names that are the same in every language."""
VOID = frozenset(("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"))
SILENT = frozenset(("script", "style", "code", "pre", "textarea", "kbd"))


class Said(HTMLParser):
    """What a page says to a reader in one language: texts and spoken attributes that are marked as no other."""

    def __init__(self, page: str, language: str) -> None:
        super().__init__()
        self.language = language
        self.texts: list[str] = []
        self._open: list[tuple[str, str, bool]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        _, language, silent = self._open[-1] if self._open else ("", "", False)
        language = given.get("lang") or language
        silent = silent or tag in SILENT or given.get("translate") == "no"
        if language == self.language and not silent:
            self.texts += [given[n] for n in ("aria-label", "title", "placeholder", "alt") if given.get(n)]
            if tag == "meta" and given.get("name") == "description":
                self.texts.append(given["content"])
        if tag not in VOID:
            self._open.append((tag, language, silent))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        while any(name == tag for name, _, _ in self._open):
            if self._open.pop()[0] == tag:
                break

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][1] == self.language and not self._open[-1][2] and data.strip():
            self.texts.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def own_words(kb: edukg.KnowledgeBase) -> dict[str, set[str]]:
    """The texts that the data themselves give in each language: names that are the same everywhere are among them."""
    found: dict[str, set[str]] = {"ru": set(), "uz": set()}
    table = kb.query('SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(LANG(?o) IN ("ru", "uz", "")) }')
    assert isinstance(table, edukg.Table)
    for row in table:
        literal = row["o"]
        for language, texts in found.items():
            if getattr(literal, "language", "") in {language, ""}:
                texts.add(str(literal))
    return found


@pytest.fixture(scope="module")
def english_page(app: Flask) -> Callable[[str], str]:
    """The pages in English, each asked for once."""
    asking = app.test_client()

    @cache
    def page(path: str) -> str:
        return asking.get(path, headers={"Accept": "text/html", "Accept-Language": "en"}).text

    return page


@pytest.mark.parametrize("language", ["ru", "uz"])
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_nothing_is_left_in_english(
    client: FlaskClient, english_page: Callable[[str], str], path: str, language: str, own_words: dict[str, set[str]]
) -> None:
    english = set(Said(english_page(path), "en").texts)
    said = Said(client.get(path, headers={"Accept-Language": language}).text, language).texts
    assert said, "the page says something in the language"
    left = {
        text
        for text in said
        if text in english
        and re.search(r"[A-Za-z]{3}", text)
        and re.sub(r": \d+$", "", text.removesuffix(" · EduKG")) not in own_words[language]
    }
    assert left <= NAMES


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_cyrillic_view_has_no_latin_uzbek(client: FlaskClient, path: str) -> None:
    page = client.get(path, query_string=None, headers={"Accept-Language": "uz-Cyrl"}).text
    assert '<html lang="uz-Cyrl">' in page
    assert ' lang="uz"' not in re.sub(r"<(q|a)\b[^>]*>", "", page)
    assert not [text for text in Said(page, "uz-Cyrl").texts if re.search("[a-z]{3}ʻ|ʻ[a-z]|ʼ[a-z]", text)]


def test_cyrillic_view_is_kept_by_address_and_told_apart_by_caches(client: FlaskClient) -> None:
    latin = client.get("/terms?ui=uz&lang=uz")
    cyrillic = client.get("/terms?ui=uz-Cyrl&lang=uz")
    assert latin.headers["ETag"] != cyrillic.headers["ETag"]
    assert "ui=uz-Cyrl" in cyrillic.text
    assert "таълим кластери" in cyrillic.text
    assert "taʼlim klasteri" in latin.text
    assert "таълим кластери" not in latin.text


@pytest.mark.parametrize(
    ("latin", "cyrillic"),
    [
        ("taʼlim klasteri", "таълим кластери"),
        ("yoʻnalish", "йўналиш"),
        ("eng yangi yer", "энг янги ер"),
        ("poeziya", "поэзия"),
        ("Isʼhoq", "Исҳоқ"),
        ("ishchi", "ишчи"),
        ("Oʻzbekiston", "Ўзбекистон"),
        ("gʻoya", "ғоя"),
        ("yosh yurt", "ёш юрт"),
        ("innovatsiyalar", "инновациялар"),
        ("ketsin, etsa", "кетсин, этса"),
        ("konferensiya", "конференция"),
        ("litsey", "лицей"),
        ("obyekt", "объект"),
        ("rayon", "район"),
        ("model, modeli", "модель, модели"),
        ("masʼul sanʼat", "масъул санъат"),
        ("munitsipal", "муниципал"),
        ("1-sentabrdan, oktabr", "1-сентябрдан, октябрь"),
        ("Ulyanovsk", "Ульяновск"),
        ("konsorsium, inspeksiya", "консорциум, инспекция"),
    ],
)
def test_transliteration_both_ways(latin: str, cyrillic: str) -> None:
    assert to_cyrillic(latin) == cyrillic
    assert to_latin(cyrillic) == latin


def test_names_and_addresses_keep_their_script() -> None:
    for text in ("RDF", "EduKG", "https://w3id.org/edukg/onto", "www", "Creative Commons", "edukg.ttl", "N-Triples"):
        assert to_cyrillic(text) == text


def test_every_uzbek_word_comes_back(kb: edukg.KnowledgeBase) -> None:
    table = kb.query('SELECT DISTINCT ?o WHERE { ?s ?p ?o FILTER(LANG(?o) = "uz") }')
    assert isinstance(table, edukg.Table)
    texts = [str(row["o"]) for row in table]
    for message in catalogues.read("uz"):
        texts += [message.string] if isinstance(message.string, str) else list(message.string or ())
    words = {word for text in texts for word in re.findall("[A-Za-zʻʼ]+", text) if not word.startswith(("AQS", "OTM"))}
    assert len(words) > 2000
    assert not {word for word in words if to_latin(to_cyrillic(word)) != word}


def test_turning_touches_uzbek_only() -> None:
    page = (
        '<html lang="uz"><p title="taʼlim">bir <b lang="ru">два</b> <code>bir</code> <q>bir</q>&amp;<br>bir</p></html>'
    )
    assert turned(page) == (
        '<html lang="uz-Cyrl"><p title="таълим">бир <b lang="ru">два</b> <code>bir</code> <q>bir</q>&amp;<br>бир</p>'
        "</html>"
    )


@pytest.mark.parametrize("language", ["ru", "uz"])
def test_every_locator_is_told_in_the_language(app: Flask, kb: edukg.KnowledgeBase, language: str) -> None:
    table = kb.query("SELECT DISTINCT ?o WHERE { ?s edukg:locator ?o }")
    assert isinstance(table, edukg.Table)
    with app.test_request_context("/", headers={"Accept-Language": language}):
        same = [str(row["o"]) for row in table if place_name(str(row["o"])) == str(row["o"])]
    assert not same


def test_errors_speak_the_readers_language(client: FlaskClient) -> None:
    query = {"query": "SELECT ?x WHERE { ?x foo:bar ?y }"}
    russian = client.get("/sparql", query_string={**query, "ui": "ru"}).text
    assert "Префикс «foo:» использован, но не объявлен." in russian
    cyrillic = client.get("/sparql", query_string={**query, "ui": "uz-Cyrl"}).text
    assert "ишлатилган, лекин эълон қилинмаган" in cyrillic
    path = {"term": "educational-cluster-en", "path": "sideways", "ui": "ru"}
    assert "нет среди тех, которые предлагает вопрос" in client.get("/guide", query_string=path).text
    cut = client.get("/sparql", query_string={"query": "SELECT ?x WHERE { ?x a }", "ui": "ru"}).text
    assert "IRI, переменная" in cut
    assert "a variable" not in cut


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_sentences_of_errors_keep_their_values(language: str) -> None:
    for message in catalogues.read(language):
        if message.context == explaining.CONTEXT:
            places = set(re.findall(r"\{\w+\}", str(message.id)))
            assert set(re.findall(r"\{\w+\}", str(message.string))) == places, message.id


def test_dates_and_numbers_are_written_as_the_language_does(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    year = kb.manifest.created[:4]
    assert re.search(rf"\d+ \w+ {year}\sг\.</time>", client.get("/about?ui=ru").text)
    assert re.search(rf"\d+-\w+, {year}</time>", client.get("/about?ui=uz").text)
    assert re.search(r"<dd>\d\d,\d\d\d</dd>", client.get("/statistics?ui=en").text)
    assert re.search("<dd>\\d\\d\u00a0\\d\\d\\d</dd>", client.get("/statistics?ui=ru").text)
