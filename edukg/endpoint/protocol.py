"""What a request says: its parameters, wherever they stand, and what it must not say (SPARQL 1.1 Protocol)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from edukg.endpoint.messages import ProtocolError, Request
from edukg.media import DATASETS, GRAPHS, RESULTS, RESULTS_JSON, RESULTS_XML, MediaType, by_format, negotiate
from edukg.store.base import EVERYTHING, Answer, GraphChoice, Solutions, Truth

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"

_OFFERED: Final[dict[str, tuple[MediaType, ...]]] = {
    "table": RESULTS,
    "truth": (RESULTS_JSON, RESULTS_XML),  # CSV and TSV have none (SPARQL 1.1 Query Results CSV and TSV Formats, 1)
    "graph": (*GRAPHS, *DATASETS),
}


def parameters_of(request: Request) -> list[tuple[str, str]]:
    """All parameters, wherever the request carries them (section 2.1)."""
    parameters = list(request.parameters)
    if request.method == "GET":
        return parameters
    kind = request.content_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        if any(name in {"query", "update"} for name, _ in parameters):
            raise ProtocolError(400, "Two places for the query", "A form body carries the query; the address must not.")
        return parameters + _form(request.body)
    if kind == _QUERY:
        if any(name == "query" for name, _ in parameters):
            raise ProtocolError(400, "Two queries", "The query stands in the body; the address must not have another.")
        return [*parameters, ("query", _utf8(request.body))]
    if kind == _UPDATE:
        raise ProtocolError(403, "No updates", "This endpoint is read-only: SPARQL Update is not offered.")
    raise ProtocolError(
        415, "Unsupported media type", f"Post the query as {_QUERY} or {_FORM}.", {"Accept-Post": f"{_QUERY}, {_FORM}"}
    )


def _form(body: bytes) -> list[tuple[str, str]]:
    return parse_qsl(_utf8(body), keep_blank_values=True)


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, "Not UTF-8", f"The body is not UTF-8 (byte {error.start}).") from None


def query_of(parameters: Sequence[tuple[str, str]]) -> str | None:
    """The only query; several are a mistake (section 2.1.4), and so is an update."""
    values = list[str]()
    for key, value in parameters:
        if key == "update":
            raise ProtocolError(403, "No updates", "This endpoint is read-only: SPARQL Update is not offered.")
        if key == "query":
            values.append(value)
    if len(values) > 1:
        raise ProtocolError(400, "More than one 'query'", "Send the parameter 'query' once.")
    return values[0] if values else None


def graphs_of(parameters: Sequence[tuple[str, str]]) -> GraphChoice:
    """The dataset the request asks for; it overrides FROM in the query (section 2.1.4)."""
    default = tuple([value for name, value in parameters if name == "default-graph-uri"])
    named = tuple([value for name, value in parameters if name == "named-graph-uri"])
    if not default and not named:
        return EVERYTHING
    for iri in (*default, *named):
        if not urlsplit(iri).scheme or any(c in iri for c in ' <>"{}|\\^`'):
            raise ProtocolError(400, "Not an IRI", f"'{iri}' is not an absolute IRI of a graph.")
    return GraphChoice(default, named)


def media_for(answer: Answer, accept: str | None, wanted: Sequence[str]) -> MediaType:
    """The media type to answer with: the first of those named by `format` that there is, else the best for Accept."""
    form = "table" if isinstance(answer, Solutions) else "truth" if isinstance(answer, Truth) else "graph"
    offered = _OFFERED[form]
    if wanted:  # some clients send several, in the hope that one is known
        for name in wanted:
            if named := by_format(name, offered):
                return named
        raise not_acceptable(f"The format '{wanted[0]}'", offered)
    media = _negotiated(accept, form)
    if media is None:
        raise not_acceptable(f"Accept: {accept}", offered)
    return media


@lru_cache(maxsize=1000)
def _negotiated(accept: str | None, form: str) -> MediaType | None:
    return negotiate(accept, _OFFERED[form])


def not_acceptable(asked: str, offered: Sequence[MediaType]) -> ProtocolError:
    """The refusal of a form that there is not, with those that there are."""
    names = ", ".join(media.name for media in offered)
    return ProtocolError(406, "Not acceptable", f"{asked} names nothing this answer can be sent as. There is: {names}.")
