"""Releases side by side: the site of an earlier one under `/version/{version}/`, and a list of them at `/versions`.

Everything answers there as it did: pages, linked data in each syntax, the endpoint, dumps, the API, the checker. A
version is named by its number (then the newest build of it), by the name of its folder or the beginning of its digest.
Answers carry the time they are of and say where the present one is (RFC 7089, RFC 5829).
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.http import http_date, parse_date

from edukg import keeping, media
from edukg.errors import EdukgError
from edukg.linked import of_versions
from edukg.web.contexts import Frame
from edukg.web.interface import IN_FORCE, dated, frame, knowledge_base, links, origin
from edukg.web.links import root_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment
    from flask import Flask
    from werkzeug.wrappers import Response as AnyResponse

    from edukg.kb import KnowledgeBase
    from edukg.model import Manifest
    from edukg.settings import Settings
    from edukg.store.pool import PooledStore
    from edukg.store.remote import RemoteStore

    Queries = PooledStore | RemoteStore
    Make = Callable[[KnowledgeBase, Settings, Queries], Flask]

PREFIX: Final = "/version/"
OPEN_AT_ONCE: Final = 2
"""Earlier releases that a process holds open; each takes about what the one in force takes, and a query process."""
_CACHE: Final = 4_000_000

FOR_PROGRAMS: Final = (*media.GRAPHS, media.LINKS)
"""The forms of the list of versions beside its page."""
NOT_OPENED: Final = "edukg.not-opened"
"""Where a request says why the version that it was sent to cannot be shown."""

blueprint = Blueprint("versions", __name__)


@dataclass(slots=True)
class _Opened:
    """The site of one earlier release. `users` are the requests under way."""

    kb: KnowledgeBase
    pool: Queries
    site: Flask
    users: int = 0
    dropped: bool = False

    def close(self) -> None:
        self.pool.close()
        self.kb.close()


class Versions:
    """A WSGI application around the site. `make` makes the site of another release."""

    def __init__(self, site: WSGIApplication, kb: KnowledgeBase, settings: Settings, make: Make) -> None:
        self._site = site
        self._kb = kb
        self._settings = settings
        self._make = make
        self._lock = threading.Lock()
        self._opened: OrderedDict[str, _Opened] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Send a request for a version that is kept to its site, and all others to the one in force."""
        path: str = environ["PATH_INFO"]
        if not path.startswith(PREFIX):
            return self._site(environ, start_response)
        name, slash, rest = path.removeprefix(PREFIX).partition("/")
        found = keeping.find(self._kb.home, name) if slash else None
        if found is None:
            return self._site(environ, start_response)
        folder, manifest = found
        root = environ.get("SCRIPT_NAME") or root_of(self._settings.base_url)
        within = {**environ, "SCRIPT_NAME": f"{root}{PREFIX}{name}", "PATH_INFO": "/" + rest, IN_FORCE: root}
        if manifest.digest == self._kb.manifest.digest:
            return self._site(within, start_response)
        try:
            opened = self._open(folder)
        except EdukgError as error:  # told by the site in force: there is no other
            return self._site({**environ, NOT_OPENED: error}, start_response)
        with self._using(opened) as site:
            return site(within, start_response)

    def _open(self, folder: Path) -> _Opened:
        """The site of a release, opened when it is not; whoever asks is counted as a user of it."""
        name = folder.name
        with self._lock:
            opened = self._opened.get(name)
            if opened is None:
                kb = keeping.open_kept(folder)
                pool = kb.pool(workers=1, deadline=self._settings.query_timeout, memory=self._settings.query_memory)
                opened = _Opened(kb, pool, self._make(kb, replace(self._settings, query_cache=_CACHE), pool))
                self._opened[name] = opened
            self._opened.move_to_end(name)
            opened.users += 1
            while len(self._opened) > OPEN_AT_ONCE:
                self._drop(self._opened.popitem(last=False)[1])
        return opened

    @contextmanager
    def _using(self, opened: _Opened) -> Iterator[WSGIApplication]:
        """The site, which is not closed while somebody is answered from it."""
        try:
            yield opened.site
        finally:
            with self._lock:
                opened.users -= 1
                if opened.dropped and not opened.users:
                    opened.close()

    @staticmethod
    def _drop(opened: _Opened) -> None:
        opened.dropped = True
        if not opened.users:
            opened.close()


