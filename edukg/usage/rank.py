"""Which reading a use has: an additive score over the signs of its context, and the probabilities that follow.

The score of a reading is the sum of the weights of its evidence, nothing else; the probabilities are the softmax of the
scores. What stands at one place of the text and speaks for several reasons is one piece of evidence.

All uses of a text are scored together, as arrays; their evidence is put in words when somebody reads it (evidence.py).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from edukg.usage.context import ContextReader, Seen, Sign
from edukg.usage.evidence import Batch, Weighed
from edukg.usage.knowledge import Knowledge
from edukg.usage.lens import Lens
from edukg.usage.mentions import Mention
from edukg.usage.tokenised import Tokenised
from edukg.usage.weights import KNOWLEDGE, OUTSIDE, Weights

_COMPANY_WEIGHT = 0.35
"""How far the other uses of the family in a document draw a use towards their own readings."""
_ANTECEDENT_WEIGHT = 0.9
"""How far the fuller term that a short form stands for draws it towards its reading."""
_LEAST_SHARE = 0.03
_AT_ONCE: Final = 512
"""Uses that are scored together, which bounds the memory that takes."""

Floats = NDArray[np.float64]


class Ranked:
    """The readings of one use while a document is being read: its scores, and what has moved them."""

    __slots__ = ("batch", "family", "mention", "number", "scores")

    def __init__(self, mention: Mention, family: str, batch: Batch, number: int, scores: Floats) -> None:
        """`number` is that of the use in its batch."""
        self.mention = mention
        self.family = family
        self.batch = batch
        self.number = number
        self.scores = scores

    def draw(self, spot: tuple[int, int], weights: Floats, sign: str) -> None:
        """Add weights that a sign at a place gives the readings."""
        self.scores = self.scores + weights
        self.batch.add(self.number, spot, weights, sign)


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities that are proportional to the exponentials of scores."""
    highest = max(scores)
    exponentials = [math.exp(score - highest) for score in scores]
    total = math.fsum(exponentials)
    return [e / total for e in exponentials]


def damped(value: float) -> float:
    """Several words of one kind count for more than one, yet less than their number."""
    return value if value <= 1 else 1 + math.log(value)


class _Table:
    """The weights of a family as one array: a row for each sign that has any, a column for each reading."""

    def __init__(self, weights: Weights, family: str, keys: tuple[str, ...]) -> None:
        self.keys = keys
        short = family.rpartition("/")[2]
        named = [f"{kind}:{key}" for kind in KNOWLEDGE for key in keys]
        names = dict.fromkeys((*weights.table.get(short, {}), *named))
        found = {name: weights.of(short, name, keys) for name in names if name != "bias"}
        found = {name: values for name, values in found.items() if any(values)}
        self.names = (*found,)
        self.speaks = frozenset(name.partition(":")[2] for name in found)
        self.numbers = {name: number for number, name in enumerate(found)}
        self.weights: Floats = np.array([*found.values()], np.float64).reshape(-1, len(keys))
        self.strengths: Floats = np.abs(self.weights).max(axis=1, initial=0.0)
        self.bias: Floats = np.array(weights.of(short, "bias", keys), np.float64)


