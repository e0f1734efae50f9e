"""Which queries are provably small, so that they may be run where nothing can stop them.

The engine cannot be interrupted, so a query runs in the process that serves everybody only when its work is bounded
before it begins. Two kinds are, both of one group of triple patterns and nothing else (no subquery, OPTIONAL, UNION,
GRAPH, VALUES, BIND, path, aggregate or expression in SELECT), over the whole data set:

1. *It stops early.* One pattern whose variables all differ, under ASK or a LIMIT, without FILTER, DISTINCT and ORDER
   BY. Every choice of bound places is the beginning of one of the engine's indexes, so each match is found at once and
   no more matches are looked at than rows are wanted (OFFSET counts as wanted). A variable that occurs twice, a FILTER
   or DISTINCT could make the engine read everything in search of the next row.
2. *There is little to join.* The matches of each pattern taken by itself are counted, up to a bound. Whatever order the
   engine joins in, no intermediate result is larger than the product of these counts; so a product within the bound
   bounds sorting, DISTINCT and FILTER as well. Filters may only compare and use functions whose work and result are no
   larger than their arguments: text that is built anew can double with each call, and patterns of REGEX can be costly.

What is not recognised is not small. A value that may be written in several ways counts as a variable, which can only
raise the count. DESCRIBE follows blank nodes as far as they go, and is not small.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, Protocol

from edukg.namespaces import RDF
from edukg.store.base import EVERYTHING, GraphChoice, Iri, Node
from edukg.store.base import Literal as Text
from edukg.store.guard import Query
from edukg.tokens import Kind, Token, split_name

MAX_ROWS: Final = 10_000
"""Rows, of the answer and of every step towards it: some 10 to 30 ms."""
MAX_WORK: Final = 400_000
"""Rows times tokens: templates, columns and filters do something for each row."""
MAX_TOKENS: Final = 400

_SAFE_FUNCTIONS = frozenset(
    [
        *("LANG", "LANGMATCHES", "STR", "DATATYPE", "BOUND", "SAMETERM", "ISIRI", "ISURI", "ISBLANK", "ISLITERAL"),
        *("ISNUMERIC", "CONTAINS", "STRSTARTS", "STRENDS", "STRLEN", "LCASE", "UCASE", "YEAR", "MONTH", "DAY"),
    ]
)
_SAFE_MARKS = frozenset(["(", ")", ",", "=", "!=", "<", ">", "<=", ">=", "&&", "||", "!", "^^"])
_VARIABLES = frozenset([Kind.VARIABLE, Kind.BLANK])
_CONSTANTS = frozenset([Kind.STRING, Kind.LANGUAGE, Kind.NUMBER, Kind.IRI, Kind.NAME])
_HEAD = re.compile(r"SELECT (?:(DISTINCT|REDUCED) )?(?:\* |(?:[?$]\w+ )+)(?:WHERE )?|ASK (?:WHERE )?")
_TEMPLATE = re.compile(r"CONSTRUCT (?:\{ (.*)\} )?(?:WHERE )?")
_TAIL = re.compile(
    r"(ORDER BY (?:(?:[?$]\w+|(?:ASC|DESC) \( [?$]\w+ \)) )+)?"
    r"(?:(?:LIMIT (\d+) )?(?:OFFSET (\d+) )?|OFFSET (\d+) LIMIT (\d+) )"
)


class Countable(Protocol):
    """A store that counts quickly how often a pattern matches."""

    def matches(self, subject: Node | None, predicate: Node | None, object_: Node | None, most: int) -> int:
        """How many triples of the whole data set match; counting stops at `most`."""


class _NotRecognised(Exception):  # noqa: N818  # an ordinary outcome, which never leaves this module
    """The query is not of the few forms that are looked at."""


@dataclass(slots=True)
class _Group:
    """The only group of a query: its patterns, with None for what can be anything."""

    patterns: list[tuple[Node | None, Node | None, Node | None]] = field(default_factory=list)
    variables: list[str] = field(default_factory=list)
    """As often as they occur."""
    filtered: bool = False


def is_small(query: Query, store: Countable, graphs: GraphChoice = EVERYTHING) -> bool:
    """Whether the work of a query is bounded; see the module. Takes some microseconds, at most 10 ms for counting."""
    tokens = query.tokens[query.body :]
    if graphs != EVERYTHING or query.has_dataset or len(tokens) > MAX_TOKENS:
        return False
    try:
        head, inside, tail = _parts(query.form, tokens)
        group = _read(query, inside)
    except _NotRecognised:
        return False
    most = min(MAX_ROWS, MAX_WORK // len(tokens))
    if _stops_early(query.form, head, group, tail, most):
        return True
    return _product(group, store, most) <= most


def streams(query: Query) -> Literal["", "stops", "read"]:
    """Whether the answer comes row by row from one index, so that reading it may be given up at any row.

    "stops" when the query ends by itself within `MAX_ROWS`, "read" when only reading shows how many rows there are: one
    pattern again, of which something is named, without anything that makes the engine go through all matches before it
    gives the first, or past some that it does not give.
    """
    tokens = query.tokens[query.body :]
    if query.has_dataset or len(tokens) > MAX_TOKENS:
        return ""
    try:
        head, inside, tail = _parts(query.form, tokens)
        group = _read(query, inside)
    except _NotRecognised:
        return ""
    if _stops_early(query.form, head, group, tail, MAX_ROWS):
        return "stops" if query.form in {"SELECT", "ASK"} else ""
    order, _, offset, other_offset, _ = tail.groups()
    single = len(group.patterns) == 1 and not group.filtered and len(set(group.variables)) == len(group.variables)
    plain = query.form == "SELECT" and not head and not order and len(offset or other_offset or "") < 5
    if not single or not plain or group.patterns[0] == (None, None, None):
        return ""
    limit = tail[2] or tail[5]
    return "stops" if limit and len(limit) < 6 and int(limit) <= MAX_ROWS else "read"


def _parts(form: str, tokens: Sequence[Token]) -> tuple[bool, Sequence[Token], re.Match[str]]:
    """Whether SELECT says DISTINCT, the tokens within the only group of patterns, and what follows it."""
    braces = [index for index, token in enumerate(tokens) if token.kind is Kind.MARK and token.text in {"{", "}"}]
    expected = 4 if form == "CONSTRUCT" and tokens[1:2] and tokens[1].text == "{" else 2
    if len(braces) != expected or [tokens[i].text for i in braces] != ["{", "}"] * (expected // 2):
        raise _NotRecognised
    head, tail = _spaced(tokens[: braces[-2]]), _TAIL.fullmatch(_spaced(tokens[braces[-1] + 1 :]))
    if form == "CONSTRUCT":
        begin = _TEMPLATE.fullmatch(head)
        template = tokens[braces[0] + 1 : braces[1]] if expected == 4 else ()
        if any(t.kind is Kind.MARK and t.text not in {".", ";", ",", "^^"} for t in template):
            raise _NotRecognised
    else:
        begin = _HEAD.fullmatch(head)
    if begin is None or tail is None:
        raise _NotRecognised
    return form == "SELECT" and begin[1] is not None, tokens[braces[-2] + 1 : braces[-1]], tail


def _spaced(tokens: Sequence[Token]) -> str:
    return "".join(f"{t.text.upper() if t.kind is Kind.WORD else t.text} " for t in tokens)


def _read(query: Query, tokens: Sequence[Token]) -> _Group:
    """The patterns and filters of a group, of which nothing is left over."""
    group = _Group()
    index = 0
    while index < len(tokens):
        if _word(tokens, index) == "FILTER":
            index = _filter(tokens, index + 1)
            group.filtered = True
        else:
            index = _triples(query, tokens, index, group)
        if _mark(tokens, index) == ".":
            index += 1
    return group


def _triples(query: Query, tokens: Sequence[Token], index: int, group: _Group) -> int:
    """Read what is said of one subject; returns the index after it."""
    subject, index = _term(query, tokens, index, group)
    about = group.variables[-1:] if subject is None else []
    while True:
        predicate: Node | None = Iri(RDF + "type")
        said = list[str]()
        if _word(tokens, index) == "A" and tokens[index].text == "a":
            index += 1
        elif index < len(tokens) and tokens[index].kind in {Kind.IRI, Kind.NAME, Kind.VARIABLE}:
            predicate, index = _term(query, tokens, index, group)
            said = group.variables[-1:] if predicate is None else []
        else:
            raise _NotRecognised
        first = True
        while first or _mark(tokens, index) == ",":
            if not first:
                index += 1
                group.variables += [*about, *said]
            object_, index = _term(query, tokens, index, group)
            group.patterns.append((subject, predicate, object_))
            first = False
        if _mark(tokens, index) != ";":
            return index
        while _mark(tokens, index) == ";":
            index += 1
        if index == len(tokens) or _mark(tokens, index) == ".":
            return index
        group.variables += about


def _term(query: Query, tokens: Sequence[Token], index: int, group: _Group) -> tuple[Node | None, int]:
    """A place of a pattern, None for what is counted as if it were a variable; returns the index after it as well."""
    if index >= len(tokens):
        raise _NotRecognised
    token = tokens[index]
    if token.kind in _VARIABLES:
        group.variables.append(token.text[1:] if token.kind is Kind.VARIABLE else token.text)
        return None, index + 1
    if token.kind in {Kind.IRI, Kind.NAME}:
        found: Node | None = _iri(query, token)
        index += 1
    elif token.kind is Kind.STRING:
        found, index = _literal(tokens, index)
    elif token.kind is Kind.NUMBER or token.text.lower() in {"true", "false"}:
        found, index = None, index + 1
    else:
        raise _NotRecognised
    if found is None:
        group.variables.append(f" {token.start}")  # as if it were a variable of its own
    return found, index


def _iri(query: Query, token: Token) -> Iri | None:
    """The IRI as the engine resolves it; None where that depends on the base, on dot segments or escapes."""
    if token.kind is Kind.IRI:
        iri = token.text[1:-1]
    else:
        prefix, local = split_name(token.text)
        iri = query.prefixes[prefix] + local
    return Iri(iri) if re.match(r"(https?|urn|mailto):", iri) and not re.search(r"/\.|\\", iri) else None


def _literal(tokens: Sequence[Token], index: int) -> tuple[Text | None, int]:
    text = tokens[index].text
    plain = "\\" not in text and text[:3] not in {'"""', "'''"}
    if _mark(tokens, index + 1) == "^^":
        return None, index + 3
    if index + 1 < len(tokens) and tokens[index + 1].kind is Kind.LANGUAGE:
        tag = tokens[index + 1].text[1:]
        return (Text(text[1:-1], tag) if plain and tag.islower() else None), index + 2
    return (Text(text[1:-1]) if plain else None), index + 1


