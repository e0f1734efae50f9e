"""The page and the JSON interface that check a text: answers, exports, hostile input, and a real browser."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import docx
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import expect

from edukg.annotate import FORMS
from edukg.documents import read_document
from edukg.web.given import MOST_CHARACTERS

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

TEXT = "The educational cluster unites schools. An educational holding & <b>logistics</b>."
API = "/api/v1/check"


def word_file() -> bytes:
    document = docx.Document()
    document.add_paragraph("The educational ").add_run("cluster").bold = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def bomb() -> bytes:
    with zipfile.ZipFile(written := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" + b" " * 20_000_000)
        archive.writestr("nested.zip", b"PK\x03\x04" + b"\0" * 5_000_000)
    return written.getvalue()


def article(language: str, words: int = 10_000) -> str:
    """A text of an article's length, of the project's own labelled examples."""
    table = (resources.files("edukg") / "usage" / "examples" / f"{language}.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in table.splitlines() if not line.startswith("#")]
    place = lines[0].index("text")
    sentences = [re.sub("[⟦⟧]", "", line[place]) for line in lines[1:]]
    found: list[str] = []
    length = 0
    while length < words:
        sentence = sentences[len(found) % len(sentences)]
        found.append(sentence)
        length += len(sentence.split())
    return "\n\n".join(" ".join(found[at : at + 5]) for at in range(0, len(found), 5))


def uses_of(answer: Any) -> list[str]:
    return [use["text"] for use in answer.get_json()["usages"]]


@pytest.mark.parametrize(
    "given",
    [
        {"json": {"text": TEXT}},
        {"json": {"text": TEXT, "language": "en"}},
        {"data": TEXT.encode(), "content_type": "text/plain; charset=utf-8"},
        {"data": {"file": (io.BytesIO(TEXT.encode()), "a.md")}},
    ],
)
def test_the_interface_takes_json_plain_text_and_a_file(client: FlaskClient, given: dict[str, Any]) -> None:
    answer = client.post(API, **given)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    found = answer.get_json()
    assert set(found) == {"language", "usages", "findings"}
    assert uses_of(answer) == ["educational cluster", "educational holding", "logistics"]
    for use in found["usages"]:
        assert TEXT[use["start"] : use["end"]] == use["text"]


def test_reasons_come_in_the_readers_language_and_can_be_left_out(client: FlaskClient) -> None:
    def because(language: str) -> set[str]:
        answer = client.post(f"{API}?ui={language}", json={"text": TEXT}).get_json()
        return {e["because"] for use in answer["usages"] for c in use["candidates"] for e in c["evidence"]}

    assert because("ru")
    assert not because("ru") & because("uz")
    assert "evidence" not in client.post(f"{API}?evidence=no", json={"text": TEXT}).get_data(as_text=True)


@pytest.mark.parametrize(
    ("given", "status", "told"),
    [
        ({"data": b"{", "content_type": "application/json"}, 400, "no JSON object"),
        ({"json": {"text": 5}}, 400, "no JSON object"),
        ({"json": {"text": " "}}, 400, "no text"),
        ({"json": {"text": "cluster", "language": "xx"}}, 400, "no language"),
        ({"data": b'{"text": "\\ud800 cluster"}', "content_type": "application/json"}, 400, "surrogate"),
        ({"json": {"text": "a " * MOST_CHARACTERS}}, 413, "at most"),
        ({"data": b"x" * 21_000_000, "content_type": "text/plain"}, 413, ""),
        ({"data": bytes(range(256)) * 100, "content_type": "text/plain"}, 415, "binary"),
        ({"data": b"<a/>", "content_type": "application/xml"}, 415, "cannot be given"),
        ({"data": {"file": (io.BytesIO(bomb()), "a.docx")}}, 400, "unpack"),
        ({"data": {"file": (io.BytesIO(b"PK\x03\x04 cut off"), "a.docx")}}, 400, "damaged"),
        ({"data": {"file": (io.BytesIO(b"\xd0\xcf\x11\xe0"), "a.doc")}}, 415, "old Word"),
    ],
)
def test_what_cannot_be_checked_is_told_as_a_problem(
    client: FlaskClient, given: dict[str, Any], status: int, told: str
) -> None:
    answer = client.post(API, **given)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert told in answer.get_json()["detail"]


@pytest.mark.parametrize(
    "text",
    ["\u202ecluster\u202c of schools", "clus\u200bter", "ﬂ cluster 𝄞 cluster\x00", "İ cluster\u0301 ", "\ufeffcluster"],
)
def test_spans_stay_right_in_strange_text(client: FlaskClient, text: str) -> None:
    uses = client.post(API, json={"text": text}).get_json()["usages"]
    assert uses
    assert all(text[use["start"] : use["end"]] == use["text"] for use in uses)


def test_the_page_is_whole_without_javascript(client: FlaskClient) -> None:
    answer = client.post("/check", data={"text": TEXT})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.findall(r'id="at-(\d)" href="#use-(\d)"', page) == [("1", "1"), ("2", "2"), ("3", "3")]
    assert page.count('<li class="use-card') == 3
    assert "&amp; &lt;b&gt;" in page
    assert "<b>logistics" not in page
    assert client.get("/check").get_data(as_text=True).count("<textarea") == 1


def test_accepting_puts_the_precise_wording_in_place(client: FlaskClient) -> None:
    uses = client.post(API, json={"text": TEXT}).get_json()["usages"]
    number, use = next((n, u) for n, u in enumerate(uses, start=1) if u["suggestion"])
    page = client.post("/check", data={"text": TEXT, "accept": str(number)}).get_data(as_text=True)
    kept = re.search(r'<textarea name="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    assert kept is not None
    assert use["suggestion"].replace("&", "&amp;") in kept[1]
    assert client.post("/check", data={"text": TEXT, "accept": "99"}).status_code == 400


@pytest.mark.parametrize("form", sorted(FORMS))
def test_every_form_can_be_taken_away(client: FlaskClient, form: str) -> None:
    answer = client.post("/check/export?ui=uz", data={"text": TEXT, "format": form, "name": "ҳисобот.txt"})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].endswith(f".checked{FORMS[form].suffix}")
    if form == "docx":
        assert read_document(answer.data, "x.docx").text == TEXT
    else:
        assert "educational cluster" in answer.get_data(as_text=True)
    if form == "csv":
        rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))
        assert {row["status_in_words"] for row in rows} <= {"aniq", "koʻp maʼnoli", "bizning atama emas"}


def test_comments_go_into_the_uploaded_document_itself(client: FlaskClient) -> None:
    page = client.post("/check", data={"file": (io.BytesIO(word_file()), "thesis.docx")}).get_data(as_text=True)
    carried = re.search(r'name="document" value="([^"]+)"', page)
    assert carried is not None
    fields = {"text": "The educational cluster", "name": "thesis.docx", "document": carried[1], "format": "docx"}
    written = docx.Document(io.BytesIO(client.post("/check/export", data=fields).data))
    assert len(list(written.comments)) == 1
    assert [run.text for run in written.paragraphs[0].runs if run.bold] == ["cluster"]
    assert client.post("/check/export", data={**fields, "document": "!"}).status_code == 400


def test_bad_input_is_told_on_the_page_and_the_text_stays(client: FlaskClient) -> None:
    answer = client.post("/check", data={"text": "cluster", "language": "xx"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert 'role="alert"' in page
    assert "cluster</textarea>" in page
    assert client.post("/check", data={"file": (io.BytesIO(b"\x00\x01" * 999), "a.txt")}).status_code == 415
    assert client.post("/check/export", data={"text": TEXT, "format": "exe"}).status_code == 400


def test_the_way_to_it_is_on_every_page(client: FlaskClient) -> None:
    assert client.get("/").get_data(as_text=True).count('href="/check"') == 2
    assert 'href="/check"' in client.get("/terms").get_data(as_text=True)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_an_article_on_a_phone(visitor: Visitor, language: str) -> None:
    """10,000 words are marked, listed, and walked through by keyboard."""
    visit = visitor(width=390, language=language)
    page = visit.open("/check")
    text = article(language)
    assert len(text.split()) >= 10_000
    page.fill("#text", text)
    page.locator("#check-form button[type=submit]").click()
    expect(page.locator("#check-summary")).to_be_visible()
    assert page.locator("#check-text").text_content() == text
    marks, cards = page.locator(".mark"), page.locator(".use-card")
    assert marks.count() > 300
    expect(cards).to_have_count(marks.count())
    assert visit.excess() <= 0
    name = marks.nth(4).get_attribute("aria-label") or ""
    assert name.startswith(marks.nth(4).text_content() or "?")
    marks.nth(4).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#use-5")).to_be_focused()
    page.locator("#use-5 a[href='#at-5']").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#at-5")).to_be_focused()
    assert not visit.complaints
    assert not visit.outside


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_answer_is_accessible_and_filters_accepts_and_takes_away(
    visitor: Visitor, scheme: str, tmp_path: Path
) -> None:
    visit = visitor(width=390, dark=scheme == "dark")
    page = visit.open("/check")
    draft = tmp_path / "draft.md"
    draft.write_text(TEXT + "\n\nIn class the pupils draw a cluster on the board.", encoding="utf-8")
    page.set_input_files("#file", draft)
    page.locator("#check-form button[type=submit]").click()
    expect(page.locator(".use-card")).to_have_count(4)
    assert not Axe().run(page).response["violations"]
    page.select_option("[data-filter=term]", label="educational holding")
    expect(page.locator(".use-card:visible")).to_have_count(1)
    expect(page.locator("#check-status")).to_have_text("Shown: 1")
    page.select_option("[data-filter=term]", value="")
    accept = page.locator("[data-better]").first
    better = accept.get_attribute("data-better") or "?"
    accept.click()
    assert better in (page.locator("#check-text").text_content() or "")
    with page.expect_download() as download:
        page.locator("button[value=json]").click()
    path = download.value.path()
    assert better.split("(")[0].strip() in path.read_text(encoding="utf-8")
    assert json.loads(path.read_text(encoding="utf-8"))["language"] == "en"
    assert not visit.complaints
    assert not visit.outside


@pytest.mark.browser
def test_without_javascript_it_reads(visitor: Visitor) -> None:
    page = visitor(language="uz", script=False).open("/check")
    page.fill("#text", TEXT)
    page.locator("#check-form button[type=submit]").click()
    expect(page.locator(".use-card")).to_have_count(3)
    expect(page.locator("#check-filter")).to_be_hidden()
    page.locator(".mark").first.click()
    assert page.url.endswith("#use-1")


def test_the_form_is_the_same_for_everyone(app: Flask) -> None:
    assert app.test_client().get("/check").headers["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize(
    ("ui", "said"),
    [
        ("en", "bad.txt, line 2: The byte 0xE9 at"),
        ("ru", "Сохраните файл"),
        ("uz", "UTF-8"),
    ],
)
def test_what_is_wrong_with_a_document_is_told_in_the_readers_language(client: FlaskClient, ui: str, said: str) -> None:
    data = "Образовательный кластер объединяет школы.\n".encode() + b"  \xe9 caf\xe9"
    page = client.post(f"/check?ui={ui}", data={"file": (io.BytesIO(data), "bad.txt")}).get_data(as_text=True)
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    assert found is not None
    assert said in found[1]
    assert ("no other encoding fits" in found[1]) == (ui == "en")
    empty = client.post(f"/check?ui={ui}", data={"text": " "}).get_data(as_text=True)
    assert {"en": "There is no text.", "ru": "Текста нет.", "uz": "Matn yoʻq."}[ui] in empty
