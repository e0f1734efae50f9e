"""The interface says everything in each of its languages, and what is compiled is what is written."""

from __future__ import annotations

import json
import re
import string

import pytest
from flask import Flask
from flask.testing import FlaskClient

import edukg
from edukg.web import catalogues, vendor
from edukg.web.alphabets import initial, sort_key
from edukg.web.predicates import predicate_name


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_catalogue_is_in_step(language: str) -> None:
    written = {message.id for message in catalogues.read(language) if message.id}
    used = {message.id for message in catalogues.used_messages() if message.id}
    assert written == used, "run python -m edukg.web.catalogues"


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_nothing_waits_for_a_translation(language: str) -> None:
    missing = [m.id for m in catalogues.read(language) if m.id and not catalogues.translated(m.string)]
    assert not missing


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_compiled_is_what_is_written(language: str) -> None:
    assert catalogues.mo_file(language).read_bytes() == catalogues.compiled(language)


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_places_for_values_are_kept(language: str) -> None:
    for message in catalogues.read(language):
        if not message.id:
            continue
        sources = (message.id,) if isinstance(message.id, str) else message.id
        wanted = set(re.findall(r"%\(\w+\)s", sources[-1]))
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for translation in strings:
            assert set(re.findall(r"%\(\w+\)s", translation)) == wanted, message.id


def test_uzbek_is_written_with_its_own_letters() -> None:
    for message in catalogues.read("uz"):
        strings = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
        for translation in strings:
            assert not re.search(r"\w['’‘`]", translation), translation


@pytest.mark.parametrize("language", catalogues.LANGUAGES)
def test_translation_is_no_copy(language: str) -> None:
    copies = {
        message.id
        for message in catalogues.read(language)
        if isinstance(message.id, str) and message.id == message.string
    }
    assert copies <= {"DOI", "JSON", "kB", "MB", "GB"}


def test_templates_hold_no_bare_words(app: Flask) -> None:
    """What people read in a template goes through the catalogue: between tags stand only marks, names and figures."""
    allowed = {
        "CSV",
        "RDF",
        "SHACL",
        "Turtle",
        "XLSX",
        "EduKG",
        "DOI",
        "JSON",
        "SHA-",
        "CC",
        "BY",
        "query",
        "sparql",
        "api",
        "search",
        "terms",
    }
    folder = catalogues.FOLDER / "templates"
    bare = []
    for file in sorted(folder.rglob("*.html")):
        text = re.sub(r"{% trans.*?{% endtrans %}", "", file.read_text(encoding="utf-8"), flags=re.DOTALL)
        text = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
        text = re.sub(r"<(pre|code|kbd)\b.*?</\1>", " ", text, flags=re.DOTALL)  # what is typed is no language's
        text = re.sub(r'<(\w+)[^>]*\btranslate="no"[^>]*>.*?</\1>', " ", text, flags=re.DOTALL)  # names, marked as such
        text = re.sub(r"<[^>]*>|&\w+;", " ", text, flags=re.DOTALL)
        words = set(re.findall(r"[A-Za-z][A-Za-z-]+", text)) - allowed
        if words:
            bare.append((file.name, words))
    assert not bare


def test_every_property_in_the_data_is_named(app: Flask, kb: edukg.KnowledgeBase) -> None:
    found = kb.query(
        """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        SELECT DISTINCT ?p WHERE {
            ?s ?p ?o FILTER(isIRI(?s)) VALUES ?language { "en" "ru" "uz" }
            FILTER NOT EXISTS { ?p rdfs:label ?label FILTER(LANG(?label) = ?language) }
        } ORDER BY ?p"""
    )
    assert isinstance(found, edukg.Table)
    with app.test_request_context("/"):
        assert [str(row["p"]) for row in found if not predicate_name(str(row["p"]))] == []


def test_interface_language_is_asked_for_or_preferred(client: FlaskClient) -> None:
    for headers, query, expected in (
        ({"Accept-Language": "uz, en;q=0.5"}, "", "uz"),
        ({"Accept-Language": "de, ru;q=0.4"}, "", "ru"),
        ({"Accept-Language": "de"}, "", "en"),
        ({}, "", "en"),
        ({"Accept-Language": "ru"}, "?ui=uz", "uz"),
        ({"Accept-Language": "ru"}, "?ui=xx", "ru"),
    ):
        answer = client.get("/" + query, headers=headers)
        assert f'<html lang="{expected}">' in answer.text
        assert "Accept-Language" in answer.headers["Vary"]


def test_figures_and_plurals_follow_the_language(client: FlaskClient) -> None:
    russian = client.get("/term/educational-cluster-ru?ui=ru").text
    assert re.search(r"У этого термина \d+ значени(е|я|й)\.", russian)


def test_uzbek_alphabet() -> None:
    words = ["oʻquv", "zona", "olim", "shahar", "choʻl", "gʻoya", "nazariya"]
    assert sorted(words, key=lambda w: sort_key(w, "uz")) == [
        "nazariya", "olim", "zona", "oʻquv", "gʻoya", "shahar", "choʻl",
    ]  # fmt: skip
    assert initial("o'quv", "uz") == "Oʻ"
    assert initial("ёлка", "ru") == "Е"
    assert initial("3D", "en") == "#"
    assert initial("Apple", "en") in string.ascii_uppercase


def test_vendored_files_are_what_the_manifest_says() -> None:
    manifest = json.loads((vendor.FOLDER / "MANIFEST.json").read_text(encoding="utf-8"))
    listed = {entry["file"]: entry["sha256"] for library in manifest for entry in library["files"]}
    kept = {file.name for file in vendor.FOLDER.iterdir()} - {"MANIFEST.json"}
    assert set(listed) == kept
    for name, digest in listed.items():
        assert vendor.sha256(vendor.FOLDER / name) == digest
    assert {(library["package"], library["version"]) for library in manifest} == {
        (library.package, library.version) for library in vendor.LIBRARIES
    }
