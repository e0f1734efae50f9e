"""The lint of queries: what it finds, what it leaves alone, and that each edit does what it says."""

from __future__ import annotations

import pytest

import edukg
from edukg import resources
from edukg.errors import QueryRefusedError, QuerySyntaxError
from edukg.lint import Readings, lint
from edukg.lint.patterns import outline
from edukg.model import Ambiguity, AmbiguityKind, apply_edits
from edukg.namespaces import CONCEPT, EDUKG, PREFIXES
from edukg.store.base import Iri, Literal
from edukg.store.guard import inspect

pytestmark = pytest.mark.stores

UMBRELLA = "SELECT ?x WHERE { ?x a edukg:EducationalCluster }"
FOUR = {"cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association"}


@pytest.fixture(scope="module")
def readings(kb: edukg.KnowledgeBase) -> Readings:
    return Readings(kb.store)


def find(text: str, readings: Readings) -> tuple[Ambiguity, ...]:
    return lint(text, readings, PREFIXES)


def test_an_umbrella_class_has_the_readings_of_its_word(readings: Readings) -> None:
    (found,) = find(UMBRELLA, readings)
    assert found.kind is AmbiguityKind.CLASS
    assert found.subject.iri == EDUKG + "EducationalCluster"
    assert {choice.named.iri.removeprefix(CONCEPT) for choice in found.choices} == FOUR
    assert found.message == "edukg:EducationalCluster matches 4 readings: pick one, or keep all."
    assert (found.line, found.column) == (1, 24)
    assert UMBRELLA[found.start : found.end] == "edukg:EducationalCluster"
    for choice in found.choices:
        assert set(choice.named.labels.languages) >= {"en", "ru", "uz"}
        assert choice.definitions.value("uz")


def test_the_parts_of_a_division_are_its_readings(readings: Readings) -> None:
    (found,) = find("ASK { ?x a edukg:LevelObject }", readings)
    assert {choice.edits[0].text for choice in found.choices} == {
        "edukg:EducationalCompetence",
        "edukg:EducationalProgramme",
        "edukg:EducationalOrganisation",
        "edukg:SocialInstitutionAssociation",
    }


AMBIGUOUS = {
    "a type": UMBRELLA,
    "a type by a path": "SELECT ?x WHERE { ?x a/rdfs:subClassOf* edukg:EducationalCluster }",
    "a type written in full": f"SELECT ?x WHERE {{ ?x a <{EDUKG}EducationalCluster> ; rdfs:label ?l }}",
    "a type in VALUES": "SELECT ?x WHERE { VALUES ?c { edukg:EducationalCluster edukg:CareerCluster } ?x a ?c }",
    "a type in a list": "SELECT ?x WHERE { ?x a ?c . FILTER(?c IN (edukg:EducationalCluster)) }",
    "a type beside others": (
        "SELECT ?x WHERE { ?x rdfs:label ?l , ?m ; a edukg:CareerCluster, edukg:EducationalCluster }"
    ),
    "a type of a blank node": "SELECT ?x WHERE { ?x edukg:hasPart [ a edukg:EducationalCluster ; rdfs:label ?l ] . }",
    "a type in a subquery": (
        "SELECT * { { SELECT ?x (COUNT(?y) AS ?n) { ?x a edukg:EducationalCluster . ?y ?p ?x } GROUP BY ?x } }"
    ),
    "a type that must not be": "ASK { ?x rdfs:label ?l FILTER NOT EXISTS { ?x a edukg:EducationalCluster } }",
    "senses of an entry": "SELECT ?s WHERE { term:cluster-en ontolex:sense ?s }",
    "concepts of an entry": "SELECT ?c WHERE { term:cluster-en ontolex:sense/ontolex:isLexicalizedSenseOf ?c }",
    "concepts evoked": "SELECT ?c WHERE { term:cluster-en ontolex:evokes ?c . ?c skos:prefLabel ?l }",
    "labels by a long path": (
        "SELECT ?l WHERE { term:cluster-en "
        "ontolex:sense/ontolex:isLexicalizedSenseOf/skos:prefLabel ?l ; rdfs:label ?w . }"
    ),
    "an entry in VALUES": "SELECT ?s WHERE { VALUES (?e) { (term:cluster-en) } ?e ontolex:sense ?s }",
    "an entry compared": "SELECT ?s WHERE { ?e ontolex:sense ?s FILTER(?e = term:cluster-en) }",
    "an entry backwards": "SELECT ?s WHERE { ?s ontolex:isSenseOf term:cluster-en }",
    "a label of concepts": 'SELECT ?c WHERE { ?c skos:altLabel "Educational cluster"@en }',
    "a written form": 'SELECT ?s WHERE { ?e ontolex:canonicalForm/ontolex:writtenRep "klaster"@uz ; ontolex:sense ?s }',
    "a written form apart": (
        'SELECT ?s WHERE { ?e ontolex:canonicalForm ?f ; ontolex:sense ?s . ?f ontolex:writtenRep "кластер"@ru }'
    ),
    "a form with another apostrophe": """SELECT ?c WHERE { ?c skos:altLabel 'ta\\'lim klasteri' }""",
    "a label compared": 'SELECT ?x WHERE { ?x rdfs:label ?l . FILTER(CONTAINS(LCASE(?l), "cluster")) }',
    "a concept label compared": 'SELECT ?c WHERE { ?c skos:altLabel ?l . FILTER(STR(?l) = "cluster") }',
    "a form looked up": 'SELECT ?s WHERE { ?e fn:writtenAs "Klaster"@uz ; ontolex:sense ?s }',
    "a sense looked up": 'SELECT ?c WHERE { ?s fn:senseWrittenAs "klaster" ; ontolex:isLexicalizedSenseOf ?c }',
    "a word in an expression": 'SELECT ?l WHERE { ?x ?p ?l . FILTER(REGEX(STR(?l), "holding", "i")) }',
}


