"""What ten runaway queries at once do to everybody else: pages meanwhile, memory and processes afterwards."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from itertools import cycle
from pathlib import Path
from typing import Final
from urllib.parse import quote

from edukg.bench import load, servers

_PRODUCT: Final = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i ."
SHAPES: Final = {
    "product": f"SELECT * WHERE {{ {_PRODUCT} ?j ?k ?l FILTER(?c = ?l && ?a != ?d && ?i = 1) }}",
    "order": f"SELECT * WHERE {{ {_PRODUCT} }} ORDER BY ?c ?f ?i LIMIT 10",
    "path": "SELECT (COUNT(*) AS ?n) WHERE { ?a (!<x:y>|^!<x:y>)* ?b . ?b (!<x:y>|^!<x:y>)* ?c }",
    "regex": f'SELECT * WHERE {{ {_PRODUCT} FILTER REGEX(CONCAT(STR(?c), STR(?f), STR(?i)), "^(a+b?)+zzz$") }}',
    "concat": f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d), STR(?g))) AS ?n) WHERE {{ {_PRODUCT} }}",
}
"""Five shapes that would run for hours over any data."""
PAGES: Final = ("/", "/terms", "/concept/cluster-association", "/term/cluster-en", "/search?q=cluster")
MARGIN: Final = 0.5
"""Seconds over the deadline within which each has to be cut."""


@dataclass(slots=True)
class Runaway:
    """How one of them ended."""

    shape: str
    status: int = 0
    seconds: float = 0.0


@dataclass(slots=True)
class Result:
    """The figures of a run: page times in milliseconds, memory in megabytes."""

    deadline: float
    runaways: list[Runaway] = field(default_factory=list)
    idle_p99: float = 0.0
    busy_p99: float = 0.0
    idle_median: float = 0.0
    busy_median: float = 0.0
    memory_before: float = 0.0
    memory_peak: float = 0.0
    memory_after: float = 0.0
    left_behind: int = 0

    def lines(self) -> list[str]:
        """The report."""
        slowest = max(runaway.seconds for runaway in self.runaways)
        statuses = sorted({runaway.status for runaway in self.runaways})
        counts = ", ".join(f"{sum(r.status == s for r in self.runaways)} x {s}" for s in statuses)
        head = f"{len(self.runaways)} runaway queries, deadline {self.deadline:g} s"
        pages = f"p99 {self.busy_p99:.1f} ms meanwhile, {self.idle_p99:.1f} ms idle"
        memory = f"{self.memory_before:.0f} MB before, {self.memory_peak:.0f} at most, {self.memory_after:.0f} after"
        return [
            f"{head}: {counts}; the slowest took {slowest:.2f} s",
            *(f"  {r.shape:<8} {r.status} after {r.seconds:.2f} s" for r in self.runaways),
            f"pages: {pages}: {self.busy_p99 / self.idle_p99:.2f} x",
            f"pages: median {self.busy_median:.1f} ms meanwhile, {self.idle_median:.1f} ms idle",
            f"memory: {memory}: {self.memory_after / self.memory_before:.2f} x",
            f"processes left behind when the server had ended: {self.left_behind}",
        ]


def run(home: Path, *, deadline: float, seconds: float, progress: Callable[[str], None]) -> Result:
    """Measure over a release; pages are asked for by one client, for `seconds` while nothing
    else runs; two would share a process at times.

    The runaways come all at once, two of each shape, from ten clients.
    """
    result = Result(deadline)
    with servers.ours(home, query_timeout=deadline) as server:
        pages = partial(_pages, PAGES)
        _settle(server.pid)  # the last of its processes comes up some seconds after the first
        load.run(server.port, pages, connections=24, seconds=5)  # caches warm up, in every process
        progress("Pages alone")
        idle = load.run(server.port, pages, connections=1, seconds=seconds)
        _settle(server.pid)
        result.memory_before = _memory(server.pid)
        progress("Pages beside ten runaway queries")
        result.runaways = [Runaway(shape) for shape in (*SHAPES, *SHAPES)]
        threads = [threading.Thread(target=_run_away, args=(server.port, r, n)) for n, r in enumerate(result.runaways)]
        watching = threading.Event()
        watch = threading.Thread(target=_watch, args=(server.pid, result, watching))
        for thread in (*threads, watch):
            thread.start()
        busy = load.run(server.port, pages, connections=1, seconds=deadline)
        for thread in threads:
            thread.join()
        watching.set()
        watch.join()
        _settle(server.pid)
        result.memory_after = _memory(server.pid)
        result.idle_p99, result.busy_p99 = idle.quantile(0.99), busy.quantile(0.99)
        result.idle_median, result.busy_median = idle.quantile(0.5), busy.quantile(0.5)
        started = servers.descendants(server.pid)
    end = time.monotonic() + 5  # init has to see them off
    while time.monotonic() < end and any(Path(f"/proc/{number}").exists() for number in started):
        time.sleep(0.1)
    result.left_behind = sum(Path(f"/proc/{number}").exists() for number in started)
    return result


def _pages(paths: tuple[str, ...]) -> Iterator[bytes]:
    for path in cycle(paths):
        yield f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n".encode()


def _run_away(port: int, runaway: Runaway, number: int) -> None:
    """Send one from an address of its own, as another client would; the comment makes it another query as well."""
    query = SHAPES[runaway.shape] + f" # {number}"
    began = time.perf_counter()
    connection = HTTPConnection("127.0.0.1", port, timeout=300, source_address=(f"127.0.1.{number + 1}", 0))
    try:
        accept = {"Accept": "application/sparql-results+json"}
        connection.request("GET", f"/sparql?query={quote(query, safe='')}", headers=accept)
        answer = connection.getresponse()
        answer.read()
        runaway.status = answer.status
    except (OSError, HTTPException):
        runaway.status = 0
    finally:
        connection.close()
    runaway.seconds = time.perf_counter() - began


def _memory(pid: int) -> float:
    """Megabytes that the processes hold for themselves; what they share is not counted twice."""
    total = 0
    for number in servers.descendants(pid):
        try:
            text = Path(f"/proc/{number}/smaps_rollup").read_text(encoding="ascii")
        except OSError:  # it has just ended
            continue
        total += sum(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:"))
    return total / 1024


def _watch(pid: int, result: Result, over: threading.Event) -> None:
    while not over.wait(0.1):
        result.memory_peak = max(result.memory_peak, _memory(pid))


def _settle(pid: int, seconds: float = 20) -> None:
    """Wait until as many processes run as at the beginning and none of them works."""
    end = time.monotonic() + seconds
    before = servers.cpu_seconds(pid)
    while time.monotonic() < end:
        time.sleep(1)
        now = servers.cpu_seconds(pid)
        if now - before < 0.1:
            return
        before = now
