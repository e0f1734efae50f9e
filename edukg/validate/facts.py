"""What the data say, asked of the store: values, labels, definitions.

The store is asked and no graph of rdflib is made, so that a report on millions of statements needs no more memory than
its results.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping
from functools import lru_cache

import pyoxigraph as ox
import rdflib
from rdflib import BNode, Literal, URIRef
from rdflib.term import Node

from edukg import resources
from edukg.model import Text, Texts
from edukg.namespaces import LANGUAGES

_TYPE = ox.NamedNode(str(rdflib.RDF.type))
_MEMBERS = 200
"""Members of a class among which something is suggested."""
Term = ox.NamedNode | ox.BlankNode | ox.Literal


def to_term(node: Node) -> Term:
    """A node of rdflib as the store has it."""
    match node:
        case URIRef():
            return ox.NamedNode(str(node))
        case BNode():
            return ox.BlankNode(str(node))
        case Literal() if node.language:
            return ox.Literal(str(node), language=node.language)
        case Literal():
            return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype or rdflib.XSD.string)))
    raise TypeError(f"{node!r} is no node of RDF.")


def to_node(term: object) -> Node:
    """A term of the store as rdflib has it; a plain string has no datatype there."""
    match term:
        case ox.NamedNode():
            return URIRef(term.value)
        case ox.BlankNode():
            return BNode(term.value)
        case ox.Literal() if term.language:
            return Literal(term.value, lang=term.language)
        case ox.Literal():
            datatype = term.datatype.value
            plain = datatype == str(rdflib.XSD.string)
            return Literal(term.value, datatype=None if plain else URIRef(datatype), normalize=False)
    raise TypeError(f"{term!r} is no term of RDF 1.1.")


class Facts:
    """Questions to one store, all graphs together."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self.names = lru_cache(maxsize=10_000)(self._names)
        self.definitions = lru_cache(maxsize=10_000)(self._definitions)
        self.members = lru_cache(maxsize=200)(self._members)

    def __len__(self) -> int:
        return len(self.store)

    def rows(self, query: str, bindings: Mapping[str, Node]) -> list[dict[str, Node]]:
        """The rows of a SELECT, each variable that is bound with its node."""
        bound: dict[ox.Variable, Term | ox.Triple] = {
            ox.Variable(name): to_term(node) for name, node in bindings.items()
        }
        answer = self.store.query(query, use_default_graph_as_union=True, substitutions=bound)
        if not isinstance(answer, ox.QuerySolutions):
            return []
        names = [variable.value for variable in answer.variables]
        return [{name: to_node(row[name]) for name in names if row[name] is not None} for row in answer]

    def named(self, name: str, **bindings: Node) -> list[dict[str, Node]]:
        """The rows of one of our queries (`edukg/queries/validate/{name}.rq`)."""
        return self.rows(resources.query(f"validate/{name}"), bindings)

    def values(self, focus: Node, path: str) -> list[Node]:
        """What a path leads to from a node; the path is written as SPARQL writes it, with IRIs in full."""
        rows = self.rows(f"SELECT DISTINCT ?this ?value WHERE {{ ?this {path} ?value }}", {"this": focus})
        return [row["value"] for row in rows]

    def label(self, iri: str, language: str = LANGUAGES[0]) -> str:
        """The best label of a thing, empty when it has none."""
        return self.names(iri).value(language)

    def classes_below(self, iri: str) -> frozenset[str]:
        """A class and the classes below it."""
        rows = self.named("narrower", **{"class": URIRef(iri)})
        return frozenset((iri, *(str(row["narrower"]) for row in rows)))

    def _members(self, iri: str) -> tuple[Node, ...]:
        """What is of a class, narrower classes included, the first 200 in the order of their IRIs.

        The index is read, since a query sorts all members, of which there may be a million.
        """
        found = {
            quad.subject.value
            for narrower in self.classes_below(iri)
            for quad in self.store.quads_for_pattern(None, _TYPE, ox.NamedNode(narrower))
            if isinstance(quad.subject, ox.NamedNode)
        }
        return tuple(URIRef(member) for member in heapq.nsmallest(_MEMBERS, found))

    def _names(self, iri: str) -> Texts:
        return self._texts("labels", iri)

    def _definitions(self, iri: str) -> Texts:
        return self._texts("definitions", iri)

    def _texts(self, query: str, iri: str) -> Texts:
        """The texts of the property that comes first in the query's order, one for each language."""
        found: dict[str, str] = {}
        first: str | None = None
        for row in sorted(self.named(query, thing=URIRef(iri)), key=lambda r: (str(r["rank"]), str(r["text"]))):
            text = row["text"]
            first = first or str(row["rank"])
            if isinstance(text, Literal) and str(row["rank"]) == first:
                found.setdefault(text.language or "", str(text))
        return Texts(tuple(Text(value, language) for language, value in sorted(found.items())))
