"""The data set: an Oxigraph store with one named graph per file, and the memory of which file says what."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar
from urllib.parse import quote

import pyoxigraph as ox

from edukg import resources
from edukg.errors import EdukgError, InputError, IriError, MissingFileError, Position, StorageError
from edukg.load.files import SYNTAXES, data_files, digest, open_data, read_syntax, split_suffix
from edukg.load.locate import Place, is_large, is_searched, subjects, subjects_among
from edukg.load.parse import base, quads
from edukg.namespaces import GRAPH, INFERRED_GRAPH, RDF

if TYPE_CHECKING:
    import rdflib

_IN_MEMORY: Final = 16_000_000
"""Bytes up to which the statements of a file are collected before they are added; larger files are parsed twice."""
_IN_MEMORY_GZIPPED: Final = 1_000_000
_RDF: Final = frozenset(media.name for media in SYNTAXES)
_TYPE: Final = ox.NamedNode(RDF + "type")
_XSD_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"

T = TypeVar("T")
_Subject = ox.NamedNode | ox.BlankNode | ox.Triple
_Object = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that was loaded.

    `name` is how people know it: the path below `ontology/` for shipped files, as typed for others. `sha256` is of the
    file as it lies there. `triples` counts different statements; for files beyond 16 MB it counts them as written.
    """

    path: Path
    name: str
    graph: str
    media_type: str
    sha256: str
    triples: int


