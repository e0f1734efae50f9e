"""A knowledge base on another machine, asked over the SPARQL 1.1 Protocol: `edukg.connect(url)`.

Its `query` is that of the knowledge base on this machine: the same arguments, answers and errors, so that a notebook
runs with either.
"""

from __future__ import annotations

import json
import re
import time
import warnings
from collections.abc import Mapping
from typing import Final, Self
from urllib.parse import urlsplit

import pyoxigraph as ox
import urllib3

from edukg.answers import Graph, Parameter, Table, bound
from edukg.errors import (
    EdukgError,
    EndpointError,
    InputError,
    Position,
    QueryBusyError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    TruncatedAnswerWarning,
)
from edukg.lint.received import read_ambiguities
from edukg.model import Ambiguity, Provenance
from edukg.namespaces import PREFIXES
from edukg.store.base import XSD_STRING, Blank, Iri, Literal, Node
from edukg.store.binding import bind
from edukg.store.guard import Query, inspect
from edukg.tokens import Kind, excerpt

_RESULTS: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_ACCEPT: Final = f"{_RESULTS}, {_TRIPLES};q=0.9"
_LONGEST_WAIT: Final = 30
"""Seconds that an endpoint may ask for before a query is tried again; beyond that the caller decides."""
_AGENT: Final = "edukg (+https://w3id.org/edukg/)"


class RemoteKnowledgeBase:
    """An endpoint. Use `edukg.connect` to get one. Safe to share between threads; close it, or use it with `with`."""

    def __init__(self, endpoint: str, *, timeout: float = 60.0, retries: int = 2) -> None:
        """`endpoint` is its full address, `timeout` the seconds that an answer may take to begin or to go on.

        A query is tried again up to `retries` times when the endpoint cannot be reached or is busy.
        """
        self.endpoint = endpoint
        self.timeout = timeout
        self._retries = retries
        # What the endpoint itself answers is looked at below: only it says whether a query should be sent again.
        retry = urllib3.Retry(
            total=None, connect=retries, read=0, other=0, status=0, redirect=3, allowed_methods=None, backoff_factor=0.2
        )
        self._http = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=min(timeout, 10.0), read=timeout),
            retries=retry,
            headers={"User-Agent": _AGENT},
        )

    def __repr__(self) -> str:
        return f"<EduKG at {self.endpoint}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._http.clear()

    def query(self, sparql: str, bindings: Mapping[str, Parameter] | None = None) -> Table | Graph | bool:
        """Run a SPARQL query at the endpoint; the prefixes of EduKG need no declaration.

        As `KnowledgeBase.query`. Raises what that raises, and `QueryTimeoutError` when it takes too long,
        `QueryBusyError` when the endpoint has too much to do, `QueryCrashedError` when it could not go through with it,
        `EndpointError` when the endpoint cannot be reached. Warns with `TruncatedAnswerWarning` when only a part of the
        answer was sent.
        """
        query = inspect(sparql, PREFIXES)
        declarations = _declarations(query)
        response = self._send(declarations + bind(query, bound(bindings)))
        if response.status != 200:
            raise _error(response, self.endpoint, sparql, shift=len(declarations))
        provenance = _provenance(response, self.endpoint)
        if provenance.truncated:
            warnings.warn(
                f"{self.endpoint} sent a part of the answer only ({provenance.truncated}).",
                TruncatedAnswerWarning,
                stacklevel=2,
            )
        kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind == _RESULTS:
            return _table(response.data, provenance)
        if kind == _TRIPLES:
            return _graph(response.data, provenance)
        raise EndpointError(
            f"{self.endpoint} answered with {kind or 'nothing that has a type'}, which is no result of a query.",
            advice="Check the address: it should be that of the site, or of its SPARQL endpoint.",
        )

    def lint(self, sparql: str) -> tuple[Ambiguity, ...]:
        """Where a query is ambiguous over the data of the site, as `KnowledgeBase.lint`; nothing is run.

        Raises `EndpointError` for an endpoint that is not one of EduKG.
        """
        declarations = _declarations(inspect(sparql, PREFIXES))
        address = self.endpoint.removesuffix("/sparql") + "/api/v1/query/lint"
        body = json.dumps({"query": declarations + sparql}).encode()
        response = self._post(address, body, {"Content-Type": "application/json", "Accept": "application/json"})
        if response.status != 200:
            raise _error(response, address, sparql, shift=len(declarations))
        try:
            return read_ambiguities(json.loads(response.data), shift=len(declarations))
        except (ValueError, KeyError, TypeError) as error:
            raise _broken(address, error) from error

    def _send(self, text: str) -> urllib3.BaseHTTPResponse:
        """The answer to a query, sent again when it was not begun; one that broke off would only do so again."""
        headers = {"Content-Type": "application/sparql-query; charset=utf-8", "Accept": _ACCEPT}
        left = self._retries
        while True:
            response = self._post(self.endpoint, text.encode(), headers)
            wait = response.headers.get("Retry-After", "")
            busy = response.status in {429, 503} and not _broke_off(_problem(response))
            if not (busy and left and wait.isdigit() and int(wait) <= _LONGEST_WAIT):
                return response
            left -= 1
            time.sleep(int(wait))

    def _post(self, address: str, body: bytes, headers: Mapping[str, str]) -> urllib3.BaseHTTPResponse:
        try:
            return self._http.request("POST", address, body=body, headers={**headers, "User-Agent": _AGENT})
        except urllib3.exceptions.HTTPError as error:
            reason = error.reason if isinstance(error, urllib3.exceptions.MaxRetryError) else error
            if isinstance(reason, urllib3.exceptions.ReadTimeoutError):
                raise QueryTimeoutError(
                    f"{self.endpoint} did not answer within {self.timeout:g} seconds.",
                    deadline=self.timeout,
                    advice="Ask for less, or connect with a longer timeout.",
                ) from error
            raise EndpointError(
                f"{self.endpoint} cannot be reached: {reason}.",
                advice="Check the address and whether the site is running.",
            ) from error


