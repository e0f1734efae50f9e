"""A description → bytes in one of the RDF syntaxes, with the links between its pages said in RDF too."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from edukg.errors import UnknownFormatError
from edukg.linked.context import VOCABULARIES, Context
from edukg.linked.describing import Description, Triple
from edukg.linked.jsonld import Profile, document
from edukg.media import GRAPHS, JSON_LD
from edukg.namespaces import PREFIXES, RDF, XSD
from edukg.store.base import XSD_STRING, Blank, Iri, Literal, Node

HYDRA: Final = VOCABULARIES["hydra"]
_PREFIXES: Final = PREFIXES | VOCABULARIES


@dataclass(frozen=True, slots=True)
class Place:
    """Where a description is read: the full addresses of the whole document and of its pages, the first one first."""

    document: str
    pages: Sequence[str] = ()


def write(
    found: Description,
    media_type: str,
    *,
    context: Context,
    place: Place | None = None,
    profile: Profile = Profile.FRAMED,
    reference: str = "",
) -> bytes:
    """Write a page in one of the syntaxes for graphs; raises `UnknownFormatError` for another.

    `place` is told in the answer when there is more than one page. `profile` and `reference` (the address of the
    context) are for JSON-LD.
    """
    if media_type not in {syntax.name for syntax in GRAPHS}:
        raise UnknownFormatError(
            f"A description cannot be written as '{media_type}'.",
            advice=f"Choose one of {', '.join(syntax.name for syntax in GRAPHS)}.",
        )
    others = tuple(_paging(found, place)) if place and found.pages > 1 else ()
    if media_type != JSON_LD.name:
        return serialise((*found.triples, *others), media_type)
    root = "" if found.document else found.iri
    pointing = [t for t in found.triples if not found.document and t[2] == Iri(found.iri) and _is_other(t, found.iri)]
    apart = set(pointing)
    own = [triple for triple in found.triples if triple not in apart]
    made = document(root, own, pointing, others, context=context, profile=profile, reference=reference)
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def _is_other(triple: Triple, iri: str) -> bool:
    """Whether a statement is about another thing than the one described or a written form of it."""
    return isinstance(triple[0], Iri) and triple[0].value.partition("#")[0] != iri


def serialise(triples: Iterable[Triple], media_type: str) -> bytes:
    """Triples in a syntax of the engine, with those of the prefixes that are used, where it has any."""
    made = [_triple(triple) for triple in triples]
    syntax = ox.RdfFormat.from_media_type(media_type)
    if syntax not in {ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML}:
        return ox.serialize(made, format=syntax) or b""
    named = {term.value for t in made for term in _iris(t)}
    prefixes = {prefix: iri for prefix, iri in _PREFIXES.items() if any(one.startswith(iri) for one in named)}
    return ox.serialize(made, format=syntax, prefixes=prefixes) or b""


def _iris(triple: ox.Triple) -> Iterator[ox.NamedNode]:
    for term in (triple.subject, triple.predicate, triple.object):
        if isinstance(term, ox.NamedNode):
            yield term
        elif isinstance(term, ox.Literal):
            yield term.datatype


def _triple(triple: Triple) -> ox.Triple:
    subject, predicate, value = triple
    return ox.Triple(_term(subject), ox.NamedNode(predicate.value), _term(value))  # type: ignore[arg-type]


def _term(node: Node) -> ox.NamedNode | ox.BlankNode | ox.Literal:
    match node:
        case Iri(value):
            return ox.NamedNode(value)
        case Blank(value):
            return ox.BlankNode(value)
        case Literal(value, language, datatype):
            if language:
                return ox.Literal(value, language=language)
            return ox.Literal(value, datatype=None if datatype == XSD_STRING else ox.NamedNode(datatype))


def _paging(found: Description, place: Place) -> Iterator[Triple]:
    """The page as a view of the whole (https://www.hydra-cg.com/spec/latest/core/#collections)."""
    whole, view = Iri(place.document), Iri(place.pages[found.page - 1])
    kind = Iri(RDF + "type")
    yield whole, kind, Iri(HYDRA + "Collection")
    yield whole, Iri(PREFIXES["foaf"] + "primaryTopic"), Iri(found.iri)
    yield whole, Iri(HYDRA + "totalItems"), Literal(str(found.total), datatype=XSD + "integer")
    yield whole, Iri(HYDRA + "view"), view
    yield view, kind, Iri(HYDRA + "PartialCollectionView")
    for name, number in pages_around(found.page, found.pages).items():
        yield view, Iri(HYDRA + {"prev": "previous"}.get(name, name)), Iri(place.pages[number - 1])


def pages_around(page: int, pages: int) -> dict[str, int]:
    """The first, previous, next and last of some pages, by the names that links have (RFC 8288), as far as they are.

    >>> pages_around(1, 3)
    {'first': 1, 'next': 2, 'last': 3}
    """
    around = {"first": 1, "prev": page - 1, "next": page + 1, "last": pages}
    return {name: number for name, number in around.items() if 1 <= number <= pages}
