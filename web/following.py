"""The site over a store on another machine: it takes up what is published there, and says so when the store is away.

A look at the store every so often tells which set is in force. When it is another one, a second site is made over that
and takes the place of the first between two requests; the old set stays in the store for a while (`edukg publish`), so
that answers under way are finished from it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Final

from edukg import keeping
from edukg.errors import EdukgError
from edukg.kb import KnowledgeBase, open_store
from edukg.store.connection import Connection
from edukg.store.layouts import find
from edukg.store.sets import Sets

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    from edukg.settings import Settings

_LOG: Final = logging.getLogger("edukg.store")
_AWAY: Final = {
    "en": "The knowledge base cannot be reached just now. Please try again in a minute.",
    "ru": "База знаний сейчас недоступна. Попробуйте ещё раз через минуту.",
    "uz": "Bilimlar bazasiga hozir ulanib boʻlmayapti. Bir daqiqadan keyin qayta urinib koʻring.",
}
"""Before there is a site that could say it in the reader's language."""
_PAGE: Final = """\
<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>EduKG</title>
<h1>EduKG</h1>
"""


def _away(accept: str) -> tuple[str, bytes]:
    """What is said then, and as what: a page to a browser, lines to a program."""
    if "text/html" in accept:
        said = (f'<p lang="{language}">{words}</p>\n' for language, words in _AWAY.items())
        return "text/html; charset=utf-8", (_PAGE + "".join(said)).encode()
    return "text/plain; charset=utf-8", "".join(f"{words}\n" for words in _AWAY.values()).encode()


class Following:
    """A WSGI application that is the site over the set in force. `make` makes the site over a knowledge base."""

    def __init__(self, settings: Settings, make: Callable[[KnowledgeBase], WSGIApplication]) -> None:
        """A store that is away is no error here: it is looked for again until it is there."""
        self._settings = settings
        self._make = make
        self._kb: KnowledgeBase | None = None
        self._site: WSGIApplication | None = None
        self._ended = threading.Event()
        self.look()
        threading.Thread(target=self._watch, name="edukg-following", daemon=True).start()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer by the site as it is now."""
        site = self._site
        if site is None:
            content_type, content = _away(environ.get("HTTP_ACCEPT", ""))
            headers = [("Content-Type", content_type), ("Content-Length", str(len(content))), ("Retry-After", "30")]
            start_response("503 Service Unavailable", headers)
            return [content]
        return site(environ, start_response)

    def look(self) -> bool:
        """See whether another set is in force, and take it up; whether that was so."""
        try:
            if self._kb is not None and self._in_force() == self._kb.folder.name:
                return False
            kb = open_store(self._settings.store, self._settings.home)
            self._site, self._kb = self._make(kb), kb
            keeping.thin_out(kb.home, self._settings.keep_releases, kb.folder.name)
        except EdukgError as error:
            _LOG.warning("%s", error)
            return False
        return True

    def close(self) -> None:
        """Look no more."""
        self._ended.set()

    def _in_force(self) -> str:
        connection = Connection(self._settings.store)
        try:
            return Sets(connection, find(connection)).in_force().rpartition("/")[2]
        finally:
            connection.close()

    def _watch(self) -> None:
        while not self._ended.wait(max(1.0, self._settings.store_poll)):
            self.look()