class Dataset:
    """All statements of all files.

    The store is in memory, or in `folder` when one is given. It keeps numbers, dates and booleans of XML Schema by
    their value ("01" becomes "1") and language tags in lower case ("uz-Cyrl" becomes "uz-cyrl").

    Raises `StorageError` when the folder cannot be used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        try:
            self.store = ox.Store() if folder is None else ox.Store(str(folder))
        except OSError as error:
            raise StorageError(
                f"The folder {folder} cannot hold the data: {error}.", advice="Choose another folder or free the disk."
            ) from error
        self._files: list[SourceFile] = []
        self._asserting: dict[str, list[SourceFile]] = {}
        self._places: dict[SourceFile, dict[str, Place]] = {}

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """What was loaded, in that order."""
        return tuple(self._files)

    def __len__(self) -> int:
        return len(self.store)

    def graphs(self) -> frozenset[str]:
        """The names of the graphs that hold something, those of the user's own TriG and N-Quads included."""
        return frozenset(name.value for name in self.store.named_graphs() if isinstance(name, ox.NamedNode))

    def add_file(self, path: Path, *, graph: str, name: str | None = None) -> SourceFile:
        """Load one file into the named graph `graph`; graphs that the file itself names keep their names.

        Either all of it is added or, when anything is wrong with it, nothing. Raises `MissingFileError`,
        `UnknownFormatError`, `DataSyntaxError`, `IriError`, each with the place, `InputError` when another file has the
        graph already, and `StorageError` when the disk is full.
        """
        name = str(path) if name is None else name
        try:
            own = ox.NamedNode(graph)
        except ValueError as error:
            raise IriError(
                f"'{graph}' cannot name a graph: {error}.", advice="Name graphs by absolute IRIs."
            ) from error
        if taken := next((f for f in self._files if f.graph == graph), None):
            raise InputError(
                f"The graph <{graph}> already holds the file {taken.name}.", advice="Give each file a graph of its own."
            )
        syntax = read_syntax(path)
        sha256 = digest(path)
        graphs = {graph: None}

        def placed() -> Iterator[ox.Quad]:
            for quad in quads(path, name):
                if isinstance(quad.graph_name, ox.NamedNode):
                    graphs.setdefault(quad.graph_name.value)
                    yield quad
                else:
                    yield ox.Quad(quad.subject, quad.predicate, quad.object, own)

        limit = _IN_MEMORY_GZIPPED if split_suffix(path)[2] else _IN_MEMORY
        try:
            if path.stat().st_size <= limit:
                collected = set(placed())
                number = len(collected)
                self.store.extend(collected)
            else:
                number = sum(1 for _ in placed())  # looks at everything before anything is stored
                with open_data(path, name) as stream:
                    written = ox.RdfFormat.from_media_type(syntax.name)
                    self.store.bulk_load(stream, written, base_iri=base(syntax), to_graph=own)
        except OSError as error:
            raise StorageError(
                f"{name} could not be stored: {error}.", advice="Free some disk space and try again."
            ) from error
        file = SourceFile(path, name, graph, syntax.name, sha256, number)
        self._files.append(file)
        for iri in graphs:
            self._asserting.setdefault(iri, []).append(file)
        return file

    def add_statements(
        self, path: Path, statements: Iterable[ox.Triple], *, graph: str, media_type: str, name: str | None = None
    ) -> SourceFile:
        """Add what was read from a file that is not RDF, such as a table, in the named graph `graph`.

        Raises `MissingFileError` when the file is gone, `StorageError` when the disk is full.
        """
        own = ox.NamedNode(graph)
        collected = {ox.Quad(t.subject, t.predicate, t.object, own) for t in statements}
        sha256 = digest(path)
        try:
            self.store.extend(collected)
        except OSError as error:
            raise StorageError(f"{path} could not be stored: {error}.", advice="Free some disk space.") from error
        file = SourceFile(path, str(path) if name is None else name, graph, media_type, sha256, len(collected))
        self._files.append(file)
        self._asserting.setdefault(graph, []).append(file)
        return file

    def graph_for(self, path: Path) -> str:
        """The graph for a file of the user's own: `…/graph/data/{name without ending}`, numbered when it is taken."""
        taken = {f.graph for f in self._files} | {g.value for g in self.store.named_graphs()}
        return _graph_name(path, taken)

    def origins(self, subject: _Subject, predicate: ox.NamedNode, obj: _Object) -> tuple[SourceFile, ...]:
        """The files that assert a triple, in the order in which they were loaded; none for an inference."""
        found = self.store.quads_for_pattern(subject, predicate, obj)
        return self._in_graphs(q.graph_name.value for q in found if isinstance(q.graph_name, ox.NamedNode))

    def locate(self, iri: str, *, file: SourceFile | None = None) -> Position | None:
        """Where the data describe a thing: the file that gives it a type, else the first that says anything of it.

        With `file`, only that one is looked at. The line is None when the file is in a syntax that is not searched, has
        changed, or is very large and was not searched (see `look_for`); the answer is None when no file has the IRI for
        a subject.
        """
        try:
            subject = ox.NamedNode(iri)
        except ValueError:
            return None
        if file is None:
            candidates = [
                *self._describing(subject, _TYPE),
                *self._describing(subject, None),
            ]
        else:
            candidates = [f for f in self._describing(subject, None) if f == file]
        for candidate in dict.fromkeys(candidates):
            if place := self._subjects(candidate).get(iri):
                return Position(candidate.name, *place)
        return Position(file=candidates[0].name) if candidates else None

    def look_for(self, iris: Iterable[str]) -> None:
        """Find the lines of many things in the very large files that can be searched, in one pass each.

        Later calls of `locate` then know them.
        """
        wanted = frozenset(iris)
        for file in self._large:
            found = self._found(file, lambda path, name: subjects_among(path, name, wanted))
            self._places[file] = found or {}

    @property
    def without_lines(self) -> tuple[str, ...]:
        """The names of the files of RDF in a syntax of which lines cannot be told."""
        return tuple(file.name for file in self._files if file.media_type in _RDF and not is_searched(file.path))

    @property
    def _large(self) -> tuple[SourceFile, ...]:
        return tuple(f for f in self._files if f.media_type in _RDF and self._found(f, is_large))

    def _describing(self, subject: ox.NamedNode, predicate: ox.NamedNode | None) -> tuple[SourceFile, ...]:
        found = self.store.quads_for_pattern(subject, predicate, None)
        return self._in_graphs(q.graph_name.value for q in found if isinstance(q.graph_name, ox.NamedNode))

    def _in_graphs(self, graphs: Iterator[str]) -> tuple[SourceFile, ...]:
        wanted = {file for graph in set(graphs) for file in self._asserting.get(graph, ())}
        return tuple(file for file in self._files if file in wanted)

    def _subjects(self, file: SourceFile) -> dict[str, Place]:
        if file not in self._places:
            self._places[file] = self._found(file, subjects) or {}
        return self._places[file]

    @staticmethod
    def _found(file: SourceFile, search: Callable[[Path, str], T]) -> T | None:
        """What a search of a file finds, or None when the file was moved or changed since it was loaded."""
        try:
            return search(file.path, file.name)
        except EdukgError:
            return None

    def to_rdflib(self, *, inferred: bool = True) -> rdflib.Graph:
        """The union of all graphs as an rdflib graph, with or without what was inferred.

        Literals stay as the store writes them, right or wrong. A literal of xsd:string has no datatype in rdflib, as
        its own parsers have it for plain strings, so that pySHACL compares both alike.
        """
        left_out = None if inferred else ox.NamedNode(INFERRED_GRAPH)
        return to_rdflib(quad for quad in self.store if quad.graph_name != left_out)


