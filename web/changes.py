"""What changed from release to release: a page, a feed, JSON."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree as ET

from flask import Blueprint, Response, abort, jsonify, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from edukg import media, wire
from edukg.changes.wording import change_log, told
from edukg.errors import ElsewhereError
from edukg.linked import of_changes
from edukg.model import Change, ChangeKind, Difference, Manifest
from edukg.namespaces import ONTOLOGY
from edukg.web.contexts import Frame
from edukg.web.errors import not_here
from edukg.web.interface import frame, knowledge_base, links, origin, site_settings
from edukg.web.operations import operation
from edukg.web.operations_elsewhere import CHANGES

blueprint = Blueprint("changes", __name__)

_ATOM = "http://www.w3.org/2005/Atom"
_SHOWN = 100
"""Changes shown under one heading of the page; the JSON has them all."""


@dataclass(frozen=True, slots=True)
class Group:
    """The changes of one kind, as many as a page takes, and how many there are."""

    kind: ChangeKind
    changes: tuple[Change, ...]
    total: int


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """The releases that are kept, and what one of them changed (None: `why` says why that is not told)."""

    frame: Frame
    releases: tuple[Manifest, ...]
    shown: Manifest
    difference: Difference | None
    why: str
    groups: tuple[Group, ...]


def _place() -> int:
    """Where in the history the release stands that is asked for by the beginning of its digest."""
    asked = request.args.get("release", "")
    found = (n for n, (_folder, manifest) in enumerate(knowledge_base().history) if manifest.digest.startswith(asked))
    place = next(found, None)
    if place is None:
        abort(404)
    return place


@blueprint.get("/changes")
def changes() -> Response:
    """What the newest release changed, or the one that is asked for; by Accept or `?format=` as a graph."""
    form, offered = request.args.get("format", ""), (media.HTML, *media.GRAPHS)
    chosen = media.by_format(form, offered) if form else media.negotiate(request.headers.get("Accept"), offered)
    if chosen is None:
        abort(406)
    if chosen is media.HTML:
        return Response(_page(), content_type=media.HTML.content_type)
    return _graph(chosen)


@blueprint.get("/changes.<suffix>")
def changes_in(suffix: str) -> Response:
    """The same as a graph, in the syntax of a suffix."""
    chosen = media.by_suffix(f".{suffix}", media.GRAPHS)
    if chosen is None:
        abort(404)
    return _graph(chosen)


def _graph(chosen: media.MediaType) -> Response:
    kb = knowledge_base()
    place = _place()
    _folder, manifest = kb.history[place]
    found = kb.changes(place)
    body = of_changes(
        found,
        manifest,
        f"{origin()}{links().root}/changes?release={manifest.digest[:16]}",
        chosen.name,
        summaries=["\n".join(told(change)) for change in found.changes] if found else (),
        context=kb.linked.context,
    )
    response = Response(body, content_type=chosen.content_type)
    if place + 1 < len(kb.history):
        earlier = links().changes_graph(chosen.suffix, kb.history[place + 1][1].digest[:16])
        response.headers.add("Link", f'<{earlier}>; rel="prev"')
    return response


def _found(place: int) -> tuple[Difference | None, str]:
    """What the release at a place changed, or why that cannot be told."""
    try:
        found = knowledge_base().changes(place)
    except ElsewhereError:
        return None, not_here()
    if found is not None:
        return found, ""
    return None, _("This is the oldest release that is kept here; there is nothing to compare it with.")


def _page() -> str:
    kb = knowledge_base()
    place = _place()
    found, why = _found(place)
    groups = tuple(
        Group(kind, of_kind[:_SHOWN], len(of_kind)) for kind in ChangeKind if found and (of_kind := found.of(kind))
    )
    releases = tuple(manifest for _folder, manifest in kb.history)
    page = ChangesPage(frame(_("What changed"), section="downloads"), releases, releases[place], found, why, groups)
    return render_template("pages/changes.html", page=page)


@blueprint.get("/api/v1/changes")
@operation(CHANGES)
def changes_as_json() -> Response:
    """The same as JSON, whole."""
    kb = knowledge_base()
    place = _place()
    found = kb.changes(place)
    releases = [{"version": m.version, "digest": m.digest, "created": m.created} for _folder, m in kb.history]
    response = jsonify(releases=releases, difference=wire.difference(found) if found else None)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/changes.atom")
def feed() -> Response:
    """A feed (RFC 4287) with an entry for each release that is kept; the text of an entry is its change log."""
    kb = knowledge_base()
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    address = (site_settings().base_url or request.host_url).rstrip("/")
    _texts(root, id=f"{ONTOLOGY}#changes", title="EduKG: what changed", updated=kb.manifest.created)
    ET.SubElement(root, "link", {"rel": "self", "href": address + links().changes_feed()})
    _texts(ET.SubElement(root, "author"), name="EduKG contributors")
    for place, (_folder, manifest) in enumerate(kb.history):
        with force_locale("en"):
            found, why = _found(place)
        entry = ET.SubElement(root, "entry")
        _texts(
            entry,
            id=f"{ONTOLOGY}#release-{manifest.digest[:16]}",
            title=f"EduKG {manifest.version} ({manifest.digest[:12]})",
            updated=manifest.created,
        )
        ET.SubElement(entry, "link", {"href": address + links().changes(manifest.digest[:16])})
        content = ET.SubElement(entry, "content", {"type": "text"})
        content.text = change_log(found) if found else why
    written = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return Response(written, content_type="application/atom+xml; charset=utf-8")


def _texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = text
