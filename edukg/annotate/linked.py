"""Annotations as linked data: Web Annotation JSON-LD, and Turtle with the same annotations and NIF strings.

Offsets count Unicode code points of the text, as the Web Annotation Data Model (§4.2.5) and NIF 2.0 do.
"""

from __future__ import annotations

import json
import uuid
from typing import Final

import pyoxigraph as ox

from edukg.annotate.checked import Checked
from edukg.annotate.words import how_sure, percent
from edukg.model import Usage
from edukg.namespaces import DCTERMS, PREFIXES, RDF, RDFS, XSD

OA: Final = "http://www.w3.org/ns/oa#"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
ITSRDF: Final = "http://www.w3.org/2005/11/its/rdf#"
SOFTWARE: Final = "https://w3id.org/edukg/onto"

_CONTEXT: Final = (
    "http://www.w3.org/ns/anno.jsonld",
    {
        "itsrdf": ITSRDF,
        "confidence": {"@id": "itsrdf:taConfidence", "@type": "http://www.w3.org/2001/XMLSchema#double"},
        "term": {"@id": "itsrdf:termInfoRef", "@type": "@id"},
    },
)


def _said(checked: Checked, use: Usage, language: str) -> str:
    return f"{checked.meaning(use, language)}: {how_sure(use.confidence, language)}, {percent(use.confidence)}"


def _identifier(checked: Checked, what: str) -> str:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"{checked.address}#{what}").urn


def web_annotation(checked: Checked, language: str) -> bytes:
    """An annotation collection (Web Annotation Data Model, W3C Recommendation 23 February 2017).

    Each annotation links a span, selected by position and by quotation, to the concept it is taken to mean. The body of
    a use that is ambiguous or outside the domain is the comment alone.
    """
    items = [_annotation(checked, use, language) for use in checked.check.usages]
    page: dict[str, object] = {"id": _identifier(checked, "page"), "type": "AnnotationPage", "startIndex": 0}
    collection = {
        "@context": list(_CONTEXT),
        "id": _identifier(checked, "collection"),
        "type": "AnnotationCollection",
        "label": checked.document.name or checked.address,
        "generator": {"id": SOFTWARE, "type": "Software", "name": f"EduKG {checked.names.version}".strip()},
        "total": len(items),
        "first": {**page, "items": items},
    }
    return (json.dumps(collection, ensure_ascii=False, indent=2) + "\n").encode("utf-8", "replace")


def _annotation(checked: Checked, use: Usage, language: str) -> dict[str, object]:
    before, after = checked.about(use.start, use.end)
    comment = {
        "type": "TextualBody",
        "value": _said(checked, use, language),
        "format": "text/plain",
        "language": language,
        "purpose": "commenting",
    }
    body: list[dict[str, object]] = [dict(comment)]
    if use.status == "resolved" and use.concept:
        body.insert(0, {"type": "SpecificResource", "source": use.concept, "purpose": "identifying"})
    return {
        "id": _identifier(checked, f"char={use.start},{use.end}"),
        "type": "Annotation",
        "motivation": "identifying" if use.status == "resolved" else "commenting",
        "confidence": use.confidence,
        "term": use.term,
        "body": body,
        "target": {
            "source": checked.address,
            "selector": [
                {"type": "TextPositionSelector", "start": use.start, "end": use.end},
                {"type": "TextQuoteSelector", "exact": use.text, "prefix": before, "suffix": after},
            ],
        },
    }


