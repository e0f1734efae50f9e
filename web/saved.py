"""Saved queries: `POST /query/saved` keeps one, `/query/saved/{digest}` is its permanent link.

A program posts JSON or a form and gets JSON back; a browser's form leads to the page of the saved query.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, abort, current_app, json, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from edukg import media
from edukg.endpoint import Request
from edukg.endpoint.citation import ANSWERED_HEADER, RELEASE_HEADER, VERSION_HEADER
from edukg.endpoint.saved import SavedQueries, SavedQuery, Use
from edukg.web.contexts import Frame
from edukg.web.errors import PROBLEM, problem, problem_page
from edukg.web.interface import endpoint, frame, knowledge_base, links, site_settings
from edukg.web.protocol import client_of

blueprint = Blueprint("saved", __name__)

_QUERY = "application/sparql-query"
_JSON = "application/json"


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A saved query: its text, how to cite it, and on which versions of the data it was answered."""

    frame: Frame
    saved: SavedQuery
    address: str
    citations: tuple[str, ...]
    again: str
    """Where it is answered on the present data."""
    present: bool
    """Whether the release in force is one of those that answered it."""


@blueprint.post("/query/saved")
def save() -> AnyResponse:
    """Answer a query and keep it."""
    given = request.get_json(silent=True) if request.is_json else None
    if given is None:
        given = {name: request.form.getlist(name) for name in request.form}
        given["query"] = request.form.get("query", "")
    text = given.get("query", "") if isinstance(given, dict) else ""
    graphs = {name: _texts(given.get(name)) for name in ("default-graph-uri", "named-graph-uri")}
    if not isinstance(text, str) or not text.strip():
        return problem(400, "No query", "Send the query as 'query', in JSON or in a form.")
    asked = Request(
        method="GET",
        parameters=[("query", text), *((name, iri) for name, iris in graphs.items() for iri in iris)],
        accept=f"{media.RESULTS_JSON.name}, {media.N_TRIPLES.name}",
        client=client_of(request.environ, site_settings().proxies),
    )
    answer = endpoint().respond(asked, address="")
    if answer.status != 200:
        if _wants_page():
            return problem_page(answer.status, json.loads(answer.body), text)
        return Response(answer.body, answer.status, headers=dict(answer.headers), content_type=PROBLEM)
    use = Use(answer.headers[VERSION_HEADER], answer.headers[RELEASE_HEADER], answer.headers[ANSWERED_HEADER])
    saved = _store().save(text, use, graphs["default-graph-uri"], graphs["named-graph-uri"])
    if _wants_page():
        return redirect(links().saved(saved.name), 303)
    response = _told(saved, 201)
    response.headers["Location"] = links().saved(saved.name)
    return response


@blueprint.get("/query/saved/<name>")
def show(name: str) -> Response:
    """A saved query as a page, as its text, or as JSON."""
    saved = _store().find(name)
    if saved is None:
        abort(404)
    form = request.args.get("format", "")
    wanted = {"json": _JSON, "sparql": _QUERY, "html": media.HTML.name}.get(
        form
    ) or request.accept_mimetypes.best_match([media.HTML.name, _JSON, _QUERY], media.HTML.name)
    if wanted == _JSON:
        return _told(saved, 200)
    if wanted == _QUERY:
        return Response(saved.text + "\n", content_type=f"{_QUERY}; charset=utf-8")
    address = _link(saved)
    page = SavedPage(
        frame=frame(_("Saved query")),
        saved=saved,
        address=address,
        citations=tuple(saved.citation(address, use) for use in saved.uses),
        again=links().sparql(saved.text),
        present=any(use.release == knowledge_base().manifest.digest[:16] for use in saved.uses),
    )
    return Response(render_template("sparql/saved.html", page=page), content_type=media.HTML.content_type)


def _store() -> SavedQueries:
    store: SavedQueries = current_app.extensions["edukg-saved"]
    return store


def _texts(given: object) -> tuple[str, ...]:
    values = given if isinstance(given, list) else [given]
    return tuple(value for value in values if isinstance(value, str) and value)


def _wants_page() -> bool:
    return request.accept_mimetypes.best_match([_JSON, media.HTML.name]) == media.HTML.name


def _link(saved: SavedQuery) -> str:
    """The permanent address, without the language that this visitor reads in."""
    host = site_settings().base_url.rstrip("/") or request.url_root.rstrip("/")
    return f"{host}/query/saved/{saved.name}"


def _told(saved: SavedQuery, status: int) -> Response:
    link = _link(saved)
    uses = [
        {"version": u.version, "release": u.release, "answered": u.answered, "citation": saved.citation(link, u)}
        for u in saved.uses
    ]
    body = {"digest": saved.digest, "link": link, "query": saved.text, "default-graph-uri": list(saved.default),
            "named-graph-uri": list(saved.named), "uses": uses}  # fmt: skip
    return Response(json.dumps(body) + "\n", status, content_type=_JSON)
