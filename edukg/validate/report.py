"""Plain results → typed report, with words, labels, places and suggestions; and the standard report graph beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from typing import Any

import rdflib
from rdflib import RDF, SH, BNode, Literal, URIRef
from rdflib.term import Node

from edukg.errors import Position
from edukg.model import Locate, Place, Report, Severity, Text, Texts, Violation
from edukg.namespaces import LANGUAGES, PREFIXES
from edukg.validate.advice import Advice
from edukg.validate.facts import Facts
from edukg.validate.messages import Words, shown
from edukg.validate.paths import sparql_path
from edukg.validate.results import Result, Results, report_graph
from edukg.validate.shapes import owner
from edukg.validate.suggestions import Suggestions

_SEVERITIES = {SH.Violation: Severity.VIOLATION, SH.Warning: Severity.WARNING, SH.Info: Severity.INFO}
_NAMES = {severity: iri for iri, severity in _SEVERITIES.items()}
_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class StandardReport(Report):
    """A typed report with the `sh:ValidationReport` graph that says the same.

    The graph is no field: it stays out of comparisons and of what is written as JSON. Its `sh:conforms` is false as
    soon as there is any result (SHACL section 3.6.1), while `conforms` asks for violations only, since warnings do not
    stop a release.
    """

    __slots__ = ("_make",)
    _make: Callable[[], rdflib.Graph]

    def __reduce__(self) -> tuple[Any, ...]:
        """What is pickled: the typed report, without the graph, which is made from the data."""
        return Report, tuple(getattr(self, field.name) for field in fields(Report))

    @property
    def graph(self) -> rdflib.Graph:
        """The standard report, made when it is asked for."""
        return self._make()


def read_report(
    results: Results,
    *,
    facts: Facts,
    shapes: rdflib.Graph,
    locate: Locate,
    engine: str,
    seconds: Callable[[], float],
    by_reference: tuple[str, ...] = (),
    without_lines: Sequence[str] = (),
) -> StandardReport:
    """Type the results of an engine; they are ordered by severity, shape, focus node and value.

    `without_lines` names files in which lines cannot be told; the report says so of those in which something is.

    A severity of the user's own counts as a violation, since SHACL leaves its meaning open.
    """
    typing = _Typing(facts, shapes, locate)
    typed = [(*typing.violation(result), result) for result in results.kept]
    typed.sort(key=lambda item: order(item[0]))
    counts = dict.fromkeys(Severity, 0)
    for iri, number in results.by_severity.items():
        counts[_SEVERITIES.get(iri, Severity.VIOLATION)] += number
    found_in = {item[0].file for item in typed}
    said, raw = [item[1] for item in typed], [item[2] for item in typed]
    return standard_report(
        Report(
            results=tuple(item[0] for item in typed),
            engine=engine,
            triples=len(facts),
            seconds=seconds(),
            counts=counts,
            by_reference=by_reference,
            complete=results.complete,
            without_lines=tuple(name for name in without_lines if name in found_in),
        ),
        lambda: report_graph(raw, said, shapes=shapes, conforms=not sum(counts.values())),
    )


def standard_report(report: Report, graph: Callable[[], rdflib.Graph]) -> StandardReport:
    """A report with a graph beside it."""
    made = StandardReport(**{field.name: getattr(report, field.name) for field in fields(Report)})
    object.__setattr__(made, "_make", graph)
    return made


def with_findings(report: Report, findings: Iterable[Violation]) -> StandardReport:
    """A report with further findings in it, such as what was amiss in a table before there were statements.

    They are put in order with the others, and stand in the graph too.
    """
    added = tuple(findings)
    counts = {severity: report.count(severity) for severity in Severity}
    for finding in added:
        counts[finding.severity] += 1
    together = Report(
        results=tuple(sorted((*report.results, *added), key=order)),
        engine=report.engine,
        triples=report.triples,
        seconds=report.seconds,
        counts=counts,
        by_reference=report.by_reference,
        complete=report.complete,
        without_lines=report.without_lines,
    )
    return standard_report(together, lambda: graph_of(report) + typed_graph(added) if added else graph_of(report))


def graph_of(report: Report) -> rdflib.Graph:
    """The `sh:ValidationReport` graph of a report; one made by hand is written from its fields."""
    return report.graph if isinstance(report, StandardReport) else typed_graph(report.results)


def typed_graph(findings: Iterable[Violation]) -> rdflib.Graph:
    """Findings that no engine gave as a `sh:ValidationReport`."""
    results, messages = [], []
    for finding in findings:
        path = URIRef(finding.path) if finding.path and "://" in finding.path and " " not in finding.path else None
        results.append(
            Result(
                focus=_node(finding.focus),
                shape=URIRef(finding.shape),
                component=URIRef(finding.component),
                severity=_NAMES[finding.severity],
                path=path,
                value=None if finding.value is None else Literal(finding.value),
            )
        )
        messages.append([Literal(t.value, lang=t.language or None) for t in finding.messages])
    return report_graph(results, messages, shapes=rdflib.Graph(), conforms=not results)


def report_turtle(report: Report) -> str:
    """The standard report graph of a report, in Turtle with our prefixes."""
    graph = graph_of(report)
    if len(list(graph.subjects(RDF.type, SH.ValidationReport))) > 1:
        graph = _as_one(graph)
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph.serialize(format="turtle")


def order(finding: Violation) -> tuple[int, str, str, str, str]:
    """The place of a finding in a report: the worst first, then by shape, thing and value."""
    return _RANKS[finding.severity], finding.shape, finding.focus, finding.path or "", finding.value or ""


def _as_one(graph: rdflib.Graph) -> rdflib.Graph:
    """Several report nodes of a graph made one, which conforms when all do."""
    first, *others = sorted(graph.subjects(RDF.type, SH.ValidationReport), key=str)
    one = rdflib.Graph(bind_namespaces="none")
    one += graph
    conforms = all(bool(Literal(graph.value(node, SH.conforms)).toPython()) for node in (first, *others))
    for node in others:
        for result in graph.objects(node, SH.result):
            one.add((first, SH.result, result))
        one.remove((node, None, None))
    one.set((first, SH.conforms, Literal(conforms)))
    return one


class _Typing:
    """Makes findings of results, with all that people need."""

    def __init__(self, facts: Facts, shapes: rdflib.Graph, locate: Locate) -> None:
        self._facts = facts
        self._shapes = shapes
        self._locate = locate
        self._words = Words(facts, shapes)
        self._advice = Advice(facts, shapes)
        self._suggestions = Suggestions(facts, shapes)

    def violation(self, result: Result) -> tuple[Violation, list[Literal]]:
        """The finding, and its messages as the graph has them."""
        messages, found = self._words.messages(result), self._words.found(result)
        path, focus = _path(result, self._shapes), _text(result.focus)
        value = None if result.value is None else _text(result.value)
        place = self._locate(focus, path, value) if isinstance(result.focus, URIRef) else None
        rule, reason, group = self._advice.rule(result)
        in_table = place is not None and place.row is not None
        finding = Violation(
            focus=focus,
            shape=_text(owner(self._shapes, result.shape)),
            component=str(result.component),
            severity=_SEVERITIES.get(result.severity, Severity.VIOLATION),
            messages=_texts(messages),
            path=path,
            value=value,
            focus_labels=_labels(self._facts, result.focus),
            place=place,
            rule=rule,
            reason=reason,
            group=group,
            definitions=self._advice.definitions(result),
            found=tuple(sorted(shown(n) for n in found if n != result.focus or result.path is not None)),
            expected=self._advice.expected(result, reason),
            suggestions=self._suggestions.offers(result, found, in_table=in_table),
            explanation=self._advice.explanation(result),
        )
        return finding, messages


def _path(result: Result, shapes: rdflib.Graph) -> str | None:
    if result.path is None:
        return None
    return str(result.path) if isinstance(result.path, URIRef) else sparql_path(shapes, result.path)


def _text(node: Node) -> str:
    return str(node) if isinstance(node, URIRef | Literal) else f"_:{node}"


def _node(text: str) -> Node:
    return BNode(text.removeprefix("_:")) if text.startswith("_:") else URIRef(text)


def _texts(messages: Iterable[Literal]) -> Texts:
    """The messages of a result, our languages first, then in the order of their tags."""
    texts = [Text(str(m), m.language or "") for m in messages]
    ranks: Mapping[str, int] = {language: rank for rank, language in enumerate(LANGUAGES)}
    texts.sort(key=lambda t: (ranks.get(t.language, len(ranks)), t.language, t.value))
    return Texts(tuple(texts))


def _labels(facts: Facts, node: Node) -> Texts:
    """The names of a focus node; a literal names itself."""
    if isinstance(node, URIRef):
        return facts.names(str(node))
    return Texts((Text(str(node), node.language or ""),)) if isinstance(node, Literal) else Texts()


def place_of(position: Position | None) -> Place | None:
    """A position in a file of text as a place."""
    return None if position is None else Place(position.file or "", position.line, position.column)
