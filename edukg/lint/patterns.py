"""The triple patterns of a query, told from its tokens, with the place of each in the text.

Source: SPARQL 1.1 Query Language, sections 5 and 9. The parser of an engine would give an algebra without places, and
an edit of what a person wrote needs the places. A query that does not parse gives what can be told of it, no error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from edukg.namespaces import BASE, RDF
from edukg.store.guard import Query
from edukg.tokens import Kind, Token, split_name, unescape_iri

_TERMS: Final = frozenset([Kind.IRI, Kind.NAME, Kind.BLANK, Kind.VARIABLE, Kind.STRING, Kind.NUMBER])
_STEPS: Final = frozenset([Kind.IRI, Kind.NAME, Kind.VARIABLE])
_POSTFIX: Final = frozenset(["*", "+", "?"])
_INFIX: Final = frozenset(["/", "|"])
_CLAUSES: Final = frozenset(["FILTER", "BIND", "HAVING"])
_MODIFIERS: Final = frozenset(["SELECT", "ASK", "DESCRIBE", "CONSTRUCT", "GROUP", "ORDER", "LIMIT", "OFFSET", "HAVING"])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern by the indexes of its tokens.

    `predicate` are those of the whole property path; `group` is the brace that opens the group; `end` is the token
    behind the object.
    """

    subject: int
    predicate: tuple[int, ...]
    object: int
    group: int
    end: int


