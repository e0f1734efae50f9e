"""What writers are told."""

from __future__ import annotations

import edukg
from edukg.model import Finding, Status

MIXED = (
    "Seven schools and a college formed a cluster to share teachers and workshops for their pupils.\n\n"
    "Far away, textile mills and dye works of the region formed a cluster that exports cloth. "
)


def of_kind(kb: edukg.KnowledgeBase, text: str, kind: str) -> list[Finding]:
    return [finding for finding in kb.check(text).findings if finding.kind == kind]


def test_one_term_in_two_senses(kb: edukg.KnowledgeBase) -> None:
    (finding,) = of_kind(kb, MIXED, "mixed-senses")
    assert finding.term == "https://w3id.org/edukg/term/cluster-en"
    assert len(finding.concepts) == 2
    assert all("cluster" in finding.message.value(language) for language in ("en", "ru", "uz"))
    assert MIXED[finding.start : finding.end] == "cluster"


def test_a_holding_without_auspices(kb: edukg.KnowledgeBase) -> None:
    text = "The educational holding unites five schools without the auspices of any authority."
    (finding,) = of_kind(kb, text, "against-definition")
    assert "auspices" in finding.message.value("en")
    assert not of_kind(kb, text.replace("without the", "under the"), "against-definition")


def test_a_reversed_order_of_levels(kb: edukg.KnowledgeBase) -> None:
    text = "Школы и вуз образуют кластер, в котором образовательная программа входит в состав компетенции."
    (finding,) = of_kind(kb, text, "against-definition")
    assert "уров" in finding.message.value("ru")
    right = text.replace("образовательная программа входит в состав компетенции", "компетенция входит в программу")
    assert not of_kind(kb, right, "against-definition")


def test_a_long_text_that_never_explains_its_term(kb: edukg.KnowledgeBase) -> None:
    sentence = "The educational cluster trained teachers for the schools of the district, and a college joined in. "
    (finding,) = of_kind(kb, sentence * 12, "undefined-at-first-use")
    assert finding.suggestion
    explained = "An educational cluster is a union of schools and colleges. " + sentence * 12
    assert not of_kind(kb, explained, "undefined-at-first-use")
    assert not of_kind(kb, sentence, "undefined-at-first-use")


def test_variants_of_one_name(kb: edukg.KnowledgeBase) -> None:
    text = (
        "The educational cluster unites schools and colleges. The educational cluster has a council of schools. "
        "The education cluster meets in May with all its schools and the university."
    )
    (finding,) = of_kind(kb, text, "inconsistent-variants")
    assert finding.suggestion == "educational cluster"


def test_the_suggestion_keeps_the_case_of_the_sentence(kb: edukg.KnowledgeBase) -> None:
    text = "Школы и педвуз стали участниками кластера и вместе готовят учителей для школ района."
    (use,) = kb.check(text).usages
    assert use.status is Status.RESOLVED
    assert use.suggestion == "образовательного кластера (объединение)"


def test_a_short_form_is_tied_to_the_fuller_term(kb: edukg.KnowledgeBase) -> None:
    text = "The educational cluster unites twelve schools. In spring the cluster opened a library."
    fuller, short = kb.check(text).usages
    assert short.stands_for == (fuller.start, fuller.end)
    assert short.concept == fuller.concept
