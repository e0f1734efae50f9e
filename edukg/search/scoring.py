"""How good a candidate is, and why it matched, in plain words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from edukg.search.asking import BEGINS, INFLECTED, MISSPELT, Answer, Candidate, Ways
from edukg.search.folding import APOSTROPHES, fold, to_latin
from edukg.search.writing import KIND_WEIGHT, ROLE_WEIGHT

_CYRILLIC: Final = re.compile("[а-ҳ]")


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score; higher is better. `answer` is what it is a candidate of."""

    candidate: Candidate
    score: float
    answer: Answer

    @property
    def why(self) -> str:
        """The reason of the match, put in words for those that are shown."""
        return _why(self.candidate, self.answer, to_latin(fold(self.answer.asked)))


def scored(candidates: Answer, language: str | None) -> list[Scored]:
    """The best label of each thing, the best thing first. A label in `language` is put before an equal one."""
    folded = fold(candidates.asked)
    latin, cyrillic = to_latin(folded), _cyrillic(folded)
    best: dict[str, tuple[float, Candidate]] = {}
    for candidate in candidates.candidates:
        score = _score(candidate, candidates, latin, language)
        score += 0.5 if cyrillic == _cyrillic(candidate.folded) else 0.0  # as it was typed comes first
        known = best.get(candidate.label.iri)
        if known is None or known[0] < score:
            best[candidate.label.iri] = (score, candidate)
    ordered = sorted(best.values(), key=lambda item: (-item[0], item[1].folded, item[1].label.iri))
    return [Scored(candidate, round(score, 2), candidates) for score, candidate in ordered]


def _score(candidate: Candidate, answer: Answer, latin: str, language: str | None) -> float:
    label = candidate.label
    words = candidate.latin.split()
    quality = sum(max((ways[word].quality for word in words if word in ways), default=0.0) for ways in answer.ways)
    quality /= max(len(answer.ways), 1)
    covered = min(1.0, len(answer.ways) / max(len(words), 1))
    score = 8.0 * quality * (0.35 + 0.65 * covered)
    if candidate.latin == latin:
        score += 8.0
    elif candidate.latin.startswith(latin):
        score += 2.0
    score += ROLE_WEIGHT.get(label.role, 1.0) + KIND_WEIGHT.get(label.kind, 1.0)
    if any(label.language[:2] in ways[word].languages for ways in answer.ways for word in words if word in ways):
        score += 0.7
    return score + (1.5 if language and label.language.partition("-")[0] == language else 0.0)


def _cyrillic(folded: str) -> bool:
    return _CYRILLIC.search(folded) is not None


def _why(candidate: Candidate, answer: Answer, latin: str) -> str:
    """The reason of a match in plain words, such as "preferred label, apostrophe folded"."""
    reasons = [candidate.label.role]
    if answer.layout:
        reasons.append("other keyboard")
    if candidate.latin == latin:
        reasons += _folded(candidate, answer.asked)
    else:
        words = candidate.latin.split()
        hows = {_how(ways, words) for ways in answer.ways}
        begins = candidate.latin.startswith(latin)
        reasons += [how for how in (INFLECTED, MISSPELT) if how in hows]
        if begins or (hows == {BEGINS} and len(words) == len(answer.ways)):
            reasons.append("begins so")
        elif answer.some:
            reasons.append("contains some of these words")
        elif len(words) > len(answer.ways):
            reasons.append("contains these words")
        elif len(reasons) == 1:
            reasons.append("begins so" if BEGINS in hows else "spelling folded")
    return ", ".join(reasons)


def _how(ways: Ways, words: list[str]) -> str:
    """By what a word of the question led to the words of a label: the best way counts."""
    found = [ways[word] for word in words if word in ways]
    return max(found, key=lambda way: way.quality).how if found else ""


def _folded(candidate: Candidate, asked: str) -> list[str]:
    """What had to be disregarded for an equal text to be equal."""
    written = candidate.label.text
    if written == asked:
        return []
    if fold(asked) != candidate.folded:
        return ["other script"]
    if asked.casefold() == written.casefold():
        return ["case folded"]
    if (set(asked) | set(written)) & set(map(chr, APOSTROPHES)):
        return ["apostrophe folded"]
    return ["spelling folded"]


__all__ = ["Scored", "scored"]
