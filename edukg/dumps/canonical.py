"""A store as canonical N-Quads: RDFC-1.0 for blank nodes, lines sorted by their bytes, memory bounded.

The canonical name of a blank node depends only on the quads that hold blank nodes (RDF Dataset Canonicalization,
section 4.4), so only these are held in memory. The lines are sorted as in a sample sort: cut into pieces by borders
that a sample gives, and each piece is sorted by itself.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

import pyoxigraph as ox

PIECE: Final = 32_000_000
"""Bytes of lines that are sorted at once; they take about three times as much memory."""
_SAMPLE: Final = 40
"""Lines looked at for each border."""
_BLANK: Final = b"_:"


@dataclass(frozen=True, slots=True)
class Canonical:
    """A file of canonical N-Quads, the number of its lines, and the SHA-256 of its bytes."""

    path: Path
    quads: int
    digest: str


def write_canonical(store: ox.Store, work: Path, *, piece: int = PIECE) -> Canonical:
    """Write what a store holds into a folder for work; for the same data always the same bytes.

    Blank nodes are told by their two first characters anywhere in a line: a literal that has these is renamed no more
    than any other line, it only takes the longer way.
    """
    raw, named = work / "raw.nq", work / "named.nq"
    store.dump(str(raw), format=ox.RdfFormat.N_QUADS)
    blank: list[bytes] = []
    with named.open("wb") as out:
        for lines in _chunks(raw, piece):
            found = [line for line in lines if _BLANK in line]
            if found:
                blank += found
                lines = [line for line in lines if _BLANK not in line]  # noqa: PLW2901 (the rest of the same lines)
            out.writelines(lines)
        if blank:
            out.write(_canonicalised(b"".join(blank)))
    raw.unlink()
    target, digest, quads = work / "canonical.nq", hashlib.sha256(), 0
    with target.open("wb") as out:
        for lines in _sorted(named, work, piece):
            content = b"".join(lines)
            digest.update(content)
            out.write(content)
            quads += len(lines)
    named.unlink()
    return Canonical(target, quads, digest.hexdigest())


def _canonicalised(lines: bytes) -> bytes:
    quads = ox.Dataset(ox.parse(lines, format=ox.RdfFormat.N_QUADS))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    written = BytesIO()
    ox.serialize(quads, written, format=ox.RdfFormat.N_QUADS)
    return written.getvalue()


def _chunks(path: Path, size: int) -> Iterator[list[bytes]]:
    """The lines of a file, about `size` bytes at a time."""
    with path.open("rb") as file:
        while lines := file.readlines(size):
            yield lines


def _sorted(path: Path, work: Path, piece: int) -> Iterator[list[bytes]]:
    """The lines of a file in order, a piece at a time."""
    borders = _borders(path, piece)
    parts = [work / f"piece-{number}.nq" for number in range(len(borders) + 1)]
    if not borders:
        yield sorted(path.read_bytes().splitlines(keepends=True))
        return
    for lines in _chunks(path, piece):
        lines.sort()
        cuts = [0, *(bisect_left(lines, border) for border in borders), len(lines)]
        for part, start, end in zip(parts, cuts, cuts[1:], strict=False):
            if start < end:
                with part.open("ab") as out:
                    out.writelines(lines[start:end])
    for part in parts:
        if part.exists():
            lines = part.read_bytes().splitlines(keepends=True)
            lines.sort()  # a few sorted runs, one after the other: merged in linear time
            yield lines
            part.unlink()


def _borders(path: Path, piece: int) -> Sequence[bytes]:
    """Lines that part a file into pieces of about the same size, from lines at even distances."""
    size = path.stat().st_size
    number = -(-size // piece)
    if number < 2:
        return ()
    found = []
    with path.open("rb") as file:
        for place in range(number * _SAMPLE):
            file.seek(size * place // (number * _SAMPLE))
            file.readline()
            if line := file.readline():
                found.append(line)
    found.sort()
    return sorted({found[len(found) * border // number] for border in range(1, number)})