def turtle(checked: Checked, language: str) -> bytes:
    """The same annotations in Turtle, and the text with its spans as NIF 2.0 strings (offsets as in RFC 5147)."""
    quads = [*_context(checked)]
    for use in checked.check.usages:
        quads += _string(checked, use)
        quads += _oa(checked, use, language)
    named = ("term", "concept", "rdf", "rdfs", "dcterms", "xsd")
    prefixes = {**{name: PREFIXES[name] for name in named}, "oa": OA, "nif": NIF, "itsrdf": ITSRDF}
    written = ox.serialize(quads, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
    return written if isinstance(written, bytes) else b""


def _node(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _number(value: int) -> ox.Literal:
    return ox.Literal(str(value), datatype=_node(XSD + "nonNegativeInteger"))


def _plain(value: str) -> ox.Literal:
    """A literal; lone surrogates, which no RDF syntax can hold, become the replacement character."""
    return ox.Literal(value.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))


def _span(checked: Checked, start: int, end: int) -> ox.NamedNode:
    return _node(f"{checked.address}#char={start},{end}")


def _context(checked: Checked) -> list[ox.Triple]:
    text = checked.document.text
    whole = _span(checked, 0, len(text))
    found = [
        ox.Triple(whole, _node(RDF + "type"), _node(NIF + "Context")),
        ox.Triple(whole, _node(RDF + "type"), _node(NIF + "RFC5147String")),
        ox.Triple(whole, _node(NIF + "beginIndex"), _number(0)),
        ox.Triple(whole, _node(NIF + "endIndex"), _number(len(text))),
        ox.Triple(whole, _node(NIF + "isString"), _plain(text)),
        ox.Triple(whole, _node(DCTERMS + "language"), ox.Literal(checked.check.language)),
    ]
    if checked.document.name:
        found.append(ox.Triple(whole, _node(RDFS + "label"), _plain(checked.document.name)))
    return found


def _string(checked: Checked, use: Usage) -> list[ox.Triple]:
    span = _span(checked, use.start, use.end)
    found = [
        ox.Triple(span, _node(RDF + "type"), _node(NIF + "RFC5147String")),
        ox.Triple(span, _node(RDF + "type"), _node(NIF + "Phrase")),
        ox.Triple(span, _node(NIF + "referenceContext"), _span(checked, 0, len(checked.document.text))),
        ox.Triple(span, _node(NIF + "beginIndex"), _number(use.start)),
        ox.Triple(span, _node(NIF + "endIndex"), _number(use.end)),
        ox.Triple(span, _node(NIF + "anchorOf"), _plain(use.text)),
        ox.Triple(span, _node(ITSRDF + "termInfoRef"), _node(use.term)),
        ox.Triple(span, _node(ITSRDF + "taConfidence"), ox.Literal(use.confidence)),
    ]
    if use.status == "resolved" and use.concept:
        found.append(ox.Triple(span, _node(ITSRDF + "taIdentRef"), _node(use.concept)))
    return found


def _oa(checked: Checked, use: Usage, language: str) -> list[ox.Triple]:
    kind = _node(RDF + "type")
    annotation = _node(_identifier(checked, f"char={use.start},{use.end}"))
    target, position, quote, comment = (ox.BlankNode() for _ in range(4))
    before, after = checked.about(use.start, use.end)
    resolved = use.status == "resolved" and use.concept
    found = [
        ox.Triple(annotation, kind, _node(OA + "Annotation")),
        ox.Triple(annotation, _node(OA + "motivatedBy"), _node(OA + ("identifying" if resolved else "commenting"))),
        ox.Triple(annotation, _node(ITSRDF + "taConfidence"), ox.Literal(use.confidence)),
        ox.Triple(annotation, _node(ITSRDF + "termInfoRef"), _node(use.term)),
        ox.Triple(annotation, _node(OA + "hasTarget"), target),
        ox.Triple(target, kind, _node(OA + "SpecificResource")),
        ox.Triple(target, _node(OA + "hasSource"), _node(checked.address)),
        ox.Triple(target, _node(OA + "hasSelector"), position),
        ox.Triple(position, kind, _node(OA + "TextPositionSelector")),
        ox.Triple(position, _node(OA + "start"), _number(use.start)),
        ox.Triple(position, _node(OA + "end"), _number(use.end)),
        ox.Triple(target, _node(OA + "hasSelector"), quote),
        ox.Triple(quote, kind, _node(OA + "TextQuoteSelector")),
        ox.Triple(quote, _node(OA + "exact"), _plain(use.text)),
        ox.Triple(quote, _node(OA + "prefix"), _plain(before)),
        ox.Triple(quote, _node(OA + "suffix"), _plain(after)),
        ox.Triple(annotation, _node(OA + "hasBody"), comment),
        ox.Triple(comment, kind, _node(OA + "TextualBody")),
        ox.Triple(comment, _node(OA + "hasPurpose"), _node(OA + "commenting")),
        ox.Triple(comment, _node(RDF + "value"), _plain(_said(checked, use, language))),
        ox.Triple(comment, _node(DCTERMS + "language"), ox.Literal(language)),
        ox.Triple(comment, _node(DCTERMS + "format"), ox.Literal("text/plain")),
    ]
    if resolved and use.concept:
        body = ox.BlankNode()
        found += [
            ox.Triple(annotation, _node(OA + "hasBody"), body),
            ox.Triple(body, kind, _node(OA + "SpecificResource")),
            ox.Triple(body, _node(OA + "hasPurpose"), _node(OA + "identifying")),
            ox.Triple(body, _node(OA + "hasSource"), _node(use.concept)),
        ]
    return found
