"""Readings side by side: what each is, and by what they differ."""

from __future__ import annotations

from dataclasses import dataclass

from edukg.model.lexicon import Concept, TermLink
from edukg.model.texts import Named


@dataclass(frozen=True, slots=True)
class Compared:
    """One reading in a comparison: how it is said, how well it is attested, and real things of its kind.

    `first` and `last` are the years of its earliest and latest dated use, empty when no use is dated.
    """

    concept: Concept
    terms: tuple[TermLink, ...] = ()
    uses: int = 0
    first: str = ""
    last: str = ""
    members: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class ComparedValue:
    """A value of one reading in one row; `shared` when every reading of the comparison has it."""

    named: Named
    shared: bool = False


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """A feature or a property of the ontology, with the values of each reading in the order of the comparison."""

    named: Named
    cells: tuple[tuple[ComparedValue, ...], ...]

    @property
    def telling(self) -> bool:
        """Whether some reading differs from another here."""
        return len({tuple(value.named.iri for value in cell) for cell in self.cells}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more readings side by side.

    `features` are the rows that tell senses apart, `axioms` what the ontology says of everything of the denoted
    classes, `apart` the pairs of readings (by their places) of which nothing can be both.
    """

    columns: tuple[Compared, ...]
    features: tuple[ComparisonRow, ...]
    axioms: tuple[ComparisonRow, ...]
    apart: tuple[tuple[int, int], ...] = ()
