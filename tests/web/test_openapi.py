"""The JSON interface is as its description says: every answer fits its schema, whatever is asked."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask import Flask
from flask.testing import FlaskClient
from openapi_spec_validator import validate

import edukg
from edukg.web.openapi import Documented, documented

EXAMPLES = int(os.environ.get("EDUKG_FUZZ", "8"))
"""Requests made up for each address besides those that cover its description; a run by hand takes hundreds."""
MEANING = {"/api/v1/guide", "/api/v1/compare", "/api/v1/check"}
"""Where a request of the right form can still be refused for what it means: an answer that was not offered, one reading
to compare with nothing, a document that holds no text."""
VALIDATE = "/api/v1/validate"
"""Likewise: data of the right media type that are not in that syntax."""


@pytest.fixture(scope="session")
def description(app: Flask) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(app.test_client().get("/api/openapi.json").data)
    return found


@pytest.fixture(scope="session")
def strict(description: dict[str, Any]) -> dict[str, Any]:
    """The schemas, with no member allowed that they do not name."""
    found: dict[str, Any] = copy.deepcopy(description["components"])
    for schema in found["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return found


@pytest.fixture(scope="session")
def operations(app: Flask) -> list[Documented]:
    with app.test_request_context():
        return documented(app)


def fits(answer: object, schema: str, components: dict[str, Any]) -> None:
    jsonschema.validate(answer, {"$ref": f"#/components/schemas/{schema}", "components": components})


def test_the_description_is_openapi(description: dict[str, Any], kb: edukg.KnowledgeBase) -> None:
    validate(description)
    assert description["openapi"].startswith("3.1")
    assert description["info"]["version"] == kb.manifest.version


def test_every_address_is_described(app: Flask, description: dict[str, Any]) -> None:
    views = {
        rule.rule: app.view_functions[rule.endpoint]
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1")
    }
    assert not [rule for rule, view in views.items() if not hasattr(view, "operation")]
    assert len(description["paths"]) == len(views)


def test_examples_fit_their_schemas(client: FlaskClient, operations: list[Documented], strict: dict[str, Any]) -> None:
    tried = [one for one in operations if one.method == "GET"]
    assert len(tried) > 15
    for one in tried:
        answer = client.get("/api/v1" + (one.operation.example or one.path.removeprefix("/api/v1")))
        assert answer.status_code == 200, one.path
        fits(answer.get_json(), one.operation.answer.__name__, strict)


def test_every_item_fits_its_schema(client: FlaskClient, strict: dict[str, Any]) -> None:
    """Each list is walked to its end by its links, and each thing in it is fetched."""
    for name, schema, every in (
        ("terms", "Term", 9),
        ("senses", "SenseOfTerm", 17),
        ("concepts", "ConceptWhole", 5),
        ("instances", "Thing", 41),
        ("sources", "SourceWhole", 13),
    ):
        address: str | None = f"/api/v1/{name}?limit=70"
        found: list[str] = []
        while address:
            part = client.get(address).get_json()
            fits(part, name.capitalize(), strict)
            found += [item["iri"] for item in part[name]]
            address = part["next"]
        assert len(found) == len(set(found)) == part["total"]
        for iri in found[::every]:
            item = client.get(f"/api/v1/{name}/{iri.rpartition('/')[2]}")
            assert item.status_code == 200, iri
            assert item.get_json()["iri"] == iri
            fits(item.get_json(), schema, strict)


def test_lists_are_whole(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for name in ("terms", "senses", "concepts", "sources"):
        assert client.get(f"/api/v1/{name}?limit=1").get_json()["total"] == kb.manifest.counts[name]
    assert client.get("/api/v1/instances?limit=1").get_json()["total"] == kb.instances("en").total > 300


def test_checks_fit_their_schemas(client: FlaskClient, strict: dict[str, Any]) -> None:
    text = "Seven schools formed an educational cluster. An educational cluster is a competence. Logistics matters."
    for query in ("", "?evidence=no", "?ui=ru"):
        fits(client.post(f"/api/v1/check{query}", json={"text": text}).get_json(), "Check", strict)
    turtle = "@prefix edukg: <https://w3id.org/edukg/onto/> . <urn:x> a edukg:EducationalHolding ."
    answer = client.post("/api/v1/validate", data=turtle, content_type="text/turtle")
    assert answer.status_code == 200
    fits(answer.get_json(), "Report", strict)


def test_problems_fit_their_schema(client: FlaskClient, strict: dict[str, Any]) -> None:
    for address, status in (
        ("/api/v1/search?q=%1D", 400),
        ("/api/v1/terms/no-such", 404),
        ("/api/v1/concepts/<b>", 404),
        ("/api/v1/instances/no-such", 404),
        ("/api/v1/terms?limit=0", 400),
        ("/api/v1/terms?limit=", 400),
        ("/api/v1/terms?lang=xx", 400),
        ("/api/v1/search", 400),
        ("/api/v1/nothing", 404),
        ("/api/v1/check", 405),
    ):
        answer = client.get(address)
        assert answer.status_code == status, address
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        fits(answer.get_json(force=True), "Problem", strict)


def test_methods_are_told(client: FlaskClient) -> None:
    for method in ("PUT", "DELETE", "GET"):
        refused = client.open("/api/v1/check", method=method)
        assert (refused.status_code, refused.headers["Allow"]) == (405, "OPTIONS, POST")
    preflight = client.options("/api/v1/terms", headers={"Origin": "https://example.org"})
    assert preflight.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in preflight.headers["Access-Control-Allow-Headers"]
    head = client.head("/api/v1/terms")
    assert (head.status_code, head.data) == (200, b"")


def test_what_one_has_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/api/v1/concepts").headers["ETag"]
    assert client.get("/api/v1/concepts", headers={"If-None-Match": tag}).status_code == 304


def test_parts_of_a_list_name_their_neighbours(client: FlaskClient) -> None:
    answer = client.get("/api/v1/terms?lang=en&limit=10&offset=20")
    links = dict(link.split("; ")[::-1] for link in answer.headers.getlist("Link"))
    assert links['rel="next"'] == "<http://localhost/api/v1/terms?lang=en&limit=10&offset=30>"
    assert links['rel="prev"'] == "<http://localhost/api/v1/terms?lang=en&limit=10&offset=10>"
    assert links['rel="first"'] == "<http://localhost/api/v1/terms?lang=en&limit=10>"
    assert set(links) == {'rel="next"', 'rel="prev"', 'rel="first"', 'rel="last"'}
    beyond = client.get("/api/v1/terms?offset=99999").get_json()
    assert (beyond["terms"], beyond["next"]) == ([], None)


def test_lists_are_narrowed(client: FlaskClient) -> None:
    senses = client.get("/api/v1/senses?concept=cluster-association&lang=ru").get_json()["senses"]
    assert senses
    assert {(sense["term"]["language"], sense["concept"].rpartition("/")[2]) for sense in senses} == {
        ("ru", "cluster-association")
    }
    of_term = client.get("/api/v1/senses?term=educational-cluster-en").get_json()
    assert of_term["total"] == len(client.get("/api/v1/terms/educational-cluster-en").get_json()["senses"])
    family = client.get("/api/v1/concepts/cluster-association").get_json()["family"]["iri"]
    concepts = client.get("/api/v1/concepts", query_string={"family": family}).get_json()["concepts"]
    assert {concept["family"]["iri"] for concept in concepts} == {family}
    things = client.get("/api/v1/instances?class=edukg:EducationalHolding").get_json()["instances"]
    assert things
    for thing in things:
        assert "https://w3id.org/edukg/onto/EducationalHolding" in {kind["iri"] for kind in thing["class"]}
    year = client.get("/api/v1/sources?year=2014").get_json()["sources"]
    assert {source["year"] for source in year} == {"2014"}


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_page_speaks_of_every_address(client: FlaskClient, operations: list[Documented], language: str) -> None:
    text = client.get(f"/api/docs?ui={language}").text
    for one in operations:
        assert f'id="{one.anchor}"' in text
    for name in client.get("/api/openapi.json").get_json()["components"]["schemas"]:
        assert f'id="schema-{name}"' in text
    assert f'lang="{language}"' in text


def test_the_description_speaks_three_languages(client: FlaskClient) -> None:
    told = {
        language: client.get(f"/api/openapi.json?ui={language}").get_json()["paths"]["/api/v1/terms"]["get"]["summary"]
        for language in ("en", "ru", "uz")
    }
    assert len(set(told.values())) == 3


def test_fuzzing_finds_no_failure(site: str, tmp_path: Path) -> None:
    """Requests that schemathesis makes up from the description, right and wrong ones, with all its checks.

    Fewer for the check of data, since each takes a process and seconds; what it refuses is held by its own tests.
    """
    held = tmp_path / "schemathesis.toml"
    held.write_text(
        f"""
[[operations]]
include-path = {sorted(MEANING)}
checks.positive_data_acceptance.enabled = false
[[operations]]
include-path = "{VALIDATE}"
checks.positive_data_acceptance.enabled = false
generation.max-examples = {max(1, EXAMPLES // 8)}
phases.coverage.enabled = false
warnings = false
""",
        encoding="utf-8",
    )
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(held), "run", f"{site}/api/openapi.json"]
    command += ["--phases", "examples,coverage,fuzzing", "--max-examples", str(EXAMPLES), "--seed", "1"]
    command += ["--generation-database", "none", "--no-color"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=900, check=False)
    told = "\n".join(line[:300] for line in ran.stdout.splitlines())
    assert ran.returncode == 0, told + ran.stderr[-2000:]
    assert "No issues found" in told
    assert "22/22" in told
