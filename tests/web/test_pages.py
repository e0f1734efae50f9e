"""The pages say what they should, to whom they should, and link only where something is."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient

import edukg
from edukg.namespaces import BASE, LANGUAGES

pytestmark = pytest.mark.stores

MEANT = ("cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association")
PAGES = (
    "/",
    "/terms",
    "/terms?lang=ru",
    "/search?q=klaster",
    "/search",
    "/about",
    "/downloads",
    "/query",
    "/sparql?query=ASK{}",
    "/term/educational-cluster-en",
    "/concept/clustering",
    "/concept/",
    "/sense/educational-cluster-en-cluster-association",
    "/onto",
    "/onto/EducationalCluster",
    "/onto/hasScale",
    "/source/allayorova-2023",
    "/graph/lexicon/cluster",
)


class _Page(HTMLParser):
    """Collects the links, identifiers and languages of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.identifiers: list[str] = []
        self.inline: list[str] = []
        self.languages: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "id" in given:
            self.identifiers.append(given["id"])
        if "lang" in given:
            self.languages.add(given["lang"])
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        data = given.get("type") == "application/ld+json"  # no browser runs it
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.inline.append(tag)


def _status(client: FlaskClient, path: str) -> int:
    with client.get(path) as answer:
        return answer.status_code


def _article(text: str, key: str) -> str:
    found = re.search(rf'<article class="reading[^"]*" id="{key}".*?</article>', text, re.DOTALL)
    assert found, f"there is no reading {key}"
    return found[0]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("ui", LANGUAGES)
def test_page_is_whole(client: FlaskClient, path: str, ui: str) -> None:
    answer = client.get(path, query_string=None, headers={"Accept-Language": ui})
    assert answer.status_code == 200
    assert answer.mimetype == "text/html"
    page = _Page(answer.text)
    assert f'<html lang="{ui}">' in answer.text
    assert not page.inline, "the security policy forbids inline styles and scripts"
    assert len(page.identifiers) == len(set(page.identifiers)), "an id stands twice on the page"
    assert answer.text.count("<h1") == 1
    assert all(page.links), "a link leads nowhere"


@pytest.mark.parametrize("language", LANGUAGES)
def test_term_page_shows_every_reading_and_what_it_is_not(client: FlaskClient, language: str) -> None:
    text = client.get(f"/term/educational-cluster-{language}").text
    readings, _, others = text.partition('id="elsewhere"')
    for key in MEANT:
        reading = _article(readings, key)
        assert reading.count('<th scope="row">') >= 4, "three features and the class"
        assert 'class="use"' in reading, f"{key} has no attested use"
        assert "/source/" in reading
        assert "/onto/" in reading
    clustering = _article(others, "clustering")
    assert clustering.count('<th scope="row">') >= 4
    assert 'class="use"' in clustering
    assert 'class="contrast"' in others


def test_term_page_is_light(client: FlaskClient) -> None:
    for language in LANGUAGES:
        assert len(client.get(f"/term/educational-cluster-{language}").data) < 100_000


def test_term_page_defines_in_the_readers_language_with_the_others_one_click_away(client: FlaskClient) -> None:
    answer = client.get("/term/educational-cluster-ru", headers={"Accept-Language": "en"})
    assert '<html lang="en">' in answer.text
    assert '<h1><span lang="ru">образовательный кластер</span></h1>' in answer.text
    reading = _article(answer.text, "cluster-association")
    assert '<p class="definition">An association' in reading
    others = reading.partition('<details class="tongues">')[2].partition("</details>")[0]
    assert re.findall(r'<dd lang="(\w+)">', others) == ["ru", "uz"]
    assert "Объединение" in others
    russian = client.get("/term/educational-cluster-ru?lang=ru", headers={"Accept-Language": "en"})
    assert '<p class="definition"><span lang="ru">' in russian.text


