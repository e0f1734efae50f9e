"""What `kb.query` gives back: a table, a graph or a truth, whole and in hand.

Each can be gone through again and again, shows itself in a notebook, and turns into what other libraries work with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from edukg.errors import EngineError
from edukg.namespaces import PREFIXES, shorten
from edukg.store.base import Blank, Iri, Literal, Node

if TYPE_CHECKING:
    import pandas as pd
    import rdflib

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


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to SELECT: the names of the columns, and rows that map a column to a node."""

    variables: tuple[str, ...]
    rows: tuple[Mapping[str, Node], ...]

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

    def __repr__(self) -> str:
        return f"<Table: {len(self.rows)} rows of {', '.join(self.variables)}>"

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(_shown(row.get(name)))}</td>" for name in self.variables) + "</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = f"<p>{len(self.rows) - _SHOWN} more rows</p>" if len(self.rows) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"


@dataclass(frozen=True, slots=True)
class Graph:
    """The answer to CONSTRUCT and DESCRIBE: some triples."""

    triples: tuple[tuple[Node, Iri, Node], ...]

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
        return f"<table><tbody>{body}</tbody></table>{more}"
