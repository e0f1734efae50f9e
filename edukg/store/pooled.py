"""Answers that come from another process. The query runs when the answer is used, once for each media type."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property, partial
from typing import Final, cast

import pyoxigraph as ox

from edukg import media
from edukg.errors import EngineError
from edukg.store.base import Answer, Iri, Node, Solutions, Triples, Truth
from edukg.store.results import to_node

Fetch = partial[tuple[bytes, str]]
"""Runs the query and serialises its answer in the media type that it is given; says also which cap cut it."""


class PooledSolutions(Solutions):
    """The answer to SELECT. The query runs when the answer is used, once for each media type."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    @cached_property
    def _parsed(self) -> ox.QuerySolutions:
        parsed = ox.parse_query_results(self._fetch(media.RESULTS_JSON.name)[0], ox.QueryResultsFormat.JSON)
        return cast(ox.QuerySolutions, parsed)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(v.value for v in self._parsed.variables)

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        names = self.variables
        for row in self._parsed:
            yield {name: to_node(term) for name, term in zip(names, row, strict=True) if term is not None}

    def serialise(self, media_type: str) -> bytes:
        """The whole answer in a W3C result format."""
        content, self.truncated = self._fetch(media_type)
        return content


class QuickSolutions(Solutions):
    """An answer that is begun in this process when it is used; when it turns out to be long, it comes from another."""

    quick = True

    def __init__(self, begin: Callable[[], Answer], otherwise: Callable[[], Answer], alone: threading.Lock) -> None:
        """`begin` gives the answer up to a cap and raises `SyntaxError`; `otherwise` gives it whole.

        `alone` is held while it is begun: threads that wait there do not take the interpreter away from the one that
        is answering, which takes as long as the answer itself.
        """
        self._begin = begin
        self._otherwise = otherwise
        self._alone = alone

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._rows().variables

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        yield from self._rows()

    def _rows(self) -> Solutions:
        whole = self._otherwise()
        if not isinstance(whole, Solutions):
            raise EngineError("A SELECT gave no table.", advice="Build the release again.")
        return whole

    def serialise(self, media_type: str) -> bytes:
        """The whole answer in a W3C result format."""
        try:
            with self._alone:
                begun = self._begin()
                content = begun.serialise(media_type)
            if not begun.truncated:
                return content
        except SyntaxError:  # whoever gives it whole tells the place
            pass
        whole = self._otherwise()
        content = whole.serialise(media_type)
        self.truncated = whole.truncated
        return content


class PooledTruth(Truth):
    """The answer to ASK. The query runs when the answer is used."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def __bool__(self) -> bool:
        return bool(json.loads(self._fetch(media.RESULTS_JSON.name)[0])["boolean"])

    def serialise(self, media_type: str) -> bytes:
        """The answer in a W3C result format."""
        return self._fetch(media_type)[0]


class PooledTriples(Triples):
    """The answer to CONSTRUCT and DESCRIBE. The query runs when the answer is used."""

    def __init__(self, fetch: Fetch) -> None:
        self._fetch = fetch

    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        for quad in ox.parse(self._fetch(media.N_TRIPLES.name)[0], ox.RdfFormat.N_TRIPLES):
            yield to_node(quad.subject), Iri(quad.predicate.value), to_node(quad.object)

    def serialise(self, media_type: str) -> bytes:
        """The graph in an RDF syntax."""
        content, self.truncated = self._fetch(media_type)
        return content


ANSWERS: Final[dict[str, type[PooledSolutions | PooledTruth | PooledTriples]]] = {
    "SELECT": PooledSolutions,
    "ASK": PooledTruth,
    "CONSTRUCT": PooledTriples,
    "DESCRIBE": PooledTriples,
}
