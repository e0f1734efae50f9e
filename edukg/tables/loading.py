"""Files of both kinds → one data set: RDF as it is, tables by the mapping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.errors import DataSyntaxError, Position
from edukg.load import Dataset, load_files
from edukg.model import Place, Severity, Violation
from edukg.namespaces import GRAPH
from edukg.tables.converting import Converter, Thing
from edukg.tables.findings import Findings
from edukg.tables.grids import is_table, read_grids
from edukg.tables.mapping import read_mapping
from edukg.tables.rows import read_rows
from edukg.tables.vocabulary import Vocabulary

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV: Final = "text/csv"


@dataclass(frozen=True)
class Table:
    """A table that was read: its statements in the order of its rows, what was found on the way, where things stand.

    `language` is that of the headings, in which suggestions for cells are written.
    """

    name: str
    language: str
    statements: tuple[ox.Triple, ...]
    findings: tuple[Violation, ...]
    counts: dict[Severity, int]
    converter: Converter

    @property
    def things(self) -> dict[str, Thing]:
        """What each row describes, by IRI."""
        return self.converter.things


@dataclass(frozen=True)
class Loaded:
    """A data set with the tables that went into it; `graphs` are those of all files that were named."""

    dataset: Dataset
    tables: tuple[Table, ...]
    graphs: frozenset[str]

    def locate(self, focus: str, path: str | None, value: str | None, /) -> Place | None:
        """Where a thing is described: the row of a table, at the column of a property, or the line of a file."""
        for table in self.tables:
            if thing := table.things.get(focus):
                columns = (c.name for c in thing.row.sheet.columns if path is not None and c.predicate == path)
                return thing.row.place(next(columns, None))
        position = self.dataset.locate(focus)
        return None if position is None else Place(position.file or "", position.line, position.column)

    @cached_property
    def findings(self) -> tuple[Violation, ...]:
        """What reading the tables found."""
        return tuple(found for table in self.tables for found in table.findings)


def read_table(path: Path, vocabulary: Vocabulary, *, name: str | None = None, home: str = GRAPH + "data") -> Table:
    """Read one table.

    `vocabulary` is what its cells may name beside its own rows, `home` the graph that it goes into. Raises
    `MissingFileError`, `DataSyntaxError` and `InputError` for files that cannot be read as a whole; single cells are
    told of in `findings`.
    """
    name = str(path) if name is None else name
    findings = Findings([], {}, home)
    is_csv = path.suffix.lower() in {".csv", ".tsv"}
    rows, language = read_rows(read_grids(path, name), name, read_mapping(), findings, is_csv=is_csv)
    if not rows:
        raise DataSyntaxError(
            "The table holds headings and no rows.", advice="Fill it in first.", position=Position(file=name)
        )
    converter = Converter(vocabulary, findings, language)
    converter.convert(rows)
    ordered = sorted(findings.results, key=lambda r: (r.place.sheet, r.place.row or 0) if r.place else ("", 0))
    return Table(name, language, tuple(converter.statements), tuple(ordered), findings.counts, converter)


def load_data(paths: Sequence[Path], dataset: Dataset) -> Loaded:
    """Add files of RDF and tables to a data set that holds the knowledge base, each in a graph of its own.

    Raises what `load_files` and `read_table` do.
    """
    before = dataset.graphs()
    tables: list[Table] = []
    vocabulary: Vocabulary | None = None
    for path in paths:
        if path.is_dir() or not is_table(path):
            load_files([path], dataset)
            continue
        vocabulary = vocabulary or Vocabulary(dataset.store, read_mapping())
        home = dataset.graph_for(path)
        table = read_table(path, vocabulary, home=home)
        media_type = XLSX if path.suffix.lower() in {".xlsx", ".xlsm"} else CSV
        dataset.add_statements(path, table.statements, graph=home, media_type=media_type)
        tables.append(table)
    return Loaded(dataset, tuple(tables), dataset.graphs() - before)
