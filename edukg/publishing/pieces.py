"""A release in pieces that a store can take one by one, and the sums by which one tells whether all have arrived.

The file of a release is sorted (`edukg.release`), so that cutting it gives the same pieces each time: publishing that
broke off goes on where it was. Lines are cut as text and not parsed.

Triples without blank nodes go in any number of pieces, each graph by itself, and doing it twice does no harm. Those
with blank nodes go together with all that share them, into their graph and the union of all graphs in one request,
since a blank node is the same one only within a request.

A sum is the number of triples, the sum of the SHA-256 digests of those without blank nodes as N-Triples lines (which
their order does not change, and which takes no memory), and one digest of those with, named canonically (RDFC-1.0).
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.errors import ReleaseError

EVERYTHING: Final = ""
"""Stands for the union of all graphs among the names of graphs."""
LINES: Final = 20_000
"""Triples of a piece, about 3 MB."""
LINKED: Final = 300
"""Triples with blank nodes that go in one request, more only when they all hang together."""
_MODULUS: Final = 1 << 256
_BLANK: Final = re.compile(rb"_:(\w+)")
_HAS_BLANK: Final = re.compile(rb"_:|[^ ]+ [^ ]+ _:")
_BATCH: Final = 20_000

Normalise = Callable[[bytes], bytes]


def unchanged(line: bytes) -> bytes:
    """A line for stores that keep every literal as it was written."""
    return line


@dataclass(frozen=True, slots=True)
class Sum:
    """What a graph holds, in short; two graphs with equal sums are equal."""

    triples: int
    ground: int
    linked: str


@dataclass(frozen=True, slots=True)
class Contents:
    """What a release holds. `linked` are its quads with blank nodes, as lines of a triple and the name of its graph."""

    sums: Mapping[str, Sum]
    linked: tuple[tuple[bytes, str], ...]
    quads: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Triples that go into a graph together, as lines without line ends."""

    name: str
    graph: str
    lines: tuple[bytes, ...]


def lines_of(folder: Path) -> Iterator[bytes]:
    """The N-Quads lines of a release. Raises `ReleaseError` when the file is missing or damaged."""
    try:
        with gzip.open(folder / "data.nq.gz") as stream:
            yield from stream
    except (OSError, EOFError) as error:
        raise ReleaseError(
            f"The data of the release {folder.name} cannot be read: {error}.", advice="Build the release again."
        ) from error


def cut(line: bytes) -> tuple[bytes, str]:
    """A line of N-Quads as one of N-Triples without its end, and the name of the graph."""
    triple, graph, _ = line.rsplit(b" ", 2)
    return triple + b" .", graph[1:-1].decode()


def is_linked(triple: bytes) -> bool:
    """Whether a line has a blank node."""
    return _HAS_BLANK.match(triple) is not None


class _Summing:
    """Adds up triples of one graph."""

    def __init__(self, normalise: Normalise) -> None:
        self._normalise = normalise
        self._triples = 0
        self._ground = 0
        self._linked: list[bytes] = []

    def add(self, triple: bytes) -> None:
        self._triples += 1
        if is_linked(triple):
            self._linked.append(self._normalise(triple))
        else:
            digest = hashlib.sha256(self._normalise(triple)).digest()
            self._ground = (self._ground + int.from_bytes(digest)) % _MODULUS

    def total(self) -> Sum:
        return Sum(self._triples, self._ground, _linked_digest(self._linked))


def _linked_digest(lines: list[bytes]) -> str:
    """The digest of triples whatever their blank nodes are called; empty for none."""
    if not lines:
        return ""
    found = ox.Dataset(ox.parse(b"\n".join(lines), format=ox.RdfFormat.N_TRIPLES))
    found.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = ox.serialize(found, format=ox.RdfFormat.N_QUADS) or b""
    return hashlib.sha256(b"\n".join(sorted(written.splitlines()))).hexdigest()


