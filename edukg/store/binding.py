"""Gives values to variables of a query, in a way that every SPARQL 1.1 engine understands.

Each group that mentions a bound variable gets a VALUES clause with its value or values, so that the variable has it in
nested groups, filters and subqueries as well, and engines can look the value up instead of going through everything.
The engines' own ways differ: pyoxigraph's `substitutions` takes only variables that the query projects, and the SPARQL
Protocol knows no binding at all.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from edukg.errors import IriError, QueryRefusedError, QuerySyntaxError
from edukg.store.base import XSD_STRING, Blank, Given, Iri, Literal, Node
from edukg.store.guard import Query
from edukg.tokens import Kind, Token

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')


def written(node: Node) -> str:
    """A value as SPARQL writes it.

    Raises `IriError` for what is not an absolute IRI, and `QueryRefusedError` for a blank node: its label means
    nothing in a query.

    >>> written(Literal("taʼlim", "uz"))
    '"taʼlim"@uz'
    """
    match node:
        case Iri(value):
            return f"<{_checked(value)}>"
        case Literal(value, language, datatype):
            quoted = '"' + re.sub(r'[\\"\n\r]', lambda m: _ESCAPES[m.group()], value) + '"'
            if language:
                if not re.fullmatch(r"[A-Za-z]+(-[A-Za-z0-9]+)*", language):
                    raise QuerySyntaxError(f"'{language}' is not a language tag.", advice="Write it as in BCP 47.")
                return f"{quoted}@{language}"
            return quoted if datatype == XSD_STRING else f"{quoted}^^<{_checked(datatype)}>"
        case Blank():
            raise QueryRefusedError(
                "A blank node cannot be given to a query as a value.", advice="Ask for it by what it is connected to."
            )


def _checked(iri: str) -> str:
    if _NOT_IN_IRI.search(iri) or not re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", iri):
        raise IriError(f"'{iri}' is not an absolute IRI.", advice="Write it in full, with https:// or another scheme.")
    return iri


def _all_written(given: Given) -> tuple[str, ...]:
    return tuple(written(node) for node in given) if isinstance(given, tuple) else (written(given),)


def insertions(query: Query, bindings: Mapping[str, Given]) -> dict[int, str]:
    """The clauses to put in, by the index of the token after which each goes.

    Raises `QuerySyntaxError` for a variable that the query does not have: a misspelt name would otherwise select
    everything.
    """
    tokens = query.tokens
    values = {name: _all_written(given) for name, given in bindings.items()}
    used = {t.text[1:] for t in tokens if t.kind is Kind.VARIABLE}
    if unknown := sorted(set(values) - used):
        raise QuerySyntaxError(
            f"The query has no variable ?{unknown[0]} to give a value to.", advice="Check the name of the variable."
        )
    found: dict[int, str] = {}
    for start, end in _groups(query):
        mentioned = {t.text[1:] for t in tokens[start:end] if t.kind is Kind.VARIABLE}
        if names := [n for n in values if n in mentioned]:
            found[start] = _clause(names, values)
            used -= set(names)
    if names := [n for n in values if n in used]:  # named in no group: DESCRIBE ?x, SELECT ?x {}, CONSTRUCT WHERE
        last = len(tokens) - 1
        found[last] = found.get(last, "") + _clause(names, values)
    return found


def bind(query: Query, bindings: Mapping[str, Given]) -> str:
    """The text of the query with its values, for an engine that gets the query as it was written."""
    added = insertions(query, bindings)
    parts, last = [], 0
    for index in sorted(added):
        parts += [query.text[last : query.tokens[index].end], added[index]]
        last = query.tokens[index].end
    return "".join(parts) + query.text[last:]


def substituted(query: Query, bindings: Mapping[str, Given]) -> str | None:
    """The text of the query with values in the places of variables, for engines that start no path at a VALUES.

    None when a variable has several values, or stands where no value can, such as among the columns.
    """
    tokens = query.tokens
    if any(isinstance(given, tuple) for given in bindings.values()):
        return None
    values = {name: _all_written(given)[0] for name, given in bindings.items()}
    found: dict[int, str] = {}
    braces = 0
    for index, token in enumerate(tokens[query.body :], query.body):
        braces += {"{": 1, "}": -1}.get(token.text, 0) if token.kind is Kind.MARK else 0
        if token.kind is not Kind.VARIABLE or token.text[1:] not in values:
            continue
        before = tokens[index - 1].text.upper()
        bound = before == "(" and tokens[index - 2].text.upper() == "BOUND"
        if not braces or bound or before in {"AS", "SELECT", "DISTINCT", "VALUES", "BY", "ASC", "DESC"}:
            return None
        if before in {")", "("} and _among_columns(tokens, index):
            return None
        found[index] = values[token.text[1:]]
    parts, last = [], 0
    for index in sorted(found):
        parts += [query.text[last : tokens[index].start], found[index]]
        last = tokens[index].end
    return "".join(parts) + query.text[last:]


def _among_columns(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token stands between SELECT or VALUES and the brace after it."""
    for token in reversed(tokens[:index]):
        if token.text in {"{", "}", "."}:
            return False
        if token.text.upper() in {"SELECT", "VALUES", "BY"}:
            return True
    return False


def _clause(names: Sequence[str], values: Mapping[str, tuple[str, ...]]) -> str:
    single = [n for n in names if len(values[n]) == 1]
    several = "".join(f" VALUES ?{n} {{ {' '.join(values[n])} }} " for n in names if len(values[n]) != 1)
    if not single:
        return several
    return f" VALUES ({' '.join('?' + n for n in single)}) {{ ({' '.join(values[n][0] for n in single)}) }} {several}"


def _groups(query: Query) -> list[tuple[int, int]]:
    """First and last token of each group that can take a VALUES clause at its beginning."""
    tokens = query.tokens
    found: list[tuple[int, int]] = []
    if query.form == "CONSTRUCT" and tokens[query.body + 1].text != "{":
        return found  # the short form takes nothing but triples
    open_braces: list[int] = []
    for index, token in enumerate(tokens):
        if token.text == "{" and token.kind is Kind.MARK:
            open_braces.append(index)
        elif token.text == "}" and token.kind is Kind.MARK and open_braces:
            start = open_braces.pop()
            if _takes_clause(tokens, start):
                found.append((start, index))
    return found


def _takes_clause(tokens: Sequence[Token], brace: int) -> bool:
    """Not templates, not rows of VALUES, not the brace around a subquery."""
    if tokens[brace - 1].text.upper() == "CONSTRUCT" or tokens[brace + 1].text.upper() == "SELECT":
        return False
    depth = 0
    for token in reversed(tokens[:brace]):  # back over "(?x ?y)" to see whether VALUES stands before it
        if token.text == ")":
            depth += 1
        elif token.text == "(":
            depth -= 1
        elif depth == 0 and token.kind is not Kind.VARIABLE:
            return token.text.upper() != "VALUES"
        if depth < 0:
            break
    return True
