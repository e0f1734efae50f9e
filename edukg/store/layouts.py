"""Where stores take queries, updates and graphs, and in what they differ from the standard.

The SPARQL Protocol leaves the addresses to each store, so they are found out: the address that people know is asked a
question, then those that stores are known to use below it. Which product it is, its header Server says; where it says
nothing, the address that answered. Addresses that are found otherwise are named by the environment:

    EDUKG_STORE_QUERY, EDUKG_STORE_UPDATE     SPARQL 1.1 Protocol, query and update
    EDUKG_STORE_GRAPHS                        Graph Store HTTP Protocol (indirect identification, `?graph=`)

| store | queries | updates | graphs |
| --- | --- | --- | --- |
| Oxigraph | /query | /update | /store |
| Virtuoso | /sparql | /sparql-auth | /sparql-graph-crud-auth |
| Fuseki | /query or /sparql | /update | /data |
| RDF4J, GraphDB: /repositories/NAME | itself | /statements | /rdf-graphs/service |
| others (QLever, Neptune, …) | itself | itself | by SPARQL Update |
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlsplit

from edukg.errors import EndpointError
from edukg.store.connection import Connection, Reply, StoreRefusal

ASKED: Final = "application/sparql-results+json"
_WAIT: Final = 10.0
"""Seconds for the question by which a store is found."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The addresses of a store. `graphs` is empty where graphs go by SPARQL Update; `update` where nothing may change.

    `product` is what the store calls itself; `parameter` names the graph in requests of the Graph Store Protocol.
    """

    product: str
    query: str
    update: str
    graphs: str
    parameter: str = "graph"

    @property
    def virtuoso(self) -> bool:
        """Whether the oddities of `edukg.store.virtuoso` are to be reckoned with."""
        return self.product.lower().startswith("virtuoso")


def find(connection: Connection, environment: Mapping[str, str] | None = None) -> Layout:
    """The layout of the store at an address.

    Raises `StoreAwayError` when nothing answers, `EndpointError` when something does that is no SPARQL endpoint.
    """
    given = os.environ if environment is None else environment
    queries = [named] if (named := given.get("EDUKG_STORE_QUERY", "")) else list(_candidates(connection.address))
    for address in queries:
        try:
            reply = connection.ask(address, [("query", "ASK {}")], ASKED, deadline=_WAIT, most=100_000)
        except StoreRefusal:
            continue
        if _answers(reply):
            found = _layout(connection.address, address, reply.headers.get("server", ""))
            return replace(
                found,
                update=given.get("EDUKG_STORE_UPDATE", "") or found.update,
                graphs=given.get("EDUKG_STORE_GRAPHS", "") or found.graphs,
            )
    raise EndpointError(
        f"There is no SPARQL endpoint at {connection.address}.",
        advice=f"Asked were {', '.join(queries)}; name the right one by EDUKG_STORE_QUERY.",
    )


def _candidates(address: str) -> Iterator[str]:
    for end in ("", "/query", "/sparql"):
        if not (end and address.endswith(("/query", "/sparql"))):
            yield address + (end or ("/" if not urlsplit(address).path else ""))


def _answers(reply: Reply) -> bool:
    return reply.media_type in {ASKED, "application/json"} and b'"head"' in reply.body


def _layout(address: str, query: str, server: str) -> Layout:
    parts = urlsplit(query)
    root = parts._replace(path="", query="", fragment="").geturl()
    base = query.removesuffix("/").removesuffix("/query").removesuffix("/sparql")
    product = server.partition(" (")[0].strip()
    if "virtuoso" in server.lower():
        return Layout(product, query, f"{root}/sparql-auth", f"{root}/sparql-graph-crud-auth", "graph-uri")
    if "fuseki" in server.lower() or "jena" in server.lower():
        return Layout(product, query, f"{base}/update", f"{base}/data")
    if "/repositories/" in parts.path:
        return Layout(product or "RDF4J", query, f"{base}/statements", f"{base}/rdf-graphs/service")
    if "oxigraph" in server.lower() or query == address + "/query":
        return Layout(product or "Oxigraph", query, f"{base}/update", f"{base}/store")
    return Layout(product or "a SPARQL 1.1 store", query, query, "")
