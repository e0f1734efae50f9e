"""Axioms in words: the keywords of the Manchester syntax (W3C OWL 2 Manchester Syntax) and the labels of the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

import pyoxigraph as ox

from edukg.namespaces import LANGUAGES, OWL, RDF, RDFS, SKOS, shorten
from edukg.reason.axioms import Axiom, members
from edukg.reason.triples import TYPE, Triple

_LABELS: Final = (RDFS + "label", SKOS + "prefLabel")
_SHOWN: Final = 6
"""How many members of a list are written out before it is cut down to those that matter."""

_CHARACTERS: Final = {
    "FunctionalProperty": "{p} has at most one value for each thing",
    "InverseFunctionalProperty": "{p} leads to each value from at most one thing",
    "TransitiveProperty": "{p} is transitive",
    "SymmetricProperty": "{p} is symmetric",
    "AsymmetricProperty": "{p} never holds in both directions",
    "ReflexiveProperty": "{p} relates everything to itself",
    "IrreflexiveProperty": "{p} never relates a thing to itself",
}
_RELATIONS: Final = {
    RDFS + "domain": "whatever has {s} {is_o}",
    RDFS + "range": "every value of {s} {is_o}",
    RDFS + "subClassOf": "every {s} {is_o}",
    RDFS + "subPropertyOf": "{s} implies {o}",
    OWL + "equivalentClass": "{s} means the same as {o}",
    OWL + "equivalentProperty": "{s} means the same as {o}",
    OWL + "disjointWith": "nothing is both {s} and {o}",
    OWL + "complementOf": "{s} is everything that is not {o}",
    OWL + "inverseOf": "{s} is the inverse of {o}",
    OWL + "propertyDisjointWith": "{s} and {o} never hold between the same two things",
    OWL + "differentFrom": "{s} and {o} are different things",
    OWL + "sameAs": "{s} and {o} are the same thing",
}
_LISTS: Final = {
    OWL + "disjointUnionOf": "{s} is divided without overlap into {o}",
    OWL + "propertyChainAxiom": "{o}, one after the other, imply {s}",
    OWL + "hasKey": "no two of {s} agree in {o}",
}
_SETS: Final = {
    "AllDifferent": "these are different things: {o}",
    "AllDisjointClasses": "nothing belongs to two of these: {o}",
    "AllDisjointProperties": "no two of these hold between the same two things: {o}",
}
_QUANTIFIERS: Final = {
    OWL + "someValuesFrom": "some",
    OWL + "allValuesFrom": "only",
    OWL + "hasValue": "value",
}
_CARDINALITIES: Final = {
    OWL + name: word
    for name, word in (
        ("cardinality", "exactly"),
        ("qualifiedCardinality", "exactly"),
        ("minCardinality", "min"),
        ("minQualifiedCardinality", "min"),
        ("maxCardinality", "max"),
        ("maxQualifiedCardinality", "max"),
    )
}


class Wording:
    """Words for the axioms of one clash; `store` gives the labels."""

    def __init__(self, store: ox.Store, clash: Iterable[Axiom]) -> None:
        """A name that several axioms of the clash share matters: long lists are cut down to such names."""
        seen: set[object] = set()
        self._matters: set[object] = set()
        for axiom in clash:
            self._matters |= seen & axiom.names
            seen |= axiom.names
        self._store = store
        self._labels: dict[ox.NamedNode, str] = {}

    def statement(self, axiom: Axiom) -> str:
        """One sentence without a full stop."""
        subject, predicate, value = axiom.root
        if axiom.stands_alone and isinstance(value, ox.NamedNode):
            return self._standing(value.value.removeprefix(OWL), axiom)
        if predicate == TYPE and isinstance(value, ox.NamedNode):
            character = _CHARACTERS.get(value.value.removeprefix(OWL))
            if character and value.value.startswith(OWL):
                return character.format(p=self.name(subject))
        if predicate == TYPE:
            return f"{self.name(subject)} {self._belongs(value, axiom.body)}"
        if predicate.value in _LISTS:
            listed = self._listed(members(value, axiom.body), axiom.body)
            return _LISTS[predicate.value].format(s=self.name(subject), o=listed)
        template = _RELATIONS.get(predicate.value)
        if template:
            body = axiom.triples if isinstance(subject, ox.BlankNode) else axiom.body
            return template.format(
                s=self._expression(subject, body),
                o=self._expression(value, body),
                is_o=self._belongs(value, body),
            )
        return f"{self.name(subject)} {self.name(predicate)} {self._expression(value, axiom.body)}"

    def name(self, node: object) -> str:
        """A label in quotation marks with the prefixed name, or the prefixed name alone."""
        if isinstance(node, ox.NamedNode):
            if node not in self._labels:
                self._labels[node] = self._label(node)
            label, short = self._labels[node], shorten(node.value)
            return f"“{label}” ({short})" if label else short
        if isinstance(node, ox.Literal):
            return f'"{node.value}"'
        return "something unnamed"

    def _label(self, node: ox.NamedNode) -> str:
        for predicate in _LABELS:
            found = {
                quad.object.language or "": quad.object.value
                for quad in self._store.quads_for_pattern(node, ox.NamedNode(predicate), None, None)
                if isinstance(quad.object, ox.Literal)
            }
            for language in (*LANGUAGES, "", *sorted(found)):
                if language in found:
                    return found[language]
        return ""

    def _standing(self, kind: str, axiom: Axiom) -> str:
        said = {triple[1].value: triple[2] for triple in axiom.body if triple[0] == axiom.root[0]}
        if kind == "NegativePropertyAssertion":
            value = said.get(OWL + "targetIndividual", said.get(OWL + "targetValue"))
            source, predicate = said.get(OWL + "sourceIndividual"), said.get(OWL + "assertionProperty")
            return f"{self.name(source)} {self.name(predicate)} {self.name(value)} does not hold"
        head = said.get(OWL + "distinctMembers", said.get(OWL + "members"))
        listed = members(head, axiom.body) if head is not None else []
        return _SETS[kind].format(o=self._listed(listed, axiom.body))

    def _listed(self, nodes: Sequence[object], body: Sequence[Triple]) -> str:
        shown = list(nodes)
        if len(shown) > _SHOWN:
            shown = [node for node in shown if node in self._matters] or shown[:_SHOWN]
        words = [self._expression(node, body) for node in shown]
        if len(shown) < len(nodes):
            words.append(f"and {len(nodes) - len(shown)} others")
        return ", ".join(words)

    def _expression(self, node: object, body: Sequence[Triple]) -> str:
        """A class expression in words; a plain name when it is one."""
        said = {triple[1].value: triple[2] for triple in body if triple[0] == node}
        if not isinstance(node, ox.BlankNode) or not said:
            return self.name(node)
        for predicate, joint in ((OWL + "intersectionOf", " and "), (OWL + "unionOf", " or ")):
            if predicate in said:
                operands = [self._operand(part, body) for part in members(said[predicate], body)]
                return joint.join(operands)
        if OWL + "complementOf" in said:
            return f"not {self._operand(said[OWL + 'complementOf'], body)}"
        if OWL + "onProperty" in said:
            return self._restriction(said, body)
        if OWL + "inverseOf" in said:
            return f"inverse of {self.name(said[OWL + 'inverseOf'])}"
        head = node if RDF + "first" in said else said.get(OWL + "oneOf")
        return "one of {" + self._listed(members(head, body), body) + "}" if head is not None else "something unnamed"

    def _belongs(self, node: object, body: Sequence[Triple]) -> str:
        words = self._expression(node, body)
        return f"is {words}" if words.startswith("a thing with") else f"belongs to {words}"

    def _operand(self, node: object, body: Sequence[Triple]) -> str:
        words = self._expression(node, body)
        return f"({words})" if isinstance(node, ox.BlankNode) else words

    def _restriction(self, said: dict[str, ox.NamedNode | ox.BlankNode | ox.Literal], body: Sequence[Triple]) -> str:
        """A restriction as a phrase that follows "is": "a thing with …"."""
        on = self._expression(said[OWL + "onProperty"], body)
        for predicate, word in _QUANTIFIERS.items():
            if predicate in said:
                return f"a thing with {on} {word} {self._operand(said[predicate], body)}"
        for predicate, word in _CARDINALITIES.items():
            if predicate in said and isinstance(number := said[predicate], ox.Literal):
                kind = said.get(OWL + "onClass", said.get(OWL + "onDataRange"))
                of = f" {self._operand(kind, body)}" if kind is not None else ""
                return f"a thing with {on} {word} {number.value}{of}"
        if OWL + "hasSelf" in said:
            return f"a thing with {on} to itself"
        return f"a thing with a restriction on {on}"
