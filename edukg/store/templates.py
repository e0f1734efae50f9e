"""CONSTRUCT as a table and a template, for stores that cut graphs short without saying so (`edukg.store.virtuoso`).

The table holds the variables of the template; the template is then filled by our own engine, row by row, so that its
rules (a row that lacks a value, blank nodes that are new in each row) are those of the standard.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

import pyoxigraph as ox

from edukg.store.base import XSD_STRING, Iri, Literal
from edukg.store.binding import written
from edukg.store.guard import Query
from edukg.tokens import Kind

_AT_ONCE: Final = 2000
"""Rows that are filled in at once."""
_BLANK: Final = "urn:x-edukg-blank:"
"""Stands for blank nodes of the answer while the template is filled: VALUES cannot hold any."""


class Template:
    """What a CONSTRUCT makes of each row."""

    def __init__(self, query: Query) -> None:
        """`query` is a CONSTRUCT in either form."""
        tokens = query.tokens
        short = tokens[query.body + 1].text != "{"
        first = next(i for i, t in enumerate(tokens) if i > query.body and t.text == "{")
        last = _closing(query, first)
        names = [t.text[1:] for t in tokens[first:last] if t.kind is Kind.VARIABLE]
        self._names = tuple(dict.fromkeys(names))
        columns = " ".join(f"?{name}" for name in self._names) or "(1 AS ?one)"
        prologue, template = query.rendered(without=set(range(last + 1, len(tokens))) | {query.body})
        self._prologue = prologue
        self._template = template[template.index("{") :]
        begin = first if short else last + 1
        prologue, rest = query.rendered(without=set(range(query.body, begin)))
        self.select = f"{prologue}SELECT {columns} {rest if rest.lstrip()[:1] != '{' else 'WHERE ' + rest}"

    def fill(self, results: dict[str, Any]) -> Iterator[ox.Triple]:
        """The triples that rows make, from results in JSON."""
        rows = iter(results["results"]["bindings"])
        store = ox.Store()
        head = " ".join(f"?{name}" for name in self._names)
        while some := list(islice(rows, _AT_ONCE)):
            values = " ".join("(" + " ".join(_value(row.get(n)) for n in self._names) + ")" for row in some)
            text = f"{self._prologue}CONSTRUCT {self._template} WHERE {{ VALUES ({head}) {{ {values} }} }}"
            found = store.query(text)
            if isinstance(found, ox.QueryTriples):
                yield from (_with_blanks(triple) for triple in found)


def _closing(query: Query, first: int) -> int:
    depth = 0
    for index, token in enumerate(query.tokens[first:], first):
        if token.kind is Kind.MARK:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        if not depth:
            return index
    return len(query.tokens) - 1


def _value(term: dict[str, str] | None) -> str:
    if term is None:
        return "UNDEF"
    if term["type"] == "uri":
        return written(Iri(term["value"]))
    if term["type"] == "bnode":
        return f"<{_BLANK}{term['value']}>"
    return written(Literal(term["value"], term.get("xml:lang", ""), term.get("datatype", XSD_STRING)))


def _with_blanks(triple: ox.Triple) -> ox.Triple:
    subject, value = _blank(triple.subject), _blank(triple.object)
    return ox.Triple(subject, triple.predicate, value)


def _blank(term: Any) -> Any:
    if isinstance(term, ox.NamedNode) and term.value.startswith(_BLANK):
        return ox.BlankNode(term.value.removeprefix(_BLANK))
    return term
