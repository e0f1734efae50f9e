"""Releases in a store that holds others as well: how their graphs are named there, and how queries reach them.

Each release that is published has a *set* of graphs of its own, under an IRI of its own:

    https://w3id.org/edukg/published                        which sets there are; the one switched to last is in force
    https://w3id.org/edukg/published/0.1.0-cf94b3155c754505-1
      …/graph/lexicon/cluster                               each graph of the release
      …/everything                                          their union, each triple once
      …/catalogue                                           which graph stands for which; the manifest
      …/journal                                             while it is being published: how far that has come

Readers are not to see these names. So a query is run on the data set that is made of one set's graphs (the SPARQL
Protocol names it by `default-graph-uri` and `named-graph-uri`), and where it says GRAPH, the catalogue translates:
`GRAPH ?g { … }` becomes `GRAPH catalogue { ?s publishes ?g } GRAPH ?s { … }`. Names in answers, in FILTER, in VALUES
and in the data are then those of the release, whatever the engine.

Switching is one triple that is added: `<set> inForceSince n`, n being one more than the highest there is. That is one
small update on every store, also where several statements are not atomic; a reader sees the old set or the new.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urljoin

from edukg.errors import EndpointError, QueryRefusedError
from edukg.namespaces import BASE, GRAPH
from edukg.store.base import EVERYTHING, GraphChoice
from edukg.store.guard import Query
from edukg.tokens import Kind, split_name

PUBLISHED: Final = BASE + "published"
"""The graph that tells which sets there are."""
BEGUN: Final = PUBLISHED + "#begun"
IN_FORCE: Final = PUBLISHED + "#inForceSince"
PUBLISHES: Final = PUBLISHED + "#publishes"
DESCRIBES: Final = PUBLISHED + "#manifest"
COUNTS: Final = PUBLISHED + "#statistics"
LOADED: Final = PUBLISHED + "#loaded"
PLANNED: Final = PUBLISHED + "#plan"
HIDDEN: Final = "edukgStore"
"""How the variables begin that are put into queries; they are taken out of answers again."""


@dataclass(frozen=True, slots=True)
class Publication:
    """A release as a store holds it. `graphs` maps the name of each graph to the one it has there."""

    iri: str
    version: str
    digest: str
    graphs: Mapping[str, str] = field(default_factory=dict)
    quads: int = 0
    """Of all graphs of the release together."""
    triples: int = 0
    """Of their union."""

    @property
    def name(self) -> str:
        """The set's name among others."""
        return self.iri.removeprefix(PUBLISHED + "/")

    @property
    def everything(self) -> str:
        """The graph with each triple once."""
        return self.iri + "/everything"

    @property
    def catalogue(self) -> str:
        """The graph that says which graph stands for which."""
        return self.iri + "/catalogue"

    @property
    def journal(self) -> str:
        """The graph that tells how far publishing has come."""
        return self.iri + "/journal"

    @property
    def nothing(self) -> str:
        """A graph that there is not: what an empty data set is made of."""
        return self.iri + "/nothing"

    def all_graphs(self) -> tuple[str, ...]:
        """Every graph of the set, as the store names it."""
        return (*self.graphs.values(), self.everything, self.catalogue, self.journal)


