"""The public Python API: one knowledge base, opened from one release."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import IO, Any, Self

from edukg import derived, release, resources, validate, validation
from edukg.answers import Graph, Parameter, Table, bound
from edukg.bounded import UNBOUNDED, Bounds
from edukg.completion import OFFERED, complete
from edukg.endpoint import Caps, Endpoint
from edukg.endpoint.citation import digest_of
from edukg.endpoint.description import describe
from edukg.entities import Entities
from edukg.errors import QueryRefusedError, QuerySyntaxError, UnknownTermError
from edukg.examples import read_example
from edukg.export.catalogue import Held, catalogue
from edukg.history import History, difference
from edukg.lexicon import Lexicon
from edukg.linked import LinkedData
from edukg.lint import Readings, lint
from edukg.model import (
    Ambiguity,
    Check,
    Citation,
    Comparison,
    Completion,
    Concept,
    Difference,
    Download,
    Example,
    Family,
    Guide,
    Hit,
    Kind,
    Listing,
    Manifest,
    Provenance,
    Report,
    Resource,
    Search,
    Statistics,
    Story,
    Term,
    TermLink,
    Texts,
)
from edukg.namespaces import FUNCTION, GRAPH, PREFIXES, SHAPE
from edukg.naming import Naming
from edukg.search import Index, fold
from edukg.settings import read_settings
from edukg.store.base import Solutions, Store, Truth
from edukg.store.connection import Connection
from edukg.store.embedded import EmbeddedStore
from edukg.store.layouts import find
from edukg.store.pool import MEMORY, PooledStore
from edukg.store.remote import RemoteStore
from edukg.store.sets import Sets
from edukg.usage import Checker, weights


class KnowledgeBase:
    """One release, read-only. Use `edukg.open` to get one. Safe to share between threads."""

    def __init__(self, folder: Path, store: RemoteStore | None = None) -> None:
        """Open the release in a folder, with its data in a store elsewhere if one is given (`edukg.derived`).

        Raises `ReleaseError` when it is damaged.
        """
        self.folder = folder
        self.manifest: Manifest = release.read_manifest(folder)
        self.store: EmbeddedStore | RemoteStore = store or release.open_store(folder, self.manifest.storage)
        self.lexicon = Lexicon(self.store)
        self.entities = Entities(self.store)
        self._index = Index(folder / "labels.sqlite")
        self._naming = Naming(self.store, self.lexicon, self._index)
        self._history = History(folder, self.manifest)

    def __repr__(self) -> str:
        counts = self.manifest.counts
        return (
            f"<EduKG {self.manifest.version}: {counts.get('terms', 0)} terms, {counts.get('senses', 0)} senses, "
            f"{counts.get('instances', 0)} instances, {len(self.store)} triples>"
        )

    def _repr_html_(self) -> str:
        rows = "".join(f"<tr><th>{what}</th><td>{number}</td></tr>" for what, number in self.manifest.counts.items())
        return f"<table><caption>EduKG {self.manifest.version}</caption><tbody>{rows}</tbody></table>"

    def close(self) -> None:
        """Give back what the store holds."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def query(self, sparql: str, bindings: Mapping[str, Parameter] | None = None) -> Table | Graph | bool:
        """Run a SPARQL query over all graphs, asserted and inferred.

        `bindings` gives values to variables, safely: a string is an IRI or a prefixed name, a text is a `Literal`, and
        Python numbers, truths and dates are what they are. SELECT gives a `Table`, CONSTRUCT and DESCRIBE a `Graph`,
        ASK a truth. Raises `QuerySyntaxError` and `QueryRefusedError`.
        """
        values = bound(bindings)
        expanded = self._naming.expansion.expand(sparql, PREFIXES, values)
        left = {name: node for name, node in values.items() if f"?{name}" in expanded.text or f"?{name}" not in sparql}
        try:
            answer = self.store.query(expanded.text, bindings=left, prefixes=PREFIXES)
        except (QuerySyntaxError, QueryRefusedError) as error:
            raise expanded.placed(error) from None
        if isinstance(answer, Truth):
            return bool(answer)
        provenance = Provenance(
            version=self.manifest.version,
            release=self.manifest.digest[:16],
            query=digest_of(sparql),
            answered=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        )
        found = self.lint(sparql)
        if isinstance(answer, Solutions):
            return Table(answer.variables, tuple(answer), provenance, found)
        return Graph(tuple(dict.fromkeys(answer)), provenance, found)

    @cached_property
    def readings(self) -> Readings:
        """What is ambiguous in this release: words with several senses, and classes that cover several readings."""
        return Readings(self.store)

    def lint(self, sparql: str, *, prefixes: Mapping[str, str] = PREFIXES) -> tuple[Ambiguity, ...]:
        """Where a query uses an ambiguous term or an umbrella class, with the edit that each reading takes.

        `prefixes` are known without being declared. Raises `QuerySyntaxError` and `QueryRefusedError`.
        """
        return lint(sparql, self.readings, prefixes)

    def complete(
        self, text: str, *, kinds: Collection[Kind] = OFFERED, language: str | None = None, limit: int = 20
    ) -> list[Completion]:
        """Things that a query can name, found by the beginning of a label in any language or script, best first."""
        return complete(text, self._index, self.readings, kinds=frozenset(kinds), language=language, limit=limit)

    def pool(self, *, workers: int, deadline: float, memory: int = MEMORY) -> PooledStore | RemoteStore:
        """The same data as a store for the queries of strangers: it stops them after `deadline` seconds.

        It has `workers` processes of its own, each of which may take `memory` bytes; close it before this. When the
        data lie in a store elsewhere, `workers` queries run there at once instead.
        """
        if isinstance(self.store, RemoteStore):
            return self.store.limited(at_once=workers, deadline=deadline)
        return release.open_pool(self.folder, self.store, workers=workers, deadline=deadline, memory=memory)

    def endpoint(self, queries: Store | None = None, caps: Caps | None = None) -> Endpoint:
        """What answers by the SPARQL Protocol over this release; `queries` runs them, such as a `pool`."""
        return Endpoint(
            self.store if queries is None else queries,
            version=self.manifest.version,
            release=self.manifest.digest,
            caps=caps,
            expand=self._naming.expansion.expand,
            describe=lambda address, media_type: describe(self.manifest, self.statistics, address, media_type),
        )

    @cached_property
    def statistics(self) -> Statistics:
        """How much of what the release holds."""
        return release.statistics(self.folder) or release.count(self.store)

    def search(self, text: str, *, language: str | None = None, limit: int = 20) -> list[Hit]:
        """Find anything by a label in any language or script, best first, terms with their readings."""
        return [self._read(hit) for hit in self._index.search(text, language=language, limit=limit)]

    def find(
        self,
        text: str,
        *,
        language: str | None = None,
        chosen: Mapping[str, Sequence[str]] | None = None,
        offset: int = 0,
        limit: int = 20,
    ) -> Search:
        """One page of what `search` finds, with the number of all hits and by what they can be narrowed.

        `chosen` maps a facet (`edukg.search.FACETS`) to the values of which a hit must have one: IRIs, or a word for
        `kind` and `language`.
        """
        found = self._index.find(text, language=language, chosen=chosen, offset=offset, limit=limit)
        return replace(found, hits=tuple(self._read(hit) for hit in found.hits))

    def _read(self, hit: Hit) -> Hit:
        """A hit with its readings, if it is a term."""
        return replace(hit, readings=self.lexicon.readings(hit.iri)) if hit.kind is Kind.TERM else hit

    def instances(
        self,
        language: str,
        order: Callable[[str], Any] = fold,
        *,
        chosen: Mapping[str, Sequence[str]] | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> Listing:
        """One page of the real things (clusters, programmes, organisations, …) by name, and how to narrow them."""
        return self._index.things(order, language=language, chosen=chosen, offset=offset, limit=limit)

    @cached_property
    def countries(self) -> Mapping[str, str]:
        """The two-letter code (ISO 3166-1) of each country, by its IRI."""
        return self._index.countries()

    def term(self, text: str, language: str | None = None) -> Term:
        """The lexical entry that is written so (in any of its forms, any script), or has this IRI.

        Of several languages the first of English, Russian, Uzbek is taken unless `language` names one. Raises
        `UnknownTermError` with the nearest written forms.
        """
        return self._naming.term(text, language)

    def guide(self, text: str, path: Sequence[str] = (), *, language: str | None = None) -> Guide:
        """“Which one do you mean?”: the next plain question about a term or a family, or the reading that is meant.

        `text` is a term as `term` takes it, or the IRI of a family; `path` holds the answers so far. Raises
        `UnknownTermError`, and `InputError` for an answer that was not offered.
        """
        return self._naming.guide(text, path, language)

    def compare(self, *names: str, language: str | None = None) -> Comparison:
        """Terms or readings side by side: a concept by IRI or key, a term in any written form for all its readings.

        Raises `UnknownTermError` for a name that is neither, and `InputError` when fewer than two readings are named.
        """
        return self._naming.compare(names, language)

    def terms(self, language: str | None = None) -> tuple[TermLink, ...]:
        """The entries of a language, of all when None."""
        return self.lexicon.terms(language)

    def families(self) -> tuple[Family, ...]:
        """The families of readings that share a word."""
        return self.lexicon.families()

    def concept(self, iri: str) -> Concept | None:
        """The concept with this IRI, or None."""
        return self.lexicon.concept(iri)

    def describe(self, iri: str) -> Resource | None:
        """All that is said of an IRI, or None."""
        return self.linked.resource(iri)

    def kind(self, iri: str) -> Kind | None:
        """What an IRI stands for, or None when nothing is said of it."""
        if iri.startswith(GRAPH):
            return Kind.GRAPH if iri in self.store.graphs() else None
        if iri.startswith((SHAPE, FUNCTION)):
            return self.linked.kind(iri)
        return self.lexicon.kind(iri)

    def rdf(self, iri: str, media_type: str) -> bytes:
        """The triples that describe an IRI, in one of the RDF syntaxes; for an ontology or a graph, its content.

        Raises `UnknownTermError` when nothing is said of the IRI and `UnknownFormatError` for another media type.
        """
        kind = self.kind(iri)
        found = self.linked.whole(iri, kind) if kind else None
        if found is None:
            raise UnknownTermError(f"Nothing is said of {iri}.", advice="`edukg search` finds what there is.")
        return self.linked.write(found, media_type)

    @cached_property
    def linked(self) -> LinkedData:
        """What programs are told of each IRI."""
        return LinkedData(self.store, release.context(self.folder, self.store))

    @cached_property
    def _checker(self) -> Checker:
        return Checker(release.open_knowledge(self.folder), weights.read(self.folder))

    def checker(self) -> Checker:
        """What finds uses of ambiguous terms in texts; made once, safe to share between threads."""
        return self._checker

    def check(self, text: str, language: str | None = None) -> Check:
        """Every use of an ambiguous term in a text: which reading, how sure, why; and findings for the writer.

        `language` (en, ru, uz) is told from the text, passage by passage, unless it is given.
        """
        return self._checker.check(text, language)

    def validate(
        self,
        *paths: str | Path,
        engine: validate.Engine = validate.Engine.AUTO,
        shapes: Sequence[str | Path] = (),
        limit: int = validate.LIMIT,
        bounds: Bounds = UNBOUNDED,
    ) -> Report:
        """What the shapes say of some data files together with the ontology; without a file, of the shipped data.

        `shapes` are files with shapes of your own, to be used in place of the shipped ones; at most `limit` results are
        listed; `bounds` are the time and the memory that the engines may use. Raises `InputError` for files that do not
        load and for shapes that cannot be run, `ValidationTimeoutError` and `EngineError` beyond the bounds.
        """
        report, _ = validation.validate_files(
            [Path(path) for path in paths],
            engine=engine,
            shapes=[Path(path) for path in shapes],
            limit=limit,
            bounds=bounds,
        )
        return report

    @cached_property
    def _examples(self) -> tuple[Example, ...]:
        return tuple(read_example(path) for path in resources.example_queries())

    def examples(self) -> tuple[Example, ...]:
        """The example queries that the editor offers."""
        return self._examples

    @property
    def home(self) -> Path:
        """The folder in which this release lies beside others: the home, or for a store elsewhere a part of it."""
        return self.folder.parent.parent

    @property
    def history(self) -> tuple[tuple[Path, Manifest], ...]:
        """This release and those kept beside it that were made before it, the newest first."""
        return self._history.releases

    def changes(self, place: int = 0) -> Difference | None:
        """What the release at a place of the history changed; None for the oldest that is kept.

        Comparing takes about a second for each pair, once. Raises `ReleaseError` when a release has been damaged since,
        `ElsewhereError` when the data of one are kept only in a store elsewhere.
        """
        return self._history.changes(place)

    def story(self, iri: str, parts: Collection[str] = ()) -> Story:
        """What became of a thing, and of the parts that are shown with it, in the releases that are kept.

        The first call compares the latest of them, see `changes`.
        """
        return self._history.story(self.store, iri, parts)

    def citation(self, iri: str, title: Texts, *, accessed: date | None = None) -> Citation:
        """How a page of this release is cited: `title` is what it is called in each language."""
        return Citation(
            iri=iri,
            title=title,
            version=self.manifest.version,
            issued=date.fromisoformat(self.manifest.created[:10]),
            accessed=accessed or datetime.now(UTC).date(),
        )

    def downloads(self) -> tuple[Download, ...]:
        """The files of the release that anyone may fetch."""
        return tuple(self._downloads.values())

    @cached_property
    def _downloads(self) -> Mapping[str, Download]:
        return {item.name: item for item in release.downloads(self.folder)}

    def download(self, name: str) -> Download | None:
        """What is known of a file of the release, or None when it has no such file."""
        return self._downloads.get(name)

    def catalogue(self, address: str, media_type: str) -> bytes:
        """Every file and service in DCAT and VoID, in one of the RDF syntaxes, for an installation at an address."""
        held = Held(self.manifest, self.statistics, self.downloads(), [m for _, m in self.history[1:]])
        return catalogue(held, address, media_type)

    def open_download(self, download: Download, start: int = 0) -> IO[bytes]:
        """The bytes of a file from `start` on; close the stream. Raises `ReleaseError` when the file is lost."""
        return release.open_download(self.folder, download, start)


def open_(home: str | Path | None = None, *, build: bool = True, store: str = "") -> KnowledgeBase:
    """Open the release in force in a folder: by default the one that `EDUKG_HOME` names, else the user's data folder.

    When there is none yet it is built first, which takes up to a minute; with `build=False` a missing one raises
    `ReleaseError`. `store` is the address of a store that releases are published to: then the data stay there, and the
    folder keeps what is made of them (`open_store`).
    """
    place = Path(home) if home is not None else read_settings().home
    if store:
        return open_store(store, place)
    if build and not (place / "current").is_file():
        sys.stderr.write(f"There is no release in {place} yet; building one, which takes up to a minute.\n")
        release.build(place)
    return KnowledgeBase(release.current(place))


def open_store(
    address: str, home: str | Path | None = None, *, progress: Callable[[str], None] = release.quiet
) -> KnowledgeBase:
    """Open the release in force in a store on another machine, to which it was published (`edukg publish`).

    The first time, the label index and what else follows from the data is made, and kept in the folder `home`, by
    default that of `open`. Credentials come from the environment (`edukg.store.connection`). Raises `ReleaseError` when
    nothing has been published there, `StoreAwayError` and `EndpointError` when the store cannot be asked.
    """
    place = Path(home) if home is not None else read_settings().home
    connection = Connection(address)
    layout = find(connection)
    sets = Sets(connection, layout)
    described = sets.described(sets.in_force())
    store = RemoteStore(connection, layout, described.publication)
    return KnowledgeBase(derived.folder_for(place, sets, described, store, progress), store)


__all__ = ["KnowledgeBase", "difference", "open_", "open_store"]
