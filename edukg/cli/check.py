"""`edukg check`: texts and documents, one, many, or a corpus of any size."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edukg.cli.frame import LANGUAGE, home_option, open_kb

if TYPE_CHECKING:
    from edukg.annotate import Checked
    from edukg.errors import EdukgError
    from edukg.kb import KnowledgeBase

FORMATS = ("text", "json", "html", "jsonld", "csv", "turtle", "docx")
TABLES = {".jsonl", ".parquet"}
"""Endings of `--output` that ask for the uses of a whole corpus in one table."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for, beside the files."""

    language: str | None
    ui: str
    form: str
    output: Path | None


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, allow_dash=True))
@click.option("--lang", "language", type=LANGUAGE, help="The language of the texts; told from them unless given.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("--output", "-o", type=click.Path(path_type=Path), help="File to write; a folder for several texts.")
@click.option("--ui", type=LANGUAGE, default="en", show_default=True, help="The language of the answer.")
@click.option("--strict", is_flag=True, help="Exit code 1 when a use is ambiguous or there is a finding.")
@click.option("--jobs", type=click.IntRange(min=1), help="Processes for a corpus; by default one for each core.")
@click.option("--metadata", type=click.Path(path_type=Path), help="CSV on a corpus: file, title, author, date.")
@click.option("--ledger", type=click.Path(path_type=Path), help="Write who uses which sense when, as Turtle.")
@click.option("--engine", type=click.Choice(["local", "spark"]), default="local", show_default=True)
@click.option("--fresh", is_flag=True, help="Begin a corpus anew, even when an earlier run was interrupted.")
@home_option
def check(
    *,
    files: tuple[Path, ...],
    language: str | None,
    form: str,
    output: Path | None,
    ui: str,
    jobs: int | None,
    metadata: Path | None,
    ledger: Path | None,
    engine: str,
    home: Path | None,
    strict: bool,
    fresh: bool,
) -> None:
    """Tell in which sense texts use their terms, how sure that is, and why.

    \b
    Examples:
      edukg check draft.docx
      edukg check chapter.txt --format html --output chapter.html --ui ru
      edukg check texts/ --strict
      edukg check corpus/ --output uses.parquet --ledger ledger.ttl --jobs 2

    FILES are .txt, .md, .html, .docx, .odt or .pdf, or folders of such; - is standard input. With an --output that
    ends in .jsonl or .parquet the texts are a corpus: any number and size of them, on all cores, and a run that was
    interrupted goes on where it stopped. Exit code 0: fine; 1: ambiguous uses or findings under --strict; 2: an error.
    """
    if output is not None and output.suffix.lower() in TABLES:
        from edukg.cli.check_corpus import Corpus, check_corpus

        asked = Corpus(files, output, language, jobs, metadata, ledger, engine, strict=strict, fresh=fresh)
        sys.exit(check_corpus(open_kb(home), asked))
    if metadata or ledger or engine != "local":
        raise click.UsageError("--metadata, --ledger and --engine need an --output that ends in .jsonl or .parquet.")
    sys.exit(_check_files(open_kb(home), files, Asked(language, ui, form, output), strict=strict))


def _check_files(kb: KnowledgeBase, files: tuple[Path, ...], asked: Asked, *, strict: bool) -> int:
    """Check the files one after the other; the exit code. A file that cannot be read is told, and the others go on."""
    from edukg import annotate, corpus
    from edukg.annotate import Checked
    from edukg.errors import EdukgError
    from edukg.model import Status

    names = annotate.glossary(kb.checker().knowledge, kb.manifest.version)
    sources = corpus.sources(files)
    writer = _Writer(asked, several=len(sources) > 1)
    failed = found = 0
    for source in sources:
        try:
            document, data = corpus.read(source)
            checked = Checked(document, kb.check(document.text, asked.language), names, data)
            writer.add(checked)
        except EdukgError as error:
            click.echo(f"Error: {error}", err=True)
            failed += 1
            continue
        found += checked.check.count(Status.AMBIGUOUS) + len(checked.check.findings)
    writer.finish()
    if failed:
        if len(sources) > 1:
            click.echo(f"{failed} of {len(sources)} files could not be checked.", err=True)
        return 2
    return 1 if strict and found else 0


class _Writer:
    """Puts what was checked where it was asked for."""

    def __init__(self, asked: Asked, *, several: bool) -> None:
        self.asked = asked
        self.several = several
        self._kept: list[Checked] = []
        self._taken: set[str] = set()
        self._first = True

    def add(self, checked: Checked) -> None:
        """Write one text, or keep it for the table or list that holds all."""
        from edukg.annotate import FORMS

        asked = self.asked
        if asked.form == "text":
            self._text(checked)
        elif self.several and asked.form in {"csv", "json"}:
            self._kept.append(checked)
        elif self.several:
            self._into_folder(checked)
        else:
            self._put(FORMS[asked.form].write(checked, asked.ui), asked.output)

    def finish(self) -> None:
        """Write what holds all texts together."""
        if not self._kept:
            return
        from edukg.annotate import csv_table
        from edukg.wire import check as as_fields

        if self.asked.form == "csv":
            self._put(csv_table(self._kept, self.asked.ui), self.asked.output)
            return
        listed = [{"file": c.document.name, **as_fields(c.check, self.asked.ui)} for c in self._kept]
        text = json.dumps(listed, ensure_ascii=False, indent=2) + "\n"
        self._put(text.encode("utf-8", "replace"), self.asked.output)

    def _text(self, checked: Checked) -> None:
        from rich.console import Console

        from edukg.cli.check_report import report

        if self.asked.output is None:
            report(Console(highlight=False), checked, self.asked.ui, first=self._first)
        else:
            mode = "w" if self._first else "a"
            try:
                with self.asked.output.open(mode, encoding="utf-8", errors="replace") as file:
                    report(Console(file=file, highlight=False), checked, self.asked.ui, first=self._first)
            except OSError as error:
                raise _cannot_write(self.asked.output, error) from error
        self._first = False

    def _into_folder(self, checked: Checked) -> None:
        from edukg.annotate import FORMS

        form = FORMS[self.asked.form]
        if self.asked.output is None:
            raise click.UsageError(f"Several texts as {form.name} need a folder: give it with --output.")
        try:
            self.asked.output.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_write(self.asked.output, error) from error
        self._put(form.write(checked, self.asked.ui), self.asked.output / self._name(checked, form.suffix))

    def _name(self, checked: Checked, suffix: str) -> str:
        """A name of its own for each text: two of the same name in different folders stay apart."""
        stem = Path(checked.document.name).stem or "text"
        name, number = f"{stem}.checked{suffix}", 2
        while name in self._taken:
            name, number = f"{stem}-{number}.checked{suffix}", number + 1
        self._taken.add(name)
        return name

    def _put(self, data: bytes, path: Path | None) -> None:
        if path is not None:
            try:
                path.write_bytes(data)
            except OSError as error:
                raise _cannot_write(path, error) from error
        elif self.asked.form == "docx" and sys.stdout.isatty():
            raise click.UsageError("A DOCX is nothing for a terminal: name a file with --output.")
        else:
            sys.stdout.buffer.write(data)


def _cannot_write(path: Path, error: OSError) -> EdukgError:
    from edukg.errors import StorageError

    return StorageError(f"{path} cannot be written: {error.strerror}.", advice="Choose another place with --output.")
