"""The store inside this process: Oxigraph, in memory or read-only on disk.

The default graph of a query is the union of all named graphs. Oxigraph's own union repeats a triple that two graphs
hold, which falsifies counts; so a store made here keeps the union, each triple once, in its default graph
(`merge_graphs`). A store without that, such as a data set that is still being built, is queried by the engine's union.

Any number of threads may query one store. An answer belongs to the thread that asked: the engine's results must not be
touched by another, and the whole process would be gone if one did.
"""

from __future__ import annotations

import gzip
import re
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final, Self, TypeVar, cast

import pyoxigraph as ox

from edukg import media
from edukg.errors import EngineError, QueryRefusedError, ReleaseError, StorageError, UnknownFormatError
from edukg.namespaces import PREFIXES
from edukg.store.base import EVERYTHING, Answer, Blank, GraphChoice, Iri, Literal, Node, Solutions, Triples, Truth
from edukg.store.binding import insertions
from edukg.store.diagnosis import explain
from edukg.store.guard import Query, inspect

_T = TypeVar("_T")
_Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple

_RESULT_FORMATS: Final = {
    media.RESULTS_JSON.name: ox.QueryResultsFormat.JSON,
    media.RESULTS_XML.name: ox.QueryResultsFormat.XML,
    media.RESULTS_CSV.name: ox.QueryResultsFormat.CSV,
    media.RESULTS_TSV.name: ox.QueryResultsFormat.TSV,
}
_GRAPH_FORMATS: Final = {
    media.TURTLE.name: ox.RdfFormat.TURTLE,
    media.RDF_XML.name: ox.RdfFormat.RDF_XML,
    media.JSON_LD.name: ox.RdfFormat.JSON_LD,
    media.N_TRIPLES.name: ox.RdfFormat.N_TRIPLES,
    media.TRIG.name: ox.RdfFormat.TRIG,
    media.N_QUADS.name: ox.RdfFormat.N_QUADS,
}
_WITH_PREFIXES: Final = frozenset([media.TURTLE.name, media.RDF_XML.name, media.TRIG.name])


def to_node(term: _Term) -> Node:
    """A term of the engine as a value of ours."""
    match term:
        case ox.NamedNode(value=value):
            return Iri(value)
        case ox.BlankNode(value=value):
            return Blank(value)
        case ox.Literal():
            return Literal(term.value, term.language or "", term.datatype.value)
    raise EngineError(f"The store holds a triple as a term: {term}.", advice="Build the release again.")


def merge_graphs(store: ox.Store) -> None:
    """Put the union of the named graphs, each triple once, into the default graph; what it held before is dropped.

    To be called when nothing is added any more. Doubles what the store holds.
    """
    store.clear_graph(ox.DefaultGraph())
    store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in store)


@contextmanager
def _engine_errors() -> Iterator[None]:
    """Turn what the engine raises while it runs a query into errors of ours."""
    try:
        yield
    except RuntimeError as error:
        if found := re.search(r"custom (?:aggregate )?function <([^>]*)> is not supported", str(error)):
            raise QueryRefusedError(
                f"There is no function {found[1]} here.",
                advice="Only the functions of SPARQL 1.1 and the casts of XML Schema can be used.",
            ) from error
        raise EngineError(
            f"The store could not run the query: {error}.", advice="Try a simpler form of the query."
        ) from error
    except OSError as error:
        raise EngineError(
            f"The store could not be read: {error}.", advice="Check the disk, then build the release again."
        ) from error


class _Answer:
    """What all answers have in common: one thread, one use."""

    def __init__(self) -> None:
        self._thread = threading.get_ident()

    def _own(self) -> None:
        if threading.get_ident() != self._thread:
            raise EngineError(
                "An answer was used in another thread than the one that asked.",
                advice="Ask again in this thread, or pass on the serialised answer.",
            )


def _format(media_type: str, formats: Mapping[str, _T], what: str) -> _T:
    try:
        return formats[media_type]
    except KeyError:
        raise UnknownFormatError(
            f"{what} cannot be written as '{media_type}'.", advice=f"Choose one of {', '.join(sorted(formats))}."
        ) from None


class EmbeddedSolutions(_Answer, Solutions):
    """The answer to SELECT."""

    def __init__(self, solutions: ox.QuerySolutions) -> None:
        super().__init__()
        self._solutions = solutions
        self._names = tuple(v.value for v in solutions.variables)

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._names

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        self._own()
        with _engine_errors():
            for row in self._solutions:
                yield {name: to_node(term) for name, term in zip(self._names, row, strict=True) if term is not None}

    def serialise(self, media_type: str) -> bytes:
        """The whole answer in a W3C result format; raises `UnknownFormatError` for any other."""
        self._own()
        chosen = _format(media_type, _RESULT_FORMATS, "A table")
        with _engine_errors():
            return self._solutions.serialize(format=chosen) or b""


