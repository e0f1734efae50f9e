"""What `kb.query` gives back: a table, a graph or a truth, whole and in hand.

Each can be gone through again and again, shows itself in a notebook, and turns into what other libraries work with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from edukg.errors import EngineError
from edukg.model import Ambiguity, Provenance
from edukg.namespaces import PREFIXES, XSD, expand, shorten
from edukg.store.base import Blank, Iri, Literal, Node

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import rdflib

Parameter = Node | str | bool | int | float | Decimal | date
"""What a variable of a query can be given: a node, the IRI or prefixed name of one as a string, or a Python value."""

UNKNOWN = Provenance()
"""Of answers that were made without an endpoint."""
_SHOWN = 50


def _shown(node: Node | None) -> str:
    if node is None:
        return ""
    return shorten(node.value) if isinstance(node, Iri) else str(node)


_NUMBERS: Mapping[str, type[int | float]] = {
    PREFIXES["xsd"] + "integer": int,
    PREFIXES["xsd"] + "int": int,
    PREFIXES["xsd"] + "decimal": float,
    PREFIXES["xsd"] + "double": float,
}


def plain(node: Node | None) -> str | int | float | bool | None:
    """A node as a plain Python value: numbers and booleans as such, everything else as text."""
    if isinstance(node, Literal):
        if node.datatype in _NUMBERS:
            return _NUMBERS[node.datatype](node.value)
        if node.datatype == PREFIXES["xsd"] + "boolean":
            return node.value in {"true", "1"}
    return None if node is None else str(node)


def bound(parameters: Mapping[str, Parameter] | None) -> dict[str, Node]:
    """The values for the variables of a query as nodes.

    A string is an IRI, or a prefixed name of a prefix that is known here; a text is given as `Literal("…", "uz")`.
    """
    return {name: _node(value) for name, value in (parameters or {}).items()}


def _node(value: Parameter) -> Node:
    match value:
        case Iri() | Blank() | Literal():
            return value
        case str():
            return Iri(expand(value) or value)
        case _:
            text, datatype = _written(value)
            return Literal(text, datatype=XSD + datatype)


def _written(value: bool | float | Decimal | date) -> tuple[str, str]:  # noqa: FBT001  # any Python value
    """A Python value in the lexical form of its XML Schema datatype."""
    match value:
        case bool():
            return ("true" if value else "false"), "boolean"
        case int():
            return str(value), "integer"
        case float():
            return repr(value).replace("inf", "INF").replace("nan", "NaN"), "double"
        case Decimal():
            return format(value, "f"), "decimal"
        case _:
            return value.isoformat(), "dateTime" if isinstance(value, datetime) else "date"


def _notes(ambiguities: tuple[Ambiguity, ...], provenance: Provenance) -> str:
    """What a notebook says under an answer."""
    lines = [escape(found.message) for found in ambiguities]
    lines += [escape(str(provenance))] if provenance.answered else []
    return "".join(f"<p><small>{line}</small></p>" for line in lines)


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to SELECT: the names of the columns, and rows that map a column to a node.

    `provenance` says what it rests on, `ambiguities` where the query stood for several readings at once.
    """

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, Node], ...]
    provenance: Provenance = UNKNOWN
    ambiguities: tuple[Ambiguity, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Mapping[str, Node]]:
        return iter(self.rows)

    def values(self) -> list[dict[str, str | int | float | bool | None]]:
        """The rows as plain Python values; unbound variables are None."""
        return [{name: plain(row.get(name)) for name in self.variables} for row in self.rows]

    def to_pandas(self) -> pd.DataFrame:
        """A data frame with one column for each variable. Raises `EngineError` when pandas is not installed."""
        try:
            import pandas as pd  # noqa: PLC0415  # optional, and slow to import
        except ImportError:
            raise EngineError("pandas is not installed.", advice="Run `pip install edukg[pandas]`.") from None
        return pd.DataFrame(self.values(), columns=list(self.variables))

    def to_polars(self) -> pl.DataFrame:
        """A data frame of Polars with one column for each variable.

        A column of one kind of value has its type, a column of several kinds is text. Raises `EngineError` when Polars
        is not installed.
        """
        try:
            import polars as pl  # noqa: PLC0415  # optional, and slow to import
        except ImportError:
            raise EngineError("Polars is not installed.", advice="Run `pip install edukg[polars]`.") from None
        return pl.DataFrame(self._columns())

    def _columns(self) -> dict[str, list[str | int | float | bool | None]]:
        columns: dict[str, list[str | int | float | bool | None]] = {}
        for name in self.variables:
            values = [plain(row.get(name)) for row in self.rows]
            kinds = {type(value) for value in values if value is not None}
            if kinds == {int, float}:
                values = [None if value is None else float(value) for value in values]
            elif len(kinds) > 1:
                values = [None if (node := row.get(name)) is None else str(node) for row in self.rows]
            columns[name] = values
        return columns

    def __repr__(self) -> str:
        return f"<Table: {len(self.rows)} rows of {', '.join(self.variables)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(row.get(name)))}</td>" for name in self.variables) + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = f"<p>{len(self.rows) - _SHOWN} more rows</p>" if len(self.rows) > _SHOWN else ""
        notes = _notes(self.ambiguities, self.provenance)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}{notes}"


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to CONSTRUCT and DESCRIBE: some triples, with what they rest on as `Table` has it."""

    triples: tuple[tuple[Node, Iri, Node], ...]
    provenance: Provenance = UNKNOWN
    ambiguities: tuple[Ambiguity, ...] = ()

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[tuple[Node, Iri, Node]]:
        return iter(self.triples)

    def to_graph(self) -> rdflib.Graph:
        """The same as a graph of rdflib."""
        import rdflib  # noqa: PLC0415  # slow to import, and not every caller needs it

        graph = rdflib.Graph()
        for prefix, namespace in PREFIXES.items():
            graph.bind(prefix, namespace)

        def term(node: Node) -> rdflib.term.IdentifiedNode | rdflib.Literal:
            if isinstance(node, Iri):
                return rdflib.URIRef(node.value)
            if isinstance(node, Blank):
                return rdflib.BNode(node.value)
            if node.language:
                return rdflib.Literal(node.value, lang=node.language)
            if node.datatype == PREFIXES["xsd"] + "string":
                return rdflib.Literal(node.value)
            return rdflib.Literal(node.value, datatype=rdflib.URIRef(node.datatype))

        for subject, predicate, value in self.triples:
            graph.add((term(subject), rdflib.URIRef(predicate.value), term(value)))
        return graph

    def __repr__(self) -> str:
        return f"<Graph: {len(self.triples)} triples>"

    def _repr_html_(self) -> str:
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(node))}</td>" for node in triple) + "</tr>"
            for triple in self.triples[:_SHOWN]
        )
        more = f"<p>{len(self.triples) - _SHOWN} more triples</p>" if len(self.triples) > _SHOWN else ""
        return f"<table><tbody>{body}</tbody></table>{more}{_notes(self.ambiguities, self.provenance)}"
