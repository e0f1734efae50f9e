"""The knowledge base as other worlds take it: each view is one file, made from a release's store alone.

    rdf.py       SKOS, SKOS-XL, OntoLex with references
    entries.py   the lexicon by concept, which the views below share
    tbx.py       TermBase eXchange (ISO 30042), for translation tools
    obograph.py  OBO Graphs JSON, for ontology browsers
    glossary.py  a glossary to print, as PDF
    epub.py      a glossary to read, as EPUB
    tables.py    the lexicon for spreadsheets and data frames, as CSV with metadata and as workbooks

A view of the same data has the same bytes, whoever makes it and when: dates come from the release.
"""

from __future__ import annotations

from collections.abc import Iterator

from edukg.export import epub, glossary, obograph, rdf, tables, tbx
from edukg.export.entries import entries_of
from edukg.export.view import View
from edukg.lexicon import Lexicon
from edukg.model import Manifest
from edukg.namespaces import LANGUAGES
from edukg.store.base import Store


def views(store: Store, manifest: Manifest) -> Iterator[View]:
    """Every view of a release, one after the other, so that only one is held in memory."""
    yield from rdf.views(store)
    lexicon = Lexicon(store)
    entries = entries_of(lexicon, store)
    yield tbx.view(entries, manifest)
    yield obograph.view(entries, manifest)
    yield from tables.views(entries, lexicon, store, manifest)
    for language in LANGUAGES:
        yield glossary.view(entries, manifest, language)
        yield epub.view(entries, manifest, language)


__all__ = ["View", "views"]
