"""The SPARQL 1.1 Protocol, query operation, without HTTP objects: a request in, a response out.

https://www.w3.org/TR/sparql11-protocol/ — sections are named where a rule comes from. Whoever speaks HTTP turns its own
request into a `Request` and sends the `Response` as it is.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass
from typing import Final

from edukg.endpoint.cache import Cache
from edukg.endpoint.citation import Stamp, digest_for, now
from edukg.endpoint.encoding import SMALLEST, choose, encode
from edukg.endpoint.functions import Expanded
from edukg.endpoint.messages import ProtocolError, Request, Response, problem
from edukg.endpoint.protocol import graphs_of, media_for, not_acceptable, parameters_of, query_of
from edukg.errors import (
    EndpointError,
    EngineError,
    QueryBusyError,
    QueryCrashedError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from edukg.media import GRAPHS, RESULTS_JSON, negotiate
from edukg.store.base import EVERYTHING, Answer, GraphChoice, Store, Terms

ROWS: Final = 1_000_000
SIZE: Final = 100_000_000
CACHED: Final = 64_000_000

_AFTER_CRASH: Final = "5"
"""Seconds by which the process that broke down has long been replaced."""
_LOG: Final = logging.getLogger("edukg.store")
_OUTAGE: Final = "The store of the knowledge base does not answer just now. Try again in a minute. Nothing is lost."
_AFTER_OUTAGE: Final = "30"
"""Seconds after which a store on another machine may be back."""
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
"""Functions that give another value each time: such answers are not kept and have no tag."""
_VARY: Final = "Accept, Accept-Encoding"
_LITTLE: Final = 32_000
"""Bytes of an answer below which it is made anew as fast as it is kept, if it is a quick one."""


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that is sent of one answer, in rows (or triples) and bytes, and bytes of answers kept in memory."""

    rows: int = ROWS
    size: int = SIZE
    cached: int = CACHED


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a request asks: a query, the graphs it runs on, the forms of the answer that `format` names, a coding."""

    query: str
    graphs: GraphChoice
    wanted: tuple[str, ...]
    coding: str


def _asked(request: Request) -> _Asked | None:
    """What a request asks; None when it has no query. Raises `ProtocolError`."""
    given = request.parameters
    if len(given) == 1 and given[0][0] == "query" and request.method == "GET":  # as programs ask
        return _Asked(given[0][1], EVERYTHING, (), choose(request.encodings))
    parameters = parameters_of(request)
    query = query_of(parameters)
    if query is None:
        return None
    wanted = tuple(value for name, value in parameters if name == "format" and value)
    return _Asked(query, graphs_of(parameters), wanted, choose(request.encodings))


def _key(request: Request, asked: _Asked) -> tuple[object, ...]:
    """What an answer is kept under: whatever it depends on."""
    return asked.query, asked.graphs.default, asked.graphs.named, asked.wanted or request.accept, asked.coding


def _itself(query: str) -> Expanded:
    return Expanded(query, query)


class Endpoint:
    """Answers requests over one release. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        *,
        version: str,
        release: str,
        caps: Caps | None = None,
        expand: Callable[[str], Expanded] = _itself,
        describe: Callable[[str, str], bytes] | None = None,
    ) -> None:
        """Answer from a store that holds the release with this version and digest.

        `expand` rewrites what the store does not know by itself, such as the search for written forms; `describe` gives
        the service description for an address in a media type.
        """
        self._store = store
        self._version = version
        self._release = release[:16]
        self._caps = caps or Caps()
        self._cache = Cache(self._caps.cached)
        self._expand = expand
        self._describe = describe

    def respond(self, request: Request, *, address: str) -> Response:
        """Answer one request. `address` is the public address of the endpoint, for its service description."""
        try:
            asked = _asked(request)
            if asked is None:
                return self._description(request, address)
            key = _key(request, asked)
            response = self._cache.get(key) or self._run(request, asked, key)
        except ProtocolError as error:
            return error.response
        except (QuerySyntaxError, QueryRefusedError) as error:
            return _not_run(error)
        except (QueryTimeoutError, QueryBusyError, EndpointError, EngineError) as error:
            return _stopped(error)
        return response if request.known is None else _conditional(request, response)

    def _run(self, request: Request, asked: _Asked, key: Hashable) -> Response:
        """A new answer, kept under a key for those who ask the same again."""
        expanded = self._expand(asked.query)
        terms = Terms(request.client, self._caps.rows, self._caps.size)
        try:
            answer = self._store.query(expanded.text, graphs=asked.graphs, terms=terms)
            response = self._told(request, asked, answer)
        except (QuerySyntaxError, QueryRefusedError) as error:
            raise expanded.placed(error) from None
        if response.status == 200 and "ETag" in response.headers:
            quick = answer.quick and len(response.body) < _LITTLE
            if not quick or self._cache.asked_before(key):
                self._cache.put(key, response, asked.query)
        return response

    def _told(self, request: Request, asked: _Asked, answer: Answer) -> Response:
        media = media_for(answer, request.accept, asked.wanted)
        digest = digest_for(asked.query, asked.graphs)
        changing = "(" in asked.query and _CHANGING.search(asked.query) is not None
        tag = "" if changing else f'W/"{self._release}.{digest[:20]}.{media.formats[0]}"'
        if tag and request.method == "GET" and _knows(request, tag):
            return Response(304, "", b"", {"ETag": tag, "Vary": _VARY, "Cache-Control": "public, no-cache"})
        body = answer.serialise(media.name)
        stamp = Stamp(self._version, self._release, digest, now(), answer.truncated)
        if media is RESULTS_JSON:
            body = stamp.put_into(body)
        headers = stamp.headers()
        headers["Vary"] = _VARY
        headers["Cache-Control"] = "public, no-cache" if tag else "no-store"
        if tag:
            headers["ETag"] = tag
        if asked.coding and len(body) >= SMALLEST:
            body = encode(body, asked.coding)
            headers["Content-Encoding"] = asked.coding
        return Response(200, media.name, body, headers)

    def _description(self, request: Request, address: str) -> Response:
        if request.method != "GET":
            raise ProtocolError(
                400, "No query", "Send the query as the parameter 'query' or as a body of its own type."
            )
        media = negotiate(request.accept, GRAPHS)
        if media is None or self._describe is None:
            raise not_acceptable(f"Accept: {request.accept}", GRAPHS)
        tag = f'W/"{self._release}.{hashlib.sha256(address.encode()).hexdigest()[:20]}.{media.formats[0]}"'
        headers = {"Vary": _VARY, "ETag": tag, "Cache-Control": "public, no-cache"}
        return _conditional(request, Response(200, media.name, self._describe(address, media.name), headers))