def to_rdflib(statements: Iterable[ox.Quad]) -> rdflib.Graph:
    """Statements as one rdflib graph, whatever graphs they are in; see `Dataset.to_rdflib`."""
    import rdflib  # noqa: PLC0415 (takes a third of a second, which only validation needs)

    graph = rdflib.Graph(bind_namespaces="none")
    known: dict[ox.NamedNode, rdflib.URIRef] = {}

    def node(term: _Object) -> rdflib.term.Node:
        match term:
            case ox.NamedNode():
                return known.setdefault(term, rdflib.URIRef(term.value))
            case ox.BlankNode():
                return rdflib.BNode(term.value)
            case ox.Literal():
                if term.language:
                    return rdflib.Literal(term.value, lang=term.language)
                datatype = term.datatype.value
                if datatype == _XSD_STRING:
                    return rdflib.Literal(term.value)
                return rdflib.Literal(term.value, datatype=rdflib.URIRef(datatype), normalize=False)
        raise InputError("rdflib has no triples as terms.", advice="Use RDF 1.1.")

    for quad in statements:
        graph.add((node(quad.subject), node(quad.predicate), node(quad.object)))
    return graph


def load_shipped(folder: Path | None = None) -> Dataset:
    """The ontology, lexicon and instances as shipped: every Turtle file below `ontology/`, or below `folder`.

    `instances/sources.ttl` goes into the graph `…/graph/instances/sources`. Raises what `Dataset.add_file` does, and
    `MissingFileError` when there is no Turtle file.
    """
    root = resources.folder("ontology") if folder is None else folder
    paths = sorted(root.rglob("*.ttl"))
    if not paths:
        raise MissingFileError(f"There is no Turtle file in '{root}'.", advice="Check the folder.")
    dataset = Dataset()
    for path in paths:
        inner = path.relative_to(root).as_posix()
        dataset.add_file(path, graph=GRAPH + inner.removesuffix(".ttl"), name=inner)
    return dataset


def load_files(paths: Sequence[Path], dataset: Dataset | None = None) -> Dataset:
    """The user's own files, each in the graph `…/graph/data/{name without ending}`; equal names get a number.

    A folder stands for every file of data below it, except `.json` and `.xml`, which are mostly something else: name
    those. With `dataset`, the files are added to it, up to the first that is at fault. Raises what `Dataset.add_file`
    does, and `MissingFileError` for a folder without data.
    """
    files = [file for path in paths for file in _expand(path)]
    result = Dataset() if dataset is None else dataset
    for path in files:
        result.add_file(path, graph=result.graph_for(path))
    return result


def _expand(path: Path) -> tuple[Path, ...]:
    if not path.is_dir():
        return (path,)
    found = data_files(path)
    if not found:
        raise MissingFileError(
            f"The folder '{path}' holds no file of data.", advice="Name a file, or a folder with .ttl files in it."
        )
    return found


def _graph_name(path: Path, taken: set[str]) -> str:
    """An IRI made from the file's name, letters of every script kept."""
    stem = unicodedata.normalize("NFC", split_suffix(path)[0])
    first = GRAPH + "data/" + re.sub(r"[^\w.~-]", lambda m: quote(m.group()), stem)
    return next(iri for n in count(1) if (iri := first if n == 1 else f"{first}-{n}") not in taken)
