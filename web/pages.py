"""The pages that are about the site as a whole: home, about."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, current_app, jsonify, render_template, request
from flask_babel import gettext as _

from edukg.errors import UnknownTermError
from edukg.model import Term
from edukg.namespaces import LANGUAGES, ONTOLOGY, TERM
from edukg.web.contexts import (
    AboutPage,
    Count,
    HomePage,
)
from edukg.web.interface import (
    content_language,
    frame,
    interface_language,
    knowledge_base,
    site_settings,
)
from edukg.web.readings import citation, readings_of
from edukg.web.structured import of_lexicon

blueprint = Blueprint("pages", __name__)

FIGURE = "educational-cluster"
"""The word on which the first page shows what ambiguity is."""
COUNTED = ("terms", "senses", "concepts", "attestations", "sources", "classes", "properties", "instances")


def _figure(language: str) -> Term | None:
    for code in dict.fromkeys((language, *LANGUAGES)):
        try:
            return knowledge_base().lexicon.term(f"{TERM}{FIGURE}-{code}")
        except UnknownTermError:
            continue
    return None


@blueprint.get("/")
def home() -> str:
    """What this is, and a picture of what it is for."""
    kb = knowledge_base()
    term = _figure(content_language())
    counts = kb.manifest.counts
    page = HomePage(
        frame=replace(frame(section="home", iri=ONTOLOGY), structured=of_lexicon(interface_language())),
        term=term,
        readings=readings_of(term) if term else (),
        families=kb.lexicon.families(),
        counts=tuple(Count(name, counts[name]) for name in COUNTED if counts.get(name)),
        triples=counts.get("asserted", 0) + counts.get("inferred", 0),
    )
    return render_template("pages/home.html", page=page)


@blueprint.get("/about")
def about() -> str:
    """What this is, where it comes from, what it promises."""
    manifest = knowledge_base().manifest
    page = AboutPage(
        frame=frame(_("About"), section="about"),
        digest=manifest.digest,
        citation=citation(_("knowledge base"), ONTOLOGY, manifest),
        address=site_settings().base_url or request.host_url.rstrip("/"),
    )
    return render_template("pages/about.html", page=page)


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """The mark of the site, for browsers that ask at this place."""
    return current_app.send_static_file("mark.svg")


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Pages may be gathered; the endpoint is no page."""
    closed = "".join(f"Disallow: {path}\n" for path in ("/sparql", "/search", "/version/"))
    return Response("User-agent: *\n" + closed, content_type="text/plain")


@blueprint.get("/healthz")
def healthz() -> Response:
    """Whether the site answers, and from which release."""
    manifest = knowledge_base().manifest
    response = jsonify(status="ok", version=manifest.version, digest=manifest.digest)
    response.headers["Cache-Control"] = "no-store"
    return response
