"""Looks at a query before an engine does, and writes it anew so that the engine reads it the same way.

Why: short queries can kill the process. Deep nesting overflows the engine's stack, and its optimiser takes time with
the cube of the patterns that are joined, heedless of any limit. SERVICE makes it send requests wherever the query says.

How: the query is split into tokens by the standard's rules, limits are checked on the tokens, and every IRI and
prefixed name is replaced by a prefixed name of ours. An engine that splits more generously (Oxigraph reads "1SERVICE"
as two tokens, and "<" as a comparison where the standard sees an IRI) then finds nothing that was not looked at.

The limits were measured with pyoxigraph 0.5.13 on threads with a stack of 2 MB, a quarter of what Linux gives: function
calls nested 100 deep and 400 operators pass, 400 calls and 1000 operators crash; 100 joined patterns take 0.1 to 1 s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from edukg.errors import Position, QueryRefusedError, QuerySyntaxError
from edukg.namespaces import BASE
from edukg.tokens import Kind, Lines, Token, excerpt, split_name, tokenise, unescape_iri

MAX_LENGTH = 500_000
"""Characters of a query."""
MAX_DEPTH = 64
"""Brackets of any kind within each other."""
MAX_OPERATORS = 256
"""Operators, expressions with AS, and parts of groups such as OPTIONAL, in the whole query."""
MAX_JOINED = 100
"""Patterns that are joined with each other."""

_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_PARTS = frozenset(
    ["UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "AS", "SELECT", "LATERAL", "IN", "HAVING"]
)
_OPERATORS = frozenset(["&&", "||", "!", "=", "!=", "<", ">", "<=", ">=", "+", "-", "*", "/", "|", "^"])
_OPENING = {"(": ")", "{": "}", "[": "]"}
_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_TERMS = frozenset([Kind.IRI, Kind.NAME, Kind.BLANK, Kind.VARIABLE, Kind.STRING, Kind.NUMBER])


@dataclass(slots=True)
class _Group:
    """An open bracket: what it holds, and how many patterns are joined in it."""

    token: Token
    holds: str  # "patterns", "expression", "list", "data", "template"
    joined: int = 0
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A query that may be run: its tokens, what they say of its form, and the declarations they rest on."""

    text: str
    tokens: tuple[Token, ...]
    body: int
    """The index of the first token after PREFIX and BASE."""
    form: str
    """SELECT, ASK, CONSTRUCT or DESCRIBE; anything else is for the parser to object to."""
    has_dataset: bool
    """Whether it names its own graphs by FROM."""
    base: str = ""
    prefixes: Mapping[str, str] = field(default_factory=dict)

    def render(self, end: int | None = None, insertions: Mapping[int, str] | None = None, most: int = 0) -> str:
        """The query as the engine gets it, up to token `end`, with texts put in after some of the tokens.

        With `most` a SELECT gives no more rows than that, whatever LIMIT of its own it has.
        """
        return "".join(self.rendered(end, insertions, most))

    def rendered(
        self,
        end: int | None = None,
        insertions: Mapping[int, str] | None = None,
        most: int = 0,
        without: Collection[int] = (),
    ) -> tuple[str, str]:
        """As `render`, the declarations apart from the rest, and without some of the tokens."""
        insertions = insertions or {}
        last_but_values, limit = self._end_of_rows(most) if most and self.form == "SELECT" else (-1, -1)
        declared: dict[str, str] = {}
        parts: list[str] = []
        last = self.tokens[self.body - 1].end if self.body else 0
        for index, token in enumerate(self.tokens[self.body : end], self.body):
            parts.append(" " if token.start > last else "")
            last = token.end
            if index in without:
                parts.append(insertions.get(index, ""))
                continue
            if token.kind in {Kind.IRI, Kind.NAME}:
                iri = self._reference(token)
                alias = declared.setdefault(iri, f"i{len(declared)}:")
                glued = index > self.body and self.tokens[index - 1].text == "^^"
                parts.append(f"{alias} " if glued else f" {alias} ")
            elif token.text in {"<", "{"}:  # never the beginning of an IRI, of "<<" or of "{|"
                parts.append(token.text + " ")
            else:
                parts.append(token.text if index != limit else str(most))
            if index == last_but_values:
                parts.append(f" LIMIT {most} ")
            parts.append(insertions.get(index, ""))
        prologue = self.base + "".join(f"PREFIX {alias} <{iri}> " for iri, alias in declared.items())
        return prologue, "".join(parts)

    def _end_of_rows(self, most: int) -> tuple[int, int]:
        """The token after which LIMIT goes, or else that of the number which is too large; -1 for none."""
        depth, after = 0, len(self.tokens) - 1
        for index, token in enumerate(self.tokens[self.body :], self.body):
            if token.kind is Kind.MARK:
                depth += {"{": 1, "(": 1, "}": -1, ")": -1}.get(token.text, 0)
            elif depth == 0 and token.kind is Kind.WORD:
                word = token.text.upper()
                number = self.tokens[index + 1] if index + 1 < len(self.tokens) else token
                if word == "LIMIT" and number.text.isascii() and number.text.isdigit():
                    return -1, index + 1 if len(number.text) > 18 or int(number.text) > most else -1
                if word == "VALUES":  # the last clause of all
                    return min(after, index - 1), -1
        return after, -1

    def _reference(self, token: Token) -> str:
        if token.kind is Kind.IRI:
            return token.text[1:-1]
        prefix, local = split_name(token.text)
        return self.prefixes[prefix] + local


