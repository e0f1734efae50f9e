"""The pages that speak to people about the site: how to cite it, how to suggest a change, for whom it is, help."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from edukg.namespaces import ONTOLOGY
from edukg.web.contexts import Frame
from edukg.web.interface import frame, interface_language, knowledge_base, links, site_settings
from edukg.web.links import iri_of
from edukg.web.readings import citation

blueprint = Blueprint("editorial", __name__)

LONGEST = 4000
"""Characters of a suggestion that are taken over into the prepared message."""
FIELDS = ("there", "instead", "source")


@dataclass(frozen=True, slots=True)
class EditorialPage:
    """A page of words. `citation` is the line that cites the whole, `address` where this site lies."""

    frame: Frame
    citation: str
    address: str


@dataclass(frozen=True, slots=True)
class SuggestPage:
    """The form of a suggestion; once it is filled in, `message` is ready to be sent and `mail` opens it as a letter."""

    frame: Frame
    page: str
    given: dict[str, str]
    message: str
    mail: str
    file: str


def _page(title: str) -> EditorialPage:
    address = site_settings().base_url or request.host_url.rstrip("/")
    cited = citation(_("knowledge base"), ONTOLOGY, knowledge_base().manifest)
    return EditorialPage(frame(title, section="about"), cited, address)


@blueprint.get("/about/cite")
def cite() -> str:
    """How a term, a reading, a use and the whole are cited."""
    return render_template("editorial/cite.html", page=_page(_("How to cite")))


@blueprint.get("/about/researchers")
def researchers() -> str:
    """What somebody with a notebook can do here."""
    return render_template("editorial/researchers.html", page=_page(_("For researchers")))


@blueprint.get("/about/developers")
def developers() -> str:
    """What somebody who writes programs can do here."""
    return render_template("editorial/developers.html", page=_page(_("For developers")))


@blueprint.get("/about/help")
def guide_to_the_site() -> str:
    """How the site is used, with pictures."""
    return render_template("editorial/help.html", page=_page(_("Help")))


def _given() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:LONGEST] for name in FIELDS}


def _message(page: str, given: dict[str, str]) -> str:
    """The suggestion as plain text: what an editor needs to act, in the order of CONTRIBUTING."""
    manifest = knowledge_base().manifest
    parts = (
        (_("Page"), iri_of(page) if page else ONTOLOGY),
        (_("What is there"), given["there"]),
        (_("What should be there"), given["instead"]),
        (_("Which source says so"), given["source"]),
        (_("Version"), f"{manifest.version} ({manifest.digest[:16]})"),
    )
    return "\n".join(f"{name}: {words}" for name, words in parts if words) + "\n"


@blueprint.get("/about/suggest")
def suggest() -> str:
    """A suggestion is written here and sent by the reader's own means: nothing is stored, no account is needed."""
    page = request.args.get("page", "").strip()[:500]
    given = _given()
    message = _message(page, given) if any(given.values()) else ""
    subject = quote(_("EduKG: a suggestion"))
    context = SuggestPage(
        frame=frame(_("Suggest a change"), section="about"),
        page=page,
        given=given,
        message=message,
        mail=f"mailto:?subject={subject}&body={quote(message)}" if message else "",
        file=links().suggestion(page, **given) if message else "",
    )
    return render_template("editorial/suggest.html", page=context)


@blueprint.get("/about/suggestion.txt")
def suggestion() -> Response:
    """The suggestion as a file to keep or to attach."""
    text = _message(request.args.get("page", "").strip()[:500], _given())
    response = Response(text, content_type="text/plain; charset=utf-8")
    response.headers["Content-Disposition"] = "attachment; filename=edukg-suggestion.txt"
    response.headers["Content-Language"] = interface_language()
    return response
