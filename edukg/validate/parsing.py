"""A graph that parses each query once: constraints in SPARQL are run once per focus node, with the same text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rdflib
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.evaluate import evalQuery
from rdflib.plugins.sparql.processor import SPARQLResult
from rdflib.plugins.sparql.sparql import Query
from rdflib.query import Result
from rdflib.term import Identifier


class ParsingOnce(rdflib.Graph):
    """A view of a graph that keeps the parsed form of each query text, and goes straight to the evaluation.

    Over the shipped knowledge base this makes validation some twenty times faster than parsing per focus node.
    """

    def __init__(self, graph: rdflib.Graph) -> None:
        super().__init__(store=graph.store, identifier=graph.identifier, namespace_manager=graph.namespace_manager)
        self._parsed: dict[str, Query] = {}

    def query(  # noqa: PLR0917 - as rdflib declares it
        self,
        query_object: str | Query,
        processor: Any = "sparql",
        result: Any = "sparql",
        initNs: Mapping[str, Any] | None = None,  # noqa: N803
        initBindings: Mapping[str, Identifier] | None = None,  # noqa: N803
        use_store_provided: bool = True,  # noqa: FBT001, FBT002
        **kwargs: Any,
    ) -> Result:
        """As `rdflib.Graph.query`, for queries in SPARQL that declare their own prefixes."""
        if not isinstance(query_object, str) or processor != "sparql" or result != "sparql" or kwargs:
            return super().query(query_object, processor, result, initNs, initBindings, use_store_provided, **kwargs)
        if query_object not in self._parsed:
            self._parsed[query_object] = prepareQuery(query_object, initNs=initNs)
        return SPARQLResult(evalQuery(self, self._parsed[query_object], initBindings))