def position(text: str, offset: int) -> Position:
    """The place in a query, with the text of the line around it."""
    lines = Lines(text)
    line, column = lines.place(offset)
    return Position(line=line, column=column, text=excerpt(lines.line(line), column) or None)


def inspect(text: str, known: Mapping[str, str] | None = None) -> Query:
    """Check a query against everything that is not left to the parser; `known` are prefixes it need not declare.

    Raises `QueryRefusedError` for an update, SERVICE, or a size beyond the limits, and `QuerySyntaxError` for brackets,
    strings and prefixes that are left open, with the place where they begin.
    """
    if len(text) > MAX_LENGTH:
        raise QueryRefusedError(
            f"The query has {len(text):,} characters; at most {MAX_LENGTH:,} are taken.",
            advice="Ask in several smaller queries.",
        )
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise QuerySyntaxError("The query is not Unicode text.", advice="Send it as UTF-8.")
    tokens = tuple(tokenise(text))
    body, base, declared = _prologue(text, tokens)
    prefixes = {**(known or {}), **declared}
    form = tokens[body].text.upper() if body < len(tokens) and tokens[body].kind is Kind.WORD else ""
    if form in _UPDATES:
        raise QueryRefusedError(
            f"This is a SPARQL update ({form}), and the knowledge base is read-only.",
            advice="Ask with SELECT, ASK, CONSTRUCT or DESCRIBE; change data in its files and build again.",
            position=position(text, tokens[body].start),
        )
    has_dataset = _check_tokens(text, tokens[body:], prefixes)
    _check_shape(text, tokens[body:])
    return Query(text, tokens, body, form, has_dataset, base, prefixes)


def _prologue(text: str, tokens: tuple[Token, ...]) -> tuple[int, str, dict[str, str]]:
    """The end of the declarations, the declaration of the base, and what each prefix stands for.

    A query that declares no base has ours: relative IRIs are those of the knowledge base (SPARQL 1.1, section 4.1.1.1).
    """
    base, prefixes, index = f"BASE <{BASE}> ", dict[str, str](), 0
    while index < len(tokens) and tokens[index].kind is Kind.WORD:
        word = tokens[index].text.upper()
        kinds = [t.kind for t in tokens[index + 1 : index + 3]]
        if word == "BASE" and kinds[:1] == [Kind.IRI] and _SCHEME.match(tokens[index + 1].text[1:]):
            base = f"BASE {tokens[index + 1].text} "
            index += 2
        elif word == "PREFIX" and kinds == [Kind.NAME, Kind.IRI] and tokens[index + 1].text.endswith(":"):
            prefixes[tokens[index + 1].text[:-1]] = tokens[index + 2].text[1:-1]
            index += 3
        elif word in {"BASE", "PREFIX"}:
            raise QuerySyntaxError(
                f"The declaration {word} is not well formed.",
                advice="Write PREFIX name: <IRI> or BASE <IRI>, the latter in full, and no full stop behind it.",
                position=position(text, tokens[index].start),
            )
        else:
            break
    return index, base, prefixes


def _check_tokens(text: str, tokens: tuple[Token, ...], prefixes: Mapping[str, str]) -> bool:
    """Look at each token by itself; says whether the query has a FROM clause."""
    from_clause = False
    for token in tokens:
        match token.kind:
            case Kind.UNKNOWN:
                what = "A string that begins here is not closed" if token.text[0] in "\"'" else "This sign fits nowhere"
                raise QuerySyntaxError(
                    f"{what}: {excerpt(token.text.splitlines()[0] if token.text.strip() else repr(token.text), 1)}",
                    advice='Close strings with the same quotes; strings over several lines have """ at both ends.',
                    position=position(text, token.start),
                )
            case Kind.NAME:
                prefix, _ = split_name(token.text)
                if prefix not in prefixes:
                    if text[token.start - 1] == "<":
                        raise _not_an_iri(text, token.start - 1)
                    raise QuerySyntaxError(
                        f"The prefix '{prefix}:' is used and not declared.",
                        advice=f"Put a line PREFIX {prefix}: <…> at the beginning of the query.",
                        position=position(text, token.start),
                    )
            case Kind.WORD:
                word = token.text.upper()
                if "SERVICE" in word:
                    raise QueryRefusedError(
                        "The query asks another endpoint by SERVICE, which is not done here.",
                        advice="Ask the other endpoint by itself, or run a federated query from your own machine.",
                        position=position(text, token.start),
                    )
                from_clause = from_clause or word in {"FROM", "FROMNAMED"}
            case Kind.IRI:
                iri = unescape_iri(token.text)
                if _NOT_IN_IRI.search(iri) or ("(" in iri and not _SCHEME.match(iri)):  # a comparison, more likely
                    raise _not_an_iri(text, token.start)
            case _:
                pass
    return from_clause


