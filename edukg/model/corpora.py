"""How corpora that somebody had checked use a sense: the ledger, as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """A document of a corpus, and how often it uses the sense; what is not known of it is ""."""

    iri: str
    title: str
    creator: str
    date: str
    number: int


@dataclass(frozen=True, slots=True)
class CorpusYear:
    """The uses in the documents of one year; "" for those without a date."""

    year: str
    documents: int
    number: int


@dataclass(frozen=True, slots=True)
class CorpusUses:
    """The uses of a sense, of a concept or of an entry in all corpora of a release."""

    years: tuple[CorpusYear, ...] = ()
    most: tuple[CorpusDocument, ...] = ()
    """The documents that use it most, the first of them."""

    @property
    def number(self) -> int:
        """All uses."""
        return sum(year.number for year in self.years)

    @property
    def documents(self) -> int:
        """All documents."""
        return sum(year.documents for year in self.years)

    @property
    def dated(self) -> tuple[CorpusYear, ...]:
        """The years in their order, documents without a date last."""
        return tuple(sorted(self.years, key=lambda year: (not year.year, year.year)))

    def __bool__(self) -> bool:
        return bool(self.years)
