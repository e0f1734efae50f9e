"""Versions at their bare names, and those that are kept no longer: they are gone, which is told to all who ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect
from flask_babel import gettext as _

from edukg import keeping
from edukg.web.errors import error_page
from edukg.web.interface import knowledge_base, links
from edukg.web.negotiation import asked_for, told_in_rdf

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("former", __name__)


@blueprint.get("/version/<path:path>")
def former(path: str) -> AnyResponse:
    """410 for a version that was kept once, with a way to the present; the bare name of one leads to its first page."""
    name, slash, rest = path.partition("/")
    home = knowledge_base().home
    if not slash and keeping.find(home, name) is not None:
        return redirect(links().version(name), 301)
    found = keeping.former(home, name)
    if found is None:
        abort(404)

    def told() -> str:
        date = found.created[:10]
        said: str = _("Version %(version)s of %(date)s is kept here no longer.", version=found.version, date=date)
        return said

    asked = asked_for("/" + rest)
    if asked.wants_rdf:
        return told_in_rdf(asked, 410, told)
    present = [(_("The release in force"), f"{links().root}/{rest}"), (_("Versions"), links().versions())]
    return error_page(410, told(), instead=present)
