"""Which sense is meant: clear uses in three languages, disputed ones, and a sense that only the data know."""

from __future__ import annotations

from dataclasses import replace

import pytest

import edukg
from edukg.model import Status, Usage
from edukg.usage import Checker
from edukg.usage.knowledge import Reading

CLEAR = [
    ("Six village schools, a college and the university formed an educational cluster.", "cluster-association"),
    ("Deploy the Kubernetes cluster with three nodes and a load balancer.", None),
    ("Wool mills and dye works of the valley form a textile cluster that exports to Europe.", "cluster-industrial"),
    ("The district health office traced a cluster of measles infections.", None),
    ("The minister is holding talks with the union.", None),
    ("The bank belongs to a holding company listed in Frankfurt.", "holding-company"),
    ("Freight logistics suffered when the port closed and trucks queued at customs.", "logistics-trade"),
    ("Hotel rooms, badges, buses: the logistics of the conference took a month.", "logistics-arrangements"),
    ("Школы района и педвуз объединились в образовательный кластер.", "cluster-association"),
    ("Вычислительный кластер из сорока узлов считает задачу за ночь.", None),
    ("Агропромышленный холдинг купил ещё два элеватора.", "holding-company"),
    ("Транспортная логистика дорожает: склады переполнены, фуры стоят на таможне.", "logistics-trade"),
    ("Paxta-toʻqimachilik klasterlari fermerlar bilan shartnoma tuzdi.", "cluster-industrial"),
    ("Серверлар кластери Kubernetes орқали бошқарилади.", None),
    ("Pedagogik innovatsiyalar maktab amaliyotiga joriy etildi.", "innovation-pedagogical"),
]

DISPUTED = [
    "The cluster meets again in May.",
    "The new cluster was welcomed by everyone in the city.",
    "Наш кластер растёт.",
    "О кластере говорят уже второй год.",
    "Klaster ish boshladi.",
    "Бу ҳақда кластерда айтилди.",
]
"""Sentences that say too little: careful readers part over them."""


def one_use(kb: edukg.KnowledgeBase, text: str) -> Usage:
    return kb.check(text).usages[0]


@pytest.mark.parametrize(("text", "key"), CLEAR, ids=[text[:40] for text, _ in CLEAR])
def test_a_clear_use_is_told(kb: edukg.KnowledgeBase, text: str, key: str | None) -> None:
    use = one_use(kb, text)
    assert (use.concept or "").rpartition("/")[2] == (key or "")
    assert use.status is (Status.OUTSIDE if key is None else Status.RESOLVED)


def test_what_two_readers_would_dispute_is_called_ambiguous(kb: edukg.KnowledgeBase) -> None:
    unsure = [text for text in DISPUTED if one_use(kb, text).status is Status.AMBIGUOUS]
    sure = [text for text, _ in CLEAR if one_use(kb, text).status is Status.AMBIGUOUS]
    assert len(unsure) >= len(DISPUTED) * 2 // 3, unsure
    assert sure == []


def test_an_ambiguous_use_says_what_would_settle_it(kb: edukg.KnowledgeBase) -> None:
    use = next(use for text in DISPUTED if (use := one_use(kb, text)).status is Status.AMBIGUOUS)
    assert all(use.settle.value(language) for language in ("en", "ru", "uz"))


def test_a_technique_of_the_class_room_is_outside_and_named_beside(kb: edukg.KnowledgeBase) -> None:
    use = one_use(kb, "Приём «кластер»: ученики записывают слово в центре доски, вокруг — ассоциации.")
    assert use.status is Status.OUTSIDE
    assert use.concept is None
    assert any((candidate.concept or "").endswith("cluster-lesson-technique") for candidate in use.candidates[:2])


def test_a_new_sense_in_the_data_is_used_without_learning(kb: edukg.KnowledgeBase) -> None:
    knowledge = kb.checker().knowledge
    family = next(reading.family for reading in knowledge.readings if reading.key == "cluster-industrial")
    described = "A chord of neighbouring notes that a pianist strikes together; composers write such chords for piano."
    iri = "https://w3id.org/edukg/concept/cluster-music"
    music = Reading(
        iri=iri, key="cluster-music", family=family, labels={"en": "cluster (music)"}, definitions={"en": described},
        described={"en": described}, scope_notes={}, features=(), known=(), covers=(), phrases={},
    )  # fmt: skip
    entries = tuple(
        replace(entry, concepts=(*entry.concepts, iri)) if entry.iri.endswith("/cluster-en") else entry
        for entry in knowledge.entries
    )
    text = "The pianist strikes a cluster, a chord of neighbouring notes for which composers have a sign."
    assert kb.check(text).usages[0].concept != iri
    richer = Checker(replace(knowledge, readings=(*knowledge.readings, music), entries=entries))
    assert richer.check(text).usages[0].candidates[0].concept == iri
    assert richer.check("Twelve schools formed an educational cluster.").usages[0].concept != iri
