"""The words of each result, in every language in which its shape has a message.

A message may name `{$this}` (the focus node), `{?value}`, `{?path}` and any variable of the shape's query (SHACL
section 5.3.2). Where a constraint counts values there is no single offending one; `{?value}` then lists those found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import rdflib
from rdflib import SH, BNode, Literal, URIRef, Variable
from rdflib.term import Identifier, Node

from edukg.namespaces import shorten
from edukg.validate.paths import bracketed, sparql_path
from edukg.validate.shapes import prefixes

_PLACE = re.compile(r"\{[?$](\w+)\}")
_NOTHING = {"en": "nothing", "ru": "ничего", "uz": "hech narsa"}
_LISTED = 5

_Row = Mapping[str, Node]


def write_messages(report: rdflib.Graph, *, data: rdflib.Graph, shapes: rdflib.Graph) -> None:
    """Replace the engine's messages in a report graph by those of the shapes, filled in."""
    rows = _Rows(data, shapes)
    for result in list(report.objects(None, SH.result)):
        templates = _templates(report, shapes, result)
        if not templates:
            continue
        report.remove((result, SH.resultMessage, None))
        known = _known(report, data, result)
        if not all(set(_PLACE.findall(t)) <= {"this", "value", "path"} for t in templates):
            known = {**rows.take(report, result), **known}
        for template in templates:
            report.add((result, SH.resultMessage, _filled(template, known)))


def _templates(report: rdflib.Graph, shapes: rdflib.Graph, result: Node) -> list[Literal]:
    """The messages of the constraint in SPARQL, else those of the shape."""
    for holder in (report.value(result, SH.sourceConstraint), report.value(result, SH.sourceShape)):
        if holder is not None:
            found = [m for m in shapes.objects(holder, SH.message) if isinstance(m, Literal)]
            if found:
                return found
    return []


def _known(report: rdflib.Graph, data: rdflib.Graph, result: Node) -> dict[str, str]:
    focus, path = report.value(result, SH.focusNode), report.value(result, SH.resultPath)
    value = report.value(result, SH.value)
    known: dict[str, str] = {}
    if focus is not None:
        known["this"] = _shown(focus)
    if path is not None:
        known["path"] = sparql_path(report, path)
    if value is not None:
        known["value"] = _shown(value)
    elif isinstance(focus, Identifier) and path is not None:
        query = f"SELECT DISTINCT ?value WHERE {{ ?this {sparql_path(report, path, bracketed)} ?value }}"
        rows = data.query(query, initBindings={"this": focus}).bindings
        known["value"] = _listed(row[Variable("value")] for row in rows)
    return known


def _listed(nodes: Iterable[Identifier]) -> str:
    texts = sorted(_shown(node) for node in nodes)
    more = " …" if len(texts) > _LISTED else ""
    return ", ".join(texts[:_LISTED]) + more


def _shown(node: Node) -> str:
    """A node as a reader knows it: a prefixed name, or the text of a literal."""
    if isinstance(node, BNode):
        return "[]"
    return shorten(str(node)) if isinstance(node, URIRef) else str(node)


def _filled(template: Literal, known: Mapping[str, str]) -> Literal:
    """A message with its places filled; a place of which nothing is known stays as it is."""

    def words(place: re.Match[str]) -> str:
        if place[1] not in known:
            return place[0]
        return known[place[1]] or _NOTHING.get(template.language or "", "—")

    return Literal(_PLACE.sub(words, str(template)), lang=template.language)


class _Rows:
    """The rows of the constraints' queries, got again for the few focus nodes that failed.

    A report graph keeps focus node, path and value of a row and forgets its other variables.
    """

    def __init__(self, data: rdflib.Graph, shapes: rdflib.Graph) -> None:
        self._data = data
        self._shapes = shapes
        self._left: dict[tuple[Node, Node], list[_Row]] = {}

    def take(self, report: rdflib.Graph, result: Node) -> dict[str, str]:
        """The variables of a row that agrees with a result; each row is given out once."""
        constraint, focus = report.value(result, SH.sourceConstraint), report.value(result, SH.focusNode)
        if constraint is None or focus is None:
            return {}
        if (constraint, focus) not in self._left:
            self._left[constraint, focus] = self._query(constraint, focus)
        rows = self._left[constraint, focus]
        value = report.value(result, SH.value)
        for row in rows:
            if row.get("value", focus) == value:
                rows.remove(row)
                return {variable: _shown(node) for variable, node in row.items()}
        return {}

    def _query(self, constraint: Node, focus: Node) -> list[_Row]:
        select = self._shapes.value(constraint, SH.select)
        if select is None or "$PATH" in str(select) or not isinstance(focus, Identifier):
            return []
        text = f"{prefixes(self._shapes, constraint)}\n{select}"
        answer = self._data.query(text, initBindings={"this": focus})
        return [{str(Variable(v)): node for v, node in row.items()} for row in answer.bindings]
