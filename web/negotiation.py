"""Every IRI of ours answers: with a page for people, with RDF for programs, as Accept, a suffix or `?format=` says.

A thing that is no document cannot be sent: who asks for RDF about it is sent on (303) to a document about it, whose
address ends in the syntax (https://www.w3.org/TR/cooluris/#r303gendocument). Its page stands at the address itself, and
the permanent IRI, elsewhere, is named by rel="cite-as" (RFC 8574). A document of ours, an ontology or a graph, answers
at once. Answers vary by Accept, name their other forms in Link headers (RFC 8288), and come in pages when long.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from flask import Response, abort, redirect, request
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.exceptions import NotAcceptable

from edukg import keeping, media
from edukg.errors import UnknownFormatError
from edukg.linked import CONTEXT, PROFILES, Place, Profile, missing, pages_around, profile_in
from edukg.model import Kind
from edukg.namespaces import BASE, DCTERMS, LANGUAGES
from edukg.web.contexts import Alternate
from edukg.web.errors import error_page, titles
from edukg.web.interface import interface_language, knowledge_base, links, origin
from edukg.web.links import iri_of
from edukg.web.versions import at_time

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from werkzeug.wrappers import Response as AnyResponse

    from edukg.linked import Description, Triple
    from edukg.model import Retired

OFFERED: Final = (media.HTML, *media.GRAPHS)
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
VARYING: Final = ("Accept", "Accept-Language", "Accept-Datetime")
DOCUMENTS: Final = frozenset((Kind.ONTOLOGY, Kind.GRAPH))
"""Kinds whose RDF is what they are, and not only says something of them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. `named`: the address names the syntax; `syntax` is None when none that is offered will do."""

    iri: str
    syntax: media.MediaType | None
    named: bool

    @property
    def wants_rdf(self) -> bool:
        """Whether a program asks."""
        return self.syntax in media.GRAPHS


def split(path: str) -> tuple[str, media.MediaType | None]:
    """The IRI that a path stands for, and the syntax that its suffix asks for."""
    for offered in OFFERED:
        for suffix in (offered.suffix, *offered.suffixes):
            if path.endswith(suffix) and knowledge_base().kind(iri_of(path)) is None:
                return iri_of(path.removesuffix(suffix)), offered
    return iri_of(path), None


def asked_for(path: str) -> Asked:
    """What a request asks for at a path. Raises `UnknownFormatError` for a `?format=` that is not offered."""
    iri, syntax = split(path)
    form = request.args.get("format", "")
    if form:
        syntax = media.by_format(form, OFFERED)
        if syntax is None:
            raise UnknownFormatError(
                f"There is no format '{form}' here.",
                advice=f"Choose one of {', '.join(offered.formats[0] for offered in OFFERED)}.",
            )
    if syntax is not None:
        return Asked(iri, syntax, named=True)
    return Asked(iri, media.negotiate(request.headers.get("Accept"), OFFERED), named=False)


def alternates(iri: str) -> tuple[Alternate, ...]:
    """The same thing in each syntax of RDF."""
    build = links()
    return tuple(Alternate(m.label, m.name, build.to(iri, suffix=m.suffix)) for m in media.GRAPHS)


def serve(path: str, page: Callable[[str], str]) -> AnyResponse:
    """Answer for the IRI at a path: `page` renders it for people, the knowledge base writes it for programs.

    404 when nothing is said of the IRI, 406 with a list when no syntax that is offered will do.
    """
    kb = knowledge_base()
    asked = asked_for(path)
    if "Accept-Datetime" in request.headers and (then := at_time("/" + path)):
        return then
    kind = kb.kind(asked.iri)
    if kind is None and asked.named and (kind := kb.kind(asked.iri + "/")):
        asked = Asked(asked.iri + "/", asked.syntax, named=True)
    if kind is None:
        moved = _version_of(asked)
        return moved or not_found(asked)
    retired = kb.linked.retired(asked.iri)
    if retired and retired.withdrawn:
        return gone(asked, retired)
    if asked.syntax is None:
        offered = ", ".join(m.name for m in OFFERED)
        raise NotAcceptable(description=f"Offered here are {offered}.")
    if not asked.wants_rdf:
        response: AnyResponse = Response(page(asked.iri), content_type=media.HTML.content_type)
    elif asked.named or kind in DOCUMENTS:
        response = _rdf(asked, kind)
    else:
        response = redirect(_again(links().to(asked.iri, suffix=asked.syntax.suffix)), 303)
    for other in retired.replaced_by if retired else ():
        response.headers.add("Link", f'<{links().to(other.iri)}>; rel="{DCTERMS}isReplacedBy"')
    return _related(response, asked)


def gone(asked: Asked, retired: Retired) -> Response:
    """410: what was said of an IRI has been withdrawn. Since when, why and what replaces it is told all the same."""
    if asked.syntax is None or not asked.wants_rdf:
        language = interface_language()
        instead = [(other.label(language), links().to(other.iri)) for other in retired.replaced_by]
        return error_page(410, retired.notes.value(language), instead=instead)
    found = knowledge_base().linked.describe(asked.iri, Kind.INSTANCE)
    said = found.triples if found else ()
    return told_in_rdf(asked, 410, lambda: _("%(iri)s has been withdrawn.", iri=asked.iri), said)


def _again(address: str) -> str:
    """An address with the arguments of this request that mean something there."""
    kept = {name: request.args[name] for name in ("page", "profile", "context") if name in request.args}
    profile = profile_in(request.headers.get("Accept", ""))
    if profile and "profile" not in kept:
        kept["profile"] = profile.value
    return f"{address}?{urlencode(kept)}" if kept else address


def _rdf(asked: Asked, kind: Kind) -> Response:
    """A page of the description, with links to those around it."""
    kb = knowledge_base()
    number = request.args.get("page", "1")
    found = kb.linked.describe(asked.iri, kind, int(number)) if number.isdecimal() and len(number) < 10 else None
    if found is None or asked.syntax is None:
        return not_found(asked)
    form = request.args.get("profile") or request.headers.get("Accept", "")
    profile = profile_in(form) if asked.syntax is media.JSON_LD else None
    named = request.args.get("context") == "linked"
    place = _place(asked, found)
    body = kb.linked.write(
        found,
        asked.syntax.name,
        place=place,
        profile=profile or (Profile.COMPACTED if found.document else Profile.FRAMED),
        reference=origin() + links().to(CONTEXT) if named else "",
    )
    content_type = asked.syntax.content_type + (f';profile="{PROFILES[profile]}"' if profile else "")
    response = Response(body, content_type=content_type)
    response.headers["Content-Location"] = _again(links().to(asked.iri, suffix=asked.syntax.suffix))
    if found.pages > 1:
        for name, page in pages_around(found.page, found.pages).items():
            response.headers.add("Link", f'<{place.pages[page - 1].removeprefix(origin())}>; rel="{name}"')
    if asked.syntax is media.JSON_LD:
        response.headers.add("Link", f'<{links().to(CONTEXT)}>; rel="{PROFILES[Profile.CONTEXT]}"')
    return response


def _place(asked: Asked, found: Description) -> Place:
    suffix = asked.syntax.suffix if asked.syntax else ""
    whole = origin() + links().to(asked.iri, suffix=suffix)
    return Place(whole, [f"{whole}?page={number}" for number in range(1, found.pages + 1)])


def _related(response: AnyResponse, asked: Asked) -> AnyResponse:
    """Say in Link headers what belongs to an answer: permanent IRI, other forms, licence, what describes it."""
    response.vary.update(("Accept-Language", "Accept-Datetime") if asked.named else VARYING)
    if response.status_code >= 400:
        return response
    response.headers.add("Link", f'<{asked.iri}>; rel="cite-as"')
    response.headers.add("Link", f'<{LICENCE}>; rel="license"')
    build = links()
    for other in alternates(asked.iri):
        response.headers.add("Link", f'<{other.address}>; rel="alternate"; type="{other.media_type}"')
    if asked.wants_rdf:
        response.headers.add("Link", f'<{build.to(asked.iri)}>; rel="alternate"; type="{media.HTML.name}"')
        response.headers.add("Link", f'<{build.root}/.well-known/void>; rel="describedby"')
    else:
        turtle = build.to(asked.iri, suffix=media.TURTLE.suffix)
        response.headers.add("Link", f'<{turtle}>; rel="describedby"; type="{media.TURTLE.name}"')
    return response


def not_found(asked: Asked) -> Response:
    """404, in RDF for those who asked for RDF."""
    if asked.syntax is None or not asked.wants_rdf:
        abort(404)
    return told_in_rdf(asked, 404, lambda: _("Nothing is said of %(iri)s here, or it has no such page.", iri=asked.iri))


def told_in_rdf(asked: Asked, status: int, detail: Callable[[], str], said: Sequence[Triple] = ()) -> Response:
    """An error as RDF, in every language of the interface. `said` is what is still known of a thing that is gone."""
    syntax = asked.syntax or media.TURTLE
    names, details = {}, {}
    for language in LANGUAGES:
        with force_locale(language):
            names[language] = titles()[status]
            details[language] = detail()
    body = missing(
        origin() + request.full_path.rstrip("?"),
        syntax.name,
        status=status,
        titles=names,
        details=details,
        said=said,
        context=knowledge_base().linked.context,
    )
    return Response(body, status, content_type=syntax.content_type)


def _version_of(asked: Asked) -> AnyResponse | None:
    """Where the version of an ontology can be read that its version IRI names (owl:versionIRI), or None if not here."""
    ontology, _slash, version = asked.iri.rpartition("/")
    kept = keeping.find(knowledge_base().home, version)
    if kept is None or kept[1].version != version or knowledge_base().kind(ontology) is not Kind.ONTOLOGY:
        return None
    suffix = asked.syntax.suffix if asked.named and asked.syntax else ""
    response = redirect(_again(links().version(version, "/" + ontology.removeprefix(BASE) + suffix)), 303)
    response.vary.add("Accept")
    return response
