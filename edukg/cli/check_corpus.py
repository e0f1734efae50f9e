"""`edukg check … --output uses.parquet`: a corpus, with progress, into one table."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from edukg.corpus import Engine, Run, Summary
    from edukg.kb import KnowledgeBase


@dataclass(frozen=True, slots=True)
class Corpus:
    """What the command was asked for."""

    files: tuple[Path, ...]
    output: Path
    language: str | None
    jobs: int | None
    metadata: Path | None
    ledger: Path | None
    engine: str
    strict: bool
    fresh: bool


def check_corpus(kb: KnowledgeBase, asked: Corpus) -> int:
    """Check the corpus and tell what came of it; the exit code."""
    from edukg import corpus

    metadata = corpus.read_metadata(asked.metadata) if asked.metadata else {}
    sources = corpus.sources(asked.files)
    knowledge = kb.folder / "usage.json"
    run = corpus.Run(
        sources=sources,
        output=asked.output,
        knowledge=knowledge,
        metadata=metadata,
        ledger=asked.ledger,
        stamp=f"{kb.manifest.digest} {asked.language or ''} {sorted(metadata.items())}",
    )
    jobs = asked.jobs or os.cpu_count() or 1
    for name in sorted(metadata.keys() - {source.name for source in sources}):
        click.echo(f"Note: the metadata name '{name}', which is not among the files.", err=True)
    if asked.engine == "spark":
        engine = corpus.spark(knowledge, asked.language, jobs)
    elif jobs == 1:
        corpus.settle()
        engine = corpus.alone(knowledge, asked.language)
    else:
        engine = corpus.processes(knowledge, asked.language, jobs)
    summary = _with_progress(run, engine, fresh=asked.fresh)
    _tell(summary, asked)
    if summary.problems:
        return 2
    return 1 if asked.strict and (summary.counts["ambiguous"] or summary.counts["finding"]) else 0


def _with_progress(run: Run, engine: Engine, *, fresh: bool) -> Summary:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    from edukg import corpus

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
    )
    quiet = not sys.stderr.isatty()
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=quiet) as bar:
        task = bar.add_task("Checking", total=None)
        return corpus.check_corpus(
            run, engine, fresh=fresh, progress=lambda done, total: bar.update(task, completed=done, total=total)
        )


def _tell(summary: Summary, asked: Corpus) -> None:
    for problem in summary.problems:
        click.echo(f"Error: {problem}", err=True)
    if summary.resumed:
        click.echo(f"Went on from an earlier run: {summary.resumed:,} of {summary.units:,} pieces were done.", err=True)
    counts = summary.counts
    uses = counts["resolved"] + counts["ambiguous"] + counts["outside"]
    click.echo(
        f"{asked.output}: {uses:,} uses in {summary.files:,} texts of {summary.characters:,} characters "
        f"(clear: {counts['resolved']:,}; ambiguous: {counts['ambiguous']:,}; outside: {counts['outside']:,}); "
        f"findings: {counts['finding']:,}; {summary.seconds:.1f} s"
    )
    if asked.ledger:
        click.echo(f"{asked.ledger}: the ledger; take it in with: edukg build --data {asked.ledger}")
    if summary.problems:
        click.echo(f"{len(summary.problems):,} of {summary.files:,} texts could not be read.", err=True)
