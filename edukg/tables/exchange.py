"""A table as RDF, RDF as a table, and the empty template: what the command line and the site offer."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox

from edukg import resources
from edukg.errors import InputError, MissingFileError, StorageError
from edukg.load import load_shipped
from edukg.load.files import data_files
from edukg.load.parse import quads
from edukg.media import GRAPHS, MediaType, by_suffix
from edukg.namespaces import PREFIXES
from edukg.tables.exporting import Exported, write_table
from edukg.tables.grids import is_table
from edukg.tables.loading import Table, read_table
from edukg.tables.mapping import read_mapping
from edukg.tables.vocabulary import Vocabulary
from edukg.tables.workbook import write_workbook

_INSTANCES: Final = "instances"


def shipped_vocabulary() -> Vocabulary:
    """The names of the shipped knowledge base."""
    return Vocabulary(load_shipped().store, read_mapping())


def write_template(path: Path, language: str) -> None:
    """Write the empty workbook with headings and lists in a language. Raises what `write_workbook` does."""
    if path.suffix.lower() != ".xlsx":
        raise InputError(f"The template cannot be written to '{path}'.", advice="Let the name end in .xlsx.")
    write_workbook(path, read_mapping(), shipped_vocabulary(), language)


def template(language: str) -> Path:
    """The empty workbook in a language, made once and kept in the cache folder of the process.

    Raises what `write_template` does.
    """
    folder = _folder()
    path = folder / f"{language}.xlsx"
    if not path.exists():
        draft = folder / f"{language}-{threading.get_ident()}.xlsx"
        write_template(draft, language)
        draft.replace(path)
    return path


@cache
def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="edukg-templates-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def convert(path: Path) -> Table:
    """Read a table with the names of the shipped knowledge base. Raises what `read_table` does."""
    return read_table(path, shipped_vocabulary())


def write_graph(triples: Sequence[ox.Triple], to: IO[bytes], syntax: MediaType) -> None:
    """Write statements in a syntax for one graph, in their order."""
    prefixes = PREFIXES if syntax in GRAPHS[:3] else None
    ox.serialize(triples, to, format=ox.RdfFormat.from_media_type(syntax.name), prefixes=prefixes)


def save_graph(triples: Sequence[ox.Triple], path: Path) -> None:
    """Write statements to a file whose ending names the syntax.

    Raises `InputError` for another ending, `MissingFileError` when the folder does not exist, `StorageError`.
    """
    syntax = by_suffix(path.suffix, GRAPHS)
    if syntax is None:
        known = ", ".join(media.suffix for media in GRAPHS)
        raise InputError(f"The ending of '{path}' names no syntax of RDF.", advice=f"Known are {known}.")
    try:
        with path.open("wb") as stream:
            write_graph(triples, stream, syntax)
    except FileNotFoundError:
        raise MissingFileError(f"There is no folder '{path.parent}'.", advice="Make it first.") from None
    except OSError as error:
        raise StorageError(f"{path} could not be written: {error.strerror}.", advice="Choose another place.") from error


def export(path: Path, data: Sequence[Path], *, language: str, sheet: str | None = None) -> Exported:
    """Write files of data, or the shipped instances when none is named, as a table.

    Raises what loading and `write_table` do.
    """
    vocabulary = shipped_vocabulary()
    return write_table(
        path,
        statements(data or [resources.folder("ontology") / _INSTANCES], vocabulary),
        vocabulary=vocabulary,
        mapping=read_mapping(),
        language=language,
        sheet=sheet,
    )


def statements(paths: Sequence[Path], vocabulary: Vocabulary | None = None) -> Iterator[ox.Triple]:
    """What files say, in the order in which they say it; tables name things by a vocabulary, else the shipped one."""
    for path in paths:
        if path.is_dir():
            yield from statements(data_files(path), vocabulary)
        elif is_table(path):
            yield from read_table(path, vocabulary or shipped_vocabulary()).statements
        else:
            for quad in quads(path, str(path)):
                yield quad.triple
