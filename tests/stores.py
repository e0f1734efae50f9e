"""The stores that the suite runs on: the embedded one, Oxigraph's server, Virtuoso. Each is started for the tests.

EDUKG_TEST_STORE names one of them, or the address of a store that runs already and may be written to.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import urllib3

from edukg.bench.servers import VIRTUOSO_INI, free_port

CHOSEN: Final = "EDUKG_TEST_STORE"
EMBEDDED: Final = "embedded"
OXIGRAPH: Final = "oxigraph"
VIRTUOSO: Final = "virtuoso"

DIFFERENT: Final[dict[str, dict[str, str]]] = {
    VIRTUOSO: {
        "test_bindings_in_every_place[SELECT (COUNT(*) AS ?n) { ?s ?p ?o } HAVING (COUNT(*) = 2)-1]": (
            "it refuses HAVING without GROUP BY"
        ),
        "test_errors_in_expressions_leave_variables_unbound": (
            "a division by zero fails the query instead of leaving the variable unbound"
        ),
    },
}
"""What is known to be otherwise on a store, by the name of the test, and why; nothing else may fail there."""


@contextmanager
def started(name: str) -> Iterator[str]:
    """A store as long as it is needed; its address, empty for the embedded one."""
    if name == EMBEDDED:
        yield ""
    elif name.startswith("http"):
        yield name
    else:
        with tempfile.TemporaryDirectory(prefix="edukg-store-") as folder:
            server = Server(name, Path(folder))
            server.start()
            try:
                yield server.address
            finally:
                server.stop()


class Server:
    """A store's server over a folder of its own: it can be killed and started again on the same data."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None
        if name == VIRTUOSO:
            (folder / "virtuoso.ini").write_text(
                VIRTUOSO_INI.format(sql=free_port(), http=self.port, buffers=20000, dirty=15000), encoding="ascii"
            )
            os.environ |= {"EDUKG_STORE_USER": "dba", "EDUKG_STORE_PASSWORD": "dba"}  # as it comes

    def _command(self) -> list[str]:
        if self.name == OXIGRAPH:
            program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or "oxigraph"
            return [program, "serve", "--location", str(self.folder), "--bind", f"127.0.0.1:{self.port}"]
        return ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]

    def start(self, wait: float = 60) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "out.log").open("ab") as log:
            self._process = subprocess.Popen(
                self._command(), cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )
        end = time.monotonic() + wait
        while time.monotonic() < end and self._process.poll() is None:
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError(f"{self.name} did not come up: {(self.folder / 'out.log').read_text(errors='replace')}")

    def answers(self) -> bool:
        """Whether somebody speaks HTTP at its port."""
        path = "/sparql" if self.name == VIRTUOSO else "/query"
        try:
            answer = urllib3.request("GET", f"{self.address}{path}?query=ASK%7B%7D", timeout=5, retries=False)
        except urllib3.exceptions.HTTPError:
            return False
        return answer.status == 200

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def stop(self) -> None:
        """End it."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
