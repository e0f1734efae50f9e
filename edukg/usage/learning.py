"""Learning the weights from labelled uses: a multinomial logistic regression over the signs of a context.

Needs scipy (the extra `learn`), which checking does not. Signs that come from the knowledge base start from a
stated weight for the reading they name and are drawn back to it; all others are drawn to zero (a Gaussian prior on each
weight). Probabilities are calibrated by one temperature for each family, fitted on folds by topic.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

import numpy as np
from scipy import optimize, sparse

from edukg.usage.checker import Checker
from edukg.usage.examples import LabelledUse, bucket
from edukg.usage.rank import damped
from edukg.usage.tables import rows
from edukg.usage.weights import ANY, OUTSIDE, Weights

STARTING_WEIGHTS = {"entry": 2.5, "means": 2.0, "known": 2.0, "described": 0.4}
"""What a sign from the knowledge base weighs before anything is learned."""
UNLEARNED_WEIGHTS = {"entry": 4.0, "means": 4.0, "known": 2.5, "described": 2.0}
"""What such a sign weighs for a reading that no labelled use has: nothing else can speak for it."""
_FIRMNESS = {"entry": 8.0, "means": 1.0, "known": 3.0, "described": 4.0, "form": 1.0}
_FIRMNESS_OF_FIELDS = 1.0
_FIRMNESS_OF_WORDS = 1.0
_PRIOR_STRENGTH = 0.3
"""How far what is learned is moved from the shares in the examples to those in `priors.tsv`."""
_LEAST_TOPICS = 2
"""In how many topics a word must occur to be learned."""
_FOLDS = 3
_SMALLEST = 0.02
"""Weights nearer to zero than this are left out of the table."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The signs of one labelled use, each with its summed value."""

    use: LabelledUse
    family: str
    signs: Mapping[str, float]


def observe(checker: Checker, uses: Sequence[LabelledUse]) -> list[Observation]:
    """The signs of labelled uses; those in which no mention is found at the marked place are left out."""
    found = []
    for use in uses:
        seen = checker.signs_at(use.text, use.start, use.end)
        if seen is not None:
            family, signs = seen
            values: dict[str, float] = defaultdict(float)
            for sign in signs:
                values[sign.name] += sign.value
            found.append(Observation(use, family, {name: damped(value) for name, value in values.items()}))
    return found


