"""Saved queries: kept under a link that is made of the query itself, so that a paper can cite it.

Why a file for each rather than a link that carries the query: such a link runs to thousands of characters, which no
journal prints and many mail programs break. The digest is as permanent: the same query has the same link on every
deployment, and can be saved again there if a server was lost. Files lie beside the releases and outlive them.

A query is saved only after it was answered, together with the version of the data that answered it; saving it again
over a later release adds that version and changes nothing else.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from edukg.endpoint.citation import digest_of, normalise
from edukg.errors import StorageError

LENGTH: Final = 20
"""Hexadecimal digits of the digest in a link: 80 bits, enough for a trillion queries."""
LONGEST: Final = 50_000
"""Characters of a query that is saved."""
_KEEP_FREE: Final = 200_000_000
"""Bytes of the disk that saved queries leave to others."""


@dataclass(frozen=True, slots=True)
class Use:
    """One release on which the query was answered, with the time of that answer (RFC 3339)."""

    version: str
    release: str
    answered: str


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query with the graphs it was asked of (none: all) and the releases that answered it, the first one first."""

    digest: str
    text: str
    default: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    uses: tuple[Use, ...] = ()

    @property
    def name(self) -> str:
        """What stands for it in its link."""
        return self.digest[:LENGTH]

    def citation(self, link: str, use: Use) -> str:
        """A sentence for a list of references."""
        return (
            f"EduKG, version {use.version} (release {use.release}), query {self.name}, answered {use.answered}. {link}"
        )


class SavedQueries:
    """The saved queries of a home folder. Safe for any number of processes: files are only ever put in whole."""

    def __init__(self, home: Path) -> None:
        self._folder = home / "saved"

    def find(self, name: str) -> SavedQuery | None:
        """The query whose digest begins so."""
        if len(name) != LENGTH or not set(name) <= set("0123456789abcdef"):
            return None
        try:
            found = json.loads(self._path(name).read_text(encoding="utf-8"))
            uses = tuple(Use(**use) for use in found.pop("uses"))
            return SavedQuery(
                **{**found, "default": tuple(found["default"]), "named": tuple(found["named"])}, uses=uses
            )
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StorageError(
                f"The saved query {name} cannot be read: {error}.", advice="Save it again from its text."
            ) from error

    def save(self, text: str, use: Use, default: tuple[str, ...] = (), named: tuple[str, ...] = ()) -> SavedQuery:
        """Keep a query that was answered. Raises `StorageError` when the disk is full or the query is too long."""
        if len(text) > LONGEST:
            raise StorageError(f"Queries of at most {LONGEST:,} characters are saved.", advice="Shorten it.")
        digest = digest_of(text, default, named)
        known = self.find(digest[:LENGTH])
        uses = known.uses if known else ()
        if any(other.release == use.release for other in uses) and known:
            return known
        saved = SavedQuery(digest, normalise(text), default, named, (*uses, use))
        path = self._path(saved.name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < _KEEP_FREE:
                raise StorageError("There is no room left for saved queries.", advice="Tell those who run this site.")
            handle, temporary = tempfile.mkstemp(dir=path.parent)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(saved), file, ensure_ascii=False, indent=1)
            Path(temporary).replace(path)
        except OSError as error:
            raise StorageError(
                f"The query could not be saved: {error.strerror or error}.", advice="Tell those who run this site."
            ) from error
        return saved

    def _path(self, name: str) -> Path:
        return self._folder / name[:2] / f"{name}.json"
