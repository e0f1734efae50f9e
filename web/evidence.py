"""What the pages of terms, concepts and senses share below the readings: ledger, time, neighbours, past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edukg.web.interface import knowledge_base
from edukg.web.ledger import Ledger, ledger
from edukg.web.neighbourhood import Neighbourhood, neighbourhood
from edukg.web.telling import StoryPart, story_of
from edukg.web.timeline import Timeline, timeline

if TYPE_CHECKING:
    from edukg.model import TermUse
    from edukg.web.contexts import Reading


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who used which reading when; what stands near; what changed."""

    ledger: Ledger
    times: Timeline | None
    near: Neighbourhood | None
    past: StoryPart


def evidence(iri: str, uses: Sequence[TermUse], readings: Sequence[Reading], language: str) -> Evidence:
    """The parts for the page of an IRI, with texts in a language. Its past is told with that of its readings."""
    parts = [reading.concept.iri for reading in readings]
    parts += [reading.sense.iri for reading in readings if reading.sense]
    parts += [use.attestation.iri for use in uses]
    return Evidence(
        ledger(uses, readings, language),
        timeline(uses, readings),
        neighbourhood(readings, language, knowledge_base().lexicon.entries_of),
        story_of(iri, parts),
    )


__all__ = ["Evidence", "evidence"]
