"""Puts the SPARQL protocol on the wire, before Flask: a query that is answered in 0.1 ms should not wait for routing.

Whoever asks for a page at the same address is passed on to the site (`edukg.web.sparql`), and so is everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from edukg import media
from edukg.endpoint import Endpoint, Request, Response, problem
from edukg.endpoint.citation import HEADERS as CITATION
from edukg.web import security
from edukg.web.problems import in_language

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from edukg.settings import Settings

PATHS: Final = frozenset(["/sparql", "/sparql/"])
METHODS: Final = "GET, HEAD, POST, OPTIONS"
LARGEST_BODY: Final = 4_000_000
"""Bytes of a request: eight times the longest query, for what a form adds to it."""
_EXPOSED: Final = ", ".join((*CITATION, "ETag", "Retry-After", "Content-Encoding"))
FOR_ANYONE: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": _EXPOSED,
}
"""Any page on the web may ask (https://fetch.spec.whatwg.org/#http-cors-protocol)."""
_BEFOREHAND: Final = {
    "Allow": METHODS,
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
"""What a browser asks before it asks."""
_ALWAYS: Final = [*FOR_ANYONE.items(), *security.DATA_HEADERS.items()]
_OFFERED: Final = (*media.RESULTS, *media.GRAPHS, media.HTML)


class Protocol:
    """A WSGI application around the site. `endpoint` answers; `settings` say how addresses and clients are told."""

    def __init__(self, site: WSGIApplication, endpoint: Endpoint, settings: Settings) -> None:
        self._site = site
        self._endpoint = endpoint
        self._base = settings.base_url.rstrip("/")
        self._proxies = settings.proxies

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer what the protocol is asked for; pass on the rest."""
        if environ["PATH_INFO"] not in PATHS:
            return self._site(environ, start_response)
        response = self._respond(environ)
        if response is None:
            return self._site(environ, start_response)
        if response.status >= 400:
            response = in_language(response, environ.get("HTTP_ACCEPT_LANGUAGE"))
        return _send(start_response, response, body=environ["REQUEST_METHOD"] != "HEAD")

    def _respond(self, environ: WSGIEnvironment) -> Response | None:
        method = environ["REQUEST_METHOD"]
        if method == "OPTIONS":
            return Response(204, "", b"", _BEFOREHAND)
        if method not in {"GET", "HEAD", "POST"}:
            return _not_taken(405, f"The endpoint takes {METHODS}.", {"Allow": METHODS})
        try:
            asked = _request(environ, self._proxies)
        except UnicodeDecodeError:
            return _not_taken(400, "The address is not percent-encoded UTF-8.")
        except OverflowError:
            return _not_taken(413, f"At most {LARGEST_BODY:,} bytes are taken.")
        if asked is None:
            return None
        return self._endpoint.respond(asked, address=(self._base or _root(environ)) + "/sparql")


def _not_taken(status: int, detail: str, headers: Mapping[str, str] | None = None) -> Response:
    return problem(status, HTTPStatus(status).phrase, detail, headers)


def _request(environ: WSGIEnvironment, proxies: int) -> Request | None:
    """The request in the protocol's terms; None when a page is wanted."""
    parameters = parameters_of(environ.get("QUERY_STRING", ""))
    if wants_page(parameters, environ.get("HTTP_ACCEPT")):
        return None
    posted = environ["REQUEST_METHOD"] == "POST"
    return Request(
        method="POST" if posted else "GET",
        parameters=parameters,
        content_type=environ.get("CONTENT_TYPE", ""),
        body=_body(environ) if posted else b"",
        accept=environ.get("HTTP_ACCEPT"),
        encodings=environ.get("HTTP_ACCEPT_ENCODING"),
        known=environ.get("HTTP_IF_NONE_MATCH"),
        client=client_of(environ, proxies) if proxies else environ.get("REMOTE_ADDR") or "unknown",
    )


def parameters_of(told: str) -> list[tuple[str, str]]:
    """The parameters of an address; raises `UnicodeDecodeError` when they are not UTF-8.

    An address with one parameter, and most have nothing but a query, is decoded by the interpreter's own decoder of
    escapes: the standard library's, written in Python, takes as long as the engine does for the answer.
    """
    name, _, value = told.partition("=")
    if name == "query" and value and "&" not in value:
        escaped = value.replace("+", " ").replace("\\", "\\\\").replace("%", "\\x")
        try:
            return [("query", escaped.encode("ascii").decode("unicode_escape").encode("latin-1").decode())]
        except UnicodeError:  # a lone % or a letter that is not escaped
            pass
    return parse_qsl(told, keep_blank_values=True, errors="strict")


def client_of(environ: WSGIEnvironment, proxies: int) -> str:
    """Who asks: the address of the connection, or the one that the last of so many proxies in front was asked from."""
    if proxies:
        told = [part.strip() for part in environ.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
        if told:
            return str(told[-proxies] if proxies <= len(told) else told[0])
    return str(environ.get("REMOTE_ADDR") or "unknown")


def wants_page(parameters: list[tuple[str, str]], accept: str | None) -> bool:
    """Whether a person in a browser asks."""
    for name, value in parameters:
        if name == "format" and value:
            return value == "html"
    return _prefers_page(accept)


@lru_cache(maxsize=1000)
def _prefers_page(accept: str | None) -> bool:
    return media.negotiate(accept, _OFFERED) is media.HTML


def _root(environ: WSGIEnvironment) -> str:
    host: str = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    return f"{environ['wsgi.url_scheme']}://{host}{environ.get('SCRIPT_NAME', '')}"


def _body(environ: WSGIEnvironment) -> bytes:
    """The body of a request, whether or not its length is told. Raises `OverflowError` for one that is too long."""
    told = environ.get("CONTENT_LENGTH") or ""
    length = int(told) if told.isdigit() else -1
    if length > LARGEST_BODY:
        raise OverflowError
    content: bytes = environ["wsgi.input"].read(length if length >= 0 else LARGEST_BODY + 1)
    if len(content) > LARGEST_BODY:
        raise OverflowError
    return content


@lru_cache(maxsize=100)
def _status_line(status: int) -> str:
    return f"{status} {HTTPStatus(status).phrase}"


@lru_cache(maxsize=100)
def _content_type(media_type: str) -> str:
    known = media.by_format(media_type)
    return known.content_type if known else media_type


def _send(start_response: Callable[..., Any], response: Response, *, body: bool = True) -> list[bytes]:
    headers = [*response.headers.items(), *_ALWAYS]
    if response.media_type:
        headers.append(("Content-Type", _content_type(response.media_type)))
    if response.status not in {204, 304}:
        headers.append(("Content-Length", str(len(response.body))))
    start_response(_status_line(response.status), headers)
    return [response.body] if body and response.body else []
