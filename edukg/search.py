"""Search over labels: English, Russian and Uzbek in both scripts as one, with the reason of each match.

The index is a small SQLite file that the build writes beside the store, since a scan of labels is what graph stores are
slowest at. Every label is folded: case, accents of stress, dashes, every kind of apostrophe, and Uzbek Cyrillic turned
into Latin. What was written and how it was folded are both kept, so that a hit can say why it matched.
"""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from edukg.errors import ReleaseError, StorageError
from edukg.lexicon.describe import kind_of
from edukg.model import Hit, Kind
from edukg.resources import query
from edukg.store.base import Literal, Store

_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹ′＇ˈ"), None)
_CYRILLIC_TO_LATIN = {
    "ё": "yo", "ж": "j", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "sh", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "yu",
    "я": "ya", "ў": "o", "ғ": "g", "қ": "q", "ҳ": "h", "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e",
    "з": "z", "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "x",
}  # fmt: skip
"""Uzbek Cyrillic to Latin (Cabinet of Ministers resolution 339 of 1995), apostrophes already folded away."""

_ROLE_WEIGHT = {"preferred label": 3.0, "label": 2.5, "name": 2.0, "other form": 2.0, "alternative label": 1.0}
_KIND_WEIGHT = {Kind.TERM: 3.0, Kind.CONCEPT: 2.0, Kind.CLASS: 1.5, Kind.INSTANCE: 1.2}
_MATCH_WEIGHT = {"exact": 8.0, "start": 4.0, "words": 2.0}


def fold(text: str) -> str:
    """The form under which texts are compared: lower case, no apostrophes or accents, one kind of dash and blank.

    >>> fold("Ta’lim  Klasteri") == fold("taʼlim klasteri")
    True
    """
    lowered = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES)
    decomposed = unicodedata.normalize("NFD", lowered)
    letters = "".join(c for i, c in enumerate(decomposed) if c != "\u0301" or decomposed[i - 1 : i] in "гкГК")
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", letters)).strip()


def to_latin(folded: str) -> str:
    """A folded text with Cyrillic letters turned into Uzbek Latin, so that both scripts meet.

    >>> to_latin(fold("Таълим кластери")) == fold("taʼlim klasteri")
    True
    """
    softened = re.sub(r"(?<![бвгджзйклмнпрстфхцчшщғқҳ])е", "ye", folded)
    return "".join(_CYRILLIC_TO_LATIN.get(c, c) for c in softened)


@dataclass(frozen=True, slots=True)
class Label:
    """A label with what bears it, in which role ("preferred label", "other form", …)."""

    iri: str
    kind: Kind
    role: str
    text: str
    language: str


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


def write_index(path: Path, labels: Iterable[Label]) -> int:
    """Write the index of some labels to a new file and return their number. Raises `StorageError`."""
    count = 0
    try:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                "CREATE TABLE label (iri TEXT, kind TEXT, role TEXT, text TEXT, language TEXT, folded TEXT, latin TEXT)"
            )
            for label in labels:
                folded = fold(label.text)
                row = (label.iri, label.kind.value, label.role, label.text, label.language, folded, to_latin(folded))
                connection.execute("INSERT INTO label VALUES (?, ?, ?, ?, ?, ?, ?)", row)
                count += 1
            connection.execute("CREATE INDEX by_latin ON label (latin)")
            connection.execute("CREATE VIRTUAL TABLE word USING fts5 (latin, content='label', prefix='2 3')")
            connection.execute("INSERT INTO word (word) VALUES ('rebuild')")
    except sqlite3.Error as error:
        raise StorageError(
            f"The label index {path} cannot be written: {error}.", advice="Free some space or choose another --home."
        ) from error
    return count


@dataclass(frozen=True, slots=True)
class _Found:
    label: Label
    folded: str
    match: str


class Index:
    """Opens an index for reading; safe to use from several threads, each call with a connection of its own."""

    def __init__(self, path: Path) -> None:
        """Raises `ReleaseError` when there is no index at the path."""
        if not path.is_file():
            raise ReleaseError(f"The label index {path} is missing.", advice="Run `edukg build --force`.")
        self._uri = path.resolve().as_uri() + "?mode=ro&immutable=1"

    def _rows(self, match: str, *values: str) -> list[_Found]:
        with closing(sqlite3.connect(self._uri, uri=True)) as connection:
            return [
                _Found(Label(iri, Kind(kind), role, text, language), folded, match)
                for iri, kind, role, text, language, folded in connection.execute(_LOOKUPS[match], values)
            ]

    def exact(self, text: str) -> list[Label]:
        """The labels that are this text, apart from case, apostrophes and script."""
        latin = to_latin(fold(text))
        return [found.label for found in self._rows("exact", latin)] if latin else []

    def search(self, text: str, *, language: str | None = None, limit: int = 20) -> list[Hit]:
        """The best hits, one for each thing, best first.

        A hit in `language` is put before an equal one in another language; none is left out for its language.
        """
        latin = to_latin(fold(text))
        if not latin:
            return []
        words = " ".join(f'"{word}"*' for word in latin.split())
        found = self._rows("exact", latin)
        found += self._rows("start", latin, latin + "\uffff")
        found += self._rows("words", words)
        best: dict[str, Hit] = {}
        for item in found:
            hit = _hit(item, text, latin, language)
            if item.label.iri not in best or best[item.label.iri].score < hit.score:
                best[item.label.iri] = hit
        return sorted(best.values(), key=lambda hit: (-hit.score, hit.label.casefold(), hit.iri))[:limit]


_LOOKUPS = {
    "exact": "SELECT iri, kind, role, text, language, folded FROM label WHERE latin = ?",
    "start": "SELECT iri, kind, role, text, language, folded FROM label WHERE latin >= ? AND latin < ? LIMIT 400",
    "words": """
        SELECT iri, kind, role, text, language, folded FROM label
        WHERE rowid IN (SELECT rowid FROM word WHERE word MATCH ? ORDER BY rank LIMIT 400)
        """,
}


def _hit(found: _Found, asked: str, latin: str, language: str | None) -> Hit:
    label = found.label
    score = _MATCH_WEIGHT[found.match] * len(latin) / max(len(found.folded), 1)
    score += _MATCH_WEIGHT[found.match] + _ROLE_WEIGHT.get(label.role, 1.0) + _KIND_WEIGHT.get(label.kind, 1.0)
    score += 1.5 if language and label.language.split("-")[0] == language else 0.0
    score += 0.5 if fold(asked) in found.folded else 0.0  # what is in the script that was typed comes first
    return Hit(label.iri, label.kind, label.text, label.language, label.text, _why(found, asked), round(score, 2))


def _why(found: _Found, asked: str) -> str:
    """The reason of a match in plain words, such as "preferred label, apostrophe folded"."""
    reasons = [found.label.role]
    if found.match == "start":
        reasons.append("begins so")
    elif found.match == "words":
        reasons.append("contains these words")
    elif found.label.text != asked:
        if fold(asked) != found.folded:
            reasons.append("other script")
        elif asked.casefold() == found.label.text.casefold():
            reasons.append("case folded")
        elif set(asked) & set(map(chr, _APOSTROPHES)) or set(found.label.text) & set(map(chr, _APOSTROPHES)):
            reasons.append("apostrophe folded")
        else:
            reasons.append("spelling folded")
    return ", ".join(reasons)


__all__ = ["Index", "Label", "fold", "labels_of", "to_latin", "write_index"]
