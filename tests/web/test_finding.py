"""Finding and looking through: facets, pages of hits, suggestions, trees, families, real things by country."""

from __future__ import annotations

import gzip
import html
import json
import re
import shutil
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import edukg
from edukg.namespaces import CONCEPT, LANGUAGES
from edukg.settings import Settings
from edukg.web import atlas, create_app
from edukg.web.alphabets import initial, sort_key


def _hits(text: str) -> list[str]:
    return re.findall(r'<p class="hit"><a href="([^"]+)"', text)


def test_hits_are_narrowed_by_following_a_link_and_undone_by_another(client: FlaskClient) -> None:
    text = client.get("/search?q=klaster").text
    [address] = re.findall(r'<a href="([^"]+)"[^>]*>\s*concept</a>', text)
    narrowed = client.get(html.unescape(address)).text
    found = _hits(narrowed)
    assert found
    assert all(hit.startswith("/concept/") for hit in found)
    [undo] = re.findall(r'<p><a href="([^"]+)">Undo all</a>', narrowed)
    assert _hits(client.get(html.unescape(undo)).text) == _hits(text)


def test_every_facet_narrows_to_as_many_as_it_says(kb: edukg.KnowledgeBase) -> None:
    found = kb.find("cluster", limit=1)
    assert {facet.name for facet in found.facets} >= {"kind", "class", "family", "level", "country", "source"}
    for facet in found.facets:
        if facet.name == "language":
            continue
        for item in facet.values[:3]:
            assert kb.find("cluster", chosen={facet.name: (item.value,)}, limit=1).total == item.number, item


def test_hits_beyond_the_first_page_are_other_hits(client: FlaskClient) -> None:
    first = client.get("/search?q=cluster").text
    [address] = re.findall(r'href="([^"]+)" rel="next"', first)
    second = client.get(html.unescape(address)).text
    assert len(_hits(first)) == 20
    assert not set(_hits(first)) & set(_hits(second))
    assert 'rel="prev"' in second
    assert _hits(client.get("/search?q=cluster&page=99999").text)
    assert client.get("/search?q=cluster&page=x").status_code == 200


def test_a_value_that_nothing_has_finds_nothing_and_can_be_undone(client: FlaskClient) -> None:
    text = client.get("/search?q=cluster&country=id:no-such-place").text
    assert not _hits(text)
    assert "Undo all" in text


def test_another_keyboard_is_told(client: FlaskClient) -> None:
    text = client.get("/search?q=rkfcnth").text
    assert "<strong>кластер</strong>" in text
    assert "typed on the other keyboard" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_are_options_in_the_readers_language(client: FlaskClient, language: str) -> None:
    text = client.get(f"/search/suggest?q=ta'lim klas&ui={language}").text
    options = re.findall(r'<li role="option" aria-selected="false" data-address="([^"]+)"', text)
    assert options[0].startswith("/term/educational-cluster-uz")
    assert 0 < len(options) <= 8
    assert "data-said" in text
    assert client.get("/search/suggest?q=").status_code == 200


def test_api_search_keeps_its_form_and_tells_the_facets(client: FlaskClient) -> None:
    found = client.get("/api/v1/search?q=ta’lim klasteri&limit=3").get_json()
    first = found["hits"][0]
    assert found["query"] == "ta’lim klasteri"
    assert first["iri"].endswith("/term/educational-cluster-uz")
    assert {"iri", "kind", "label", "language", "matched", "why", "score", "readings"} <= set(first)
    assert found["total"] >= len(found["hits"]) == 3
    kinds = {item["value"]: item["number"] for item in found["facets"]["kind"]}
    only = client.get("/api/v1/search?q=ta’lim klasteri&kind=concept").get_json()
    assert only["total"] == kinds["concept"]
    assert client.get("/api/v1/search?q=x&offset=-1").status_code == 400


@pytest.mark.parametrize("of", ["classes", "concepts"])
def test_the_tree_holds_everything_once_it_is_whole(client: FlaskClient, kb: edukg.KnowledgeBase, of: str) -> None:
    text = client.get(f"/tree?of={of}").text
    tree = kb.lexicon.classes if of == "classes" else kb.lexicon.concepts
    linked = set(re.findall(r'<a href="(/(?:onto|concept)/[^"]+)"', text))
    assert len(linked) == len(tree) > 50
    assert client.get("/tree?of=nonsense").status_code == 404
    assert client.get(f"/tree?of={of}&node=edukg:NoSuchClass").status_code == 404


def test_a_class_stands_right_below_the_nearest_wider_class(kb: edukg.KnowledgeBase) -> None:
    tree = kb.lexicon.classes
    for parent in tree.children("", "en", str):
        for child in tree.children(parent.iri, "en", str):
            assert parent.iri in {above.iri for above in tree.wider(child.iri)}
            others = {above.iri for above in tree.wider(child.iri)} - {parent.iri}
            assert not any(parent.iri in {w.iri for w in tree.wider(other)} for other in others)
            assert tree.path(child.iri)[-1] == child.iri


