"""What changed from one release to another."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from edukg.cli.frame import home_option, json_option, progress_line, settings_of


@click.command()
@click.argument("old")
@click.argument("new", default="current")
@click.option("--strict", is_flag=True, help="Exit with 1 when the version was not raised as the changes ask.")
@home_option
@json_option
def diff(old: str, new: str, home: Path | None, *, strict: bool, as_json: bool) -> None:
    """Tell what changed between two releases, in terms, senses, meanings and data.

    A release is named by its folder, by the name or the version it has among the releases kept, or as `current`.

    \b
    Examples:
      edukg diff 0.1.0 current
      edukg diff releases/0.1.0-4ec93bb27711bcc6 0.2.0 --json
    """
    from edukg import kb, release, terminal, wire
    from edukg.changes.wording import change_log

    place = settings_of(home).home
    with progress_line() as progress:
        progress("Comparing the two releases")
        found = kb.difference(release.named(place, old), release.named(place, new))
    click.echo(terminal.as_json(wire.difference(found)) if as_json else change_log(found))
    if strict and not found.honest:
        sys.exit(1)
