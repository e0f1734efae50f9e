"""The SPARQL 1.1 Protocol, query operation, without HTTP objects: a request in, a response out.

https://www.w3.org/TR/sparql11-protocol/ — sections are named where a rule comes from. Whoever speaks HTTP turns its own
request into a `Request` and sends the `Response` as it is.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from typing import Final

from edukg.endpoint.cache import Cache
from edukg.endpoint.citation import Stamp, digest_for
from edukg.endpoint.encoding import SMALLEST, choose, encode
from edukg.endpoint.messages import ProtocolError, Request, Response, problem
from edukg.endpoint.protocol import graphs_of, media_for, not_acceptable, parameters_of, query_of
from edukg.errors import QueryBusyError, QueryCrashedError, QueryRefusedError, QuerySyntaxError, QueryTimeoutError
from edukg.media import GRAPHS, RESULTS_JSON, negotiate
from edukg.store.base import Answer, GraphChoice, Store, Terms

ROWS: Final = 1_000_000
SIZE: Final = 100_000_000
CACHED: Final = 64_000_000

_AFTER_CRASH: Final = "5"
"""Seconds by which the process that broke down has long been replaced."""
_CHANGING: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID)\s*\(", re.IGNORECASE)
"""Functions that give another value each time: such answers are not kept and have no tag."""
_VARY: Final = "Accept, Accept-Encoding"


@dataclass(frozen=True, slots=True)
class Caps:
    """The most that is sent of one answer, in rows (or triples) and bytes, and bytes of answers kept in memory."""

    rows: int = ROWS
    size: int = SIZE
    cached: int = CACHED


def _itself(query: str) -> str:
    return query


class Endpoint:
    """Answers requests over one release. Safe to share between threads."""

    def __init__(
        self,
        store: Store,
        *,
        version: str,
        release: str,
        caps: Caps | None = None,
        expand: Callable[[str], str] = _itself,
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
            parameters = parameters_of(request)
            query = query_of(parameters)
            if query is None:
                if request.method == "GET":
                    return self._description(request, address)
                raise ProtocolError(
                    400, "No query", "Send the query as the parameter 'query' or as a body of its own type."
                )
            wanted = tuple(value for name, value in parameters if name == "format" and value)
            response = self._answer(request, query, graphs_of(parameters), wanted)
        except ProtocolError as error:
            return error.response
        except (QuerySyntaxError, QueryRefusedError) as error:
            return _not_run(error)
        except (QueryTimeoutError, QueryBusyError, QueryCrashedError) as error:
            return _stopped(error)
        return _conditional(request, response)

    def _answer(self, request: Request, query: str, graphs: GraphChoice, wanted: tuple[str, ...]) -> Response:
        coding = choose(request.encodings)
        key = (query, graphs, wanted or request.accept, coding)
        if kept := self._cache.get(key):
            return kept
        terms = Terms(request.client, self._caps.rows, self._caps.size)
        answer = self._store.query(self._expand(query), graphs=graphs, terms=terms)
        media = media_for(answer, request.accept, wanted)
        digest = digest_for(query, graphs)
        changing = _CHANGING.search(query) is not None
        tag = "" if changing else f'W/"{self._release}.{_tag(digest, media.name)}"'
        if tag and request.method == "GET" and _knows(request, tag):
            return Response(304, "", b"", {"ETag": tag, "Vary": _VARY, "Cache-Control": "public, no-cache"})
        response = self._sent(answer, media.name, digest, tag)
        if coding and len(response.body) >= SMALLEST:
            headers = {**response.headers, "Content-Encoding": coding}
            response = replace(response, body=encode(response.body, coding), headers=headers)
        if not changing:
            self._cache.put(key, response, query)
        return response

    def _sent(self, answer: Answer, media_type: str, digest: str, tag: str) -> Response:
        body = answer.serialise(media_type)
        now = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        stamp = Stamp(self._version, self._release, digest, now, answer.truncated)
        if media_type == RESULTS_JSON.name:
            body = stamp.put_into(body)
        headers = {"Vary": _VARY, **stamp.headers()}
        headers |= {"ETag": tag, "Cache-Control": "public, no-cache"} if tag else {"Cache-Control": "no-store"}
        return Response(200, media_type, body, headers)

    def _description(self, request: Request, address: str) -> Response:
        media = negotiate(request.accept, GRAPHS)
        if media is None or self._describe is None:
            raise not_acceptable(f"Accept: {request.accept}", GRAPHS)
        tag = f'W/"{self._release}.{_tag(address, media.name)}"'
        headers = {"Vary": _VARY, "ETag": tag, "Cache-Control": "public, no-cache"}
        return _conditional(request, Response(200, media.name, self._describe(address, media.name), headers))


def _tag(what: str, media_type: str) -> str:
    return hashlib.sha256(f"{what} {media_type}".encode()).hexdigest()[:20]


def _knows(request: Request, tag: str) -> bool:
    """Whether If-None-Match lists a tag; compared weakly, as RFC 9110, section 13.1.2 asks."""
    known = [given.strip().removeprefix("W/") for given in (request.known or "").split(",")]
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
    title = "The query is not run here" if isinstance(error, QueryRefusedError) else "The query does not parse"
    place = asdict(error.position) if error.position else {}
    place = {name: value for name, value in place.items() if value is not None}
    return problem(400, title, str(error), advice=error.advice, position=place)


def _stopped(error: QueryTimeoutError | QueryBusyError | QueryCrashedError) -> Response:
    """What to say of a query that has no answer, whoever's fault that is."""
    match error:
        case QueryTimeoutError(deadline=deadline):
            return problem(504, "The query took too long", str(error), deadline=deadline)
        case QueryBusyError(retry_after=seconds):
            return problem(503, "Too many queries", str(error), {"Retry-After": str(seconds)})
        case QueryCrashedError():
            return problem(503, "The query broke off", str(error), {"Retry-After": _AFTER_CRASH})


__all__ = ["Caps", "Endpoint", "Request", "Response", "problem"]
