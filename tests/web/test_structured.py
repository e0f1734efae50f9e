"""Pages say what they are in the words of schema.org, as data that any JSON-LD processor reads."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from pyld import jsonld

import edukg
from edukg.namespaces import CONCEPT, TERM

SCHEMA = "https://schema.org/"


def blocks(text: str) -> list[dict[str, Any]]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, flags=re.DOTALL)
    return [json.loads(block) for block in found]


def term_set(client: FlaskClient, path: str) -> dict[str, Any]:
    [block] = blocks(client.get(path).text)
    assert block["@context"] == "https://schema.org"
    offline = jsonld.expand({**block, "@context": {"@vocab": SCHEMA}}, {"base": f"http://localhost{path}"})
    kinds = {block["@type"], *(term["@type"] for term in block.get("hasDefinedTerm", ()))}
    assert kinds <= {"DefinedTermSet", "DefinedTerm"}
    assert offline[0]["@type"] == [SCHEMA + "DefinedTermSet"]
    return dict(block)


def test_the_lexicon_is_a_set_of_defined_terms(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for path in ("/", "/terms", "/term/educational-cluster-en", "/concept/clustering"):
        whole = term_set(client, path)
        assert (whole["@type"], whole["@id"]) == ("DefinedTermSet", CONCEPT)
        assert whole["version"] == kb.manifest.version
        assert whole["license"].startswith("https://creativecommons.org/")


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_term_is_as_many_defined_terms_as_it_has_meanings(
    client: FlaskClient, kb: edukg.KnowledgeBase, language: str
) -> None:
    listed = term_set(client, f"/term/educational-cluster-{language}?lang={language}")["hasDefinedTerm"]
    found = {node["@id"]: node for node in listed}
    concepts = [sense.concept for sense in kb.lexicon.term(f"{TERM}educational-cluster-{language}").senses]
    assert set(found) == {concept.iri for concept in concepts}
    for concept in concepts:
        node = found[concept.iri]
        assert node["@type"] == "DefinedTerm"
        assert node["name"] == concept.labels.value(language)
        assert node["description"] == concept.definitions.value(language)
        assert node["url"] == f"/concept/{concept.key}"


def test_a_meaning_has_its_other_names(client: FlaskClient) -> None:
    [node] = term_set(client, "/concept/clustering?lang=en")["hasDefinedTerm"]
    assert "cluster approach" in node["alternateName"]


def test_a_list_of_terms_names_those_it_shows(client: FlaskClient) -> None:
    listed = term_set(client, "/terms?lang=ru&letter=К")["hasDefinedTerm"]
    assert "кластер" in {term["name"] for term in listed}
    assert all(term["name"].lower().startswith("к") for term in listed)


def test_no_text_can_end_the_block(client: FlaskClient) -> None:
    text = client.get("/term/educational-cluster-en").text
    block = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    assert "<" not in block
