"""What the editor asks while somebody writes: the JSON interface of lint, completion and words."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

import edukg
from edukg.model import Kind
from edukg.namespaces import CONCEPT, EDUKG, PREFIXES, SENSE, TERM

QUERY = f"PREFIX edukg: <{EDUKG}>\nSELECT ?x WHERE {{ ?x a edukg:EducationalCluster }}"


@pytest.mark.parametrize("way", ["address", "form", "json"])
def test_the_lint_takes_a_query_in_three_ways(client: FlaskClient, way: str) -> None:
    address = "/api/v1/query/lint"
    if way == "address":
        answer = client.get(address, query_string={"query": QUERY})
    elif way == "form":
        answer = client.post(address, data={"query": QUERY})
    else:
        answer = client.post(address, json={"query": QUERY})
    (found,) = answer.get_json()["ambiguities"]
    assert found["written"] == QUERY[found["start"] : found["end"]] == "edukg:EducationalCluster"
    assert (found["kind"], found["line"], found["column"]) == ("umbrella-class", 2, 24)
    assert found["message"] == "This class covers 4 readings: pick one, or keep all."
    by_concept = {each["iri"]: each for each in found["readings"]}
    association = by_concept[CONCEPT + "cluster-association"]
    assert association["edits"] == [{"start": found["start"], "end": found["end"], "text": "edukg:AssociationCluster"}]
    assert association["labels"]["ru"] == "образовательный кластер (объединение)"
    assert found["keep"][0]["text"] == "# all readings: edukg:EducationalCluster\n"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_lint_speaks_the_language_of_the_reader(client: FlaskClient) -> None:
    text = QUERY.replace("?x a edukg:EducationalCluster", "?x ?p 'klaster'")
    for language, words in {"ru": "подходят", "uz": "maʼno"}.items():
        answer = client.get("/api/v1/query/lint", query_string={"query": text, "ui": language})
        assert words in answer.get_json()["ambiguities"][0]["message"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("SELECT ?x {", "not closed"),
        ("SELECT ?x { ?x a edukg:C }", "not declared"),
        ("DROP ALL", "read-only"),
    ],
)
def test_a_half_written_query_is_told_what_is_wrong(client: FlaskClient, text: str, says: str) -> None:
    found = client.post("/api/v1/query/lint", json={"query": text}).get_json()
    assert found["ambiguities"] == []
    assert says in found["error"]["detail"]
    assert found["error"]["position"]["line"] == 1


@pytest.mark.parametrize("sent", [{"query": ""}, {"query": 5}, {}, []])
def test_no_query_is_a_problem(client: FlaskClient, sent: object) -> None:
    answer = client.post("/api/v1/query/lint", json=sent)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert "missing" in answer.get_json()["detail"]
    assert client.post("/api/v1/query/lint", data="{", content_type="application/json").status_code == 400


@pytest.mark.parametrize("written", ["klaster", "кластер", "cluster", "Klaster", "КЛАСТЕР"])
def test_completion_by_label_in_any_language(client: FlaskClient, written: str) -> None:
    answer = client.get("/api/v1/query/complete", query_string={"q": written})
    found = answer.get_json()["completions"]
    kinds = {each["kind"] for each in found}
    assert kinds >= {"sense", "term", "concept"}
    first = next(each for each in found if each["kind"] == "sense")
    assert first["iri"].startswith(SENSE)
    assert first["name"].startswith("sense:")
    assert set(first["labels"]) == set(first["definitions"]) == {"en", "ru", "uz"}


def test_completion_of_one_kind(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for kind, written, iri in (
        ("class", "taʼlim_xoldingi", EDUKG + "EducationalHolding"),
        ("property", "эгид", EDUKG + "underAuspicesOf"),
        ("property", "definition", PREFIXES["skos"] + "definition"),
        ("concept", "образовательный", CONCEPT + "cluster-association"),
        ("sense", "holding", SENSE + "holding-en-holding-educational"),
        ("term", "холдинг", TERM + "holding-ru"),
    ):
        answer = client.get("/api/v1/query/complete", query_string={"q": written, "kinds": kind})
        found = answer.get_json()["completions"]
        assert {each["kind"] for each in found} == {kind}, written
        assert iri in {each["iri"] for each in found}, written
    assert {each.kind for each in kb.complete("cluster", kinds=[Kind.CLASS], limit=3)} == {Kind.CLASS}
    for wrong in ({"q": ""}, {"q": "x", "kinds": "planet"}):
        assert client.get("/api/v1/query/complete", query_string=wrong).status_code == 400


def test_standard_properties_are_found_by_their_name_in_the_interface(client: FlaskClient) -> None:
    answer = client.get("/api/v1/query/complete", query_string={"q": "определ", "kinds": "property", "ui": "ru"})
    assert "skos:definition" in {each["name"] for each in answer.get_json()["completions"]}


def test_what_names_mean(client: FlaskClient) -> None:
    asked = [EDUKG + "EducationalCluster", TERM + "holding-uz", PREFIXES["skos"] + "prefLabel", "https://example.org/x"]
    answer = client.get("/api/v1/query/words", query_string=[*(("iri", iri) for iri in asked), ("ui", "uz")])
    cluster, holding, label = answer.get_json()["things"]
    assert cluster["label"] == "istalgan darajadagi taʼlim klasteri"
    assert cluster["definition"]
    assert cluster["address"] == "/onto/EducationalCluster?ui=uz"
    assert len(cluster["readings"]) == 4
    assert holding["label"] == "xolding"
    assert len(holding["readings"]) == 2
    assert label["name"] == "skos:prefLabel"
    sense = client.get(
        "/api/v1/query/words", query_string={"iri": SENSE + "holding-en-holding-educational", "ui": "en"}
    )
    assert sense.get_json()["things"][0]["definition"]
    posted = client.post("/api/v1/query/words?ui=en", data={"iri": [EDUKG + "level1", EDUKG + "level2"]})
    assert [thing["label"] for thing in posted.get_json()["things"]] == ["level 1: competence", "level 2: programme"]
    assert client.get("/api/v1/query/words").status_code == 400
    many = [("iri", f"{EDUKG}C{n}") for n in range(101)]
    assert client.get("/api/v1/query/words", query_string=many).status_code == 400
