"""Lists and whole things as JSON, for the HTTP interface; the values they are made of are those of `edukg.wire`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from edukg import wire
from edukg import wire_types as json
from edukg.model import (
    Attestation,
    Concept,
    Facet,
    Listed,
    Resource,
    Sense,
    SenseLink,
    Source,
    Statement,
    TermLink,
    Texts,
    Value,
)


def facets(found: Iterable[Facet], language: str) -> dict[str, list[json.FacetValue]]:
    """By what a list can be narrowed."""
    return {
        facet.name: [
            {"value": v.value, "label": v.named.label(language), "number": v.number, "chosen": v.chosen}
            for v in facet.values
        ]
        for facet in found
    }


def concept_link(meaning: Concept) -> json.ConceptLink:
    """A meaning as it stands in a list."""
    return {
        **cast(json.Concept, wire.concept(meaning)),
        "key": meaning.key,
        "family": _named(meaning.family) if meaning.family else None,
    }


def concept(meaning: Concept, senses: Iterable[SenseLink]) -> json.ConceptWhole:
    """A meaning with all that is said of it."""
    return {
        **concept_link(meaning),
        "alternatives": _every(meaning.alternatives),
        "notes": _every(meaning.scope_notes),
        "examples": _every(meaning.examples),
        "broader": [_named(other) for other in meaning.broader],
        "narrower": [_named(other) for other in meaning.narrower],
        "related": [_named(other) for other in meaning.related],
        "confused": [_named(other) for other in meaning.confused_with],
        "senses": [sense_link(sense) for sense in senses],
    }


def sense_link(sense: SenseLink) -> json.SenseLink:
    """A sense as it stands in a list."""
    return {"iri": sense.iri, "term": term_link(sense.entry), "concept": sense.concept, "uses": sense.uses}


def sense(reading: Sense, entry: TermLink | None) -> json.SenseOfTerm:
    """A sense with its term."""
    return {**cast(json.Sense, wire.sense(reading)), "term": term_link(entry) if entry else None}


def term_link(link: TermLink) -> json.TermLink:
    """A term as it stands in a list."""
    return {"iri": link.iri, "written": link.written, "language": link.language, "senses": link.senses}


def instance_link(thing: Listed) -> json.InstanceLink:
    """A real thing as it stands in a list."""
    values = {facet.name: [_named(v.named) for v in facet.values] for facet in thing.facets}
    return {
        "iri": thing.named.iri,
        "labels": wire.one_each(thing.named.labels),
        "class": values.get("class", []),
        "level": values.get("level", []),
        "country": values.get("country", []),
        "source": values.get("source", []),
    }


def resource(thing: Resource) -> json.Thing:
    """All that is said of a thing."""
    return {
        "iri": thing.iri,
        "kind": thing.kind.value,
        "labels": wire.one_each(thing.labels),
        "definitions": wire.one_each(thing.definitions),
        "types": [_named(kind) for kind in thing.types],
        "statements": [_statement(one) for one in thing.statements],
        "incoming": [
            {
                "property": _named(one.predicate),
                "subjects": [_named(subject) for subject in one.subjects],
                "total": one.total,
            }
            for one in thing.incoming
        ],
        "graphs": list(thing.graphs),
    }


def _statement(one: Statement) -> json.Statement:
    return {
        "property": _named(one.predicate),
        "values": [_value(value) for value in one.values],
        "inferred": one.inferred,
    }


def _value(value: Value) -> json.Value:
    if value.named is not None:
        return {"iri": value.named.iri, "labels": wire.one_each(value.named.labels)}
    text = value.text
    return {
        "value": text.value if text else "",
        "language": text.language if text else "",
        "datatype": value.datatype,
    }


def source(document: Source) -> json.Source:
    """A document."""
    return {
        "iri": document.iri,
        "label": document.label,
        "title": document.title.value,
        "creators": [_named(creator) for creator in document.creators],
        "year": document.year,
        "venue": document.venue,
        "language": document.language,
        "doi": document.doi,
        "url": document.url,
        "verified": document.verified,
    }


def source_whole(document: Source, uses: Iterable[tuple[Attestation, tuple[Sense, ...]]]) -> json.SourceWhole:
    """A document with the uses that it attests."""
    return {
        **source(document),
        "uses": [
            {
                "attestation": cast(json.Attestation, wire.attestation(use)),
                "concepts": sorted({sense.concept.iri for sense in senses}),
                "senses": sorted(sense.iri for sense in senses),
            }
            for use, senses in uses
        ],
    }


def _named(thing: object) -> json.Named:
    return cast(json.Named, wire.named(thing))  # type: ignore[arg-type]  # what has an IRI and labels


def _every(texts: Texts) -> dict[str, list[str]]:
    return {language: list(texts.all(language)) for language in texts.languages}
