"""What the tests of the site share: the application over the shipped knowledge base, and a server for browsers."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.serving import make_server

import edukg
from edukg.settings import Settings
from edukg.web import create_app


@pytest.fixture(scope="session")
def app(kb: edukg.KnowledgeBase, home: Path) -> Flask:
    """The site as it is served, errors turned into answers."""
    return create_app(kb, Settings(home=home))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Asks the site without a server. As a browser does, it asks for pages unless told otherwise."""
    asking = app.test_client()
    asking.environ_base["HTTP_ACCEPT"] = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
    return asking


@pytest.fixture(scope="session")
def site(app: Flask) -> Iterator[str]:
    """The address of a running server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    _wait(address + "/healthz")
    yield address
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


def _wait(address: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:  # noqa: S310  # our own server
                assert answer.status == 200
                return
        except (urllib.error.URLError, ConnectionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
