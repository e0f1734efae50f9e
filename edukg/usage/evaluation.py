"""How well the checker tells senses: figures on labelled uses, beside simple baselines.

Labels of other fields that merely share the name count as outside, as the checker answers them. A use in which no
mention is found counts as wrong.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from edukg.model import Usage
from edukg.usage.checker import Checker
from edukg.usage.examples import LabelledUse
from edukg.usage.folding import fold_word
from edukg.usage.knowledge import Knowledge
from edukg.usage.stems import stem
from edukg.usage.weights import OUTSIDE

MISSED = "no mention"
BINS = 10
Encoder = Callable[[Sequence[str]], Sequence[Sequence[float]]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one labelled use, and what should have been."""

    use: LabelledUse
    wanted: str
    given: str
    confidence: float
    exact: bool = True
    ambiguous: bool = False

    @property
    def right(self) -> bool:
        """Whether the label was met."""
        return self.wanted == self.given


@dataclass(frozen=True, slots=True)
class Figures:
    """The measures of a list of answers."""

    uses: int
    found: float
    """Share of uses whose mention was found with exactly the marked span."""
    accuracy: float
    macro_f1: float
    false_senses: float
    """Share of the uses from outside the domain that were given a sense."""
    ece: float
    """Expected calibration error over ten bins of confidence."""
    coverage: float
    """Share of uses that can be answered with a precision of 95 %, the most confident first."""
    ambiguous: float
    by_label: Mapping[str, float] = field(default_factory=dict)
    """The F1 of each label."""


def labels(knowledge: Knowledge) -> Mapping[str, str]:
    """Key of a reading → the label it counts as."""
    return {reading.key: OUTSIDE if reading.name_only else reading.key for reading in knowledge.readings}


def answers(checker: Checker, uses: Iterable[LabelledUse]) -> list[Answer]:
    """What the checker says of labelled uses."""
    counted = labels(checker.knowledge)
    found = []
    for use in uses:
        wanted = counted.get(use.concept, use.concept)
        usages = checker.check(use.text).usages
        exact = [usage for usage in usages if (usage.start, usage.end) == (use.start, use.end)]
        near = exact or [usage for usage in usages if usage.start < use.end and use.start < usage.end]
        if not near:
            found.append(Answer(use, wanted, MISSED, 1.0, exact=False))
            continue
        given = _key(near[0])
        unclear = near[0].status.value == "ambiguous"
        found.append(Answer(use, wanted, given, near[0].confidence, exact=bool(exact), ambiguous=unclear))
    return found


def _key(usage: Usage) -> str:
    return OUTSIDE if usage.concept is None else usage.concept.rpartition("/")[2]


def figures(found: Sequence[Answer]) -> Figures:
    """The measures of answers, of which there must be at least one."""
    outside = [answer for answer in found if answer.wanted == OUTSIDE]
    by_label = {label: _f1(found, label) for label in sorted({answer.wanted for answer in found})}
    return Figures(
        uses=len(found),
        found=_share(answer.exact for answer in found),
        accuracy=_share(answer.right for answer in found),
        macro_f1=sum(by_label.values()) / len(by_label),
        false_senses=_share(answer.given not in {OUTSIDE, MISSED} for answer in outside),
        ece=calibration_error(found),
        coverage=coverage(found),
        ambiguous=_share(answer.ambiguous for answer in found),
        by_label=by_label,
    )


def _share(truths: Iterable[bool]) -> float:
    listed = list(truths)
    return sum(listed) / len(listed) if listed else 0.0


def _f1(found: Sequence[Answer], label: str) -> float:
    hits = sum(answer.wanted == label == answer.given for answer in found)
    given = sum(answer.given == label for answer in found)
    wanted = sum(answer.wanted == label for answer in found)
    return 2 * hits / (given + wanted) if hits else 0.0