def graph_in(iri: str, graph: str) -> str:
    """The name that a graph of a release has in a set."""
    return f"{iri}/graph/{quote(graph.removeprefix(GRAPH), safe='/:')}"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs of a query as the store names them, for the protocol."""

    default: tuple[str, ...]
    named: tuple[str, ...]

    def fields(self) -> list[tuple[str, str]]:
        """The parameters of the request (SPARQL 1.1 Protocol, section 2.1.4)."""
        return [("default-graph-uri", iri) for iri in self.default] + [("named-graph-uri", iri) for iri in self.named]


def dataset(query: Query, publication: Publication, graphs: GraphChoice) -> Dataset:
    """What a query over a release runs on. Its own FROM counts where the request says nothing (section 2.1.4)."""
    default, named = graphs.default, graphs.named
    if query.has_dataset and graphs == EVERYTHING:
        found_default, found_named = _clauses(query)
        default, named = tuple(found_default), tuple(found_named)
    known = publication.graphs
    chosen = (publication.everything,) if default is None else tuple(known.get(g, publication.nothing) for g in default)
    if not _has_graph(query):
        return Dataset(chosen or (publication.nothing,), ())
    reachable = tuple(known) if named is None else named
    inside = tuple(known[g] for g in reachable if g in known)
    return Dataset(chosen or (publication.nothing,), (*inside, publication.catalogue))


def for_store(query: Query, publication: Publication) -> str:
    """The text of a query with its graphs as the store names them, and without FROM.

    Raises `QueryRefusedError` when it uses variables that are named as those put in are.
    """
    changes: dict[int, str] = {}
    tokens, number = query.tokens, 0
    for index, token in enumerate(tokens[query.body :], query.body):
        if token.kind is Kind.VARIABLE and token.text[1:].startswith(HIDDEN):
            raise QueryRefusedError(
                f"No variable may begin with '{HIDDEN}' here: {token.text}.", advice="Give it another name."
            )
        if token.kind is not Kind.WORD or index + 1 >= len(tokens):
            continue
        word, following = token.text.upper(), tokens[index + 1]
        if word == "FROMNAMED":
            raise QueryRefusedError("FROM and NAMED are two words.", advice="Write FROM NAMED.")
        if word == "FROM":
            last = index + 2 if following.text.upper() == "NAMED" else index + 1
            changes |= dict.fromkeys(range(index, last + 1), "")
        elif word == "GRAPH" and following.kind is Kind.VARIABLE:
            inside = f"?{HIDDEN}{number}"
            number += 1
            changes[index] = (
                f"GRAPH <{publication.catalogue}> {{ {inside} <{PUBLISHES}> {following.text} }} GRAPH {inside}"
            )
            changes[index + 1] = ""
        elif word == "GRAPH" and following.kind in {Kind.IRI, Kind.NAME}:
            changes[index + 1] = f"<{publication.graphs.get(_iri(query, index + 1), publication.nothing)}>"
    parts, last_end = [], 0
    for index in sorted(changes):
        parts += [query.text[last_end : tokens[index].start], changes[index], " "]
        last_end = tokens[index].end
    return "".join(parts) + query.text[last_end:]


def _iri(query: Query, index: int) -> str:
    token = query.tokens[index]
    if token.kind is Kind.NAME:
        prefix, local = split_name(token.text)
        return query.prefixes.get(prefix, "") + local
    own = query.base.removeprefix("BASE <").removesuffix("> ")
    return urljoin(own or BASE, token.text[1:-1])


def _clauses(query: Query) -> tuple[list[str], list[str]]:
    default, named = [], []
    for index, token in enumerate(query.tokens[:-1]):
        if token.kind is Kind.WORD and token.text.upper() == "FROM":
            if query.tokens[index + 1].text.upper() == "NAMED" and index + 2 < len(query.tokens):
                named.append(_iri(query, index + 2))
            else:
                default.append(_iri(query, index + 1))
    return default, named


def _has_graph(query: Query) -> bool:
    return any(t.kind is Kind.WORD and t.text.upper() == "GRAPH" for t in query.tokens[query.body :])


def catalogue_lines(publication: Publication, manifest: str, statistics: str) -> list[str]:
    """What the catalogue of a set says, as N-Triples; `manifest` and `statistics` are JSON."""
    lines = [f"<{inside}> <{PUBLISHES}> <{graph}> ." for graph, inside in sorted(publication.graphs.items())]
    return [
        *lines,
        f"<{publication.iri}> <{DESCRIBES}> {json_literal(manifest)} .",
        f"<{publication.iri}> <{COUNTS}> {json_literal(statistics)} .",
    ]


def json_literal(text: str) -> str:
    """A text of ASCII as N-Triples writes it."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + '"'


def read_catalogue(iri: str, rows: Sequence[tuple[str, str, str]]) -> tuple[Publication, str, str]:
    """A set from what its catalogue says, as subject, property, value; and its manifest and statistics as JSON.

    Raises `EndpointError` when the catalogue is not whole.
    """
    graphs = {value: subject for subject, said, value in rows if said == PUBLISHES}
    told = {said: value for subject, said, value in rows if subject == iri}
    try:
        manifest, statistics = json.loads(told[DESCRIBES]), json.loads(told[COUNTS])
        publication = Publication(
            iri,
            str(manifest["version"]),
            str(manifest["digest"]),
            graphs,
            quads=sum(int(number) for number in statistics["graphs"].values()),
            triples=int(statistics["triples"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EndpointError(
            f"The catalogue of the release {iri} in the store is damaged: {error}.",
            advice="Publish the release again with --force.",
        ) from error
    return publication, told[DESCRIBES], told[COUNTS]
