"""The checker of one release: a text in, its uses of ambiguous terms out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from edukg.model import Candidate, Check, Named, Status, Texts, Usage
from edukg.usage.context import Sign
from edukg.usage.evidence import EvidenceOf, Explanation
from edukg.usage.findings import Writer
from edukg.usage.folding import Folded
from edukg.usage.knowledge import Entry, Knowledge
from edukg.usage.language import Passages, base, language_of
from edukg.usage.mentions import Mention, MentionFinder
from edukg.usage.rank import Ranked, Ranker, softmax
from edukg.usage.reasons import Reasons
from edukg.usage.suggest import suggestion
from edukg.usage.tokenised import Tokenised
from edukg.usage.weights import Weights, read

CONFIDENT_FROM = 0.4
"""Below this probability of the best reading a use is called ambiguous."""
CLEAR_BY = 0.1
"""So is a use whose best reading is ahead of the next by less than this."""
DOUBTED_FROM = 0.6
"""From this share of the best reading's probability on, "no term of ours" is too likely for a sense to be given."""
SURE_ALONE = 0.9
"""From this probability on a word alone may say enough, whatever its context."""
LEAST_LEAD = 0.1
"""By how much, in log-odds, the context must set the best reading of a single word apart from the next."""
SHORT_CONTEXT = 60
"""A paragraph of fewer characters says little; two careful readers seldom agree on a single word in it."""
LEAST_LEAD_IN_SHORT = 3.6
"""By how much its few words must therefore set the best reading apart."""
_ANTECEDENT_REACH = 3000
"""How many characters back a short form is tied to a fuller term."""


