"""Benches: what they run on, and their figures against named peers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from edukg.cli.frame import home_option, json_option, open_kb, settings_of


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


@bench.command()
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--triples", default=1_000_000, show_default=True, type=click.IntRange(min=1), help="Of data made up.")
@click.option("--faults", "rate", default=0.001, show_default=True, help="Faults per triple of data made up.")
@click.option("--seed", default=1, show_default=True, type=int, help="Of data made up.")
@click.option("--reference/--no-reference", default=True, show_default=True, help="Whether to run pySHACL too.")
@click.option("--inferences/--no-inferences", default=True, show_default=True, help="Whether to infer first.")
@json_option
def validate(
    file: Path | None, triples: int, rate: float, seed: int, *, reference: bool, inferences: bool, as_json: bool
) -> None:
    """Measure the fast engine of the shapes against pySHACL: time, memory, and whether they say the same.

    \b
    Example:
      edukg bench validate --triples 100000

    The data are made up, or those of FILE; the ontology goes with them. Each engine gets a process of its own.
    Exit code 1 when the engines differ.
    """
    import sys
    import tempfile
    from dataclasses import asdict

    from edukg import generate as made
    from edukg import terminal
    from edukg.cli.frame import progress_line
    from edukg.validate import bench as engines

    with tempfile.TemporaryDirectory(prefix="edukg-bench-") as folder, progress_line() as progress:
        data = file
        if data is None:
            progress(f"Generating {triples:,} triples")
            data = Path(folder) / "made-up.nt"
            made.generate(data, triples=triples, seed=seed, rate=rate)
        found = engines.compare(data, Path(folder), reference=reference, inferences=inferences, progress=progress)
    if as_json:
        click.echo(terminal.as_json(asdict(found)))
    else:
        click.echo(engines.told(found))
    if found.same is False:
        sys.exit(1)


@bench.command()
@click.option(
    "--triples",
    multiple=True,
    default=(10_000,),
    type=click.IntRange(min=1000),
    help="How much data; may be given again.",
)
@click.option(
    "--clients",
    multiple=True,
    default=(1, 8, 64),
    type=click.IntRange(1, 500),
    help="How many ask at once; may be given again.",
)
@click.option("--seconds", default=3.0, show_default=True, help="How long each measurement takes.")
@click.option(
    "--peers",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The bin folder of an environment with the peers' programs.",
)
@click.option("--only", multiple=True, metavar="QUESTION", help="Only this kind of question; may be given again.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Keep data and stores here.")
@json_option
def endpoint(*, as_json: bool, **given: Any) -> None:
    """Measure the endpoint against Oxigraph's own server and rdflib-endpoint, and print ratios.

    \b
    Example:
      python3 -m venv peers && peers/bin/pip install oxigraph 'rdflib-endpoint[web]'
      edukg bench endpoint --peers peers/bin --triples 10000 --triples 1000000 --clients 1 --clients 8

    Questions are point, repeated, "10,000 rows", "label search", join, path, aggregate.
    """
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench.endpoint import Bench, table

    figures = list(Bench(**given, progress=lambda stage: click.echo(f"… {stage}", err=True)).run())
    if as_json:
        click.echo(terminal.as_json({"figures": [asdict(figure) for figure in figures]}))
    else:
        click.echo("\n".join(table(figures)))


@bench.command()
@click.option(
    "--triples", multiple=True, default=(1_000_000,), type=click.IntRange(min=1000), help="How much; may be repeated."
)
@click.option("--only", multiple=True, type=click.Choice(["embedded", "oxigraph", "virtuoso"]), help="Only this store.")
@click.option("--oxigraph", default="oxigraph", show_default=True, help="The program of Oxigraph's server.")
@click.option("--virtuoso", default="virtuoso-t", show_default=True, help="The program of Virtuoso's server.")
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Keep data and stores here.")
@json_option
def stores(
    triples: tuple[int, ...], only: tuple[str, ...], oxigraph: str, virtuoso: str, folder: Path | None, *, as_json: bool
) -> None:
    """Measure what stores elsewhere take: time to publish, disk, memory, and queries through EduKG.

    \b
    Example:
      edukg bench stores --triples 1000000 --triples 10000000

    Oxigraph's server comes from PyPI (`oxigraph`), Virtuoso's from Debian (`virtuoso-opensource-7-bin`).
    """
    import shutil
    import sys
    import tempfile
    from contextlib import ExitStack
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench import stores as measured

    beside = str(Path(sys.executable).parent)
    with ExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="edukg-bench-")))
        place.mkdir(parents=True, exist_ok=True)
        sizes = (
            size
            for number in triples
            for size in measured.run(
                number,
                place,
                stores=only or measured.ALL,
                oxigraph=Path(shutil.which(oxigraph) or shutil.which(oxigraph, path=beside) or oxigraph),
                virtuoso=Path(shutil.which(virtuoso) or virtuoso),
                progress=lambda stage: click.echo(f"… {stage}", err=True),
            )
        )
        if as_json:
            click.echo(terminal.as_json({"sizes": [asdict(size) for size in sizes]}))
        else:
            for line in measured.table(sizes):
                click.echo(line)


@bench.command()
@click.option("--deadline", default=2.0, show_default=True, help="Seconds a query may take.")
@click.option("--seconds", default=10.0, show_default=True, help="How long pages are asked for beforehand.")
@home_option
def runaways(deadline: float, seconds: float, home: Path | None) -> None:
    """Send ten runaway queries of five shapes at once, and see what they do to pages, memory and processes.

    \b
    Example:
      edukg bench runaways
    """
    from edukg.bench.runaways import run

    open_kb(home).close()
    place = settings_of(home).home
    result = run(place, deadline=deadline, seconds=seconds, progress=lambda stage: click.echo(f"… {stage}", err=True))
    click.echo("\n".join(result.lines()))


@bench.command()
@click.option("--uses", type=click.Path(path_type=Path, dir_okay=False), help="Labelled uses of yours, as JSON lines.")
@click.option("--encoder/--no-encoder", default=True, show_default=True, help="Whether to run the sentence encoder.")
@click.option("--readme", type=click.Path(path_type=Path, dir_okay=False), help="Write the table into this file.")
@home_option
@json_option
def senses(uses: Path | None, readme: Path | None, home: Path | None, *, encoder: bool, as_json: bool) -> None:
    """Measure how well `edukg check` tells senses, against simple baselines.

    \b
    Examples:
      edukg bench senses
      edukg bench senses --uses mine.jsonl

    Without --uses the weights are learned anew without the held-out topics of the project's own labelled uses, and
    measured on these (needs the extra `learn`). With it, the shipped weights are measured on your uses.
    """
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench import senses as measured

    checker = open_kb(home).checker()
    result = measured.run(checker, uses, encoder=encoder, progress=lambda stage: click.echo(f"… {stage}", err=True))
    if as_json:
        click.echo(terminal.as_json(asdict(result)))
        return
    click.echo("\n".join(result.lines()))
    if readme is not None:
        measured.write_table(readme, result)


@bench.command("check")
@click.option(
    "--megabytes",
    "sizes",
    multiple=True,
    default=(1, 10),
    type=click.FloatRange(0.01, 10_000),
    help="How large a corpus; may be given again.",
)
@click.option("--every", default=680, show_default=True, type=click.IntRange(min=1), help="Characters for each use.")
@click.option(
    "--peers",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The Python of an environment with spaCy, FlashText or pyahocorasick.",
)
@click.option("--spark", is_flag=True, help="Run Spark on two workers too.")
@home_option
@json_option
def check_speed(
    sizes: tuple[float, ...], every: int, peers: Path | None, home: Path | None, *, spark: bool, as_json: bool
) -> None:
    """Measure how fast texts are checked, on one core and on two, and in how much memory.

    \b
    Example:
      python3 -m venv peers && peers/bin/pip install spacy flashtext pyahocorasick
      edukg bench check --megabytes 1 --megabytes 10 --megabytes 100 --peers peers/bin/python
    """
    import tempfile
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench import check as speed

    kb = open_kb(home)
    asked = speed.Asked(settings_of(home).home, sizes, every, peers, spark)
    with tempfile.TemporaryDirectory(prefix="edukg-bench-") as folder:
        result = speed.run(kb.checker(), asked, Path(folder), lambda stage: click.echo(f"… {stage}", err=True))
    click.echo(terminal.as_json(asdict(result)) if as_json else "\n".join(result.lines()))


@bench.command()
@click.option("--triples", default=1_000_000, show_default=True, type=click.IntRange(min=1000), help="Of data made up.")
@click.option(
    "--peers",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The bin folder of an environment with Oxigraph's program.",
)
@click.option("--folder", type=click.Path(path_type=Path, file_okay=False), help="Keep data and store here.")
@json_option
def dump(triples: int, peers: Path | None, folder: Path | None, *, as_json: bool) -> None:
    """Measure dumping a store, canonical and sorted, in every syntax, against Oxigraph's own program.

    \b
    Example:
      python3 -m venv peers && peers/bin/pip install oxigraph
      edukg bench dump --peers peers/bin --triples 10000000 --folder bench-data

    Needs about 600 bytes of disk for each triple.
    """
    import tempfile
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench import dump as dumping

    with tempfile.TemporaryDirectory(prefix="edukg-bench-") as scratch:
        place = folder or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        result = dumping.run(
            place, triples=triples, peers=peers, progress=lambda stage: click.echo(f"… {stage}", err=True)
        )
    if as_json:
        click.echo(terminal.as_json(asdict(result)))
    else:
        click.echo("\n".join(result.lines()))


@bench.command("search")
@click.argument("forms", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--labels", default=1_000_000, show_default=True, type=click.IntRange(min=1), help="Real and made up.")
@home_option
@json_option
def search_speed(forms: Path, labels: int, home: Path | None, *, as_json: bool) -> None:
    """Measure how fast each of some forms finds its term among a million labels.

    \b
    Example:
      edukg bench search tests/search/forms.tsv --labels 100000

    FORMS is a table with the columns form and expected, separated by tabs. Exit code 1 when a form takes 50 ms or
    more, or brings another term first.
    """
    import sys
    import tempfile
    from dataclasses import asdict

    from edukg import terminal
    from edukg.bench import search as searching

    asked = searching.read_forms(forms)
    store = open_kb(home).store
    with tempfile.TemporaryDirectory(prefix="edukg-bench-") as folder:
        result = searching.run(
            store, asked, Path(folder), labels=labels, progress=lambda stage: click.echo(f"… {stage}", err=True)
        )
    click.echo(terminal.as_json(asdict(result)) if as_json else "\n".join(result.lines()))
    if result.slowest >= searching.BOUND or not all(form.first for form in result.forms):
        sys.exit(1)
