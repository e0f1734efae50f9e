"""Our own words in SPARQL: what they find, in any spelling, and where they cannot stand."""

from __future__ import annotations

import json

import pytest
import rdflib

import edukg
from edukg.answers import Table
from edukg.endpoint import Request
from edukg.endpoint.functions import DESCRIBED, Expansion
from edukg.errors import QuerySyntaxError
from edukg.namespaces import FUNCTION, TERM
from edukg.store.base import Literal

pytestmark = pytest.mark.stores

ENTRY = TERM + "educational-cluster-uz"
PREFIX = f"PREFIX fn: <{FUNCTION}> PREFIX ontolex: <http://www.w3.org/ns/lemon/ontolex#> "


def column(kb: edukg.KnowledgeBase, query: str, **bindings: Literal) -> set[str]:
    answer = kb.query(PREFIX + query, dict(bindings))
    assert isinstance(answer, Table)
    return {str(node) for row in answer for node in row.values()}


@pytest.mark.parametrize("written", ["taʼlim klasteri", "TA'LIM KLASTERI", "ta’lim  klasteri", "таълим кластери"])
def test_an_entry_is_found_by_any_written_form(kb: edukg.KnowledgeBase, written: str) -> None:
    assert ENTRY in column(kb, f'SELECT ?e {{ ?e fn:writtenAs "{written}" }}')


def test_the_senses_are_those_of_the_entries(kb: edukg.KnowledgeBase) -> None:
    expected = column(kb, f"SELECT ?s {{ <{ENTRY}> ontolex:sense ?s }}")
    assert expected
    assert expected <= column(kb, 'SELECT ?s { ?s fn:senseWrittenAs "Taʼlim klasteri" }')


def test_a_language_tag_leaves_the_other_languages_out(kb: edukg.KnowledgeBase) -> None:
    everywhere = column(kb, 'SELECT ?e { ?e fn:writtenAs "cluster" }')
    english = column(kb, 'SELECT ?e { ?e fn:writtenAs "Cluster"@en }')
    assert english
    assert english <= everywhere
    assert not column(kb, 'SELECT ?e { ?e fn:writtenAs "cluster"@fr }')


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?f { ?e fn:writtenAs "taʼlim klasteri" ; ontolex:canonicalForm ?f . }',
        'SELECT ?f { ?e ontolex:canonicalForm ?f ; fn:writtenAs "taʼlim klasteri" ; }',
        'SELECT ?f { ?e a ontolex:LexicalEntry ; fn:writtenAs "taʼlim klasteri" ; ontolex:canonicalForm ?f }',
        'SELECT ?f { ?e fn:writtenAs "ta\\u2018lim klasteri". ?e ontolex:canonicalForm ?f }',
        f'SELECT ?f {{ OPTIONAL {{ ?e <{FUNCTION}writtenAs> "taʼlim klasteri" }} ?e ontolex:canonicalForm ?f }}',
    ],
)
def test_it_stands_wherever_a_pattern_stands(kb: edukg.KnowledgeBase, query: str) -> None:
    assert column(kb, query) == column(kb, f"SELECT ?f {{ <{ENTRY}> ontolex:canonicalForm ?f }}")


def test_the_text_may_be_a_value_that_is_bound(kb: edukg.KnowledgeBase) -> None:
    assert ENTRY in column(kb, "SELECT ?e { ?e fn:writtenAs ?text }", text=Literal("taʼlim klasteri"))


def test_labels_are_found_by_their_words(kb: edukg.KnowledgeBase) -> None:
    assert "https://w3id.org/edukg/concept/clustering" in column(kb, 'SELECT ?x { ?x fn:labelled "clustering" }')
    assert not column(kb, 'SELECT ?x { ?x fn:labelled "no such words anywhere" }')


@pytest.mark.embedded
def test_functions_compare_texts(kb: edukg.KnowledgeBase) -> None:
    same = 'ASK { FILTER(fn:sameForm("Таълим кластери", "ta’lim klasteri")) }'
    assert kb.query(PREFIX + same) is True
    assert kb.query(PREFIX + 'ASK { FILTER(fn:sameForm("cluster", "clusters")) }') is False
    assert column(kb, 'SELECT ?x { BIND(fn:fold("Ta’lim") AS ?x) }') == {"talim"}
    assert column(kb, "SELECT ?x { BIND(fn:fold(<http://a.example/>) AS ?x) }") == set()


@pytest.mark.parametrize(
    "pattern",
    [
        f'<{ENTRY}> fn:writtenAs "x"',
        "?e fn:writtenAs ?unbound",
        '?e fn:writtenAs "x", "y"',
        '?e fn:writtenAs/ontolex:sense "x"',
        '?e ontolex:sense/fn:writtenAs "x"',
        '?e ^fn:writtenAs "x"',
    ],
)
def test_elsewhere_it_is_refused_at_its_place(kb: edukg.KnowledgeBase, pattern: str) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        kb.query(PREFIX + f"SELECT * {{ {pattern} }}")
    assert caught.value.position is not None
    assert "of its own" in caught.value.advice


def test_a_query_without_them_is_left_as_it_is() -> None:
    text = "SELECT * { ?s ?p ?o # fn:writtenAs\n}"
    assert Expansion({"writtenAs": lambda _text, _language: []}).expand(text).text is text


@pytest.mark.parametrize(
    ("query", "mistake"),
    [
        ('SELECT ?e {{ ?e fn:writtenAs "taʼlim klasteri" . ?e ontolex:sense {0} }}', "wrong"),
        ('SELECT ?e {{\n ?e fn:writtenAs "x" ;\n ontolex:canonicalForm ?f .\n {0} ?f }}', "unknown:name"),
        ('SELECT ?e {{ ?e a ?c ; fn:labelled "cluster" . ?e fn:labelled "holding" }} {0}', "LIMIT LIMIT"),
        ('{0} SELECT ?e {{ ?e fn:writtenAs "x" }}', "wrong"),
    ],
)
def test_a_mistake_is_placed_in_the_query_that_was_sent(kb: edukg.KnowledgeBase, query: str, mistake: str) -> None:
    sent = PREFIX + query.format(mistake)
    with pytest.raises(QuerySyntaxError) as caught:
        kb.query(sent)
    place = caught.value.position
    assert place is not None
    assert place.line is not None
    assert place.column is not None
    at = sum(len(line) + 1 for line in sent.split("\n")[: place.line - 1]) + place.column - 1
    assert sent[at:].startswith(mistake.rsplit(maxsplit=1)[-1])
    assert place.text is not None
    assert mistake in place.text
    answer = kb.endpoint().respond(Request("GET", [("query", sent)]), address="")
    assert json.loads(answer.body)["position"]["column"] == place.column


def test_each_is_described(kb: edukg.KnowledgeBase) -> None:
    answer = kb.endpoint().respond(Request("GET", accept="text/turtle"), address="http://localhost/sparql")
    graph = rdflib.Graph().parse(data=answer.body, format="turtle")
    for described in DESCRIBED:
        assert graph.value(rdflib.URIRef(described.iri), rdflib.RDFS.comment) is not None
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert {str(f).removeprefix(FUNCTION) for f in graph.objects(None, sd.extensionFunction)} == {"fold", "sameForm"}
