"""The pages of what changed: over one release, and over two of which the newer one says more."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import edukg
from edukg.media import GRAPHS, MediaType
from edukg.namespaces import CONCEPT, DCTERMS, RDF
from edukg.settings import Settings
from edukg.web import create_app

AS = "https://www.w3.org/ns/activitystreams#"
ATOM = "{http://www.w3.org/2005/Atom}"
WORDED = "<https://w3id.org/edukg/concept/clustering> <http://www.w3.org/2004/02/skos/core#scopeNote> "


@pytest.fixture
def two(kb: edukg.KnowledgeBase, tmp_path: Path) -> Iterator[FlaskClient]:
    """The site over two releases: the older one lacks what the shipped one says of the scope of a concept."""
    for name in ("old", "new"):
        shutil.copytree(kb.folder, tmp_path / "releases" / name)
    old = tmp_path / "releases" / "old"
    with gzip.open(old / "data.nq.gz", "rt", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith(WORDED)]
    with gzip.open(old / "data.nq.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    manifest = json.loads((old / "manifest.json").read_text())
    manifest |= {"version": "0.0.9", "digest": "e" * 64, "created": "2020-01-01T00:00:00+00:00"}
    (old / "manifest.json").write_text(json.dumps(manifest))
    newer = edukg.KnowledgeBase(tmp_path / "releases" / "new")
    yield create_app(newer, Settings(home=tmp_path)).test_client()
    newer.close()


def test_one_release_has_nothing_to_compare(client: FlaskClient) -> None:
    page = client.get("/changes")
    assert page.status_code == 200
    assert "oldest release" in page.text
    assert client.get("/api/v1/changes").get_json()["difference"] is None


def test_what_came_is_shown_where_it_belongs(two: FlaskClient) -> None:
    page = two.get("/changes?ui=ru").text
    assert "Иначе сформулировано" in page
    assert '<ins lang="uz">' in page
    assert "/concept/clustering?ui=ru" in page
    told = two.get("/api/v1/changes").get_json()
    [change] = told["difference"]["changes"]
    assert change["change"] == "reworded"
    assert {text["language"] for text in change["texts"]} == {"en", "ru", "uz"}
    oldest = two.get("/changes?release=eeeeeeee")
    assert "0.0.9" in oldest.text
    assert "oldest release" in oldest.text
    assert two.get("/changes?release=zzz").status_code == 404


def test_the_feed_has_an_entry_for_each_release(two: FlaskClient) -> None:
    answer = two.get("/changes.atom")
    assert answer.content_type.startswith("application/atom+xml")
    feed = ET.fromstring(answer.data)  # noqa: S314  # our own answer
    entries = feed.findall(ATOM + "entry")
    assert len(entries) == 2
    for element in (feed, *entries):
        for name in ("id", "title", "updated"):
            assert element.findtext(ATOM + name)
    assert "Worded otherwise (1)" in (entries[0].findtext(ATOM + "content") or "")
    link = entries[0].find(ATOM + "link")
    assert link is not None
    assert two.get(link.attrib["href"].partition("localhost")[2]).status_code == 200


@pytest.mark.parametrize("syntax", GRAPHS, ids=lambda media: media.label)
def test_the_feed_is_a_graph_too(two: FlaskClient, syntax: MediaType) -> None:
    for answer in (two.get(f"/changes{syntax.suffix}"), two.get("/changes", headers={"Accept": syntax.name})):
        assert (answer.status_code, answer.mimetype) == (200, syntax.name)
        quads = ox.parse(answer.data, ox.RdfFormat.from_media_type(syntax.name))
        found = {(q.subject, q.predicate.value, q.object) for q in quads}
        [activity] = {s for s, p, o in found if p == RDF + "type" and o == ox.NamedNode(AS + "Update")}
        said = {p: o for s, p, o in found if s == activity}
        assert said[AS + "object"] == ox.NamedNode(CONCEPT + "clustering")
        assert said[DCTERMS + "type"] == ox.Literal("reworded")
        assert "scope note (en): Names what is done" in str(said[AS + "summary"])
        assert '"1"' in str(next(o for _s, p, o in found if p == AS + "totalItems"))
        assert 'rel="prev"' in ", ".join(answer.headers.getlist("Link"))
    assert two.get("/changes?format=docx").status_code == 406
    assert two.get("/changes.docx").status_code == 404
