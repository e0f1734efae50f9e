"""An IRI → what is said of it, in pages of bounded size.

A *thing* is described by its concise bounded description (https://www.w3.org/submissions/CBD/) and those of what its
page shows with it, followed by the statements of other things that point to it, so that links can be followed both
ways. A *document* of ours, an ontology or a named graph, is answered with its content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from edukg.model import Kind
from edukg.namespaces import BASE
from edukg.resources import query
from edukg.store.base import Blank, Iri, Node, Solutions, Store, Terms, Triples

STATEMENTS: Final = 1_000
"""Statements on a page about a thing; one whose value is a blank node counts once, with all that is said of that."""
TRIPLES: Final = 20_000
"""Triples on a page of a document: more than any ontology of ours has, so that only large graphs are cut."""
GENID: Final = BASE + ".well-known/genid/"
"""Blank nodes of a document that is cut get IRIs (RDF 1.1, section 3.5), so that its pages can be put together."""

Triple = tuple[Node, Iri, Node]


@dataclass(frozen=True, slots=True)
class Description:
    """One page about an IRI. `total` counts the statements about a thing or the triples of a document on all pages."""

    iri: str
    triples: tuple[Triple, ...]
    page: int = 1
    pages: int = 1
    total: int = 0
    document: bool = False


def describe(
    store: Store, iri: str, kind: Kind, page: int = 1, *, statements: int = STATEMENTS, triples: int = TRIPLES
) -> Description | None:
    """One page about an IRI of a kind, counted from 1; None when there is no such page.

    `statements` and `triples` are the sizes of a page about a thing and of a document.
    """
    graphs = (iri,) if kind is Kind.GRAPH else _homes(store, iri) if kind is Kind.ONTOLOGY else ()
    if graphs:
        return _document(store, iri, graphs, page, triples)
    own = _statements(store, iri)
    incoming = int(str(store.select(query("linked/incoming-total"), bindings={"iri": Iri(iri)})[0]["total"]))
    total = len(own) + incoming
    pages = -(-total // statements)
    if not 1 <= page <= pages:
        return None
    begin, end = (page - 1) * statements, page * statements
    found = [triple for statement in own[begin:end] for triple in statement]
    if end > len(own):
        found += _pointing(store, iri, max(0, begin - len(own)), end - max(begin, len(own)))
    return Description(iri, tuple(dict.fromkeys(found)), page, pages, total)


def _homes(store: Store, iri: str) -> tuple[str, ...]:
    return tuple(str(row["graph"]) for row in store.select(query("linked/home"), bindings={"iri": Iri(iri)}))


def _document(store: Store, iri: str, graphs: tuple[str, ...], page: int, size: int) -> Description | None:
    totals = [
        int(str(store.select(query("linked/size"), bindings={"graph": Iri(graph)})[0]["total"])) for graph in graphs
    ]
    total = sum(totals)
    pages = max(1, -(-total // size))
    if not 1 <= page <= pages:
        return None
    every = (triple for graph in graphs for triple in _content(store, graph))
    found = tuple(dict.fromkeys(islice(every, (page - 1) * size, page * size)))
    if pages > 1:
        found = tuple((_named(s), p, _named(o)) for s, p, o in found)
    return Description(iri, found, page, pages, total, document=True)


def _content(store: Store, graph: str) -> Iterator[Triple]:
    answer = store.query(query("linked/content"), bindings={"graph": Iri(graph)})
    return iter(answer) if isinstance(answer, Triples) else iter(())


def _named(node: Node) -> Node:
    return Iri(GENID + node.value) if isinstance(node, Blank) else node


def _statements(store: Store, iri: str) -> list[list[Triple]]:
    """What is said of a thing and its forms: each statement with what is said of the blank nodes that it leads to."""
    answer = store.query(query("linked/describe"), bindings={"iri": Iri(iri)})
    said: dict[Node, list[Triple]] = {}
    for triple in answer if isinstance(answer, Triples) else ():
        said.setdefault(triple[0], []).append(triple)
    found: list[list[Triple]] = []
    holder: dict[Node, list[Triple]] = {}
    roots = sorted((node for node in said if isinstance(node, Iri)), key=lambda node: (node.value != iri, node.value))
    for triple in (triple for root in roots for triple in _sorted(said[root], said)):
        together = holder.get(triple[2])  # a blank node that another statement leads to as well
        if together is None:
            together = []
            found.append(together)
        together.append(triple)
        _reach(triple[2], said, together, holder)
    return found


def _reach(
    start: Node, said: Mapping[Node, list[Triple]], into: list[Triple], holder: dict[Node, list[Triple]]
) -> None:
    """Add what is said of the blank nodes that a node leads to, each once."""
    waiting = [start]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Blank) and node not in holder:
            holder[node] = into
            into += _sorted(said.get(node, ()), said)
            waiting += [triple[2] for triple in said.get(node, ())]


def _sorted(triples: Iterable[Triple], said: Mapping[Node, list[Triple]]) -> list[Triple]:
    """In an order that does not depend on the labels of blank nodes, which differ from process to process."""
    return sorted(triples, key=lambda triple: (triple[1].value, *_key(triple[2], said)))


def _key(node: Node, said: Mapping[Node, list[Triple]], depth: int = 0) -> tuple[str, ...]:
    if not isinstance(node, Blank):
        return (type(node).__name__, str(node), getattr(node, "language", ""))
    if depth > 3:  # deep enough to tell the class expressions of an ontology apart
        return ("~",)
    inner = sorted((p.value, _key(o, said, depth + 1)) for _s, p, o in said.get(node, ()))
    return ("~", repr(inner))


def _pointing(store: Store, iri: str, begin: int, number: int) -> list[Triple]:
    rows = store.query(query("linked/incoming"), bindings={"iri": Iri(iri)}, terms=Terms(rows=begin + number))
    found = islice(rows, begin, begin + number) if isinstance(rows, Solutions) else ()
    return [(row["s"], Iri(str(row["p"])), Iri(iri)) for row in found]
