"""SHA256SUMS: the digest of every file of a release, as `sha256sum --check` reads it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from edukg.model import Download, DownloadKind

CHECKSUMS: Final = "SHA256SUMS"
SIGNATURE: Final = "SHA256SUMS.sig"
KEYS: Final = "allowed_signers"


def write_checksums(folder: Path, listed: Iterable[Download]) -> Download:
    """Write the digests of all files that are listed, in the order of their names."""
    lines = [f"{item.sha256}  {item.name}\n" for item in sorted(listed, key=lambda item: item.name)]
    content = "".join(lines).encode()
    (folder / CHECKSUMS).write_bytes(content)
    return described(CHECKSUMS, "SHA-256 digests of all files", content)


def described(name: str, label: str, content: bytes) -> Download:
    """A small file by which the others are checked."""
    digest = hashlib.sha256(content).hexdigest()
    return Download(name, label, "text/plain", len(content), digest, kind=DownloadKind.CHECK)
