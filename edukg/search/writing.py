"""Writes the label index of a release: one small SQLite file.

- `label`: every label, the best first: few words, terms before the rest, preferred labels before others; so the first
  rows that match are the best candidates, and a search can stop early however many there are
- `word`: which labels a word stands in (FTS5)
- `spelling`: every word, with the number of labels it stands in
- `form`: the keys under which a word is found: its paradigm, its stems
- `slip`: the remainders of a word after deleted letters
- `facet`: by what things can be narrowed
- `about`: what a thing is, in a sentence
- `country`: the two-letter code of each country
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.errors import StorageError
from edukg.lexicon.describe import kind_of
from edukg.model import Kind
from edukg.resources import query
from edukg.search.folding import fold, to_latin
from edukg.search.words import deletes, keys_of_label, slips_allowed
from edukg.store.base import Literal, Store

VERSION: Final = 2
"""Of the layout below; an index of another is made anew."""

ROLE_WEIGHT: Final = {
    "preferred label": 3.0,
    "label": 2.5,
    "name": 2.0,
    "title": 1.5,
    "other form": 2.0,
    "alternative label": 1.0,
}
KIND_WEIGHT: Final = {Kind.TERM: 3.0, Kind.CONCEPT: 2.0, Kind.CLASS: 1.5, Kind.INSTANCE: 1.2}

_TABLES = """
CREATE TABLE raw (iri TEXT, kind TEXT, role TEXT, text TEXT, language TEXT, folded TEXT, latin TEXT, weight REAL);
CREATE TABLE label (
    id INTEGER PRIMARY KEY, iri TEXT, kind TEXT, role TEXT, text TEXT, language TEXT, folded TEXT, latin TEXT);
CREATE TABLE spelling (id INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE, number INTEGER NOT NULL);
CREATE TABLE form (key TEXT, word TEXT, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE slip (key INTEGER, word INTEGER, PRIMARY KEY (key, word)) WITHOUT ROWID;
CREATE TABLE facet (iri TEXT, name TEXT, value TEXT, PRIMARY KEY (iri, name, value)) WITHOUT ROWID;
CREATE TABLE about (iri TEXT, language TEXT, text TEXT);
CREATE TABLE country (iri TEXT PRIMARY KEY, code TEXT);
CREATE VIRTUAL TABLE word USING fts5 (latin, content='label', detail='none', tokenize='unicode61 remove_diacritics 0');
CREATE VIRTUAL TABLE words USING fts5vocab ('word', 'row');
"""
_ORDER = """
INSERT INTO label (iri, kind, role, text, language, folded, latin)
SELECT iri, kind, role, text, language, folded, latin FROM raw ORDER BY weight, length(text), iri, role, text, language;
DROP TABLE raw;
CREATE INDEX by_latin ON label (latin);
CREATE INDEX by_iri ON label (iri);
INSERT INTO word (word) VALUES ('rebuild');
INSERT INTO word (word) VALUES ('optimize');
INSERT INTO spelling (word, number) SELECT term, doc FROM words;
CREATE INDEX by_value ON facet (name, value);
CREATE INDEX about_by_iri ON about (iri);
"""


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what bears it, in which role ("preferred label", "other form", …)."""

    iri: str
    kind: Kind
    role: str
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Around:
    """What an index says of things beside their labels.

    The rows are (iri, name, value), (iri, language, text) and (iri, code).
    """

    facets: Iterable[tuple[str, str, str]] = ()
    abouts: Iterable[tuple[str, str, str]] = ()
    countries: Iterable[tuple[str, str]] = ()


def labels_of(store: Store) -> Iterator[Label]:
    """Every label that search should find."""
    types: dict[str, set[str]] = {}
    for row in store.select(query("search/types")):
        types.setdefault(str(row["iri"]), set()).add(str(row["type"]))
    for row in store.select(query("search/labels")):
        label = row["label"]
        iri = str(row["iri"])
        if isinstance(label, Literal):
            kind = kind_of(iri, frozenset(types.get(iri, ())))
            yield Label(iri, kind, str(row["role"]), label.value, label.language)


def around(store: Store) -> Around:
    """What a store says of the things that search finds."""
    facets = [(str(r["iri"]), str(r["name"]), str(r["value"])) for r in store.select(query("search/facets"))]
    abouts = [
        (str(row["iri"]), text.language, text.value)
        for row in store.select(query("search/abouts"))
        if isinstance(text := row["text"], Literal)
    ]
    countries = [(str(r["iri"]), str(r["code"])) for r in store.select(query("search/countries"))]
    return Around(facets, abouts, countries)


def write_index(path: Path, labels: Iterable[Label], beside: Around | None = None) -> int:
    """Write the index of some labels to a new file and return their number. Raises `StorageError`."""
    beside = beside or Around()
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
            forms: dict[str, set[str]] = {}
            connection.executemany("INSERT INTO raw VALUES (?, ?, ?, ?, ?, ?, ?, ?)", _rows(labels, forms))
            connection.executemany("INSERT OR IGNORE INTO facet VALUES (?, ?, ?)", beside.facets)
            connection.executemany("INSERT INTO about VALUES (?, ?, ?)", beside.abouts)
            connection.executemany("INSERT OR IGNORE INTO country VALUES (?, ?)", beside.countries)
            connection.executescript(_ORDER)
            pairs = sorted((key, word) for word, keys in forms.items() for key in keys)
            connection.executemany("INSERT OR IGNORE INTO form VALUES (?, ?)", pairs)
            connection.executemany("INSERT OR IGNORE INTO slip VALUES (?, ?)", sorted(_slips(connection)))
            connection.execute(f"PRAGMA user_version = {VERSION}")
            return int(connection.execute("SELECT count(*) FROM label").fetchone()[0])
    except sqlite3.Error as error:
        raise StorageError(
            f"The label index {path} cannot be written: {error}.", advice="Free some space or choose another --home."
        ) from error


def _rows(labels: Iterable[Label], forms: dict[str, set[str]]) -> Iterator[tuple[str | float, ...]]:
    """The rows of the labels; gathers on the way the keys of their words."""
    seen: set[tuple[str, str]] = set()
    for label in labels:
        folded = fold(label.text)
        words = folded.split()
        for word in words:
            if (word, label.language) not in seen:
                seen.add((word, label.language))
                forms.setdefault(to_latin(word), set()).update(keys_of_label(word, label.language))
        weight = len(words) - ROLE_WEIGHT.get(label.role, 1.0) - KIND_WEIGHT.get(label.kind, 1.0)
        yield (label.iri, label.kind.value, label.role, label.text, label.language, folded, to_latin(folded), weight)


def _slips(connection: sqlite3.Connection) -> Iterator[tuple[int, int]]:
    """The remainders of every word in which a slip is allowed; words with digits are names and numbers, not spelt."""
    for number, word in connection.execute("SELECT id, word FROM spelling"):
        if slips_allowed(word) and word.isalpha():
            for key in deletes(word):
                yield (key, number)


__all__ = ["Around", "Label", "around", "labels_of", "write_index"]
