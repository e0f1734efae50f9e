"""Which reading a use has: an additive score over what the context shows, and the probabilities that follow."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

from edukg.model import Candidate, Evidence, Text, Texts
from edukg.usage.folding import Folded
from edukg.usage.knowledge import Knowledge, Reading
from edukg.usage.mentions import Mention

_WORD = re.compile(r"[^\W\d_]{4,}")
_WINDOW = 220
_PRIOR = Texts(
    (
        Text("how common the reading is", "en"),
        Text("насколько обычно это значение", "ru"),
        Text("bu maʼno qanchalik koʻp uchraydi", "uz"),
    )
)
_DESCRIBED = Texts(
    (
        Text("a word of the definition or of its examples", "en"),
        Text("слово из определения или примеров к нему", "ru"),
        Text("taʼrif yoki misollardagi soʻz", "uz"),
    )
)


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that are proportional to the exponentials of scores."""
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = sum(exponentials)
    return [e / total for e in exponentials]


class Ranker:
    """Ranks the readings of a family for one use."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @cached_property
    def _words(self) -> Mapping[str, Mapping[str, float]]:
        """Reading → stem → weight, by how few readings share the stem."""
        described = {
            r.iri: {w[:6] for text in r.described.values() for w in _WORD.findall(text.lower())}
            for r in self._knowledge.readings
        }
        frequency = Counter(stem for stems in described.values() for stem in stems)
        total = len(described)
        return {iri: {s: math.log(total / frequency[s]) for s in stems} for iri, stems in described.items()}

    def rank(self, folded: Folded, text: str, mention: Mention, family: str) -> tuple[Candidate, ...]:
        """The candidates, best first."""
        readings: list[Reading | None] = [*self._knowledge.by_family.get(family, ()), None]
        start, end = max(0, mention.start - _WINDOW), mention.end + _WINDOW
        window = [m for m in _WORD.finditer(folded.text, start, end) if not mention.start <= m.start() < mention.end]
        found: list[tuple[str | None, tuple[Evidence, ...], float]] = []
        for reading in readings:
            span = folded.span(mention.start, mention.end)
            evidence = [Evidence(*span, text[slice(*span)], 0.0 if reading else 0.8, _PRIOR)]
            words = self._words[reading.iri] if reading else {}
            for match in window:
                weight = words.get(match.group()[:6], 0.0)
                if weight:
                    place = folded.span(match.start(), match.end())
                    evidence.append(Evidence(*place, text[slice(*place)], weight, _DESCRIBED))
            found.append((reading.iri if reading else None, tuple(evidence), math.fsum(e.weight for e in evidence)))
        probabilities = softmax([score for _, _, score in found])
        candidates = [Candidate(c, p, s, e) for (c, e, s), p in zip(found, probabilities, strict=True)]
        return tuple(sorted(candidates, key=lambda c: -c.probability))
