"""Every decision can be added up from what is shown."""

from __future__ import annotations

import math

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import edukg
from edukg.model import Check
from edukg.usage.examples import read_all

PIECES = (
    "The educational cluster", "clusters of schools", "кластера", "образовательного кластера", "taʼlim klasterlari",
    "Kubernetes cluster", "holding company", "холдинг", "logistics of the exam", "логистика", "innovatsiyalar",
    "innovation in teaching", "unites twelve schools and a university.", "входят предприятия региона.", "\n\n", " ",
    "maktab va universitet", "—", "\u200b", "\u202e", "e\u0301", "ﬁ", "İ", "12 nodes, 3 GPUs.", "clus-\nter", "🎓",
)  # fmt: skip


def adds_up(text: str, check: Check) -> None:
    for use in check.usages:
        assert text[use.start : use.end] == use.text
        assert use.text.strip()
        for candidate in use.candidates:
            assert math.isclose(math.fsum(e.weight for e in candidate.evidence), candidate.score, abs_tol=1e-9)
            for item in candidate.evidence:
                assert text[item.start : item.end] == item.text
                assert item.because.languages == ("en", "ru", "uz")
        highest = max(candidate.score for candidate in use.candidates)
        total = math.fsum(math.exp(candidate.score - highest) for candidate in use.candidates)
        for candidate in use.candidates:
            assert math.isclose(candidate.probability, math.exp(candidate.score - highest) / total, abs_tol=1e-9)
        scores = [candidate.score for candidate in use.candidates]
        assert scores == sorted(scores, reverse=True)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=12), max_size=14))
def test_the_evidence_of_any_text_adds_up_to_the_ranking(kb: edukg.KnowledgeBase, pieces: list[str]) -> None:
    text = " ".join(pieces)
    adds_up(text, kb.check(text))


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_evidence_of_labelled_uses_adds_up(kb: edukg.KnowledgeBase, language: str) -> None:
    text = "\n\n".join(use.text for use in read_all() if use.language == language and use.held_out)[:20_000]
    check = kb.check(text)
    assert len(check.usages) > 40
    adds_up(text, check)