@pytest.mark.parametrize("text", AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_each_reading_can_be_meant_and_all_can_be_kept(text: str, readings: Readings, kb: edukg.KnowledgeBase) -> None:
    (found,) = find(text, readings)
    assert len(found.choices) > 1
    kb.query(text)
    for choice in found.choices:
        mended = apply_edits(text, choice.edits)
        assert mended != text
        kb.query(mended)  # still a query
        left = [each for each in find(mended, readings) if each.written == found.written]
        assert not left, mended
    assert not find(apply_edits(text, found.keep), readings)


UNAMBIGUOUS = {
    "the label of the class": "SELECT ?l WHERE { edukg:EducationalCluster rdfs:label ?l }",
    "the hierarchy": "SELECT ?c WHERE { ?c rdfs:subClassOf edukg:EducationalCluster }",
    "the concepts of a class": "SELECT ?c WHERE { ?c edukg:denotedClass edukg:EducationalCluster }",
    "one reading": "SELECT ?x WHERE { ?x a edukg:AssociationCluster }",
    "a template": "CONSTRUCT { ?x a edukg:EducationalCluster } WHERE { ?x a edukg:AssociationCluster }",
    "the word itself": "SELECT ?l WHERE { term:cluster-en rdfs:label ?l }",
    "a word with one sense": "SELECT ?s WHERE { term:career-cluster-en ontolex:sense ?s }",
    "a sense that is named": "ASK { term:cluster-en ontolex:sense sense:cluster-en-cluster-association }",
    "senses that are named": (
        "SELECT ?s { VALUES ?s { sense:cluster-en-cluster-association } term:cluster-en ontolex:sense ?s }"
    ),
    "a comment": '# edukg:EducationalCluster and "cluster"\nSELECT ?x WHERE { ?x a edukg:AssociationCluster }',
    "a string with the class": (
        'SELECT ?x WHERE { ?x a edukg:AssociationCluster ; rdfs:label "a edukg:EducationalCluster" }'
    ),
    "a word of another language": 'SELECT ?c WHERE { ?c skos:altLabel "klaster"@ru }',
    "an entry of its own label": 'SELECT ?e WHERE { ?e ontolex:canonicalForm/ontolex:writtenRep "cluster"@en }',
    "kept by a comment": f"# all readings: edukg:EducationalCluster\n{UMBRELLA}",
    "kept in full": f"{UMBRELLA} # All readings: <{EDUKG}EducationalCluster>",
}


@pytest.mark.parametrize("text", UNAMBIGUOUS.values(), ids=UNAMBIGUOUS)
def test_what_is_not_ambiguous_is_left_alone(text: str, readings: Readings, kb: edukg.KnowledgeBase) -> None:
    kb.query(text)
    assert not find(text, readings)


def test_places_are_counted_in_code_points(readings: Readings) -> None:
    text = '# 𝄞 ўқув\nSELECT ?x WHERE { ?x rdfs:label "𝄞" ;\n  a edukg:EducationalCluster }'
    (found,) = find(text, readings)
    assert text[found.start : found.end] == found.written
    assert (found.line, found.column) == (3, 5)


def test_own_prefixes_are_used(readings: Readings) -> None:
    text = f"PREFIX k: <{EDUKG}> SELECT ?x WHERE {{ ?x a k:EducationalCluster }}"
    (found,) = lint(text, readings)
    assert apply_edits(text, found.choices[0].edits).endswith("?x a k:AssociationCluster }")
    text = f"PREFIX r: <{PREFIXES['ontolex']}> SELECT ?x {{ <{PREFIXES['term']}holding-en> r:sense ?x }}"
    (found,) = lint(text, readings)
    assert f"VALUES ?x {{ <{PREFIXES['sense']}holding-en-" in apply_edits(text, found.choices[0].edits)


def test_the_ambiguity_comes_from_the_data() -> None:
    """A word that the shipped data do not know is found as soon as data say that it has two senses."""
    rows: dict[str, list[dict[str, Iri | Literal]]] = {
        "lint/senses": [
            {
                "entry": Iri("x:e"),
                "written": Literal("network", "en"),
                "sense": Iri(f"x:s{n}"),
                "concept": Iri(f"x:c{n}"),
                "class": Iri(f"x:C{n}"),
            }
            for n in (1, 2)
        ],
        "lint/classes": [{"class": Iri(f"x:C{n}"), "wider": Iri("x:U")} for n in (1, 2)],
    }

    class Data:
        def select(self, text: str, *, bindings: object = None) -> list[dict[str, Iri | Literal]]:
            del bindings
            name = next((n for n in rows if resources.query(n) == text), "")
            return rows.get(name, [])

    readings = Readings(Data())  # type: ignore[arg-type]
    assert readings.umbrellas == {"x:U": ("x:C1", "x:C2")}
    assert [each.written for each in lint("ASK { ?x a <x:U> }", readings)] == ["<x:U>"]
    (found,) = lint('ASK { ?e <http://www.w3.org/2004/02/skos/core#altLabel> "Network" }', readings)
    assert [choice.edits[0].text.split()[-2] for choice in found.choices] == ["<x:c1>", "<x:c2>"]


def test_mistakes_are_told_as_everywhere(readings: Readings) -> None:
    with pytest.raises(QuerySyntaxError):
        find("SELECT ?x WHERE { ?x a nowhere:Class }", readings)
    with pytest.raises(QueryRefusedError):
        find("DELETE WHERE { ?s ?p ?o }", readings)


@pytest.mark.parametrize(
    "text",
    ["SELECT", "SELECT ?x WHERE { ?x", "ASK { ( ?x ] }", "ASK { ?s ?p ?o ; ; , }", "VALUES ?x {", "{ [ ] . }", ""],
)
def test_what_does_not_parse_gives_no_error_of_its_own(text: str, readings: Readings) -> None:
    try:
        query = inspect(text, PREFIXES)
    except QuerySyntaxError:
        return
    outline(query)
    find(text, readings)


def test_patterns_are_told_by_their_places() -> None:
    text = (
        "SELECT ?a (COUNT(?b) AS ?n) WHERE { "
        "GRAPH ?g { ?a a/rdfs:subClassOf* ?c ; ^(rdfs:label|skos:prefLabel) ?b , 'x'@en . } "
        "OPTIONAL { [ rdfs:label ?d ] skos:note (1 2) } BIND(STR(?a) AS ?e) ?f ?p -5 "
        "} GROUP BY ?a HAVING(COUNT(?b) > 1)"
    )
    query = inspect(text, PREFIXES)
    tokens = query.tokens
    told = [
        (tokens[p.subject].text, "".join(tokens[i].text for i in p.predicate), tokens[p.object].text)
        for p in outline(query).patterns
    ]
    assert told == [
        ("?a", "a/rdfs:subClassOf*", "?c"),
        ("?a", "^(rdfs:label|skos:prefLabel)", "?b"),
        ("?a", "^(rdfs:label|skos:prefLabel)", "'x'"),
        ("[", "rdfs:label", "?d"),
        ("[", "skos:note", "("),
        ("?f", "?p", "5"),
    ]
