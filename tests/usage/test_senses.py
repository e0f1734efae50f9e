"""Which sense is meant: clear uses in three languages, disputed ones, and a sense that only the data know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import edukg
from edukg.model import Status, Usage
from edukg.usage import Checker, weights
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

DISPUTED = (
    ("en", "The cluster meets again in May."),
    ("en", "The new cluster was welcomed by everyone in the city."),
    ("en", "Our cluster is growing."),
    ("en", "They talked about the cluster for two years."),
    ("en", "What happened to the cluster?"),
    ("en", "The holding issued a statement yesterday."),
    ("en", "The holding was reorganised in spring."),
    ("en", "She left the holding last year."),
    ("en", "The logistics need more thought."),
    ("en", "We discussed logistics."),
    ("en", "Logistics took longer than planned."),
    ("en", "Who is responsible for the logistics?"),
    ("en", "The innovation surprised everyone."),
    ("en", "We welcome innovation."),
    ("en", "An innovation of this kind takes years."),
    ("en", "The innovation was described in the report."),
    ("en", "The cluster will be opened next year."),
    ("en", "A second cluster is planned."),
    ("en", "The mayor visited the cluster."),
    ("en", "Members of the holding were not asked."),
    ("en", "The educational cluster is developing fast."),
    ("en", "Clusters are important for the region."),
    ("en", "The cluster has a new head."),
    ("en", "This cluster is the largest in the country."),
    ("ru", "Наш кластер растёт."),
    ("ru", "О кластере говорят уже второй год."),
    ("ru", "Кластер откроют в следующем году."),
    ("ru", "Что будет с кластером?"),
    ("ru", "Мэр посетил кластер."),
    ("ru", "Запланирован второй кластер."),
    ("ru", "Кластеры важны для региона."),
    ("ru", "Холдинг сделал заявление."),
    ("ru", "Холдинг преобразовали весной."),
    ("ru", "Участников холдинга не спросили."),
    ("ru", "Логистика требует внимания."),
    ("ru", "Обсудили логистику."),
    ("ru", "Кто отвечает за логистику?"),
    ("ru", "С логистикой всё сложнее, чем думали."),
    ("ru", "Инновация удивила всех."),
    ("ru", "Мы за инновации."),
    ("ru", "Инновация описана в отчёте."),
    ("ru", "Такие инновации требуют времени."),
    ("ru", "У кластера новый руководитель."),
    ("ru", "Это крупнейший кластер страны."),
    ("ru", "Кластер развивается быстро."),
    ("ru", "Она ушла из холдинга."),
    ("uz", "Klaster ish boshladi."),
    ("uz", "Бу ҳақда кластерда айтилди."),
    ("uz", "Klasterimiz kengaymoqda."),
    ("uz", "Klaster haqida ikki yildan beri gapirishadi."),
    ("uz", "Hokim klasterga bordi."),
    ("uz", "Ikkinchi klaster rejalashtirilgan."),
    ("uz", "Klaster keyingi yil ochiladi."),
    ("uz", "Xolding bayonot berdi."),
    ("uz", "Xolding bahorda qayta tuzildi."),
    ("uz", "Xolding aʼzolaridan soʻralmadi."),
    ("uz", "Logistika masalasi muhokama qilindi."),
    ("uz", "Logistikaga kim masʼul?"),
    ("uz", "Logistika kutilganidan uzoq davom etdi."),
    ("uz", "Innovatsiya hammani hayratga soldi."),
    ("uz", "Biz innovatsiya tarafdorimiz."),
    ("uz", "Innovatsiya hisobotda tasvirlangan."),
    ("uz", "Bunday innovatsiya vaqt talab qiladi."),
    ("uz", "Klasterga yangi rahbar keldi."),
    ("uz", "Кластер йирик бўлди."),
    ("uz", "Кластернинг иши муҳокама қилинди."),
    ("uz", "Холдинг ҳақида гап кетди."),
    ("uz", "U xoldingdan ketdi."),
)
"""Sentences that say too little: careful readers part over them."""


def one_use(kb: edukg.KnowledgeBase, text: str) -> Usage:
    return kb.check(text).usages[0]


@pytest.mark.parametrize(("text", "key"), CLEAR, ids=[text[:40] for text, _ in CLEAR])
def test_a_clear_use_is_told(kb: edukg.KnowledgeBase, text: str, key: str | None) -> None:
    use = one_use(kb, text)
    assert (use.concept or "").rpartition("/")[2] == (key or "")
    assert use.status is (Status.OUTSIDE if key is None else Status.RESOLVED)


def test_what_two_readers_would_dispute_is_called_ambiguous(kb: edukg.KnowledgeBase) -> None:
    told = [text for language, text in DISPUTED if kb.check(text, language).usages[0].status is not Status.AMBIGUOUS]
    unclear = [text for text, _ in CLEAR if one_use(kb, text).status is Status.AMBIGUOUS]
    assert len(told) <= len(DISPUTED) // 20, told
    assert unclear == []
    assert len(DISPUTED) >= 60


def test_an_ambiguous_use_says_what_would_settle_it(kb: edukg.KnowledgeBase) -> None:
    for language, text in DISPUTED[::9]:
        use = kb.check(text, language).usages[0]
        assert all(use.settle.value(spoken) for spoken in ("en", "ru", "uz"))


def test_words_of_two_scripts_and_uzbek_in_cyrillic_are_read_and_answered_in_kind(kb: edukg.KnowledgeBase) -> None:
    mixed = kb.check("Школы района и педвуз объединились в образовательный клacтep.").usages[0]
    assert mixed.text == "образовательный клacтep"
    assert (mixed.concept or "").endswith("cluster-association")
    cyrillic = kb.check("Олийгоҳ ва мактаблар шартнома имзолаб, таълим кластерини тузди.").usages[0]
    assert cyrillic.suggestion == "таълим кластерини (бирлашма)"


def test_the_release_holds_the_weights_by_which_it_decides(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    shipped = weights.read()
    assert shipped.table
    assert weights.read(kb.folder) == shipped
    (tmp_path / weights.TABLE).write_text("family\tsign\tweights\nfamilyCluster\tbias\toutside=7\n", encoding="utf-8")
    assert weights.read(tmp_path).table == {"familyCluster": {"bias": {"outside": 7.0}}}


@pytest.mark.parametrize(
    "text",
    [
        "Zoom in: pins of nearby schools fold into one cluster on the map.",
        "kmeans = KMeans(4).fit(X)  # clusters of schools by income",
        "A nursery school holding a certificate of approval may open on Monday.",
        "SEO plan: an educational cluster of nine articles linked to the pillar page, keyword by keyword.",
    ],
)
def test_words_of_education_beside_another_thing_do_not_make_it_ours(kb: edukg.KnowledgeBase, text: str) -> None:
    assert one_use(kb, text).concept is None


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
