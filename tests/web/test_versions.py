"""Releases lie side by side: each is served whole under its version, knows its time, and leads to the present one."""

from __future__ import annotations

import gzip
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import edukg
from edukg import keeping, release
from edukg.media import GRAPHS
from edukg.namespaces import CONCEPT, DCTERMS, ONTOLOGY, OWL, SKOS
from edukg.settings import Settings
from edukg.web import create_app

ASSOCIATION = CONCEPT + "cluster-association"
FORMERLY = "Several bodies that act as one."
EARLIER, DIGEST = "0.0.9", "e" * 64
MARK = f"<{ASSOCIATION}> <{SKOS}definition> "
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def old_home(kb: edukg.KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped release in force and an earlier version in which one definition was another."""
    home = tmp_path_factory.mktemp("versions")
    shutil.copytree(kb.folder, home / "releases" / kb.folder.name)
    (home / "current").write_text(kb.folder.name + "\n")
    folder = home / "releases" / f"{EARLIER}-{DIGEST[:16]}"
    shutil.copytree(kb.folder, folder)
    with gzip.open(folder / "data.nq.gz", "rt", encoding="utf-8") as file:
        lines = [
            f'{MARK}"{FORMERLY}"@en {line.split()[-2]} .\n' if line.startswith(MARK) and "@en" in line else line
            for line in file
        ]
    with gzip.open(folder / "data.nq.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest |= {"version": EARLIER, "digest": DIGEST, "created": "2026-01-02T03:04:05+00:00"}
    (folder / "manifest.json").write_text(json.dumps(manifest))
    former = home / "former" / f"0.0.8-{'d' * 16}"
    former.mkdir(parents=True)
    manifest |= {"version": "0.0.8", "digest": "d" * 64, "created": "2025-11-12T03:04:05+00:00"}
    (former / "manifest.json").write_text(json.dumps(manifest))
    return home


@pytest.fixture(scope="module")
def both(old_home: Path) -> Iterator[FlaskClient]:
    """Asks a site that keeps two versions."""
    with edukg.open(old_home, build=False) as opened:
        yield create_app(opened, Settings(home=old_home)).test_client()


def english(body: bytes) -> set[str]:
    about, definition = ox.NamedNode(ASSOCIATION), ox.NamedNode(SKOS + "definition")
    return {
        q.object.value
        for q in ox.parse(body, ox.RdfFormat.TURTLE)
        if (q.subject, q.predicate) == (about, definition)
        and isinstance(q.object, ox.Literal)
        and q.object.language == "en"
    }


def test_an_earlier_version_answers_as_it_did(both: FlaskClient) -> None:
    for name in (EARLIER, f"{EARLIER}-{DIGEST[:16]}", DIGEST[:12]):
        answer = both.get(f"/version/{name}/concept/cluster-association.ttl")
        assert answer.status_code == 200
        assert english(answer.data) == {FORMERLY}
    assert english(both.get("/concept/cluster-association.ttl").data) != {FORMERLY}


def test_it_says_when_it_is_of_and_where_the_present_is(both: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    answer = both.get(f"/version/{EARLIER}/concept/cluster-association.ttl")
    assert answer.headers["Memento-Datetime"] == "Fri, 02 Jan 2026 03:04:05 GMT"
    link = ", ".join(answer.headers.getlist("Link"))
    assert '</concept/cluster-association.ttl>; rel="original timegate latest-version"' in link
    assert '</versions>; rel="version-history"' in link
    assert f'<{ASSOCIATION}>; rel="cite-as"' in link
    assert "Memento-Datetime" not in both.get("/concept/cluster-association.ttl").headers
    page = both.get(f"/version/{EARLIER}/concept/cluster-association?ui=en", headers=PAGE).text
    assert f"version {EARLIER} of January 2, 2026" in page
    assert '<link rel="canonical" href="/concept/cluster-association?ui=en">' in page
    assert f'href="/version/{EARLIER}/term/educational-cluster-en?ui=en#' in page
    present = both.get(f"/version/{kb.manifest.version}/concept/clustering", headers=PAGE)
    assert present.status_code == 200
    assert "Memento-Datetime" in present.headers


def test_its_endpoint_pages_and_files_are_its_own(both: FlaskClient) -> None:
    query = f"SELECT ?d WHERE {{ <{ASSOCIATION}> <{SKOS}definition> ?d FILTER(LANG(?d) = 'en') }}"
    found = both.get(f"/version/{EARLIER}/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    assert FORMERLY in found.text
    assert found.headers["EduKG-Version"] == EARLIER
    assert both.get(f"/version/{EARLIER}/healthz").get_json()["version"] == EARLIER
    assert f"/version/{EARLIER}/dumps/" in both.get(f"/version/{EARLIER}/downloads", headers=PAGE).text
    assert both.get(f"/version/{EARLIER}/api/v1/search?q=clustering").status_code == 200


def test_a_version_that_is_kept_no_longer_is_gone(both: FlaskClient) -> None:
    words = {"en": "is kept here no longer", "ru": "здесь больше не хранится", "uz": "endi bu yerda saqlanmaydi"}
    for language, said in words.items():
        page = both.get(f"/version/0.0.8/concept/clustering?ui={language}", headers=PAGE)
        assert page.status_code == 410
        assert said in page.text
        assert 'href="/concept/clustering"' in page.text
    for syntax in GRAPHS:
        for path in ("0.0.8/concept/clustering", f"{'d' * 16}/", f"0.0.8/concept/clustering{syntax.suffix}"):
            answer = both.get(f"/version/{path}", headers={"Accept": syntax.name})
            assert (answer.status_code, answer.content_type.split(";")[0]) == (410, syntax.name)
            said_in_rdf = {
                quad.object.value
                for quad in ox.parse(answer.data, ox.RdfFormat.from_media_type(syntax.name), base_iri="http://e/")
                if isinstance(quad.object, ox.Literal) and quad.object.language == "en"
            }
            assert any(words["en"] in one for one in said_in_rdf)


def test_a_timemap_names_each_version(both: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for answer in (
        both.get("/versions", headers={"Accept": "application/link-format"}),
        both.get("/versions?format=link"),
        both.get("/versions.link"),
    ):
        assert answer.content_type == "application/link-format"
        named = re.findall(r'<([^>]+)>;rel="([^"]+)"(?:;[^,]*?datetime="([^"]+)")?', answer.text)
        assert [relation for _address, relation, _time in named] == [
            "original",
            "self",
            "last memento",
            "first memento",
        ]
        assert named[0][0] == "http://localhost/"
        assert named[1][0] == "http://localhost/versions.link"
        for (address, _relation, time), digest in zip(named[2:], (kb.manifest.digest, DIGEST), strict=True):
            memento = both.get(address.removeprefix("http://localhost"), headers=PAGE)
            assert memento.status_code == 200
            assert memento.headers["Memento-Datetime"] == time
            assert digest[:16] in address
            timemap = '</versions.link>; rel="timemap"; type="application/link-format"'
            assert timemap in memento.headers.getlist("Link")


def test_unknown_versions_are_told(both: FlaskClient) -> None:
    assert both.get("/version/9.9.9/concept/clustering").status_code == 404
    assert both.get("/version/9.9.9").status_code == 404
    assert both.get(f"/version/{EARLIER}").headers["Location"] == f"/version/{EARLIER}/"
    assert both.get(f"/version/{EARLIER}/concept/no-such", headers={"Accept": "text/turtle"}).status_code == 404


def test_a_time_leads_to_the_version_of_then(both: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    def asked(when: str) -> str:
        answer = both.get("/concept/clustering", headers={"Accept-Datetime": when})
        assert answer.status_code == 302
        assert "Accept-Datetime" in answer.headers["Vary"]
        return answer.headers["Location"]

    assert asked("Sun, 01 Feb 2026 00:00:00 GMT") == f"/version/{DIGEST[:16]}/concept/clustering"
    assert asked("Mon, 01 Jan 2024 00:00:00 GMT") == f"/version/{DIGEST[:16]}/concept/clustering"
    assert asked("Fri, 01 Jan 2100 00:00:00 GMT") == f"/version/{kb.manifest.digest[:16]}/concept/clustering"
    assert both.get("/concept/clustering", headers={"Accept-Datetime": "once"}).status_code != 302


def test_versions_are_listed_and_agree(both: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    now = kb.manifest.version
    page = both.get("/versions?ui=en", headers=PAGE).text
    for version in (now, EARLIER):
        assert f'href="/version/{version}/?ui=en"' in page
    whole, new, old = (ox.NamedNode(ONTOLOGY + end) for end in ("", f"/{now}", f"/{EARLIER}"))
    for syntax in GRAPHS:
        for answer in (both.get(f"/versions{syntax.suffix}"), both.get("/versions", headers={"Accept": syntax.name})):
            assert answer.mimetype == syntax.name
            quads = ox.parse(answer.data, ox.RdfFormat.from_media_type(syntax.name))
            said = {(q.subject, q.predicate, q.object) for q in quads}
            assert {o for s, p, o in said if (s, p.value) == (whole, DCTERMS + "hasVersion")} == {new, old}
            assert (whole, ox.NamedNode(OWL + "versionIRI"), new) in said
            assert (new, ox.NamedNode(OWL + "priorVersion"), old) in said
    for version in (now, EARLIER):  # each resolves, with what the ontology of then says of itself
        moved = both.get(f"/onto/{version}", headers={"Accept": "text/turtle"})
        assert (moved.status_code, moved.headers["Location"]) == (303, f"/version/{version}/onto")
        assert both.get(f"/onto/{version}.rdf").headers["Location"] == f"/version/{version}/onto.rdf"
        assert both.get(f"/version/{version}/onto.ttl").status_code == 200


def test_version_iris_agree_with_versions(kb: edukg.KnowledgeBase) -> None:
    rows = kb.query(
        "SELECT ?o ?iri ?info ?prior WHERE { ?o owl:versionIRI ?iri ; owl:versionInfo ?info "
        "OPTIONAL { ?o owl:priorVersion ?prior } }"
    )
    assert isinstance(rows, edukg.Table)
    assert len(rows) > 30
    for row in rows:
        assert str(row["iri"]) == f"{row['o']}/{row['info']}"
        assert str(row["info"]) == kb.manifest.version
        assert not row.get("prior") or str(row["prior"]).startswith(f"{row['o']}/")


def test_a_release_of_an_earlier_program_is_made_readable(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    folder = tmp_path / "old"
    shutil.copytree(kb.folder, folder)
    for name in ("labels.sqlite", "usage.json", "context.jsonld"):
        (folder / name).unlink()
    with keeping.open_kept(folder) as opened:
        assert opened.search("clustering")
        assert opened.check("an educational cluster of schools").usages
    assert not list(folder.glob(".*"))


def test_the_newest_of_each_version_are_kept(tmp_path: Path) -> None:
    for version, letter, created in (
        ("0.1.0", "a", "2026-01-01"), ("0.1.0", "b", "2026-01-02"), ("0.2.0", "c", "2026-02-01"),
        ("0.2.0", "d", "2026-02-02"), ("0.3.0", "f", "2026-03-01"), ("0.3.0", "0", "2026-03-02"),
    ):  # fmt: skip
        folder = tmp_path / "releases" / f"{version}-{letter}"
        folder.mkdir(parents=True)
        manifest = {"version": version, "digest": letter * 64, "created": created, "inputs_digest": ""}
        (folder / "manifest.json").write_text(json.dumps(manifest | {"inputs": [], "counts": {}, "tools": {}}))
    # somebody went back to an earlier build
    assert keeping.thin_out(tmp_path, 0, "0.3.0-f") == ()
    assert set(keeping.thin_out(tmp_path, 4, "0.3.0-f")) == {"0.1.0-a", "0.2.0-c"}
    assert [folder.name for folder, _ in keeping.versions(tmp_path)] == ["0.3.0-0", "0.2.0-d", "0.1.0-b"]
    assert set(keeping.thin_out(tmp_path, 1, "0.3.0-f")) == {"0.3.0-0", "0.2.0-d", "0.1.0-b"}
    assert [folder.name for folder, _ in release.kept(tmp_path)] == ["0.3.0-f"]
    for name, digest in (("0.2.0", "d"), ("0.1.0-a", "a"), ("b" * 16, "b")):
        former = keeping.former(tmp_path, name)
        assert former is not None
        assert former.digest == digest * 64
    assert keeping.former(tmp_path, "0.4.0") is None
