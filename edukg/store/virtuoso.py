"""What Virtuoso does otherwise than the standards say, and how that is made good (seen with 7.2.5).

- A table has at most `ResultSetMaxRows` rows (10,000 as it comes) and says so in `X-SPARQL-MaxRows` only; a graph has
  at most so many triples and says nothing. So CONSTRUCT and DESCRIBE are asked as tables, and tables are fetched page
  by page, in an order that is put around the query where it has none. ORDER BY goes into a subquery, since it refuses
  to sort for an OFFSET beyond `MaxSortedTopRows`.
- OFFSET in a subquery without LIMIT fails; a LIMIT is put there.
- ASK answers with a table; blank nodes are called `nodeID://…`; results in JSON have the type `typed-literal`.
- xsd:boolean comes as 1 and 0, from SPARQL Update even as an integer; numbers come in their shortest form. Truths are
  written back as true and false; that 01 was written as 01 is lost.
- Its own functions, `bif:` and `sql:`, reach beyond the data, and `define` changes how a query is read: none is let by.
- Paths after a union, and unions within unions, give wrong answers or none (`SP031`); in a subquery they are right. Our
  own queries that need it are kept in other words (`edukg/queries/virtuoso`). No path begins at a VALUES (`transitive
  start not given`), so the values that our queries are given stand in their places instead.
- VALUES at the end of a query is passed over; it goes into the group. HAVING needs GROUP BY, a division by zero fails,
  `SELECT (?x AS ?y)` needs ?x in a pattern, GROUP_CONCAT and CONCAT spoil what is beyond Latin 1 beside a number, ORDER
  BY knows no letters where there is a language tag, EXISTS in an expression comes as a number: these stay.
- After its time a query may answer with what it has until then and say so in `X-SQL-State`: that is no answer.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from edukg.errors import QueryRefusedError
from edukg.namespaces import XSD
from edukg.store.guard import Query, position
from edukg.tokens import Kind, Token, split_name

ENGINE: Final = "virtuoso"
"""The folder of our own queries in other words."""
PAGE: Final = 10_000
"""Rows that are asked for at once."""
TOO_MANY_TO_SORT: Final = ("SR350", "SR352", "SR353")
"""The errors of a LIMIT or an OFFSET beyond what it sorts."""
_BY_VALUE: Final = re.compile(
    rb'"([^"\\]*)"\^\^<http://www\.w3\.org/2001/XMLSchema#'
    rb"(boolean|integer|int|long|short|byte|nonNegativeInteger|positiveInteger|decimal|double|float)> \.$"
)
_AGGREGATES: Final = frozenset(["GROUP", "HAVING", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"])
_ANY: Final = 1_000_000_000
"""More rows than there are, where some number has to stand."""
_TRUTHS: Final = {"1": "true", "0": "false"}
_NO_COLUMN: Final = "_star_fake"
"""What Virtuoso calls the column of a table that has none."""


def refuse_inner_functions(query: Query) -> None:
    """Raise `QueryRefusedError` for a name that Virtuoso takes for a function of its own."""
    for token in query.tokens[query.body :]:
        iri = ""
        if token.kind is Kind.IRI:
            iri = token.text[1:-1]
        elif token.kind is Kind.NAME:
            prefix, local = split_name(token.text)
            iri = query.prefixes.get(prefix, "") + local
        if iri.lower().startswith(("bif:", "sql:")):
            raise QueryRefusedError(
                f"There is no function {iri} here.",
                advice="Only the functions of SPARQL 1.1 and the casts of XML Schema can be used.",
                position=position(query.text, token.start),
            )


def address(blank: str) -> str:
    """How a query speaks of a blank node that an answer called so."""
    return f"<nodeID://{blank}>"


def normal(results: dict[str, Any]) -> dict[str, Any]:
    """Results in JSON as the standard has them (SPARQL 1.1 Query Results JSON Format); `results` is changed."""
    names = results["head"].get("vars", [])
    bindings = results.get("results", {}).get("bindings", [])
    if names == ["__ASK_RETVAL"]:
        return {"head": {}, "boolean": bool(bindings and bindings[0]["__ASK_RETVAL"]["value"] != "0")}
    if names == [_NO_COLUMN]:  # `SELECT *` where no variable is in scope
        return {"head": {"vars": []}, "results": {"bindings": [{} for _ in bindings]}}
    for row in bindings:
        for term in row.values():
            kind = term["type"]
            if kind == "bnode" or term["value"].startswith("nodeID://"):
                term["type"] = "bnode"
                term["value"] = term["value"].removeprefix("nodeID://").replace(":", "_")
            elif kind == "typed-literal":
                term["type"] = "literal"
                if term["datatype"] == XSD + "boolean":
                    term["value"] = _TRUTHS.get(term["value"], term["value"])
    return {"head": {"vars": names}, "results": {"bindings": bindings}}


def values_inside(query: Query) -> str:
    """The text of a query with the VALUES at its end, which Virtuoso passes over, put into its group.

    That is the same for queries that do not aggregate (SPARQL 1.1, section 18.2.4.3); the others stay as they are.
    """
    depth, closing, values, aggregates = 0, -1, -1, False
    for index, token in enumerate(query.tokens[query.body :], query.body):
        if token.kind is Kind.MARK:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
            if token.text == "}" and not depth and closing < 0 and values < 0:
                closing = index
        elif token.kind is Kind.WORD and not depth:
            word = token.text.upper()
            aggregates = aggregates or word in _AGGREGATES
            if word == "VALUES":
                values = index
    if values < 0 or aggregates:
        return query.text
    end = query.tokens[values - 1].end
    block = query.text[query.tokens[values].start : query.tokens[-1].end]
    if closing < 0:
        return f"{query.text[:end]} WHERE {{ {block} }}"
    place = query.tokens[closing].start
    return f"{query.text[:place]} {block} {query.text[place:end]}"


def offsets_limited(query: Query) -> str:
    """The text of a query in whose subqueries no OFFSET stands without LIMIT, which Virtuoso takes for one below 0."""
    text, tokens, places, depth = query.text, query.tokens, [], 0
    for index, token in enumerate(tokens[query.body :], query.body):
        if token.kind is Kind.MARK:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        elif token.kind is Kind.WORD and token.text.upper() == "OFFSET" and depth:
            beside = tokens[max(index - 2, 0)], tokens[min(index + 2, len(tokens) - 1)]
            if not any(other.kind is Kind.WORD and other.text.upper() == "LIMIT" for other in beside):
                places.append(token.start)
    for place in reversed(places):
        text = f"{text[:place]}LIMIT {_ANY} {text[place:]}"
    return text


def by_value(line: bytes) -> bytes:
    """A line of N-Triples with its numbers and truths as Virtuoso keeps them, so that lines can be compared."""
    found = _BY_VALUE.search(line)
    if found is None:
        return line
    written, kind = found[1].decode(), found[2].decode()
    value = {"true": "1", "false": "0"}.get(written, written)
    if kind not in {"double", "float"}:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return line
        value = f"{number.normalize():f}"
        kind = "integer" if kind == "boolean" or number == number.to_integral_value() else "decimal"
    return f'{line[: found.start()].decode()}"{value}"^^<{XSD}{kind}> .'.encode()


@dataclass(frozen=True, slots=True)
class Paged:
    """A SELECT without its own LIMIT and OFFSET, and what these were; `body` can stand as a subquery."""

    prologue: str
    body: str
    limit: int | None
    offset: int

    def page(self, first: int, rows: int) -> str:
        """The query for so many rows from one on, counted from 0 within what the query gives."""
        return f"{self.prologue}SELECT * WHERE {{ {{ {self.body} }} }} LIMIT {rows} OFFSET {self.offset + first}"


def paged(query: Query) -> Paged:
    """A SELECT cut into pages. It is put in order by all its columns unless it has an order of its own."""
    depth, limit, offset = 0, None, 0
    cut: set[int] = set()
    ordered = False
    place = len(query.tokens) - 1
    for index, token in enumerate(query.tokens[query.body :], query.body):
        if token.kind is Kind.MARK:
            depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
        if depth or token.kind is not Kind.WORD:
            continue
        match token.text.upper():
            case "ORDER":
                ordered = True
            case "LIMIT":
                limit = int(query.tokens[index + 1].text)
                cut |= {index, index + 1}
                place = min(place, index - 1)
            case "OFFSET":
                offset = int(query.tokens[index + 1].text)
                cut |= {index, index + 1}
                place = min(place, index - 1)
            case "VALUES":
                place = min(place, index - 1)
    names = columns(query)
    order = "" if ordered or not names else " ORDER BY " + " ".join(f"?{name}" for name in names) + " "
    prologue, body = query.rendered(insertions={place: order}, without=cut)
    return Paged(prologue, body, limit, offset)


def columns(query: Query) -> tuple[str, ...]:
    """The names that SELECT gives to its columns; for `*`, every variable of the query."""
    end = next(i for i, t in enumerate(query.tokens) if i >= query.body and t.text in {"{", "WHERE", "where", "Where"})
    head = query.tokens[query.body + 1 : end]
    if any(token.text == "*" for token in head if token.kind is Kind.MARK) and not _expressions(head):
        found = [t.text[1:] for t in query.tokens if t.kind is Kind.VARIABLE]
        return tuple(dict.fromkeys(found))
    names, depth = [], 0
    for index, token in enumerate(head):
        depth += {"(": 1, ")": -1}.get(token.text, 0) if token.kind is Kind.MARK else 0
        if token.kind is Kind.VARIABLE and (not depth or head[index - 1].text.upper() == "AS"):
            names.append(token.text[1:])
    return tuple(dict.fromkeys(names))


def _expressions(head: tuple[Token, ...]) -> bool:
    return any(token.text == "(" for token in head)


def as_json(results: dict[str, Any]) -> bytes:
    """Results as bytes."""
    return json.dumps(results, ensure_ascii=False).encode()
