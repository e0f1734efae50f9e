"""What the pages of things, agents and documents tell, read in few queries however much that is."""

from __future__ import annotations

import pytest

import edukg
from edukg.model import AxiomKind
from edukg.namespaces import AGENT, CONCEPT, EDUKG, ID, SOURCE


def _counted(kb: edukg.KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    counted: list[str] = []
    real = type(kb.store).query

    def counting(self: object, text: str, **options: object) -> object:
        counted.append(text)
        return real(self, text, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(type(kb.store), "query", counting)
    return counted


@pytest.mark.parametrize(
    ("read", "most"),
    [
        (lambda kb: kb.entities.of_source(SOURCE + "allayorova-2023"), 6),
        (lambda kb: kb.entities.of_agent(AGENT + "allayorova-s-b"), 6),
        (lambda kb: kb.entities.of_instance(ID + "ulyanovsk-holding"), 8),
        (lambda kb: kb.entities.of_class(EDUKG + "EducationalCluster"), 20),
        (lambda kb: kb.entities.of_property(EDUKG + "isPartOf"), 12),
        (lambda kb: kb.entities.figures(), 16),
        (lambda kb: kb.lexicon.source(SOURCE + "allayorova-2023"), 1),
    ],
    ids=["source", "agent", "instance", "class", "property", "figures", "attested"],
)
def test_labels_are_looked_up_together(
    kb: edukg.KnowledgeBase, monkeypatch: pytest.MonkeyPatch, read: object, most: int
) -> None:
    counted = _counted(kb, monkeypatch)
    assert read(kb)  # type: ignore[operator]
    assert 0 < len(counted) <= most


def test_a_holding_with_its_members_roles_and_years(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_instance(ID + "ulyanovsk-holding")
    assert facts.members
    assert all(part.roles or part.description for part in facts.members)
    assert {role.label("en") for part in facts.members for role in part.roles}
    assert [moment for moment in facts.life if moment.kind == "founded"]
    assert facts.sources
    assert all(named.label("en") for named in facts.sources)


def test_the_life_of_an_innovation_has_all_stages_in_order(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_instance(ID + "innovation-project-work-akshuat")
    assert len(facts.stages) == 3
    reached = [moment for moment in facts.life if moment.stage]
    assert reached
    assert [moment.order for moment in reached] == sorted(moment.order for moment in reached)


def test_an_agent_with_positions_uses_and_documents(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_agent(AGENT + "allayorova-s-b")
    assert facts.positions
    assert all(held.stated or held.reported for held in facts.positions)
    assert SOURCE + "allayorova-2023" in {named.iri for named in facts.documents}
    concepts = {concept.iri for use in facts.uses for concept in use.concepts}
    assert CONCEPT + "cluster-association" in concepts
    assert all(use.source.label("en") != use.source.iri.rpartition("/")[2] for use in facts.uses)


def test_a_document_with_all_that_rests_on_it(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_source(SOURCE + "allayorova-2023")
    assert facts.positions
    assert facts.instances.total >= len(facts.instances.things) > 0
    assert facts.model.total >= len(facts.model.things) > 0
    assert all(thing.named.labels for thing in facts.instances.things)


def test_axioms_of_a_class_are_told_apart_and_named(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_class(EDUKG + "EducationalCluster")
    kinds = {axiom.kind for axiom in facts.axioms}
    assert AxiomKind.EQUIVALENT in kinds
    assert any("edukg:" in axiom.manchester for axiom in facts.axioms)
    assert facts.below.total >= 4
    assert all(linked.named.label("ru") for linked in facts.below.things)


def test_a_property_with_its_uses(kb: edukg.KnowledgeBase) -> None:
    facts = kb.entities.of_property(EDUKG + "isPartOf")
    assert facts.total >= len(facts.uses) > 0
    assert all(use.value is not None and use.value.label("en") for use in facts.uses)
    assert {linked.named.iri for linked in facts.inverses} == {EDUKG + "hasPart"}
