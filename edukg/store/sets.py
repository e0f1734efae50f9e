"""The sets of graphs in a store: which there are and which is in force, what each holds, how one is made and removed.

See `edukg.store.published` for how they are named. Everything here is made of the smallest parts of the standard that
every store has: SELECT over one graph, INSERT DATA, DROP GRAPH, DELETE WHERE, and the Graph Store Protocol where there
is one.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

import pyoxigraph as ox

from edukg import resources
from edukg.errors import EndpointError, ReleaseError
from edukg.store import virtuoso
from edukg.store.connection import Connection, StoreRefusal
from edukg.store.layouts import ASKED, Layout
from edukg.store.published import (
    BEGUN,
    IN_FORCE,
    LOADED,
    PLANNED,
    PUBLISHED,
    Publication,
    json_literal,
    read_catalogue,
)

LONGEST: Final = 900.0
"""Seconds that one request may take which changes the store, or reads all of a graph."""
_SOON: Final = 60.0
_SMALL: Final = 64_000_000
_UPDATE: Final = "application/sparql-update"
_TRIPLES: Final = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Listed:
    """A set that a store tells of; `number` is that under which it was switched to, 0 for never."""

    iri: str
    number: int


@dataclass(frozen=True, slots=True)
class Described:
    """A set as its catalogue describes it; manifest and statistics are JSON."""

    publication: Publication
    manifest: str
    statistics: str


class Sets:
    """The sets of one store."""

    def __init__(self, connection: Connection, layout: Layout) -> None:
        self.connection = connection
        self.layout = layout

    def listed(self) -> tuple[Listed, ...]:
        """The sets that there are, the one in force first, then those before it, then those never switched to."""
        rows = self._table("published/sets", PUBLISHED)
        found: dict[str, int] = {}
        for row in rows:
            found[row["set"]] = max(found.get(row["set"], 0), int(row.get("number", "0")))
        return tuple(Listed(iri, number) for iri, number in sorted(found.items(), key=lambda s: (-s[1], s[0])))

    def in_force(self) -> str:
        """The set that readers are to read. Raises `ReleaseError` when there is none."""
        first = next(iter(self.listed()), None)
        if first is None or not first.number:
            raise ReleaseError(
                f"No release has been published to the store at {self.connection.address}.",
                advice=f"Run `edukg publish --to {self.connection.address}`.",
            )
        return first.iri

    def described(self, iri: str) -> Described:
        """A set as it describes itself. Raises `EndpointError` when that is not whole."""
        rows = self._table("published/all", iri + "/catalogue")
        found = read_catalogue(iri, [(row["s"], row["p"], row["o"]) for row in rows])
        return Described(*found)

    def progress(self, iri: str) -> tuple[str, frozenset[str]]:
        """The plan by which a set is being loaded, empty for none, and the names of the pieces that are there."""
        rows = self._table("published/all", iri + "/journal")
        plan = next((row["o"] for row in rows if row["p"] == PLANNED), "")
        return plan, frozenset(row["o"] for row in rows if row["p"] == LOADED)

    def count(self, graph: str) -> int:
        """How many triples a graph of the store has."""
        return int(self._table("published/count", graph)[0]["number"])

    def content(self, graph: str) -> Iterator[ox.Triple]:
        """Every triple of a graph of the store. Blank nodes have names that are unique within it."""
        if self.layout.virtuoso:
            yield from self._content_in_pages(graph)
            return
        if self.layout.graphs:
            address = self._address_of(graph)
            stream = self.connection.stream("GET", address, b"", {"Accept": _TRIPLES}, deadline=LONGEST)
        else:
            fields = [("query", resources.query("published/content")), ("default-graph-uri", graph)]
            headers = {"Accept": _TRIPLES, "Content-Type": "application/x-www-form-urlencoded"}
            body = urlencode(fields).encode()
            stream = self.connection.stream("POST", self.layout.query, body, headers, deadline=LONGEST)
        left = b""
        try:
            for piece in stream:
                whole, _, left = (left + piece).rpartition(b"\n")
                yield from (quad.triple for quad in ox.parse(whole, format=ox.RdfFormat.N_TRIPLES))
            yield from (quad.triple for quad in ox.parse(left, format=ox.RdfFormat.N_TRIPLES))
        except SyntaxError as error:
            raise EndpointError(
                f"The store at {self.connection.address} sent a graph that is no N-Triples: {error}.",
                advice="See what it says in its own log.",
            ) from error
        except StoreRefusal as refusal:
            raise self._refused(refusal) from refusal

    def begin(self, publication: Publication, catalogue: Sequence[str], plan: str) -> None:
        """Announce a set, say what it will hold, and open its journal."""
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        self.insert(PUBLISHED, [f'<{publication.iri}> <{BEGUN}> "{now}" .'])
        self.insert(publication.catalogue, catalogue)
        self.insert(publication.journal, [f"<{publication.iri}> <{PLANNED}> {json_literal(plan)} ."])

    def mark(self, publication: Publication, piece: str) -> None:
        """Note that a piece is there."""
        self.insert(publication.journal, [f'<{publication.iri}> <{LOADED}> "{piece}" .'])

    def load(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples without blank nodes to a graph; doing it twice is as good as once."""
        if not self.layout.graphs:
            self.insert(graph, [line.decode() for line in lines])
            return
        try:
            self.connection.send("POST", self._address_of(graph), b"\n".join(lines) + b"\n", _TRIPLES, deadline=LONGEST)
        except StoreRefusal as refusal:
            raise self._refused(refusal) from refusal

    def load_linked(self, publication: Publication, piece: str, graphs: Sequence[tuple[str, Sequence[bytes]]]) -> None:
        """Add triples with blank nodes that graphs have in common, in one request, which marks the piece as well."""
        parts = [f"GRAPH <{graph}> {{ {' '.join(line.decode() for line in lines)} }}" for graph, lines in graphs]
        parts.append(f'GRAPH <{publication.journal}> {{ <{publication.iri}> <{LOADED}> "{piece}" }}')
        self._update("INSERT { " + " ".join(parts) + " } WHERE {}", again=False)  # Virtuoso has no blank nodes in DATA

    def insert(self, graph: str, lines: Sequence[str]) -> None:
        """Add a few triples without blank nodes to a graph by SPARQL Update."""
        self._update(f"INSERT DATA {{ GRAPH <{graph}> {{ {' '.join(lines)} }} }}")

    def switch(self, publication: Publication) -> None:
        """Put a set in force: one triple is added."""
        highest = max((listed.number for listed in self.listed()), default=0)
        self.insert(PUBLISHED, [f"<{publication.iri}> <{IN_FORCE}> {highest + 1} ."])

    def drop(self, graph: str) -> None:
        """Remove a graph, if there is one."""
        self._update(f"DROP SILENT GRAPH <{graph}>")

    def remove(self, iri: str) -> None:
        """Remove a set with all its graphs. It stays listed until everything else is gone."""
        try:
            publication = self.described(iri).publication
        except EndpointError:  # it was broken off before or behind its catalogue
            publication = Publication(iri, "", "")
        for graph in (*publication.graphs.values(), publication.everything, publication.journal, publication.catalogue):
            self.drop(graph)
        self._update(f"DELETE WHERE {{ GRAPH <{PUBLISHED}> {{ <{iri}> ?said ?value }} }}")

    def _address_of(self, graph: str) -> str:
        return f"{self.layout.graphs}?{urlencode({self.layout.parameter: graph})}"

    def _update(self, text: str, *, again: bool = True) -> None:
        if not self.layout.update:
            raise EndpointError(
                f"The store at {self.connection.address} takes no updates.",
                advice="Name where it does by EDUKG_STORE_UPDATE.",
            )
        try:
            self.connection.send("POST", self.layout.update, text.encode(), _UPDATE, deadline=LONGEST, again=again)
        except StoreRefusal as refusal:
            raise self._refused(refusal) from refusal

    def _refused(self, refusal: StoreRefusal) -> EndpointError:
        return EndpointError(
            f"The store at {self.connection.address} refused a request: {refusal.told or 'no reason given'} "
            f"(status {refusal.status}).",
            advice="Check that it may be written to, and has the room and memory it needs; then publish again.",
        )

    def _table(self, name: str, graph: str) -> list[dict[str, str]]:
        """The rows of one of our own queries over one graph of the store, as texts."""
        fields = [("query", resources.query(name)), ("default-graph-uri", graph)]
        try:
            reply = self.connection.ask(self.layout.query, fields, ASKED, deadline=_SOON, most=_SMALL)
            found = json.loads(reply.body)
            if self.layout.virtuoso:
                found = virtuoso.normal(found)
            return [{name: term["value"] for name, term in row.items()} for row in found["results"]["bindings"]]
        except StoreRefusal as refusal:
            raise self._refused(refusal) from refusal
        except (ValueError, KeyError, TypeError) as error:
            raise EndpointError(
                f"The store at {self.connection.address} answered with something else than results: {error}.",
                advice="See what it says in its own log.",
            ) from error

    def _content_in_pages(self, graph: str) -> Iterator[ox.Triple]:
        """All of a graph of Virtuoso's: it hands out so many rows at once. Rows that came twice would show by count."""
        first = 0
        while True:
            text = f"{resources.query('published/all')} LIMIT {virtuoso.PAGE} OFFSET {first}"
            fields = [("query", text), ("default-graph-uri", graph)]
            try:
                reply = self.connection.ask(self.layout.query, fields, ASKED, deadline=LONGEST, most=_SMALL * 4)
            except StoreRefusal as refusal:
                raise self._refused(refusal) from refusal
            found = virtuoso.normal(json.loads(reply.body))
            parsed = ox.parse_query_results(virtuoso.as_json(found), ox.QueryResultsFormat.JSON)
            rows = list(parsed) if isinstance(parsed, ox.QuerySolutions) else []
            yield from (ox.Triple(row["s"], row["p"], row["o"]) for row in rows)
            if len(rows) < virtuoso.PAGE:
                return
            first += len(rows)
