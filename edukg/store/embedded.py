"""The store inside this process: Oxigraph, in memory or read-only on disk.

The default graph of a query is the union of all named graphs. Oxigraph's own union repeats a triple that two graphs
hold, which falsifies counts; so a store made here keeps the union, each triple once, in its default graph
(`merge_graphs`). A store without that, such as a data set that is still being built, is queried by the engine's union.

Any number of threads may query one store; an answer belongs to the thread that asked (`edukg.store.results`).
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from itertools import islice
from pathlib import Path
from typing import IO, Any, Self, cast

import pyoxigraph as ox

from edukg.errors import QueryRefusedError, ReleaseError, StorageError
from edukg.store.base import EVERYTHING, OURS, Answer, Given, GraphChoice, Iri, Literal, Node, Terms
from edukg.store.binding import insertions
from edukg.store.columns import in_order
from edukg.store.diagnosis import explain
from edukg.store.guard import Query, inspect
from edukg.store.results import ENGINE_ERRORS, EmbeddedSolutions, EmbeddedTriples, EmbeddedTruth, engine_error

_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def merge_graphs(store: ox.Store) -> None:
    """Put the union of the named graphs, each triple once, into the default graph; what it held before is dropped.

    To be called when nothing is added any more. Doubles what the store holds.
    """
    store.clear_graph(ox.DefaultGraph())
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in store)


class EmbeddedStore:
    """A read-only store over Oxigraph. Make one by `from_quads`, `on_disk` or `wrap`."""

    def __init__(self, store: ox.Store) -> None:
        self._store: ox.Store | None = store
        self._functions: dict[ox.NamedNode, Callable[..., _Term | None]] = {}
        self._function_names: tuple[str, ...] = ()
        self._merged = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
        self._whole: dict[str, Any] = {} if self._merged else {"use_default_graph_as_union": True}
        self._length: int | None = None

    @classmethod
    def from_quads(cls, path: Path) -> Self:
        """Read a file of N-Quads, gzipped when it ends in `.gz`, into memory.

        Raises `ReleaseError` when it is not there or damaged.
        """
        store = ox.Store()
        try:
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
                store.bulk_load(cast(IO[bytes], stream), ox.RdfFormat.N_QUADS)
        except (OSError, EOFError, SyntaxError, ValueError) as error:
            raise ReleaseError(
                f"The data of the release cannot be read from {path}: {error}.", advice="Build the release again."
            ) from error
        merge_graphs(store)
        return cls(store)

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Open a store on disk for reading; any number of processes may do so.

        Raises `ReleaseError` when there is none or it is damaged.
        """
        try:
            return cls(ox.Store.read_only(str(folder)))
        except (OSError, ValueError) as error:
            raise ReleaseError(
                f"The store of the release cannot be opened at {folder}: {error}.", advice="Build the release again."
            ) from error

    @classmethod
    def wrap(cls, store: ox.Store) -> Self:
        """Query a store that somebody else owns. When its default graph holds anything, that is taken for the union."""
        return cls(store)

    def add_functions(self, functions: Mapping[str, Callable[..., _Term | None]]) -> None:
        """Let queries call functions of ours, by their IRIs; each takes terms of the engine and gives one or None."""
        self._functions |= {ox.NamedNode(iri): function for iri, function in functions.items()}
        self._function_names = tuple(function.value for function in self._functions)

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Given] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
        terms: Terms = OURS,
    ) -> Answer:
        """Run one query; see `edukg.store.base.Store.query`.

        FROM and FROM NAMED choose among the graphs of the store, unless `graphs` does; nothing is ever fetched. When
        several graphs are chosen for the default graph, a triple that two of them hold is found twice.
        """
        checked = inspect(text, prefixes)
        added = insertions(checked, bindings) if bindings else None
        return self.run(in_order(checked), added=added, graphs=graphs, terms=terms)

    def run(
        self,
        checked: Query,
        *,
        added: Mapping[int, str] | None = None,
        graphs: GraphChoice = EVERYTHING,
        terms: Terms = OURS,
    ) -> Answer:
        """Run a query that the guard has let pass, with texts put in after some of its tokens.

        A table is asked for one row beyond the cap, so that it is known whether there is more.
        """
        text = checked.render(insertions=added, most=terms.rows + 1 if terms.rows else 0)
        try:
            return self.run_rendered(text, self.dataset(graphs, own=checked.has_dataset), terms)
        except SyntaxError as error:
            raise explain(checked, str(error)) from None

    def run_rendered(self, text: str, dataset: Mapping[str, Any] | None = None, terms: Terms = OURS) -> Answer:
        """Run what the guard has written, over everything unless graphs are named. Raises `SyntaxError`."""
        dataset = self._whole if dataset is None else dataset
        try:
            answer = self._opened().query(text, custom_functions=self._called(text), **dataset)
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error
        if isinstance(answer, ox.QuerySolutions):
            return EmbeddedSolutions(answer, terms)
        return EmbeddedTruth(answer) if isinstance(answer, ox.QueryBoolean) else EmbeddedTriples(answer, terms)

    def _called(self, text: str) -> dict[ox.NamedNode, Callable[..., _Term | None]] | None:
        """Our functions, if a query may call any: handing them over takes a tenth of a small query's time."""
        return self._functions if "\\" in text or any(map(text.__contains__, self._function_names)) else None

    def select(self, text: str, *, bindings: Mapping[str, Given] | None = None) -> list[Mapping[str, Node]]:
        """All rows of a SELECT over everything; raises `QueryRefusedError` for another form."""
        answer = self.query(text, bindings=bindings)
        if not isinstance(answer, EmbeddedSolutions):
            raise QueryRefusedError("Rows were asked for by a query without rows.", advice="Use a SELECT query.")
        return list(answer)

    def matches(self, subject: Node | None, predicate: Node | None, object_: Node | None, most: int) -> int:
        """How many triples of the whole data set match, None standing for anything; counting stops at `most`.

        Without a union of the graphs (see the module) a triple counts once for each graph that holds it.
        """
        try:
            about, said = cast(ox.NamedNode | None, _term(subject)), cast(ox.NamedNode | None, _term(predicate))
            value = _term(object_)
        except ValueError:  # no data can hold it
            return 0
        graph = ox.DefaultGraph() if self._merged else None
        try:
            found = self._opened().quads_for_pattern(about, said, value, graph)
            return sum(1 for _ in islice(found, most))
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error

    def __len__(self) -> int:
        """How many quads there are in named graphs. The first call counts them, which takes a while on disk."""
        if self._length is None:
            try:
                total = len(self._opened())
            except ENGINE_ERRORS as error:
                raise engine_error(error) from error
            if self._merged:
                total -= int(str(self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]))
            self._length = total
        return self._length

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        try:
            return tuple(sorted(g.value for g in self._opened().named_graphs()))
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error

    def close(self) -> None:
        """Let go of the engine; its memory is freed when no answer uses it any more."""
        self._store = None

    def _opened(self) -> ox.Store:
        if self._store is None:
            raise StorageError("The store has been closed.", advice="Open the release again.")
        return self._store

    def dataset(self, graphs: GraphChoice, *, own: bool) -> dict[str, Any]:
        """The graphs of a query in the engine's terms."""
        if own and graphs == EVERYTHING:
            return {}
        if graphs == EVERYTHING and not own:
            return self._whole
        chosen: dict[str, Any] = {}
        if graphs.named is not None:
            chosen["named_graphs"] = [_graph(iri) for iri in graphs.named]
        elif own:
            chosen["named_graphs"] = [_graph(iri) for iri in self.graphs()]
        if graphs.default is not None:
            chosen["default_graph"] = [_graph(iri) for iri in graphs.default]
        elif self._merged:
            chosen["default_graph"] = [ox.DefaultGraph()]
        else:
            chosen["use_default_graph_as_union"] = True
        return chosen


def _term(node: Node | None) -> ox.NamedNode | ox.Literal | None:
    """A value of ours as a term of the engine; a blank node, which a query cannot name, stands for anything.

    Raises `ValueError` for an IRI that the engine does not take.
    """
    match node:
        case Iri(value):
            return ox.NamedNode(value)
        case Literal(value, language, _) if language:
            return ox.Literal(value, language=language)
        case Literal(value, _, datatype):
            return ox.Literal(value, datatype=ox.NamedNode(datatype))
        case _:
            return None


def _graph(iri: str) -> ox.NamedNode:
    try:
        return ox.NamedNode(iri)
    except ValueError as error:
        raise QueryRefusedError(
            f"'{iri}' cannot be the name of a graph: {error}.", advice="Name graphs by absolute IRIs."
        ) from error
