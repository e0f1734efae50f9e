"""SHACL property paths written as SPARQL property paths (https://www.w3.org/TR/shacl/#property-paths)."""

from __future__ import annotations

from collections.abc import Callable

import rdflib
from rdflib import RDF, SH, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg.namespaces import shorten

_SUFFIXES = {str(SH.zeroOrMorePath): "*", str(SH.oneOrMorePath): "+", str(SH.zeroOrOnePath): "?"}


def bracketed(iri: str) -> str:
    """An IRI as SPARQL needs it where no prefixes are declared."""
    return f"<{iri}>"


def sparql_path(graph: rdflib.Graph, path: Node, name: Callable[[str], str] = shorten) -> str:
    """The SPARQL form of a path that a graph describes; `name` writes its IRIs.

    >>> g = rdflib.Graph().parse(data='''@prefix sh: <http://www.w3.org/ns/shacl#> .
    ...   @prefix org: <http://www.w3.org/ns/org#> .
    ...   <s> sh:path ( [ sh:inversePath org:organization ] org:member ) .''')
    >>> sparql_path(g, next(g.objects(None, SH.path)))
    '^org:organization/org:member'
    """
    if isinstance(path, URIRef):
        return name(str(path))
    if (path, RDF.first, None) in graph:
        return "/".join(_grouped(graph, step, name) for step in Collection(graph, path))
    for predicate, node in graph.predicate_objects(path):
        if predicate == SH.inversePath:
            return "^" + _grouped(graph, node, name)
        if predicate == SH.alternativePath:
            return "|".join(_grouped(graph, step, name) for step in Collection(graph, node))
        suffix = _SUFFIXES.get(str(predicate))
        if suffix:
            return _grouped(graph, node, name) + suffix
    return str(path)


def _grouped(graph: rdflib.Graph, path: Node, name: Callable[[str], str]) -> str:
    """A step of a path, in parentheses when it is made of more than one name and one sign before it."""
    text = sparql_path(graph, path, name)
    simple = isinstance(path, URIRef) or (path, SH.inversePath, None) in graph
    return text if simple else f"({text})"
