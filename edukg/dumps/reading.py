"""A file of a release as a stream, from any byte on: as it lies there, or unpacked from its zstd form on the way."""

from __future__ import annotations

from pathlib import Path
from typing import IO, cast

import zstandard

from edukg.dumps.packing import BUFFER
from edukg.errors import ReleaseError
from edukg.model import Download


def open_at(folder: Path, download: Download, start: int = 0) -> IO[bytes]:
    """The bytes of a file from `start` on. Raises `ReleaseError` when the release has lost it."""
    path = folder / download.name
    packed = Path(f"{path}.zst")
    try:
        if path.is_file():
            file = path.open("rb")
            file.seek(start)
            return file
        stream = cast(IO[bytes], zstandard.ZstdDecompressor().stream_reader(packed.open("rb"), closefd=True))
        while start:
            skipped = len(stream.read(min(start, BUFFER)))
            if not skipped:
                raise ReleaseError(f"The file {packed.name} of the release is cut off.", advice="Build it again.")
            start -= skipped
    except (OSError, zstandard.ZstdError) as error:
        raise ReleaseError(
            f"The file {download.name} of the release cannot be read: {error}.", advice="Run `edukg build --force`."
        ) from error
    return stream
