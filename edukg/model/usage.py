"""Uses of ambiguous terms in a text: where, in which sense, how sure, and why.

Positions count Unicode code points of the text exactly as it was given; a span is `[start, end)`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from edukg.model.texts import Named, Texts


class Status(StrEnum):
    """What the checker makes of a use."""

    RESOLVED = "resolved"
    AMBIGUOUS = "ambiguous"
    OUTSIDE = "outside"


class Evidence(NamedTuple):
    """One reason for or against a reading: a span of the text, its weight, and the reason in words.

    Weights are log-odds (natural logarithm) after calibration, positive for the reading. A reason that lies in no
    particular place, such as how common a reading is, has the span of the use itself. It is a tuple, since each use has
    more than a hundred of them.
    """

    start: int
    end: int
    text: str
    weight: float
    because: Texts


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reading with its probability; `concept` is None for "not a term of this domain".

    `score` is the sum of the weights of the evidence, nothing else; the probabilities of a use are the softmax of the
    scores of its candidates.
    """

    concept: str | None
    probability: float
    score: float
    evidence: Sequence[Evidence] = ()
    """The weightiest first. It is put in words when it is looked into."""
    attestation: Named | None = None
    """An attested use of the term in this reading, with its gloss in each language."""


@dataclass(frozen=True, slots=True)
class Usage:
    """One use of a term. Candidates come best first.

    `concept` is the reading the use is taken to have. It is None when the use lies outside the domain; when the status
    is ambiguous it is the likeliest reading, which the reader should not rely on.
    """

    start: int
    end: int
    text: str
    term: str
    language: str
    family: str
    status: Status
    concept: str | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    suggestion: str = ""
    """The precise wording, in the language and, where it can be told, the grammatical case of the text."""
    settle: Texts = Texts()
    """What would settle an ambiguous use."""
    stands_for: tuple[int, int] | None = None
    """The span of the fuller term, earlier in the text, that a short form such as "the cluster" stands for."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something for the writer to look at. `start` and `end` show where; `also` are the other places concerned."""

    kind: str
    term: str
    concepts: tuple[str, ...]
    message: Texts
    start: int
    end: int
    suggestion: str = ""
    also: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """The answer for one text. `language` is the main one: en, ru, uz, or uz-Cyrl."""

    language: str
    usages: tuple[Usage, ...]
    findings: tuple[Finding, ...] = ()

    def count(self, status: Status) -> int:
        """How many uses have this status."""
        return sum(usage.status is status for usage in self.usages)
