"""Benches: what they run on, and their figures against named peers."""

from __future__ import annotations

from pathlib import Path

import click

from edukg.cli.frame import json_option


@click.group()
def bench() -> None:
    """Measure, on data made for it.

    \b
    Example:
      edukg bench generate made-up.nt.gz --triples 1000000 --faults 0.001
    """


@bench.command()
@click.argument("out", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--triples", default=100_000, show_default=True, type=click.IntRange(min=1), help="At least so many.")
@click.option("--seed", default=1, show_default=True, type=int, help="The same seed gives the same bytes.")
@click.option("--faults", "rate", default=0.0, show_default=True, help="Faults per triple, such as 0.001.")
@click.option("--fault", "kinds", multiple=True, metavar="KIND", help="Plant only this kind; may be given again.")
@json_option
def generate(out: Path, triples: int, seed: int, rate: float, kinds: tuple[str, ...], *, as_json: bool) -> None:
    """Write made-up data: clusters with members, programmes, competences, innovations, people and sources.

    \b
    Example:
      edukg bench generate made-up.nt.gz --triples 1000000 --faults 0.001

    OUT ends in .nt, .nq or .ttl, each also with .gz. Beside it lie a list of the planted faults (.faults.jsonl) and a
    description of what was written (.about.json).
    """
    import sys
    from dataclasses import asdict

    from rich.console import Console
    from rich.progress import Progress

    from edukg import generate as made
    from edukg import terminal

    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task("Generating", total=triples)
        about = made.generate(
            out,
            triples=triples,
            seed=seed,
            rate=rate,
            kinds=kinds,
            progress=lambda done: bar.update(task, completed=min(done, triples)),
        )
    if as_json:
        click.echo(terminal.as_json(asdict(about)))
        return
    things = ", ".join(f"{number:,} {kind}" for kind, number in about.things.items())
    click.echo(f"{about.path}: {about.triples:,} triples about {about.districts:,} districts (seed {about.seed})")
    click.echo(f"  {things}")
    click.echo(f"  {sum(about.faults.values()):,} planted faults of {len(about.faults)} kinds, in {about.faults_path}")
