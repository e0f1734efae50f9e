"""The page that checks data, and the same for programs: what is sent, what comes back, what is refused, what stays."""

from __future__ import annotations

import io
import json
import re
import tempfile
import zipfile
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from edukg.errors import QueryBusyError, ValidationTimeoutError
from edukg.namespaces import ID, LANGUAGES
from edukg.validation import apart
from tests.tables import methodologist

RIGHT = """@prefix edukg: <https://w3id.org/edukg/onto/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix ex: <https://example.org/> .
ex:place a edukg:Place ; rdfs:label "Here"@en ; edukg:countryCode "UZ" .
"""
WRONG = RIGHT.replace('"UZ"', '"uzb"')


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return methodologist.write(tmp_path_factory.mktemp("sent") / "ours.xlsx", "ru", wrong=True).read_bytes()


def upload(client: FlaskClient, path: str, data: bytes, name: str, **fields: str):  # type: ignore[no-untyped-def]
    return client.post(path, data={"file": (io.BytesIO(data), name), **fields}, content_type="multipart/form-data")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_needs_no_script(client: FlaskClient, language: str) -> None:
    page = client.get(f"/validate?ui={language}").get_data(as_text=True)
    assert re.search(r'<form[^>]+method="post"[^>]+enctype="multipart/form-data"', page)
    assert all(f'href="/validate/template-{other}.xlsx"' in page for other in LANGUAGES)
    assert re.search(r'<option[^>]* value="\.ttl"', page)


def test_a_table_is_reported_with_cells_and_suggestions_and_nothing_is_kept(
    client: FlaskClient, workbook: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))  # where nobody else's checks come and go
    answer = upload(client, "/validate?ui=ru", workbook, "наши.xlsx")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert page.count('<li class="finding ') == 20
    assert "<b>роли · D3</b>" in page
    assert "кластер уровня объединения" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert not list(tmp_path.iterdir())


def test_the_report_can_be_taken_away_from_the_page_without_sending_the_file_again(
    client: FlaskClient, workbook: bytes
) -> None:
    page = upload(client, "/validate?ui=ru", workbook, "ours.xlsx").get_data(as_text=True)
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    assert carried
    fields = {"carried": carried[1], "name": "ours.xlsx"}
    rdf = client.post("/validate?ui=ru", data={**fields, "format": "rdf"})
    assert rdf.headers["Content-Disposition"] == "attachment; filename*=UTF-8''ours.ttl"
    subjects = {q.subject for q in ox.parse(rdf.data, format=ox.RdfFormat.TURTLE)}
    assert ox.NamedNode(ID + "krug-nastavnikov") in subjects
    book = client.post("/validate?ui=ru", data={**fields, "format": "xlsx"})
    assert zipfile.ZipFile(io.BytesIO(book.data)).testzip() is None
    assert book.headers["Content-Disposition"].endswith("ours-report.xlsx")


def test_pasted_text_is_checked(client: FlaskClient) -> None:
    page = client.post("/validate?ui=en", data={"text": WRONG, "syntax": ".ttl"}).get_data(as_text=True)
    assert "The data need to be corrected." in page
    assert "line 4" in page
    assert "uzb" in page
    right = client.post("/validate?ui=uz", data={"text": RIGHT, "syntax": ".ttl"}).get_data(as_text=True)
    assert '<li class="finding ' not in right