@pytest.fixture(scope="module")
def wide(home: Path, kb: edukg.KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The site over a release in which one concept has five thousand narrower ones."""
    folder = tmp_path_factory.mktemp("wide") / "release"
    shutil.copytree(kb.folder, folder)
    lines = []
    graph = "<https://w3id.org/edukg/graph/made-up>"
    skos, parent = "http://www.w3.org/2004/02/skos/core#", CONCEPT + "clustering"
    for number in range(5000):
        iri = f"<{CONCEPT}made-up-{number}>"
        lines.append(f"{iri} <{skos}inScheme> <{CONCEPT}> {graph} .\n{iri} <{skos}broader> <{parent}> {graph} .\n")
        lines.append(f'{iri} <{skos}prefLabel> "made-up meaning {number:04}"@en {graph} .\n')
    with gzip.open(folder / "data.nq.gz", "ab") as file:
        file.write("".join(lines).encode())
    client = create_app(edukg.KnowledgeBase(folder), Settings(home=home)).test_client()
    client.environ_base["HTTP_ACCEPT"] = "text/html"
    return client


def test_a_tree_with_five_thousand_children_shows_them_by_the_hundred(wide: FlaskClient) -> None:
    top = wide.get("/tree?of=concepts").text
    assert len(top) < 60_000
    assert "5000 below" in top
    [fragment] = re.findall(r'data-branch="([^"]+concept%3Aclustering[^"]*)"', top)
    below = wide.get(html.unescape(fragment)).text
    assert below.count("made-up meaning") == 100
    first = wide.get("/tree?of=concepts&node=concept:clustering").text
    [address] = re.findall(r'href="([^"]+)" rel="next"', first)
    second = wide.get(html.unescape(address)).text
    shown = [set(re.findall(r"made-up meaning (\d+)", text)) for text in (first, second)]
    assert [len(found) for found in shown] == [100, 100]
    assert not shown[0] & shown[1]
    last = wide.get("/tree?of=concepts&node=concept:clustering&page=51").text
    assert 'rel="next"' not in last


def test_families_lead_to_the_guide_and_to_the_comparison(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    text = client.get("/families").text
    for family in kb.families():
        assert family.named.label("en") in text
    for address in re.findall(r'<a class="button[^"]*" href="([^"]+)"', text):
        assert client.get(html.unescape(address)).status_code == 200


def test_real_things_are_listed_narrowed_and_counted_by_country(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    every = client.get("/instances").text
    [total] = re.findall(r'<h2 id="listed">(\d+) examples', every)
    assert int(total) == kb.instances("en", limit=0).total
    [address] = re.findall(r'<th scope="row"><a href="([^"]+)">Uzbekistan</a></th>', every)
    [number] = re.findall(r">Uzbekistan</a></th><td>(\d+)</td>", every)
    narrowed = client.get(html.unescape(address)).text
    assert f'<h2 id="listed">{number} examples' in narrowed
    assert narrowed.count('<li><p><a href="/id/') == int(number)
    assert ">Germany</a></th>" in narrowed, "the map still shows the other countries"
    assert 'aria-current="true"' in narrowed


def test_the_map_has_an_outline_or_a_point_for_every_country_in_the_data(kb: edukg.KnowledgeBase) -> None:
    world = atlas.read()
    missing = {code for code in kb.countries.values() if code not in world["countries"]}
    assert missing == {"EU"}, "a group of countries has no outline and stands in the table only"
    assert len(world["countries"]) > 190


def test_outlines_are_projected_without_a_tear() -> None:
    square = {
        "arcs": [[[0, 0], [10, 0], [0, 10], [-10, 0], [0, -10]]],
        "transform": {"scale": [1, 1], "translate": [175, 0]},
    }
    topology = square | {"objects": {"countries": {"geometries": [{"type": "Polygon", "arcs": [[0]], "id": "860"}]}}}
    made = json.loads(atlas.convert(json.dumps(topology).encode(), json.dumps(topology).encode()))
    path = made["countries"]["UZ"]["path"]
    steps = [abs(int(n)) for n in re.findall(r"-?\d+", path.partition("l")[2])]
    assert steps
    assert max(steps) < 40


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("ru", ["ёж", "ежик", "елка", "ёлка", "ель", "клин"]),
        ("uz", ["goʻzal", "zamon", "oʻquv", "gʻoya", "shahar", "chora"]),
        ("en", ["cooper", "cooperate", "rest", "resume", "résumé"]),
    ],
)
def test_words_stand_in_the_order_of_their_language(language: str, ordered: list[str]) -> None:
    assert sorted(set(ordered), key=lambda word: sort_key(word, language)) == ordered
    assert initial("ёлка", "ru") == "Е"
