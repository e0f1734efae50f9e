"""The guide: whoever answers truthfully ends at the reading that is meant, in few questions, whatever the data hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edukg
from edukg.errors import InputError, UnknownTermError
from edukg.guide import guide
from edukg.model import Concept, Feature, Named, Text, Texts

pytestmark = pytest.mark.stores

MOST_QUESTIONS = 4


def answer_truthfully(kb: edukg.KnowledgeBase, subject: str, meant: Concept) -> tuple[str, ...]:
    """The path of someone who means one reading: at each question the first answer that is true of it."""
    place = kb.guide(subject)
    while place.question is not None:
        true = [option for option in place.question.options if meant in option.concepts]
        assert true, f"no answer to {place.question.wording} is true of {meant.key}"
        place = kb.guide(subject, (*place.path, true[0].key))
        assert len(place.answered) <= MOST_QUESTIONS
    assert place.reading is not None
    assert place.reading.iri == meant.iri
    return place.path


def test_every_reading_of_every_family_is_reached(kb: edukg.KnowledgeBase) -> None:
    reached = [answer_truthfully(kb, f.named.iri, concept) for f in kb.families() for concept in f.concepts]
    assert len(reached) > 15
    assert max(map(len, reached)) <= 2


@pytest.mark.embedded
def test_every_sense_of_every_term_is_reached(kb: edukg.KnowledgeBase) -> None:
    ambiguous = [kb.lexicon.term(link.iri) for link in kb.terms() if link.senses > 1]
    assert ambiguous
    for term in ambiguous:
        for sense in term.senses:
            answer_truthfully(kb, term.iri, sense.concept)


def test_questions_and_answers_are_plain_in_every_language(kb: edukg.KnowledgeBase) -> None:
    for family in kb.families():
        question = kb.guide(family.named.iri).question
        assert question is not None
        for texts in (question.wording, *(option.wording for option in question.options)):
            assert set(texts.languages) == {"en", "ru", "uz"}
        assert len({option.wording.value("en") for option in question.options}) == len(question.options)


def test_a_term_with_one_sense_needs_no_question(kb: edukg.KnowledgeBase) -> None:
    place = kb.guide("educational holding")
    assert place.question is None
    assert place.reading is not None
    assert place.reading.key == "holding-educational"


def test_a_wrong_answer_is_told_with_the_right_ones(kb: edukg.KnowledgeBase) -> None:
    with pytest.raises(InputError, match="'sideways' at place 1") as caught:
        kb.guide("educational cluster", ["sideways"])
    assert "realmTeaching" in str(caught.value)
    with pytest.raises(InputError, match="one too many"):
        kb.guide("educational cluster", ["realmEconomy", "realmEconomy"])
    with pytest.raises(UnknownTermError):
        kb.guide("no such term")


def made(key: str, values: dict[str, str]) -> Concept:
    features = tuple(
        Feature(Named(f"https://example.org/{kind}"), Named(f"https://example.org/{kind}/{value}"))
        for kind, value in values.items()
    )
    return Concept(f"https://example.org/{key}", key, Texts((Text(key, "en"),)), Texts(), features=features)


VALUES = st.dictionaries(st.sampled_from("abc"), st.sampled_from("12345678"), max_size=3)


@given(st.lists(VALUES, min_size=1, max_size=12))
def test_any_concepts_are_told_apart(described: list[dict[str, str]]) -> None:
    """Features may be missing or equal: the definitions then have the last word, and every reading is still reached."""
    concepts = [made(f"reading-{number}", values) for number, values in enumerate(described)]
    for meant in concepts:
        place = guide(Named("https://example.org/term"), concepts)
        while place.question is not None:
            true = [option for option in place.question.options if meant in option.concepts]
            place = guide(place.subject, concepts, (*place.path, true[0].key))
        assert place.reading == meant
        assert len(place.answered) <= MOST_QUESTIONS
