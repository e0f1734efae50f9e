"""What every command shares: how errors are told, the options that recur, the release in force, progress."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edukg.errors import EdukgError, InconsistentError, NonConformingError

if TYPE_CHECKING:
    from edukg.bounded import Bounds
    from edukg.kb import KnowledgeBase
    from edukg.settings import Settings

LANGUAGE = click.Choice(["en", "ru", "uz"])


class Commands(click.Group):
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
    from edukg.reports import by_things

    if isinstance(error, NonConformingError):
        click.echo(by_things(error.report, "en", worst_only=True), err=True)
    if isinstance(error, InconsistentError):
        click.echo(terminal.clash(error.clash), err=True)
    click.echo(f"Error: {error}", err=True)


def home_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that names the folder of the releases."""
    return click.option(
        "--home",
        type=click.Path(path_type=Path, file_okay=False),
        help="Folder that holds the releases (EDUKG_HOME; by default your data folder).",
    )(command)


def json_option(command: Callable[..., None]) -> Callable[..., None]:
    """The option that asks for JSON."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, for programs.")(command)


def settings_of(
    home: Path | None, host: str | None = None, port: int | None = None, store: str | None = None
) -> Settings:
    """The settings, those given on the command line over all others."""
    from edukg.settings import read_settings

    return read_settings(home=home, host=host, port=port, store=store)


def open_kb(home: Path | None) -> KnowledgeBase:
    """The release in force; the first time, it is built. EDUKG_STORE names a store where it lies instead."""
    from edukg import kb

    settings = settings_of(home)
    if settings.store:
        with progress_line() as progress:
            return kb.open_store(settings.store, settings.home, progress=progress)
    if not (settings.home / "current").is_file():
        click.echo(f"There is no release in {settings.home} yet; building one (this takes up to a minute).", err=True)
        build_release(settings.home, (), force=False)
    return kb.open_(settings.home, build=False)


@contextmanager
def progress_line() -> Iterator[Callable[[str], None]]:
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


@contextmanager
def publishing_line() -> Iterator[Callable[[str, int, int], None]]:
    """A bar with what is done of a stage on a terminal; elsewhere a line for each stage and each tenth of it."""
    if not sys.stderr.isatty():
        told: set[tuple[str, int]] = set()

        def plainly(stage: str, done: int, total: int) -> None:
            tenth = 10 * done // total if total else 0
            if (stage, tenth) not in told:
                told.add((stage, tenth))
                click.echo(f"… {stage}{f', {done:,} of {total:,} triples' if total else ''}", err=True)

        yield plainly
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def shown(stage: str, done: int, total: int) -> None:
            for other, task in tasks.items():
                if other != stage:
                    progress.update(task, total=1, completed=1)
            if stage not in tasks:
                tasks[stage] = progress.add_task(stage, total=None)
            progress.update(tasks[stage], total=total or None, completed=done)

        yield shown
        for task in tasks.values():
            progress.update(task, total=1, completed=1)


def bounds_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say how much time and memory a command may take."""
    deadline = click.option(
        "--deadline",
        type=click.FloatRange(min=0, min_open=True),
        default=3600,
        show_default=True,
        help="Seconds that all of it may take.",
    )
    memory = click.option(
        "--memory",
        type=click.IntRange(min=100),
        help="Megabytes that reading and inferring may have, and each engine; by default half of the machine's.",
    )
    return deadline(memory(command))


def bounds_of(deadline: float, memory: int | None) -> Bounds:
    """What these options say."""
    from edukg.bounded import Bounds, machine_memory

    return Bounds(deadline, memory * 1_000_000 if memory else machine_memory())


def build_release(
    home: Path, data: tuple[Path, ...], *, force: bool, bounds: Bounds | None = None
) -> tuple[Path, bool]:
    """Build with a progress line; the folder of the release in force, and whether it was built anew.

    Within bounds it is done in a process of its own. Raises `BuildRefusedError` beyond them.
    """
    from edukg import bounded
    from edukg.errors import BuildRefusedError

    with progress_line() as progress:
        if bounds is None:
            return _build(home, data, force, progress=progress)
        try:
            built: tuple[Path, bool] = bounded.run(_build, home, data, force, bounds=bounds, progress=progress)
        except TimeoutError:
            raise BuildRefusedError(
                f"The build was stopped after {bounds.deadline:g} seconds; the release in force stays as it was.",
                advice="Give less data, or allow more seconds with --deadline.",
            ) from None
        except MemoryError:
            raise BuildRefusedError(
                f"The build needs more than the {(bounds.memory or 0) // 1_000_000:,} MB of memory it may have; "
                "the release in force stays as it was.",
                advice="Give less data, or allow more megabytes with --memory.",
            ) from None
    return built


def _build(home: Path, data: tuple[Path, ...], force: bool, *, progress: Callable[[str], None]) -> tuple[Path, bool]:  # noqa: FBT001 - called by position from another process
    import os

    from edukg import release

    key, passphrase = settings_of(home).signing_key, os.environ.get("EDUKG_SIGNING_PASSPHRASE", "")
    folder, report = release.build(home, data, force=force, signing_key=key, passphrase=passphrase, progress=progress)
    return folder, report is not None