def _knows(request: Request, tag: str) -> bool:
    """Whether If-None-Match lists a tag; compared weakly, as RFC 9110, section 13.1.2 asks."""
    if request.known is None:
        return False
    known = [given.strip().removeprefix("W/") for given in request.known.split(",")]
    return tag.removeprefix("W/") in known


def _conditional(request: Request, response: Response) -> Response:
    """304 for those who have the answer already."""
    tag = response.headers.get("ETag", "")
    if request.method != "GET" or response.status != 200 or not tag or request.known is None:
        return response
    if request.known.strip() != "*" and not _knows(request, tag):
        return response
    kept = {name: value for name, value in response.headers.items() if name in {"ETag", "Vary", "Cache-Control"}}
    return Response(304, "", b"", kept)


def _not_run(error: QuerySyntaxError | QueryRefusedError) -> Response:
    place = asdict(error.position) if error.position else {}
    return problem(
        400,
        "The query is not run here" if isinstance(error, QueryRefusedError) else "The query does not parse",
        str(error),
        advice=error.advice,
        position={name: value for name, value in place.items() if value is not None},
    )


def _stopped(error: QueryTimeoutError | QueryBusyError | EndpointError | EngineError) -> Response:
    """What to say of a query that has no answer, whoever's fault that is."""
    match error:
        case QueryTimeoutError(deadline=deadline):
            return problem(504, "The query took too long", str(error), deadline=deadline)
        case QueryBusyError(retry_after=seconds):
            return problem(503, "Too many queries", str(error), {"Retry-After": str(seconds)})
        case QueryCrashedError():
            return problem(503, "The query broke off", str(error), {"Retry-After": _AFTER_CRASH})
        case EndpointError():  # where it is and why it does not answer is for those who run the site
            _LOG.warning("%s", error)
            return problem(503, "The store is away", _OUTAGE, {"Retry-After": _AFTER_OUTAGE})
        case EngineError():
            return problem(503, "The store could not run the query", str(error))


__all__ = ["Caps", "Endpoint", "Request", "Response", "problem"]
