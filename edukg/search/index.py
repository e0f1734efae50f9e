"""Reads a label index: hits with the reason of each, by what they can be narrowed, and lists of things."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from edukg.errors import ReleaseError
from edukg.model import Facet, FacetValue, Hit, Kind, Listed, Listing, Named, Search, Text, Texts
from edukg.search.asking import HAS_CHOSEN, MOST_GATHERED, Asking, answer
from edukg.search.folding import fold, to_latin
from edukg.search.scoring import Scored, scored
from edukg.search.writing import ROLE_WEIGHT, VERSION, Label

FACETS: Final = ("kind", "class", "family", "level", "country", "source", "language")
VALUES_SHOWN: Final = 12
_WEIGHED: Final = 3
"""Candidates for each label that `Index.best` is asked for; a thing may have as many labels that match."""
Chosen = Mapping[str, Sequence[str]]
_THINGS: Final = (
    "SELECT l.iri FROM (SELECT DISTINCT iri, 'instance' AS kind, '' AS language FROM facet"  # noqa: S608  # of constants
    " WHERE name = 'class') AS l WHERE " + HAS_CHOSEN
)


class Index:
    """Opens an index for reading; safe to use from several threads, each call with a connection of its own."""

    def __init__(self, path: Path) -> None:
        """Raises `ReleaseError` when there is no index at the path, or one of another layout."""
        if not path.is_file():
            raise ReleaseError(f"The label index {path} is missing.", advice="Run `edukg build --force`.")
        self._uri = path.resolve().as_uri() + "?mode=ro&immutable=1"
        with self._connected() as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != VERSION:
                raise ReleaseError(
                    f"The label index {path} was made by another version.", advice="Run `edukg build --force`."
                )

    @contextmanager
    def _connected(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._uri, uri=True)
        try:
            connection.execute("PRAGMA mmap_size = 1073741824")
            yield connection
        finally:
            connection.close()

    def exact(self, text: str) -> list[Label]:
        """The labels that are this text, apart from case, apostrophes and script."""
        latin = to_latin(fold(text))
        if not latin:
            return []
        with self._connected() as connection:
            rows = connection.execute("SELECT iri, kind, role, text, language FROM label WHERE latin = ?", (latin,))
            return [Label(iri, Kind(kind), role, text, language) for iri, kind, role, text, language in rows]

    def search(self, text: str, *, language: str | None = None, limit: int = 20) -> list[Hit]:
        """The best hits, one for each thing, best first.

        A hit in `language` is put before an equal one in another language; none is left out for its language.
        """
        with self._connected() as connection:
            found = scored(answer(Asking(connection, {}), text), language)
            return _hits(connection, found[:limit])

    def best(self, text: str, *, language: str | None = None, limit: int = 20) -> list[Label]:
        """The labels of the best hits, and nothing else of them.

        Of so few, fewer candidates are weighed than of a search that counts all it finds: the index gives the likeliest
        first, and whatever is written as the text is always among them.
        """
        with self._connected() as connection:
            asking = Asking(connection, {}, most=min(MOST_GATHERED, _WEIGHED * limit))
            return [item.candidate.label for item in scored(answer(asking, text), language)[:limit]]

    def find(
        self, text: str, *, language: str | None = None, chosen: Chosen | None = None, offset: int = 0, limit: int = 20
    ) -> Search:
        """One page of the hits, with all by which they can be narrowed.

        `chosen` maps the name of a facet to values of which a hit must have one.
        """
        with self._connected() as connection:
            answered = answer(Asking(connection, chosen or {}), text)
            found = scored(answered, language)
            counts = _counts(connection, [item.candidate.label.iri for item in found])
            counts["kind"] = Counter(item.candidate.label.kind.value for item in found)
            counts["language"] = Counter(
                item.candidate.label.language[:2] for item in found if item.candidate.label.language
            )
            return Search(
                text,
                answered.asked,
                tuple(_hits(connection, found[offset : offset + limit])),
                len(found),
                complete=len(answered.candidates) < MOST_GATHERED,
                facets=_facets(connection, counts, chosen or {}, len(found)),
            )

    def things(
        self,
        order: Callable[[str], Any],
        *,
        language: str,
        chosen: Chosen | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Listing:
        """One page of the real things, in the order that `order` gives their names in a language."""
        wanted = {name: values for name, values in (chosen or {}).items() if values}
        with self._connected() as connection:
            rows = connection.execute(_THINGS, {"chosen": json.dumps({n: list(v) for n, v in wanted.items()})})
            iris = [iri for (iri,) in rows]
            names = _names(connection, iris)
            iris.sort(key=lambda iri: (order(names[iri].label(language)), iri))
            page = iris[offset : offset + limit]
            values = _values(connection, page)
            every = _names(connection, [v for found in values.values() for many in found.values() for v in many])
            things = tuple(
                Listed(
                    names[iri],
                    tuple(
                        Facet(name, tuple(FacetValue(value, every[value], 1) for value in values[iri][name]))
                        for name in FACETS
                        if values[iri].get(name)
                    ),
                )
                for iri in page
            )
            return Listing(
                things, len(iris), _facets(connection, _counts(connection, iris), wanted, len(iris), shown=1000)
            )

    def countries(self) -> dict[str, str]:
        """The two-letter code of each country, by its IRI."""
        with self._connected() as connection:
            return dict(connection.execute("SELECT iri, code FROM country").fetchall())


def _hits(connection: sqlite3.Connection, found: Sequence[Scored]) -> list[Hit]:
    iris = [item.candidate.label.iri for item in found]
    names = _names(connection, iris)
    abouts: dict[str, list[Text]] = defaultdict(list)
    for iri, language, text in connection.execute(
        "SELECT iri, language, text FROM about WHERE iri IN (SELECT value FROM json_each(?))", (json.dumps(iris),)
    ):
        abouts[iri].append(Text(text, language))
    values = _values(connection, iris)
    classes = _names(connection, [value for found in values.values() for value in found.get("class", ())])
    hits = []
    for item in found:
        label = item.candidate.label
        shown = next((t for t in names[label.iri].labels if t.language == label.language.partition("-")[0]), None)
        hits.append(
            Hit(
                label.iri,
                label.kind,
                shown.value if shown else label.text,
                shown.language if shown else label.language,
                label.text,
                item.why,
                item.score,
                about=Texts(tuple(abouts[label.iri])),
                types=tuple(classes[value] for value in values[label.iri].get("class", ())),
            )
        )
    return hits


def _names(connection: sqlite3.Connection, iris: Sequence[str]) -> dict[str, Named]:
    """Each thing with its best label in each language."""
    best: dict[str, dict[str, tuple[float, str]]] = {iri: {} for iri in iris}
    for iri, language, role, text in connection.execute(
        "SELECT iri, language, role, text FROM label WHERE iri IN (SELECT value FROM json_each(?)) ORDER BY id",
        (json.dumps(list(best)),),
    ):
        weight = ROLE_WEIGHT.get(role, 1.0)
        if language not in best[iri] or best[iri][language][0] < weight:
            best[iri][language] = (weight, text)
    return {
        iri: Named(iri, Texts(tuple(Text(text, language) for language, (_, text) in found.items())))
        for iri, found in best.items()
    }


def _values(connection: sqlite3.Connection, iris: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {iri: {} for iri in iris}
    for iri, name, value in connection.execute(
        "SELECT iri, name, value FROM facet WHERE iri IN (SELECT value FROM json_each(?))", (json.dumps(list(found)),)
    ):
        found[iri].setdefault(name, []).append(value)
    return found


def _counts(connection: sqlite3.Connection, iris: Sequence[str]) -> dict[str, Counter[str]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, value, number in connection.execute(
        "SELECT name, value, count(*) FROM facet WHERE iri IN (SELECT value FROM json_each(?)) GROUP BY name, value",
        (json.dumps(list(iris)),),
    ):
        counts[name][value] = number
    return counts


def _facets(
    connection: sqlite3.Connection, counts: Mapping[str, Counter[str]], chosen: Chosen, total: int, shown: int = 12
) -> tuple[Facet, ...]:
    """The facets that tell hits apart, the most frequent values first; what is chosen is always among them."""
    kept = {}
    for name in FACETS:
        numbers = counts.get(name, Counter())
        picked = chosen.get(name, ())
        values = dict(sorted(numbers.items(), key=lambda item: (-item[1], item[0]))[:shown])
        values |= {value: numbers[value] for value in picked}
        if picked or any(number < total for number in values.values()):
            kept[name] = values
    names = _names(connection, [value for values in kept.values() for value in values])
    return tuple(
        Facet(
            name,
            tuple(FacetValue(v, names[v], number, chosen=v in chosen.get(name, ())) for v, number in values.items()),
        )
        for name, values in kept.items()
    )


__all__ = ["FACETS", "Chosen", "Index"]
