"""Tables in and out: what people keep in a spreadsheet, as RDF, and the way back."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edukg.cli.frame import LANGUAGE, json_option, progress_line


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--out", type=click.Path(path_type=Path), help="Where the RDF goes (.ttl, .nt, .rdf, .jsonld).")
@click.option("--template", type=click.Path(path_type=Path), help="Write an empty workbook to be filled in, instead.")
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="Of headings and messages.")
@click.option("--partly", is_flag=True, help="Write what could be read even when some cells could not.")
@json_option
def import_(
    file: Path | None, out: Path | None, template: Path | None, language: str, *, partly: bool, as_json: bool
) -> None:
    """Turn a table (.xlsx, .csv) into RDF, and tell of each cell that cannot be read what could be meant.

    \b
    Example:
      edukg import --template our-clusters.xlsx --lang ru
      edukg import our-clusters.xlsx -o our-clusters.ttl

    Without --out the RDF is printed as Turtle. Exit code 1 when a cell cannot be read; then nothing is written unless
    --partly is given. `edukg validate` reads tables too, and checks them with the shapes.
    """
    from edukg import reports
    from edukg.errors import InputError
    from edukg.media import TURTLE
    from edukg.model import Report
    from edukg.tables import exchange

    if (file is None) == (template is None):
        raise InputError("Give a table, or --template with a name.", advice="As in: edukg import our-clusters.xlsx")
    if template is not None:
        with progress_line() as progress:
            progress("Writing the template")
            exchange.write_template(template, language)
        click.echo(f"{template}: fill it in, then: edukg validate {template}")
        return
    assert file is not None  # noqa: S101 (one of the two was given)
    with progress_line() as progress:
        progress("Reading the table")
        table = exchange.convert(file)
    report = Report(table.findings, "edukg", triples=len(table.statements), counts=table.counts)
    if as_json:
        click.echo(reports.write(report, "json", language), nl=False)
    elif report.results:
        click.echo(reports.write(report, "table", language), nl=False, err=True)
    if report.conforms or partly:
        if out is not None:
            exchange.save_graph(table.statements, out)
            click.echo(f"{out}: {len(table.statements):,} triples about {len(table.things):,} things", err=True)
        elif not as_json:
            exchange.write_graph(table.statements, sys.stdout.buffer, TURTLE)
    if not report.conforms:
        sys.exit(1)


@click.command()
@click.option("--table", required=True, type=click.Path(path_type=Path), help="Where the table goes (.xlsx, .csv).")
@click.option("--data", multiple=True, type=click.Path(path_type=Path), help="Files to export; else what is shipped.")
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="Of headings and names.")
@click.option("--sheet", help="For .csv: which sheet, such as clusters.")
@json_option
def export(table: Path, data: tuple[Path, ...], language: str, sheet: str | None, *, as_json: bool) -> None:
    """Write data as a table of the form that `edukg import` reads.

    \b
    Example:
      edukg export --table clusters.xlsx --lang ru
      edukg export --table members.csv --sheet members --data our-clusters.ttl
    """
    from edukg import terminal
    from edukg.tables import exchange

    with progress_line() as progress:
        progress("Writing the table")
        done = exchange.export(table, data, language=language, sheet=sheet)
    if as_json:
        left_out = {"things": done.things, "statements": done.statements}
        click.echo(terminal.as_json({"file": str(table), "rows": done.rows, "leftOut": left_out}))
        return
    click.echo(f"{table}: {_numbers(done.rows)}")
    if done.things:
        click.echo(f"left out, since no sheet is for them: {_numbers(done.things)}")
    if done.statements:
        click.echo(f"left out, since no column or cell is for them: {_numbers(done.statements)}")


def _numbers(counted: dict[str, int]) -> str:
    return ", ".join(f"{number:,} {name}" for name, number in counted.items())
