"""Contradictions are explained: the statements that clash, in words, each with the file and line that say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from edukg.errors import EngineError, InconsistentError
from edukg.load import Dataset, load_files, load_shipped
from edukg.model import Clash
from edukg.reason import engine, explain, reason
from edukg.reason.axioms import axioms
from edukg.reason.triples import logical_triples
from edukg.reason.wording import Wording

Loader = Callable[..., Dataset]
FAULTS = Path(__file__).parent.parent / "fixtures" / "inconsistent"

ROWS = {
    "two-levels-at-once": ("edukg:CompetenceCluster", "levels.ttl", "divided without overlap"),
    "process-typed-as-cluster": ("edukg:EducationalCluster", "clusters.ttl", "nothing is both"),
    "matter-in-and-out-of-scope": ("edukg:systemDevelopment", "logistics.ttl", "never hold between the same two"),
    "organisation-part-of-programme": ("edukg:isPartOf", "levels.ttl", "edukg:subordinateTo"),
    "sense-with-two-concepts": ("concept:cluster-programme", "lexical-model.ttl", "exactly 1"),
    "event-with-two-stages": ("edukg:stagePromotion", "innovations.ttl", "at most one value"),
}
"""Each fault with what the planted statement names, the file of the axiom it breaks, and words of that axiom."""


def test_every_fixture_is_a_row() -> None:
    assert {path.stem for path in FAULTS.glob("*.ttl")} == set(ROWS)


@pytest.mark.parametrize("fault", ROWS)
def test_a_planted_error_is_found_and_explained(fault: str) -> None:
    named, axiom_file, words = ROWS[fault]
    path = FAULTS / f"{fault}.ttl"
    dataset = load_files([path], load_shipped())
    with pytest.raises(InconsistentError) as caught:
        reason(dataset)
    clash = caught.value.clash
    planted = [item for item in clash.items if item.file == str(path)]
    assert len(planted) == 1
    assert named in planted[0].statement
    assert planted[0].line == len(path.read_text(encoding="utf-8").splitlines())
    broken = [item for item in clash.items if item.file == axiom_file and words in item.statement]
    assert broken, clash
    assert len(clash.items) <= 9
    assert all(item.file for item in clash.items)
    assert clash.summary in str(caught.value)


SMALL = (
    ":A a owl:Class ; rdfs:label 'kind A'@en . :B a owl:Class . :C a owl:Class . :p a owl:ObjectProperty .\n"
    ":A owl:disjointWith :B .\n"
    ":p rdfs:range :B .\n"
    "id:other a :B ; :p id:another .\n"
    "id:x a :A .\n"
    "id:y :p id:x .\n"
)
EXPECTED = {
    "id:x belongs to “kind A” (edukg:A)": 11,
    "id:y edukg:p id:x": 12,
    "nothing is both “kind A” (edukg:A) and edukg:B": 7,
    "every value of edukg:p belongs to edukg:B": 7,
}


def lines(clash: Clash) -> dict[str, int | None]:
    return {item.statement: item.line for item in clash.items}


def test_the_smallest_contradiction_is_found_with_its_places(load: Loader) -> None:
    clash = explain(load(SMALL))
    assert lines(clash) == EXPECTED
    assert clash.summary.startswith("4 statements about id:")


def test_without_pellet_the_search_finds_it_alone(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> engine.Verdict:
        raise EngineError("Pellet is not well.")

    monkeypatch.setattr(engine, "ask_pellet", broken)
    assert lines(explain(load(SMALL))) == EXPECTED


def test_consistent_data_have_no_clash(load: Loader) -> None:
    assert explain(load(SMALL.replace("id:x a :A", "id:x a :B"))).items == ()


def test_when_time_runs_out_there_is_still_a_clash(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "ask_pellet", lambda *_, **__: engine.Verdict(consistent=False))
    many = " ".join(f"id:z{n} a :C ." for n in range(100))
    clash = explain(load(SMALL + many), seconds=0.0)
    assert clash.items == ()
    assert "contradict" in clash.summary


def test_the_explanation_survives_a_pellet_that_names_too_little(load: Loader, monkeypatch: pytest.MonkeyPatch) -> None:
    printed = "Explanation(s): \n1)   N0 type N1\n     N99999 domain N1\n\n"
    monkeypatch.setattr(engine, "ask_pellet", lambda *_, **__: engine.Verdict(consistent=False, explanation=printed))
    assert lines(explain(load(SMALL))) == EXPECTED


WORDS = {
    ":p a owl:TransitiveProperty .": "edukg:p is transitive",
    ":A rdfs:subClassOf :B .": "every edukg:A belongs to edukg:B",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:allValuesFrom :B ] .": (
        "every edukg:A is a thing with edukg:p only edukg:B"
    ),
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:hasValue id:x ] .": (
        "every edukg:A is a thing with edukg:p value id:x"
    ),
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:onClass :B ;"
    " owl:qualifiedCardinality 1 ] .": "every edukg:A is a thing with edukg:p exactly 1 edukg:B",
    ":A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty :p ; owl:minCardinality 2 ] .": (
        "every edukg:A is a thing with edukg:p min 2"
    ),
    ":A owl:equivalentClass [ a owl:Class ; owl:unionOf ( :B [ a owl:Class ; owl:complementOf :C ] ) ] .": (
        "edukg:A means the same as edukg:B or (not edukg:C)"
    ),
    ":A owl:equivalentClass [ a owl:Class ; owl:oneOf ( id:x id:y ) ] .": (
        "edukg:A means the same as one of {id:x, id:y}"
    ),
    "[ a owl:Restriction ; owl:onProperty :p ; owl:someValuesFrom :B ] rdfs:subClassOf :A .": (
        "every a thing with edukg:p some edukg:B belongs to edukg:A"
    ),
    ":p rdfs:domain :A .": "whatever has edukg:p belongs to edukg:A",
    ":p owl:propertyChainAxiom ( :q :r ) .": "edukg:q, edukg:r, one after the other, imply edukg:p",
    "[] a owl:AllDisjointClasses ; owl:members ( :A :B ) .": "nothing belongs to two of these: edukg:A, edukg:B",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual id:x ; owl:assertionProperty :p ;"
    " owl:targetIndividual id:y .": "id:x edukg:p id:y does not hold",
    'id:x :n "5" .': 'id:x edukg:n "5"',
    "id:x owl:differentFrom id:y .": "id:x and id:y are different things",
}


@pytest.mark.parametrize(("turtle", "words"), WORDS.items())
def test_axioms_are_put_into_words(load: Loader, turtle: str, words: str) -> None:
    store = load(turtle).store
    found = axioms(logical_triples(store))
    assert [Wording(store, found).statement(axiom) for axiom in found] == [words]


def test_a_long_list_is_cut_down_to_what_matters(load: Loader) -> None:
    members = " ".join(f"id:m{n}" for n in range(20))
    store = load(f"[] a owl:AllDifferent ; owl:distinctMembers ( {members} ) . id:m3 owl:sameAs id:m7 .").store
    found = axioms(logical_triples(store))
    said = {Wording(store, found).statement(axiom) for axiom in found}
    assert "these are different things: id:m3, id:m7, and 18 others" in said
