"""The release: build it, tell what it holds, serve it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from edukg.cli.frame import (
    bounds_of,
    bounds_options,
    build_release,
    home_option,
    json_option,
    open_kb,
    progress_line,
    publishing_line,
    settings_of,
)


@click.command()
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder of your own data to add (.ttl, .rdf, .jsonld, .nt, .trig, .nq, each also .gz; .xlsx, .csv).",
)
@click.option("--force", is_flag=True, help="Build even when nothing has changed.")
@bounds_options
@home_option
@json_option
def build(
    data: tuple[Path, ...], deadline: float, memory: int | None, home: Path | None, *, force: bool, as_json: bool
) -> None:
    """Load, reason, validate, and put a new release in force.

    With data of your own it is stopped beyond --deadline or --memory, and the release in force stays as it was.
    Earlier releases are kept beside it and served under /version/; EDUKG_KEEP_RELEASES says how many (10).

    \b
    Example:
      edukg build --data our-clusters.ttl

    With EDUKG_SIGNING_KEY (a file with an Ed25519 key, or the key; EDUKG_SIGNING_PASSPHRASE opens it) the digests of
    the release's files are signed, so that others can check them with `ssh-keygen -Y verify`.
    """
    from edukg import keeping, release, terminal, wire

    settings = settings_of(home)
    bounds = bounds_of(deadline, memory) if data else None
    folder, built = build_release(settings.home, data, force=force, bounds=bounds)
    removed = keeping.thin_out(settings.home, settings.keep_releases, folder.name) if built else ()
    for name in removed:
        click.echo(f"Removed the release {name}: {settings.keep_releases} are kept (EDUKG_KEEP_RELEASES).", err=True)
    manifest = release.read_manifest(folder)
    if as_json:
        click.echo(terminal.as_json({**wire.manifest(manifest), "folder": str(folder)}))
        return
    if not built:
        click.echo("Nothing has changed since this release was built (use --force to build it again).")
    click.echo(terminal.manifest(manifest, folder))


@click.command()
@home_option
@json_option
def info(home: Path | None, *, as_json: bool) -> None:
    """Tell what the release in force holds and how it was made.

    \b
    Example:
      edukg info --json
    """
    from edukg import release, terminal, wire

    folder = release.current(settings_of(home).home)
    manifest = release.read_manifest(folder)
    if as_json:
        click.echo(terminal.as_json({**wire.manifest(manifest), "folder": str(folder)}))
    else:
        click.echo(terminal.manifest(manifest, folder))


@click.command()
@click.option("--host", help="Address to listen on (EDUKG_HOST).")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on (EDUKG_PORT).")
@click.option("--store", metavar="URL", help="Serve what was published to this store (EDUKG_STORE).")
@home_option
def serve(host: str | None, port: int | None, store: str | None, home: Path | None) -> None:
    """Serve the site and the endpoint from the release in force, building one first when there is none.

    \b
    Examples:
      edukg serve --port 8080
      edukg serve --store http://store.example:7878

    With --store all pages, the endpoint and the checker answer from a store that `edukg publish` filled; a release that
    is published later is taken up within EDUKG_STORE_POLL seconds (30). The folder of the releases then keeps only what
    is made of the data, such as the label index.
    """
    settings = settings_of(home, host=host, port=port, store=store)
    if settings.store:
        from edukg import kb

        with progress_line() as progress:
            progress(f"Asking the store at {settings.store}")
            kb.open_store(settings.store, settings.home, progress=progress).close()
    else:
        open_kb(settings.home).close()
    from edukg.web.server import run

    click.echo(f"EduKG answers at http://{settings.host}:{settings.port}/ (stop with Ctrl-C).", err=True)
    run(settings)


@click.command()
@click.option("--to", "address", required=True, metavar="URL", help="The address of the store.")
@click.option("--release", "name", default="current", show_default=True, help="Which release: its version or folder.")
@click.option("--keep", default=1, show_default=True, type=click.IntRange(min=0), help="Earlier ones to leave there.")
@click.option("--force", is_flag=True, help="Publish it even when it is in force there already.")
@click.option(
    "--verify",
    type=click.Choice(["digest", "counts"]),
    default="digest",
    show_default=True,
    help="Read all of it back and compare it, or count it only.",
)
@home_option
@json_option
def publish(
    address: str,
    name: str,
    keep: int,
    verify: Literal["digest", "counts"],
    home: Path | None,
    *,
    force: bool,
    as_json: bool,
) -> None:
    """Put a release into a SPARQL 1.1 store on another machine, to be served from there.

    \b
    Examples:
      edukg publish --to http://store.example:7878
      EDUKG_STORE_USER=dba EDUKG_STORE_PASSWORD=… edukg publish --to http://virtuoso.example:8890

    It goes into graphs of its own, which are put in force when all of it has arrived and was compared with the release;
    until then readers see the one before. When this breaks off, run it again: it goes on where it was. Credentials are
    EDUKG_STORE_USER and EDUKG_STORE_PASSWORD, or EDUKG_STORE_TOKEN.
    """
    from dataclasses import asdict

    from edukg import publishing, release, terminal

    folder = release.named(settings_of(home).home, name)
    with publishing_line() as progress:
        outcome = publishing.publish(folder, address, keep=keep, force=force, verify=verify, progress=progress)
    if as_json:
        click.echo(terminal.as_json(asdict(outcome)))
    else:
        click.echo("\n".join(terminal.publication(outcome, address)))
