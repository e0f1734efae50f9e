"""Saved queries: the link is made of the query, and says which data answered it."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import edukg
from edukg.endpoint.saved import SavedQueries, Use
from edukg.settings import Settings
from edukg.web import create_app

QUERY = "SELECT ?label WHERE { <https://w3id.org/edukg/onto/level1> ?p ?label }"
NAME = hashlib.sha256(QUERY.encode()).hexdigest()[:20]


@pytest.fixture
def asking(kb: edukg.KnowledgeBase, tmp_path: Path) -> FlaskClient:
    return create_app(kb, Settings(home=tmp_path)).test_client()


def test_the_link_is_made_of_the_query_and_cites_the_version(asking: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    answer = asking.post("/query/saved", json={"query": f"  {QUERY}\r\n"})
    assert answer.status_code == 201, answer.text
    told = answer.get_json()
    assert told["link"].endswith(f"/query/saved/{NAME}")
    assert answer.headers["Location"] == f"/query/saved/{NAME}"
    [use] = told["uses"]
    assert (use["version"], use["release"]) == (kb.manifest.version, kb.manifest.digest[:16])
    for said in (kb.manifest.version, kb.manifest.digest[:16], NAME, use["answered"], told["link"]):
        assert said in use["citation"]
    again = asking.post("/query/saved", data={"query": QUERY})
    assert again.get_json() == told


def test_it_is_read_as_a_page_as_text_and_as_json(asking: FlaskClient) -> None:
    asking.post("/query/saved", json={"query": QUERY})
    page = asking.get(f"/query/saved/{NAME}", headers={"Accept": "text/html"})
    assert "level1" in page.text
    assert NAME in page.text
    assert asking.get(f"/query/saved/{NAME}?format=sparql").text == QUERY + "\n"
    assert asking.get(f"/query/saved/{NAME}", headers={"Accept": "application/json"}).get_json()["query"] == QUERY
    assert asking.get("/query/saved/" + "0" * 20).status_code == 404
    assert asking.get("/query/saved/..%2f..%2fcurrent").status_code == 404


def test_a_form_leads_to_the_page(asking: FlaskClient) -> None:
    answer = asking.post("/query/saved?ui=ru", data={"query": QUERY}, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"/query/saved/{NAME}?ui=ru")


@pytest.mark.parametrize("query", ["SELECT", "CLEAR ALL", "", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"])
def test_what_has_no_answer_is_not_saved(asking: FlaskClient, tmp_path: Path, query: str) -> None:
    answer = asking.post("/query/saved", json={"query": query})
    assert 400 <= answer.status_code < 500
    assert answer.get_json()["detail"]
    assert not (tmp_path / "saved").exists()


def test_a_later_release_is_added_to_the_first(tmp_path: Path) -> None:
    store = SavedQueries(tmp_path)
    first = Use("1.0.0", "a" * 16, "2026-01-01T00:00:00Z")
    store.save(QUERY, first)
    store.save(QUERY, Use("1.0.0", "a" * 16, "2026-02-02T00:00:00Z"))
    saved = store.save(QUERY, Use("1.1.0", "b" * 16, "2026-03-03T00:00:00Z"))
    assert [use.version for use in saved.uses] == ["1.0.0", "1.1.0"]
    assert saved.uses[0] == first
    assert store.find(NAME) == saved


def test_graphs_are_part_of_the_link(tmp_path: Path) -> None:
    use = Use("1.0.0", "a" * 16, "2026-01-01T00:00:00Z")
    saved = SavedQueries(tmp_path).save(QUERY, use, default=("https://w3id.org/edukg/graph/levels",))
    assert saved.name != NAME
    assert SavedQueries(tmp_path).find(saved.name) == saved
