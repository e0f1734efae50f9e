"""A name that has been given up keeps answering and says what replaces it; one that was withdrawn answers 410."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import edukg
from edukg.media import GRAPHS, MediaType
from edukg.namespaces import CONCEPT, DCTERMS, EDUKG, GRAPH, ONTOLEX, OWL, RDF, SKOS
from edukg.settings import Settings
from edukg.web import create_app

OLD, NEW = EDUKG + "OtherInnovation", EDUKG + "NonPedagogicalInnovation"
GONE = CONCEPT + "entered-by-mistake"
WITHDRAWN = f"""<{GONE}> <{RDF}type> <{ONTOLEX}LexicalConcept>
<{GONE}> <{OWL}deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
<{GONE}> <http://www.w3.org/ns/adms#status> <http://purl.org/adms/status/Withdrawn>
<{GONE}> <{DCTERMS}isReplacedBy> <{CONCEPT}clustering>
<{GONE}> <{SKOS}changeNote> "2026-11-26: entered by mistake."@en"""


@pytest.fixture(scope="module")
def withdrawn(kb: edukg.KnowledgeBase, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """Asks a site over the shipped release in which one meaning more has been withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn") / "release"
    shutil.copytree(kb.folder, folder)
    with gzip.open(folder / "data.nq.gz", "at", encoding="utf-8") as file:
        file.writelines(f"{line} <{GRAPH}deprecated> .\n" for line in WITHDRAWN.splitlines())
    with edukg.KnowledgeBase(folder) as opened:
        yield create_app(opened, Settings(home=home)).test_client()


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
def test_what_was_withdrawn_is_gone(withdrawn: FlaskClient, syntax: MediaType) -> None:
    for answer in (
        withdrawn.get("/concept/entered-by-mistake", headers={"Accept": syntax.name}),
        withdrawn.get(f"/concept/entered-by-mistake{syntax.suffix}"),
    ):
        assert (answer.status_code, answer.mimetype) == (410, syntax.name)
        found = said(answer.data, syntax)
        assert (GONE, DCTERMS + "isReplacedBy", CONCEPT + "clustering") in found
        assert "410" in {value for _s, predicate, value in found if predicate.endswith("statusCode")}


def test_people_are_told_why_it_is_gone(withdrawn: FlaskClient) -> None:
    answer = withdrawn.get("/concept/entered-by-mistake", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "entered by mistake" in answer.text
    assert 'href="/concept/clustering"' in answer.text