class Checker:
    """Finds uses of ambiguous terms and ranks their readings. Holds no state of a text; safe to share."""

    def __init__(self, knowledge: Knowledge, weights: Weights | None = None) -> None:
        """`weights` are those shipped with the checker unless others are given."""
        self.knowledge = knowledge
        self._finder = MentionFinder(knowledge)
        self._ranker = Ranker(knowledge, read() if weights is None else weights)
        self._writer = Writer(knowledge)
        self._reasons = Reasons()
        self._readings: dict[tuple[str, str], Sequence[tuple[str | None, Named | None]]] = {}

    def check(self, text: str, language: str | None = None) -> Check:
        """Every use of an ambiguous term in a text, and the findings for its writer.

        `language` (en, ru or uz) is told from the text, passage by passage, unless it is given.
        """
        folded = self._finder.fold(text)
        main = language or language_of(text[:20_000])
        mentions = [*self._finder.find(folded, Passages(folded.text, language).language_at)]
        entries = [self._entry(mention) for mention in mentions]
        families = [self._family(entry) for entry in entries]
        words = Tokenised(folded.text, [(mention.start, mention.end) for mention in mentions])
        ranked = self._ranker.rank(words, mentions, families)
        groups: dict[str, list[Ranked]] = defaultdict(list)
        for one in ranked:
            groups[one.family].append(one)
        fuller: dict[int, Ranked] = {}
        for group in groups.values():
            self._ranker.keep_company(group)
            pairs = _antecedents(group)
            self._ranker.stand_for(pairs)
            fuller.update((id(one), found) for one, found in pairs)
        reach = words.windows.upper - words.windows.lower
        leads = [LEAST_LEAD_IN_SHORT if size < SHORT_CONTEXT else LEAST_LEAD for size in reach.tolist()]
        explanation = Explanation(folded, text, self._reasons)
        usages = tuple(
            self._usage(folded, text, entry, one, explanation, fuller=fuller.get(id(one)), least_lead=lead)
            for entry, one, lead in zip(entries, ranked, leads, strict=True)
        )
        return Check(main, usages, self._writer.findings(text, usages))

    def signs_at(self, text: str, start: int, end: int) -> tuple[str, list[Sign]] | None:
        """The family and the signs of the use at a place of a text, for learning; None when no use is found there."""
        folded = self._finder.fold(text)
        for mention in self._finder.find(folded, Passages(folded.text).language_at):
            found_start, found_end = folded.span(mention.start, mention.end)
            if found_start < end and start < found_end:
                family = self._family(self._entry(mention))
                words = Tokenised(folded.text, [(mention.start, mention.end)])
                return family, self._ranker.signs(words, mention, family)
        return None

    def _entry(self, mention: Mention) -> Entry:
        """The entry a use is filed under: of the passage's language before others, the one with most readings first."""
        spoken = base(mention.language)
        return min(
            (pattern for pattern in mention.patterns),
            key=lambda p: (p.entry.language != spoken, p.kind != "term", -len(p.entry.concepts), p.entry.iri),
        ).entry

    def _family(self, entry: Entry) -> str:
        return next(self.knowledge.by_iri[c].family for c in entry.concepts if c in self.knowledge.by_iri)

    def _usage(
        self,
        folded: Folded,
        text: str,
        entry: Entry,
        ranked: Ranked,
        explanation: Explanation,
        *,
        fuller: Ranked | None,
        least_lead: float,
    ) -> Usage:
        start, end = folded.span(ranked.mention.start, ranked.mention.end)
        spoken = ranked.mention.language
        scores = ranked.scores.tolist()
        probabilities = softmax(scores)
        order = sorted(range(len(scores)), key=probabilities.__getitem__, reverse=True)
        told = self._told(ranked.family, base(spoken))
        candidates = tuple(
            Candidate(
                told[i][0],
                probabilities[i],
                scores[i],
                EvidenceOf(explanation, ranked.batch, ranked.number, i),
                told[i][1],
            )
            for i in order
        )
        status, concept, confidence = self._decide(candidates)
        if (
            status is not Status.AMBIGUOUS
            and ranked.mention.words == 1
            and len(order) > 1
            and candidates[0].probability < SURE_ALONE
            and ranked.batch.lead(ranked.number, order[0], order[1]) < least_lead
        ):
            status = Status.AMBIGUOUS
        reading = self.knowledge.by_iri.get(concept or "")
        return Usage(
            start=start,
            end=end,
            text=text[start:end],
            term=entry.iri,
            language=spoken,
            family=ranked.family,
            status=status,
            concept=concept,
            confidence=confidence,
            candidates=candidates,
            suggestion=suggestion(text, start, end, spoken, reading) if reading and status is Status.RESOLVED else "",
            settle=self._writer.settle(candidates) if status is Status.AMBIGUOUS else Texts(),
            stands_for=folded.span(fuller.mention.start, fuller.mention.end) if fuller else None,
        )

    def _told(self, family: str, language: str) -> Sequence[tuple[str | None, Named | None]]:
        """The concept of each reading of a family with a use that attests it, preferably in the language."""
        found = self._readings.get((family, language))
        if found is None:
            attested = self.knowledge.attested
            concepts = [*(reading.iri for reading in self.knowledge.by_family[family]), None]
            found = [(c, attested.get((c or "", language)) or attested.get((c or "", ""))) for c in concepts]
            self._readings[family, language] = found
        return found

    def _decide(self, candidates: tuple[Candidate, ...]) -> tuple[Status, str | None, float]:
        """The status, the concept, and its probability.

        Readings of other fields that merely have the same name count as outside, together with "no reading at all". A
        sense is given only where that is clearly less likely: a use that is no term of ours harms more when it is
        explained as one than a use of ours that is left to the reader.
        """
        outside = 0.0
        inside: list[tuple[float, str]] = []
        for candidate in candidates:
            reading = self.knowledge.by_iri.get(candidate.concept or "")
            if reading is None or reading.name_only:
                outside += candidate.probability
            else:
                inside.append((candidate.probability, reading.iri))
        best = max(inside, default=(0.0, ""))
        ordered = sorted([outside, *(probability for probability, _ in inside)], reverse=True)
        unclear = ordered[0] < CONFIDENT_FROM or (len(ordered) > 1 and ordered[0] - ordered[1] < CLEAR_BY)
        concept = None if outside >= DOUBTED_FROM * best[0] else best[1]
        if concept is None and outside < best[0]:
            return Status.AMBIGUOUS, None, outside
        if unclear:
            return Status.AMBIGUOUS, concept, ordered[0]
        return (Status.OUTSIDE if concept is None else Status.RESOLVED), concept, ordered[0]


def _antecedents(group: list[Ranked]) -> list[tuple[Ranked, Ranked]]:
    """Each short form of a family with the fuller term before it, by whose reading it is drawn."""
    found = []
    last: Ranked | None = None
    for one in group:
        if one.mention.words > 1:
            last = one
        elif last is not None and one.mention.start - last.mention.end <= _ANTECEDENT_REACH:
            found.append((one, last))
    return found
