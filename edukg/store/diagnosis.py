"""Says where a query stops making sense.

pyoxigraph names the furthest place that any of its rules looked at, which is often a few characters too far, and a list
of character classes. Instead the query is given to it in growing parts on an empty store: a part that can still be
completed fails at its very end, one that cannot fails before. The first token that cannot be there is found by halving.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pyoxigraph

from edukg.errors import QuerySyntaxError
from edukg.store.guard import Query, position
from edukg.tokens import Kind, Token

_PADDING = " " * 60
"""Longer than any keyword: a rule that fails looks no further ahead."""
_SHOWN = 8
_FORMS = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX declarations."


def explain(query: Query, message: str) -> QuerySyntaxError:
    """The error for a query that `pyoxigraph` refused with this message."""
    if sentence := _sentence(message):
        place = position(query.text, query.tokens[query.body].start) if query.body < len(query.tokens) else None
        return QuerySyntaxError(sentence, advice="Correct the query.", position=place)
    low, high = query.body, len(query.tokens)
    while low < high:  # every part up to `low` can be completed
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _completable(query, middle) else (low, middle - 1)
    expected = _expected(query, low)
    if not query.tokens[query.body :]:
        return QuerySyntaxError("There is no query.", advice=_FORMS)
    if low == len(query.tokens):
        what = "The query ends too early."
        if query.tokens[-1].text in {"}", ")"}:
            what = "The query breaks a rule of SPARQL that goes beyond its grammar."
        return QuerySyntaxError(what, advice=expected, position=position(query.text, query.tokens[-1].end - 1))
    token = query.tokens[low]
    if token.text == "}" and (again := _bound_again(query, low)):
        return QuerySyntaxError(
            f"A value is given to {again.text}, which already has one.",
            advice="Give it to a new variable, or compare the two by FILTER.",
            position=position(query.text, again.start),
        )
    if low == query.body:
        expected = _FORMS
    return QuerySyntaxError(
        f"'{token.text}' cannot stand here.", advice=expected, position=position(query.text, token.start)
    )


def _bound_again(query: Query, end: int) -> Token | None:
    """The variable behind AS that the query mentions before; the engine objects to it where the group ends."""
    seen = set[str]()
    for before, token in pairwise(query.tokens[query.body : end]):
        if before.text.upper() == "AS" and token.text in seen:
            return token
        if token.kind is Kind.VARIABLE:
            seen.add(token.text)
    return None


def _failure(query: Query, end: int) -> tuple[str, bool]:
    """What the engine says of the first tokens, and whether it says so of their end."""
    text = query.render(end).replace("\r", " ").replace("\n", " ") + _PADDING
    try:
        pyoxigraph.Store().query(text)
    except SyntaxError as error:
        message = str(error)
        return message, message.startswith(f"error at 1:{len(text) + 1}:")
    return "", True


def _completable(query: Query, end: int) -> bool:
    return _failure(query, end)[1]


def _expected(query: Query, end: int) -> str:
    """What could follow the first tokens, as far as the engine says so in words that people write."""
    message, _ = _failure(query, end)
    _, _, listed = message.partition("expected ")
    marks = re.findall(r'"([^"\s]{1,2})"|\b([A-Z]{2,}(?:_[A-Z]+)*)\b(?![^\[]*\])', listed)
    words = [mark or word for mark, word in marks if (mark or word) not in {"{|", "~", "<<", "<<("}]
    names = {"?": "a variable", "<": "an IRI", "$": "", ":": "", "'": "", "\\": "", "_:": "", "-": "", "+": ""}
    shown = [w for w in dict.fromkeys(names.get(w, w) for w in words) if w]
    if not shown or len(shown) > _SHOWN:
        return "Compare it with the examples, or see https://www.w3.org/TR/sparql11-query/."
    return f"What could stand there: {', '.join(shown)}."


def _sentence(message: str) -> str:
    """The engine's objections to what a query means, which it lists among what it expected."""
    if "contains a variable that is unbound" in message:
        return "SELECT names a variable beside an aggregate that is not in GROUP BY, or one that is bound nowhere."
    if "Duplicated variable name in SELECT" in message:
        return "SELECT gives the same name to two columns."
    if "overrides an existing variable" in message:
        return "SELECT gives an expression the name of a variable that the query already has."
    if "SELECT * is not authorized with GROUP BY" in message:
        return "SELECT * cannot be combined with GROUP BY."
    return ""
