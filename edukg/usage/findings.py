"""What a writer should look at: unclear uses, one term in several senses, uses against a definition, and the like."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from edukg.model import Candidate, Finding, Status, Text, Texts, Usage
from edukg.usage.folding import fold_word
from edukg.usage.inflection import words_of
from edukg.usage.knowledge import Knowledge, Reading
from edukg.usage.language import base
from edukg.usage.stems import stem
from edukg.usage.tables import rows

_SURE = 0.6
"""From this confidence a use counts as evidence that a text mixes senses."""
_LONG_TEXT = 1000
"""In characters; in shorter texts a term need not be explained."""
_NAMED_READINGS = 3
_SENTENCE = re.compile(r"[.!?…]\s|\n\s*\n")
_LANGUAGES = ("en", "ru", "uz")


class Writer:
    """Looks over the uses of one text."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._messages = {row["message"]: row for row in rows("messages.tsv")}
        self._patterns: dict[tuple[str, str], re.Pattern[str]] = {
            (row["use"], row["language"]): re.compile(row["pattern"]) for row in rows("definitions.tsv")
        }

    def findings(self, text: str, usages: Sequence[Usage]) -> tuple[Finding, ...]:
        """All findings, in the order of the text."""
        found = [
            *self._ambiguous(usages),
            *self._mixed(usages),
            *self._against_definition(text, usages),
            *self._unexplained(text, usages),
            *self._variants(usages),
        ]
        return tuple(sorted(found, key=lambda finding: (finding.start, finding.kind)))

    def settle(self, candidates: Sequence[Candidate]) -> Texts:
        """What would settle an unclear use."""
        return self._say("settle", {language: self._named(candidates, language) for language in _LANGUAGES})

    def _say(self, message: str, told: Mapping[str, str] | None = None, **words: str) -> Texts:
        """A message, with `told` in place of what differs by language (readings, a definition)."""
        row = self._messages[message]
        made = []
        for language in _LANGUAGES:
            own = (told or {}).get(language, "")
            made.append(Text(row[language].format(readings=own, definition=own, **words), language))
        return Texts(tuple(made))

    def _named(self, candidates: Sequence[Candidate], language: str) -> str:
        likely = [c for c in candidates[:_NAMED_READINGS] if c.probability >= 0.1]
        return "; ".join(f"{self._label(c.concept, language)} ({c.probability:.0%})" for c in likely)

    def _label(self, concept: str | None, language: str) -> str:
        reading = self._knowledge.by_iri.get(concept or "")
        if reading is not None:
            return reading.label(language)
        return {"en": "no term of this domain", "ru": "не термин этой области", "uz": "bu sohaning atamasi emas"}[
            language
        ]

    def _ambiguous(self, usages: Sequence[Usage]) -> Iterator[Finding]:
        for use in usages:
            if use.status is Status.AMBIGUOUS:
                concepts = tuple(c.concept for c in use.candidates[:_NAMED_READINGS] if c.concept)
                told = {language: self._named(use.candidates, language) for language in _LANGUAGES}
                message = self._say("ambiguous", told, term=use.text)
                yield Finding("ambiguous", use.term, concepts, message, use.start, use.end, use.suggestion)

    def _mixed(self, usages: Sequence[Usage]) -> Iterator[Finding]:
        by_term: dict[str, list[Usage]] = defaultdict(list)
        for use in usages:
            if use.status is Status.RESOLVED and use.confidence >= _SURE:
                by_term[use.term].append(use)
        for term, uses in by_term.items():
            concepts = tuple(dict.fromkeys(use.concept for use in uses if use.concept))
            if len(concepts) < 2:
                continue
            first = uses[0]
            other = next(use for use in uses if use.concept != first.concept)
            told = {
                language: "; ".join(self._label(concept, language) for concept in concepts) for language in _LANGUAGES
            }
            message = self._say("mixed-senses", told, term=first.text)
            also = tuple((use.start, use.end) for use in uses if use is not other)
            yield Finding("mixed-senses", term, concepts, message, other.start, other.end, other.suggestion, also)

    def _against_definition(self, text: str, usages: Sequence[Usage]) -> Iterator[Finding]:
        looked_at: set[int] = set()
        for use in usages:
            if use.concept is None or use.status is Status.OUTSIDE:
                continue
            start, sentence = _sentence(text, use.start, use.end)
            language = base(use.language)
            denied = self._patterns["denies-auspices", language].search(sentence)
            if denied and use.concept.endswith("/holding-educational"):
                message = self._say("without-auspices", term=use.text)
                yield Finding("against-definition", use.term, (use.concept,), message, use.start, use.end)
            elif start not in looked_at:
                looked_at.add(start)
                if self._reversed(sentence, language):
                    message = self._say("level-reversed")
                    yield Finding("against-definition", use.term, (use.concept,), message, use.start, use.end)

    def _reversed(self, sentence: str, language: str) -> bool:
        """Whether a sentence puts a higher level into a lower one."""
        relations = [
            (match, upwards)
            for use, upwards in (("part-of", True), ("has-part", False))
            for match in self._patterns[use, language].finditer(sentence)
        ]
        if not relations:  # as in most sentences
            return False
        levels = [
            (match.start(), match.end(), level)
            for level in (1, 2, 3, 4)
            for match in self._patterns[f"level-{level}", language].finditer(sentence)
        ]
        for match, upwards in relations:
            before = max((item for item in levels if match.start() - 25 <= item[1] <= match.start()), default=None)
            after = min((item for item in levels if match.end() <= item[0] <= match.end() + 15), default=None)
            if language == "uz":  # the verb comes last: "X Y tarkibiga kiradi"
                own = sorted(item for item in levels if match.start() - 60 <= item[0] < match.start())
                before, after = (own[-2], own[-1]) if len(own) >= 2 else (None, None)
            if before and after and before[2] != after[2] and (before[2] > after[2]) == upwards:
                return True
        return False

    def _unexplained(self, text: str, usages: Sequence[Usage]) -> Iterator[Finding]:
        if len(text) < _LONG_TEXT:
            return
        seen: set[str] = set()
        counts = Counter(use.concept for use in usages if use.status is Status.RESOLVED)
        for use in usages:
            if use.status is not Status.RESOLVED or use.concept is None or use.concept in seen:
                continue
            seen.add(use.concept)
            _, sentence = _sentence(text, use.start, use.end, further=1)
            reading = self._knowledge.by_iri[use.concept]
            if counts[use.concept] < 2 or self._patterns["explains", base(use.language)].search(sentence):
                continue
            told = {language: _definition(reading, language) for language in _LANGUAGES}
            message = self._say("undefined-at-first-use", told, term=use.text)
            definition = _definition(reading, base(use.language))
            yield Finding("undefined-at-first-use", use.term, (use.concept,), message, use.start, use.end, definition)

    def _variants(self, usages: Sequence[Usage]) -> Iterator[Finding]:
        by_concept: dict[tuple[str, str], dict[str, list[Usage]]] = defaultdict(lambda: defaultdict(list))
        for use in usages:
            words = words_of(use.text)
            if use.status is Status.RESOLVED and use.concept and len(words) > 1:
                variant = " ".join(_singular(word, use.language) for word in words)
                by_concept[use.concept, use.language][variant].append(use)
        for (concept, _), variants in by_concept.items():
            if len(variants) < 2:
                continue
            ordered = sorted(variants.values(), key=len, reverse=True)
            best = min((use.text for use in ordered[0]), key=len)
            odd = ordered[-1][0]
            written = ", ".join(f"“{uses[0].text}”" for uses in ordered)
            message = self._say("inconsistent-variants", variants=written, best=best)
            also = tuple((use.start, use.end) for uses in ordered[:-1] for use in uses[:1])
            yield Finding("inconsistent-variants", odd.term, (concept,), message, odd.start, odd.end, best, also)


def _singular(word: str, language: str) -> str:
    """A word so that its forms are one variant, yet "education" and "educational" are two."""
    if language == "en":
        return re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", word))
    return stem(word, language)


def _definition(reading: Reading, language: str) -> str:
    return reading.definitions.get(language) or reading.definitions.get("en", "")


def _sentence(text: str, start: int, end: int, further: int = 0) -> tuple[int, str]:
    """Where the sentence around a span begins, and the sentence, folded; with as many more after it as asked."""
    lower = max(0, start - 500)
    opens = max((match.end() for match in _SENTENCE.finditer(text, lower, start)), default=lower)
    closes = end
    for _ in range(further + 1):
        match = _SENTENCE.search(text, closes, min(len(text), closes + 500))
        closes = match.end() if match else min(len(text), closes + 500)
    return opens, fold_word(text[opens:closes])