def _not_an_iri(text: str, start: int) -> QuerySyntaxError:
    return QuerySyntaxError(
        f"{text[start:].partition('>')[0][:80]}> is not an IRI.",
        advice="Write IRIs in full, with https:// or another scheme, and without spaces.",
        position=position(text, start),
    )


def _holds(tokens: tuple[Token, ...], index: int, stack: list[_Group]) -> str:
    """What the bracket at an index is about to hold, from the words before it."""
    before = tokens[index - 1] if index else None
    outer = stack[-1].holds if stack else ""
    word = before.text.upper() if before and before.kind is Kind.WORD else ""
    match tokens[index].text:
        case "{":
            if outer == "data" or _after_values(tokens, index):
                return "data"
            return "template" if word == "CONSTRUCT" else "patterns"
        case "[":
            return outer or "patterns"
        case _:
            if outer in {"", "expression", "data", "template", "list"}:
                return outer or "expression"
            if before and before.kind is Kind.WORD:
                return "list" if before.text == "a" or word in {"TRUE", "FALSE"} else "expression"
            called = before and before.kind in {Kind.IRI, Kind.NAME} and index > 1
            return "expression" if called and tokens[index - 2].text.upper() in {"FILTER", "HAVING"} else "list"


def _after_values(tokens: tuple[Token, ...], index: int) -> bool:
    """Whether the brace at an index begins the rows of VALUES."""
    index -= 1
    if index >= 0 and tokens[index].text == ")":
        while index >= 0 and tokens[index].text != "(":
            if tokens[index].kind is not Kind.VARIABLE and tokens[index].text != ")":
                return False
            index -= 1
        index -= 1
    elif index >= 0 and tokens[index].kind is Kind.VARIABLE:
        index -= 1
    else:
        return False
    return index >= 0 and tokens[index].text.upper() == "VALUES"


def _check_shape(text: str, tokens: tuple[Token, ...]) -> None:
    """Hold the query against the limits of depth, operators and joins, and see that its brackets match."""
    stack: list[_Group] = []
    operators = 0
    for index, token in enumerate(tokens):
        holds = stack[-1].holds if stack else ""
        if token.kind is Kind.MARK and token.text in _OPENING:
            group = _Group(token, _holds(tokens, index, stack), joined=1)
            group.apart = index > 0 and tokens[index - 1].text.upper() in {"UNION", "OPTIONAL", "MINUS", "EXISTS"}
            stack.append(group)
            if len(stack) > MAX_DEPTH:
                raise _too_much(text, token, f"brackets nested more than {MAX_DEPTH} deep")
            continue
        if token.kind is Kind.MARK and token.text in _OPENING.values():
            _close(text, token, stack, union=index + 1 < len(tokens) and tokens[index + 1].text.upper() == "UNION")
        elif holds == "data":
            continue
        elif (token.kind is Kind.MARK and token.text in _OPERATORS) or token.text.upper() in _PARTS:
            operators += 1
            if operators > MAX_OPERATORS:
                raise _too_much(text, token, f"more than {MAX_OPERATORS} operators and parts")
        if not stack:
            continue
        if holds == "list" and (token.kind in _TERMS or token.text in {"a", "true", "false"}):
            stack[-1].joined += 2
        elif holds in {"patterns", "list"} and (token.text in {".", ";", ",", "/"} or token.text.upper() == "VALUES"):
            stack[-1].joined += 1
        if stack[-1].joined > MAX_JOINED:
            raise _too_much(text, token, f"more than {MAX_JOINED} patterns in one group")
    if stack:
        raise QuerySyntaxError(
            f"The bracket '{stack[-1].token.text}' that opens here is not closed.",
            advice=f"Add the missing '{_OPENING[stack[-1].token.text]}'.",
            position=position(text, stack[-1].token.start),
        )


def _close(text: str, token: Token, stack: list[_Group], *, union: bool) -> None:
    """Take the last open bracket off; what was joined in it counts for the group around it, unless it stands apart."""
    if not stack or _OPENING[stack[-1].token.text] != token.text:
        expected = f"; '{_OPENING[stack[-1].token.text]}' is due first" if stack else ""
        raise QuerySyntaxError(
            f"The bracket '{token.text}' closes nothing here{expected}.",
            advice="Check which bracket is missing or one too many.",
            position=position(text, token.start),
        )
    group = stack.pop()
    if stack and not group.apart:
        flattened = group.holds in {"patterns", "list"} and not union
        stack[-1].joined += group.joined if flattened else int(group.token.text == "{")


def _too_much(text: str, token: Token, what: str) -> QueryRefusedError:
    return QueryRefusedError(
        f"The query has {what}, more than can be run safely.",
        advice="Simplify it or ask in several queries; long lists of values go into VALUES or IN.",
        position=position(text, token.start),
    )
