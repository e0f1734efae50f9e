"""What every engine gives: plain results, and the standard report graph made from them.

A result names nodes of the data and of the shapes graph, no more. Words, places and suggestions are added afterwards,
so that they are the same whichever engine found the fault.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import rdflib
from rdflib import RDF, SH, BNode, Literal, URIRef
from rdflib.term import Identifier, Node

from edukg.validate.fast_child import RANKS, is_mild, kept, read_things


@dataclass(frozen=True, slots=True)
class Result:
    """One `sh:ValidationResult` (SHACL section 3.6.2), without its messages.

    `path` is that of the property shape, the IRI of a property or the node of the shapes graph that describes a longer
    path; for a node shape, what its query gave for `?path`. `constraint` is the SPARQL constraint that gave the result,
    if one did.
    """

    focus: Node
    shape: Node
    component: URIRef
    severity: URIRef
    path: Node | None = None
    value: Node | None = None
    constraint: Node | None = None


@dataclass(frozen=True, slots=True)
class Results:
    """The results that are kept of a run, and how many there were of each severity in all.

    When not `complete`, so much was wrong that not everything was looked at.
    """

    kept: tuple[Result, ...]
    by_severity: Mapping[URIRef, int] = field(default_factory=dict)
    complete: bool = True


def results_of(found: Sequence[Result], limit: int, things: Path | None = None) -> Results:
    """At most `limit` of some results, and how many there are of each severity.

    `things` is a file that names things, each on a line in the syntax of N-Triples; warnings and notes about others are
    left out.
    """
    if things is not None and any(is_mild(result.severity) for result in found):
        wanted = read_things(str(things))
        found = [result for result in found if not is_mild(result.severity) or _line(result.focus) in wanted]
    counts = Counter(result.severity for result in found)
    return Results(tuple(kept(found, limit, group=group_of, order=order_of)), counts)


def _line(node: Node) -> str:
    return f"<{node}>" if isinstance(node, URIRef) else f"_:{node}"


def n3(node: Node) -> str:
    """A node in the syntax of N-Triples, for putting in order."""
    return node.n3() if isinstance(node, Identifier) else str(node)


def together(parts: Sequence[Results], limit: int) -> Results:
    """The results of several runs in one, at most `limit` of them."""
    counts: Counter[URIRef] = Counter()
    for part in parts:
        counts.update(part.by_severity)
    every = [result for part in parts for result in part.kept]
    complete = all(part.complete for part in parts)
    return Results(tuple(kept(every, limit, group=group_of, order=order_of)), counts, complete)


def group_of(result: Result) -> tuple[int, str]:
    """What results are grouped by when only some can be kept: severity and shape."""
    return RANKS.get(result.severity.rpartition("#")[2], 0), n3(result.shape)


def order_of(result: Result) -> tuple[str, str, str]:
    """The order within such a group."""
    return n3(result.focus), "" if result.value is None else n3(result.value), result.component


def report_graph(
    results: Sequence[Result], messages: Sequence[Sequence[Literal]], *, shapes: rdflib.Graph, conforms: bool
) -> rdflib.Graph:
    """The `sh:ValidationReport` of some results, each with its messages.

    `conforms` is given, since results that were left out for their number count too.
    """
    graph = rdflib.Graph(bind_namespaces="none")
    report = BNode()
    graph.add((report, RDF.type, SH.ValidationReport))
    graph.add((report, SH.conforms, Literal(conforms)))
    for result, words in zip(results, messages, strict=True):
        node = BNode()
        graph.add((report, SH.result, node))
        graph.add((node, RDF.type, SH.ValidationResult))
        said = {
            SH.focusNode: result.focus,
            SH.resultPath: result.path,
            SH.value: result.value,
            SH.sourceConstraintComponent: result.component,
            SH.sourceConstraint: result.constraint,
            SH.sourceShape: result.shape,
            SH.resultSeverity: result.severity,
        }
        for predicate, found in said.items():
            if found is not None:
                graph.add((node, predicate, found))
        for message in words:
            graph.add((node, SH.resultMessage, message))
        if isinstance(result.path, BNode):
            _copy(result.path, shapes, graph)
    return graph


def _copy(node: Node, source: rdflib.Graph, target: rdflib.Graph) -> None:
    """All that a graph says of a blank node, and of the blank nodes that this leads to."""
    if (node, None, None) in target:
        return
    for predicate, found in source.predicate_objects(node):
        target.add((node, predicate, found))
        if isinstance(found, BNode):
            _copy(found, source, target)
