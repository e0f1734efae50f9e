"""Runs the site under granian, a production WSGI server (measured ahead of gunicorn and waitress for this load).

The worker processes build their own application from the environment, so nothing has to be passed to them but that.
"""

from __future__ import annotations

import gc
import logging
import os
import socket
from dataclasses import fields
from typing import TYPE_CHECKING

from edukg.errors import EngineError
from edukg.kb import open_
from edukg.settings import Settings, read_settings
from edukg.store.pool import QUEUE_PER_WORKER
from edukg.web import create_app
from edukg.web.following import Following

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication
    from flask import Flask

    from edukg.kb import KnowledgeBase

_THREADS = 2 * (os.cpu_count() or 2)
"""Threads for what is answered at once; a query that waits for its answer has a thread besides."""

_LAST_ANSWERS = 3
"""Seconds for answers that are under way when the server is stopped; a query may take longer and is dropped then."""


def application() -> WSGIApplication:
    """The site on the release in force, as the environment says. The server calls this in each worker."""
    settings = read_settings()
    if settings.store:
        return Following(settings, lambda kb: _site(kb, settings))
    return _site(open_(settings.home, build=False), settings)


def _site(kb: KnowledgeBase, settings: Settings) -> Flask:
    pool = kb.pool(workers=_query_workers(settings), deadline=settings.query_timeout, memory=settings.query_memory)
    app = create_app(kb, settings, pool)
    kb.checker()  # so that nobody waits for it
    gc.freeze()  # what is there now stays: looking through it again for garbage takes a third of a long page's time
    return app


def _query_workers(settings: Settings) -> int:
    """The query processes of each process that answers."""
    return max(1, settings.query_workers // max(1, settings.workers))


def run(settings: Settings) -> None:
    """Serve until stopped. Raises `EngineError` when the address cannot be listened on."""
    _check(settings.host, settings.port)
    for field in fields(settings):
        os.environ[f"EDUKG_{field.name.upper()}"] = str(getattr(settings, field.name))
    from granian import Granian  # noqa: PLC0415  # a server is needed by this command only
    from granian.constants import Interfaces  # noqa: PLC0415

    logging.getLogger("_granian").addFilter(_worth_telling)
    server = Granian(
        "edukg.web.server:application",
        factory=True,
        interface=Interfaces.WSGI,
        address=settings.host,
        port=settings.port,
        workers=max(1, settings.workers),
        blocking_threads=_THREADS + _query_workers(settings) * (1 + QUEUE_PER_WORKER),
        workers_kill_timeout=_LAST_ANSWERS,
        log_enabled=True,
        log_dictconfig={"loggers": {"_granian": {"level": "WARNING"}}},
    )
    server.serve()


def _worth_telling(record: logging.LogRecord) -> bool:
    """Not the advice to have fewer threads and processes: most only wait for others, and ours were measured."""
    return not record.getMessage().startswith(("Configuration allows spawning", "Configured number of workers"))


def _check(host: str, port: int) -> None:
    """Listen once and let go, so that a taken port is told plainly and not from within a worker."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise EngineError(
            f"The address {host}:{port} cannot be listened on: {error.strerror}.",
            advice="Name another with --port or --host, or stop what listens there.",
        ) from error
