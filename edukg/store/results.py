"""What the engine answers: typed values for our own code, or bytes that the engine writes itself, up to a cap.

An answer belongs to the thread that asked: the engine's results must not be touched by another, and the whole process
would be gone if one did.
"""

from __future__ import annotations

import re
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import IO, Final, TypeVar, cast

import pyoxigraph as ox

from edukg import media
from edukg.errors import EdukgError, EngineError, QueryRefusedError, UnknownFormatError
from edukg.namespaces import PREFIXES
from edukg.store.base import OURS, Blank, Iri, Literal, Node, Solutions, Terms, Triples, Truth
from edukg.store.cutting import Full, Writer, has_more_rows, without_last_row

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


ENGINE_ERRORS: Final = (RuntimeError, OSError)
"""What the engine raises while it runs a query, told by `engine_error`. A context around it would cost more."""


def engine_error(error: BaseException) -> EdukgError:
    """The error of ours for one of the engine's."""
    if isinstance(error, OSError):
        return EngineError(
            f"The store could not be read: {error}.", advice="Check the disk, then build the release again."
        )
    if found := re.search(r"custom (?:aggregate )?function <([^>]*)> is not supported", str(error)):
        return QueryRefusedError(
            f"There is no function {found[1]} here.",
            advice="Only the functions of SPARQL 1.1 and the casts of XML Schema can be used.",
        )
    return EngineError(f"The store could not run the query: {error}.", advice="Try a simpler form of the query.")


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

    def __init__(self, solutions: ox.QuerySolutions, terms: Terms = OURS) -> None:
        super().__init__()
        self._solutions = solutions
        self._terms = terms

    @cached_property
    def variables(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(variable.value for variable in self._solutions.variables)

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        self._own()
        names = self.variables
        try:
            for row in self._solutions:
                yield {name: to_node(term) for name, term in zip(names, row, strict=True) if term is not None}
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error

    def serialise(self, media_type: str) -> bytes:
        """The whole answer in a W3C result format; raises `UnknownFormatError` for any other."""
        self._own()
        chosen = _format(media_type, _RESULT_FORMATS, "A table")
        rows, size = self._terms.rows, self._terms.size
        if not rows and not size:
            try:
                return self._solutions.serialize(format=chosen) or b""
            except ENGINE_ERRORS as error:
                raise engine_error(error) from error
        writer = Writer(size or sys.maxsize)
        try:
            try:
                self._solutions.serialize(cast(IO[bytes], writer), format=chosen)
            except ENGINE_ERRORS as error:
                raise engine_error(error) from error
        except Full:
            self.truncated = f"bytes={size}"
            return without_last_row(writer.content[:size], media_type)
        content = writer.content
        if rows and has_more_rows(content, media_type, rows):
            self.truncated = f"rows={rows}"  # it has one more: see `EmbeddedStore.run`
            return without_last_row(content, media_type)
        return content


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

    def __init__(self, triples: ox.QueryTriples, terms: Terms = OURS) -> None:
        super().__init__()
        self._triples = triples
        self._terms = terms

    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        self._own()
        try:
            for triple in self._triples:
                yield to_node(triple.subject), Iri(triple.predicate.value), to_node(triple.object)
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error

    def serialise(self, media_type: str) -> bytes:
        """The graph in an RDF syntax, with our prefixes where it has any; raises `UnknownFormatError` for any other."""
        self._own()
        chosen = _format(media_type, _GRAPH_FORMATS, "A graph")
        rows, size = self._terms.rows, self._terms.size
        try:
            if media_type not in _WITH_PREFIXES and not rows and not size:
                return self._triples.serialize(format=chosen) or b""
            triples = list(islice(self._triples, rows + 1)) if rows else list(self._triples)
        except ENGINE_ERRORS as error:
            raise engine_error(error) from error
        content, self.truncated = write_triples(triples, chosen, self._terms)
        return content


def write_triples(triples: list[ox.Triple], chosen: ox.RdfFormat, terms: Terms) -> tuple[bytes, str]:
    """Triples in an RDF syntax, as many as the terms let pass (of bytes, within a half), and the cap that cut them."""
    truncated = ""
    if terms.rows and len(triples) > terms.rows:
        truncated = f"rows={terms.rows}"
        triples = triples[: terms.rows]
    prefixes = used_prefixes(triples) if chosen.media_type in _WITH_PREFIXES else None
    while terms.size:
        writer = Writer(terms.size)
        try:
            ox.serialize(triples, cast(IO[bytes], writer), format=chosen, prefixes=prefixes)
        except Full:
            truncated = f"bytes={terms.size}"
            triples = triples[: len(triples) // 2]
        else:
            return writer.content, truncated
    return ox.serialize(triples, format=chosen, prefixes=prefixes) or b"", truncated


def graph_format(media_type: str) -> ox.RdfFormat:
    """The RDF syntax of a media type; raises `UnknownFormatError`."""
    return _format(media_type, _GRAPH_FORMATS, "A graph")


def used_prefixes(triples: Iterable[ox.Triple | ox.Quad]) -> dict[str, str]:
    """Those of our prefixes that occur in triples, so that a page of Turtle does not begin with thirty that do not."""
    namespaces = set[str]()
    for triple in triples:
        terms = [triple.subject, triple.predicate, triple.object]
        if isinstance(triple.object, ox.Literal):
            terms[2] = triple.object.datatype
        namespaces.update(re.split(r"(?<=[/#])(?!.*[/#])", t.value)[0] for t in terms if isinstance(t, ox.NamedNode))
    return {prefix: iri for prefix, iri in PREFIXES.items() if iri in namespaces}