class EmbeddedTruth(_Answer, Truth):
    """The answer to ASK."""

    def __init__(self, truth: ox.QueryBoolean) -> None:
        super().__init__()
        self._truth = truth

    def __bool__(self) -> bool:
        self._own()
        return bool(self._truth)

    def serialise(self, media_type: str) -> bytes:
        """The answer in a W3C result format; raises `UnknownFormatError` for any other."""
        self._own()
        return self._truth.serialize(format=_format(media_type, _RESULT_FORMATS, "Yes or no")) or b""


class EmbeddedTriples(_Answer, Triples):
    """The answer to CONSTRUCT and DESCRIBE."""

    def __init__(self, triples: ox.QueryTriples) -> None:
        super().__init__()
        self._triples = triples

    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        self._own()
        with _engine_errors():
            for triple in self._triples:
                yield to_node(triple.subject), Iri(triple.predicate.value), to_node(triple.object)

    def serialise(self, media_type: str) -> bytes:
        """The graph in an RDF syntax, with our prefixes where it has any; raises `UnknownFormatError` for any other."""
        self._own()
        chosen = _format(media_type, _GRAPH_FORMATS, "A graph")
        with _engine_errors():
            if media_type not in _WITH_PREFIXES:
                return self._triples.serialize(format=chosen) or b""
            triples = list(self._triples)
        return ox.serialize(triples, format=chosen, prefixes=used_prefixes(triples)) or b""


def used_prefixes(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, str]:
    """Those of our prefixes that occur in triples, so that a page of Turtle does not begin with thirty that do not."""
    namespaces = set[str]()
    for triple in triples:
        terms = [triple.subject, triple.predicate, triple.object]
        if isinstance(triple.object, ox.Literal):
            terms[2] = triple.object.datatype
        namespaces.update(re.split(r"(?<=[/#])(?!.*[/#])", t.value)[0] for t in terms if isinstance(t, ox.NamedNode))
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}


class EmbeddedStore:
    """A read-only store over Oxigraph. Make one by `from_quads`, `on_disk` or `wrap`."""

    def __init__(self, store: ox.Store) -> None:
        self._store: ox.Store | None = store
        self._merged = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None) is not None
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

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Node] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
    ) -> Answer:
        """Run one query; see `edukg.store.base.Store.query`.

        FROM and FROM NAMED choose among the graphs of the store, unless `graphs` does; nothing is ever fetched. When
        several graphs are chosen for the default graph, a triple that two of them hold is found twice.
        """
        checked = inspect(text, prefixes)
        return self.run(checked, added=insertions(checked, bindings) if bindings else None, graphs=graphs)

    def run(
        self, checked: Query, *, added: Mapping[int, str] | None = None, graphs: GraphChoice = EVERYTHING
    ) -> Answer:
        """Run a query that the guard has let pass, with texts put in after some of its tokens."""
        with _engine_errors():
            try:
                answer = self._opened().query(
                    checked.render(insertions=added), **self._dataset(graphs, own=checked.has_dataset)
                )
            except SyntaxError as error:
                raise explain(checked, str(error)) from None
        if isinstance(answer, ox.QuerySolutions):
            return EmbeddedSolutions(answer)
        return EmbeddedTruth(answer) if isinstance(answer, ox.QueryBoolean) else EmbeddedTriples(answer)

    def select(self, text: str, *, bindings: Mapping[str, Node] | None = None) -> list[Mapping[str, Node]]:
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
        with _engine_errors():
            found = self._opened().quads_for_pattern(about, said, value, graph)
            return sum(1 for _ in islice(found, most))

    def __len__(self) -> int:
        """How many quads there are in named graphs. The first call counts them, which takes a while on disk."""
        if self._length is None:
            with _engine_errors():
                total = len(self._opened())
            if self._merged:
                total -= int(str(self.select("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0]["n"]))
            self._length = total
        return self._length

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""
        with _engine_errors():
            return tuple(sorted(g.value for g in self._opened().named_graphs()))

    def close(self) -> None:
        """Let go of the engine; its memory is freed when no answer uses it any more."""
        self._store = None

    def _opened(self) -> ox.Store:
        if self._store is None:
            raise StorageError("The store has been closed.", advice="Open the release again.")
        return self._store

    def _dataset(self, graphs: GraphChoice, *, own: bool) -> dict[str, Any]:
        """The graphs of a query in the engine's terms."""
        if own and graphs == EVERYTHING:
            return {}
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
