"""The command line. Commands are thin: they read options, call one function, and print what it returns.

Heavy imports stand inside the commands, so that `edukg --help` answers at once. Exit codes: 0 fine; 1 findings (the
data do not conform or are inconsistent); 2 an error, told in one paragraph on standard error.
"""

from __future__ import annotations

import click

from edukg.cli import bench, changes, check, checks, questions, releases, tables
from edukg.cli.frame import Commands


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="edukg", prog_name="edukg")
def main() -> None:
    """EduKG: what the terms of the cluster approach in education mean.

    \b
    Examples:
      edukg term "educational cluster"
      edukg serve
    """


for _command in (
    releases.build,
    releases.info,
    releases.publish,
    releases.serve,
    questions.query,
    questions.term,
    questions.search,
    checks.validate,
    changes.diff,
    check.check,
    bench.bench,
    tables.import_,
    tables.export,
):
    main.add_command(_command)
