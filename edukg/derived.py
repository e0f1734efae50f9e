"""What a site keeps on its own machine when its data lie in a store on another one.

    home/remote/releases/{set}/
      manifest.json, statistics.json    as they were published
      labels.sqlite                     the label index, made of what the store answers
      usage.json, context.jsonld        what the checker of uses knows, and the names of JSON-LD, likewise
      data.nq.gz, dumps/                the data and the files to fetch, when there is not much of them

It is made once for each release, when it is served for the first time, and found again by the name of the set, which
holds the digest of the data; nothing in it ever changes. Publishing these files instead would make the store a file
server, which SPARQL stores are not; what is in them follows from the data and takes seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg import linked, release, search, usage
from edukg.errors import ReleaseError, StorageError
from edukg.model import Input, Manifest, Statistics
from edukg.store.remote import RemoteStore
from edukg.store.sets import Described, Sets

Progress = Callable[[str], None]
LARGEST: Final = release.ON_DISK_FROM
"""Quads up to which the data are fetched for the downloads; beyond, these are where the release was built."""


def folder_for(home: Path, sets: Sets, described: Described, store: RemoteStore, progress: Progress) -> Path:
    """The folder of a set, made first when there is none.

    Raises `StorageError` when it cannot be written, and what the store raises.
    """
    releases = home / "remote" / "releases"
    final = releases / described.publication.name
    if (final / "manifest.json").is_file():
        return final
    try:
        releases.mkdir(parents=True, exist_ok=True)
        working = Path(tempfile.mkdtemp(prefix=".deriving-", dir=releases))
    except OSError as error:
        raise _not_written(releases, error) from error
    try:
        _fill(working, sets, described, store, progress)
        os.rename(working, final)  # noqa: PTH104  # `Path.rename` says no more
    except OSError as error:
        if not (final / "manifest.json").is_file():  # unless another process was quicker
            raise _not_written(releases, error) from error
    finally:
        shutil.rmtree(working, ignore_errors=True)
    return final


def _fill(folder: Path, sets: Sets, described: Described, store: RemoteStore, progress: Progress) -> None:
    manifest = replace(_manifest(described), storage=release.ELSEWHERE)
    statistics = Statistics(**json.loads(described.statistics))
    _write(folder / "statistics.json", asdict(statistics))
    progress("Making the label index from what the store answers")
    search.write_index(folder / "labels.sqlite", search.labels_of(store), search.around(store))
    _write(folder / "context.jsonld", {"@context": linked.context_of(store)})
    progress("Gathering what the checker has to know")
    usage.gather(store).write(folder / "usage.json")
    _write(folder / "manifest.json", asdict(manifest))
    if described.publication.quads > LARGEST:
        _write(folder / "dumps.json", [])
        return
    progress("Fetching the data for the downloads")
    quads = ox.Store()
    quads.bulk_extend(_quads(sets, described))
    release.write_downloads(folder, quads, manifest)


def _quads(sets: Sets, described: Described) -> Iterator[ox.Quad]:
    for number, (name, inside) in enumerate(sorted(described.publication.graphs.items())):
        graph = ox.NamedNode(name)
        for triple in sets.content(inside):
            subject, value = _apart(triple.subject, number), _apart(triple.object, number)
            yield ox.Quad(subject, triple.predicate, value, graph)  # type: ignore[arg-type]  # subjects stay subjects


def _apart(
    term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple, number: int
) -> ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple:
    """Blank nodes of graphs that were fetched one by one have nothing to do with each other."""
    return ox.BlankNode(f"g{number}x{term.value}") if isinstance(term, ox.BlankNode) else term


def _manifest(described: Described) -> Manifest:
    try:
        fields = json.loads(described.manifest)
        fields["inputs"] = tuple(Input(**item) for item in fields["inputs"])
        fields["left_out"] = tuple(fields.get("left_out", ()))
        return Manifest(**fields)
    except (ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"The manifest of {described.publication.name} in the store cannot be read: {error}.",
            advice="Publish it again with this version of EduKG, or serve it with that by which it was published.",
        ) from error


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False), encoding="utf-8")


def _not_written(folder: Path, error: OSError) -> StorageError:
    return StorageError(
        f"The folder {folder} cannot be written: {error.strerror or error}.",
        advice="Free some space, mend the permissions, or choose another folder with --home.",
    )
