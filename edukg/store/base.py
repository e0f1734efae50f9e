"""What every store can do, whichever engine is behind it.

A store answers SPARQL 1.1 queries and nothing else: it is read-only. Values are bound to variables, never pasted into
the text. Answers come as typed values for our own code, or serialised as bytes by the engine itself, which is fast and
loses nothing.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Iri:
    """A node that is an IRI."""

    value: str

    def __str__(self) -> str:
        return self.value


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank node; the label means something within one answer only."""

    value: str

    def __str__(self) -> str:
        return "_:" + self.value


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal with its language tag (empty for none) and datatype IRI."""

    value: str
    language: str = ""
    datatype: str = XSD_STRING

    def __str__(self) -> str:
        return self.value


Node = Iri | Blank | Literal
Given = Node | tuple[Node, ...]
"""What a variable is bound to before a query runs: one value, or several of which it takes each in turn."""


@dataclass(frozen=True, slots=True)
class GraphChoice:
    """The RDF dataset a query runs on (SPARQL 1.1 Protocol, section 2.1.4).

    `default` None means the union of all named graphs; an empty tuple means an empty default graph. `named` None means
    all named graphs.
    """

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


EVERYTHING = GraphChoice()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a query is run. `client` says for whom: a store that has people wait lets all have their turn.

    `rows` (of a table, or triples of a graph) and `size` in bytes are the most that is sent; 0 means no such cap.
    """

    client: str = ""
    rows: int = 0
    size: int = 0


OURS = Terms()
"""For our own queries: nothing is cut."""


class _Sent(ABC):
    """What all answers have in common: they can be sent."""

    truncated: str = ""
    """After `serialise`: the cap that cut what was sent, such as "rows=1000"; empty when it is whole."""
    quick: bool = False
    """Whether the engine reads the answer off one of its indexes, in less than a tenth of a millisecond if short."""

    @abstractmethod
    def serialise(self, media_type: str) -> bytes:
        """The whole answer: a table or a truth in one of the W3C result formats, a graph in an RDF syntax.

        Uses the answer up.
        """


class Solutions(_Sent):
    """The answer to SELECT."""

    @property
    @abstractmethod
    def variables(self) -> tuple[str, ...]:
        """The names of the columns, without question mark, in the order of the query."""

    @abstractmethod
    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        """Each row as a mapping of the bound variables only. Can be gone through once."""


class Truth(_Sent):
    """The answer to ASK."""

    @abstractmethod
    def __bool__(self) -> bool: ...


class Triples(_Sent):
    """The answer to CONSTRUCT and DESCRIBE."""

    @abstractmethod
    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        """Each triple once; can be gone through once."""


Answer = Solutions | Truth | Triples


class Store(Protocol):
    """A read-only RDF dataset that answers queries."""

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Given] | None = None,
        graphs: GraphChoice = EVERYTHING,
        prefixes: Mapping[str, str] | None = None,
        terms: Terms = OURS,
    ) -> Answer:
        """Run one query.

        `bindings` gives values to variables of the query; `prefixes` are known without being declared; relative IRIs
        are those of the knowledge base. Raises `QuerySyntaxError` with line and column when the text does not parse,
        `QueryRefusedError` when it asks for what a read-only store does not do (update, SERVICE) or is nested so deeply
        that it cannot be parsed safely.
        """

    def select(self, text: str, *, bindings: Mapping[str, Given] | None = None) -> list[Mapping[str, Node]]:
        """All rows of a SELECT over everything, for our own small named queries."""

    def __len__(self) -> int:
        """How many quads there are."""

    def graphs(self) -> tuple[str, ...]:
        """The IRIs of the named graphs, sorted."""

    def close(self) -> None:
        """Give back what the engine holds. Safe to call twice."""
