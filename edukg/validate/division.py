"""Which shapes the fast engine may run, and which are left to the reference.

The reference decides what is right. The two engines were compared on what is listed here: on every shipped shape, on
every fault of the catalogue, and on generated graphs. A shape that holds anything else, or anything on which they were
seen to differ, is run by the reference, together with all shapes that it leads to.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import rdflib
from rdflib import OWL, RDF, RDFS, SH, BNode, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg.namespaces import SH as SHACL

AGREED = frozenset(
    URIRef(SHACL + name)
    for name in (
        *("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf", "property", "node", "path", "severity"),
        *("deactivated", "name", "description", "group", "order", "example", "defaultValue", "message"),
        *("minCount", "maxCount", "class", "datatype", "nodeKind", "in", "hasValue", "uniqueLang", "languageIn"),
        *("pattern", "flags", "minLength", "maxLength", "disjoint", "equals"),
        *("and", "or", "not", "xone", "sparql", "select", "prefixes", "declare", "prefix", "namespace"),
        *("qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount"),
        *("inversePath", "alternativePath"),
    )
)
"""The words of SHACL on which the engines agree.

They were seen to differ on numbers compared with what is no number (`sh:minInclusive` and its kin) and on paths of any
length that end in a text (`sh:zeroOrMorePath` and its kin).
"""

LEFT_TO_THE_REFERENCE: frozenset[URIRef] = frozenset()
"""Shapes of ours that the fast engine does not run, though it knows their words, since it was seen to differ."""

_TARGETS = (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf, SH.target)
_LEADING = (SH.property, SH.node, SH.sparql, SH.qualifiedValueShape, SH["not"])
_DEEP = 100
_OTHER_PATTERNS = re.compile(r"\(\?[=!<>]|\\[1-9]|\\[ZzGK]|\(\?P[=>]")
"""What Python knows in regular expressions and Rust does not: looking around, references back."""


@dataclass(frozen=True, slots=True)
class Division:
    """The shapes for each engine, as two graphs that differ in their targets only."""

    fast: rdflib.Graph
    reference: rdflib.Graph
    by_reference: tuple[str, ...]
    """The shapes with targets that the reference runs; when it is empty, nothing is left to it."""


def divide(shapes: rdflib.Graph) -> Division:
    """Say for every shape with a target which engine runs it."""
    aimed = roots(shapes)
    components = any(shapes.subjects(RDF.type, SH.ConstraintComponent))
    left = {root for root in aimed if components or not _agreed(root, shapes)}
    names = tuple(sorted(str(root) if isinstance(root, URIRef) else f"_:{root}" for root in left))
    return Division(_only(shapes, aimed - left), _without_targets(shapes, aimed - left), names)


def has_targets(shapes: rdflib.Graph) -> bool:
    """Whether any shape is aimed at anything."""
    return bool(roots(shapes))


def roots(shapes: rdflib.Graph) -> set[Node]:
    """The shapes with a target, those that are classes themselves included (SHACL section 2.1.3.3)."""
    found = {subject for target in _TARGETS for subject in shapes.subjects(target)}
    return found | _shapes_that_are_classes(shapes)


def classes_targeted(shape: Node, shapes: rdflib.Graph) -> Iterator[str]:
    """The classes at whose members a shape is aimed, itself included when it is one."""
    yield from (str(class_) for class_ in shapes.objects(shape, SH.targetClass))
    if shape in _shapes_that_are_classes(shapes):
        yield str(shape)


def disarmed(shapes: rdflib.Graph) -> rdflib.Graph:
    """The shapes aimed at nothing."""
    return _without_targets(shapes, roots(shapes))


def _shapes_that_are_classes(shapes: rdflib.Graph) -> set[Node]:
    kinds = {s for kind in (SH.NodeShape, SH.PropertyShape) for s in shapes.subjects(RDF.type, kind)}
    classes = {s for kind in (RDFS.Class, OWL.Class) for s in shapes.subjects(RDF.type, kind)}
    return kinds & classes


def _only(shapes: rdflib.Graph, wanted: Iterable[Node]) -> rdflib.Graph:
    """Some shapes with all that they lead to and nothing else, so that the engine never sees what it does not know."""
    graph = rdflib.Graph(bind_namespaces="none")
    todo, seen = list(wanted), set(wanted)
    while todo:
        node = todo.pop()
        for predicate, found in shapes.predicate_objects(node):
            graph.add((node, predicate, found))
            if not isinstance(found, rdflib.Literal) and found not in seen:
                seen.add(found)
                todo.append(found)
    targeted = set(wanted)
    for root in roots(graph) - targeted:
        _disarm(graph, root)
    return graph


def _without_targets(shapes: rdflib.Graph, idle: Iterable[Node]) -> rdflib.Graph:
    """The shapes with some of them aimed at nothing."""
    graph = rdflib.Graph(bind_namespaces="none")
    graph += shapes
    for root in idle:
        _disarm(graph, root)
    return graph


def _disarm(graph: rdflib.Graph, shape: Node) -> None:
    for target in _TARGETS:
        graph.remove((shape, target, None))
    for kind in (RDFS.Class, OWL.Class):
        graph.remove((shape, RDF.type, kind))


def _agreed(root: Node, shapes: rdflib.Graph) -> bool:
    """Whether a shape and all that it leads to hold nothing but what the engines agree on, and do not go round."""
    return _is_agreed(root, shapes, done=set(), above=())


def _is_agreed(node: Node, shapes: rdflib.Graph, *, done: set[Node], above: tuple[Node, ...]) -> bool:
    if node in above or len(above) > _DEEP:
        return False  # what shapes mean that lead to themselves is left open by SHACL (section 3.4.3)
    if node in done:
        return True
    done.add(node)
    if node in LEFT_TO_THE_REFERENCE or len(set(shapes.objects(node, SH.sparql))) > 1:
        return False
    following: list[Node] = []
    for predicate, found in shapes.predicate_objects(node):
        if not str(predicate).startswith(str(SH)):
            continue
        if predicate not in AGREED or (predicate == SH.pattern and _OTHER_PATTERNS.search(str(found))):
            return False
        if (found, RDF.first, None) in shapes:
            following += [item for item in Collection(shapes, found) if not isinstance(item, rdflib.Literal)]
        elif isinstance(found, BNode) or predicate in _LEADING:
            following.append(found)
    return all(_is_agreed(f, shapes, done=done, above=(*above, node)) for f in following)
