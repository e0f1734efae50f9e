"""The difference of two releases, as a terminologist would tell it.

quads.py      two sorted files of quads → what only one of them says, in flat memory
telling.py    those quads → changes of terms, senses, meanings, data
migration.py  a change → a query for the data of others
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from edukg.changes.quads import differing
from edukg.changes.telling import Side, tell
from edukg.model import Bump, Change, ChangeKind, Difference, Kind

if TYPE_CHECKING:
    from edukg.lexicon import Lexicon
    from edukg.model import Manifest

_BREAKING = {ChangeKind.REMOVED, ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.REPLACED, ChangeKind.NARROWED}
_GROWING = {ChangeKind.ADDED, ChangeKind.WIDENED, ChangeKind.ATTESTED}
_VOCABULARY = {Kind.TERM, Kind.SENSE, Kind.CONCEPT, Kind.CLASS, Kind.PROPERTY}


def difference(old: tuple[Path, Manifest, Lexicon], new: tuple[Path, Manifest, Lexicon]) -> Difference:
    """What differs between two releases, each given as its folder, its manifest and its lexicon."""
    (old_folder, old_manifest, old_lexicon), (new_folder, new_manifest, new_lexicon) = old, new
    found = differing(old_folder / "data.nq.gz", new_folder / "data.nq.gz")
    changes = tell(found.asserted, Side(old_lexicon), Side(new_lexicon))
    return Difference(
        old=old_manifest.version,
        new=new_manifest.version,
        old_digest=old_manifest.digest,
        new_digest=new_manifest.digest,
        created=new_manifest.created,
        changes=changes,
        quads=found.counts,
        inferred=found.inferred,
        bump=bump_of(changes),
        told=bump_between(old_manifest.version, new_manifest.version),
    )


def bump_of(changes: tuple[Change, ...]) -> Bump:
    """What some changes ask of the version.

    Major when an IRI that others rely on no longer answers or no longer means what it meant, minor when something came,
    patch when the same was only said differently.
    """
    if any(change.kind in _BREAKING and change.of in _VOCABULARY | {Kind.INSTANCE, Kind.SOURCE} for change in changes):
        return Bump.MAJOR
    if any(change.kind in _GROWING for change in changes):
        return Bump.MINOR
    return Bump.PATCH if changes else Bump.NONE


def bump_between(old: str, new: str) -> Bump:
    """By what part two versions differ; below 1.0.0 a minor step may break (https://semver.org/#spec-item-4)."""
    before, after = (tuple(int(part) if part.isdigit() else 0 for part in v.split(".")) for v in (old, new))
    if before == after:
        return Bump.NONE
    for place, bump in enumerate((Bump.MAJOR, Bump.MINOR)):
        if before[place : place + 1] != after[place : place + 1]:
            return Bump.MAJOR if before[0] == after[0] == 0 else bump
    return Bump.PATCH


__all__ = ["bump_between", "bump_of", "difference"]
