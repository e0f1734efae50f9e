"""How a page is cited: a line of our own, the common styles, and files for reference managers."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from edukg.citing import AUTHOR, FILES, STYLES
from edukg.model import Kind, Resource, Text, Texts
from edukg.namespaces import BASE, LANGUAGES, is_ours
from edukg.web.contexts import Cited, Reference, ReferenceFile
from edukg.web.interface import content_language, knowledge_base, links

blueprint = Blueprint("citing", __name__)


def cite(title: Texts, iri: str, language: str = "") -> Cited:
    """How an entry is cited, with its title in a language (that of the texts that are shown unless one is given)."""
    kb = knowledge_base()
    spoken = language or content_language()
    found = kb.citation(iri, title)
    return Cited(
        f"{AUTHOR}: {title.value(spoken).removesuffix('.')}. EduKG {found.version}, {found.issued.isoformat()}. {iri}",
        tuple(Reference(s.name, s.language or "en", s.reference(found, spoken)) for s in STYLES),
        tuple(ReferenceFile(file.name, links().cite(iri, file.key, spoken)) for file in FILES),
    )


def title_of(iri: str) -> Texts | None:
    """What an entry is called in each language, or None when there is none with this IRI."""
    kb = knowledge_base()
    entry = kb.lexicon.entry(iri)
    if entry is not None:
        return Texts((Text(entry.written, entry.language),))
    kind = kb.kind(iri)
    if kind is Kind.SENSE:
        sense = kb.lexicon.sense(iri)
        return sense.concept.labels if sense else None
    if kind is Kind.GRAPH:
        return Texts((Text(iri.rpartition("/graph/")[2]),))
    found = kb.describe(iri) if kind else None
    return named_as(found) if found else None


def named_as(resource: Resource) -> Texts:
    """What a thing is called, by the last part of its IRI when it has no name."""
    return resource.labels or Texts((Text(resource.label(LANGUAGES[0])),))


@blueprint.get("/cite")
def reference_file() -> Response:
    """A reference to the page at the path `of` as a file: `as` names its format, `lang` the language of the title."""
    path = request.args.get("of", "")
    wanted = next((file for file in FILES if file.key == request.args.get("as", "")), None)
    iri = BASE + path.removeprefix("/")
    title = title_of(iri) if wanted and path.startswith("/") and is_ours(iri) else None
    if wanted is None or title is None:
        abort(404)
    found = knowledge_base().citation(iri, title)
    response = Response(wanted.write(found, content_language()), content_type=f"{wanted.media_type}; charset=utf-8")
    name = iri.removeprefix(BASE).strip("/").replace("/", "-") or "edukg"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{wanted.suffix}"'
    response.headers["Cache-Control"] = "no-cache"
    return response
