"""Triples → JSON-LD 1.1 in the form that is asked for, with only as much context as the answer needs.

The context stands in the answer itself, so that it is read without a network, by parsers too that fetch nothing
(Oxigraph, RDF4J in its safe mode); the whole of it is published besides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from pyld import jsonld

from edukg.linked.context import Context
from edukg.linked.describing import Triple
from edukg.namespaces import RDF
from edukg.store.base import XSD_STRING, Blank, Iri, Literal, Node

JsonLd = dict[str, Any]
_TYPE: Final = RDF + "type"
_FIRST, _REST, _NIL = RDF + "first", RDF + "rest", RDF + "nil"
_PROFILE: Final = re.compile(r"""ns/json-ld#(\w+)""")


class Profile(StrEnum):
    """A form of JSON-LD, as its media type names it (https://www.w3.org/TR/json-ld11/#iana-considerations)."""

    FRAMED = "framed"
    """One tree, with the thing that was asked for at its root."""
    COMPACTED = "compacted"
    """Short names, each node beside the others."""
    FLATTENED = "flattened"
    """The same with blank nodes named, so that nothing is nested."""
    EXPANDED = "expanded"
    """Full IRIs and no context."""
    CONTEXT = "context"
    """Not an answer of its own here: the name by which the published context is linked to."""


PROFILES: Final = {profile: f"http://www.w3.org/ns/json-ld#{profile}" for profile in Profile}


def profile_in(text: str) -> Profile | None:
    """The form that an Accept header or a parameter names, or None.

    >>> profile_in('application/ld+json;profile="http://www.w3.org/ns/json-ld#expanded"')
    <Profile.EXPANDED: 'expanded'>
    """
    named = [*_PROFILE.findall(text), text.strip().lower()]
    return next((profile for profile in Profile if profile.value in named and profile is not Profile.CONTEXT), None)


def document(
    iri: str,
    own: Sequence[Triple],
    pointing: Sequence[Triple],
    others: Sequence[Triple],
    *,
    context: Context,
    profile: Profile,
    reference: str = "",
) -> JsonLd | list[JsonLd]:
    """What is said of `iri` by itself (`own`), by other things, and besides, such as where the next page is.

    `reference` is the address of the context, to be named in place of what it says.
    """
    every = (*own, *pointing, *others)
    if profile is Profile.EXPANDED:
        return _nodes(every)
    if not reference:
        context = _fitting(context, every)
    whole = {"@context": context}
    if profile is Profile.FRAMED and not iri:
        profile = Profile.COMPACTED
    if profile is Profile.FRAMED:
        found = _framed(iri, own, pointing, whole)
        if others:
            rest = jsonld.compact(_nodes(others), whole, {"graph": True})["@graph"]
            found = {"@context": context, "@graph": [_without_context(found), *rest]}
    elif profile is Profile.FLATTENED:
        found = jsonld.flatten(_nodes(every), whole)
    else:
        found = jsonld.compact(_nodes(every), whole, {"graph": True})
    body = _without_context(found)
    return {"@context": reference or used(context, body), **body}


def _framed(iri: str, own: Sequence[Triple], pointing: Sequence[Triple], whole: JsonLd) -> JsonLd:
    """A tree with the thing at its root; what points to it stands under `@reverse`.

    What is told besides of things that the root does not lead to, such as the senses of a concept, is `@included`.
    """
    within = _reached(iri, own)
    told = [triple for triple in own if _id(triple[0]) in within]
    found: JsonLd = jsonld.frame(_nodes(told), {**whole, "@id": iri}, {"embed": "@once", "omitGraph": True})
    body = {"@id": iri, **_without_context(found)}
    if pointing:
        reverse: JsonLd = {}
        for subject, predicate, _object in pointing:
            reverse.setdefault(predicate.value, []).append({"@id": _id(subject)})
        body["@reverse"] = jsonld.compact([{"@id": iri, "@reverse": reverse}], whole)["@reverse"]
    if len(told) < len(own):
        besides = [triple for triple in own if _id(triple[0]) not in within]
        body["@included"] = jsonld.compact(_nodes(besides), whole, {"graph": True})["@graph"]
    return body


