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
_FORMER: Final = "former"
"""Where a home keeps the manifests of removed releases, in folders that are called as theirs were."""
_DIGEST: Final = re.compile(r"[0-9a-f]{8,64}")


def versions(home: Path) -> tuple[Kept, ...]:
    """The newest build of each version that is kept, the newest version first."""
    found: dict[str, Kept] = {}
    for one in release.kept(home):
        found.setdefault(one[1].version, one)
    return tuple(found.values())


def find(home: Path, name: str) -> Kept | None:
    """The release of a version, with that folder name, or whose digest begins so (eight letters or more); else None."""
    return next((kept for kept in release.kept(home) if _is(name, kept[0].name, kept[1])), None)


def _is(name: str, folder: str, manifest: Manifest) -> bool:
    """Whether a release, its folder being called so, is the one that a name stands for."""
    by_digest = _DIGEST.fullmatch(name) is not None and manifest.digest.startswith(name)
    return name in {manifest.version, folder} or by_digest


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


def former(home: Path, name: str) -> Manifest | None:
    """The manifest of a release that was removed, named as for `find`; else None."""
    found = [(folder.name, release.read_manifest(folder)) for folder in (home / _FORMER).glob("*")]
    named = [manifest for folder, manifest in found if _is(name, folder, manifest)]
    return max(named, key=lambda manifest: manifest.created, default=None)


def thin_out(home: Path, keep: int, in_force: str) -> tuple[str, ...]:
    """Remove all releases but so many, and tell their names; 0 keeps all. Of those removed the manifest is kept.

    The one in force, given by its name, stays, then the newest of each version, then other builds, the newest first.
    Raises `StorageError` when the folder cannot be written.
    """
    if keep <= 0:
        return ()
    of_versions = [folder for folder, _manifest in versions(home)]
    others = [folder for folder, _manifest in release.kept(home) if folder not in of_versions]
    order = sorted([*of_versions, *others], key=lambda folder: folder.name != in_force)
    for folder in order[keep:]:
        try:
            (home / _FORMER / folder.name).mkdir(parents=True, exist_ok=True)
            shutil.copy2(folder / "manifest.json", home / _FORMER / folder.name)
        except OSError as error:
            raise StorageError(
                f"The release {folder.name} cannot be removed: {error.strerror or error}.",
                advice="Free some space, or mend the permissions of the folder.",
            ) from error
        shutil.rmtree(folder, ignore_errors=True)
    return tuple(folder.name for folder in order[keep:])
