"""Publishing: a release goes into a store on another machine, and is put in force there when all of it has arrived.

    begin a set of graphs → load it, piece by piece → compare it with the release → switch to it → remove older sets

Readers see the release before until the switch, which is one triple (`edukg.store.published`). Whatever ends this in
between, a power cut of either machine among them, leaves that one in force; publishing again goes on where it was.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Final, Literal

from edukg import release
from edukg.errors import EdukgError, PublicationError, StoreAwayError
from edukg.model import Manifest, Statistics
from edukg.publishing import pieces
from edukg.publishing.outcome import Outcome
from edukg.publishing.pieces import EVERYTHING, LINES, LINKED, Contents, Normalise, Sum
from edukg.store import virtuoso
from edukg.store.connection import Connection
from edukg.store.layouts import Layout, find
from edukg.store.published import PUBLISHED, Publication, catalogue_lines, graph_in
from edukg.store.sets import Listed, Sets

Verify = Literal["digest", "counts"]
Progress = Callable[[str, int, int], None]
"""Told of each stage: its name, how much of it is done, and how much there is (0 when that is not known)."""
_TOO_MANY: Final = 1_000_000
"""Triples from which a store that hands out few rows at once is compared by counts: pages further on take longer."""


def quiet(_: str, __: int, ___: int) -> None:
    """A progress that shows nothing."""


def publish(
    folder: Path,
    address: str,
    *,
    keep: int = 1,
    force: bool = False,
    verify: Verify = "digest",
    progress: Progress = quiet,
) -> Outcome:
    """Publish the release in a folder to the store at an address.

    `keep` is the number of sets before this one that stay in the store. A release that is in force there already is
    not published again unless `force`. Only one publisher may work on a store at a time.

    Raises `ReleaseError` for a damaged release, `StoreAwayError` and `EndpointError` when the store cannot be reached,
    is not let in or refuses, `PublicationError` when it does not hold what was sent. The release that is in force in
    the store stays so in each case.
    """
    connection = Connection(address)
    try:
        return _Publishing(folder, connection, find(connection), progress).run(keep, verify, force=force)
    finally:
        connection.close()


class _Publishing:
    def __init__(self, folder: Path, connection: Connection, layout: Layout, progress: Progress) -> None:
        self._folder = folder
        self._manifest: Manifest = release.read_manifest(folder)
        self._sets = Sets(connection, layout)
        self._layout = layout
        self._progress = progress
        self._normalise: Normalise = virtuoso.by_value if layout.virtuoso else pieces.unchanged
        self._seconds: dict[str, float] = {}
        self._last = time.perf_counter()

    def run(self, keep: int, verify: Verify, *, force: bool) -> Outcome:
        listed = self._sets.listed()
        ours = [one for one in listed if _base(one.iri) == self._name()]
        if ours and ours[0] == listed[0] and listed[0].number and not force:
            return self._outcome(self._sets.described(ours[0].iri).publication)
        self._progress("Reading the release", 0, 0)
        contents = pieces.contents(self._folder, self._manifest.digest, self._normalise)
        self._lap("read")
        publication, loaded, there = self._arrive(self._chosen(ours, force=force), contents)
        verified = self._compare(publication, contents, verify)
        self._progress("Switching to the release", 0, 0)
        self._sets.switch(publication)
        self._sets.drop(publication.journal)
        self._lap("switch")
        removed, kept = self._tidy(keep)
        self._lap("tidy")
        return self._outcome(publication, verified=verified, loaded=loaded, there=there, removed=removed, kept=kept)

    def _name(self) -> str:
        return f"{self._manifest.version}-{self._manifest.digest[:16]}"

    def _chosen(self, ours: list[Listed], *, force: bool) -> str:
        """The set to publish into: one that was begun or had been in force before, unless forced, else a new one."""
        if ours and not force:
            return ours[0].iri
        highest = max((int(one.iri.rpartition("-")[2]) for one in ours), default=0)
        return f"{PUBLISHED}/{self._name()}-{highest + 1}"

    def _arrive(self, iri: str, contents: Contents) -> tuple[Publication, int, int]:
        """See that all pieces are in the store; how many were sent now, and how many were there."""
        names = sorted(name for name in contents.sums if name != EVERYTHING)
        publication = Publication(
            iri,
            self._manifest.version,
            self._manifest.digest,
            {name: graph_in(iri, name) for name in names},
            quads=contents.quads,
            triples=contents.sums[EVERYTHING].triples,
        )
        known = {one.iri: one for one in self._sets.listed()}
        plan, there = self._sets.progress(iri) if iri in known else ("", frozenset[str]())
        if iri in known and known[iri].number and not plan:
            return publication, 0, len(names)  # it had been in force: nothing is missing
        sizes = _sizes(plan)
        linked = dict(pieces.linked_pieces(contents, sizes["linked"]))
        if iri in known and not (plan and set(linked) <= there):
            # what has blank nodes cannot be sent twice, so this begins anew
            self._progress("Removing what was begun", 0, 0)
            self._sets.remove(iri)
            plan, there, known = "", frozenset[str](), {}
        total, done = contents.quads + publication.triples, 0
        name = "Loading the graphs"
        loaded = 0
        try:
            if iri not in known:
                statistics = asdict(release.statistics(self._folder) or self._counted())
                catalogue = catalogue_lines(publication, _ascii(asdict(self._manifest)), _ascii(statistics))
                self._sets.begin(publication, catalogue, json.dumps(sizes))
                for linked_name, by_graph in linked.items():
                    graphs = [(self._inside(publication, graph), lines) for graph, lines in by_graph.items()]
                    self._sets.load_linked(publication, linked_name, graphs)
                    loaded += 1
            done += 2 * len(contents.linked)
            for piece in pieces.ground_pieces(self._folder, sizes["lines"]):
                if piece.name not in there:
                    self._sets.load(self._inside(publication, piece.graph), piece.lines)
                    self._sets.mark(publication, piece.name)
                    loaded += 1
                done += len(piece.lines)
                self._progress(name, done, total)
        except StoreAwayError as error:
            raise _broke_off(error, done, total) from error
        self._lap("load")
        return publication, loaded, len(there)

    def _inside(self, publication: Publication, graph: str) -> str:
        return publication.everything if graph == EVERYTHING else publication.graphs[graph]

    def _counted(self) -> Statistics:
        store = release.open_store(self._folder, self._manifest.storage)
        try:
            return release.count(store)
        finally:
            store.close()

    def _compare(self, publication: Publication, contents: Contents, verify: Verify) -> str:
        """See that the store holds the release; by what that was seen. Raises `PublicationError` otherwise."""
        stage = "Comparing with the release"
        total = contents.quads + publication.triples
        for name, expected in contents.sums.items():
            found = self._sets.count(self._inside(publication, name))
            if found != expected.triples:
                self._give_up(publication, name, f"{found:,} triples instead of {expected.triples:,}")
        if self._layout.virtuoso and total > _TOO_MANY:
            verify = "counts"
        if verify == "counts":
            self._lap("compare")
            return "counts"
        done = 0
        for name, expected in contents.sums.items():
            self._progress(stage, done, total)
            found_sum: Sum = pieces.sum_of(self._sets.content(self._inside(publication, name)), self._normalise)
            if found_sum != expected:
                self._give_up(publication, name, "as many triples, and not the same ones")
            done += expected.triples
        self._progress(stage, total, total)
        self._lap("compare")
        return "digest"

    def _give_up(self, publication: Publication, graph: str, what: str) -> None:
        self._sets.remove(publication.iri)
        raise PublicationError(
            f"The store does not hold what was sent: the graph {graph or 'of everything'} has {what}.",
            advice="What was sent has been removed again, and the release before is in force. Publish again; if that "
            "gives the same, look at the store's own log.",
        )

    def _tidy(self, keep: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Remove the sets before those that are kept, and what was begun and left."""
        listed = self._sets.listed()
        been = [one for one in listed if one.number]
        gone = [*been[keep + 1 :], *(one for one in listed if not one.number)]
        for number, one in enumerate(gone):
            self._progress("Removing what is not kept", number, len(gone))
            self._sets.remove(one.iri)
        return tuple(_name_of(one.iri) for one in gone), tuple(_name_of(one.iri) for one in been[1 : keep + 1])

    def _lap(self, name: str) -> None:
        now = time.perf_counter()
        self._seconds[name] = round(now - self._last, 2)
        self._last = now

    def _outcome(
        self,
        publication: Publication,
        *,
        verified: str = "",
        loaded: int = 0,
        there: int = 0,
        removed: tuple[str, ...] = (),
        kept: tuple[str, ...] = (),
    ) -> Outcome:
        return Outcome(
            publication.name,
            publication.version,
            publication.digest,
            publication.quads,
            len(publication.graphs),
            self._layout.product,
            verified,
            loaded,
            there,
            removed,
            kept,
            dict(self._seconds),
        )


def _base(iri: str) -> str:
    """The version and the digest in the name of a set."""
    return _name_of(iri).rpartition("-")[0]


def _name_of(iri: str) -> str:
    return iri.removeprefix(PUBLISHED + "/")


def _sizes(plan: str) -> dict[str, int]:
    """How a set is cut into pieces; one that was begun goes on as it was."""
    try:
        found = json.loads(plan)
        return {"lines": int(found["lines"]), "linked": int(found["linked"])}
    except (ValueError, KeyError, TypeError):
        return {"lines": LINES, "linked": LINKED}


def _ascii(value: object) -> str:
    return json.dumps(value, ensure_ascii=True)


def _broke_off(error: StoreAwayError, done: int, total: int) -> EdukgError:
    share = f"{done:,} of {total:,} triples had been sent" if done else "Nothing had been sent"
    return StoreAwayError(
        f"{error.message} {share}.",
        advice="The release before is still in force. Run the same command again when the store is back; it goes on "
        "where it was.",
    )


__all__ = ["Outcome", "Progress", "publish"]