def _reached(iri: str, triples: Iterable[Triple]) -> set[str]:
    """The nodes to which a node leads, itself among them."""
    leads: dict[str, list[str]] = {}
    for subject, _predicate, value in triples:
        if not isinstance(value, Literal):
            leads.setdefault(_id(subject), []).append(_id(value))
    found, waiting = {iri}, [iri]
    while waiting:
        for other in leads.get(waiting.pop(), ()):
            if other not in found:
                found.add(other)
                waiting.append(other)
    return found


def _without_context(found: JsonLd) -> JsonLd:
    return {name: value for name, value in found.items() if name != "@context"}


def _fitting(context: Context, triples: Iterable[Triple]) -> Context:
    """The part of a context that some triples can need: a processor takes longer over it than over a description."""
    predicates = {triple[1].value for triple in triples}
    return {name: value for name, value in context.items() if not isinstance(value, dict) or value["@id"] in predicates}


def used(context: Context, body: object) -> Context:
    """As much of a context as a document needs to mean the same."""
    names: set[str] = set()
    _gather(body, names)
    prefixes = {name.partition(":")[0] for name in names if ":" in name}
    return {key: value for key, value in context.items() if key.startswith("@") or key in names | prefixes}


def _gather(value: object, names: set[str]) -> None:
    """The names and the compact IRIs of a document."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            names.add(key)
            if key in {"@id", "@type"}:
                names.update([inner] if isinstance(inner, str) else inner)
            else:
                _gather(inner, names)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, names)
    elif isinstance(value, str) and ":" in value:
        names.add(value)  # the value of a property that is coerced to @id; of a text it does no harm


def _nodes(triples: Iterable[Triple]) -> list[JsonLd]:
    """Triples as expanded JSON-LD, a node for each subject, lists folded (JSON-LD 1.1 API, section 8.4)."""
    nodes: dict[str, JsonLd] = {}
    mentioned: dict[str, list[tuple[JsonLd, str, JsonLd]]] = {}
    for subject, predicate, value in triples:
        node = nodes.setdefault(_id(subject), {"@id": _id(subject)})
        if predicate.value == _TYPE and isinstance(value, Iri):
            node.setdefault("@type", []).append(value.value)
            continue
        written = _value(value)
        node.setdefault(predicate.value, []).append(written)
        if not isinstance(value, Literal):
            mentioned.setdefault(_id(value), []).append((node, predicate.value, written))
    for holder, key, written in mentioned.get(_NIL, []):
        _fold(nodes, mentioned, holder, key, written)
    return list(nodes.values())


def _fold(
    nodes: dict[str, JsonLd],
    mentioned: Mapping[str, Sequence[tuple[JsonLd, str, JsonLd]]],
    holder: JsonLd,
    key: str,
    written: JsonLd,
) -> None:
    """Turn a chain of rdf:first and rdf:rest that ends here into a list, as far up as it is nothing but a list."""
    items: list[JsonLd] = []
    links: list[str] = []
    while key == _REST and _is_link(holder) and len(mentioned.get(holder["@id"], ())) == 1:
        items.insert(0, holder[_FIRST][0])
        links.append(holder["@id"])
        holder, key, written = mentioned[holder["@id"]][0]
    if key == _REST:  # the head has other statements or is shared: it stays a chain
        return
    written.clear()
    written["@list"] = items
    for link in links:
        del nodes[link]


def _is_link(node: JsonLd) -> bool:
    keys = set(node) - {"@id"}
    plain = keys == {_FIRST, _REST} or (keys == {_FIRST, _REST, "@type"} and node["@type"] == [RDF + "List"])
    return plain and node["@id"].startswith("_:") and len(node[_FIRST]) == 1 and len(node[_REST]) == 1


def _id(node: Node) -> str:
    return f"_:{node.value}" if isinstance(node, Blank) else str(node)


def _value(node: Node) -> JsonLd:
    if not isinstance(node, Literal):
        return {"@id": _id(node)}
    if node.language:
        return {"@value": node.value, "@language": node.language}
    return {"@value": node.value} | ({} if node.datatype == XSD_STRING else {"@type": node.datatype})