def connect(url: str, *, timeout: float = 60.0, retries: int = 2) -> RemoteKnowledgeBase:
    """Connect to the site at an address, or to an endpoint whose address ends in `/sparql`.

    Nothing is sent before the first query. Raises `InputError` for what is not an http(s) address.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise InputError(
            f"'{url}' is not the address of a site.", advice="Write it as https://host or https://host/sparql."
        )
    path = parts.path.rstrip("/")
    path = path if path.endswith("/sparql") else path + "/sparql"
    return RemoteKnowledgeBase(
        parts._replace(path=path, query="", fragment="").geturl(), timeout=timeout, retries=retries
    )


def _declarations(query: Query) -> str:
    """PREFIX for each prefix that the query uses and does not declare, on the line where the query begins."""
    declared = {t.text[:-1] for t in query.tokens[: query.body] if t.kind is Kind.NAME}
    used = {t.text.partition(":")[0] for t in query.tokens[query.body :] if t.kind is Kind.NAME}
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}> " for prefix in sorted(used - declared))


def _provenance(response: urllib3.BaseHTTPResponse, endpoint: str) -> Provenance:
    header = response.headers.get
    return Provenance(
        version=header("EduKG-Version", ""),
        release=header("EduKG-Release", ""),
        query=header("EduKG-Query", ""),
        answered=header("EduKG-Answered", ""),
        endpoint=endpoint,
        truncated=header("EduKG-Truncated", ""),
    )


def _error(response: urllib3.BaseHTTPResponse, endpoint: str, sparql: str, *, shift: int) -> EdukgError:
    """What the endpoint says went wrong (RFC 9457), as the error that it would be on this machine."""
    problem = _problem(response)
    place = _position(problem, sparql, shift)
    advice = str(problem.get("advice") or "")
    message = _sentence(problem, advice) or f"{endpoint} answered with status {response.status}."
    match response.status:
        case 504:
            deadline = problem.get("deadline")
            return QueryTimeoutError(
                message, advice=advice, deadline=float(deadline) if isinstance(deadline, int | float) else 0.0
            )
        case 503 if _broke_off(problem):
            return QueryCrashedError(message, advice=advice)
        case 503 | 429:
            after = response.headers.get("Retry-After", "")
            return QueryBusyError(message, advice=advice, retry_after=int(after) if after.isdigit() else 0)
        case 400 if problem:
            kind = QuerySyntaxError if "parse" in str(problem.get("title")) else QueryRefusedError
            return kind(message, advice=advice, position=place)
        case 403 | 413 | 414 | 415 if problem:
            return QueryRefusedError(message, advice=advice)
        case _:
            return EndpointError(
                f"{endpoint} answered with status {response.status} {response.reason or ''}".rstrip() + ".",
                advice="Check the address: it should be that of the site, or of its SPARQL endpoint.",
            )


def _broke_off(problem: Mapping[str, object]) -> bool:
    return "broke off" in str(problem.get("title"))


def _sentence(problem: Mapping[str, object], advice: str) -> str:
    """What went wrong, without the place and the advice, which are values of their own."""
    told = str(problem.get("detail") or problem.get("title") or "").removesuffix(advice).rstrip()
    place = problem.get("position")
    if isinstance(place, dict):
        told = re.sub(r"^line \d+(, column \d+)?: ", "", told).removesuffix(f"The text there is: {place.get('text')}")
    return told.rstrip()


def _problem(response: urllib3.BaseHTTPResponse) -> Mapping[str, object]:
    if "json" not in response.headers.get("Content-Type", ""):
        return {}
    try:
        found = json.loads(response.data)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _position(problem: Mapping[str, object], sparql: str, shift: int) -> Position | None:
    """The place of the mistake in the query as it was given, without the declarations put before its first line."""
    place = problem.get("position")
    if not isinstance(place, dict):
        return None
    line, column = place.get("line"), place.get("column")
    if not isinstance(line, int) or not isinstance(column, int):
        return None
    if line == 1:
        column = max(column - shift, 1)
    written = sparql.splitlines()[line - 1 : line]
    return Position(line=line, column=column, text=(excerpt(written[0], column) or None) if written else None)


def _table(body: bytes, provenance: Provenance) -> Table | bool:
    """A table, or a truth, from SPARQL 1.1 Query Results JSON Format."""
    try:
        found = json.loads(body)
        if "boolean" in found:
            return bool(found["boolean"])
        rows = tuple({name: _node(value) for name, value in row.items()} for row in found["results"]["bindings"])
        return Table(tuple(found["head"]["vars"]), rows, provenance)
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(provenance.endpoint, error) from error


def _node(value: Mapping[str, str]) -> Node:
    match value["type"]:
        case "uri":
            return Iri(value["value"])
        case "bnode":
            return Blank(value["value"])
        case _:
            language = value.get("xml:lang", "")
            plain = PREFIXES["rdf"] + "langString" if language else XSD_STRING
            return Literal(value["value"], language, value.get("datatype", plain))


def _graph(body: bytes, provenance: Provenance) -> Graph:
    try:
        triples = [
            (_term(quad.subject), Iri(quad.predicate.value), _term(quad.object))
            for quad in ox.parse(body, format=ox.RdfFormat.N_TRIPLES)
        ]
    except SyntaxError as error:
        raise _broken(provenance.endpoint, error) from error
    return Graph(tuple(dict.fromkeys(triples)), provenance)


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Node:
    match term:
        case ox.NamedNode():
            return Iri(term.value)
        case ox.Literal():
            return Literal(term.value, term.language or "", term.datatype.value)
        case ox.BlankNode():
            return Blank(term.value)
    raise TypeError(type(term).__name__)


def _broken(endpoint: str, error: Exception) -> EndpointError:
    return EndpointError(
        f"The answer of {endpoint} breaks off or is not what it says it is: {error}.", advice="Ask again."
    )
