"""Uses are scored together, as arrays; here each is added up sign by sign, as the table of weights defines it."""

from __future__ import annotations

import math
import pickle
from collections import defaultdict
from collections.abc import Sequence

import pytest

import edukg
from edukg.model import Usage
from edukg.usage import Checker
from edukg.usage.examples import LabelledUse, read_all
from edukg.usage.rank import damped
from edukg.usage.weights import OUTSIDE, read


def own_scores(checker: Checker, text: str, use: Usage) -> dict[str | None, float]:
    """The scores of the readings of a use without what other uses of the text add, straight from the definition."""
    weights = read()
    seen = checker.signs_at(text, use.start, use.end)
    assert seen is not None
    family, signs = seen
    values: dict[str, float] = defaultdict(float)
    for sign in signs:
        values[sign.name] += sign.value
    readings = checker.knowledge.by_family[family]
    keys = (*(reading.key for reading in readings), OUTSIDE)
    scores = list(weights.of(family.rpartition("/")[2], "bias", keys))
    for name, value in values.items():
        given = weights.of(family.rpartition("/")[2], name, keys)
        scores = [score + damped(value) * weight for score, weight in zip(scores, given, strict=True)]
    return dict(zip((*(reading.iri for reading in readings), None), scores, strict=True))


def some_of(language: str) -> Sequence[LabelledUse]:
    return [use for use in read_all() if use.language == language][::9]


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_scores_are_the_sums_that_the_table_of_weights_defines(kb: edukg.KnowledgeBase, language: str) -> None:
    compared = 0
    for labelled in some_of(language)[::3]:
        usages = kb.check(labelled.text).usages
        if len(usages) == 1:  # more would draw each other
            expected = own_scores(kb.checker(), labelled.text, usages[0])
            found = {candidate.concept: candidate.score for candidate in usages[0].candidates}
            assert found == pytest.approx(expected, abs=1e-9)
            compared += 1
    assert compared > 30


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_a_use_is_ranked_alike_alone_and_among_many(kb: edukg.KnowledgeBase, language: str) -> None:
    """Far from each other and of different families, uses do not touch; hundreds are scored as one is."""
    gap = "0 " * 300 + "\n\n"
    single: dict[str, tuple[str, Usage]] = {}
    for labelled in some_of(language):
        text = f"{gap}{labelled.text}\n\n{gap}"
        usages = kb.check(text, language).usages
        if len(usages) == 1:
            single.setdefault(usages[0].family, (text, usages[0]))
    together = kb.check("".join(text for text, _ in single.values()), language).usages
    assert len(together) == len(single) > 1
    for use, (_, alone) in zip(together, single.values(), strict=True):
        assert [c.concept for c in use.candidates] == [c.concept for c in alone.candidates]
        assert [c.score for c in use.candidates] == pytest.approx([c.score for c in alone.candidates], abs=1e-9)


def test_more_uses_than_are_scored_at_once_give_the_same_as_fewer(
    kb: edukg.KnowledgeBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "\n\n".join(labelled.text for labelled in some_of("en"))
    whole = kb.check(text)
    monkeypatch.setattr("edukg.usage.rank._AT_ONCE", 3)
    parted = kb.check(text)
    assert [(use.start, use.status, use.concept) for use in parted.usages] == [
        (use.start, use.status, use.concept) for use in whole.usages
    ]
    for one, other in zip(parted.usages, whole.usages, strict=True):
        assert [c.score for c in one.candidates] == pytest.approx([c.score for c in other.candidates], abs=1e-9)


def test_an_answer_can_be_pickled_with_its_evidence(kb: edukg.KnowledgeBase) -> None:
    check = kb.check("The educational cluster unites schools, colleges and a university.")
    again = pickle.loads(pickle.dumps(check))  # noqa: S301 - what was just written
    assert again == check
    assert again.usages[0].candidates[0].evidence[0].text == check.usages[0].candidates[0].evidence[0].text


def test_half_a_word_at_the_edge_of_what_is_looked_at_is_no_evidence(kb: edukg.KnowledgeBase) -> None:
    text = "universities " * 60 + "educational cluster " + "colleges " * 60
    for candidate in kb.check(text, "en").usages[0].candidates:
        for item in candidate.evidence:
            assert not text[item.start - 1 : item.start].isalnum()
            assert not text[item.end : item.end + 1].isalnum()


@pytest.mark.parametrize(
    "text", ["cluster" * 30_000, "a" * 300_000 + "cluster", "кластер" * 30_000, "\u200b" * 300_000]
)
def test_words_without_end_are_no_uses_and_take_no_time(kb: edukg.KnowledgeBase, text: str) -> None:
    assert not kb.check(text).usages


def test_probabilities_are_those_of_the_scores(kb: edukg.KnowledgeBase) -> None:
    use = kb.check("Kubernetes clusters and educational clusters of schools").usages[1]
    total = math.fsum(math.exp(candidate.score) for candidate in use.candidates)
    for candidate in use.candidates:
        assert candidate.probability == pytest.approx(math.exp(candidate.score) / total)
