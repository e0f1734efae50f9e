"""Our own words in SPARQL: few, and each described in the service description.

Properties that find things by how they are written, in any script, whatever the case and the apostrophes:

    PREFIX fn: <https://w3id.org/edukg/function/>
    SELECT ?entry { ?entry fn:writtenAs "Ta'lim klasteri" }

They are looked up in the label index before the query runs and stand in it as VALUES from then on, so that no label is
scanned and every engine can run the rest. Their object is a text in quotes, or a variable that was given a value.

Functions that fold a text: `fn:fold(?text)` is the form under which texts are compared, and `fn:sameForm(?a, ?b)` says
whether two are equal then. They are for filters over what is already little.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from edukg.errors import InputError, QuerySyntaxError
from edukg.namespaces import FUNCTION
from edukg.search import fold, to_latin
from edukg.store.base import Literal, Node
from edukg.store.guard import Query, inspect, position
from edukg.tokens import Kind, Lines, Token, split_name


def _fold(text: object = None) -> ox.Literal | None:
    """`fn:fold`; an error of SPARQL (None) for anything but one text."""
    return ox.Literal(to_latin(fold(text.value))) if isinstance(text, ox.Literal) else None


def _same_form(one: object = None, other: object = None) -> ox.Literal | None:
    """`fn:sameForm`; an error of SPARQL (None) for anything but two texts."""
    folded, as_folded = _fold(one), _fold(other)
    return None if folded is None or as_folded is None else ox.Literal(folded == as_folded)


Find = Callable[[str, str], Sequence[str]]
"""IRIs of what is written as a text, the second part being a language tag or empty."""

MOST_FOUND: Final = 100
"""How many things a search by words puts into a query."""


@dataclass(frozen=True, slots=True)
class Described:
    """A word of ours: `kind` is its class in the vocabulary of service descriptions."""

    name: str
    kind: str
    comment: str

    @property
    def iri(self) -> str:
        """Its IRI."""
        return FUNCTION + self.name


WRITTEN_AS: Final = Described(
    "writtenAs",
    "Feature",
    "?entry fn:writtenAs 'text' finds the lexical entries one of whose forms is written so, whatever the script, the "
    "letter case and the apostrophes; with a language tag, those of that language only.",
)
SENSE_WRITTEN_AS: Final = Described(
    "senseWrittenAs",
    "Feature",
    "?sense fn:senseWrittenAs 'text' finds the senses of the lexical entries that fn:writtenAs finds.",
)
LABELLED: Final = Described(
    "labelled",
    "Feature",
    f"?thing fn:labelled 'words' finds whatever has a label that begins with or contains these words, the best "
    f"{MOST_FOUND} of them.",
)
FOLD: Final = Described(
    "fold",
    "Function",
    "fn:fold(?text) is the form under which written forms are compared: Latin script, lower case, no apostrophes.",
)
SAME_FORM: Final = Described(
    "sameForm",
    "Function",
    "fn:sameForm(?a, ?b) is true when two texts differ in nothing but script, letter case and apostrophes.",
)
DESCRIBED: Final = (WRITTEN_AS, SENSE_WRITTEN_AS, LABELLED, FOLD, SAME_FORM)
FUNCTIONS: Final[dict[str, Callable[..., ox.Literal | None]]] = {FOLD.iri: _fold, SAME_FORM.iri: _same_form}
"""For the engine (`EmbeddedStore.add_functions`)."""


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query as it is run; `changes` say which stretches of what was sent (begin, end) became which text, in order."""

    text: str
    sent: str
    changes: tuple[tuple[int, int, str], ...] = ()

    def placed(self, error: InputError) -> InputError:
        """An error about the query as it is run, with the place in the query that was sent."""
        place = error.position
        if self.changes and place is not None and place.line is not None and place.column is not None:
            offset = Lines(self.text).offset(place.line, place.column)
            error.position = position(self.sent, self._sent_offset(offset))
        return error

    def _sent_offset(self, offset: int) -> int:
        moved = 0  # by how much the text so far is longer than what was sent
        for begin, end, text in self.changes:
            if offset < begin + moved:
                break
            if offset < begin + moved + len(text):
                return begin
            moved += len(text) - (end - begin)
        return offset - moved


