"""The parts of the pages of terms, concepts and senses: ledger, time, neighbours, mappings, past, references, data."""

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
from edukg.namespaces import BASE, CONCEPT, SENSE, TERM
from edukg.settings import Settings
from edukg.web import create_app
from edukg.web.alphabets import sort_key

PAGE = "/term/educational-cluster-en"


def _section(text: str, name: str) -> str:
    found = re.search(rf'<section[^>]* aria-labelledby="{name}".*?</section>', text, re.DOTALL)
    assert found, f"there is no part {name}"
    return found[0]


def _rows(client: FlaskClient, address: str) -> list[list[str]]:
    """The ledger as texts, a list for each row."""
    body = _section(client.get(address).text, "ledger").partition("<tbody>")[2].partition("</tbody>")[0]
    rows = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL) for row in rows]
    return [[" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in row] for row in cells]


YEAR, WHO, COUNTRY, LANGUAGE, READING = range(5)


def test_ledger_holds_every_use(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    uses = kb.lexicon.uses(BASE + PAGE[1:])
    rows = _rows(client, PAGE + "?uses=all")
    assert len(rows) == len(uses) > 8
    assert len(_rows(client, PAGE)) == 8
    assert f"Show all {len(uses)} uses" in client.get(PAGE).text
    assert all(row[YEAR] and row[WHO] and row[READING] for row in rows)


@pytest.mark.parametrize("down", [False, True], ids=["up", "down"])
@pytest.mark.parametrize(
    ("name", "column"), [("year", YEAR), ("author", WHO), ("country", COUNTRY), ("language", LANGUAGE)]
)
@pytest.mark.parametrize("ui", ["en", "ru", "uz"])
def test_ledger_sorts_as_the_language_does(client: FlaskClient, name: str, column: int, down: bool, ui: str) -> None:  # noqa: FBT001
    rows = _rows(client, f"{PAGE}?uses=all&ui={ui}&sort={'-' if down else ''}{name}")
    found = [row[column].partition(" ,")[0] for row in rows]
    known = [value for value in found if value != "–"]
    assert known
    assert found[len(known) :] == ["–"] * (len(found) - len(known)), "what nobody says comes last"
    expected = sorted(known, key=lambda value: sort_key(value, ui), reverse=down)
    assert [sort_key(value, ui) for value in known] == [sort_key(value, ui) for value in expected]
    head = _section(client.get(f"{PAGE}?sort={'-' if down else ''}{name}").text, "ledger")
    assert head.count("aria-sort=") == 1
    assert f'aria-sort="{"descending" if down else "ascending"}"' in head


def test_ledger_of_one_reading(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    uses = kb.lexicon.uses(BASE + PAGE[1:])
    wanted = sum(1 for use in uses if CONCEPT + "cluster-organisation" in use.concepts)
    rows = _rows(client, PAGE + "?reading=cluster-organisation&sort=-year")
    assert len(rows) == wanted > 1
    place = next(n for n, s in enumerate(kb.term("educational cluster").senses, 1) if s.concept.key.endswith("sation"))
    assert all(str(place) in row[READING].split() for row in rows)


def test_ledger_passes_over_wishes_it_does_not_know(client: FlaskClient) -> None:
    plain = _rows(client, PAGE)
    for asked in ("?sort=colour", "?sort=--year", "?reading=nothing", "?uses=none", "?sort=%00"):
        assert _rows(client, PAGE + asked) == plain


def test_ledger_links_keep_what_was_asked(client: FlaskClient) -> None:
    text = _section(client.get(PAGE + "?ui=ru&reading=cluster-association&sort=country").text, "ledger")
    links = re.findall(r'<a href="([^"]+)" data-key="sort-', text)
    assert len(links) == 5
    assert all("ui=ru" in link and "reading=cluster-association" in link and "#ledger" in link for link in links)
    assert any("sort=-country" in link for link in links)


def test_timeline_says_the_same_as_its_table(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = _section(client.get(PAGE).text, "times")
    years = [u.attestation.year for u in kb.lexicon.uses(BASE + PAGE[1:]) for _ in u.concepts]
    drawn = [int(number) for number in re.findall(r"<title>\d{4}: (\d+)</title>", text)]
    assert sum(drawn) == sum(1 for year in years if year)
    totals = re.findall(r"</th><td>(\d+)</td>", text)
    assert sum(map(int, totals)) == len(years)
    for place in re.findall(r'c?x\d?="([\d.]+)%"', text):
        assert 0 <= float(place) <= 100


def test_neighbours_in_picture_and_list(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = _section(client.get(PAGE).text, "near")
    assert text.count("<svg") == 2
    drawn = set(re.findall(r'<a href="(/concept/[^"]+)"[^>]* aria-label', text))
    listed = set(re.findall(r'<dd><a href="(/concept/[^"]+)"', text))
    senses = kb.term("educational cluster").senses
    own = {sense.concept.iri.removeprefix(BASE[:-1]) for sense in senses}
    assert drawn - own
    assert drawn - own <= listed
    related = {n.iri.removeprefix(BASE[:-1]) for s in senses for n in s.concept.related} - own
    assert related <= listed
    for width, height, box in re.findall(r'viewBox="0 0 (\d+) (\d+)"[^>]*>(.*?)</svg>', text, re.DOTALL):
        for x, y, w, h in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', box):
            assert int(x) + int(w) <= int(width)
            assert int(y) + int(h) <= int(height)


def test_mappings_lead_to_the_vocabularies(client: FlaskClient) -> None:
    text = _section(client.get(PAGE).text, "elsewhere-said")
    assert "UNESCO Thesaurus" in text
    assert "EuroVoc" in text
    assert "nearly the same" in text
    assert 'href="http://eurovoc.europa.eu/' in text


def test_what_the_ontology_says_of_each(client: FlaskClient) -> None:
    text = _section(client.get(PAGE).text, "contrast")
    assert "has clustering level" in text
    assert "Nothing can also be" in text


@pytest.mark.parametrize("path", [PAGE, "/concept/clustering", "/sense/educational-cluster-en-cluster-association"])
def test_references_in_common_styles_and_files(client: FlaskClient, kb: edukg.KnowledgeBase, path: str) -> None:
    text = _section(client.get(path).text, "reference")
    for style in ("APA 7", "ГОСТ Р 7.0.5–2008", "ГОСТ Р 7.0.100–2018", "Chicago 17", "MLA 9"):
        assert f'<dt translate="no">{style}</dt>' in text
    assert "<i>EduKG: What the terms" in text
    iri = BASE + path[1:]
    assert text.count(iri) >= 7
    for address in re.findall(r'href="(/cite\?[^"]+)"', text):
        answer = client.get(address.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert iri in answer.text
        assert kb.manifest.version in answer.text
        assert "attachment" in answer.headers["Content-Disposition"]
    assert len(re.findall(r'href="/cite\?', text)) == 3


def test_reference_files_of_what_is_not_there(client: FlaskClient) -> None:
    for asked in ("?of=/term/none-en&as=ris", "?of=/term/cluster-en&as=docx", "?as=ris", "?of=http://x.org/&as=ris"):
        assert client.get("/cite" + asked).status_code == 404


def _subjects(client: FlaskClient, path: str) -> set[str]:
    answer = client.get(path)
    triples = ox.parse(answer.data, format=ox.RdfFormat.N_TRIPLES)
    return {quad.subject.value for quad in triples if isinstance(quad.subject, ox.NamedNode)}


def test_data_of_exactly_this_page(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    term = kb.term("educational cluster")
    found = _subjects(client, PAGE + ".nt")
    assert found >= {sense.iri for sense in term.senses}
    assert found >= {sense.concept.iri for sense in term.senses}
    assert found >= {use.iri for sense in term.senses for use in sense.attestations}
    assert (
        not {iri for iri in found if iri.startswith(TERM)}
        - {term.iri}
        - {iri for iri in found if iri.startswith(term.iri + "#")}
    )
    association = _subjects(client, "/concept/cluster-association.nt")
    assert SENSE + "educational-cluster-en-cluster-association" in association
    for suffix in ("ttl", "jsonld", "rdf"):
        assert client.get(f"{PAGE}.{suffix}").status_code == 200


def test_past_of_a_term_over_one_release(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = _section(client.get(PAGE).text, "past")
    assert f"Nothing since EduKG {kb.manifest.version}" in text
    assert "last revised on" in text


@pytest.fixture
def two(kb: edukg.KnowledgeBase, tmp_path: Path) -> Iterator[FlaskClient]:
    """The site over two releases: the older one knows a use less and says nothing of the scope of one concept."""
    gone = (
        f"<{CONCEPT}cluster-association> <http://www.w3.org/2004/02/skos/core#scopeNote> ",
        f"<{SENSE}educational-cluster-en-cluster-association> <http://www.w3.org/ns/lemon/frac#attestation> ",
    )
    for name in ("old", "new"):
        shutil.copytree(kb.folder, tmp_path / "releases" / name)
    old = tmp_path / "releases" / "old"
    with gzip.open(old / "data.nq.gz", "rt", encoding="utf-8") as file:
        lines = [line for line in file if not line.startswith(gone)]
    with gzip.open(old / "data.nq.gz", "wt", encoding="utf-8") as file:
        file.writelines(lines)
    manifest = json.loads((old / "manifest.json").read_text())
    manifest |= {"version": "0.0.9", "digest": "e" * 64, "created": "2020-01-01T00:00:00+00:00"}
    (old / "manifest.json").write_text(json.dumps(manifest))
    newer = edukg.KnowledgeBase(tmp_path / "releases" / "new")
    yield create_app(newer, Settings(home=tmp_path)).test_client()
    newer.close()


def test_past_of_a_term_tells_its_own_changes(two: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = _section(two.get(PAGE, headers={"Accept": "text/html"}).text, "past")
    assert f"EduKG {kb.manifest.version}</span>," in text
    assert f"/changes?release={kb.manifest.digest[:16]}" in text
    assert "Worded otherwise" in text
    assert "Other attested uses" in text
    assert '<ins lang="ru">' in text
    other = _section(two.get("/term/logistics-en", headers={"Accept": "text/html"}).text, "past")
    assert "Nothing since EduKG 0.0.9 of January 1, 2020" in other


def test_story_of_a_thing(kb: edukg.KnowledgeBase) -> None:
    story = kb.story(BASE + PAGE[1:])
    assert story.changes == ()
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", story.revised)
    assert story.first <= story.revised
    assert kb.story(BASE + "id/none").revised == ""
