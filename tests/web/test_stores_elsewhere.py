"""The site over a store on another machine: it takes up what is published, and says when the store is away."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from werkzeug.test import Client

import edukg
from edukg import publishing, release
from edukg.bench.servers import free_port
from edukg.settings import Settings
from edukg.web import create_app
from edukg.web.following import Following
from tests import stores

TERM = "/term/educational-cluster-en"
AWAY = {
    "en": "The store of the knowledge base does not answer just now.",
    "ru": "Хранилище базы знаний сейчас не отвечает.",
    "uz": "Bilimlar bazasi ombori hozir javob bermayapti.",
}
NOT_HERE = {
    "en": "The data of this release lie in a store on another machine; this site keeps no copy of them.",
    "ru": "Данные этого выпуска лежат в хранилище на другой машине, копии на этом сайте нет.",
    "uz": "Bu nashrning maʼlumotlari boshqa mashinadagi omborda; bu saytda ularning nusxasi yoʻq.",
}
PAGE = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[stores.Server]:
    """A store of these tests' own, since they kill it."""
    started = stores.Server(stores.OXIGRAPH, tmp_path_factory.mktemp("server"))
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def served(home: Path, server: stores.Server, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home without a release, for a site over the store, to which the release was published."""
    publishing.publish(release.current(home), server.address, verify="counts")
    return tmp_path_factory.mktemp("served")


def following(settings: Settings) -> Following:
    def make(kb: edukg.KnowledgeBase) -> object:
        return create_app(kb, settings, kb.pool(workers=2, deadline=20))

    return Following(settings, make)  # type: ignore[arg-type]  # a Flask application is one of WSGI


def test_a_site_follows_what_is_published(home: Path, server: stores.Server, served: Path) -> None:
    site = following(Settings(home=served, store=server.address, store_poll=3600))
    client = Client(site)
    page = client.get(TERM, headers=PAGE)
    assert page.status_code == 200
    assert "association" in page.text
    assert not (served / "current").exists()
    assert not site.look()
    publishing.publish(release.current(home), server.address, force=True, verify="counts")
    assert client.get(TERM, headers=PAGE).status_code == 200  # the set before is still there
    assert site.look()
    assert client.get(TERM, headers=PAGE).status_code == 200
    site.close()


def test_earlier_releases_are_served_from_their_copies(server: stores.Server, served: Path) -> None:
    """What was published before answers from its copy; of what was too much for one, a page says so."""
    following(Settings(home=served, store=server.address, store_poll=3600)).close()
    folder, _manifest = release.kept(served / "remote")[0]
    for version, letter, copied in (("0.0.9", "e", True), ("0.0.8", "d", False)):
        earlier = served / "remote" / "releases" / f"{version}-{letter * 16}-1"
        shutil.copytree(folder, earlier)
        manifest = json.loads((earlier / "manifest.json").read_text())
        manifest |= {"version": version, "digest": letter * 64, "created": f"2026-01-0{version[-1]}T00:00:00+00:00"}
        (earlier / "manifest.json").write_text(json.dumps(manifest))
        if not copied:
            (earlier / "data.nq.gz").unlink()
    site = following(Settings(home=served, store=server.address, store_poll=3600))
    client = Client(site)
    assert "/version/0.0.9/" in client.get("/versions", headers=PAGE).text
    page = client.get(f"/version/0.0.9{TERM}?ui=en", headers=PAGE)
    assert page.status_code == 200
    assert "version 0.0.9 of January 9, 2026" in page.text
    query = "/version/0.0.9/sparql?query=ASK%7B%3Fs%20a%20%3Ft%7D"
    assert "true" in client.get(query, headers={"Accept": "application/sparql-results+json"}).text
    assert "The data say the same as before." in client.get("/changes?ui=en", headers=PAGE).text
    for language, words in NOT_HERE.items():
        for address, status in ((f"/version/0.0.8{TERM}", 404), (f"/changes?release={'e' * 16}", 200)):
            told = client.get(f"{address}{'&' if '?' in address else '?'}ui={language}", headers=PAGE)
            assert told.status_code == status
            assert words in told.text
    assert client.get("/changes.atom").text.count(NOT_HERE["en"]) == 1
    assert client.get(TERM, headers=PAGE).status_code == 200
    site.close()


def test_visitors_are_told_when_the_store_is_away(server: stores.Server, served: Path) -> None:
    site = following(Settings(home=served, store=server.address, store_poll=3600))
    client = Client(site)
    server.kill()
    for language, words in AWAY.items():
        page = client.get(f"{TERM}?ui={language}", headers=PAGE)
        assert page.status_code == 503
        assert words in page.text
        assert server.address not in page.text
    asked = client.get("/sparql?query=ASK%7B%3Fs%20%3Fp%20%3Fo%7D", headers={"Accept": "application/json"})
    assert (asked.status_code, asked.headers["Retry-After"]) == (503, "30")
    assert asked.json is not None
    assert asked.json["title"] == "The store is away"
    assert str(server.port) not in asked.text
    empty = following(Settings(home=served, store=server.address, store_poll=3600))
    for accept, kind in (("text/html,*/*;q=0.8", "text/html"), ("*/*", "text/plain")):
        none = Client(empty).get("/", headers={"Accept": accept})
        assert (none.status_code, none.mimetype, none.headers["Retry-After"]) == (503, kind, "30")
        assert all(words in none.text for words in ("Please try again", "Попробуйте ещё раз", "qayta urinib koʻring"))
    server.start()
    assert client.get(TERM, headers=PAGE).status_code == 200
    assert empty.look()
    assert Client(empty).get(TERM, headers=PAGE).status_code == 200
    site.close()
    empty.close()


def test_the_command_serves_from_a_store(server: stores.Server, served: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "edukg", "serve", "--store", server.address, "--home", str(served)]
    with subprocess.Popen(
        [*command, "--port", str(port)], env={**os.environ, "EDUKG_WORKERS": "1"}, stderr=subprocess.DEVNULL
    ) as process:
        try:
            answer = _patiently(f"http://127.0.0.1:{port}/sparql?query=ASK%7B%3Fs%20a%20%3Ft%7D")
            assert b"true" in answer.data
        finally:
            process.terminate()


def _patiently(address: str) -> urllib3.BaseHTTPResponse:
    end = time.monotonic() + 60
    while True:
        try:
            return urllib3.request("GET", address, headers={"Accept": "application/json"}, retries=False, timeout=20)
        except urllib3.exceptions.HTTPError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


def test_publishing_at_the_command_line(home: Path, server: stores.Server, served: Path) -> None:
    command = [sys.executable, "-m", "edukg", "publish", "--home", str(home), "--to"]
    done = subprocess.run([*command, server.address], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "is in force" in done.stdout
    missed = subprocess.run([*command, f"http://127.0.0.1:{free_port()}"], capture_output=True, text=True, check=False)
    assert missed.returncode == 2
    assert "nothing listens there" in missed.stderr
    assert "Traceback" not in missed.stderr
