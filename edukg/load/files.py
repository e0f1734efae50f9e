"""Opens a file of data: which syntax it has, gzip, byte order mark, and what is plainly not text."""

from __future__ import annotations

import gzip
import hashlib
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, cast

from edukg.errors import DataSyntaxError, MissingFileError, Position, UnknownFormatError
from edukg.media import DATASETS, GRAPHS, MediaType, by_suffix

SYNTAXES: Final = (*GRAPHS, *DATASETS)
_NO_DATA_IN_FOLDERS: Final = {".json", ".xml"}
"""Endings that many other files have too: such a file is read when it is named, not when its folder is."""

_MARKS: Final = (
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\xfe\xff", "UTF-16"),
    (b"\xff\xfe", "UTF-16"),
)
_SIGNATURES: Final = (
    (b"PK\x03\x04", "a ZIP archive, which XLSX and ODS files are too"),
    (b"%PDF", "a PDF document"),
    (b"\x89PNG", "a picture"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"BZh", "compressed by bzip2"),
    (b"\xfd7zXZ", "compressed by xz"),
    (b"7z\xbc\xaf", "a 7z archive"),
)

_ADDRESS: Final = re.compile(r"(?:https?|ftp|file):/")
"""How an address begins, as a path has it."""


def split_suffix(path: Path) -> tuple[str, str, bool]:
    """Stem, ending in lower case, and whether the file is gzipped, by its name."""
    name = path.name
    gzipped = name.lower().endswith(".gz")
    if gzipped:
        name = name[:-3]
    inner = Path(name)
    return inner.stem, inner.suffix.lower(), gzipped


def read_syntax(path: Path) -> MediaType:
    """The syntax of a file by its ending, `.gz` disregarded. Raises `UnknownFormatError` for any other ending."""
    _, suffix, _ = split_suffix(path)
    found = by_suffix(suffix, SYNTAXES)
    if found is None:
        known = ", ".join(sorted(s for m in SYNTAXES for s in (m.suffix, *m.suffixes)))
        raise UnknownFormatError(
            f"The ending of '{path}' names no syntax of RDF that is read here.",
            advice=f"Known are {known}, each also with .gz; tables are .xlsx or .csv.",
        )
    return found


def data_files(folder: Path) -> tuple[Path, ...]:
    """Every file of data below a folder, in a stable order; hidden ones and plain `.json` and `.xml` are left out."""
    found = []
    for path in sorted(folder.rglob("*")):
        _, suffix, _ = split_suffix(path)
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if by_suffix(suffix, SYNTAXES) and suffix not in _NO_DATA_IN_FOLDERS and not hidden and path.is_file():
            found.append(path)
    return tuple(found)


def digest(path: Path) -> str:
    """SHA-256 of the file as it lies there, so that `sha256sum` gives the same."""
    with _reading(path, str(path)), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def open_data(path: Path, name: str) -> Iterator[IO[bytes]]:
    """The bytes of a file of data, unpacked, at the first byte behind a UTF-8 byte order mark.

    Raises `MissingFileError` for a file that cannot be read, `DataSyntaxError` for one that is empty, damaged, packed
    in another way than its name says, or in another encoding than UTF-8 as far as its first bytes show it.
    """
    *_, gzipped = split_suffix(path)
    with _reading(path, name), path.open("rb") as raw:
        head = raw.read(8)
        raw.seek(0)
        for signature, what in _SIGNATURES:
            if head.startswith(signature):
                raise _unfit(name, f"The file is {what}, not RDF.", "Unpack or export it, then load what results.")
        if head.startswith(b"\x1f\x8b") and not gzipped:
            raise _unfit(name, "The file is gzipped, though its name does not say so.", "Let its name end in .gz.")
        if gzipped and head and not head.startswith(b"\x1f\x8b"):
            raise _unfit(name, "The file is not gzipped, though its name says so.", "Take .gz off its name.")
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if gzipped and head else raw
        _look_at_beginning(stream, name)
        yield stream


def _look_at_beginning(stream: IO[bytes], name: str) -> None:
    start = stream.read(4096)
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            raise _unfit(name, f"The file is written in {encoding}; RDF is read as UTF-8.", "Save it as UTF-8.")
    if b"\x00" in start:
        raise _unfit(name, "The file holds zero bytes: it is binary, or text in UTF-16.", "Save it as text in UTF-8.")
    begin = 3 if start.startswith(b"\xef\xbb\xbf") else 0
    content = start[begin:].strip()
    while not content and start:
        start = stream.read(1 << 16)
        content = start.strip()
    if not content:
        raise _unfit(name, "The file is empty.", "Check that it was written completely.")
    stream.seek(begin)


def check_packing(path: Path, name: str) -> None:
    """Read a gzipped file to its end, where its checksum is. Raises `DataSyntaxError` when it is damaged."""
    if split_suffix(path)[2]:
        with open_data(path, name) as stream:
            while stream.read(1 << 20):
                pass


@contextmanager
def _reading(path: Path, name: str) -> Iterator[None]:
    """Turn what the system says of a file into errors of ours."""
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise _unfit(
            name, f"The gzipped file is damaged or cut off ({error}).", "Copy or download it again."
        ) from error
    except FileNotFoundError:
        advice = "Check its name and folder."
        if _ADDRESS.match(name):
            advice = "It looks like an address, and nothing is fetched here: download the file and name that."
        raise MissingFileError(f"There is no file '{path}'.", advice=advice) from None
    except OSError as error:
        raise MissingFileError(
            f"'{path}' cannot be read: {error.strerror or error}.", advice="Check the file and its permissions."
        ) from error


def _unfit(name: str, message: str, advice: str) -> DataSyntaxError:
    return DataSyntaxError(message, advice=advice, position=Position(file=name))
