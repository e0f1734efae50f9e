"""The standard report graph as a typed report, with labels and places."""

from __future__ import annotations

from collections.abc import Callable

import rdflib
from rdflib import DCTERMS, FOAF, RDFS, SH, SKOS, Literal, URIRef
from rdflib.term import Node

from edukg.errors import Position
from edukg.model import Place, Report, Severity, Text, Texts, Violation
from edukg.namespaces import LANGUAGES, ONTOLEX, PREFIXES
from edukg.validate.paths import sparql_path
from edukg.validate.shapes import owner

_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_LABELS = (RDFS.label, SKOS.prefLabel, FOAF.name, DCTERMS.title, URIRef(ONTOLEX + "writtenRep"))
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class StandardReport(Report):
    """A typed report that keeps the `sh:ValidationReport` graph it was read from.

    The graph is no field: it stays out of comparisons and of what is written as JSON. Its `sh:conforms` is false as
    soon as there is any result (SHACL section 3.6.1), while `conforms` asks for violations only, since warnings do not
    stop a release.
    """

    __slots__ = ("graph",)
    graph: rdflib.Graph


def read_report(
    graph: rdflib.Graph,
    *,
    data: rdflib.Graph,
    shapes: rdflib.Graph,
    locate: Callable[[str], Position | None],
    engine: str,
    seconds: float,
) -> StandardReport:
    """Type a report graph; results are ordered by severity, shape, focus node and value.

    A severity of the user's own counts as a violation, since SHACL leaves its meaning open.
    """
    results = [_violation(graph, data, shapes, node, locate) for node in graph.objects(None, SH.result)]
    results.sort(key=lambda r: (_RANKS[r.severity], r.shape, r.focus, r.path or "", r.value or ""))
    report = StandardReport(results=tuple(results), engine=engine, triples=len(data), seconds=seconds)
    object.__setattr__(report, "graph", graph)
    return report


def report_turtle(report: Report) -> str:
    """The standard report graph behind a report of `validate`, in Turtle with our prefixes.

    Raises `TypeError` for a report that was made by hand and has no graph behind it.
    """
    if not isinstance(report, StandardReport):
        raise TypeError("Only a report that validate gave has a graph behind it.")
    for prefix, namespace in PREFIXES.items():
        report.graph.bind(prefix, namespace)
    return report.graph.serialize(format="turtle")


def _violation(
    graph: rdflib.Graph,
    data: rdflib.Graph,
    shapes: rdflib.Graph,
    result: Node,
    locate: Callable[[str], Position | None],
) -> Violation:
    focus = graph.value(result, SH.focusNode)
    shape = graph.value(result, SH.sourceShape)
    path = graph.value(result, SH.resultPath)
    value = graph.value(result, SH.value)
    severity = graph.value(result, SH.resultSeverity)
    place = locate(str(focus)) if isinstance(focus, URIRef) else None
    return Violation(
        focus=_text(focus),
        shape=_text(owner(shapes, shape) if shape is not None else None),
        component=_text(graph.value(result, SH.sourceConstraintComponent)),
        severity=_SEVERITIES.get(severity, Severity.VIOLATION) if isinstance(severity, URIRef) else Severity.VIOLATION,
        messages=_texts(graph, result),
        path=None if path is None else str(path) if isinstance(path, URIRef) else sparql_path(graph, path),
        value=None if value is None else _text(value),
        focus_label=_label(data, focus),
        place=Place(place.file or "", place.line, place.column) if place else None,
    )


def _text(node: Node | None) -> str:
    if node is None:
        return ""
    return str(node) if isinstance(node, URIRef | Literal) else f"_:{node}"


def _texts(graph: rdflib.Graph, result: Node) -> Texts:
    """The messages of a result, our languages first, then in the order of their tags."""
    found = [m for m in graph.objects(result, SH.resultMessage) if isinstance(m, Literal)]
    texts = [Text(str(m), m.language or "") for m in found]
    order = {language: rank for rank, language in enumerate(LANGUAGES)}
    texts.sort(key=lambda t: (order.get(t.language, len(order)), t.language, t.value))
    return Texts(tuple(texts))


def _label(data: rdflib.Graph, node: Node | None) -> str:
    """The best label of a focus node: English first, then the other languages, then any."""
    if not isinstance(node, URIRef):
        return str(node) if isinstance(node, Literal) else ""
    for predicate in _LABELS:
        texts = sorted((o.language or "", str(o)) for o in data.objects(node, predicate) if isinstance(o, Literal))
        labels = Texts(tuple(Text(value, language) for language, value in texts))
        if labels:
            return labels.value(LANGUAGES[0])
    return ""
