"""The checker of one release: a text in, its uses of ambiguous terms out."""

from __future__ import annotations

from dataclasses import replace

from edukg.model import Candidate, Check, Named, Status, Usage
from edukg.usage.folding import Folded, fold
from edukg.usage.knowledge import Entry, Knowledge
from edukg.usage.language import base, language_of
from edukg.usage.mentions import Mention, MentionFinder
from edukg.usage.rank import Ranker

CONFIDENT_FROM = 0.5
"""Below this probability of the best reading a use is called ambiguous."""


class Checker:
    """Finds uses of ambiguous terms and ranks their readings. Holds no state of a text; safe to share."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self._finder = MentionFinder(knowledge)
        self._ranker = Ranker(knowledge)

    def check(self, text: str, language: str | None = None) -> Check:
        """Every use of an ambiguous term in a text, and the findings for its writer.

        `language` (en, ru or uz) is told from the text, passage by passage, unless it is given.
        """
        folded = fold(text)
        main = language or language_of(text[:20_000])
        usages = tuple(self._usage(folded, text, mention, language) for mention in self._finder.find(folded))
        return Check(main, usages, ())

    def _usage(self, folded: Folded, text: str, mention: Mention, language: str | None) -> Usage:
        start, end = folded.span(mention.start, mention.end)
        spoken = language or language_of(text[max(0, start - 300) : end + 300])
        entry = _entry(mention, base(spoken))
        family = next(self.knowledge.by_iri[c].family for c in entry.concepts if c in self.knowledge.by_iri)
        candidates = tuple(
            replace(c, attestation=self._attestation(c, base(spoken)))
            for c in self._ranker.rank(folded, text, mention, family)
        )
        best = candidates[0]
        status = self._status(best)
        return Usage(
            start=start,
            end=end,
            text=text[start:end],
            term=entry.iri,
            language=spoken,
            family=family,
            status=status,
            concept=None if status is Status.OUTSIDE else best.concept,
            confidence=best.probability,
            candidates=candidates,
            suggestion=self._suggestion(best, base(spoken)) if status is Status.RESOLVED else "",
        )

    def _status(self, best: Candidate) -> Status:
        if best.probability < CONFIDENT_FROM:
            return Status.AMBIGUOUS
        reading = self.knowledge.by_iri.get(best.concept or "")
        return Status.OUTSIDE if reading is None or reading.name_only else Status.RESOLVED

    def _attestation(self, candidate: Candidate, language: str) -> Named | None:
        attested = self.knowledge.attested
        return attested.get((candidate.concept or "", language)) or attested.get((candidate.concept or "", ""))

    def _suggestion(self, best: Candidate, language: str) -> str:
        reading = self.knowledge.by_iri.get(best.concept or "")
        return reading.label(language) if reading else ""


def _entry(mention: Mention, language: str) -> Entry:
    """The entry a use is filed under: one of the passage's language before others, the one with most readings first."""
    patterns = sorted(
        mention.patterns,
        key=lambda p: (p.entry.language != language, p.kind != "term", -len(p.entry.concepts), p.entry.iri),
    )
    return patterns[0].entry