def calibration_error(found: Sequence[Answer]) -> float:
    """Expected calibration error: how far confidence and accuracy lie apart, over ten bins (Naeini et al. 2015)."""
    bins: dict[int, list[Answer]] = defaultdict(list)
    for answer in found:
        bins[min(BINS - 1, int(answer.confidence * BINS))].append(answer)
    gaps = (
        len(inside) * abs(_share(a.right for a in inside) - sum(a.confidence for a in inside) / len(inside))
        for inside in bins.values()
    )
    return sum(gaps) / len(found)


def coverage(found: Sequence[Answer], precision: float = 0.95) -> float:
    """The largest share of the most confident answers of which at least `precision` are right."""
    ordered = sorted(found, key=lambda answer: -answer.confidence)
    right, best = 0, 0
    for number, answer in enumerate(ordered, start=1):
        right += answer.right
        if right / number >= precision:
            best = number
    return best / len(found)


def confusion(found: Iterable[Answer]) -> Counter[tuple[str, str]]:
    """How often each label was taken for another."""
    return Counter((answer.wanted, answer.given) for answer in found if not answer.right)


def most_frequent(checker: Checker, uses: Sequence[LabelledUse], known: Sequence[LabelledUse]) -> list[Answer]:
    """The baseline that gives each family's most frequent label among known uses."""
    counted = labels(checker.knowledge)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for use in known:
        counts[family_of(checker, use)][counted.get(use.concept, use.concept)] += 1
    guesses = {family: found.most_common(1)[0][0] for family, found in counts.items()}
    return [
        Answer(use, counted.get(use.concept, use.concept), guesses.get(family_of(checker, use), OUTSIDE), 1.0)
        for use in uses
    ]


def family_of(checker: Checker, use: LabelledUse) -> str:
    """The family of the use at a labelled place, empty when none is found."""
    seen = checker.signs_at(use.text, use.start, use.end)
    return seen[0] if seen else ""


def lesk(checker: Checker, uses: Sequence[LabelledUse]) -> list[Answer]:
    """The baseline of Lesk (1986): the reading whose definition shares most words with the text.

    A use that shares none with any is taken to lie outside.
    """
    counted = labels(checker.knowledge)
    found = []
    for use in uses:
        words = _stems(use.text, use.language)
        readings = checker.knowledge.by_family.get(family_of(checker, use), ())
        scored = [
            (len(words & _stems(reading.definitions.get(use.language, ""), use.language)), reading.key)
            for reading in readings
        ]
        best, key = max(scored, default=(0, OUTSIDE))
        found.append(
            Answer(use, counted.get(use.concept, use.concept), counted.get(key, key) if best else OUTSIDE, 1.0)
        )
    return found


def _stems(text: str, language: str) -> set[str]:
    words = (word.strip(".,;:()«»“”\"'?!—-") for word in fold_word(text).split())
    return {stem(word, language) for word in words if len(word) > 3}


def nearest_definition(checker: Checker, uses: Sequence[LabelledUse], encode: Encoder, *, least: float) -> list[Answer]:
    """The baseline of a sentence encoder: the reading whose definition lies nearest to the text.

    A use whose nearest definition is farther than the cosine `least` is taken to lie outside.
    """
    counted = labels(checker.knowledge)
    readings = checker.knowledge.readings
    keys = [(reading, language) for reading in readings for language in ("en", "ru", "uz")]
    vectors = encode([reading.definitions.get(language, reading.key) for reading, language in keys])
    defined = {(reading.key, language): vector for (reading, language), vector in zip(keys, vectors, strict=True)}
    found = []
    for use, vector in zip(uses, encode([use.text for use in uses]), strict=True):
        own = checker.knowledge.by_family.get(family_of(checker, use), ())
        scored = [(_cosine(vector, defined[reading.key, use.language]), reading.key) for reading in own]
        near, key = max(scored, default=(0.0, OUTSIDE))
        given = counted.get(key, key) if near >= least else OUTSIDE
        found.append(Answer(use, counted.get(use.concept, use.concept), given, 1.0))
    return found


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=True))
    return product / math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
