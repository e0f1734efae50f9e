"""The only place that builds addresses: from an IRI of ours to a path of this host and back.

The IRIs are permanent and begin with `https://w3id.org/edukg/`; a deployment serves the same paths under its own host.
A link keeps the interface language when the reader asked for one by `?ui=`, so that the choice needs no cookie.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import quote, urlencode, urlsplit

from edukg.namespaces import BASE, TERM, is_ours, shorten

PATH_SAFE = "/:@!$&'()*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Links:
    """Builds every address of one answer.

    `root` is the path under which the site lies ("" at the top of a host), `ui` the interface language that the
    request named, `digests` the short digest of each static file, which makes its address change with its content.
    """

    root: str = ""
    ui: str = ""
    digests: Mapping[str, str] = field(default_factory=dict)

    def _at(self, path: str, fragment: str = "", /, **arguments: str) -> str:
        given = {name: value for name, value in arguments.items() if value}
        if self.ui and "ui" not in given:
            given["ui"] = self.ui
        query = f"?{urlencode(given)}" if given else ""
        return f"{self.root}{path}{query}{'#' + fragment if fragment else ''}"

    def to(self, iri: str, *, suffix: str = "", lang: str = "") -> str:
        """Where an IRI can be read: here when it is ours, at its own address when that is on the web, else "".

        >>> Links(ui="ru").to("https://w3id.org/edukg/concept/clustering")
        '/concept/clustering?ui=ru'
        """
        if not is_ours(iri):
            return outside(iri)
        path, _, fragment = iri[len(BASE) :].partition("#")
        address = "/" + quote(path, safe=PATH_SAFE)
        if suffix:
            return f"{self.root}{address.rstrip('/')}{suffix}"
        return self._at(address, quote(fragment, safe=PATH_SAFE), lang=lang)

    def saved(self, name: str) -> str:
        """The page of a saved query."""
        return self._at(f"/query/saved/{name}")

    def save_query(self) -> str:
        """Where a query is sent to be saved."""
        return self._at("/query/saved")

    def home(self) -> str:
        """The first page."""
        return self._at("/")

    def terms(self, lang: str = "", letter: str = "") -> str:
        """The list of terms of a language, at a letter."""
        return self._at("/terms", lang=lang, letter=letter)

    def search(self, q: str = "", lang: str = "") -> str:
        """The search page, with a question or empty."""
        return self._at("/search", q=q, lang=lang)

    def offered(self) -> str:
        """What is offered while one types."""
        return self._at("/search/suggest")

    def tree(self, of: str = "", node: str = "", page: str = "") -> str:
        """The hierarchy of classes or of concepts, open at a node."""
        return self._at("/tree", of=of, node=shorten(node), page=page)

    def branch(self, of: str, node: str, lang: str) -> str:
        """What lies right below a node, to be put into a page."""
        return self._at("/tree/branch", of=of, node=shorten(node), lang=lang)

    def families(self) -> str:
        """The families of readings that share a word."""
        return self._at("/families")

    def instances(self, **chosen: str) -> str:
        """The real things, narrowed by the IRIs of a class, level, country or source."""
        return self._at("/instances", **{name: shorten(iri) for name, iri in chosen.items()})

    def guide(self, term: str = "", path: str = "") -> str:
        """The guided path to a reading of a term (IRI, slug or written form), after some answers."""
        return self._at("/guide", term=term.removeprefix(TERM), path=path)

    def cite(self, iri: str, form: str, lang: str = "") -> str:
        """A reference to the page of an IRI as a file for reference managers."""
        return self._at("/cite", **{"of": "/" + iri.removeprefix(BASE), "as": form, "lang": lang})

    def compare(self, names: Sequence[str] = ()) -> str:
        """Some readings side by side, by their keys."""
        return self._at("/compare", **({"with": ",".join(names)} if names else {}))

    def statistics(self) -> str:
        """The knowledge base in numbers."""
        return self._at("/statistics")

    def editorial(self, name: str = "") -> str:
        """One of the pages in words: help, cite, suggest, researchers, developers; about itself when none is named."""
        return self._at(f"/about/{name}" if name else "/about")

    def suggest(self, iri: str) -> str:
        """The form of a suggestion about the page of an IRI."""
        return self._at("/about/suggest", page="/" + iri.removeprefix(BASE))

    def suggestion(self, page: str, **given: str) -> str:
        """A suggestion as a file."""
        return self._at("/about/suggestion.txt", page=page, **given)

    def about(self) -> str:
        """What this is and how to cite it."""
        return self._at("/about")

    def changes(self, release: str = "") -> str:
        """What changed, in the newest release or in the one with this digest."""
        return self._at("/changes", release=release)

    def changes_json(self, release: str = "") -> str:
        """The same as JSON."""
        return self._at("/api/v1/changes", release=release)

    def versions(self) -> str:
        """The versions that are kept."""
        return self._at("/versions")

    def version(self, name: str, path: str = "/") -> str:
        """A page in the release of a version, wherever this page is."""
        address = self._at(f"/version/{quote(name)}{quote(path, safe=PATH_SAFE)}")
        return self.root.partition("/version/")[0] + address.removeprefix(self.root)

    def reconcile(self, language: str = "") -> str:
        """The service that matches names to readings, in a language; English needs no name."""
        return f"{self.root}/reconcile" + (f"/{language}" if language not in {"", "en"} else "")

    def changes_graph(self, suffix: str, release: str = "") -> str:
        """The same as a graph, in the syntax of a suffix."""
        return f"{self.root}/changes{suffix}" + (f"?release={release}" if release else "")

    def changes_feed(self) -> str:
        """The feed of what changed."""
        return self._at("/changes.atom")

    def validate(self) -> str:
        """The page that checks data."""
        return self._at("/validate")

    def template(self, language: str) -> str:
        """The empty workbook to fill in."""
        return f"{self.root}/validate/template-{quote(language)}.xlsx"

    def check(self) -> str:
        """The page that checks a text."""
        return self._at("/check")

    def check_export(self) -> str:
        """Where a checked text is given out as a file."""
        return self._at("/check/export")

    def downloads(self) -> str:
        """The list of files to take away."""
        return self._at("/downloads")

    def dump(self, name: str) -> str:
        """One file to take away."""
        return f"{self.root}/dumps/{quote(name, safe='._-/')}"

    def openapi(self) -> str:
        """The description of the JSON interface for programs."""
        return f"{self.root}/api/openapi.json"

    def api_docs(self) -> str:
        """The description of the JSON interface for people."""
        return self._at("/api/docs")

    def catalogue(self, suffix: str = "") -> str:
        """The description of all files and services, in the syntax of a suffix."""
        return f"{self.root}/catalog{suffix}"

    def query(self, text: str = "", example: str = "") -> str:
        """The query editor, with a text or an example in it."""
        return self._at("/query", query=text, example=example)

    def sparql(self, text: str = "", form: str = "") -> str:
        """The endpoint, with a query and the form of answer that is wanted."""
        given = {"query": text, "format": form}
        if not text:
            return f"{self.root}/sparql"
        return self._at("/sparql", **given) if not form else f"{self.root}/sparql?{urlencode(given)}"

    def static(self, name: str) -> str:
        """A file of the design; its address changes when it does, so that it can be kept for a year."""
        digest = self.digests.get(name, "")
        return f"{self.root}/static/{quote(name)}{'?v=' + digest if digest else ''}"

    def again(self, path: str, arguments: Mapping[str, str], fragment: str = "", /, **changes: str) -> str:
        """The page that is being shown, with some of its arguments changed, at one of its parts."""
        return self._at(quote(path, safe=PATH_SAFE), fragment, **{**arguments, **changes})

    def with_ui(self, code: str) -> Links:
        """The same builder for another interface language."""
        return replace(self, ui=code)


def outside(address: str) -> str:
    """An address of another host as a link target, or "" when it is none that a browser should follow.

    >>> outside("javascript:alert(1)")
    ''
    """
    parts = urlsplit(address)
    return address if parts.scheme in {"http", "https"} and parts.netloc else ""


def doi(identifier: str) -> str:
    """The address of a DOI.

    >>> doi("10.1000/182")
    'https://doi.org/10.1000/182'
    """
    return "https://doi.org/" + quote(identifier.removeprefix("https://doi.org/"), safe=PATH_SAFE)


def iri_of(path: str) -> str:
    """The IRI that a path of this host stands for.

    >>> iri_of("/onto/EducationalCluster")
    'https://w3id.org/edukg/onto/EducationalCluster'
    """
    return BASE + path.lstrip("/")


def root_of(base_url: str) -> str:
    """The path under which the site lies, from its public address.

    >>> root_of("https://example.org/kb/")
    '/kb'
    """
    return urlsplit(base_url).path.rstrip("/")
