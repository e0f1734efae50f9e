"""The releases that a home keeps side by side: found by version, made readable for this program, and thinned out.

Of several builds of one version the newest is what the version stands for; the others are on the way to it.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from edukg import release
from edukg.errors import ReleaseError, StorageError
from edukg.kb import KnowledgeBase
from edukg.model import Manifest

Kept = tuple[Path, Manifest]
_DIGEST: Final = re.compile(r"[0-9a-f]{8,64}")


def versions(home: Path) -> tuple[Kept, ...]:
    """The newest build of each version that is kept, the newest version first."""
    found: dict[str, Kept] = {}
    for one in release.kept(home):
        found.setdefault(one[1].version, one)
    return tuple(found.values())


def find(home: Path, name: str) -> Kept | None:
    """The release of a version, with that folder name, or whose digest begins so (eight letters or more); else None."""
    for folder, manifest in release.kept(home):
        by_digest = _DIGEST.fullmatch(name) and manifest.digest.startswith(name)
        if name in {manifest.version, folder.name} or by_digest:
            return folder, manifest
    return None


def open_kept(folder: Path) -> KnowledgeBase:
    """Open a release that an earlier version of this program may have built: what it reads off the data is made anew.

    Raises `ReleaseError` when the data themselves are damaged, `StorageError` when the folder cannot be written.
    """
    try:
        return KnowledgeBase(folder)
    except ReleaseError:
        store = release.open_store(folder, release.read_manifest(folder).storage)
    try:
        release.derive(folder, store)
    except OSError as error:
        raise StorageError(
            f"The release {folder.name} was built by another version and cannot be made readable: {error.strerror}.",
            advice="Let the folder be written to once, or build the release again.",
        ) from error
    finally:
        store.close()
    return KnowledgeBase(folder)


def thin_out(home: Path, keep: int) -> tuple[str, ...]:
    """Remove all releases but so many, and tell their names; 0 keeps all.

    The one in force stays, then the newest of each version, then other builds, the newest first.
    """
    if keep <= 0:
        return ()
    in_force = release.current(home).name
    of_versions = [folder for folder, _manifest in versions(home)]
    others = [folder for folder, _manifest in release.kept(home) if folder not in of_versions]
    order = sorted([*of_versions, *others], key=lambda folder: folder.name != in_force)
    for folder in order[keep:]:
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(folder.name for folder in order[keep:])
