"""“Which one do you mean?”: a short path of plain questions that ends at one reading.

Nothing here knows any term. The questions are the features by which the lexicon tells its concepts apart, their wording
and that of the answers stands in the ontology (`edukg:guidingQuestion`, `edukg:plainWording`), and the order is
computed: at each step the question is asked that leaves least doubt on average, with a preference for few answers to
choose from. Readings that no feature tells apart are shown with their definitions, so that every path ends.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import log2

from edukg.errors import InputError
from edukg.model import Answered, Concept, Feature, Guide, Named, Option, Question, Texts

COMFORTABLE = 5
"""So many answers can be taken in at a glance; each further one counts against a question."""
_TOO_MANY = 0.75
"""Bits that each answer beyond the comfortable number takes from the worth of a question."""


def guide(subject: Named, concepts: Sequence[Concept], path: Sequence[str] = ()) -> Guide:
    """Where some answers lead, starting from all readings of a term or a family.

    `path` holds the keys of the answers in the order in which they were given: the last part of the IRI of a feature
    value, or the key of a concept where the definitions were shown. Raises `InputError` for an answer that the question
    in its place does not offer.
    """
    left = tuple(dict.fromkeys(concepts))
    answered: list[Answered] = []
    for key in path:
        question = next_question(left, _asked(answered))
        if question is None:
            raise InputError(
                f"The answer '{key[:60]}' is one too many: after {len(answered)} the reading is settled.",
                advice="Leave it out.",
            )
        option = _chosen(question, key, len(answered) + 1)
        answered.append(Answered(question, option))
        left = option.concepts
    question = next_question(left, _asked(answered))
    reading = left[0] if question is None and left else None
    return Guide(subject, tuple(answered), left, question, reading)


def next_question(concepts: Sequence[Concept], asked: Collection[str] = ()) -> Question | None:
    """The question that tells some readings apart best, or None when at most one is left.

    `asked` holds the IRIs of the features that were asked for already.
    """
    if len(concepts) < 2:
        return None
    kinds = {f.kind.iri: f for concept in concepts for f in concept.features if f.kind.iri not in asked}
    offered = ((feature, _options(concepts, feature)) for feature in kinds.values())
    telling = [(feature, options) for feature, options in offered if _tells(options, concepts)]
    if not telling:
        return _by_definition(concepts)
    feature, options = max(telling, key=lambda found: _worth(found[1]))  # the first of equals: the declared order
    return Question(feature.kind, feature.question or feature.kind.labels, options)


def _asked(answered: Sequence[Answered]) -> frozenset[str]:
    return frozenset(step.question.feature.iri for step in answered if step.question.feature)


def _chosen(question: Question, key: str, place: int) -> Option:
    for option in question.options:
        if option.key == key:
            return option
    raise InputError(
        f"The answer '{key[:60]}' at place {place} is none that the question offers.",
        advice=f"Answer with one of {', '.join(option.key for option in question.options)}.",
    )


def _options(concepts: Sequence[Concept], kind: Feature) -> tuple[Option, ...]:
    """The values that some readings have for a feature. A reading without a value is left by every answer."""
    values: dict[str, Feature] = {}
    for concept in concepts:
        values |= {f.value.iri: f for f in concept.features if f.kind.iri == kind.kind.iri}
    return tuple(
        Option(_key(value), _answer(feature), tuple(c for c in concepts if _fits(c, feature)))
        for value, feature in values.items()
    )


def _fits(concept: Concept, feature: Feature) -> bool:
    values = [f.value.iri for f in concept.features if f.kind.iri == feature.kind.iri]
    return not values or feature.value.iri in values


def _answer(feature: Feature) -> Texts:
    return feature.plain or feature.value.labels


def _tells(options: Sequence[Option], concepts: Sequence[Concept]) -> bool:
    return len(options) > 1 and any(len(option.concepts) < len(concepts) for option in options)


def _worth(options: Sequence[Option]) -> float:
    """Bits that an answer tells on average when all readings are as likely, less what many answers cost the reader."""
    total = sum(len(option.concepts) for option in options)
    shares = [len(option.concepts) / total for option in options]
    return -sum(share * log2(share) for share in shares) - _TOO_MANY * max(0, len(options) - COMFORTABLE)


def _by_definition(concepts: Sequence[Concept]) -> Question:
    options = tuple(Option(concept.key, concept.definitions or concept.labels, (concept,)) for concept in concepts)
    return Question(None, Texts(), options)


def _key(iri: str) -> str:
    return iri.rstrip("/#").rpartition("/")[2]


__all__ = ["COMFORTABLE", "guide", "next_question"]
