"""The pages that help to choose: what they offer, how answers are linked and taken back, and what nonsense meets."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.stores


def test_the_path_leads_to_a_reading(client: FlaskClient) -> None:
    page = client.get("/guide?term=educational-cluster-en").text
    assert "What is it about?" in page
    address = re.search(r'href="(/guide[^"]*realmInstitutions)"', page)
    assert address
    second = client.get(address[1].replace("&amp;", "&")).text
    assert "How large is what is meant?" in second
    found = client.get("/guide?term=educational-cluster-en&path=realmInstitutions,scaleRegion")
    assert found.status_code == 200
    assert "https://w3id.org/edukg/concept/cluster-association" in found.text
    assert 'class="asked">What is it about?' in found.text


@pytest.mark.parametrize("word", ["ta'lim klasteri", "таълим кластери", "образовательный кластер"])
def test_any_written_form_begins_the_path(client: FlaskClient, word: str) -> None:
    assert 'class="answers"' in client.get("/guide", query_string={"term": word}).text


def test_an_unknown_word_offers_the_start(client: FlaskClient) -> None:
    answer = client.get("/guide?term=qqq")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert "/guide?term=" in answer.text


def test_a_wrong_answer_is_no_traceback(client: FlaskClient) -> None:
    answer = client.get("/guide?term=educational-cluster-en&path=sideways")
    assert answer.status_code == 400
    assert "sideways" in answer.text


def test_comparison_in_each_language(client: FlaskClient) -> None:
    for language, word in (("en", "has scope over"), ("ru", "охватывает"), ("uz", "qamrab oladi")):
        page = client.get(f"/compare?with=logistics-educational,logistics-pedagogical&ui={language}").text
        assert word in page


def test_the_form_of_comparison_leads_to_one_address(client: FlaskClient) -> None:
    answer = client.get("/compare?with=holding&with=educational+cluster")
    assert answer.status_code == 303
    assert client.get(answer.headers["Location"]).status_code == 200
    assert 'role="alert"' in client.get("/compare?with=holding,qqq").text


def test_the_api_guides_and_compares(client: FlaskClient) -> None:
    place = client.get("/api/v1/guide?term=educational+cluster").get_json()
    assert place["reading"] is None
    keys = [option["key"] for option in place["question"]["options"]]
    assert "realmTeaching" in keys
    found = client.get("/api/v1/guide?term=educational+cluster&path=realmEconomy").get_json()
    assert found["reading"]["iri"].endswith("cluster-industrial")
    assert found["because"][0]["answer"]["key"] == "realmEconomy"
    table = client.get("/api/v1/compare?with=holding-educational,cluster-association").get_json()
    assert [column["iri"].rpartition("/")[2] for column in table["columns"]] == [
        "holding-educational", "cluster-association",
    ]  # fmt: skip
    for address in ("/api/v1/guide", "/api/v1/compare?with=holding-educational", "/api/v1/guide?term=holding&path=x"):
        problem = client.get(address)
        assert problem.status_code == 400
        assert problem.content_type.startswith("application/problem+json")


def test_arguments_of_any_name_do_no_harm(client: FlaskClient) -> None:
    assert client.get("/?path=1&fragment=2&self=3&arguments=4").status_code == 200
