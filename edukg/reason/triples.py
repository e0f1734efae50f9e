"""The part of a dataset that has a meaning in OWL, numbered so that any reasoner can read it.

OWL 2 gives annotations no meaning (Structural Specification, section 10): labels, definitions, glosses and ontology
headers are left out, everything else stays. Names become short ASCII ones, because the engines stumble over some
legal IRIs, print others in the encoding of the terminal, and name things in explanations by the last part of the IRI
only, where `source/x` and `id/x` look alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.errors import DataSyntaxError
from edukg.namespaces import BASE, INFERRED_GRAPH, OWL, RDF, RDFS, XSD, shorten

Triple = tuple[ox.NamedNode | ox.BlankNode, ox.NamedNode, ox.NamedNode | ox.BlankNode | ox.Literal]

TYPE: Final = ox.NamedNode(RDF + "type")
FIRST: Final = ox.NamedNode(RDF + "first")
REST: Final = ox.NamedNode(RDF + "rest")
NIL: Final = ox.NamedNode(RDF + "nil")

_BUILT_IN: Final = (OWL, RDF, RDFS, XSD)
_NUMBERED: Final = BASE + "n#N"

_ALWAYS_ANNOTATION: Final = frozenset(
    [RDFS + name for name in ("label", "comment", "seeAlso", "isDefinedBy")]
    + [
        OWL + name
        for name in (
            "backwardCompatibleWith",
            "deprecated",
            "imports",
            "incompatibleWith",
            "priorVersion",
            "versionIRI",
            "versionInfo",
        )
    ]
)

DECLARING: Final = frozenset(
    [OWL + name for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual")]
    + [RDFS + "Datatype"]
)
"""Types that only say what kind of name something is (OWL 2 mapping to RDF, table 7)."""

_EXPRESSION_TYPES: Final = frozenset(
    [
        OWL + name
        for name in (
            "AllDifferent",
            "AllDisjointClasses",
            "AllDisjointProperties",
            "Class",
            "DataRange",
            "NegativePropertyAssertion",
            "Restriction",
        )
    ]
    + [RDFS + "Datatype", RDF + "List"]
)
_EXPRESSION_PREDICATES: Final = frozenset(
    [RDF + "first", RDF + "rest"]
    + [
        OWL + name
        for name in (
            "complementOf",
            "datatypeComplementOf",
            "intersectionOf",
            "inverseOf",
            "onDatatype",
            "onProperty",
            "oneOf",
            "unionOf",
            "withRestrictions",
        )
    ]
)
_WHOLE: Final = re.compile(r"[+-]?[0-9]+")
_REAL: Final = re.compile(r"[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_MOMENT: Final = re.compile(
    r"-?[0-9]{4,}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)
_WRITTEN: Final = {
    **{XSD + name: _WHOLE for name in ("byte", "int", "integer", "long", "short")},
    **{XSD + sign + "Integer": _WHOLE for sign in ("negative", "nonNegative", "nonPositive", "positive")},
    **{XSD + "unsigned" + size: _WHOLE for size in ("Byte", "Int", "Long", "Short")},
    **{XSD + name: _REAL for name in ("decimal", "double", "float")},
    XSD + "boolean": re.compile("true|false|0|1"),
    XSD + "dateTime": _MOMENT,
    XSD + "dateTimeStamp": _MOMENT,
}
"""How the values of a datatype are written (XML Schema 1.1 part 2), for those that the engines check."""


def annotation_properties(store: ox.Store) -> frozenset[str]:
    """The IRIs of every property that OWL gives no meaning: the built-in ones and those declared as such."""
    declared = store.quads_for_pattern(None, TYPE, ox.NamedNode(OWL + "AnnotationProperty"))
    return _ALWAYS_ANNOTATION | {quad.subject.value for quad in declared if isinstance(quad.subject, ox.NamedNode)}


def logical_triples(store: ox.Store, *, graphs: Iterable[str] | None = None) -> list[Triple]:
    """Every asserted triple with a meaning in OWL, each once, declarations first, in a stable order.

    `graphs` limits them to some named graphs. Raises `DataSyntaxError` for a number, date or truth value that is none,
    on which the engines would fail with words of their own.
    """
    annotation = annotation_properties(store)
    skipped = _annotation_nodes(store)
    found: dict[Triple, None] = {}
    for quad in _asserted(store, graphs):
        if quad.predicate.value in annotation or quad.subject in skipped:
            continue
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            continue
        found[(quad.subject, quad.predicate, quad.object)] = None
    for triple in found:
        _refuse_false_value(triple)
    return sorted(found, key=lambda triple: (not is_declaration(triple), *map(str, triple)))


def _asserted(store: ox.Store, graphs: Iterable[str] | None) -> Iterator[ox.Quad]:
    if graphs is None:
        inferred = ox.NamedNode(INFERRED_GRAPH)
        yield from (quad for quad in store if quad.graph_name != inferred)
        return
    for name in graphs:
        yield from store.quads_for_pattern(None, None, None, ox.NamedNode(name) if name else ox.DefaultGraph())


def _annotation_nodes(store: ox.Store) -> frozenset[object]:
    kinds = (OWL + "Ontology", OWL + "Axiom", OWL + "Annotation")
    return frozenset(q.subject for kind in kinds for q in store.quads_for_pattern(None, TYPE, ox.NamedNode(kind)))


def _refuse_false_value(triple: Triple) -> None:
    value = triple[2]
    if not isinstance(value, ox.Literal) or value.datatype.value not in _WRITTEN:
        return
    if not _WRITTEN[value.datatype.value].fullmatch(value.value.strip()):
        raise DataSyntaxError(
            f'"{value.value}", a value of {shorten(triple[1].value)}, is not a {shorten(value.datatype.value)}.',
            advice=f"Correct what is said of {shorten(triple[0].value)}.",
        )


def is_declaration(triple: Triple) -> bool:
    """Whether a triple only declares what kind of name an IRI or an expression is."""
    _, predicate, value = triple
    return predicate == TYPE and isinstance(value, ox.NamedNode) and value.value in DECLARING


def expressions(triples: Sequence[Triple]) -> frozenset[ox.BlankNode]:
    """The blank nodes that are part of an axiom's syntax (class expressions, lists), not anonymous individuals."""
    found: set[ox.BlankNode] = set()
    for subject, predicate, value in triples:
        if not isinstance(subject, ox.BlankNode):
            continue
        typed = predicate == TYPE and isinstance(value, ox.NamedNode) and value.value in _EXPRESSION_TYPES
        if typed or predicate.value in _EXPRESSION_PREDICATES:
            found.add(subject)
    return frozenset(found)


