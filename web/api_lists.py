"""Everything there is, as JSON: a list of each kind, in parts, and each thing by the last part of its IRI."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import Blueprint, Response, jsonify
from flask_babel import lazy_gettext as _

from edukg import wire, wire_lists
from edukg.errors import UnknownTermError
from edukg.model import Concept, Kind, Resource
from edukg.namespaces import CONCEPT, ID, SENSE, SOURCE, TERM, expand
from edukg.web.alphabets import sort_key
from edukg.web.api import FACET_PARAMETERS
from edukg.web.finding import chosen_values
from edukg.web.interface import knowledge_base
from edukg.web.operations import LANGUAGE, PAGING, Lazy, Operation, Parameter, given, operation, part, sliced
from edukg.wire_types import (
    Concepts,
    ConceptWhole,
    Instances,
    SenseOfTerm,
    Senses,
    Sources,
    SourceWhole,
    Term,
    Terms,
    Thing,
)

blueprint = Blueprint("api_lists", __name__, url_prefix="/api/v1")

P = ParamSpec("P")
T = TypeVar("T")
_NAMED = re.compile(r"[\w.~%-]+")
_LISTED = ("class", "level", "country", "source")


View = Callable[P, Response]


def _list(
    name: str, group: str, answer: type, about: Lazy, *parameters: Parameter, example: str
) -> Callable[[View[P]], View[P]]:
    """Make a view the list of a kind, which comes in parts; `parameters` narrow it."""
    takes = (*parameters, *PAGING)
    told = Operation(group, about, answer, takes, paged=True, example=f"/{name}{example}")
    return lambda view: blueprint.get(f"/{name}")(operation(told)(view))


def _item(name: str, group: str, answer: type, about: Lazy, *, example: str) -> Callable[[View[P]], View[P]]:
    """Make a view one thing of a list, by the last part of its IRI."""
    key = Parameter("name", _("The last part of the IRI."), required=True, path=True, example=example)
    told = Operation(group, about, answer, (key,), errors=(404,), example=f"/{name}/{example}")
    return lambda view: blueprint.get(f"/{name}/<name>")(operation(told)(view))


def _one(space: str, name: str, what: str, find: Callable[[str], T | None], told: Callable[[T], object]) -> Response:
    """The thing that a name stands for. Raises `UnknownTermError` when there is none, or no IRI of ours ends in it."""
    found = find(space + name) if _NAMED.fullmatch(name) else None
    if found is None:
        raise UnknownTermError(f"There is no {what} '{name[:80]}'.", advice="Look it up in the list.")
    return jsonify(told(found))


def _iri(value: str, space: str) -> str:
    """An IRI from an IRI, a prefixed name, or the last part of one."""
    return value if value.startswith(("http://", "https://")) else expand(value) or space + value


@_list(
    "terms",
    "lexicon",
    Terms,
    _("The terms of a language, or of all, in the order of their letters."),
    LANGUAGE,
    example="?lang=uz&limit=5",
)
def terms() -> Response:
    """The entries of a language, or of all."""
    found = knowledge_base().terms(given("lang") or None)
    return part("terms", [wire.term_link(link) for link in sliced(found)], len(found))


@_item(
    "terms",
    "lexicon",
    Term,
    _("One term with its senses, their definitions, features and attested uses, and what it does not mean."),
    example="educational-cluster-en",
)
def term(name: str) -> Response:
    """One entry with its senses."""
    lexicon = knowledge_base().lexicon
    return _one(TERM, name, "term", lambda iri: lexicon.term(iri) if lexicon.entry(iri) else None, wire.term)


@_list(
    "senses",
    "lexicon",
    Senses,
    _("The senses of all terms, or of one, or those that stand for one concept."),
    Parameter("term", _("Only those of a term: its IRI or the last part of it."), example="holding-en"),
    Parameter("concept", _("Only those that stand for a concept: its IRI or key."), example="clustering"),
    LANGUAGE,
    example="?concept=cluster-association",
)
def senses() -> Response:
    """The senses, narrowed by term, concept and language."""
    term_iri = _iri(given("term"), TERM) if given("term") else ""
    concept_iri = _iri(given("concept"), CONCEPT) if given("concept") else ""
    language = given("lang")
    found = [
        sense
        for sense in knowledge_base().lexicon.senses
        if term_iri in {"", sense.entry.iri}
        and concept_iri in {"", sense.concept}
        and language in {"", sense.entry.language}
    ]
    return part("senses", [wire_lists.sense_link(sense) for sense in sliced(found)], len(found))


@_item(
    "senses",
    "lexicon",
    SenseOfTerm,
    _("One sense with its concept and the uses that attest it."),
    example="holding-en-holding-educational",
)
def sense(name: str) -> Response:
    """One sense."""
    lexicon = knowledge_base().lexicon
    return _one(SENSE, name, "sense", lexicon.sense, lambda found: wire_lists.sense(found, lexicon.entry(found.entry)))


@_list(
    "concepts",
    "lexicon",
    Concepts,
    _("The meanings, free of any language, with definitions and features."),
    Parameter("family", _("Only those of a family: its IRI or the last part of it.")),
    example="?limit=5",
)
def concepts() -> Response:
    """The concepts, narrowed by family."""
    family = given("family")
    found = [
        concept
        for concept in knowledge_base().lexicon.every_concept
        if not family or (concept.family and family in {concept.family.iri, concept.family.iri.rpartition("/")[2]})
    ]
    return part("concepts", [wire_lists.concept_link(concept) for concept in sliced(found)], len(found))


@_item(
    "concepts",
    "lexicon",
    ConceptWhole,
    _("One meaning with its notes, its neighbours, and the senses of every language that stand for it."),
    example="cluster-association",
)
def concept(name: str) -> Response:
    """One concept."""
    lexicon = knowledge_base().lexicon

    def told(found: Concept) -> object:
        return wire_lists.concept(found, (sense for sense in lexicon.senses if sense.concept == found.iri))

    return _one(CONCEPT, name, "concept", lexicon.concept, told)


@_list(
    "instances",
    "things",
    Instances,
    _("The real things: clusters, programmes, organisations, innovations, by name, and how to narrow them."),
    *(one for one in FACET_PARAMETERS if one.name in _LISTED),
    LANGUAGE,
    example="?class=edukg:RegionalEducationalCluster&limit=5",
)
def instances() -> Response:
    """The real things, narrowed by class, level, country and source."""
    language = given("lang") or "en"
    chosen = {name: values for name, values in chosen_values().items() if name in _LISTED}
    found = knowledge_base().instances(
        language, lambda name: sort_key(name, language), chosen=chosen, offset=given("offset"), limit=given("limit")
    )
    listed = [wire_lists.instance_link(thing) for thing in found.things]
    return part("instances", listed, found.total, facets=wire_lists.facets(found.facets, language))


@_item(
    "instances",
    "things",
    Thing,
    _("One real thing with all that is said of it, asserted and inferred."),
    example="ulyanovsk-holding",
)
def instance(name: str) -> Response:
    """One real thing."""
    kb = knowledge_base()

    def find(iri: str) -> Resource | None:
        return kb.describe(iri) if kb.kind(iri) is Kind.INSTANCE else None

    return _one(ID, name, "instance", find, wire_lists.resource)


@_list(
    "sources",
    "things",
    Sources,
    _("The documents that uses, things and positions rest on."),
    Parameter("year", _("Only those of a year."), longest=10, example="2014"),
    example="?limit=5",
)
def sources() -> Response:
    """The documents."""
    found = [source for source in knowledge_base().lexicon.sources if given("year") in {"", source.year}]
    return part("sources", [wire_lists.source(source) for source in sliced(found)], len(found))


@_item("sources", "things", SourceWhole, _("One document with every use that it attests."), example="advance-cte-2024")
def source(name: str) -> Response:
    """One document."""
    return _one(SOURCE, name, "source", knowledge_base().lexicon.source, lambda found: wire_lists.source_whole(*found))
