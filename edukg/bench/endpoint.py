"""How fast the endpoint answers, against Oxigraph's own server and rdflib-endpoint on the same data; prints ratios.

Every kind of question is asked of one server after the other, with some clients at once, and the next server follows
within seconds, so that what else runs on the machine weighs on all of them alike. Processor time for each answer is
printed as well: it does not depend on that.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from edukg.bench import load, servers
from edukg.bench.servers import EDUKG, OXIGRAPH, RDFLIB, Server
from edukg.bench.subjects import Question, make_release, read_subjects, requests
from edukg.generate import generate

_WARM: Final = 2.0
"""Seconds, at most, of each kind of question before it is measured."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement: answers a second, milliseconds, processor milliseconds for each answer."""

    triples: int
    question: str
    clients: int
    server: str
    rate: float
    median: float
    p99: float
    cpu: float
    failed: int
    size: int


@dataclass(frozen=True, slots=True)
class Bench:
    """What is measured. `peers` is the folder that the peers' programs lie in; those that are not there are left out.

    Data and stores are made in `folder`, and used again when they are there; without one they are thrown away.
    """

    triples: Sequence[int]
    clients: Sequence[int]
    seconds: float
    peers: Path | None = None
    only: Sequence[str] = ()
    folder: Path | None = None
    progress: Callable[[str], None] = print

    def run(self) -> Iterator[Figure]:
        """Measure, and give each figure as it comes."""
        with ExitStack() as stack:
            place = self.folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="edukg-bench-")))
            place.mkdir(parents=True, exist_ok=True)
            for number in self.triples:
                yield from self._at(number, place)

    def _program(self, name: str) -> Path | None:
        return self.peers / name if self.peers and (self.peers / name).is_file() else None

    def _at(self, triples: int, place: Path) -> Iterator[Figure]:
        source = place / f"{triples}.nt"
        if not source.exists():
            self.progress(f"Generating {triples:,} triples")
            generate(source, triples=triples)
        subjects = read_subjects(source)
        with ExitStack() as stack:
            running = self._start(stack, triples, source)
            for question in subjects.questions():
                if not self.only or question.name in self.only:
                    yield from self._ask(triples, question, running)

    def _start(self, stack: ExitStack, triples: int, source: Path) -> list[Server]:
        home, location = source.parent / f"home-{triples}", source.parent / f"oxigraph-{triples}"
        if not (home / "current").exists():
            self.progress(f"Making a release of {triples:,} triples")
            make_release(source, home)
        running = [stack.enter_context(servers.ours(home))]
        if program := self._program(OXIGRAPH):
            if not location.exists():
                self.progress("Loading them into Oxigraph")
                servers.load_oxigraph(program, source, location)
            running.append(stack.enter_context(servers.oxigraph(program, location)))
        program = self._program(RDFLIB)
        if program and servers.can_hold(triples):
            self.progress("Loading them into rdflib-endpoint")
            running.append(stack.enter_context(servers.rdflib_endpoint(program, source)))
        return running

    def _ask(self, triples: int, question: Question, running: Sequence[Server]) -> Iterator[Figure]:
        slow: set[str] = set()
        start = dict.fromkeys((server.name for server in running), 0)
        for server in running:  # what runs cold is not measured: servers that have just begun, caches of the system
            sent = self._requests(question, server, start[server.name])
            found = load.run(server.port, sent, connections=2, seconds=min(_WARM, self.seconds))
            start[server.name] += len(found.latencies) + sum(found.failed.values()) + 2
        for clients in self.clients:
            for server in running:
                if server.name in slow:
                    continue
                self.progress(f"{triples:,} triples, {question.name}, {clients} client(s), {server.name}")
                before = servers.cpu_seconds(server.pid)
                sent = self._requests(question, server, start[server.name])
                found = load.run(server.port, sent, connections=clients, seconds=self.seconds)
                spent = servers.cpu_seconds(server.pid) - before
                failed = sum(found.failed.values())
                start[server.name] += len(found.latencies) + failed + clients
                if found.rate < 1:
                    slow.add(server.name)
                yield Figure(
                    triples=triples,
                    question=question.name,
                    clients=clients,
                    server=server.name,
                    rate=found.rate,
                    median=found.quantile(0.5),
                    p99=found.quantile(0.99),
                    cpu=spent / max(1, len(found.latencies)) * 1000,
                    failed=failed,
                    size=found.size,
                )

    @staticmethod
    def _requests(question: Question, server: Server, start: int) -> Callable[[], Iterator[bytes]]:
        """The requests for a kind of question, from the number `start` on."""
        make = question.ours if server.name == EDUKG else question.peers
        return partial(requests, make, partial(load.get, server.path), start)


_HEAD: Final = (
    f"{'triples':>10} {'question':<13} {'clients':>7} {'server':<16} {'answers/s':>10} {'p50 ms':>9} {'p99 ms':>9} "
    f"{'cpu ms':>8} {'failed':>6}  ours is"
)


def table(figures: Sequence[Figure]) -> list[str]:
    """The report: for each question the rates, and how many times a peer's rate ours is."""
    lines = [_HEAD]
    for figure in figures:
        alike = (figure.triples, figure.question, figure.clients)
        same = [f for f in figures if (f.triples, f.question, f.clients) == alike]
        mine = next((f for f in same if f.server == EDUKG), None)
        ratio = ""
        if mine and figure.server != EDUKG:
            ratio = f"{mine.rate / figure.rate:.2f} x its rate" if figure.rate else "the only one to answer"
        lines.append(
            f"{figure.triples:>10,} {figure.question:<13} {figure.clients:>7} {figure.server:<16} "
            f"{figure.rate:>10,.1f} {figure.median:>9,.1f} {figure.p99:>9,.1f} {figure.cpu:>8,.2f} {figure.failed:>6}  "
            f"{ratio}"
        )
    return lines
