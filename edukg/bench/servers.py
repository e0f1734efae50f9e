"""The servers that are compared: each is started on the same data, on a port of its own, and ended afterwards."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.errors import EngineError

EDUKG: Final = "edukg"
OXIGRAPH: Final = "oxigraph"
RDFLIB: Final = "rdflib-endpoint"

VIRTUOSO: Final = "virtuoso"
VIRTUOSO_INI: Final = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 20
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
MaxClientConnections = 20
[SPARQL]
ResultSetMaxRows = 10000
MaxQueryExecutionTime = 120
MaxQueryCostEstimationTime = 40000
"""
"""How Virtuoso is set up here: as it comes, but for ports, memory (8 kB a buffer) and what it takes for too long."""

_LOADED_BY_RDFLIB: Final = 1_000_000
"""Triples that rdflib is asked to hold; it takes 1.4 GB and a minute for so many."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs: its name, port, the path of its endpoint, and its process."""

    name: str
    port: int
    path: str
    pid: int


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def started(
    name: str, command: Sequence[str], port: int, path: str, *, wait: float = 300, folder: Path | None = None
) -> Iterator[Server]:
    """A server as long as it is needed. Raises `EngineError` when it does not come up."""
    with subprocess.Popen(  # noqa: S603  # our own list of words
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            _wait_for(process, port, wait, name)
            yield Server(name, port, path, process.pid)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int, seconds: float, name: str) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise EngineError(f"{name} did not come up.", advice="Run its command by hand to see why.")


@contextmanager
def ours(home: Path, **settings: object) -> Iterator[Server]:
    """This endpoint as `edukg serve` runs it."""
    port = free_port()
    given = {f"EDUKG_{key.upper()}": str(value) for key, value in settings.items()}
    command = [sys.executable, "-m", "edukg", "serve", "--home", str(home), "--port", str(port)]
    before = {key: os.environ.get(key) for key in given}
    os.environ.update(given)
    try:
        with started(EDUKG, command, port, "/sparql") as server:
            yield server
    finally:
        for key, value in before.items():
            if value is None:
                del os.environ[key]
            else:
                os.environ[key] = value


@contextmanager
def oxigraph(program: Path, location: Path) -> Iterator[Server]:
    """Oxigraph's own server over a store that `load_oxigraph` made."""
    port = free_port()
    command = [str(program), "serve-read-only", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    with started(OXIGRAPH, command, port, "/query") as server:
        yield server


@contextmanager
def oxigraph_to_fill(program: Path, location: Path) -> Iterator[Server]:
    """Oxigraph's own server over an empty folder, to be published to."""
    port = free_port()
    command = [str(program), "serve", "--location", str(location), "--bind", f"127.0.0.1:{port}"]
    with started(OXIGRAPH, command, port, "/query") as server:
        yield server


@contextmanager
def virtuoso_to_fill(program: Path, location: Path, buffers: int) -> Iterator[Server]:
    """Virtuoso over an empty folder, to be published to, with so many buffers of 8 kB."""
    port = free_port()
    ini = VIRTUOSO_INI.format(sql=free_port(), http=port, buffers=buffers, dirty=buffers * 3 // 4)
    (location / "virtuoso.ini").write_text(ini, encoding="ascii")
    command = [str(program), "+foreground", "+configfile", "virtuoso.ini"]
    with started(VIRTUOSO, command, port, "/sparql", folder=location) as server:
        yield server


def load_oxigraph(program: Path, source: Path, location: Path) -> None:
    """Load a file by Oxigraph's own program, and bring the store into its best form for reading."""
    for words in (
        ("load", "--location", str(location), "--file", str(source)),
        ("optimize", "--location", str(location)),
    ):
        subprocess.run([str(program), *words], check=True, capture_output=True)  # noqa: S603


@contextmanager
def rdflib_endpoint(program: Path, source: Path) -> Iterator[Server]:
    """rdflib-endpoint over a file, in memory, as its documentation starts it."""
    port = free_port()
    command = [str(program), "serve", "--host", "127.0.0.1", "--port", str(port), str(source)]
    with started(RDFLIB, command, port, "/") as server:
        yield server


def can_hold(triples: int) -> bool:
    """Whether rdflib is asked to hold so many."""
    return triples <= 1.2 * _LOADED_BY_RDFLIB


def descendants(pid: int) -> list[int]:
    """A process and all it started, on Linux; nothing elsewhere."""
    return [number for number, _ in _processes(pid)]


def cpu_seconds(pid: int) -> float:
    """Processor time of a process and all it started, on Linux; 0 elsewhere."""
    return sum(seconds for _, seconds in _processes(pid))


def _processes(pid: int) -> list[tuple[int, float]]:
    """Numbers and processor seconds of a process and all it started."""
    parents: dict[int, int] = {}
    spent: dict[int, float] = {}
    tick = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        number = int(entry.parent.name)
        parents[number] = int(fields[1])
        spent[number] = (int(fields[11]) + int(fields[12])) / tick
    return [(number, seconds) for number, seconds in spent.items() if _descends(number, pid, parents)]


def _descends(number: int, pid: int, parents: dict[int, int]) -> bool:
    while number > 1:
        if number == pid:
            return True
        number = parents.get(number, 0)
    return False
