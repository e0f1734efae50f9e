"""The releases that are kept beside one another, and what changed from each to the next."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

from edukg import changes, release
from edukg.errors import ElsewhereError
from edukg.lexicon import Lexicon
from edukg.model import DatedChange, Difference, Manifest, Story
from edukg.resources import query
from edukg.store.base import Iri, Store

LOOKED_AT: Final = 5
"""Differences that the story of one thing is told from: each takes about a second to find, once."""


def difference(old: Path, new: Path) -> Difference:
    """What differs between two releases, given by their folders, in terms, senses, meanings and data.

    Raises `ReleaseError` for a folder that holds none, `ElsewhereError` for one whose data are not there.
    """
    before, after = release.read_manifest(old), release.read_manifest(new)
    earlier, later = release.open_store(old, before.storage), release.open_store(new, after.storage)
    try:
        return changes.difference((old, before, Lexicon(earlier)), (new, after, Lexicon(later)))
    finally:
        earlier.close()
        later.close()


class History:
    """A release and those kept beside it that were made before it. Differences are found when they are asked for."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._folder = folder
        self._manifest = manifest
        self._found: dict[int, Difference] = {}
        self._lock = threading.Lock()

    @cached_property
    def releases(self) -> tuple[tuple[Path, Manifest], ...]:
        """This release and the earlier ones, the newest first."""
        beside = (kept for kept in release.kept(self._folder.parent.parent) if kept[1].digest != self._manifest.digest)
        earlier = tuple(kept for kept in beside if kept[1].created <= self._manifest.created)
        return ((self._folder, self._manifest), *earlier)

    def changes(self, place: int) -> Difference | None:
        """What the release at a place changed, the newest being at 0; None for the oldest that is kept."""
        if not 0 <= place < len(self.releases) - 1:
            return None
        with self._lock:
            if place not in self._found:
                self._found[place] = difference(self.releases[place + 1][0], self.releases[place][0])
            return self._found[place]

    @cached_property
    def _looked_at(self) -> tuple[Difference, ...]:
        """The differences that stories are told from, the newest first; no older ones where data are elsewhere."""
        found: list[Difference] = []
        while len(found) < LOOKED_AT:
            try:
                told = self.changes(len(found))
            except ElsewhereError:
                break
            if told is None:
                break
            found.append(told)
        return tuple(found)

    @cached_property
    def _by_subject(self) -> Mapping[str, tuple[DatedChange, ...]]:
        """The changes that are looked at, by what they are about."""
        found: dict[str, list[DatedChange]] = defaultdict(list)
        for (_folder, manifest), told in zip(self.releases, self._looked_at, strict=False):
            for change in told.changes:
                found[change.named.iri].append(DatedChange(manifest.version, manifest.digest, manifest.created, change))
        return {iri: tuple(dated) for iri, dated in found.items()}

    def story(self, store: Store, iri: str, parts: Collection[str] = ()) -> Story:
        """What became of a thing and of its parts, the latest change first; `store` is that of this release."""
        dated = [change for one in dict.fromkeys((iri, *parts)) for change in self._by_subject.get(one, ())]
        _folder, oldest = self.releases[len(self._looked_at)]
        rows = store.select(query("lexicon/revised"), bindings={"iri": Iri(iri)})
        first = min((str(row["created"]) for row in rows if "created" in row), default="")
        return Story(
            changes=tuple(sorted(dated, key=lambda d: d.created, reverse=True)),
            version=oldest.version,
            created=oldest.created,
            first=first,
            revised=str(rows[0]["modified"]) if rows else "",
        )
