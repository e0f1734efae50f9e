"""What is held against the knowledge base: data against the shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edukg.cli.frame import LANGUAGE, home_option, json_option, open_kb, progress_line


@click.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="The language of the report.")
@click.option("--turtle", is_flag=True, help="Print the standard SHACL report.")
@home_option
@json_option
def validate(files: tuple[Path, ...], language: str, home: Path | None, *, turtle: bool, as_json: bool) -> None:
    r"""Check data files with the shapes; without a file, the shipped data. Exit code 1 when they do not conform.

    \b
    Example:
      edukg validate our-clusters.ttl --lang ru
    """
    from edukg import terminal, wire

    with progress_line() as progress:
        progress("Validating with the shapes")
        report = open_kb(home).validate(*files)
    if turtle:
        from edukg.validate import report_turtle

        click.echo(report_turtle(report))
    else:
        click.echo(terminal.as_json(wire.report(report)) if as_json else terminal.report(report, language))
    if not report.conforms:
        sys.exit(1)
