"""Questions to the release in force: SPARQL, terms, search."""

from __future__ import annotations

from pathlib import Path

import click

from edukg.cli.frame import LANGUAGE, home_option, json_option, open_kb
from edukg.namespaces import PREFIXES

_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "rdfxml", "jsonld")


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--format", "shape", type=click.Choice(_FORMATS), default="table", show_default=True)
@home_option
@json_option
def query(sparql: str | None, file: Path | None, shape: str, home: Path | None, *, as_json: bool) -> None:
    r"""Run a SPARQL query over the release in force.

    \b
    Example:
      edukg query "SELECT ?label WHERE { edukg:EducationalCluster rdfs:label ?label }"

    The prefixes of EduKG need no declaration here.
    """
    from edukg import terminal

    answer = open_kb(home).store.query(terminal.query_text(sparql, file), prefixes=PREFIXES)
    click.echo(terminal.answer(answer, "json" if as_json else shape))


@click.command()
@click.argument("text")
@click.option("--lang", "language", type=LANGUAGE, help="The language of the term.")
@home_option
@json_option
def term(text: str, language: str | None, home: Path | None, *, as_json: bool) -> None:
    r"""Show what a term means, in each of its senses.

    \b
    Example:
      edukg term "taʼlim klasteri"
    """
    from edukg import terminal, wire

    found = open_kb(home).term(text, language)
    click.echo(terminal.as_json(wire.term(found)) if as_json else terminal.term(found))


@click.command()
@click.argument("text")
@click.option("--lang", "language", type=LANGUAGE, help="The language whose labels come first.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@home_option
@json_option
def search(text: str, language: str | None, limit: int, home: Path | None, *, as_json: bool) -> None:
    r"""Find terms, concepts, classes, instances, sources by any label, in any script.

    \b
    Example:
      edukg search холдинг --limit 5
    """
    from edukg import terminal, wire

    hits = open_kb(home).search(text, language=language, limit=limit)
    click.echo(
        terminal.as_json({"query": text, "hits": [wire.hit(hit) for hit in hits]}) if as_json else terminal.hits(hits)
    )