def test_citation_names_identifier_version_and_date(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = client.get("/term/educational-cluster-en").text
    found = re.search(r'<dd class="cite" lang="en">(.*?)</dd>', text)
    assert found
    for part in (BASE + "term/educational-cluster-en", kb.manifest.version, kb.manifest.created[:10]):
        assert part in found[1]


def test_unverified_uses_are_marked(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for status in ("verified", "unverified"):
        uses = kb.query(f"""SELECT ?use {{
            ?use a frac:Attestation ; edukg:verificationStatus edukg:{status} ; frac:observedIn ?source .
            ?source edukg:verificationStatus edukg:verified
        }} ORDER BY ?use LIMIT 1""")
        assert isinstance(uses, edukg.Table)
        (use,) = (str(row["use"]) for row in uses)
        assert ('class="flag"' in client.get(use.removeprefix(BASE[:-1])).text) is (status == "unverified")


def test_home_draws_the_readings(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = client.get("/").text
    assert text.count('<li class="branch') == len(kb.term("educational cluster", "en").senses)
    assert text.count('class="family"') == len(kb.families()) == 4


def test_every_link_keeps_the_asked_language(client: FlaskClient) -> None:
    for path in ("/?ui=ru", "/term/educational-cluster-uz?ui=ru", "/concept/clustering?ui=ru"):
        page = _Page(client.get(path).text)
        inside = [link for link in page.links if link.startswith("/")]
        data = re.compile(r"\.(ttl|rdf|jsonld|nt)$")
        kept = [link for link in inside if "ui=" not in link and not data.search(link)]
        assert not kept, kept


@pytest.mark.embedded
def test_every_link_leads_somewhere(client: FlaskClient) -> None:
    seen: set[str] = set()
    for path in PAGES:
        for link in _Page(client.get(path).text).links:
            target = link.partition("#")[0]
            if target.startswith("/"):
                seen.add(target)
    broken = [link for link in sorted(seen) if _status(client, link) not in {200, 303}]
    assert not broken


def test_links_within_a_page_have_their_goal(client: FlaskClient) -> None:
    page = _Page(client.get("/term/educational-cluster-en").text)
    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.identifiers


def test_terms_follow_the_alphabet_of_their_language(client: FlaskClient) -> None:
    text = client.get("/terms?lang=uz").text
    letters = re.findall(r'<h2 id="letter-\d+" lang="uz">(.*?)</h2>', text)
    assert letters == sorted(letters, key=["#", *"ABDEFGHIJKLMNOPQRSTUVXYZ", "Oʻ", "Gʻ", "Sh", "Ch", "Ng"].index)


def test_one_letter(client: FlaskClient) -> None:
    text = client.get("/terms?lang=ru&letter=к").text
    assert "кластер" in text
    assert re.findall(r'<h2 id="letter-\d+" lang="ru">(.*?)</h2>', text) == ["К"]
    assert client.get("/terms?lang=ru&letter=ъ").status_code == 200


@pytest.mark.parametrize("written", ["ta'lim klasteri", "ta’lim klasteri", "taʼlim klasteri", "таълим кластери"])
def test_search_finds_any_spelling_and_tells_readings_apart(client: FlaskClient, written: str) -> None:
    text = client.get("/search", query_string={"q": written}).text
    first = re.search(r'<p class="hit"><a href="([^"]+)"', text)
    assert first
    assert first[1] == "/term/educational-cluster-uz"
    for key in MEANT:
        assert f"/term/educational-cluster-uz#{key}" in text


def test_search_finds_nothing_kindly(client: FlaskClient) -> None:
    answer = client.get("/search?q=zzzzqqq")
    assert answer.status_code == 200
    assert 'href="/terms"' in answer.text


def test_missing_page_answers_in_the_readers_language(client: FlaskClient) -> None:
    answer = client.get("/term/no-such-term-en", headers={"Accept-Language": "ru"})
    assert answer.status_code == 404
    assert "По этому адресу ничего нет" in answer.text
    assert client.get("/no/such/page").status_code == 404


def test_markup_in_a_question_stays_text(client: FlaskClient) -> None:
    hostile = '"><script>alert(1)</script>'
    for path in ("/search", "/query", "/terms"):
        text = client.get(path, query_string={"q": hostile, "query": hostile, "letter": hostile}).text
        assert "<script>alert" not in text


def test_headers_promise_safety_and_no_memory(client: FlaskClient) -> None:
    for path in ("/", "/query", "/nope", "/healthz", "/sparql?query=ASK{}"):
        answer = client.get(path)
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert "unsafe-inline" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"]
        assert "Set-Cookie" not in answer.headers


def test_page_is_not_sent_again_while_nothing_changed(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    first = client.get("/term/educational-cluster-en")
    tag = first.headers["ETag"]
    assert kb.manifest.digest[:16] in tag
    again = client.get("/term/educational-cluster-en", headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert not again.data
    russian = client.get("/term/educational-cluster-en", headers={"If-None-Match": tag, "Accept-Language": "ru"})
    assert russian.status_code == 200


def test_health(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    answer = client.get("/healthz")
    assert answer.get_json() == {"status": "ok", "version": kb.manifest.version, "digest": kb.manifest.digest}


def test_every_example_shows_an_answer(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    examples = kb.examples()
    assert len(examples) >= 12
    for example in examples:
        opened = client.get("/query", query_string={"example": example.slug})
        assert opened.status_code == 200
        assert example.titles.value("en")
        shown = client.get("/sparql", query_string={"query": example.text})
        assert shown.status_code == 200, example.slug
        assert "<td" in shown.text or "<pre" in shown.text, example.slug
    assert client.get("/query?example=no-such-example").status_code == 404


def test_query_that_does_not_parse_can_be_mended(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": "SELECT ?x WHERE { ?x "})
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
    assert 'href="/query?query=SELECT' in answer.text


def test_answer_as_a_page_keeps_languages(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": 'SELECT ("кластер"@ru AS ?word) (<javascript:x> AS ?bad) {}'})
    assert '<td lang="ru">кластер</td>' in answer.text
    assert 'href="javascript' not in answer.text
