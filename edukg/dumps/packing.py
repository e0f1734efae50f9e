"""Bytes on their way into files: the plain size and digest, a gzip file, a zstd file, in one pass.

The levels are fixed and no header holds a name or a time, so that equal content gives equal bytes. zstd is the
library's own code (in the wheel of **zstandard**) and the same everywhere; gzip is the zlib of the system, whose bytes
are those of every zlib, but not those of zlib-ng.
"""

from __future__ import annotations

import gzip
import hashlib
import shutil
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, cast

import zstandard

GZIP_LEVEL: Final = 6
ZSTD_LEVEL: Final = 6
BUFFER: Final = 1 << 20
"""Bytes gathered before they are packed: serialisers write a few at a time."""


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written; for the plain form, one that could be."""

    size: int
    sha256: str


class Tally:
    """A binary stream that passes bytes on, counted and digested."""

    def __init__(self, target: IO[bytes] | None = None) -> None:
        self._target, self._digest, self._size = target, hashlib.sha256(), 0

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._digest.update(data)
        self._size += len(data)
        if self._target is not None:
            self._target.write(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back here."""

    def written(self) -> Written:
        """What went through so far."""
        return Written(self._size, self._digest.hexdigest())


class Packer:
    """Writes one content as `{path}.gz` and `{path}.zst`; a context manager with the `write` of a binary stream."""

    def __init__(self, path: Path) -> None:
        self._path, self._stack = path, ExitStack()
        self._held: list[bytes] = []
        self._length = 0

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            gz_file = stack.enter_context(Path(f"{self._path}.gz").open("wb"))
            zst_file = stack.enter_context(Path(f"{self._path}.zst").open("wb"))
            self._plain, self._gz, self._zst = Tally(), Tally(gz_file), Tally(zst_file)
            gz = stack.enter_context(gzip_file(cast(IO[bytes], self._gz)))
            coder = zstandard.ZstdCompressor(level=ZSTD_LEVEL)
            zst = stack.enter_context(coder.stream_writer(cast(IO[bytes], self._zst), closefd=False))
            self._targets = (cast(IO[bytes], self._plain), gz, cast(IO[bytes], zst))
            self._stack = stack.pop_all()
        return self

    def write(self, data: bytes) -> int:
        """Take some bytes."""
        self._held.append(bytes(data))
        self._length += len(data)
        if self._length >= BUFFER:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Pack what is held back."""
        content = b"".join(self._held)
        self._held, self._length = [], 0
        for target in self._targets:
            target.write(content)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.flush()
        self._stack.__exit__(kind, error, trace)

    def written(self) -> dict[str, Written]:
        """What was written, by coding; call it when the packer has been closed."""
        return {"": self._plain.written(), "gzip": self._gz.written(), "zstd": self._zst.written()}


def gzip_file(raw: IO[bytes]) -> IO[bytes]:
    """A gzip stream without name and time in its header (RFC 1952, section 2.3)."""
    return cast(IO[bytes], gzip.GzipFile(filename="", mode="wb", compresslevel=GZIP_LEVEL, fileobj=raw, mtime=0))


def pack(path: Path, target: Path) -> None:
    """Write a file as gzip."""
    with path.open("rb") as plain, target.open("wb") as raw, gzip_file(raw) as packed:
        shutil.copyfileobj(plain, packed, BUFFER)
