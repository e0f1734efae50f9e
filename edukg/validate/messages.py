"""The words of each result, in every language in which its shape has a message.

A message may name `{$this}` (the focus node), `{?value}`, `{?path}` and any variable of the shape's query (SHACL
section 5.3.2). Where a constraint counts values there is no single offending one; `{?value}` then lists those found. A
shape without a message gets words that name the constraint.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import rdflib
from rdflib import SH, BNode, Literal, URIRef
from rdflib.term import Node

from edukg.namespaces import LANGUAGES, shorten
from edukg.validate.facts import Facts
from edukg.validate.paths import bracketed, sparql_path
from edukg.validate.results import Result
from edukg.validate.shapes import prefixes

_PLACE = re.compile(r"\{[?$](\w+)\}")
_NOTHING = {"en": "nothing", "ru": "ничего", "uz": "hech narsa"}
_PLAIN = {
    "en": "{$this} does not keep to %s; found: {?value}.",
    "ru": "{$this} не отвечает требованию %s; найдено: {?value}.",
    "uz": "{$this} %s talabiga mos emas; topildi: {?value}.",
}
_LISTED = 5

_Row = Mapping[str, Node]


class Words:
    """Writes the messages of results."""

    def __init__(self, facts: Facts, shapes: rdflib.Graph) -> None:
        self._facts = facts
        self._shapes = shapes
        self._rows = _Rows(facts, shapes)

    def messages(self, result: Result) -> list[Literal]:
        """The messages of the constraint in SPARQL, else those of the shape, filled in."""
        templates = self._templates(result)
        known = self._known(result)
        if not all(set(_PLACE.findall(t)) <= {"this", "value", "path"} for t in templates):
            known = {**self._rows.take(result), **known}
        return [_filled(template, known) for template in templates]

    def found(self, result: Result) -> list[Node]:
        """The value of a result, or, where it has none, all that its path leads to."""
        if result.value is not None:
            return [result.value]
        if result.path is None:
            return []
        return self._facts.values(result.focus, sparql_path(self._shapes, result.path, bracketed))

    def _templates(self, result: Result) -> list[Literal]:
        for holder in (result.constraint, result.shape):
            if holder is not None:
                found = [m for m in self._shapes.objects(holder, SH.message) if isinstance(m, Literal)]
                if found:
                    return sorted(found, key=lambda m: (m.language or "", str(m)))
        kind = shorten(result.component).removesuffix("ConstraintComponent")
        return [Literal(_PLAIN[language] % kind, lang=language) for language in LANGUAGES]

    def _known(self, result: Result) -> dict[str, str]:
        known = {"this": shown(result.focus)}
        if result.path is not None:
            known["path"] = sparql_path(self._shapes, result.path)
        if result.value is not None:
            known["value"] = shown(result.value)
        elif result.path is not None:
            known["value"] = _listed(self.found(result))
        return known


def _listed(nodes: Iterable[Node]) -> str:
    texts = sorted(shown(node) for node in nodes)
    more = " …" if len(texts) > _LISTED else ""
    return ", ".join(texts[:_LISTED]) + more


def shown(node: Node) -> str:
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

    A result keeps focus node, path and value of a row and forgets its other variables.
    """

    def __init__(self, facts: Facts, shapes: rdflib.Graph) -> None:
        self._facts = facts
        self._shapes = shapes
        self._left: dict[tuple[Node, Node], list[_Row]] = {}

    def take(self, result: Result) -> dict[str, str]:
        """The variables of a row that agrees with a result; each row is given out once."""
        constraint, focus = result.constraint, result.focus
        if constraint is None:
            return {}
        if (constraint, focus) not in self._left:
            self._left[constraint, focus] = self._query(constraint, focus)
        rows = self._left[constraint, focus]
        for row in rows:
            if row.get("value", focus) == result.value:
                rows.remove(row)
                return {variable: shown(node) for variable, node in row.items()}
        return {}

    def _query(self, constraint: Node, focus: Node) -> list[_Row]:
        select = self._shapes.value(constraint, SH.select)
        if select is None or "$PATH" in str(select):
            return []
        text = f"{prefixes(self._shapes, constraint)}\n{select}"
        rows: list[_Row] = list(self._facts.rows(text, {"this": focus}))
        return sorted(rows, key=lambda row: sorted((k, str(v)) for k, v in row.items()))
