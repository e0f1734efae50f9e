"""The columns of SELECT *, in the order in which the query names them.

The engine gives them by the alphabet, so that `SELECT * { ?s ?p ?o }` would begin with its object. Which variables are
in scope is for the engine to say (SPARQL 1.1 Query Language, section 18.2.1): it is asked over no data, which takes as
long as parsing does. A query that does not parse is left as it is, for whoever runs it to say what is wrong.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import pyoxigraph as ox

from edukg.store.guard import Query
from edukg.tokens import Kind, Token

_NOTHING: Final = ox.Store()


def in_order(query: Query) -> Query:
    """The query with names for the star after its first SELECT, if there is one and it stands for any."""
    place = _star(query)
    if place < 0:
        return query
    try:
        found = _NOTHING.query(query.render())
    except (SyntaxError, RuntimeError):  # the latter for a function that is not ours
        return query
    names = {variable.value for variable in found.variables} if isinstance(found, ox.QuerySolutions) else set()
    if not names:
        return query
    tokens = list(query.tokens)
    named = dict.fromkeys(t.text for t in tokens[place:] if t.kind is Kind.VARIABLE and t.text[1:] in names)
    once = {text[1:]: text for text in reversed(named)}  # ?x and $x are the same
    columns = " ".join(text for text in named if once[text[1:]] == text)
    tokens[place] = Token(Kind.MARK, f"{columns} ", tokens[place].start)
    return replace(query, tokens=tuple(tokens))


def _star(query: Query) -> int:
    """The index of the star of a SELECT; -1 for none."""
    if query.form != "SELECT":
        return -1
    for index in range(query.body + 1, min(query.body + 3, len(query.tokens))):
        if query.tokens[index].text == "*":
            return index
    return -1
