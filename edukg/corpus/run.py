"""A run over a corpus: in bounded memory, in order, and such that a run that was killed goes on where it stopped.

While it runs, the rows lie in `OUTPUT.partial` and a line for each finished unit in `OUTPUT.journal`. At the end the
rows become the output in one rename, and both are gone.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Final

from edukg import usage
from edukg.corpus import ledger
from edukg.corpus.engines import Engine
from edukg.corpus.rows import COLUMNS, About, Result, Row, about
from edukg.corpus.sources import Source
from edukg.corpus.units import Unit, units
from edukg.errors import InputError, StorageError

Progress = Callable[[int, int], None]
"""Called with the bytes that are done and the bytes there are."""
_BATCH: Final = 20_000
"""Rows of a group in Parquet."""


@dataclass
class Summary:
    """What a run found; `problems` tell of each file that could not be read, `resumed` how many units were done."""

    files: int = 0
    units: int = 0
    resumed: int = 0
    characters: int = 0
    seconds: float = 0.0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Run:
    """A corpus to check, and where its table goes. `stamp` is what the results depend on beside the texts."""

    sources: tuple[Source, ...]
    output: Path
    knowledge: Path
    metadata: Mapping[str, About] = field(default_factory=dict)
    ledger: Path | None = None
    stamp: str = ""

    @property
    def partial(self) -> Path:
        """Where the rows lie while the run goes on."""
        return self.output.with_name(self.output.name + ".partial")

    @property
    def journal(self) -> Path:
        """Where finished units are noted."""
        return self.output.with_name(self.output.name + ".journal")


def check_corpus(run: Run, engine: Engine, *, fresh: bool = False, progress: Progress | None = None) -> Summary:
    """Check a corpus and write its table, and its ledger when one is wanted.

    Raises `StorageError` when the output cannot be written, `InputError` for an ending that is no table's or a missing
    extra, `EngineError` when a worker is killed. After any of them the same call goes on where it stopped.
    """
    write_table = _table_writer(run.output)
    began = time.perf_counter()
    try:
        run.output.parent.mkdir(parents=True, exist_ok=True)
        summary = _checked(run, engine, progress or (lambda _done, _total: None), fresh=fresh)
        if run.ledger is not None:
            staged = run.ledger.with_name(run.ledger.name + ".partial")
            ledger.write(_rows(run.partial), usage.read(run.knowledge), staged)
            staged.replace(run.ledger)
        write_table(run.partial, run.output)
        run.journal.unlink()
    except OSError as error:
        raise StorageError(
            f"The table {run.output} could not be written: {error.strerror or error}.",
            advice="Free some space or mend the permissions, and give the same command again: it goes on.",
        ) from error
    summary.seconds = time.perf_counter() - began
    return summary


def _checked(run: Run, engine: Engine, progress: Progress, *, fresh: bool) -> Summary:
    done, kept = ({}, 0) if fresh else _finished(run)
    summary = Summary(files=len(run.sources))
    total = sum(source.path.stat().st_size for source in run.sources if source.path.is_file())
    passed = 0
    with run.partial.open("r+b" if done else "wb") as rows, run.journal.open("ab" if done else "wb") as journal:
        rows.truncate(kept)
        rows.seek(kept)
        if not done:
            _note(journal, {"stamp": run.stamp})

        def to_do() -> Iterator[Unit]:
            nonlocal passed
            for unit in units(run.sources):
                noted = done.get(_key(unit))
                if noted is None:
                    yield unit
                    continue
                summary.resumed += 1
                _count(summary, noted)
                passed += unit.end - unit.begin

        for unit, result in engine(to_do()):
            noted = _write(run, rows, unit, result)
            _note(journal, noted)
            _count(summary, noted)
            passed += unit.end - unit.begin
            progress(passed, max(total, passed))
    return summary


def _write(run: Run, rows: IO[bytes], unit: Unit, result: Result) -> dict[str, Any]:
    """Write the rows of a unit, then tell what the journal notes of it."""
    known = about(unit.source.name, run.metadata)
    counts: Counter[str] = Counter()
    for row in result.rows:
        counts[row.get("status") or row["record"]] += 1
        whole = {**row, "title": known.title, "author": known.author, "date": known.date}
        line = json.dumps({column: whole.get(column) for column in COLUMNS}, ensure_ascii=False)
        rows.write(line.encode("utf-8", "replace") + b"\n")
    rows.flush()
    return {
        "unit": _key(unit),
        "kept": rows.tell(),
        "characters": result.characters,
        "counts": counts,
        "problem": result.problem,
    }


def _key(unit: Unit) -> str:
    return f"{unit.source.name}\t{unit.size}\t{unit.stamp}\t{unit.begin}\t{unit.end}"


def _count(summary: Summary, noted: Mapping[str, Any]) -> None:
    summary.units += 1
    summary.characters += noted["characters"]
    summary.counts.update(noted["counts"])
    if noted["problem"]:
        summary.problems.append(noted["problem"])


def _note(journal: IO[bytes], line: Mapping[str, Any]) -> None:
    journal.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    journal.flush()


def _finished(run: Run) -> tuple[dict[str, dict[str, Any]], int]:
    """The units that an earlier run finished, and how much of its rows they are.

    Nothing is kept of a run over other texts, or with another release or language, or of texts that have changed since.
    """
    try:
        lines = run.journal.read_bytes().split(b"\n")[:-1]
        size = run.partial.stat().st_size
    except FileNotFoundError:
        return {}, 0
    try:
        notes = [json.loads(line) for line in lines]
    except ValueError:
        return {}, 0
    if not notes or notes[0].get("stamp") != run.stamp:
        return {}, 0
    found: dict[str, dict[str, Any]] = {}
    kept = 0
    expected = units(run.sources)
    for noted in notes[1:]:
        unit = next(expected, None)
        if unit is None or noted["unit"] != _key(unit) or noted["kept"] > size:
            return {}, 0
        found[noted["unit"]], kept = noted, noted["kept"]
    return found, kept


def _rows(path: Path) -> Iterator[Row]:
    with path.open("rb") as file:
        for line in file:
            row: Row = json.loads(line)
            yield row


def _table_writer(output: Path) -> Callable[[Path, Path], None]:
    ending = output.suffix.lower()
    if ending == ".jsonl":
        return os.replace  # it gives nothing, as a writer of tables does
    if ending != ".parquet":
        raise InputError(f"The table cannot be written as '{ending}'.", advice="Give an output in .jsonl or .parquet.")
    try:
        import pyarrow as pa  # noqa: PLC0415  # an extra
        import pyarrow.parquet as pq  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            "Parquet needs an extra that is not installed.",
            advice="Install it with: pip install 'edukg[parquet]', or give an output in .jsonl.",
        ) from error
    schema = pa.schema([pa.field(name, pa.type_for_alias(kind)) for name, kind in COLUMNS.items()])

    def write(partial: Path, final: Path) -> None:
        staged = final.with_name(final.name + ".staged")
        with pq.ParquetWriter(staged, schema, compression="zstd") as writer:
            for batch in _batches(_rows(partial)):
                writer.write_table(pa.Table.from_pylist(batch, schema=schema))
        staged.replace(final)
        partial.unlink()

    return write


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch
