"""What the tests of the site share: the application over the shipped knowledge base, and a server for browsers."""

from __future__ import annotations

import gzip
import os
import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

import edukg
from edukg.namespaces import CONCEPT, DCTERMS, GRAPH, ONTOLEX, OWL, RDF, SKOS
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
    with serving(app) as address:
        yield address


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """Serves a site meanwhile; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.server_port}"
    _wait(address + "/healthz")
    yield address
    server.shutdown()
    thread.join(timeout=10)
    server.server_close()


GONE = CONCEPT + "entered-by-mistake"
WITHDRAWN = f"""<{GONE}> <{RDF}type> <{ONTOLEX}LexicalConcept>
<{GONE}> <{OWL}deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>
<{GONE}> <http://www.w3.org/ns/adms#status> <http://purl.org/adms/status/Withdrawn>
<{GONE}> <{DCTERMS}isReplacedBy> <{CONCEPT}clustering>
<{GONE}> <{SKOS}changeNote> "2026-11-26: entered by mistake."@en"""


@pytest.fixture(scope="session")
def withdrawn(kb: edukg.KnowledgeBase, home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site over the shipped release in which one meaning more has been withdrawn."""
    folder = tmp_path_factory.mktemp("withdrawn") / "release"
    shutil.copytree(kb.folder, folder)
    with gzip.open(folder / "data.nq.gz", "at", encoding="utf-8") as file:
        file.writelines(f"{line} <{GRAPH}deprecated> .\n" for line in WITHDRAWN.splitlines())
    with edukg.KnowledgeBase(folder) as opened:
        yield create_app(opened, Settings(home=home))


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


ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


def _executable() -> str | None:
    """The browser named by the environment, else Playwright's own (None), else the distribution's."""
    named = os.environ.get("EDUKG_CHROMIUM")
    if named:
        return named
    with sync_playwright() as playwright:
        if Path(playwright.chromium.executable_path).is_file():
            return None
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


WAIT = 20_000
"""Milliseconds a browser is given: a machine that runs every test at once is slow at times."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = _executable()
    expect.set_options(timeout=WAIT)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=ARGUMENTS)
        yield launched
        launched.close()


class Visit:
    """One visitor, with all that went wrong in the browser and every request that left the site."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text) if m.type in {"error", "warning"} else None)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self._note(request.url))

    def _note(self, address: str) -> None:
        if not address.startswith((self.site, "data:", "blob:")):
            self.outside.append(address)

    def open(self, path: str) -> Page:
        self.page.goto(self.site + path, wait_until="load")
        return self.page

    def excess(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


Visitor = Callable[..., Visit]


@pytest.fixture
def visitor(browser: Browser, site: str) -> Iterator[Visitor]:
    contexts: list[BrowserContext] = []

    def visit(*, width: int = 1280, language: str = "en", dark: bool = False, script: bool = True) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 800 else 844},
            locale=language,
            color_scheme="dark" if dark else "light",
            java_script_enabled=script,
        )
        context.set_default_timeout(WAIT)
        contexts.append(context)
        return Visit(context, site)

    yield visit
    for context in contexts:
        context.close()
