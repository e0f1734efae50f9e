"""The release: build it, tell what it holds, serve it."""

from __future__ import annotations

from pathlib import Path

import click

from edukg.cli.frame import build_release, home_option, json_option, open_kb, settings_of


@click.command()
@click.option(
    "--data",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A file or folder of your own data to add (.ttl, .rdf, .jsonld, .nt, .trig, .nq, each also .gz; .xlsx, .csv).",
)
@click.option("--force", is_flag=True, help="Build even when nothing has changed.")
@home_option
@json_option
def build(data: tuple[Path, ...], home: Path | None, *, force: bool, as_json: bool) -> None:
    """Load, reason, validate, and put a new release in force.

    Earlier releases are kept beside it and served under /version/; EDUKG_KEEP_RELEASES says how many (10).

    \b
    Example:
      edukg build --data our-clusters.ttl

    With EDUKG_SIGNING_KEY (a file with an Ed25519 key, or the key; EDUKG_SIGNING_PASSPHRASE opens it) the digests of
    the release's files are signed, so that others can check them with `ssh-keygen -Y verify`.
    """
    from edukg import keeping, release, terminal, wire

    settings = settings_of(home)
    folder, built = build_release(settings.home, data, force=force)
    removed = keeping.thin_out(settings.home, settings.keep_releases) if built else ()
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
@home_option
def serve(host: str | None, port: int | None, home: Path | None) -> None:
    """Serve the site and the endpoint from the release in force, building one first when there is none.

    \b
    Example:
      edukg serve --port 8080
    """
    settings = settings_of(home, host, port)
    open_kb(settings.home).close()
    from edukg.web.server import run

    click.echo(f"EduKG answers at http://{settings.host}:{settings.port}/ (stop with Ctrl-C).", err=True)
    run(settings)
