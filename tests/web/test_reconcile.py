"""The Reconciliation Service API: names of a table become readings to choose from, by a client that is not ours too."""

from __future__ import annotations

import json
import warnings

import pandas as pd
import pytest
from flask.testing import FlaskClient
from reconciler import reconcile as ask_service

TYPES = {
    "versions": list, "name": str, "identifierSpace": str, "schemaSpace": str, "defaultTypes": list, "view": dict,
    "preview": dict, "suggest": dict, "extend": dict, "batchSize": int,
}  # fmt: skip
"""What the schema of the manifest wants of the keys that are used."""


def batch(client: FlaskClient, path: str = "/reconcile", **queries: object) -> dict[str, list[dict[str, object]]]:
    answer = client.post(path, data={"queries": json.dumps(queries)})
    assert answer.status_code == 200, answer.text
    return {key: found["result"] for key, found in answer.get_json().items()}


def ids(found: list[dict[str, object]]) -> list[object]:
    return [candidate["id"] for candidate in found]


def test_the_manifest_says_what_there_is(client: FlaskClient) -> None:
    answer = client.get("/reconcile")
    manifest = answer.get_json()
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert {key: type(manifest[key]) for key in TYPES} == TYPES
    assert manifest["versions"] == ["0.2"]
    for suggested in manifest["suggest"].values():
        assert suggested["service_url"] == "http://localhost"
        assert client.get(suggested["service_path"] + "?prefix=educ").status_code == 200
    assert (
        client.get(
            manifest["preview"]["url"].removeprefix("http://localhost").replace("{{id}}", "concept/cluster-association")
        ).status_code
        == 200
    )
    assert (
        client.get(
            manifest["view"]["url"].removeprefix("http://localhost").replace("{{id}}", "concept/cluster-association")
        ).status_code
        == 200
    )
    assert client.get("/reconcile/ru").get_json()["name"].startswith("EduKG: значения")
    assert client.get("/reconcile/xx").status_code == 404


def test_an_ambiguous_name_is_never_certain(client: FlaskClient) -> None:
    [found] = batch(client, q={"query": "Educational cluster"}).values()
    assert {"concept/cluster-association", "concept/cluster-programme"} <= set(ids(found)[:6])
    assert not any(candidate["match"] for candidate in found)
    descriptions = [str(candidate["description"]) for candidate in found[:4]]
    assert len(set(descriptions)) == 4
    assert all("realm" in text or "scale" in text for text in descriptions)


@pytest.mark.parametrize("name", ["Educational Holding", "taʼlim xoldingi", "ta'lim xoldingi", "ТАЪЛИМ ХОЛДИНГИ"])
def test_a_name_with_one_reading_is_certain(client: FlaskClient, name: str) -> None:
    [found] = batch(client, q={"query": name, "limit": 1}).values()
    assert [(c["id"], c["match"]) for c in found] == [("concept/holding-educational", True)]


def test_what_the_row_says_puts_a_reading_first(client: FlaskClient) -> None:
    plain = {"query": "cluster", "limit": 50}
    told = {**plain, "properties": [{"pid": "onto/hasRealm", "v": "economy"}]}
    found = batch(client, a=plain, b=told)
    assert ids(found["b"])[0] == "concept/cluster-industrial"
    assert set(ids(found["a"])) == set(ids(found["b"]))


def test_real_things_are_matched_by_their_class(client: FlaskClient) -> None:
    name = "Ulyanovsk regional educational holding"
    found = batch(client, any={"query": name, "type": "thing"}, of={"query": name, "type": "onto/EducationalHolding"},
                  other={"query": name, "type": "onto/CareerCluster"})  # fmt: skip
    assert ids(found["any"])[0] == ids(found["of"])[0] == "id/ulyanovsk-holding"
    assert "id/ulyanovsk-holding" not in ids(found["other"])


def test_rows_are_extended(client: FlaskClient) -> None:
    asked = {
        "ids": ["concept/cluster-association", "concept/no-such", "id/ulyanovsk-holding"],
        "properties": [{"id": "definition"}, {"id": "onto/hasScale"}, {"id": "nonsense"}],
    }
    told = client.get("/reconcile/uz", query_string={"extend": json.dumps(asked)}).get_json()
    assert [meta["id"] for meta in told["meta"]] == ["definition", "onto/hasScale", "nonsense"]
    row = told["rows"]["concept/cluster-association"]
    assert "birlashma" in row["definition"][0]["str"]
    assert row["onto/hasScale"][0]["id"] == "onto/scaleRegion"
    assert row["nonsense"] == told["rows"]["concept/no-such"]["definition"] == []
    proposed = client.get("/reconcile/properties?type=reading").get_json()
    assert {"definition", "onto/hasRealm"} <= {one["id"] for one in proposed["properties"]}


@pytest.mark.parametrize(
    "queries",
    [
        "{",
        "[]",
        '{"q": 1}',
        '{"q": {"query": "a", "limit": "x"}}',
        '{"q": {"query": [1]}}',
        '{"q": {"query": "a", "properties": [{}]}}',
    ],
)
def test_what_is_no_query_is_told(client: FlaskClient, queries: str) -> None:
    answer = client.post("/reconcile", data={"queries": queries}, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert "Traceback" not in answer.text


def test_too_many_names_are_told(client: FlaskClient) -> None:
    queries = {f"q{n}": {"query": "cluster"} for n in range(51)}
    assert client.post("/reconcile", data={"queries": json.dumps(queries)}).status_code == 400


def test_a_client_that_is_not_ours(site: str) -> None:
    column = pd.Series(["educational holding", "educational cluster"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the client's own, from pandas
        found = ask_service(column, top_res="all", reconciliation_endpoint=site + "/reconcile")
    by_name = dict(iter(found.groupby("input_value")))
    assert next(iter(by_name["educational holding"]["id"])) == "concept/holding-educational"
    assert bool(next(iter(by_name["educational holding"]["match"])))
    assert not any(by_name["educational cluster"]["match"])
