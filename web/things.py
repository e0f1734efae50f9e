"""The pages of classes, properties, real things, agents and documents: what each is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import render_template

from edukg.model import Kind, Named, Resource
from edukg.namespaces import DCTERMS, EDUKG, OWL, PREFIXES, RDF, RDFS, SKOS, is_ours
from edukg.web.axioms import Worded, words
from edukg.web.citing import cite, named_as
from edukg.web.interface import knowledge_base
from edukg.web.lifecycle import Life, life

if TYPE_CHECKING:
    from edukg.model import AgentFacts, ClassFacts, InstanceFacts, PropertyFacts, Statement
    from edukg.web.contexts import Cited, Frame

_TOLD = frozenset(
    (
        RDF + "type",
        RDFS + "label",
        RDFS + "subClassOf",
        RDFS + "subPropertyOf",
        RDFS + "domain",
        RDFS + "range",
        SKOS + "definition",
        DCTERMS + "description",
        *(OWL + name for name in ("disjointWith", "equivalentClass", "inverseOf", "propertyDisjointWith")),
    )
)
"""What a page tells in a section of its own, so that it is not repeated among the other statements."""
_ABOUT_THINGS = frozenset(
    (
        RDF + "type",
        RDFS + "label",
        DCTERMS + "description",
        DCTERMS + "source",
        EDUKG + "foundedInYear",
        EDUKG + "foundedNote",
        EDUKG + "verificationStatus",
        EDUKG + "developedInto",
        EDUKG + "heldBy",
        EDUKG + "holds",
        EDUKG + "positionOn",
        EDUKG + "statedIn",
        EDUKG + "reportedIn",
        PREFIXES["foaf"] + "name",
    )
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What every page of a thing has: `others` are the statements that no section tells, asserted ones first."""

    frame: Frame
    resource: Resource
    types: tuple[Named, ...]
    others: tuple[Statement, ...]
    citation: Cited


@dataclass(frozen=True, slots=True)
class ClassPage(Shown):
    """A class."""

    facts: ClassFacts
    axioms: tuple[Worded, ...]


@dataclass(frozen=True, slots=True)
class PropertyPage(Shown):
    """A property."""

    facts: PropertyFacts
    axioms: tuple[Worded, ...]


@dataclass(frozen=True, slots=True)
class InstancePage(Shown):
    """A real thing; `life` is None when nothing is known to have happened to it."""

    facts: InstanceFacts
    life: Life | None


@dataclass(frozen=True, slots=True)
class AgentPage(Shown):
    """A person or a body."""

    facts: AgentFacts


def types_of(resource: Resource) -> tuple[Named, ...]:
    """The types that say most: those of this knowledge base, or all when there are none."""
    ours = tuple(kind for kind in resource.types if is_ours(kind.iri))
    return ours or resource.types


def kinds_of(resource: Resource) -> tuple[Named, ...]:
    """The classes that a file puts a thing in, without what follows from them."""
    said = (s for s in resource.statements if s.predicate.iri == RDF + "type" and not s.inferred)
    return tuple(v.named for s in said for v in s.values if v.named and v.named in resource.types)


def others(resource: Resource, told: frozenset[str]) -> tuple[Statement, ...]:
    """The statements about a thing but for those that the page tells in parts of its own."""
    return tuple(s for s in resource.statements if s.values and s.predicate.iri not in told)


def page_of(resource: Resource, frame: Frame) -> str | None:
    """The page of a class, property, real thing or agent, or None for another kind."""
    kb = knowledge_base()
    cited = cite(named_as(resource), resource.iri)
    subject = Named(resource.iri, resource.labels)
    shown = (frame, resource, types_of(resource))
    if resource.kind is Kind.CLASS:
        of_class = kb.entities.of_class(resource.iri)
        axioms = words(of_class.axioms, subject)
        page: Shown = ClassPage(*shown, others(resource, _TOLD), cited, of_class, axioms)
        return render_template("things/class.html", page=page)
    if resource.kind is Kind.PROPERTY:
        of_property = kb.entities.of_property(resource.iri)
        axioms = words(of_property.axioms, subject, of_property=True)
        page = PropertyPage(*shown, others(resource, _TOLD), cited, of_property, axioms)
        return render_template("things/property.html", page=page)
    if resource.kind is Kind.INSTANCE:
        of_thing = kb.entities.of_instance(resource.iri)
        page = InstancePage(*shown, others(resource, _ABOUT_THINGS), cited, of_thing, life(of_thing))
        return render_template("things/instance.html", page=page)
    if resource.kind is Kind.AGENT:
        page = AgentPage(*shown, others(resource, _ABOUT_THINGS), cited, kb.entities.of_agent(resource.iri))
        return render_template("things/agent.html", page=page)
    return None
