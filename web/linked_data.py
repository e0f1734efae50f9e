"""IRIs that have no page of their own kind elsewhere, and their pages; `edukg.web.negotiation` says in what form."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import Blueprint, Response, abort, json, redirect, render_template, request
from flask_babel import gettext as _

from edukg import media
from edukg.model import Kind, Named, Resource, Sense, Source, Text, Texts
from edukg.namespaces import DCTERMS, EDUKG, FRAC, GRAPH, INFERRED_GRAPH, ONTOLOGY, PREFIXES, RDF, RDFS
from edukg.web import things
from edukg.web.citing import cite, named_as
from edukg.web.contexts import AttestationPage, AttestedUse, Frame, GraphPage, ResourcePage, SourcePage
from edukg.web.interface import frame, interface_language, knowledge_base, links
from edukg.web.links import PATH_SAFE, iri_of
from edukg.web.negotiation import alternates, asked_for, not_found, serve, split
from edukg.web.things import kinds_of, others, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response as AnyResponse

blueprint = Blueprint("linked_data", __name__)

SPACES = frozenset(
    (
        *("onto", "id", "source", "attestation", "agent", "graph", "data", "concept", "sense", "term"),
        *("shapes", "function"),
    )
)
_OBSERVED_IN = FRAC + "observedIn"
_TOLD_OF_USE = frozenset(
    (
        RDF + "type",
        _OBSERVED_IN,
        *(
            EDUKG + name
            for name in ("attestedBy", "attestedForm", "locator", "usageCountry", "usageLanguage", "usageYear")
        ),
    )
)
"""What the page of a use tells by itself, so that it is not repeated among the statements."""
_TOLD_OF_SOURCE = frozenset(
    (
        RDF + "type",
        RDFS + "label",
        EDUKG + "venue",
        PREFIXES["bibo"] + "doi",
        PREFIXES["prov"] + "wasAttributedTo",
        *(DCTERMS + name for name in ("creator", "issued", "language", "title")),
    )
)
"""The same for the page of a document."""


def about(
    title: str,
    iri: str,
    *,
    description: str = "",
    section: str = "",
    content: str = "",
    spoken: str = "",
    structured: str = "",
    titled: str = "",
) -> Frame:
    """The frame of a page about one IRI: it names the other syntaxes."""
    plain = frame(title, description=description, iri=iri, section=section, content=content)
    retired = knowledge_base().linked.retired(iri)
    return replace(
        plain,
        alternates=alternates(iri),
        spoken=spoken,
        titled=titled,
        structured=structured,
        retired=retired,
    )


@blueprint.get("/edukg/<path:path>")
def under_permanent_path(path: str) -> AnyResponse:
    """The path as it stands in the permanent IRIs, for those who change nothing but the host."""
    query = request.query_string.decode("ascii", "replace")
    return redirect(f"{links().root}/{quote(path, safe=PATH_SAFE)}{'?' + query if query else ''}", 301)


@blueprint.get("/context.jsonld")
def context() -> Response:
    """The JSON-LD context that answers are written with (https://www.w3.org/TR/json-ld11/#the-context)."""
    body = json.dumps({"@context": knowledge_base().linked.context}, ensure_ascii=False, indent=1) + "\n"
    return Response(body, content_type=media.JSON_LD.name)


@blueprint.get("/<path:path>")
def thing(path: str) -> AnyResponse:
    """Anything of ours that has no page of its own kind elsewhere."""
    if path == "onto/":
        return redirect(links().to(ONTOLOGY), 301)
    space = split(path)[0].removeprefix(iri_of("")).partition("/")[0]
    if space not in SPACES:
        return not_found(asked_for(path))
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
    context = ResourcePage(page, resource, types_of(resource), cite(named_as(resource), resource.iri))
    return render_template("things/resource.html", page=context)


def _described(resource: Resource) -> str:
    """What describes a thing in the language of the page, or nothing."""
    language = frame().content
    return next(iter(resource.definitions.all(language)), "")


def _headed(resource: Resource) -> tuple[str, str]:
    return resource.label(frame().content), resource.iri


def _graph(iri: str) -> str:
    manifest = knowledge_base().manifest
    name = iri.removeprefix(GRAPH)
    inferred = iri == INFERRED_GRAPH
    file = next((one for one in manifest.inputs if one.graph == iri), None)
    triples = manifest.counts.get("inferred", 0) if inferred else file.triples if file else 0
    cited = cite(Texts((Text(name),)), iri)
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
    page = SourcePage(
        frame=about(document.label, resource.iri, description=document.title.value, spoken="en"),
        source=document,
        kinds=kinds_of(resource),
        uses=uses,
        others=others(resource, _TOLD_OF_SOURCE),
        facts=knowledge_base().entities.of_source(resource.iri),
        citation=cite(resource.labels, resource.iri),
    )
    return render_template("things/source.html", page=page)


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
        context = ResourcePage(page, resource, types_of(resource), cite(named_as(resource), resource.iri))
        return render_template("things/resource.html", page=context)
    title = _("Use attested in %(source)s", source=use.attestation.source.label)
    page = about(title, resource.iri)
    cited = cite(Texts((Text(title, interface_language()),)), resource.iri)
    return render_template(
        "things/attestation.html",
        page=AttestationPage(page, use.attestation, use.concepts, resource, others(resource, _TOLD_OF_USE), cited),
    )
