"""The answers of the SPARQL endpoint as pages.

A browser that asks for a page gets the answer of the endpoint as a table.
"""

from __future__ import annotations

import time
from dataclasses import replace

from flask import Blueprint, Response, json, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from edukg import media
from edukg.endpoint import Request
from edukg.endpoint.citation import TRUNCATED_HEADER
from edukg.model import Text
from edukg.namespaces import shorten
from edukg.web.contexts import Alternate, ResultsPage, ResultValue
from edukg.web.errors import problem_page
from edukg.web.interface import endpoint, frame, links, site_settings
from edukg.web.protocol import client_of

blueprint = Blueprint("sparql", __name__)

ROWS_SHOWN = 1000
"""A page shows so many rows and says how many there are; the other forms of the answer hold all."""
_FOR_PAGES = f"{media.RESULTS_JSON.name}, {media.TURTLE.name};q=0.9"


@blueprint.route("/sparql", methods=["GET", "POST"], strict_slashes=False)
def page() -> AnyResponse:
    """The answer as a page; all other answers are given by `edukg.web.protocol`, before a request comes here."""
    if request.method != "POST" and "query" not in request.args:
        return redirect(links().query(), 303)
    return _page(
        Request(
            method="POST" if request.method == "POST" else "GET",
            parameters=[(name, value) for name, value in request.args.items(multi=True) if name != "format"],
            content_type=request.content_type or "",
            body=request.get_data(parse_form_data=False) if request.method == "POST" else b"",
            accept=_FOR_PAGES,
            client=client_of(request.environ, site_settings().proxies),
        )
    )


def _address() -> str:
    host = site_settings().base_url.rstrip("/") or request.url_root.rstrip("/")
    return host + "/sparql"


def _page(asked: Request) -> Response:
    """The answer as a page, with the other forms one click away."""
    query = request.args.get("query", "") or request.form.get("query", "")
    began = time.perf_counter()
    answer = endpoint().respond(asked, address=_address())
    took = round((time.perf_counter() - began) * 1000)
    if answer.status != 200:
        found = json.loads(answer.body)
        response = problem_page(answer.status, found, query)
        response.headers.extend(dict(answer.headers))
        return response
    if answer.media_type == media.TURTLE.name:
        page = ResultsPage(frame(_("Answer")), query, graph=answer.body.decode(), formats=_forms(query, media.GRAPHS))
    else:
        page = _table(query, answer.body)
    page = replace(page, truncated=answer.headers.get(TRUNCATED_HEADER, ""))
    response = Response(render_template("sparql/results.html", page=page), content_type=media.HTML.content_type)
    response.headers["Server-Timing"] = f"query;dur={took}"
    return response


def _forms(query: str, offered: tuple[media.MediaType, ...]) -> tuple[Alternate, ...]:
    build = links()
    return tuple(Alternate(m.label.split()[-1], m.name, build.sparql(query, m.formats[0])) for m in offered)


def _table(query: str, body: bytes) -> ResultsPage:
    """Rows from the answer in JSON (SPARQL 1.1 Query Results JSON Format), which keeps languages and kinds of node."""
    found = json.loads(body)
    if "boolean" in found:
        return ResultsPage(frame(_("Answer")), query, truth=found["boolean"], formats=_forms(query, media.RESULTS[:2]))
    variables = tuple(found["head"]["vars"])
    rows = found["results"]["bindings"]
    return ResultsPage(
        frame=frame(_("Answer")),
        query=query,
        variables=variables,
        rows=tuple(tuple(_value(row.get(name)) for name in variables) for row in rows[:ROWS_SHOWN]),
        total=len(rows),
        formats=_forms(query, media.RESULTS),
    )


def _value(node: dict[str, str] | None) -> ResultValue | None:
    if node is None:
        return None
    value = node["value"]
    if node["type"] == "uri":
        return ResultValue(Text(shorten(value)), links().to(value))
    if node["type"] == "bnode":
        return ResultValue(Text("_:" + value))
    return ResultValue(Text(value, node.get("xml:lang", "")), datatype=node.get("datatype", ""))
