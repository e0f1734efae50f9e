"""Every IRI of ours answers: with a page for people, with RDF for programs, as the Accept header or a suffix says.

Both stand at the same address, so answers vary by Accept, and each names the others in Link headers (RFC 8288). The
permanent IRI is named by rel="cite-as" (RFC 8574), since this host is only one place where it can be read.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import NotAcceptable

from edukg import media
from edukg.model import Kind, Named, Resource, Sense, Source
from edukg.namespaces import FRAC, GRAPH, INFERRED_GRAPH, ONTOLOGY
from edukg.web import things
from edukg.web.contexts import Alternate, AttestationPage, AttestedUse, Frame, GraphPage, ResourcePage, SourcePage
from edukg.web.interface import frame, knowledge_base, links
from edukg.web.links import PATH_SAFE, iri_of
from edukg.web.readings import citation
from edukg.web.things import types_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("linked_data", __name__)

OFFERED = (media.HTML, *media.GRAPHS)
SPACES = frozenset(("onto", "id", "source", "attestation", "agent", "graph", "data", "concept", "sense", "term"))
_OBSERVED_IN = FRAC + "observedIn"


def split(path: str) -> tuple[str, media.MediaType | None]:
    """The IRI that a path stands for, and the syntax that its suffix asks for."""
    for offered in media.GRAPHS:
        if path.endswith(offered.suffix):
            return iri_of(path.removesuffix(offered.suffix)), offered
    return iri_of(path), None


def alternates(iri: str) -> tuple[Alternate, ...]:
    """The same thing in each syntax of RDF."""
    build = links()
    return tuple(Alternate(m.label, m.name, build.to(iri, suffix=m.suffix)) for m in media.GRAPHS)


def about(
    title: str, iri: str, *, description: str = "", section: str = "", content: str = "", spoken: str = ""
) -> Frame:
    """The frame of a page about one IRI: it names the other syntaxes."""
    plain = frame(title, description=description, iri=iri, section=section, content=content)
    return replace(plain, alternates=alternates(iri), spoken=spoken)


def _dated(iri: str) -> str | None:
    """The ontology that the IRI of its version in force stands for (owl:versionIRI), or None when it is no such IRI."""
    kb = knowledge_base()
    ontology, _slash, version = iri.rpartition("/")
    return ontology if version == kb.manifest.version and kb.kind(ontology) is Kind.ONTOLOGY else None


def serve(path: str, page: Callable[[str], str]) -> AnyResponse:
    """Answer for the IRI at a path: `page` renders it for people, the knowledge base writes it for programs.

    404 when nothing is said of the IRI, 406 with a list when no syntax that is offered will do.
    """
    kb = knowledge_base()
    iri, chosen = split(path)
    if kb.kind(iri) is None:
        ontology = _dated(iri)
        if ontology:
            return redirect(links().to(ontology, suffix=chosen.suffix if chosen else ""), 303)
        if chosen is None or kb.kind(iri + "/") is None:
            abort(404)
        iri += "/"
    if chosen is None:
        chosen = media.negotiate(request.headers.get("Accept"), OFFERED)
    if chosen is None:
        offered = ", ".join(m.name for m in OFFERED)
        raise NotAcceptable(description=f"Offered here are {offered}.")
    if chosen is media.HTML:
        response = Response(page(iri), content_type=media.HTML.content_type)
    else:
        response = Response(kb.rdf(iri, chosen.name), content_type=chosen.content_type)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Content-Location"] = links().to(iri, suffix=chosen.suffix)
    response.headers.add("Link", f'<{iri}>; rel="cite-as"')
    for other in alternates(iri):
        response.headers.add("Link", f'<{other.address}>; rel="alternate"; type="{other.media_type}"')
    return response


@blueprint.get("/edukg/<path:path>")
def under_permanent_path(path: str) -> AnyResponse:
    """The path as it stands in the permanent IRIs, for those who change nothing but the host."""
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{links().root}/{quote(path, safe=PATH_SAFE)}{'?' + query if query else ''}", 301)


@blueprint.get("/<path:path>")
def thing(path: str) -> AnyResponse:
    """Anything of ours that has no page of its own kind elsewhere."""
    if path == "onto/":
        return redirect(links().to(ONTOLOGY), 301)
    space = split(path)[0].removeprefix(iri_of("")).partition("/")[0]
    if space not in SPACES:
        abort(404)
    return serve(path, render)


def render(iri: str) -> str:
    """The page of an IRI, by its kind."""
    if knowledge_base().kind(iri) is Kind.GRAPH:
        return _graph(iri)
    resource = knowledge_base().describe(iri)
    if resource is None:
        abort(404)
    if resource.kind is Kind.SOURCE:
        return _source(resource)
    if resource.kind is Kind.ATTESTATION:
        return _attestation(resource)
    page = about(*_headed(resource), description=_described(resource))
    special = things.page_of(resource, page)
    if special is not None:
        return special
    context = ResourcePage(page, resource, types_of(resource), _cite(resource, page.content))
    return render_template("things/resource.html", page=context)


def _described(resource: Resource) -> str:
    """What describes a thing in the language of the page, or nothing."""
    language = frame().content
    return next(iter(resource.definitions.all(language)), "")


def _headed(resource: Resource) -> tuple[str, str]:
    return resource.label(frame().content), resource.iri


def _cite(resource: Resource, language: str) -> str:
    return citation(resource.label(language), resource.iri, knowledge_base().manifest)


def _graph(iri: str) -> str:
    manifest = knowledge_base().manifest
    name = iri.removeprefix(GRAPH)
    inferred = iri == INFERRED_GRAPH
    file = next((one for one in manifest.inputs if one.graph == iri), None)
    triples = manifest.counts.get("inferred", 0) if inferred else file.triples if file else 0
    cited = citation(name, iri, manifest)
    page = GraphPage(about(name, iri), name, file, triples, inferred, cited)
    return render_template("things/graph.html", page=page)


def _uses(source: str) -> tuple[Source, tuple[AttestedUse, ...]] | None:
    found = knowledge_base().lexicon.source(source)
    if found is None:
        return None
    document, uses = found
    return document, tuple(AttestedUse(use, _concepts(senses)) for use, senses in uses)


def _concepts(senses: Iterable[Sense]) -> tuple[Named, ...]:
    """What some senses mean, each concept once: the same use attests the equivalents in other languages."""
    found = {sense.concept.iri: Named(sense.concept.iri, sense.concept.labels) for sense in senses}
    return tuple(found.values())


def _source(resource: Resource) -> str:
    found = _uses(resource.iri)
    if found is None:
        abort(404)
    document, uses = found
    page = about(document.label, resource.iri, description=document.title.value, spoken="en")
    cited = citation(document.label, resource.iri, knowledge_base().manifest)
    return render_template(
        "things/source.html",
        page=SourcePage(page, document, uses, resource, knowledge_base().entities.of_source(resource.iri), cited),
    )


def _attestation(resource: Resource) -> str:
    sources = [
        value.named.iri
        for statement in resource.statements
        if statement.predicate.iri == _OBSERVED_IN
        for value in statement.values
        if value.named
    ]
    found = _uses(sources[0]) if sources else None
    use = next((u for u in found[1] if u.attestation.iri == resource.iri), None) if found else None
    if use is None:
        page = about(*_headed(resource))
        context = ResourcePage(page, resource, types_of(resource), _cite(resource, page.content))
        return render_template("things/resource.html", page=context)
    title = _("Use attested in %(source)s", source=use.attestation.source.label)
    page = about(title, resource.iri)
    cited = citation(title, resource.iri, knowledge_base().manifest)
    return render_template(
        "things/attestation.html", page=AttestationPage(page, use.attestation, use.concepts, resource, cited)
    )
