"""What is held against the knowledge base: data against the shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edukg.cli.frame import LANGUAGE, home_option, json_option, open_kb, progress_line

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
@click.option(
    "--deadline",
    type=click.FloatRange(min=0, min_open=True),
    default=3600,
    show_default=True,
    help="Seconds the engines may take.",
)
@click.option(
    "--memory",
    type=click.IntRange(min=100),
    help="Megabytes each engine may have; by default three quarters of the machine's.",
)
@click.option("--turtle", is_flag=True, help="Print the standard SHACL report (short for --format turtle).")
@home_option
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
    home: Path | None,
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
    from edukg.validate import Bounds, Engine, machine_memory

    form = "turtle" if turtle else "json" if as_json else form
    if form == "xlsx" and output is None:
        raise click.UsageError("A workbook cannot be printed: name a file with --output.")
    with progress_line() as progress:
        progress("Validating with the shapes")
        bounds = Bounds(deadline, memory * 1_000_000 if memory else machine_memory())
        report = open_kb(home).validate(*files, engine=Engine(engine), shapes=shapes, limit=limit, bounds=bounds)
    content = reports.write(report, form, language, rules_first=by == "rule")
    if output is None:
        click.echo(content, nl=False)
    else:
        _save(output, content)
        click.echo(f"{reports.verdict(report, language)}. → {output}")
    if not report.conforms:
        sys.exit(1)


def _save(path: Path, content: bytes) -> None:
    from edukg.errors import StorageError

    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageError(f"{path} cannot be written: {error.strerror}.", advice="Choose another file.") from error