class Numbering:
    """Short names for IRIs and anonymous individuals, and the way back."""

    def __init__(self, triples: Sequence[Triple]) -> None:
        """Number every name of the triples but those of OWL, RDF, RDFS and XML Schema themselves."""
        self._expressions = expressions(triples)
        self._tokens: dict[ox.NamedNode | ox.BlankNode, str] = {}
        self._nodes: list[ox.NamedNode | ox.BlankNode] = []
        self._blank: dict[str, str] = {}

    def node(self, name: str) -> ox.NamedNode | ox.BlankNode | None:
        """What a short name ("N12"), or its whole IRI, stands for; None when it was never given out."""
        number = name.removeprefix(_NUMBERED).removeprefix("N")
        if number.isdecimal() and int(number) < len(self._nodes):
            return self._nodes[int(number)]
        return ox.NamedNode(name) if name.startswith(_BUILT_IN) else None

    def encode(self, node: ox.NamedNode | ox.BlankNode | ox.Literal) -> str:
        """A node in N-Triples with its short name; all characters are ASCII."""
        if isinstance(node, ox.Literal):
            return _ascii(str(node))
        if isinstance(node, ox.BlankNode) and node in self._expressions:
            return self._blank.setdefault(node.value, f"_:b{len(self._blank)}")
        if isinstance(node, ox.NamedNode) and node.value.startswith(_BUILT_IN):
            return f"<{node.value}>"
        if node not in self._tokens:
            self._tokens[node] = f"<{_NUMBERED}{len(self._nodes)}>"
            self._nodes.append(node)
        return self._tokens[node]

    def write(self, triples: Iterable[Triple], path: Path) -> None:
        """Write N-Triples (W3C RDF 1.1 N-Triples) under the short names."""
        with path.open("w", encoding="ascii", newline="\n") as file:
            file.writelines(f"{self.encode(s)} {self.encode(p)} {self.encode(o)} .\n" for s, p, o in triples)


def _ascii(text: str) -> str:
    return "".join(c if ord(c) < 128 else f"\\u{ord(c):04X}" if ord(c) < 65536 else f"\\U{ord(c):08X}" for c in text)