class Ranker:
    """Ranks the readings of the families for the uses of a text."""

    def __init__(self, knowledge: Knowledge, weights: Weights) -> None:
        self.reader = ContextReader(knowledge)
        self._tables = {
            family: _Table(weights, family, (*(reading.key for reading in readings), OUTSIDE))
            for family, readings in knowledge.by_family.items()
        }
        self._lenses: dict[tuple[str, str], Lens] = {}

    def _lens(self, family: str, language: str) -> Lens:
        found = self._lenses.get((family, language))
        if found is None:
            table = self._tables[family]
            made = self.reader.lens(family, language, table.numbers.get, table.speaks)
            found = self._lenses.setdefault((family, language), made)
        return found

    def rank(self, text: Tokenised, mentions: Sequence[Mention], families: Sequence[str]) -> list[Ranked]:
        """Score the readings of each mention's family by what stands around it; in the order of the mentions."""
        around = self.reader.around(text)
        groups: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, (mention, family) in enumerate(zip(mentions, families, strict=True)):
            groups[family, mention.language].append(number)
        found: dict[int, Ranked] = {}
        for (family, language), numbers in groups.items():
            lens = self._lens(family, language)
            for at in range(0, len(numbers), _AT_ONCE):
                batch = numbers[at : at + _AT_ONCE]
                seen = around.signs(np.array(batch), chosen := [mentions[number] for number in batch], lens)
                found.update(zip(batch, self._scored(seen, chosen, family), strict=True))
        return [found[number] for number in range(len(mentions))]

    def signs(self, text: Tokenised, mention: Mention, family: str) -> list[Sign]:
        """Every sign of the only use of a text, those without a weight included, for learning."""
        numbers: dict[str, int] = {}
        lens = self.reader.lens(family, mention.language, lambda name: numbers.setdefault(name, len(numbers)))
        seen = self.reader.around(text).signs(np.arange(1), [mention], lens)
        called = [*numbers]
        columns = (seen.sign.tolist(), seen.start.tolist(), seen.end.tolist(), seen.value.tolist())
        return [Sign(called[n], start, end, value) for n, start, end, value in zip(*columns, strict=True)]

    def _scored(self, seen: Seen, mentions: Sequence[Mention], family: str) -> list[Ranked]:
        table = self._tables[family]
        weighed = _weighed(seen, table, len(mentions))
        scores = table.bias + weighed.summed()
        batch = Batch(weighed, [(mention.start, mention.end) for mention in mentions], table.bias)
        return [Ranked(mention, family, batch, i, scores[i]) for i, mention in enumerate(mentions)]

    def keep_company(self, group: list[Ranked]) -> None:
        """Let the uses of one family in a document draw each other towards a common reading."""
        if len(group) < 2:
            return
        own = _softmax(np.array([ranked.scores for ranked in group]))
        others = (own.sum(axis=0) - own) / (len(group) - 1)
        weights = _drawing(others, _COMPANY_WEIGHT)
        for i, ranked in enumerate(group):
            near = group[i - 1] if i else group[1]
            ranked.draw((near.mention.start, near.mention.end), weights[i], "company")

    def stand_for(self, pairs: Sequence[tuple[Ranked, Ranked]]) -> None:
        """Draw short forms of a family, each towards the reading of the fuller term it stands for."""
        if not pairs:
            return
        weights = _drawing(_softmax(np.array([fuller.scores for _, fuller in pairs])), _ANTECEDENT_WEIGHT)
        for (ranked, fuller), given in zip(pairs, weights, strict=True):
            ranked.draw((fuller.mention.start, fuller.mention.end), given, "antecedent")


def _weighed(seen: Seen, table: _Table, uses: int) -> Weighed:
    """What was seen with its weights, use by use."""
    order = np.argsort(seen.use, kind="stable")
    use, sign, value = seen.use[order], seen.sign[order], seen.value[order]
    _, which = np.unique(use * len(table.names) + sign, return_inverse=True)
    total = np.bincount(which, value)
    factor = np.where(total <= 1, 1.0, (1 + np.log(np.maximum(total, 1))) / np.maximum(total, 1))
    share = value * factor[which]
    bounds = np.searchsorted(use, np.arange(uses + 1))
    return Weighed(table.names, table.weights, table.strengths, sign, seen.start[order], seen.end[order], share, bounds)


def _softmax(scores: Floats) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _drawing(shares: Floats, strength: float) -> Any:
    """Weights that draw towards some readings by their shares; they cancel out over all readings."""
    logs = np.log(np.maximum(shares, _LEAST_SHARE))
    return strength * (logs - logs.mean(axis=1, keepdims=True))