@pytest.mark.parametrize(
    ("data", "name", "status", "said"),
    [
        (b"ex:a ex:b", "a.ttl", 400, "line 1"),
        (b"\xff\xfea\x00", "a.ttl", 400, "UTF-16"),
        (b"   ", "a.csv", 400, "The file is empty."),
        (b"%PDF-1.7 x", "a.ttl", 400, "PDF"),
        (b"import os", "json.py", 406, ".xlsx or .csv"),
        (b"a,b\n1,2\n", "a.csv", 400, "headings of the template"),
        (b"no zip", "a.xlsx", 400, "no workbook"),
        (b"# nothing\n", "a.ttl", 400, "There is no statement"),
    ],
)
def test_what_cannot_be_read_is_told_in_the_page(
    client: FlaskClient, data: bytes, name: str, status: int, said: str
) -> None:
    answer = upload(client, "/validate?ui=en", data, name)
    assert answer.status_code == status
    page = answer.get_data(as_text=True)
    assert said in page
    assert '<form class="send"' in page, "another try is at hand"
    assert "Traceback" not in page


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (b"no zip", "a.xlsx", {"ru": "не является книгой XLSX", "uz": "XLSX kitobi emas"}),
        (b"\xff\xfea\x00", "a.ttl", {"ru": "Файл записан в UTF-16", "uz": "Fayl UTF-16 da yozilgan"}),
        (b"ex:a ex:b", "a.ttl", {"ru": "строка 1, столбец 1", "uz": "1-qator"}),
        (b"ex:a ex:b", "b.ttl", {"ru": "Префикс ex: не объявлен", "uz": "ex: prefiksi eʼlon qilinmagan"}),
    ],
)
@pytest.mark.parametrize("language", ["ru", "uz"])
def test_it_is_told_in_the_language_of_the_reader(
    client: FlaskClient, data: bytes, name: str, said: dict[str, str], language: str
) -> None:
    page = upload(client, f"/validate?ui={language}", data, name).get_data(as_text=True)
    assert said[language] in page


@pytest.mark.parametrize("path", ["/validate", "/api/v1/validate"])
def test_what_is_too_large_is_told_with_what_to_do(client: FlaskClient, path: str) -> None:
    sent = {"data": b"x" * 21_000_000, "content_type": "multipart/form-data; boundary=x"}
    answer = client.post(f"{path}?ui=ru", **sent)
    assert answer.status_code == 413
    assert "не больше 20 МБ" in answer.get_data(as_text=True) or "At most 20 MB" in json.loads(answer.data)["detail"]


def test_programs_get_json(client: FlaskClient, workbook: bytes) -> None:
    answer = client.post("/api/v1/validate?lang=ru", data=WRONG, content_type="text/turtle")
    found = json.loads(answer.data)
    assert answer.content_type.startswith("application/json")
    assert found["conforms"] is False
    (result,) = (r for r in found["results"] if r["shape"].endswith("place-country"))
    assert result["place"]["line"] == 4
    assert set(result["messages"]) == set(LANGUAGES)
    table = upload(client, "/api/v1/validate", workbook, "ours.xlsx")
    cells = {(r["place"]["sheet"], r["place"]["row"], r["place"]["column"]) for r in json.loads(table.data)["results"]}
    assert ("роли", 3, "D") in cells
    assert len(cells) == 20


@pytest.mark.parametrize(
    ("content_type", "query", "status"),
    [("image/png", "", 406), ("text/turtle", "?format=pdf", 400), ("text/turtle", "?lang=de", 400)],
)
def test_programs_are_told_what_is_wrong(client: FlaskClient, content_type: str, query: str, status: int) -> None:
    answer = client.post(f"/api/v1/validate{query}", data=RIGHT, content_type=content_type)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert json.loads(answer.data)["advice"]


def test_an_empty_table_can_be_had_in_each_language(client: FlaskClient) -> None:
    answer = client.get("/validate/template-uz.xlsx")
    assert answer.status_code == 200
    parts = zipfile.ZipFile(io.BytesIO(answer.data)).read("xl/workbook.xml").decode()
    assert 'name="klasterlar"' in parts
    assert client.get("/validate/template-de.xlsx").status_code == 406


def test_only_so_many_are_checked_at_once() -> None:
    gate = apart.Gate(1)
    with gate.entered(), pytest.raises(QueryBusyError) as busy, gate.entered():
        pass
    assert busy.value.retry_after > 0
    with gate.entered():
        pass


def test_a_check_is_stopped_at_its_deadline() -> None:
    with pytest.raises(ValidationTimeoutError, match="stopped after 0 seconds"):
        apart.check_sent(RIGHT.encode(), "a.ttl", seconds=0.05)
