"""Turns every error into an answer in words, in one place: a page, problem+json (RFC 9457), or plain text."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from flask import Response, json, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from edukg.errors import (
    BuildRefusedError,
    EdukgError,
    ElsewhereError,
    EndpointError,
    EngineError,
    InputError,
    MissingFileError,
    Position,
    PublicationError,
    QueryBusyError,
    QueryTimeoutError,
    ReleaseError,
    StorageError,
    StoreAwayError,
    UnknownFormatError,
    UnknownTermError,
    ValidationTimeoutError,
)
from edukg.web.contexts import ErrorPage
from edukg.web.interface import frame
from edukg.web.problems import apart

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask import Flask

PROBLEM = "application/problem+json"
_LOG: Final = logging.getLogger("edukg.store")
_STATUS: tuple[tuple[type[EdukgError], int], ...] = (
    (UnknownTermError, 404),
    (MissingFileError, 404),
    (UnknownFormatError, 406),
    (InputError, 400),
    (BuildRefusedError, 422),
    (ElsewhereError, 404),
    (ReleaseError, 503),
    (StorageError, 503),
    (QueryBusyError, 503),
    (QueryTimeoutError, 504),
    (ValidationTimeoutError, 504),
    (EndpointError, 503),
    (PublicationError, 503),
    (EngineError, 503),
)
_FOR_PROGRAMS = ("/api/", "/reconcile")


def status_of(error: EdukgError) -> int:
    """The HTTP status that says best whose fault it was."""
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


def problem(
    status: int,
    title: str,
    detail: str,
    *,
    advice: str = "",
    position: dict[str, object] | None = None,
    nearest: Sequence[str] = (),
) -> Response:
    """An answer for programs."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    if advice:
        body["advice"] = advice
    if position:
        body["position"] = position
    if nearest:
        body["nearest"] = list(nearest)
    return Response(json.dumps(body) + "\n", status, content_type=PROBLEM)


def _wanted() -> str:
    if request.path.startswith(_FOR_PROGRAMS):
        return PROBLEM
    offered = ["text/html", PROBLEM, "application/json", "text/plain"]
    if request.path == "/sparql":
        offered = ["text/plain", PROBLEM, "application/json", "text/html"]
    found = request.accept_mimetypes.best_match(offered)
    return "text/html" if found == "text/html" else found or PROBLEM


def titles() -> dict[int, str]:
    """What each status is called on a page."""
    return {
        400: _("This request cannot be used as it is"),
        404: _("There is nothing at this address"),
        405: _("This address does not take such a request"),
        406: _("This is not offered in the form that was asked for"),
        410: _("This has been withdrawn"),
        413: _("This is too large"),
        414: _("This address is too long"),
        415: _("This kind of content is not taken here"),
        422: _("These data cannot be used"),
        500: _("Something went wrong on our side"),
        503: _("The site cannot answer just now"),
        504: _("This took too long"),
    }


def error_page(
    status: int,
    message: str,
    *,
    advice: str = "",
    position: str = "",
    nearest: Sequence[str] = (),
    query: str = "",
    instead: Sequence[tuple[str, str]] = (),
) -> Response:
    """An answer for people. `query` is the one that went wrong, so that it can be mended.

    `instead` are the names and addresses of what stands in the place of a thing that is gone.
    """
    title = titles().get(status, _("Something went wrong"))
    context = ErrorPage(frame(title), status, title, message, advice, position, tuple(nearest), query, tuple(instead))
    return Response(render_template("errors/error.html", page=context), status, content_type="text/html; charset=utf-8")


def problem_page(status: int, body: Mapping[str, Any], query: str) -> Response:
    """A problem of the endpoint as a page: its detail is taken apart again into place, message and advice."""
    place, message, advice = apart(body)
    return error_page(status, message, advice=advice, position=placed(place), query=query)


def on_http_error(error: HTTPException) -> Response:
    """Answer an error of HTTP itself, a missing page among them."""
    status = error.code or 500
    description = error.description or ""
    wanted = _wanted()
    advice = ""
    if status == 413:
        most = request.max_content_length or 0
        description = _("At most %(number)s MB can be sent at once.", number=most // 1_000_000)
        advice = _("Send less, or use the command `edukg` on a machine of your own, which has no such limit.")
    if wanted == "text/html":
        response = error_page(status, description if advice else "", advice=advice)
    elif wanted == "text/plain":
        response = Response(f"{error.name}. {description}\n", status, content_type="text/plain; charset=utf-8")
    else:
        response = problem(status, error.name, description, advice=advice)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def placed(place: Position | None) -> str:
    """A position in words of the reader's language."""
    if place is None:
        return ""
    parts = [place.file or ""]
    if place.line is not None:
        parts.append(_("line %(number)s", number=place.line))
        if place.column is not None:
            parts.append(_("column %(number)s", number=place.column))
    return ", ".join(part for part in parts if part)


def not_here() -> str:
    """Why an earlier release cannot be shown or compared by a site over a store elsewhere."""
    why: str = _("The data of this release lie in a store on another machine; this site keeps no copy of them.")
    return why


def on_edukg_error(error: EdukgError) -> Response:
    """Answer an error of ours: what was wrong, where, and what to do.

    Where the store is and why it does not answer is for those who run the site: they find it in its log.
    """
    if isinstance(error, EndpointError):
        _LOG.warning("%s", error)
        error = StoreAwayError(
            _("The store of the knowledge base does not answer just now."),
            advice=_("Try again in a minute. Nothing is lost."),
        )
    if isinstance(error, ElsewhereError):
        error = ElsewhereError(not_here(), advice=_("The release in force answers here as a whole."))
    status = status_of(error)
    nearest = error.nearest if isinstance(error, UnknownTermError) else ()
    place = error.position
    wanted = _wanted()
    if wanted == "text/html":
        return error_page(status, error.message, advice=error.advice, position=placed(place), nearest=nearest)
    if wanted == "text/plain":
        return Response(f"{error}\n", status, content_type="text/plain; charset=utf-8")
    position: dict[str, object] | None = None
    if place:
        fields = {"line": place.line, "column": place.column, "text": place.text}
        position = {name: value for name, value in fields.items() if value is not None}
    return problem(status, type(error).__name__, error.message, advice=error.advice, position=position, nearest=nearest)


def init_app(app: Flask) -> None:
    """Let nobody see a traceback: what nobody foresaw comes here as a plain 500."""
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(EdukgError, on_edukg_error)
