"""The catalogue of all files and services, for portals and programs; people are sent to the page of downloads."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, current_app, redirect, request
from werkzeug.exceptions import NotAcceptable

from edukg import media
from edukg.web.interface import knowledge_base, links, site_settings

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse


blueprint = Blueprint("catalog", __name__)

OFFERED = (*media.GRAPHS, *media.DATASETS)
"""A catalogue is one graph, which the syntaxes for several can hold as well."""
_KEPT = 12
"""Catalogues kept in memory: six syntaxes, for an installation with two addresses."""


@blueprint.get("/catalog")
def catalog() -> AnyResponse:
    """The catalogue in the syntax that Accept or `?format=` names; for browsers, the page of downloads."""
    if name := request.args.get("format", ""):
        chosen = media.by_format(name, (*OFFERED, media.HTML))
        if chosen is None:
            abort(404)
    else:
        chosen = media.negotiate(request.headers.get("Accept"), (*OFFERED, media.HTML))
    if chosen is None:
        raise NotAcceptable(description=f"Offered here are {', '.join(m.name for m in OFFERED)}.")
    if chosen is media.HTML:
        return redirect(links().downloads(), 303)
    return _answer(chosen)


@blueprint.get("/catalog.<suffix>")
def catalog_in(suffix: str) -> AnyResponse:
    """The catalogue in the syntax of a suffix."""
    chosen = media.by_suffix(f".{suffix}", OFFERED)
    if chosen is None:
        abort(404)
    return _answer(chosen)


@blueprint.get("/.well-known/void")
def void() -> AnyResponse:
    """Where the data set is described (https://www.w3.org/TR/void/#well-known): in the catalogue."""
    return redirect(links().catalogue(), 302)


def _answer(chosen: media.MediaType) -> Response:
    address = (site_settings().base_url or request.host_url).rstrip("/")
    kb = knowledge_base()
    held = current_app.extensions.setdefault("edukg-catalogues", lru_cache(_KEPT)(kb.catalogue))
    response = Response(held(address, chosen.name), content_type=chosen.content_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Location"] = links().catalogue(chosen.suffix)
    response.vary.add("Accept")
    for other in OFFERED:
        response.headers.add("Link", f'<{links().catalogue(other.suffix)}>; rel="alternate"; type="{other.name}"')
    return response


__all__ = ["blueprint"]
