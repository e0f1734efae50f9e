"""The guided path to one reading: plain questions, their answers, and where they lead."""

from __future__ import annotations

from dataclasses import dataclass

from edukg.model.lexicon import Concept
from edukg.model.texts import Named, Texts


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question. `key` names it in a path; `concepts` are the readings it leaves."""

    key: str
    wording: Texts
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked next. `feature` is the feature asked for, or None when the definitions themselves are shown."""

    feature: Named | None
    wording: Texts
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with the answer that was given."""

    question: Question
    option: Option


@dataclass(frozen=True, slots=True)
class Guide:
    """A place on the path to a reading of `subject`.

    Either there is a `question` still to be answered, or `reading` is where the answers have led. `answered` is the way
    so far and says why; `concepts` are the readings that it leaves.
    """

    subject: Named
    answered: tuple[Answered, ...]
    concepts: tuple[Concept, ...]
    question: Question | None = None
    reading: Concept | None = None

    @property
    def path(self) -> tuple[str, ...]:
        """The keys of the answers so far: enough to come back to this place."""
        return tuple(step.option.key for step in self.answered)
