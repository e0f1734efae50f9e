"""The command line. Commands are thin: they read options, call one function, and print what it returns.

Heavy imports stand inside the commands, so that `edukg --help` answers at once. Exit codes: 0 fine; 1 findings (the
data do not conform or are inconsistent); 2 an error, told in one paragraph on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edukg.errors import EdukgError, InconsistentError, NonConformingError
from edukg.namespaces import PREFIXES

if TYPE_CHECKING:
    from edukg.kb import KnowledgeBase
    from edukg.settings import Settings

_LANGUAGE = click.Choice(["en", "ru", "uz"])
_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "rdfxml", "jsonld")


class _Commands(click.Group):
    """Turns every error of ours into one paragraph and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except EdukgError as error:
            _tell(error)
            ctx.exit(1 if isinstance(error, InconsistentError | NonConformingError) else 2)


def _tell(error: EdukgError) -> None:
    from edukg import terminal

    if isinstance(error, NonConformingError):
        click.echo(terminal.report(error.report, "en", worst_only=True), err=True)
    if isinstance(error, InconsistentError):
        click.echo(terminal.clash(error.clash), err=True)
    click.echo(f"Error: {error}", err=True)


def _home(command: Callable[..., None]) -> Callable[..., None]:
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder that holds the releases (EDUKG_HOME; by default your data folder).",
    )(command)


def _as_json(command: Callable[..., None]) -> Callable[..., None]:
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def _settings(home: Path | None, host: str | None = None, port: int | None = None) -> Settings:
    from edukg.settings import read_settings

    return read_settings(home=home, host=host, port=port)


def _open(home: Path | None) -> KnowledgeBase:
    """The release in force; the first time, it is built."""
    from edukg import kb

    settings = _settings(home)
    if not (settings.home / "current").is_file():
        click.echo(f"There is no release in {settings.home} yet; building one (this takes up to a minute).", err=True)
        _build(settings.home, (), force=False)
    return kb.open_(settings.home, build=False)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """A line with a spinner and the time on a terminal, plain lines elsewhere."""
    if not sys.stderr.isatty():
        yield lambda stage: click.echo(f"… {stage}", err=True)
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: list[TaskID] = []

        def stage(name: str) -> None:
            for task in tasks:
                progress.update(task, total=1, completed=1)
            tasks.append(progress.add_task(name, total=None))

        yield stage
        for task in tasks:
            progress.update(task, total=1, completed=1)


def _build(home: Path, data: tuple[Path, ...], *, force: bool) -> tuple[Path, bool]:
    from edukg import release

    with _progress() as progress:
        folder, report = release.build(home, data, force=force, progress=progress)
    return folder, report is not None


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="edukg", prog_name="edukg")
def main() -> None:
    r"""EduKG: what the terms of the cluster approach in education mean.

    \b
    Examples:
      edukg term "educational cluster"
      edukg serve
    """


@main.command()
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder of your own data to add (Turtle, RDF/XML, JSON-LD, N-Triples, TriG, N-Quads, or .gz).",
)
@click.option("--force", is_flag=True, help="Build even when nothing has changed.")
@_home
@_as_json
def build(data: tuple[Path, ...], home: Path | None, *, force: bool, as_json: bool) -> None:
    r"""Load, reason, validate, and put a new release in force.

    \b
    Example:
      edukg build --data our-clusters.ttl
    """
    from edukg import release, terminal, wire

    folder, built = _build(_settings(home).home, data, force=force)
    manifest = release.read_manifest(folder)
    if as_json:
        click.echo(terminal.as_json({**wire.manifest(manifest), "folder": str(folder)}))
        return
    if not built:
        click.echo("Nothing has changed since this release was built (use --force to build it again).")
    click.echo(terminal.manifest(manifest, folder))


@main.command()
@_home
@_as_json
def info(home: Path | None, *, as_json: bool) -> None:
    r"""Tell what the release in force holds and how it was made.

    \b
    Example:
      edukg info --json
    """
    from edukg import release, terminal, wire

    folder = release.current(_settings(home).home)
    manifest = release.read_manifest(folder)
    if as_json:
        click.echo(terminal.as_json({**wire.manifest(manifest), "folder": str(folder)}))
    else:
        click.echo(terminal.manifest(manifest, folder))


@main.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--format", "shape", type=click.Choice(_FORMATS), default="table", show_default=True)
@_home
@_as_json
def query(sparql: str | None, file: Path | None, shape: str, home: Path | None, *, as_json: bool) -> None:
    r"""Run a SPARQL query over the release in force.

    \b
    Example:
      edukg query "SELECT ?label WHERE { edukg:EducationalCluster rdfs:label ?label }"

    The prefixes of EduKG need no declaration here.
    """
    from edukg import terminal

    answer = _open(home).store.query(terminal.query_text(sparql, file), prefixes=PREFIXES)
    click.echo(terminal.answer(answer, "json" if as_json else shape))


@main.command()
@click.argument("text")
@click.option("--lang", "language", type=_LANGUAGE, help="The language of the term.")
@_home
@_as_json
def term(text: str, language: str | None, home: Path | None, *, as_json: bool) -> None:
    r"""Show what a term means, in each of its senses.

    \b
    Example:
      edukg term "taʼlim klasteri"
    """
    from edukg import terminal, wire

    found = _open(home).term(text, language)
    click.echo(terminal.as_json(wire.term(found)) if as_json else terminal.term(found))


@main.command()
@click.argument("text")
@click.option("--lang", "language", type=_LANGUAGE, help="The language whose labels come first.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@_home
@_as_json
def search(text: str, language: str | None, limit: int, home: Path | None, *, as_json: bool) -> None:
    r"""Find terms, concepts, classes, instances, sources by any label, in any script.

    \b
    Example:
      edukg search холдинг --limit 5
    """
    from edukg import terminal, wire

    hits = _open(home).search(text, language=language, limit=limit)
    click.echo(
        terminal.as_json({"query": text, "hits": [wire.hit(hit) for hit in hits]}) if as_json else terminal.hits(hits)
    )


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lang", "language", type=_LANGUAGE, default="en", show_default=True, help="The language of the report.")
@click.option("--turtle", is_flag=True, help="Print the standard SHACL report.")
@_home
@_as_json
def validate(files: tuple[Path, ...], language: str, home: Path | None, *, turtle: bool, as_json: bool) -> None:
    r"""Check data files with the shapes; without a file, the shipped data. Exit code 1 when they do not conform.

    \b
    Example:
      edukg validate our-clusters.ttl --lang ru
    """
    from edukg import terminal, wire

    with _progress() as progress:
        progress("Validating with the shapes")
        report = _open(home).validate(*files)
    if turtle:
        from edukg.validate import report_turtle

        click.echo(report_turtle(report))
    else:
        click.echo(terminal.as_json(wire.report(report)) if as_json else terminal.report(report, language))
    if not report.conforms:
        sys.exit(1)


@main.command()
@click.option("--host", help="Address to listen on (EDUKG_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (EDUKG_PORT).")
@_home
def serve(host: str | None, port: int | None, home: Path | None) -> None:
    r"""Serve the site and the endpoint from the release in force, building one first when there is none.

    \b
    Example:
      edukg serve --port 8080
    """
    settings = _settings(home, host, port)
    _open(settings.home).close()
    from edukg.web.server import run

    click.echo(f"EduKG answers at http://{settings.host}:{settings.port}/ (stop with Ctrl-C).", err=True)
    run(settings)
