"""The site: `create_app(kb, settings)` makes a Flask application over one knowledge base.

Routes parse the request, call one function of the knowledge base, and render one context. The application holds no
state but what it was made with, so it can be served by any number of threads.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from edukg.endpoint import Caps
from edukg.endpoint.saved import SavedQueries
from edukg.validation.apart import Gate
from edukg.web import (
    api,
    api_lists,
    browsing,
    catalog,
    changes,
    checking,
    choosing,
    citing,
    coding,
    downloads,
    editing,
    editor,
    editorial,
    errors,
    finding,
    former,
    freshness,
    interface,
    linked_data,
    openapi,
    pages,
    reconcile,
    saved,
    scripts,
    security,
    sharing,
    sparql,
    statistics,
    terms,
    validate,
)
from edukg.web import versions as dating
from edukg.web.literals import init_app as init_literals
from edukg.web.protocol import Protocol
from edukg.web.versions import Versions
from edukg.web.vocabulary import init_app as init_vocabulary

if TYPE_CHECKING:
    from edukg.kb import KnowledgeBase
    from edukg.settings import Settings
    from edukg.store.base import Store

_FOLDER = Path(__file__).resolve().parent

__all__ = ["create_app"]


def create_app(kb: KnowledgeBase, settings: Settings, queries: Store | None = None, *, versions: bool = True) -> Flask:
    """The site over a knowledge base, ready to be served.

    `queries` is the store that runs what visitors send to the endpoint, such as `kb.pool(…)`, which holds a deadline;
    without it the store of the knowledge base does, in this process and for as long as it takes. With `versions` the
    releases kept beside this one are served too.
    """
    app = Flask(__name__, root_path=str(_FOLDER), static_folder="static", template_folder="templates")
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 31_536_000
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the order of the documented answers is kept
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.extensions["edukg"] = kb
    endpoint = kb.endpoint(
        kb.store if queries is None else queries,
        Caps(rows=settings.query_rows, size=settings.query_bytes, cached=settings.query_cache),
    )
    app.extensions["edukg-endpoint"] = endpoint
    app.extensions["edukg-saved"] = SavedQueries(settings.home)
    app.extensions["edukg-checks"] = Gate()
    app.extensions["edukg-settings"] = settings
    app.extensions["edukg-static"] = _static_digests()
    app.extensions["edukg-design"] = _design_digest()
    app.extensions["edukg-designed"] = _designed_at()
    interface.init_app(app, _FOLDER / "translations")
    init_vocabulary(app)
    init_literals(app)
    errors.init_app(app)
    coding.init_app(app)  # Flask runs these from the last to the first: script, freshness, coding
    freshness.init_app(app)
    scripts.init_app(app)
    security.init_app(app)
    sharing.init_app(app)
    dating.init_app(app)
    openapi.init_app(app)
    for room in (
        pages,
        downloads,
        catalog,
        finding,
        browsing,
        statistics,
        editorial,
        terms,
        choosing,
        citing,
        checking,
        changes,
        sparql,
        saved,
        reconcile,
        api,
        api_lists,
        openapi,
        validate,
        editor,
        editing,
        dating,
        former,
        linked_data,
    ):
        app.register_blueprint(room.blueprint)
    app.wsgi_app = Protocol(app.wsgi_app, endpoint, settings)  # type: ignore[method-assign]  # as Flask's guide does
    if versions:
        app.wsgi_app = Versions(app.wsgi_app, kb, settings, partial(create_app, versions=False))  # type: ignore[method-assign]
    return app


def _static_digests() -> dict[str, str]:
    folder = _FOLDER / "static"
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()[:10]
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def _design_digest() -> str:
    """Changes whenever a page may look different over the same data."""
    total = hashlib.sha256()
    for file in _design():
        total.update(file.read_bytes())
    return total.hexdigest()[:8]


def _designed_at() -> datetime:
    """When a page may have begun to look different over the same data."""
    return datetime.fromtimestamp(max(file.stat().st_mtime for file in _design()), UTC)


def _design() -> Iterator[Path]:
    for pattern in ("templates/**/*.html", "static/**/*.*", "translations/**/*.mo", "*.py"):
        yield from sorted(_FOLDER.glob(pattern))
