"""What a release holds: which there are in a home, and each of the parts that lie in its folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, Final

from edukg import dumps, linked, resources, usage
from edukg.endpoint import functions
from edukg.errors import ElsewhereError, ReleaseError
from edukg.model import Download, DownloadKind, Input, Manifest, Statistics
from edukg.store.base import Store
from edukg.store.embedded import EmbeddedStore
from edukg.store.pool import MEMORY, PooledStore
from edukg.store.worker import open_source

ELSEWHERE: Final = "remote"
"""How the manifest of a folder says that the data lie in a store on another machine."""


def current(home: Path) -> Path:
    """The folder of the release in force. Raises `ReleaseError` when there is none."""
    pointer = home / "current"
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise ReleaseError(
            f"There is no release in {home}.", advice="Run `edukg build`, or name another folder with --home."
        ) from None
    except OSError as error:
        raise ReleaseError(f"{pointer} cannot be read: {error.strerror}.", advice="Check its permissions.") from error
    folder = home / "releases" / name
    if not (folder / "manifest.json").is_file():
        raise ReleaseError(f"The release {name} in {home} is damaged.", advice="Run `edukg build --force`.")
    return folder


def kept(home: Path) -> tuple[tuple[Path, Manifest], ...]:
    """The releases that a home keeps, the newest first; damaged ones are passed over."""
    found = []
    for folder in (home / "releases").glob("[!.]*"):
        try:
            found.append((folder, read_manifest(folder)))
        except ReleaseError:
            continue
    return tuple(sorted(found, key=lambda release: (release[1].created, release[0].name), reverse=True))


def named(home: Path, name: str) -> Path:
    """A release by its folder, its name among those kept, its version (then the newest of it), or `current`.

    Raises `ReleaseError` when none is named so.
    """
    if name == "current":
        return current(home)
    if (Path(name) / "manifest.json").is_file():
        return Path(name)
    releases = kept(home)
    for folder, manifest in releases:
        if name in {folder.name, manifest.version}:
            return folder
    there_are = ", ".join(folder.name for folder, _ in releases[:8]) or "none"
    raise ReleaseError(f"There is no release '{name}' in {home}.", advice=f"There are: {there_are}.")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release. Raises `ReleaseError` when it is missing or damaged."""
    try:
        fields = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
        fields["inputs"] = tuple(Input(**item) for item in fields["inputs"])
        fields["left_out"] = tuple(fields.get("left_out", ()))
        return Manifest(**fields)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"The manifest of the release {folder.name} is damaged: {error}.", advice="Run `edukg build --force`."
        ) from error


def open_store(folder: Path, storage: str) -> EmbeddedStore:
    """The store of a release: in memory when there is little, read-only on disk when there is much.

    Raises `ElsewhereError` when its data lie in a store elsewhere, and are too many for a copy here (`edukg.derived`).
    """
    source = _source(folder, storage)
    if storage == ELSEWHERE and not source.is_file():
        raise ElsewhereError(
            f"The data of the release {folder.name} lie in a store elsewhere, and no copy of them is kept here.",
            advice="Look where it was built.",
        )
    store = open_source(source)
    store.add_functions(functions.FUNCTIONS)
    return store


def open_knowledge(folder: Path) -> usage.Knowledge:
    """What the checker of uses knows of a release. Raises `ReleaseError` when it is missing or damaged."""
    return usage.read(folder / "usage.json")


def open_pool(
    folder: Path, store: EmbeddedStore, *, workers: int, deadline: float, memory: int = MEMORY
) -> PooledStore:
    """A pool of processes over the store of a release."""
    source = _source(folder, read_manifest(folder).storage)
    return PooledStore(store, source, workers=workers, deadline=deadline, memory=memory, functions=functions.__name__)


def _source(folder: Path, storage: str) -> Path:
    return folder / ("store" if storage == "disk" else "data.nq.gz")


def count(store: Store) -> Statistics:
    """How much of what a store holds; goes through all of it."""

    def numbers(name: str) -> dict[str, int]:
        rows = store.select(resources.query(f"release/statistics-{name}"))
        return {str(row["iri"]): int(str(row["number"])) for row in rows}

    properties = numbers("properties")
    subjects = store.select(resources.query("release/statistics-subjects"))[0]["number"]
    return Statistics(
        triples=sum(properties.values()),
        subjects=int(str(subjects)),
        graphs=numbers("graphs"),
        classes=numbers("classes"),
        properties=properties,
    )


def statistics(folder: Path) -> Statistics | None:
    """What was counted when a release was built; None for one built before that was done."""
    try:
        return Statistics(**json.loads((folder / "statistics.json").read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None


def context(folder: Path, store: Store) -> linked.Context:
    """The JSON-LD context of a release; read off the data for one built before it was written down."""
    try:
        found: linked.Context = json.loads((folder / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    except (OSError, ValueError, KeyError):
        return linked.context_of(store)
    return found


def downloads(folder: Path) -> tuple[Download, ...]:
    """The files of a release that anyone may fetch. Raises `ReleaseError` when their list is missing or damaged."""
    try:
        listed = json.loads((folder / "dumps.json").read_text(encoding="utf-8"))
        return tuple(Download(**{**item, "kind": DownloadKind(item["kind"])}) for item in listed)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"The list of files of the release {folder.name} is damaged: {error}.", advice="Run `edukg build --force`."
        ) from error


def open_download(folder: Path, download: Download, start: int = 0) -> IO[bytes]:
    """The bytes of a file from `start` on; close the stream. Raises `ReleaseError` when the file is lost."""
    return dumps.open_at(folder / "dumps", download, start)
