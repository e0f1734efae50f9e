"""A release as files: the whole and each named graph, in every syntax of RDF, plain and packed.

    canonical.py  a store → sorted N-Quads, blank nodes named canonically, in bounded memory
    packing.py    one pass of bytes → digest, gzip, zstd
    writing.py    canonical N-Quads → all files and their list
    checksums.py  SHA256SUMS
    signing.py    a signature that `ssh-keygen -Y verify` checks
    reading.py    a file of a release from any byte on

Equal data give equal bytes: nothing depends on the time, the machine, or the order in which data were loaded.
"""

from __future__ import annotations

from edukg.dumps.canonical import Canonical, write_canonical
from edukg.dumps.checksums import CHECKSUMS, KEYS, SIGNATURE, write_checksums
from edukg.dumps.packing import pack
from edukg.dumps.reading import open_at
from edukg.dumps.writing import CODINGS, MOST_GRAPHS, is_dump, write_dumps

__all__ = [
    "CHECKSUMS",
    "CODINGS",
    "KEYS",
    "MOST_GRAPHS",
    "SIGNATURE",
    "Canonical",
    "is_dump",
    "open_at",
    "pack",
    "write_canonical",
    "write_checksums",
    "write_dumps",
]
