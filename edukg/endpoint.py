"""The SPARQL 1.1 Protocol, query operation, without HTTP objects: a request in, a response out.

https://www.w3.org/TR/sparql11-protocol/ — sections are named where a rule comes from. Whoever speaks HTTP turns its own
request into a `Request` and sends the `Response` as it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from edukg import resources
from edukg.errors import (
    QueryBusyError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from edukg.media import GRAPHS, RESULTS, RESULTS_JSON, RESULTS_XML, MediaType, by_format, negotiate
from edukg.store.base import EVERYTHING, Answer, GraphChoice, Iri, Solutions, Store, Truth

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_PROBLEM = "application/problem+json"

_AFTER_CRASH = "5"
"""Seconds by which the process that broke down has long been replaced."""

_TRUTH_RESULTS = (RESULTS_JSON, RESULTS_XML)
"""ASK has no form in CSV and TSV (SPARQL 1.1 Query Results CSV and TSV Formats, section 1)."""


@dataclass(frozen=True, slots=True)
class Request:
    """What of an HTTP request the protocol looks at; `parameters` are those of the address, decoded, in order."""

    method: str
    parameters: Sequence[tuple[str, str]] = ()
    content_type: str = ""
    body: bytes = b""
    accept: str | None = None


@dataclass(frozen=True, slots=True)
class Response:
    """What to send back."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class _ProtocolError(Exception):
    """A request the protocol has a status for; never leaves this module."""

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.response = problem(status, title, detail, headers)


def problem(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **members: float
) -> Response:
    """An error as problem details (RFC 9457), with members of its own."""
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, **members}
    return Response(status, _PROBLEM, json.dumps(body, ensure_ascii=False).encode(), headers or {})


def respond(store: Store, request: Request, *, address: str) -> Response:
    """Answer one request. `address` is the public address of the endpoint, for its service description."""
    try:
        parameters = _parameters(request)
        query = _one(parameters, "query")
        if query is None:
            if request.method == "GET" and not any(name == "query" for name, _ in parameters):
                return _description(store, request, address)
            raise _ProtocolError(
                400, "No query", "Send the query as the parameter 'query' or as a body of its own type."
            )
        answer = store.query(query, graphs=_graphs(parameters))
        media = _choose(answer, request.accept, _one(parameters, "format"))
        return Response(200, media.name, answer.serialise(media.name), {"Vary": "Accept"})
    except _ProtocolError as error:
        return error.response
    except (QuerySyntaxError, QueryRefusedError) as error:
        parses = isinstance(error, QueryRefusedError)
        return problem(400, "The query is not run here" if parses else "The query does not parse", str(error))
    except (QueryTimeoutError, QueryBusyError, QueryCrashedError) as error:
        return _stopped(error)


def _stopped(error: QueryTimeoutError | QueryBusyError | QueryCrashedError) -> Response:
    """What to say of a query that has no answer, whoever's fault that is."""
    match error:
        case QueryTimeoutError(deadline=deadline):
            return problem(504, "The query took too long", str(error), deadline=deadline)
        case QueryBusyError(retry_after=seconds):
            return problem(503, "Too many queries", str(error), {"Retry-After": str(seconds)})
        case QueryCrashedError():
            return problem(503, "The query broke off", str(error), {"Retry-After": _AFTER_CRASH})


def _parameters(request: Request) -> list[tuple[str, str]]:
    """All parameters, wherever the request carries them (section 2.1)."""
    parameters = list(request.parameters)
    if request.method == "GET":
        return parameters
    kind = request.content_type.partition(";")[0].strip().lower()
    if kind == _FORM:
        if any(name in {"query", "update"} for name, _ in parameters):
            raise _ProtocolError(
                400, "Two places for the query", "A form body carries the query; the address must not."
            )
        return parameters + parse_qsl(_utf8(request.body), keep_blank_values=True)
    if kind == _QUERY:
        if any(name == "query" for name, _ in parameters):
            raise _ProtocolError(400, "Two queries", "The query stands in the body; the address must not have another.")
        return [*parameters, ("query", _utf8(request.body))]
    if kind == _UPDATE:
        raise _ProtocolError(403, "No updates", "This endpoint is read-only: SPARQL Update is not offered.")
    raise _ProtocolError(
        415, "Unsupported media type", f"Post the query as {_QUERY} or {_FORM}.", {"Accept-Post": f"{_QUERY}, {_FORM}"}
    )


def _utf8(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _ProtocolError(400, "Not UTF-8", f"The body is not UTF-8 (byte {error.start}).") from None


def _one(parameters: Sequence[tuple[str, str]], name: str) -> str | None:
    """The only value of a parameter; several are a mistake (section 2.1.4)."""
    if name == "query" and any(key == "update" for key, _ in parameters):
        raise _ProtocolError(403, "No updates", "This endpoint is read-only: SPARQL Update is not offered.")
    values = [value for key, value in parameters if key == name]
    if len(values) > 1:
        raise _ProtocolError(400, f"More than one '{name}'", f"Send the parameter '{name}' once.")
    return values[0] if values else None


def _graphs(parameters: Sequence[tuple[str, str]]) -> GraphChoice:
    """The dataset the request asks for; it overrides FROM in the query (section 2.1.4)."""
    default = tuple(value for name, value in parameters if name == "default-graph-uri")
    named = tuple(value for name, value in parameters if name == "named-graph-uri")
    for iri in (*default, *named):
        if not urlsplit(iri).scheme or any(c in iri for c in ' <>"{}|\\^`'):
            raise _ProtocolError(400, "Not an IRI", f"'{iri}' is not an absolute IRI of a graph.")
    return GraphChoice(default, named) if default or named else EVERYTHING


def _choose(answer: Answer, accept: str | None, wanted: str | None) -> MediaType:
    """The media type to answer with: the one named by `format`, else the best for Accept."""
    offered: Sequence[MediaType] = GRAPHS
    if isinstance(answer, Solutions):
        offered = RESULTS
    elif isinstance(answer, Truth):
        offered = _TRUTH_RESULTS
    if wanted:
        named = by_format(wanted, offered)
        if named is not None:
            return named
        raise _not_acceptable(f"The format '{wanted}'", offered)
    media = negotiate(accept, offered)
    if media is None:
        raise _not_acceptable(f"Accept: {accept}", offered)
    return media


def _not_acceptable(asked: str, offered: Sequence[MediaType]) -> _ProtocolError:
    names = ", ".join(media.name for media in offered)
    return _ProtocolError(
        406, "Not acceptable", f"{asked} names nothing this answer can be sent as. There is: {names}."
    )


def _description(store: Store, request: Request, address: str) -> Response:
    """The service description (https://www.w3.org/TR/sparql11-service-description/)."""
    media = negotiate(request.accept, GRAPHS)
    if media is None:
        raise _not_acceptable(f"Accept: {request.accept}", GRAPHS)
    answer = store.query(resources.query("endpoint/description"), bindings={"endpoint": Iri(address)})
    return Response(200, media.name, answer.serialise(media.name), {"Vary": "Accept"})
