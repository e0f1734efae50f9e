"""A name that has been given up keeps answering and says what replaces it; one that was withdrawn answers 410."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from flask import Flask
from flask.testing import FlaskClient

import edukg
from edukg.media import GRAPHS, MediaType
from edukg.namespaces import CONCEPT, DCTERMS, EDUKG, OWL
from tests.web.conftest import GONE

OLD, NEW = EDUKG + "OtherInnovation", EDUKG + "NonPedagogicalInnovation"


def said(body: bytes, syntax: MediaType) -> set[tuple[str, str, str]]:
    quads = ox.parse(body, ox.RdfFormat.from_media_type(syntax.name))
    return {tuple(getattr(t, "value", "") for t in (q.subject, q.predicate, q.object)) for q in quads}  # type: ignore[misc]


def test_a_name_that_was_given_up_answers_still(client: FlaskClient) -> None:
    found = said(client.get("/onto/OtherInnovation.ttl").data, GRAPHS[0])
    assert (OLD, OWL + "deprecated", "true") in found
    assert (OLD, DCTERMS + "isReplacedBy", NEW) in found
    link = ", ".join(client.get("/onto/OtherInnovation.ttl").headers.getlist("Link"))
    assert f'</onto/NonPedagogicalInnovation>; rel="{DCTERMS}isReplacedBy"' in link


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "This name has been given up"), ("ru", "От этого имени отказались"), ("uz", "Bu nomdan voz kechilgan")],
)
def test_its_page_says_what_replaces_it(client: FlaskClient, language: str, words: str) -> None:
    page = client.get(f"/onto/OtherInnovation?ui={language}").text
    assert words in page
    assert f'href="/onto/NonPedagogicalInnovation?ui={language}"' in page
    assert "2026-11-23" in page
    assert 'class="notice"' not in client.get("/onto/NonPedagogicalInnovation").text


def test_it_is_not_listed_among_those_in_use(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    assert "OtherInnovation" not in client.get("/tree?of=classes").text
    assert OLD in {hit.iri for hit in kb.search("non-pedagogical innovation")}


@pytest.mark.parametrize("syntax", GRAPHS, ids=lambda media: media.label)
def test_what_was_withdrawn_is_gone(withdrawn: Flask, syntax: MediaType) -> None:
    asking = withdrawn.test_client()
    for answer in (
        asking.get("/concept/entered-by-mistake", headers={"Accept": syntax.name}),
        asking.get(f"/concept/entered-by-mistake{syntax.suffix}"),
    ):
        assert (answer.status_code, answer.mimetype) == (410, syntax.name)
        found = said(answer.data, syntax)
        assert (GONE, DCTERMS + "isReplacedBy", CONCEPT + "clustering") in found
        assert "410" in {value for _s, predicate, value in found if predicate.endswith("statusCode")}


def test_people_are_told_why_it_is_gone(withdrawn: Flask) -> None:
    answer = withdrawn.test_client().get("/concept/entered-by-mistake", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "entered by mistake" in answer.text
    assert 'href="/concept/clustering"' in answer.text
