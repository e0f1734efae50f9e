"""Questions to the release in force: SPARQL, terms, search."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from edukg.cli.frame import LANGUAGE, home_option, json_option, open_kb
from edukg.namespaces import PREFIXES

if TYPE_CHECKING:
    from edukg.kb import KnowledgeBase

_FORMATS = ("table", "json", "csv", "tsv", "xml", "turtle", "ntriples", "rdfxml", "jsonld")


@click.command()
@click.argument("sparql", required=False)
@click.option("-f", "--file", type=click.Path(path_type=Path), help="Read the query from a file; - is standard input.")
@click.option("--format", "shape", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("--lang", "language", type=LANGUAGE, default="en", show_default=True, help="The language of readings.")
@click.option("--strict", is_flag=True, help="Do not run an ambiguous query; exit code 1.")
@home_option
@json_option
def query(
    sparql: str | None,
    file: Path | None,
    shape: str,
    language: str,
    home: Path | None,
    *,
    strict: bool,
    as_json: bool,
) -> None:
    """Run a SPARQL query over the release in force.

    \b
    Example:
      edukg query "SELECT ?label WHERE { edukg:EducationalCluster rdfs:label ?label }"

    The prefixes of EduKG need no declaration here. Where the query uses an ambiguous term or an umbrella class, the
    readings to choose from are told on standard error.
    """
    from edukg import terminal

    kb = open_kb(home)
    text = terminal.query_text(sparql, file)
    found = kb.lint(text)
    for ambiguity in found:
        click.echo(terminal.ambiguity(ambiguity, text, language), err=True)
    if strict and found:
        sys.exit(1)
    answer = kb.store.query(text, prefixes=PREFIXES)
    click.echo(terminal.answer(answer, "json" if as_json else shape))


@click.command()
@click.argument("text")
@click.option("--lang", "language", type=LANGUAGE, help="The language of the term.")
@click.option("--guide", "guided", is_flag=True, help="Find the sense that is meant by answering plain questions.")
@click.option("--path", default="", help="Answers to the guide given in advance, parted by commas.")
@click.option("--compare", "others", multiple=True, help="Set the senses beside those of this term or concept.")
@home_option
@json_option
def term(
    text: str,
    language: str | None,
    path: str,
    others: tuple[str, ...],
    home: Path | None,
    *,
    guided: bool,
    as_json: bool,
) -> None:
    """Show what a term means, in each of its senses.

    \b
    Examples:
      edukg term "taʼlim klasteri"
      edukg term "educational cluster" --guide
      edukg term logistics-educational --compare logistics-pedagogical
    """
    from edukg import terminal, wire

    kb = open_kb(home)
    if guided or path:
        _guide(kb, text, language, [key for key in path.split(",") if key], as_json=as_json)
        return
    if others:
        comparison = kb.compare(text, *others, language=language)
        click.echo(
            terminal.as_json(wire.comparison(comparison)) if as_json else terminal.comparison(comparison, language)
        )
        return
    found = kb.term(text, language)
    click.echo(terminal.as_json(wire.term(found)) if as_json else terminal.term(found))


def _guide(kb: KnowledgeBase, text: str, language: str | None, path: list[str], *, as_json: bool) -> None:
    """Ask until the reading is found; where nobody can answer, tell the question that is open and stop."""
    from edukg import terminal, wire

    place = kb.guide(text, path, language=language)
    if as_json:
        click.echo(terminal.as_json(wire.guide(place)))
        return
    spoken = language or (kb.lexicon.entry(place.subject.iri) or place.subject.labels.items[0]).language
    while place.question is not None and sys.stdin.isatty():
        click.echo(terminal.question(place.question, spoken))
        number = click.prompt("", type=click.IntRange(1, len(place.question.options)), prompt_suffix="> ")
        place = kb.guide(text, (*place.path, place.question.options[number - 1].key), language=language)
    click.echo(terminal.guide(place, spoken))


@click.command()
@click.argument("text")
@click.option("--lang", "language", type=LANGUAGE, help="The language whose labels come first.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@home_option
@json_option
def search(text: str, language: str | None, limit: int, home: Path | None, *, as_json: bool) -> None:
    """Find terms, concepts, classes, instances, sources by any label, in any script.

    \b
    Example:
      edukg search холдинг --limit 5
    """
    from edukg import terminal, wire

    hits = open_kb(home).search(text, language=language, limit=limit)
    click.echo(
        terminal.as_json({"query": text, "hits": [wire.hit(hit) for hit in hits]}) if as_json else terminal.hits(hits)
    )
