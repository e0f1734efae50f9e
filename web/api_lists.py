"""Everything there is, as JSON: a list of each kind, in parts, and each thing by the last part of its IRI."""

from __future__ import annotations

import re

from flask import Blueprint, Response, jsonify
from flask_babel import lazy_gettext as _

from edukg import wire, wire_lists
from edukg.errors import UnknownTermError
from edukg.model import Kind
from edukg.namespaces import CONCEPT, ID, SENSE, SOURCE, TERM, expand
from edukg.web.alphabets import sort_key
from edukg.web.api import FACET_PARAMETERS
from edukg.web.finding import chosen_values
from edukg.web.interface import knowledge_base
from edukg.web.operations import LANGUAGE, PAGING, Operation, Parameter, given, operation, part, sliced
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

_NAME = _("The last part of the IRI.")
_NAMED = re.compile(r"[\w.~%-]+")
_LISTED = ("class", "level", "country", "source")


def _key(example: str) -> tuple[Parameter, ...]:
    return (Parameter("name", _NAME, required=True, path=True, example=example),)


def _iri(value: str, space: str) -> str:
    """An IRI from an IRI, a prefixed name, or the last part of one."""
    return value if value.startswith(("http://", "https://")) else expand(value) or space + value


def _own(space: str, name: str, what: str) -> str:
    """The IRI that a name stands for. Raises `UnknownTermError` for one that no IRI of ours ends in."""
    if not _NAMED.fullmatch(name):
        raise _missing(what, name)
    return space + name


def _missing(what: str, name: str) -> UnknownTermError:
    return UnknownTermError(f"There is no {what} '{name[:80]}'.", advice="Look it up in the list.")


@blueprint.get("/terms")
@operation(
    Operation(
        "lexicon",
        _("The terms of a language, or of all, in the order of their letters."),
        Terms,
        (LANGUAGE, *PAGING),
        paged=True,
        example="/terms?lang=uz&limit=5",
    )
)
def terms() -> Response:
    """The entries of a language, or of all."""
    found = knowledge_base().terms(given("lang") or None)
    return part("terms", [wire.term_link(link) for link in sliced(found)], len(found))


@blueprint.get("/terms/<name>")
@operation(
    Operation(
        "lexicon",
        _("One term with its senses, their definitions, features and attested uses, and what it does not mean."),
        Term,
        _key("educational-cluster-en"),
        errors=(404,),
        example="/terms/educational-cluster-en",
    )
)
def term(name: str) -> Response:
    """One entry with its senses."""
    return jsonify(wire.term(knowledge_base().lexicon.term(_own(TERM, name, "term"))))


@blueprint.get("/senses")
@operation(
    Operation(
        "lexicon",
        _("The senses of all terms, or of one, or those that stand for one concept."),
        Senses,
        (
            Parameter("term", _("Only those of a term: its IRI or the last part of it."), example="holding-en"),
            Parameter("concept", _("Only those that stand for a concept: its IRI or key."), example="clustering"),
            LANGUAGE,
            *PAGING,
        ),
        paged=True,
        example="/senses?concept=cluster-association",
    )
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


@blueprint.get("/senses/<name>")
@operation(
    Operation(
        "lexicon",
        _("One sense with its concept and the uses that attest it."),
        SenseOfTerm,
        _key("holding-en-holding-educational"),
        errors=(404,),
        example="/senses/holding-en-holding-educational",
    )
)
def sense(name: str) -> Response:
    """One sense."""
    lexicon = knowledge_base().lexicon
    found = lexicon.sense(_own(SENSE, name, "sense"))
    if found is None:
        raise _missing("sense", name)
    return jsonify(wire_lists.sense(found, lexicon.entry(found.entry)))


@blueprint.get("/concepts")
@operation(
    Operation(
        "lexicon",
        _("The meanings, free of any language, with definitions and features."),
        Concepts,
        (Parameter("family", _("Only those of a family: its IRI or the last part of it.")), *PAGING),
        paged=True,
        example="/concepts?limit=5",
    )
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


@blueprint.get("/concepts/<name>")
@operation(
    Operation(
        "lexicon",
        _("One meaning with its notes, its neighbours, and the senses of every language that stand for it."),
        ConceptWhole,
        _key("cluster-association"),
        errors=(404,),
        example="/concepts/cluster-association",
    )
)
def concept(name: str) -> Response:
    """One concept."""
    lexicon = knowledge_base().lexicon
    found = lexicon.concept(_own(CONCEPT, name, "concept"))
    if found is None:
        raise _missing("concept", name)
    return jsonify(wire_lists.concept(found, (sense for sense in lexicon.senses if sense.concept == found.iri)))


@blueprint.get("/instances")
@operation(
    Operation(
        "things",
        _("The real things: clusters, programmes, organisations, innovations, by name, and how to narrow them."),
        Instances,
        (*(one for one in FACET_PARAMETERS if one.name in _LISTED), LANGUAGE, *PAGING),
        paged=True,
        example="/instances?class=edukg:RegionalEducationalCluster&limit=5",
    )
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


@blueprint.get("/instances/<name>")
@operation(
    Operation(
        "things",
        _("One real thing with all that is said of it, asserted and inferred."),
        Thing,
        _key("ulyanovsk-holding"),
        errors=(404,),
        example="/instances/ulyanovsk-holding",
    )
)
def instance(name: str) -> Response:
    """One real thing."""
    kb = knowledge_base()
    iri = _own(ID, name, "instance")
    found = kb.describe(iri) if kb.kind(iri) is Kind.INSTANCE else None
    if found is None:
        raise _missing("instance", name)
    return jsonify(wire_lists.resource(found))


@blueprint.get("/sources")
@operation(
    Operation(
        "things",
        _("The documents that uses, things and positions rest on."),
        Sources,
        (Parameter("year", _("Only those of a year."), longest=10, example="2014"), *PAGING),
        paged=True,
        example="/sources?limit=5",
    )
)
def sources() -> Response:
    """The documents."""
    found = [source for source in knowledge_base().lexicon.sources if given("year") in {"", source.year}]
    return part("sources", [wire_lists.source(source) for source in sliced(found)], len(found))


@blueprint.get("/sources/<name>")
@operation(
    Operation(
        "things",
        _("One document with every use that it attests."),
        SourceWhole,
        _key("advance-cte-2024"),
        errors=(404,),
        example="/sources/advance-cte-2024",
    )
)
def source(name: str) -> Response:
    """One document."""
    found = knowledge_base().lexicon.source(_own(SOURCE, name, "source"))
    if found is None:
        raise _missing("source", name)
    return jsonify(wire_lists.source_whole(*found))
