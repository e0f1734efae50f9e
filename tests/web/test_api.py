"""The JSON interface answers as it is documented, and says in words what is wrong."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from edukg.namespaces import CONCEPT, TERM

pytestmark = pytest.mark.stores

HIT = {"iri", "kind", "label", "language", "matched", "why", "score", "readings", "about", "types"}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("educational cluster", "educational-cluster-en"),
        ("образовательный кластер", "educational-cluster-ru"),
        ("ta’lim klasteri", "educational-cluster-uz"),
        ("таълим кластери", "educational-cluster-uz"),
    ],
)
def test_search(client: FlaskClient, question: str, expected: str) -> None:
    answer = client.get("/api/v1/search", query_string={"q": question})
    assert answer.mimetype == "application/json"
    found = answer.get_json()
    assert found["query"] == question
    best = found["hits"][0]
    assert set(best) == HIT
    assert best["iri"] == TERM + expected
    assert best["kind"] == "term"
    assert best["why"]
    assert CONCEPT + "cluster-association" in {reading["concept"] for reading in best["readings"]}
    assert all(set(reading) == {"concept", "label", "definition"} for reading in best["readings"])
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


def test_search_keeps_its_limit(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=cluster&limit=3&lang=en").get_json()
    assert len(found["hits"]) == 3


@pytest.mark.parametrize(
    "asked", ["", "?q=", "?q=x&limit=0", "?q=x&limit=many", "?q=x&limit=999999", "?q=x&lang=xx", "?q=" + "x" * 400]
)
def test_search_refuses_in_words(client: FlaskClient, asked: str) -> None:
    answer = client.get("/api/v1/search" + asked)
    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    problem = answer.get_json(force=True)
    assert problem["status"] == 400
    assert problem["detail"]
    assert problem["advice"]


def test_terms(client: FlaskClient) -> None:
    everything = client.get("/api/v1/terms").get_json()["terms"]
    uzbek = client.get("/api/v1/terms?lang=uz").get_json()["terms"]
    assert {term["language"] for term in uzbek} == {"uz"}
    assert 0 < len(uzbek) < len(everything)


def test_term(client: FlaskClient) -> None:
    found = client.get("/api/v1/terms/educational-cluster-en").get_json()
    assert found["written"] == "educational cluster"
    assert found["ambiguous"] is True
    assert found["senses"]
    for sense in found["senses"]:
        assert sense["attestations"]
        assert len(sense["concept"]["features"]) == 4
        assert set(sense["concept"]["labels"]) == {"en", "ru", "uz"}


def test_missing_term_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/terms/no-such-en")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_missing_path_is_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/no-such")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
