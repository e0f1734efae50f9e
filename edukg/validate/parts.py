"""Shapes aimed at some of their focus nodes, for data with so much wrong that all results at once fill the memory.

The focus nodes of each shape are found here (SHACL section 2.1.3), split by a checksum of their names, and named by
`sh:targetNode`; what a shape then says of a node is the same, since its target has no part in that.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH
from rdflib.term import Node

from edukg.validate.division import classes_targeted, disarmed, roots
from edukg.validate.facts import Facts, to_term
from edukg.validate.shapes import without_messages

_TYPE = ox.NamedNode(str(RDF.type))


def write_part(path: Path, shapes: rdflib.Graph, facts: Facts, *, parts: int, index: int) -> None:
    """Write shapes as N-Triples, aimed at one part of so many of the focus nodes that they have in a store."""
    without_messages(disarmed(shapes)).serialize(path, format="nt", encoding="utf-8")
    with path.open("a", encoding="utf-8") as lines:
        for shape in roots(shapes):
            seen: set[str] = set()
            for node in _focus_nodes(shape, shapes, facts):
                if crc32(node.encode()) % parts == index and node not in seen:
                    seen.add(node)
                    lines.write(f"{to_term(shape)} <{SH.targetNode}> {node} .\n")


def _focus_nodes(shape: Node, shapes: rdflib.Graph, facts: Facts) -> Iterator[str]:
    """The focus nodes of a shape as N-Triples has them, some more than once."""
    for node in shapes.objects(shape, SH.targetNode):
        yield str(to_term(node))
    for class_ in classes_targeted(shape, shapes):
        for narrower in facts.classes_below(class_):
            for quad in facts.store.quads_for_pattern(None, _TYPE, ox.NamedNode(narrower)):
                yield str(quad.subject)
    for predicate in shapes.objects(shape, SH.targetSubjectsOf):
        for quad in facts.store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None):
            yield str(quad.subject)
    for predicate in shapes.objects(shape, SH.targetObjectsOf):
        for quad in facts.store.quads_for_pattern(None, ox.NamedNode(str(predicate)), None):
            yield str(quad.object)