def contents(folder: Path, digest: str, normalise: Normalise = unchanged) -> Contents:
    """Go through a release once. Raises `ReleaseError` when it is not what its manifest says, by its digest."""
    whole = hashlib.sha256()
    graphs: dict[str, _Summing] = defaultdict(lambda: _Summing(normalise))
    everything = graphs[EVERYTHING]
    linked: list[tuple[bytes, str]] = []
    before, quads = b"", 0
    for line in lines_of(folder):
        whole.update(line)
        triple, graph = cut(line)
        graphs[graph].add(triple)
        quads += 1
        if triple != before:  # the file is sorted: a triple of several graphs stands in lines that follow each other
            everything.add(triple)
            before = triple
        if is_linked(triple):
            linked.append((triple, graph))
    if whole.hexdigest() != digest:
        raise ReleaseError(
            f"The data of the release {folder.name} are not those of its manifest.",
            advice="Run `edukg build --force`, then publish again.",
        )
    return Contents({name: graph.total() for name, graph in graphs.items()}, tuple(linked), quads)


def sum_of(triples: Iterable[ox.Triple], normalise: Normalise = unchanged) -> Sum:
    """The sum of what a store says a graph holds."""
    found = _Summing(normalise)
    left = iter(triples)
    while batch := list(islice(left, _BATCH)):
        for line in (ox.serialize(batch, format=ox.RdfFormat.N_TRIPLES) or b"").splitlines():
            found.add(line)
    return found.total()


def linked_pieces(contents_: Contents, most: int = LINKED) -> Iterator[tuple[str, Mapping[str, tuple[bytes, ...]]]]:
    """The triples with blank nodes by graph, all that hang together in one piece; the union among the graphs."""
    number, size = 0, 0
    gathered: dict[str, dict[bytes, None]] = defaultdict(dict)
    for together in _components(contents_.linked):
        if size and size + len(together) > most:
            yield f"linked-{number}", {graph: tuple(lines) for graph, lines in gathered.items()}
            gathered.clear()
            number, size = number + 1, 0
        for triple, graph in together:
            gathered[graph][triple] = None
            gathered[EVERYTHING][triple] = None
        size += len(together)
    if size:
        yield f"linked-{number}", {graph: tuple(lines) for graph, lines in gathered.items()}


def _components(linked: Iterable[tuple[bytes, str]]) -> Iterator[list[tuple[bytes, str]]]:
    """Quads that share blank nodes, directly or through others."""
    leader: dict[bytes, bytes] = {}

    def find(node: bytes) -> bytes:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    quads = list(linked)
    for triple, _ in quads:
        first, *others = _blanks(triple)
        for other in others:
            leader[find(other)] = find(first)
    together: dict[bytes, list[tuple[bytes, str]]] = defaultdict(list)
    for triple, graph in quads:
        together[find(_blanks(triple)[0])].append((triple, graph))
    yield from together.values()


def _blanks(triple: bytes) -> list[bytes]:
    """The blank nodes of a line: its subject and its object, never a text that looks like one."""
    subject, _, value = triple.split(b" ", 2)
    return [found[1] for term in (subject, value) if (found := _BLANK.match(term))]


def ground_pieces(folder: Path, most: int = LINES) -> Iterator[Piece]:
    """The triples without blank nodes, each once for its graph and once for the union."""
    waiting: dict[str, list[bytes]] = defaultdict(list)
    numbers: dict[str, int] = defaultdict(int)
    before = b""

    def piece(graph: str) -> Piece:
        name = f"{graph or 'everything'}-{numbers[graph]}"
        numbers[graph] += 1
        return Piece(name, graph, tuple(waiting.pop(graph)))

    for line in lines_of(folder):
        triple, graph = cut(line)
        if is_linked(triple):
            continue
        targets = (graph,) if triple == before else (graph, EVERYTHING)
        before = triple
        for target in targets:
            waiting[target].append(triple)
            if len(waiting[target]) >= most:
                yield piece(target)
    for graph in sorted(waiting):
        yield piece(graph)
