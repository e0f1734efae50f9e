"""The checker as users meet it: `kb.check` and its JSON."""

from __future__ import annotations

import math

import pytest

import edukg
from edukg import wire

pytestmark = pytest.mark.stores

TEXT = "The educational cluster unites schools, colleges and a university."


def test_a_use_is_found_with_its_span_and_its_readings(kb: edukg.KnowledgeBase) -> None:
    (use,) = kb.check(TEXT).usages
    assert TEXT[use.start : use.end] == use.text == "educational cluster"
    assert use.term == "https://w3id.org/edukg/term/educational-cluster-en"
    assert math.isclose(sum(candidate.probability for candidate in use.candidates), 1.0)
    assert None in {candidate.concept for candidate in use.candidates}


def test_the_json_has_the_fixed_keys(kb: edukg.KnowledgeBase) -> None:
    answer = wire.check(kb.check(TEXT))
    assert set(answer) == {"language", "usages", "findings"}
    usages = answer["usages"]
    assert isinstance(usages, list)
    use = usages[0]
    fixed = {"start", "end", "text", "term", "status", "concept", "confidence", "candidates", "suggestion"}
    assert fixed <= set(use)
    assert {"concept", "probability", "evidence"} <= set(use["candidates"][0])
    assert set(use["candidates"][0]["evidence"][0]) == {"start", "end", "text", "weight", "because"}


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("Образовательного и научного кластера нет.", ["Образовательного и научного кластера"]),
        ("педагогик таълим кластерининг вазифалари", ["педагогик таълим кластерининг"]),
        ("ta’lim klasterlarini tashkil etish", ["ta’lim klasterlarini"]),
        ("the clus\u00adters and an edu\u200bcational clus-\nter", ["clus\u00adters", "edu\u200bcational clus-\nter"]),
        ("𝄞 \u202eholding company\u202c", ["holding company"]),
        ("withholding, filibuster", []),
        ("It works with single schools and with clusters.", ["clusters"]),
        ("I lost access to my school's cluster, the schools' cluster did not.", ["cluster", "schools' cluster"]),
    ],
)
def test_spans_are_those_of_the_untouched_text(kb: edukg.KnowledgeBase, text: str, spans: list[str]) -> None:
    usages = kb.check(text).usages
    assert [text[use.start : use.end] for use in usages] == spans