class Expansion:
    """Rewrites queries that use the properties; `finders` look each of them up."""

    def __init__(self, finders: Mapping[str, Find]) -> None:
        """The keys are the names of the properties."""
        self._finders = {FUNCTION + name: find for name, find in finders.items()}

    def expand(
        self, text: str, known: Mapping[str, str] | None = None, bindings: Mapping[str, Node] | None = None
    ) -> Expanded:
        """The query with VALUES in the place of each property; the same text when it has none.

        `known` are prefixes it need not declare, `bindings` the values that variables have. Raises `QuerySyntaxError`
        with the place where a property stands in a way that cannot be looked up.
        """
        if FUNCTION not in text and not (known and re.search(r"\bfn:", text)):
            return Expanded(text, text)
        rewriting = _Rewriting(inspect(text, known), bindings or {})
        subject: Token | None = None
        for index, token in enumerate(rewriting.tokens):
            if _begins_triples(rewriting.tokens, index):
                subject = token
            if find := self._finders.get(_iri(token, rewriting.query.prefixes)):
                rewriting.put_values(index, subject, find)
        return rewriting.written()


class _Rewriting:
    """A query of which some tokens are replaced by other texts."""

    def __init__(self, query: Query, bindings: Mapping[str, Node]) -> None:
        self.query = query
        self.tokens = query.tokens
        self._bindings = bindings
        self._changes: dict[int, str] = {}

    def put_values(self, index: int, subject: Token | None, find: Find) -> None:
        """Replace the property at an index and its object by the values found for its subject."""
        before = self.tokens[index - 1]
        if subject is None or subject.kind is not Kind.VARIABLE or (before is not subject and before.text != ";"):
            raise self._misplaced(index, "Its subject has to be a variable.")
        value, end = self._object(index + 1)
        following = self.tokens[end].text if end < len(self.tokens) else ""
        if following not in {".", ";", "}"} and following.upper() not in _AFTER_TRIPLES:
            raise self._misplaced(index, "One text only can be its object, and it cannot be part of a path.")
        found = " ".join(f"<{iri}>" for iri in find(*value))
        self._changes |= dict.fromkeys(range(index, end), "")
        self._changes[index] = f" VALUES {subject.text} {{ {found} }} "
        self._changes[index - 1] = "" if before is subject else " . "
        while end < len(self.tokens) and self.tokens[end].text == ";":
            self._changes[end] = " "
            end += 1
        last = self.tokens[end].text if end < len(self.tokens) else ""
        if last == ".":  # none stands behind VALUES
            self._changes[end] = " "
        elif following == ";" and last != "}":
            self._changes[end - 1] = f" {subject.text} "

    def _object(self, index: int) -> tuple[tuple[str, str], int]:
        """The text and language tag that stand at an index, and the index after them."""
        token = self.tokens[min(index, len(self.tokens) - 1)]
        if token.kind is Kind.VARIABLE and isinstance(node := self._bindings.get(token.text[1:]), Literal):
            return (node.value, node.language), index + 1
        if token.kind is not Kind.STRING:
            raise self._misplaced(index - 1, "Its object has to be a text in quotes.")
        quotes = 3 if token.text[:3] in {'"""', "'''"} else 1
        body = token.text[quotes:-quotes]
        plain = re.sub(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\(.)", _unescaped, body)
        if index + 1 < len(self.tokens) and self.tokens[index + 1].kind is Kind.LANGUAGE:
            return (plain, self.tokens[index + 1].text[1:].lower()), index + 2
        return (plain, ""), index + 1

    def _misplaced(self, index: int, why: str) -> QuerySyntaxError:
        return QuerySyntaxError(
            f"This property is looked up before the query runs, which cannot be done here. {why}",
            advice=f'Write it as a pattern of its own: ?entry <{WRITTEN_AS.iri}> "text" .',
            position=position(self.query.text, self.tokens[index].start),
        )

    def written(self) -> Expanded:
        """The query with its changes."""
        sent = self.query.text
        changes = [(self.tokens[i].start, self.tokens[i].end, self._changes[i]) for i in sorted(self._changes)]
        parts, last = [], 0
        for begin, end, text in changes:
            parts += [sent[last:begin], text]
            last = end
        return Expanded("".join(parts) + sent[last:], sent, tuple(changes))


_AFTER_TRIPLES: Final = frozenset(["FILTER", "OPTIONAL", "BIND", "VALUES", "MINUS", "GRAPH", "UNION"])
_ESCAPED: Final = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}


def _begins_triples(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is the subject of triples: a term behind a brace or a full stop."""
    kinds = {Kind.VARIABLE, Kind.IRI, Kind.NAME, Kind.BLANK}
    return index > 0 and tokens[index].kind in kinds and tokens[index - 1].text in {"{", "}", ".", ")"}


def _iri(token: Token, prefixes: Mapping[str, str]) -> str:
    if token.kind is Kind.IRI:
        return token.text[1:-1]
    if token.kind is Kind.NAME:
        prefix, local = split_name(token.text)
        return prefixes.get(prefix, "") + local
    return ""


def _unescaped(found: re.Match[str]) -> str:
    if code := found[1] or found[2]:
        return chr(min(int(code, 16), 0x10FFFF))
    return _ESCAPED.get(found[3], found[3])
