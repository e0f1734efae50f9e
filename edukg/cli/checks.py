"""What is held against the knowledge base: data against the shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edukg.cli.frame import LANGUAGE, bounds_of, bounds_options, json_option, progress_line

FORM = click.Choice(["table", "json", "turtle", "csv", "xlsx"])
ENGINE = click.Choice(["auto", "reference", "fast"])


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="The language of the report.")
@click.option("--format", "form", type=FORM, default="table", show_default=True, help="The form of the report.")
@click.option(
    "--by", type=click.Choice(["thing", "rule"]), default="thing", show_default=True, help="How it is grouped."
)
@click.option("--output", "-o", type=click.Path(path_type=Path, dir_okay=False), help="Write the report to this file.")
@click.option("--engine", type=ENGINE, default="auto", show_default=True, help="pySHACL, or the one for large data.")
@click.option("--shapes", multiple=True, type=click.Path(path_type=Path), help="Your own shapes, in place of ours.")
@click.option("--limit", type=click.IntRange(min=1), default=10_000, show_default=True, help="Findings to list.")
@bounds_options
@click.option("--turtle", is_flag=True, help="Print the standard SHACL report (short for --format turtle).")
@json_option
def validate(
    files: tuple[Path, ...],
    *,
    language: str,
    form: str,
    by: str,
    output: Path | None,
    engine: str,
    shapes: tuple[Path, ...],
    limit: int,
    deadline: float,
    memory: int | None,
    turtle: bool,
    as_json: bool,
) -> None:
    """Check data files with the shapes; without a file, the shipped data. Exit code 1 when they do not conform.

    \b
    Example:
      edukg validate our-clusters.ttl --lang ru
      edukg validate our-clusters.ttl --format xlsx --output report.xlsx
    """
    from edukg import reports
    from edukg.errors import MissingFileError
    from edukg.validate import Engine
    from edukg.validation.apart import Asked, check_files

    form = "turtle" if turtle else "json" if as_json else form
    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook cannot be printed: name a file with --output.")
    if output is not None and not output.parent.is_dir():
        raise MissingFileError(f"There is no folder '{output.parent}'.", advice="Make it first.")
    asked = Asked(files, form, language, by == "rule", Engine(engine), shapes, limit)
    with progress_line() as progress:
        checked = check_files(asked, bounds=bounds_of(deadline, memory), progress=progress)
    if checked.report is None:
        raise AssertionError("a report was asked for")
    if output is None:
        click.echo(checked.content, nl=False)
    else:
        _save(output, checked.content)
        click.echo(f"{reports.verdict(checked.report, language)}. → {output}")
    if not checked.report.conforms:
        sys.exit(1)


def _save(path: Path, content: bytes) -> None:
    from edukg.errors import StorageError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", advice="Choose another file.") from error
