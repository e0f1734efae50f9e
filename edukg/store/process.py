"""A worker process as the process that started it sees it: ask it, cut it at the deadline, end it."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, Final, cast

from edukg.store.watch import Watch
from edukg.store.worker import READY, read_message, write_message

_NICE: Final = 15
"""Queries yield to pages: three that never end leave them the processors."""
_COMMAND: Final = f"""
import os
if hasattr(os, "nice"):
    os.nice({_NICE})
from edukg.store.worker import main
main()
"""
"""It yields before it loads a thing, since it may come in place of one that was killed beside others that run."""


class WorkerProcess:
    """One process. Used by one thread at a time, but for `kill`."""

    def __init__(self, source: Path, memory: int, functions: str, watch: Watch) -> None:
        """Start it; see `edukg.store.worker.main` for the first arguments. `watch` tells when time is up."""
        command = [sys.executable, "-P", "-c", _COMMAND, str(source), str(memory), functions]
        self._socket: socket.socket | None = None
        self._requests: BinaryIO
        self._replies: BinaryIO
        if sys.platform == "win32":  # where no process takes a socket for its standard input
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
            self._requests = cast(BinaryIO, self._process.stdin)
            self._replies = cast(BinaryIO, self._process.stdout)
        else:
            self._socket, theirs = socket.socketpair()
            with theirs:
                self._process = subprocess.Popen(command, stdin=theirs.fileno(), stdout=theirs.fileno())  # noqa: S603
            self._requests = cast(BinaryIO, self._socket.makefile("wb"))
            self._replies = cast(BinaryIO, self._socket.makefile("rb"))
        self._watch = watch
        self._lock = threading.Lock()
        self._asking: object = None
        self.expired = False

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def wait_until_ready(self) -> bool:
        """Whether the worker could open the data."""
        return read_message(self._replies) == READY

    def ask(self, request: bytes, end: float) -> tuple[dict[str, Any], bytes] | None:
        """The answer to a request; None when the worker died of it or was killed at the time `end` (`expired`)."""
        self._asking = asking = object()
        ticket = self._watch.begin(end, lambda: self._expire(asking))
        try:
            write_message(self._requests, request)
            told = read_message(self._replies)
            found = read_message(self._replies) if told is not None else None
        except OSError:  # the line is broken
            return None
        finally:
            with self._lock:  # an answer that is complete is no longer cut
                self._asking = None
            self._watch.over(ticket)
        return (json.loads(told), found) if told is not None and found is not None else None

    def _expire(self, asking: object) -> None:
        with self._lock:
            if self._asking is asking:
                self.expired = True
                self._process.kill()
                self._hang_up()

    def _hang_up(self) -> None:
        """Wake who waits for the answer: the line of a killed process breaks only when all its memory is freed."""
        if self._socket is not None:
            with suppress(OSError):  # it is broken already
                self._socket.shutdown(socket.SHUT_RDWR)

    def kill(self) -> None:
        """End the process, and see that it has ended."""
        self._process.kill()
        self._process.wait()

    def let_go(self) -> None:
        """Close the line to a process that has ended, which only the thread that used it may do."""
        for end in (self._requests, self._replies, self._socket):
            with suppress(OSError):  # what was left to write has no reader
                if end is not None:
                    end.close()