class FamilyModel:
    """The regression for the readings of one family."""

    def __init__(self, family: str, keys: Sequence[str]) -> None:
        self.family = family
        self.keys = tuple(keys)
        self.signs: list[str] = []
        self.weights: Any = None
        self.temperature = 1.0

    def fit(self, observations: Sequence[Observation]) -> FamilyModel:
        """Learn from observations of the family."""
        topics: dict[str, set[str]] = defaultdict(set)
        for seen in observations:
            for name in seen.signs:
                topics[name].add(f"{seen.use.language} {seen.use.topic}")
        self.signs = sorted(
            name
            for name, where in topics.items()
            if len(where) >= _LEAST_TOPICS or name.partition(":")[0] in STARTING_WEIGHTS
        )
        matrix = self._matrix(observations)
        wanted = np.array([self.keys.index(seen.use.concept) for seen in observations])
        counts = np.bincount(wanted, minlength=len(self.keys))
        balance = np.sqrt(len(wanted) / np.maximum(counts, 1) / len(self.keys))[wanted]
        start = self._start()
        firmness = np.array([*map(_firmness, self.signs), 0.01])[:, None]
        goal = np.zeros((len(wanted), len(self.keys)))
        goal[np.arange(len(wanted)), wanted] = 1

        def loss(flat: Any) -> tuple[float, Any]:
            change = flat.reshape(start.shape)
            probabilities = _softmax(matrix @ (start + change))
            chosen = probabilities[np.arange(len(wanted)), wanted]
            value = -(balance * np.log(chosen + 1e-12)).sum() + 0.5 * (firmness * change**2).sum()
            slope = matrix.T @ ((probabilities - goal) * balance[:, None]) + firmness * change
            return float(value), np.asarray(slope).ravel()

        solved = optimize.minimize(loss, np.zeros(start.size), jac=True, method="L-BFGS-B", options={"maxiter": 80})
        self.weights = start + solved.x.reshape(start.shape)
        shares = np.array([balance[wanted == i].sum() + 1 for i in range(len(self.keys))])
        self.weights[-1] += _PRIOR_STRENGTH * (np.log(self._priors()) - np.log(shares / shares.sum()))
        return self

    def _start(self) -> Any:
        start = np.zeros((len(self.signs) + 1, len(self.keys)))
        for i, name in enumerate(self.signs):
            kind, _, key = name.partition(":")
            if kind in STARTING_WEIGHTS and key in self.keys:
                start[i, self.keys.index(key)] = STARTING_WEIGHTS[kind]
        return start

    def _priors(self) -> Any:
        stated = {
            row["concept"]: float(row["share"]) for row in rows("priors.tsv") if row["family"] == _short(self.family)
        }
        least = min(stated.values(), default=1.0)
        return np.array([stated.get(key, least) for key in self.keys])

    def _matrix(self, observations: Sequence[Observation]) -> Any:
        places = {name: i for i, name in enumerate(self.signs)}
        cells = [
            (row, places[name], value)
            for row, seen in enumerate(observations)
            for name, value in seen.signs.items()
            if name in places
        ]
        cells += [(row, len(self.signs), 1.0) for row in range(len(observations))]
        lines, columns, values = zip(*cells, strict=True)
        return sparse.csr_matrix((values, (lines, columns)), shape=(len(observations), len(self.signs) + 1))

    def scores(self, observations: Sequence[Observation]) -> Any:
        """The uncalibrated scores, a row for each observation and a column for each key."""
        return self._matrix(observations) @ self.weights

    def calibrate(self, scores: Any, wanted: Any) -> None:
        """Choose the temperature under which the right answers of unseen topics are most probable."""

        def loss(temperature: float) -> float:
            chosen = _softmax(scores / temperature)[np.arange(len(wanted)), wanted]
            return float(-np.log(chosen + 1e-12).mean())

        self.temperature = float(optimize.minimize_scalar(loss, bounds=(0.5, 4.0), method="bounded").x)

    def table(self) -> dict[str, dict[str, float]]:
        """Sign → key → weight, divided by the temperature."""
        found: dict[str, dict[str, float]] = {}
        for name, line in zip([*self.signs, "bias"], self.weights / self.temperature, strict=True):
            kept = {
                key: float(value)
                for key, value in zip(self.keys, line, strict=True)
                if name == "bias" or abs(value) >= _SMALLEST
            }
            if kept:
                found[name] = kept
        found["bias"][ANY] = median(found["bias"].values())
        for kind, value in UNLEARNED_WEIGHTS.items():
            found[f"{kind}:{ANY}"] = {ANY: value / self.temperature}
        return found


def learn(checker: Checker, uses: Sequence[LabelledUse]) -> Weights:
    """The weights that labelled uses teach; a disputed one speaks for both its concepts."""
    both = [replace(use, concept=use.disputed, disputed="") for use in uses if use.disputed]
    observations = observe(checker, [*uses, *both])
    table = {}
    for family, readings in checker.knowledge.by_family.items():
        keys = [*(reading.key for reading in readings), OUTSIDE]
        own = [seen for seen in observations if seen.family == family and seen.use.concept in keys]
        if own:
            model = FamilyModel(family, keys)
            _calibrate_on_folds(model, own)
            table[_short(family)] = model.fit(own).table()
    return Weights(table)


def _calibrate_on_folds(model: FamilyModel, observations: Sequence[Observation]) -> None:
    scores, wanted = [], []
    for fold in range(_FOLDS):
        inside = [s for s in observations if bucket(s.use.topic, s.use.language) % _FOLDS != fold]
        outside = [s for s in observations if bucket(s.use.topic, s.use.language) % _FOLDS == fold]
        if inside and outside:
            scores.append(FamilyModel(model.family, model.keys).fit(inside).scores(outside))
            wanted += [model.keys.index(seen.use.concept) for seen in outside]
    model.calibrate(np.vstack(scores), np.array(wanted))


def _firmness(name: str) -> float:
    kind, _, what = name.partition(":")
    if kind in _FIRMNESS:
        return _FIRMNESS[kind]
    return _FIRMNESS_OF_FIELDS if what.startswith(("<", "“")) else _FIRMNESS_OF_WORDS


def _softmax(scores: Any) -> Any:
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def _short(family: str) -> str:
    return family.rpartition("/")[2]
