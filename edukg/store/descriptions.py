"""DESCRIBE as our own engine has it, for stores whose own gives other things or cuts it short (`edukg.store.virtuoso`).

A description is concise and bounded (https://www.w3.org/submissions/CBD/): what is said of a thing, and of the blank
nodes that this reaches, however deep. It takes one request for what is to be described, and one for each step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import pyoxigraph as ox

from edukg.namespaces import BASE
from edukg.store.base import Iri
from edukg.store.binding import written
from edukg.store.guard import Query, inspect
from edukg.tokens import Kind, split_name

Rows = Callable[[Query], list[dict[str, Any]]]
"""Runs a SELECT; each row maps names to terms as JSON has them."""
_AT_ONCE: Final = 50
_SAID: Final = "{{ {0} ?p ?o BIND({0} AS ?s) }}"
"""What is said of one thing. Virtuoso finds no blank node by VALUES."""


def described(query: Query, rows: Rows, address: Callable[[str], str]) -> Iterator[ox.Triple]:
    """The triples of a DESCRIBE. `address` gives the name by which a query can speak of a blank node of an answer."""
    waiting = list(dict.fromkeys(_wanted(query, rows, address)))
    seen = set(waiting)
    while waiting:
        some, waiting = waiting[:_AT_ONCE], waiting[_AT_ONCE:]
        found = rows(inspect(f"SELECT ?s ?p ?o WHERE {{ {' UNION '.join(map(_SAID.format, some))} }}"))
        yield from map(_triple, found)
        reached = [address(row["o"]["value"]) for row in found if row["o"]["type"] == "bnode"]
        new = [node for node in dict.fromkeys(reached) if node not in seen]
        seen.update(new)
        waiting += new


def _wanted(query: Query, rows: Rows, address: Callable[[str], str]) -> Iterator[str]:
    """What is to be described, as a query writes it."""
    tokens = query.tokens
    names, body = [], len(tokens)
    for index, token in enumerate(tokens[query.body + 1 :], query.body + 1):
        if token.text == "{" or token.kind is Kind.WORD:
            body = index
            break
        match token.kind:
            case Kind.VARIABLE:
                names.append(token.text[1:])
            case Kind.NAME:
                prefix, local = split_name(token.text)
                yield written(Iri(query.prefixes[prefix] + local))
            case Kind.IRI:
                iri = token.text[1:-1]
                yield written(Iri(iri if ":" in iri else BASE + iri))
            case _:  # the star: every variable
                names = list(dict.fromkeys(t.text[1:] for t in tokens if t.kind is Kind.VARIABLE))
    if not names or body == len(tokens):
        return
    prologue, rest = query.rendered(without=set(range(query.body, body)))
    columns = " ".join(f"?{name}" for name in names)
    where = "" if tokens[body].kind is Kind.WORD else "WHERE "
    for row in rows(inspect(f"{prologue}SELECT DISTINCT {columns} {where}{rest}")):
        for term in row.values():
            if term["type"] == "uri":
                yield written(Iri(term["value"]))
            elif term["type"] == "bnode":
                yield address(term["value"])


def _triple(row: dict[str, Any]) -> ox.Triple:
    subject, said, value = (_term(row[name]) for name in ("s", "p", "o"))
    return ox.Triple(subject, said, value)


def _term(term: dict[str, str]) -> Any:
    if term["type"] == "uri":
        return ox.NamedNode(term["value"])
    if term["type"] == "bnode":
        return ox.BlankNode(term["value"])
    if language := term.get("xml:lang"):
        return ox.Literal(term["value"], language=language)
    kind = term.get("datatype")
    return ox.Literal(term["value"], datatype=ox.NamedNode(kind) if kind else None)