@dataclass(frozen=True, slots=True)
class VersionsPage:
    """The versions that are kept, the newest first; of other builds of a version only the number is told."""

    frame: Frame
    versions: tuple[Manifest, ...]
    builds: tuple[Manifest, ...]
    in_force: Manifest


@blueprint.get("/versions")
def versions() -> AnyResponse:
    """Every version that is kept, for people and, by Accept or `?format=`, for programs."""
    form = request.args.get("format", "")
    offered = (media.HTML, *FOR_PROGRAMS)
    chosen = media.by_format(form, offered) if form else media.negotiate(request.headers.get("Accept"), offered)
    if chosen is None:
        abort(406)
    return _page() if chosen is media.HTML else _listed(chosen)


@blueprint.get("/versions.<suffix>")
def versions_in(suffix: str) -> AnyResponse:
    """The same in the syntax of a suffix."""
    chosen = media.by_suffix(f".{suffix}", FOR_PROGRAMS)
    if chosen is None:
        abort(404)
    return _listed(chosen)


def _page() -> Response:
    kept = tuple(manifest for _folder, manifest in knowledge_base().history)
    newest: dict[str, Manifest] = {}
    for manifest in kept:
        newest.setdefault(manifest.version, manifest)
    firsts = tuple(newest.values())
    page = VersionsPage(
        frame(_("Versions"), section="downloads"),
        firsts,
        tuple(manifest for manifest in kept if manifest not in firsts),
        knowledge_base().manifest,
    )
    return Response(render_template("pages/versions.html", page=page), content_type=media.HTML.content_type)


def _listed(chosen: media.MediaType) -> Response:
    kb = knowledge_base()
    if chosen is media.LINKS:
        return Response(_timemap(), content_type=chosen.content_type)
    body = of_versions(
        [manifest for _folder, manifest in kb.history],
        origin() + links().root,
        chosen.name,
        context=kb.linked.context,
    )
    return Response(body, content_type=chosen.content_type)


def _timemap() -> str:
    """The releases as versions of the first page (RFC 7089, section 5): what holds for it holds for every page."""
    kept = [manifest for _folder, manifest in knowledge_base().history]
    at = [http_date(datetime.fromisoformat(manifest.created)) for manifest in kept]
    here = origin() + links().root
    lines = [
        f'<{here}/>;rel="original"',
        f'<{here}/versions{media.LINKS.suffix}>;rel="self";type="{media.LINKS.name}";from="{at[-1]}";until="{at[0]}"',
    ]
    for place, manifest in enumerate(kept):
        ends = " ".join(name for name, end in (("first", len(kept) - 1), ("last", 0)) if place == end)
        address = origin() + links().version(manifest.digest[:16]).partition("?")[0]
        lines.append(f'<{address}>;rel="{ends + " " if ends else ""}memento";datetime="{at[place]}"')
    return ",\n".join(lines) + "\n"


def at_time(iri_path: str) -> AnyResponse | None:
    """Where something is that was asked for as of a time (Accept-Datetime, RFC 7089 section 4.1.1), or None."""
    asked = parse_date(request.headers.get("Accept-Datetime"))
    if asked is None or IN_FORCE in request.environ:
        return None
    kept = [manifest for _folder, manifest in knowledge_base().history]
    of_then = next((m for m in kept if datetime.fromisoformat(m.created) <= asked), kept[-1])
    response = redirect(links().version(of_then.digest[:16], iri_path), 302)
    response.vary.add("Accept-Datetime")
    response.headers.add("Link", f'<{links().root}{iri_path}>; rel="original"')
    return response


def init_app(app: Flask) -> None:
    """Say in each answer under a version of when it is, and where the present one is."""

    @app.before_request
    def tell() -> None:
        error = request.environ.get(NOT_OPENED)
        if error is not None:
            raise error

    @app.after_request
    def date(response: Response) -> Response:
        of = dated()
        if of is not None and response.status_code < 400:
            created = datetime.fromisoformat(knowledge_base().manifest.created)
            response.headers["Memento-Datetime"] = http_date(created)
            response.headers.add("Link", f'<{of.address}>; rel="original timegate latest-version"')
            versions = f"{request.environ[IN_FORCE]}/versions"
            response.headers.add("Link", f'<{versions}>; rel="version-history"')
            if request.path == "/":
                form = f'type="{media.LINKS.name}"'
                response.headers.add("Link", f'<{versions}{media.LINKS.suffix}>; rel="timemap"; {form}')
        return response