def _filter(tokens: Sequence[Token], index: int) -> int:
    """Go over a condition that is cheap to test; returns the index after it."""
    depth = 0
    begin = index + (_word(tokens, index) in _SAFE_FUNCTIONS)
    if _mark(tokens, begin) != "(":
        raise _NotRecognised
    for place in range(index, len(tokens)):
        token = tokens[place]
        if token.kind is Kind.MARK and token.text in _SAFE_MARKS:
            depth += {"(": 1, ")": -1}.get(token.text, 0)
            called = place > 0 and tokens[place - 1].kind in {Kind.IRI, Kind.NAME}
            if token.text == "(" and called:  # a cast
                raise _NotRecognised
            if depth == 0 and token.text == ")":
                return place + 1
        elif token.kind is Kind.WORD:
            if token.text.upper() not in _SAFE_FUNCTIONS and token.text.lower() not in {"true", "false"}:
                raise _NotRecognised
        elif token.kind not in _CONSTANTS and token.kind is not Kind.VARIABLE:
            raise _NotRecognised
    raise _NotRecognised


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text.upper() if index < len(tokens) and tokens[index].kind is Kind.WORD else ""


def _mark(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].text if index < len(tokens) and tokens[index].kind is Kind.MARK else ""


def _stops_early(form: str, distinct: bool, group: _Group, tail: re.Match[str], most: int) -> bool:  # noqa: FBT001
    if len(group.patterns) != 1 or group.filtered or len(set(group.variables)) < len(group.variables):
        return False
    order, limit, offset, other_offset, other_limit = tail.groups()
    wanted = "1" if form == "ASK" else limit or other_limit
    if distinct or order or wanted is None or max(len(n or "") for n in tail.groups()[1:]) > 9:
        return False
    return int(wanted) + int(offset or other_offset or 0) <= most


def _product(group: _Group, store: Countable, most: int) -> int:
    """No join of any of the patterns has more rows than this, if it is at most `most`."""
    product = 1
    if (None, None, None) in group.patterns:
        return most + 1
    for pattern in group.patterns:  # a pattern that occurs twice, with other variables, multiplies twice
        product *= max(1, store.matches(*pattern, most + 1))
        if product > most:
            break
    return product
