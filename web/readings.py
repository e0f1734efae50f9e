"""Turns terms and concepts into what a page shows: numbered readings, the table of contrasts, a line to cite."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from edukg.web.contexts import Cell, Contrast, ContrastRow, Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from edukg.model import Attestation, Concept, Manifest, Named, Sense, Term


def readings_of(term: Term) -> tuple[Reading, ...]:
    """The senses of a term, numbered from 1 in the order of the lexicon; uses in the term's own language come first."""
    return tuple(
        Reading(number, sense.concept, sense, attestations_of((sense,), term.language), sense.members)
        for number, sense in enumerate(term.senses, start=1)
    )


def elsewhere_of(term: Term, senses_of: Callable[[str], Sequence[Sense]]) -> tuple[Reading, ...]:
    """What the term is not: the other concepts of its families, with uses that attest them under other terms.

    A narrower kind of something the term does mean is left out: that is no confusion, and its reading lists it. Uses
    found in the term's own language come first, since they are what its reader will meet.
    """
    meant = {sense.concept.iri for sense in term.senses}
    kinds = {kind.iri for sense in term.senses for kind in sense.concept.narrower}
    others = (c for c in term.elsewhere if c.iri not in kinds and not meant & {wider.iri for wider in c.broader})
    return tuple(
        Reading(number, concept, None, attestations_of(senses_of(concept.iri), term.language))
        for number, concept in enumerate(others, start=len(term.senses) + 1)
    )


def attestations_of(senses: Iterable[Sense], language: str) -> tuple[Attestation, ...]:
    """Every use that attests one of the senses, once; those in the language first, then by year."""
    uses = {use.iri: use for sense in senses for use in sense.attestations}
    return tuple(
        sorted(uses.values(), key=lambda use: (use.language != language, not use.verified, use.year or "9999", use.iri))
    )


def contrast(meant: Sequence[Reading], others: Sequence[Reading] = ()) -> Contrast:
    """The features of all readings side by side. A value is telling when exactly one reading has it."""
    readings = (*meant, *others)
    kinds: dict[str, Named] = {}
    for reading in readings:
        for feature in reading.concept.features:
            kinds.setdefault(feature.kind.iri, feature.kind)
    bearers = Counter((f.kind.iri, f.value.iri) for reading in readings for f in reading.concept.features)
    rows = []
    for reading in readings:
        cells = []
        for kind in kinds:
            features = tuple(f for f in reading.concept.features if f.kind.iri == kind)
            cells.append(Cell(features, telling=any(bearers[kind, f.value.iri] == 1 for f in features)))
        rows.append(ContrastRow(reading, tuple(cells), meant=reading in meant))
    return Contrast(tuple(kinds.values()), tuple(rows))


def only(concept: Concept, attestations: tuple[Attestation, ...] = (), members: tuple[Named, ...] = ()) -> Reading:
    """A reading that stands alone on its page."""
    return Reading(1, concept, None, attestations, members)


def citation(name: str, iri: str, manifest: Manifest) -> str:
    """One line that says what was read, in which version, when that was made, and where it stays."""
    return f"EduKG contributors: {name}. EduKG {manifest.version}, {manifest.created[:10]}. {iri}"
