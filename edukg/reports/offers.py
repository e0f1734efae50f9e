"""The suggestions of a finding as a reader of one language needs them."""

from __future__ import annotations

from dataclasses import dataclass

from edukg.model import Violation


@dataclass(frozen=True, slots=True)
class Offer:
    """A text to paste, what it is called, and what it means in one line (empty when there is nothing to say)."""

    text: str
    name: str
    meaning: str

    @property
    def statement(self) -> str:
        """The text without the declarations of prefixes before it, for places that have room for one line."""
        lines = [line for line in self.text.splitlines() if not line.startswith("PREFIX ")]
        return " ".join(lines)


def offers(finding: Violation, language: str) -> tuple[Offer, ...]:
    """The suggestions of a finding, best first."""
    return tuple(Offer(s.text, s.labels.value(language), s.definitions.value(language)) for s in finding.suggestions)
