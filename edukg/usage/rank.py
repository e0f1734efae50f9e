"""Which reading a use has: an additive score over the signs of its context, and the probabilities that follow.

The score of a reading is the sum of the weights of its evidence, nothing else; the probabilities are the softmax of the
scores. What stands at one place of the text and speaks for several reasons is one piece of evidence.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from edukg.model import Candidate, Evidence, Named
from edukg.usage.context import ContextReader, Sign
from edukg.usage.folding import Folded
from edukg.usage.knowledge import Knowledge
from edukg.usage.mentions import Mention
from edukg.usage.reasons import Reasons
from edukg.usage.weights import OUTSIDE, Weights

_LISTED_FROM = 0.15
"""Evidence that weighs less than this is told together, as one piece."""
_COMPANY_WEIGHT = 0.35
"""How far the other uses of the family in a document draw a use towards their own readings."""
_ANTECEDENT_WEIGHT = 0.9
"""How far the fuller term that a short form stands for draws it towards its reading."""
_LEAST_SHARE = 0.03

Spot = tuple[int, int]


@dataclass(slots=True)
class Ranked:
    """The readings of one use while a document is being read: scores, and the weights by place and reason."""

    mention: Mention
    family: str
    keys: tuple[str, ...]
    scores: list[float]
    parts: dict[Spot, Part]
    """What stands at each place of the folded text."""

    @property
    def probabilities(self) -> list[float]:
        """The probabilities as they stand."""
        return softmax(self.scores)

    def add(self, spot: Spot, weights: Sequence[float], sign: str, strength: float) -> None:
        """Add the weights of one sign for the readings; `strength` is the largest of them without its direction."""
        self.scores = [a + b for a, b in zip(self.scores, weights, strict=True)]
        found = self.parts.get(spot)
        if found is None:
            self.parts[spot] = Part(list(weights), strength, sign)
            return
        found.weights = [a + b for a, b in zip(found.weights, weights, strict=True)]
        if strength > found.strength:
            found.strength, found.sign = strength, sign


@dataclass(slots=True)
class Part:
    """What stands at one place: its weight for each reading, and its strongest sign."""

    weights: list[float]
    strength: float
    sign: str


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that are proportional to the exponentials of scores."""
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = math.fsum(exponentials)
    return [e / total for e in exponentials]


def damped(value: float) -> float:
    """Several words of one kind count for more than one, yet less than their number."""
    return value if value <= 1 else 1 + math.log(value)


class Ranker:
    """Ranks the readings of a family for one use."""

    def __init__(self, knowledge: Knowledge, weights: Weights) -> None:
        self.reader = ContextReader(knowledge)
        self._knowledge = knowledge
        self._weights = weights
        self._reasons = Reasons()
        self._keys = {
            family: (*(reading.key for reading in readings), OUTSIDE)
            for family, readings in knowledge.by_family.items()
        }
        self._concepts = {reading.key: reading.iri for reading in knowledge.readings}
        self._found: dict[tuple[str, str], tuple[float, ...]] = {}

    def _weights_of(self, family: str, sign: str) -> tuple[float, ...]:
        found = self._found.get((family, sign))
        if found is None:
            found = self._weights.of(family.rpartition("/")[2], sign, self._keys[family])
            if not any(found):
                found = ()
            if len(self._found) < 500_000:
                self._found[family, sign] = found
        return found

    def rank(self, folded: Folded, mention: Mention, family: str) -> Ranked:
        """Score the readings of the family by what stands around one mention."""
        keys = self._keys[family]
        ranked = Ranked(mention, family, keys, [0.0] * len(keys), {})
        spot = (mention.start, mention.end)
        bias = self._weights_of(family, "bias") or (0.0,) * len(keys)
        ranked.add(spot, bias, "bias", 0.0)
        seen: dict[str, list[Sign]] = defaultdict(list)
        for sign in self.reader.signs(folded, mention, family):
            seen[sign.name].append(sign)
        for name, signs in seen.items():
            weights = self._weights_of(family, name)
            if not weights:
                continue
            strength = max(map(abs, weights))
            total = sum(sign.value for sign in signs)
            factor = damped(total) / total if total else 0.0
            for sign in signs:
                share = factor * sign.value
                place = (sign.start, sign.end)
                own = weights if share == 1 else [weight * share for weight in weights]
                ranked.add(place, own, name, strength * share)
        return ranked

    def keep_company(self, group: list[Ranked]) -> None:
        """Let the uses of one family in a document draw each other towards a common reading."""
        if len(group) < 2:
            return
        own = [ranked.probabilities for ranked in group]
        totals = [math.fsum(column) for column in zip(*own, strict=True)]
        for i, ranked in enumerate(group):
            others = [(total - mine) / (len(group) - 1) for total, mine in zip(totals, own[i], strict=True)]
            near = group[i - 1] if i else group[1]
            self._draw(ranked, others, _COMPANY_WEIGHT, (near.mention.start, near.mention.end), "company")

    def stand_for(self, ranked: Ranked, antecedent: Ranked) -> None:
        """Draw a short form towards the reading of the fuller term it stands for."""
        spot = (antecedent.mention.start, antecedent.mention.end)
        self._draw(ranked, antecedent.probabilities, _ANTECEDENT_WEIGHT, spot, "antecedent")

    @staticmethod
    def _draw(ranked: Ranked, shares: Sequence[float], strength: float, spot: Spot, sign: str) -> None:
        logs = [math.log(max(share, _LEAST_SHARE)) for share in shares]
        middle = math.fsum(logs) / len(logs)
        weights = [strength * (log - middle) for log in logs]
        ranked.add(spot, weights, sign, max(map(abs, weights)))

    def candidates(
        self, ranked: Ranked, folded: Folded, text: str, attested: Callable[[str | None], Named | None]
    ) -> tuple[Candidate, ...]:
        """The candidates with their evidence in terms of the untouched text, best first."""
        spans: dict[Spot, tuple[int, int, str]] = {}

        def at(spot: Spot) -> tuple[int, int, str]:
            found = spans.get(spot)
            if found is None:
                start, end = folded.span(*spot)
                found = spans[spot] = (start, end, text[start:end])
            return found

        own = (ranked.mention.start, ranked.mention.end)
        parts = [(spot, part.weights, self._reasons.of(part.sign)) for spot, part in ranked.parts.items()]
        listed = []
        for i, key in enumerate(ranked.keys):
            evidence = []
            small = 0.0
            for spot, weights, reason in parts:
                weight = weights[i]
                if -_LISTED_FROM < weight < _LISTED_FROM:
                    small += weight
                else:
                    evidence.append(Evidence(*at(spot), weight, reason))
            if small:
                evidence.append(Evidence(*at(own), small, self._reasons.of("small")))
            evidence.sort(key=_by_weight)
            listed.append((self._concepts.get(key), tuple(evidence), math.fsum(e.weight for e in evidence)))
        probabilities = softmax([score for _, _, score in listed])
        return tuple(
            Candidate(concept, probability, score, evidence, attested(concept))
            for (concept, evidence, score), probability in sorted(
                zip(listed, probabilities, strict=True), key=lambda pair: -pair[1]
            )
        )


def _by_weight(evidence: Evidence) -> float:
    return -abs(evidence.weight)
