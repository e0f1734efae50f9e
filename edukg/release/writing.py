"""The files of a release: the data, what is read off them, and what anyone may fetch."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import pyoxigraph as ox

from edukg import dumps, export, linked, load, resources, search, usage, validate
from edukg.dumps.signing import Signer, sign_checksums
from edukg.model import Download, Manifest, Report
from edukg.release.reading import count, downloads, open_store
from edukg.store.base import Store
from edukg.store.embedded import merge_graphs

ON_DISK_FROM = 1_000_000
"""Quads from which a release is also written, and opened, as a store on disk: about 450 MB in memory."""


def write_data(folder: Path, dataset: load.Dataset, report: Report) -> str:
    """Write all of a release but what is read off the data, and return their digest."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        canonical = dumps.write_canonical(dataset.store, Path(work))
        dumps.pack(canonical.path, folder / "data.nq.gz")
        if canonical.quads >= ON_DISK_FROM:
            on_disk = ox.Store(str(folder / "store"))
            on_disk.bulk_load(path=str(canonical.path), format=ox.RdfFormat.N_QUADS)
            merge_graphs(on_disk)
            on_disk.optimize()
            on_disk.flush()
            del on_disk
        _write_dumps(folder, canonical, Path(work))
    (folder / "report.ttl").write_text(validate.report_turtle(report), encoding="utf-8")
    return canonical.digest


def derive(folder: Path, store: Store) -> None:
    """Write what is read off the data, for search, the checker and descriptions; also in place of what is there.

    Each file is put in the place of the old one when it is whole, so that readers of the release see no half of one.
    """
    with tempfile.TemporaryDirectory(prefix=".deriving-", dir=folder) as work:
        made = Path(work)
        search.write_index(made / "labels.sqlite", search.labels_of(store), search.around(store))
        usage.gather(store).write(made / "usage.json")
        shutil.copyfile(resources.usage_file(usage.WEIGHTS), made / usage.WEIGHTS)
        write_json(made / "statistics.json", asdict(count(store)))
        write_json(made / "context.jsonld", {"@context": linked.context_of(store)})
        for file in made.iterdir():
            file.replace(folder / file.name)


def write_downloads(folder: Path, store: ox.Store, manifest: Manifest) -> None:
    """Write the data and the files that anyone may fetch, for a release that was built on another machine."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        canonical = dumps.write_canonical(store, Path(work))
        dumps.pack(canonical.path, folder / "data.nq.gz")
        _write_dumps(folder, canonical, Path(work))
    write_views(folder, manifest)


def _write_dumps(folder: Path, canonical: dumps.Canonical, work: Path) -> None:
    """The whole and each graph in every syntax."""
    (folder / "dumps").mkdir()
    _write_list(folder, dumps.write_dumps(canonical, folder / "dumps", work))


def write_views(folder: Path, manifest: Manifest) -> None:
    """The forms that other systems take, beside the dumps; then the digests of everything."""
    listed = list(downloads(folder))
    store = open_store(folder, manifest.storage)
    for view in export.views(store, manifest):
        (folder / "dumps" / view.name).write_bytes(view.content)
        digest, size = hashlib.sha256(view.content).hexdigest(), len(view.content)
        listed.append(Download(view.name, view.label, view.media_type, size, digest, view.kind, view.language))
    store.close()
    listed.append(dumps.write_checksums(folder / "dumps", listed))
    _write_list(folder, listed)


def sign(folder: Path, signer: Signer | None) -> None:
    """Sign the digests of a release's files, in place of an earlier signature; nothing without a signer."""
    if signer is None:
        return
    unsigned = (item for item in downloads(folder) if item.name not in {dumps.SIGNATURE, dumps.KEYS})
    _write_list(folder, [*unsigned, *sign_checksums(folder / "dumps", signer)])


def _write_list(folder: Path, listed: Sequence[Download]) -> None:
    path = folder / ".dumps.json"
    write_json(path, [asdict(item) for item in listed])
    path.replace(folder / "dumps.json")


def write_json(path: Path, value: object) -> None:
    """Write one of the small files that people may want to read as well."""
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False), encoding="utf-8")
