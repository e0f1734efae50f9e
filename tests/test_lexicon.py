from __future__ import annotations

import pytest

import edukg
from edukg.errors import UnknownTermError
from edukg.lexicon import Lexicon
from edukg.model import Kind
from edukg.namespaces import BASE, CONCEPT, EDUKG, GRAPH, ID, LANGUAGES, SOURCE, TERM

pytestmark = pytest.mark.stores

READINGS = {"cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_educational_cluster_in_each_of_its_senses(kb: edukg.KnowledgeBase, language: str) -> None:
    term = kb.lexicon.term(f"{TERM}educational-cluster-{language}")
    by_key = {sense.concept.key: sense for sense in term.senses}
    assert set(by_key) >= READINGS
    for key in READINGS:
        sense = by_key[key]
        assert sense.iri == f"{BASE}sense/educational-cluster-{language}-{key}"
        assert len(sense.concept.features) == 4, key
        assert sense.attestations, key
        assert sense.attestations[0].source.title.value
        assert all(sense.concept.definitions.all(lang) for lang in LANGUAGES)
        assert sense.concept.denoted
    assert "clustering" in {concept.key for concept in term.elsewhere}
    assert {link.language for link in term.translations} == set(LANGUAGES) - {language}


def test_features_tell_the_readings_of_a_family_apart(kb: edukg.KnowledgeBase) -> None:
    families = {family.named.iri.removeprefix(EDUKG): family for family in kb.families()}
    assert set(families) == {"familyCluster", "familyHolding", "familyLogistics", "familyInnovation"}
    for family in families.values():
        told = [tuple(feature.value.iri for feature in concept.features) for concept in family.concepts]
        assert all(len(values) == 4 for values in told)
        assert len(set(told)) == len(told), family.named.iri


def test_a_term_is_found_by_any_of_its_forms(kb: edukg.KnowledgeBase) -> None:
    assert kb.term("educational cluster").iri == TERM + "educational-cluster-en"
    assert kb.term("Education Clusters"[:-1]).language == "en"
    assert kb.term("образовательный кластер").iri == TERM + "educational-cluster-ru"
    assert kb.term("таълим кластери").iri == TERM + "educational-cluster-uz"
    assert kb.term("innovation", language="en").ambiguous
    with pytest.raises(UnknownTermError) as raised:
        kb.term("educationl cluster")
    assert "educational cluster" in raised.value.nearest


def test_members_are_real_things(kb: edukg.KnowledgeBase) -> None:
    senses = {sense.concept.key: sense for sense in kb.term("educational cluster").senses}
    assert senses["cluster-association"].members
    assert all(member.iri.startswith(ID) for member in senses["cluster-association"].members)


def test_who_attests_what_in_a_source(kb: edukg.KnowledgeBase) -> None:
    found = kb.lexicon.source(SOURCE + "allayorova-2023")
    assert found is not None
    source, uses = found
    assert source.doi == "10.5281/zenodo.7967398"
    attested = {sense.concept.key for _, senses in uses for sense in senses}
    assert attested >= READINGS | {"holding-educational", "logistics-educational", "logistics-pedagogical"}
    assert kb.lexicon.source(SOURCE + "nobody-1900") is None


def test_kinds(kb: edukg.KnowledgeBase) -> None:
    expected = {
        TERM + "educational-cluster-en": Kind.TERM,
        BASE + "sense/educational-cluster-en-cluster-association": Kind.SENSE,
        CONCEPT + "cluster-association": Kind.CONCEPT,
        EDUKG + "EducationalCluster": Kind.CLASS,
        EDUKG + "isPartOf": Kind.PROPERTY,
        EDUKG + "level1": Kind.INSTANCE,
        ID + "ulyanovsk-holding": Kind.INSTANCE,
        SOURCE + "allayorova-2023": Kind.SOURCE,
        BASE + "onto": Kind.ONTOLOGY,
        GRAPH + "levels": Kind.GRAPH,
    }
    assert {iri: kb.kind(iri) for iri in expected} == expected
    assert kb.kind(ID + "nothing-here") is None


def test_a_description_tells_asserted_from_inferred(kb: edukg.KnowledgeBase) -> None:
    holding = kb.describe(ID + "ulyanovsk-holding")
    assert holding is not None
    assert EDUKG + "EducationalHolding" in {t.iri for t in holding.types}
    inferred = {v.named.iri for s in holding.statements if s.inferred for v in s.values if v.named}
    asserted = {v.named.iri for s in holding.statements if not s.inferred for v in s.values if v.named}
    assert EDUKG + "EducationalHolding" in inferred
    assert not inferred & asserted & {EDUKG + "EducationalHolding"}
    assert holding.label("ru") != holding.label("en")
    assert kb.describe(ID + "nothing-here") is None


def test_reads_do_not_grow_with_the_number_of_senses(kb: edukg.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[str] = []
    real = type(kb.store).select

    def counting(self: object, text: str, **options: object) -> object:
        counted.append(text)
        return real(self, text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(kb.store), "select", counting)
    lexicon = Lexicon(kb.store)
    counted.clear()
    lexicon.term(TERM + "educational-cluster-en")
    many = len(counted)
    lexicon.term(next(link.iri for link in kb.terms("en") if link.senses == 1))
    assert len(counted) == 2 * many
    lexicon.term(TERM + "educational-cluster-en")
    assert len(counted) == 2 * many, "what was read is kept"


def test_uses_of_a_term_and_of_its_equivalents(kb: edukg.KnowledgeBase) -> None:
    entry = TERM + "educational-cluster-en"
    uses = kb.lexicon.uses(entry)
    term = kb.lexicon.term(entry)
    own = {use.iri for sense in term.senses for use in sense.attestations}
    equivalent = [sense for link in term.translations for sense in kb.lexicon.term(link.iri).senses]
    others = {use.iri for sense in equivalent for use in sense.attestations}
    assert {use.attestation.iri for use in uses} == own | others > own
    assert len(uses) == len({use.attestation.iri for use in uses})
    years = [use.attestation.year or "9999" for use in uses]
    assert years == sorted(years)
    assert {use.attestation.language for use in uses} >= {"en", "ru", "uz"}
    countries = {use.attestation.country.label("en") for use in uses if use.attestation.country}
    assert countries >= {"Russia", "Ukraine", "Uzbekistan"}
    assert all(use.concepts for use in uses)


def test_mappings_to_public_vocabularies_have_names(kb: edukg.KnowledgeBase) -> None:
    industrial = kb.concept(CONCEPT + "cluster-industrial")
    assert industrial is not None
    found = {
        (match.relation.rpartition("#")[2], match.scheme and match.scheme.label("en"), match.target.label("en"))
        for match in industrial.matches
    }
    assert ("closeMatch", "EuroVoc", "business cluster") in found
    assert all(scheme and label for _, scheme, label in found)


def test_terms_of_a_concept_in_all_languages(kb: edukg.KnowledgeBase) -> None:
    entries = kb.lexicon.entries_of(CONCEPT + "clustering")
    assert {entry.language for entry in entries} == set(LANGUAGES)
    assert {sense.entry for sense in kb.lexicon.senses_of(CONCEPT + "clustering")} == {entry.iri for entry in entries}