@dataclass(frozen=True, slots=True)
class Given:
    """A value that VALUES gives to a variable."""

    variable: str
    value: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A value in an expression, with the variables that stand in the same brackets."""

    value: int
    variables: frozenset[str]


@dataclass(slots=True)
class Outline:
    """What a query asks for, by its parts."""

    patterns: list[Pattern] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)


class _Mode(Enum):
    HEAD = auto()  # before the first brace, or behind the last: SELECT, GROUP BY and the like
    SUBJECT = auto()
    PREDICATE = auto()
    OBJECT = auto()
    BEHIND = auto()  # an object was read
    CLAUSE = auto()  # FILTER or BIND, up to the end of its brackets
    EXPRESSION = auto()
    DATA = auto()
    NAMES = auto()  # the variables of VALUES
    OTHER = auto()  # templates and collections, which ask nothing by themselves


@dataclass(slots=True)
class _Frame:
    mode: _Mode
    opened: int
    group: int = -1
    subject: int = -1
    predicate: list[int] = field(default_factory=list)
    due: bool = True  # a step of the path is due, so that what comes is no object yet
    depth: int = 0
    names: list[str] = field(default_factory=list)
    column: int = 0


def iri_of(query: Query, token: Token) -> str:
    """The IRI that a token stands for, "" when it stands for none."""
    if token.text == "a" and token.kind is Kind.WORD:
        return RDF + "type"
    if token.kind is Kind.NAME:
        prefix, local = split_name(token.text)
        return query.prefixes.get(prefix, "") + local if prefix in query.prefixes else ""
    if token.kind is Kind.IRI:
        iri = unescape_iri(token.text)
        return iri if ":" in iri else (query.base.removeprefix("BASE <").rstrip(" >") or BASE) + iri
    return ""


def outline(query: Query) -> Outline:
    """The patterns, the values of VALUES, and the values in expressions of a query."""
    return _Reader(query).read()


class _Reader:
    def __init__(self, query: Query) -> None:
        self._tokens: Sequence[Token] = query.tokens
        self._start = query.body
        self._found = Outline()
        self._stack = [_Frame(_Mode.HEAD, -1)]

    def read(self) -> Outline:
        for index in range(self._start, len(self._tokens)):
            self._take(index)
        return self._found

    def _take(self, index: int) -> None:
        token = self._tokens[index]
        mark = token.text if token.kind is Kind.MARK else ""
        frame = self._stack[-1]
        if mark in {"{", "[", "("} and self._open(index, mark, frame):
            return
        if mark in {"}", "]", ")"} and self._close(index, mark):
            return
        match frame.mode:
            case _Mode.SUBJECT | _Mode.PREDICATE | _Mode.OBJECT | _Mode.BEHIND:
                self._triple(index, token, mark, frame)
            case _Mode.EXPRESSION:
                self._expression(index, token, frame)
            case _Mode.DATA:
                self._datum(index, token, frame)
            case _Mode.NAMES:
                if token.kind is Kind.VARIABLE:
                    frame.names.append(token.text[1:])
            case _Mode.HEAD if token.text.upper() == "VALUES":
                self._stack.append(_Frame(_Mode.NAMES, index))
            case _:
                pass

    def _open(self, index: int, mark: str, frame: _Frame) -> bool:
        """Begin what a bracket encloses; False when it is a bracket of a property path."""
        if mark == "(" and frame.mode is _Mode.PREDICATE and (frame.due or frame.depth):
            return False
        if mark == "{" and frame.mode is _Mode.NAMES:
            frame.mode, frame.opened = _Mode.DATA, index
        elif mark == "(" and frame.mode in {_Mode.NAMES, _Mode.DATA}:
            frame.column = 0
        else:
            self._stack.append(self._enclosed(index, mark, frame))
        return True

    def _enclosed(self, index: int, mark: str, frame: _Frame) -> _Frame:
        """What begins behind a bracket: a group, the properties of a blank node, a collection, an expression."""
        if frame.mode is _Mode.OTHER or (mark == "{" and self._tokens[index - 1].text.upper() == "CONSTRUCT"):
            return _Frame(_Mode.OTHER, index)
        if mark == "{":
            return _Frame(_Mode.SUBJECT, index, group=index)
        if frame.mode in {_Mode.SUBJECT, _Mode.OBJECT, _Mode.PREDICATE}:
            self._term(index, frame)
            return _Frame(_Mode.PREDICATE if mark == "[" else _Mode.OTHER, index, group=frame.group, subject=index)
        return _Frame(_Mode.EXPRESSION, frame.opened if frame.mode is _Mode.EXPRESSION else index)

    def _close(self, index: int, mark: str) -> bool:
        frame = self._stack[-1]
        if frame.mode is _Mode.PREDICATE and mark == ")" and frame.depth:
            return False
        if frame.mode in {_Mode.NAMES, _Mode.DATA} and mark == ")":
            return True
        if len(self._stack) == 1:
            return True
        self._stack.pop()
        outer = self._stack[-1]
        if outer.mode is _Mode.CLAUSE or (mark == "}" and outer.mode in {_Mode.BEHIND, _Mode.SUBJECT, _Mode.OBJECT}):
            outer.mode = _Mode.SUBJECT
        if mark == "]" and outer.mode is _Mode.BEHIND and outer.subject < 0:
            outer.mode = _Mode.PREDICATE
        return True

    def _triple(self, index: int, token: Token, mark: str, frame: _Frame) -> None:
        word = token.text.upper() if token.kind is Kind.WORD else ""
        if frame.mode in {_Mode.SUBJECT, _Mode.BEHIND} and self._keyword(index, word, frame):
            return
        match frame.mode:
            case _Mode.SUBJECT if token.kind in _TERMS and self._tokens[index - 1].text.upper() != "GRAPH":
                self._term(index, frame)
            case _Mode.PREDICATE:
                self._step(index, token, mark, frame)
            case _Mode.OBJECT if token.kind in _TERMS or word:
                self._term(index, frame)
            case _Mode.BEHIND:
                self._behind(mark, word, frame)
            case _:
                pass

    def _keyword(self, index: int, word: str, frame: _Frame) -> bool:
        """Begin the clause that a word announces."""
        if word in _CLAUSES:
            frame.mode = _Mode.CLAUSE
        elif word == "VALUES":
            frame.mode = _Mode.SUBJECT
            self._stack.append(_Frame(_Mode.NAMES, index))
        elif word in _MODIFIERS and frame.mode is _Mode.SUBJECT:
            frame.mode = _Mode.HEAD
        else:
            return False
        return True

    @staticmethod
    def _behind(mark: str, word: str, frame: _Frame) -> None:
        """Go on after an object."""
        if mark == "." or word:
            frame.mode, frame.subject = _Mode.SUBJECT, -1
        elif mark == ";":
            frame.mode, frame.predicate, frame.due = _Mode.PREDICATE, [], True
        elif mark == ",":
            frame.mode = _Mode.OBJECT

    def _step(self, index: int, token: Token, mark: str, frame: _Frame) -> None:
        """Take a token of a property path, or the object behind it."""
        step = token.kind in _STEPS or (token.kind is Kind.WORD and token.text == "a")
        if not (frame.due or frame.depth) and mark not in _POSTFIX | _INFIX:
            if token.kind in _TERMS or token.kind is Kind.WORD:
                self._term(index, frame)
            return
        if mark == ".":  # "[ … ] ." has no predicate
            frame.mode, frame.subject = _Mode.SUBJECT, -1
            return
        frame.depth += (mark == "(") - (mark == ")")
        if step or mark == ")":
            frame.due = False
        elif mark in _INFIX | {"^", "!"}:
            frame.due = True
        frame.predicate.append(index)

    def _term(self, index: int, frame: _Frame) -> None:
        """Note the term at an index as what is due: a subject, or an object that makes a pattern whole."""
        if frame.mode is _Mode.SUBJECT:
            frame.subject, frame.mode, frame.predicate, frame.due = index, _Mode.PREDICATE, [], True
        elif frame.mode in {_Mode.OBJECT, _Mode.PREDICATE} and frame.predicate:
            end = index + 1
            while end < len(self._tokens) and self._tokens[end].kind is Kind.LANGUAGE:
                end += 1
            pattern = Pattern(frame.subject, tuple(frame.predicate), index, frame.group, end)
            self._found.patterns.append(pattern)
            frame.mode = _Mode.BEHIND

    def _expression(self, index: int, token: Token, frame: _Frame) -> None:
        if token.kind in {Kind.IRI, Kind.NAME, Kind.STRING}:
            called = index + 1 < len(self._tokens) and self._tokens[index + 1].text == "("
            if not called:
                self._found.compared.append(Compared(index, self._variables(frame.opened)))

    def _variables(self, opened: int) -> frozenset[str]:
        depth, found = 0, set[str]()
        for token in self._tokens[opened:]:
            depth += (token.text in {"(", "{"}) - (token.text in {")", "}"}) if token.kind is Kind.MARK else 0
            if depth <= 0:
                break
            if token.kind is Kind.VARIABLE:
                found.add(token.text[1:])
        return frozenset(found)

    def _datum(self, index: int, token: Token, frame: _Frame) -> None:
        if token.kind in _TERMS or token.text.upper() in {"UNDEF", "TRUE", "FALSE"}:
            if frame.column < len(frame.names) and token.kind in _TERMS:
                self._found.given.append(Given(frame.names[frame.column], index))
            if len(frame.names) > 1:
                frame.column += 1
