"""What the bench of the endpoint asks: made-up data, questions over them, and a release that is nothing but them."""

from __future__ import annotations

import gzip
import hashlib
import itertools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final, cast

import pyoxigraph as ox

from edukg import release, search, usage
from edukg.model import Kind, Manifest
from edukg.namespaces import FUNCTION, GRAPH, RDFS
from edukg.search import Label
from edukg.store.base import Literal, Solutions
from edukg.store.embedded import EmbeddedStore, merge_graphs

LABEL: Final = RDFS + "label"
_SUBJECT: Final = re.compile(
    r"<([^>]*/(school|cluster|university|person)-[^>]*)> <" + re.escape(LABEL) + r'> "([^"]*)"@en'
)
_MOST: Final = 20_000
"""Things of each kind that are asked about, spread over the data."""

_PREFIXES: Final = (
    "PREFIX e: <https://w3id.org/edukg/onto/> PREFIX org: <http://www.w3.org/ns/org#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
Make = Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Question:
    """One kind of question: the query number so-and-so for this endpoint, and for its peers if that differs.

    `distinct` says that no two are the same, so that no answer comes from a cache.
    """

    name: str
    ours: Make
    peers: Make
    distinct: bool = True


@dataclass(frozen=True, slots=True)
class Subjects:
    """Things of the data, by kind, and some of their labels."""

    iris: dict[str, list[str]]
    labels: list[str]

    def questions(self) -> list[Question]:
        """All kinds of questions, in the order of the report."""

        def pick(kind: str, number: int) -> str:
            return self.iris[kind][number % len(self.iris[kind])]

        def again(number: int, kind: str) -> int:
            """A limit beyond any answer, another one for each time all things of a kind have been asked about."""
            return 1000 + number // len(self.iris[kind])

        def point(n: int) -> str:
            return f"SELECT ?p ?o WHERE {{ <{pick('any', n)}> ?p ?o }} LIMIT {again(n, 'any')}"

        def rows(n: int) -> str:
            return f"SELECT ?s ?o WHERE {{ ?s <{LABEL}> ?o }} OFFSET {n} LIMIT 10000"

        def words(n: int) -> str:
            return self.labels[n % len(self.labels)]

        def label(n: int) -> str:
            return f'SELECT ?x WHERE {{ ?x <{FUNCTION}labelled> "{words(n)}" }} LIMIT {100 + n // len(self.labels)}'

        def label_by_scan(n: int) -> str:
            return (
                f"SELECT DISTINCT ?x WHERE {{ ?x <{LABEL}> ?l "
                f'FILTER(CONTAINS(LCASE(STR(?l)), "{words(n).lower()}")) }} LIMIT {100 + n // len(self.labels)}'
            )

        def join(n: int) -> str:
            return _PREFIXES + (
                f"SELECT ?who ?label ?place WHERE {{ ?m org:organization <{pick('cluster', n)}> ; org:member ?who . "
                f"?who rdfs:label ?label . OPTIONAL {{ ?who e:locatedIn ?place }} }} LIMIT {again(n, 'cluster')}"
            )

        def path(n: int) -> str:
            return _PREFIXES + (
                f"SELECT DISTINCT ?x WHERE {{ <{pick('school', n)}> (e:isMemberOf|^e:isMemberOf){{1}}/"
                f"(e:isMemberOf|e:operatesInRegion|^e:locatedIn)* ?x }} LIMIT {again(n, 'school')}"
            ).replace("{1}", "")

        def aggregate(n: int) -> str:
            return f"SELECT ?t (COUNT(?s) AS ?n) WHERE {{ ?s a ?t }} GROUP BY ?t HAVING(COUNT(?s) > {n})"

        return [
            Question("point", point, point),
            Question("repeated", lambda _: point(7), lambda _: point(7), distinct=False),
            Question("10,000 rows", rows, rows),
            Question("label search", label, label_by_scan),
            Question("join", join, join),
            Question("path", path, path),
            Question("aggregate", aggregate, aggregate),
        ]


def requests(make: Make, send: Callable[[str], bytes], start: int) -> Iterator[bytes]:
    """One request after the other; `start` keeps the runs of one bench apart."""
    for number in itertools.count(start):
        yield send(make(number))


def read_subjects(source: Path, seed: int = 1) -> Subjects:
    """Things to ask about, from a file of N-Triples that `edukg bench generate` wrote."""
    chosen = random.Random(seed)  # noqa: S311  # no secret
    iris: dict[str, list[str]] = {"school": [], "cluster": [], "university": [], "person": []}
    labels: list[str] = []
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            if found := _SUBJECT.match(line):
                iris[found[2]].append(found[1])
                if len(labels) < _MOST or chosen.random() < 0.05:
                    labels.append(found[3].replace("\\", ""))
    for kind, found_iris in iris.items():
        chosen.shuffle(found_iris)
        del iris[kind][_MOST:]
    labels = list(dict.fromkeys(labels))
    chosen.shuffle(labels)
    everything = [iri for kind in iris.values() for iri in kind]
    chosen.shuffle(everything)
    return Subjects(iris | {"any": everything}, labels[:_MOST])


def make_release(source: Path, home: Path) -> None:
    """A release of a file of N-Triples as it is: nothing reasoned, nothing validated, no dumps. For benches only.

    As in any release, the store is on disk when there is much to hold, and in memory otherwise.
    """
    folder = home / "releases" / "bench"
    folder.mkdir(parents=True)
    graph = ox.NamedNode(GRAPH + "bench")
    with source.open("rb") as lines:
        storage = "disk" if sum(1 for _ in lines) >= release.ON_DISK_FROM else "memory"
    if storage == "disk":
        store = ox.Store(str(folder / "store"))
        store.bulk_load(path=str(source), format=ox.RdfFormat.N_TRIPLES, to_graph=graph)
        merge_graphs(store)
        store.optimize()
        store.flush()
        del store
    else:
        quads = (
            ox.Quad(triple.subject, triple.predicate, triple.object, graph) for triple in ox.parse(path=str(source))
        )
        with gzip.open(folder / "data.nq.gz", "wb", compresslevel=1) as stream:
            ox.serialize(quads, cast(IO[bytes], stream), format=ox.RdfFormat.N_QUADS)
    opened = release.open_store(folder, storage)
    search.write_index(folder / "labels.sqlite", _labels(opened))
    usage.gather(opened).write(folder / "usage.json")  # little, since nothing of it is lexicon; a site asks for it
    counted = release.count(opened)
    opened.close()
    (folder / "statistics.json").write_text(json.dumps(asdict(counted)), encoding="utf-8")
    (folder / "dumps.json").write_text("[]", encoding="utf-8")
    digest = hashlib.sha256(str(source.stat().st_size).encode()).hexdigest()
    manifest = Manifest("0.0.0", digest, "2026-01-01T00:00:00+00:00", "", (), {}, {}, storage=storage)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")
    (home / "current").write_text("bench\n", encoding="utf-8")


def _labels(store: EmbeddedStore) -> Iterator[Label]:
    found = store.query(f"SELECT ?s ?l {{ ?s <{LABEL}> ?l FILTER isIRI(?s) }}")
    for row in found if isinstance(found, Solutions) else ():
        if isinstance(row["l"], Literal):
            yield Label(str(row["s"]), Kind.INSTANCE, "label", row["l"].value, row["l"].language)
