"""Settings: one frozen value, built once at the edge and passed inwards.

Later sources win: built-in defaults, then a TOML file, then the environment, then the command line.

| setting | environment | TOML | meaning |
| --- | --- | --- | --- |
| home | EDUKG_HOME | home | folder that holds the releases |
| keep_releases | EDUKG_KEEP_RELEASES | keep_releases | releases that a build leaves in the folder; 0 keeps all |
| store | EDUKG_STORE | store | address of a store elsewhere to serve from (`edukg publish`) |
| store_poll | EDUKG_STORE_POLL | store_poll | seconds between looks for a newer release there |
| host, port | EDUKG_HOST, EDUKG_PORT | host, port | where `edukg serve` listens |
| base_url | EDUKG_BASE_URL | base_url | public address of the site, when it stands behind a proxy |
| workers | EDUKG_WORKERS | workers | processes that answer requests |
| query_timeout | EDUKG_QUERY_TIMEOUT | query_timeout | seconds a SPARQL query may take; then it is stopped |
| query_workers | EDUKG_QUERY_WORKERS | query_workers | processes for queries that are not small, divided among those |
| query_memory | EDUKG_QUERY_MEMORY | query_memory | bytes such a process may take beyond the data |
| query_rows | EDUKG_QUERY_ROWS | query_rows | rows or triples of an answer that are sent at most |
| query_bytes | EDUKG_QUERY_BYTES | query_bytes | bytes of an answer that are sent at most |
| query_cache | EDUKG_QUERY_CACHE | query_cache | bytes of answers kept in memory for those who ask again |
| proxies | EDUKG_PROXIES | proxies | proxies in front of the site, each of which adds to X-Forwarded-For |
| max_upload | EDUKG_MAX_UPLOAD | max_upload | bytes a request body may have |
| signing_key | EDUKG_SIGNING_KEY | signing_key | Ed25519 key (or its file) that signs releases |
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

from edukg.errors import InputError, MissingFileError, Position


def default_home() -> Path:
    """Where releases are kept unless told otherwise: the user's data folder (XDG Base Directory Specification)."""
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "edukg"


@dataclass(frozen=True, slots=True)
class Settings:
    """How this installation runs. See the module's table for the meaning of each field."""

    home: Path
    keep_releases: int = 10
    store: str = ""
    store_poll: float = 30.0
    host: str = "127.0.0.1"
    port: int = 8080
    base_url: str = ""
    workers: int = 3
    query_timeout: float = 30.0
    query_workers: int = 6
    query_memory: int = 2_000_000_000
    query_rows: int = 1_000_000
    query_bytes: int = 100_000_000
    query_cache: int = 64_000_000
    proxies: int = 0
    max_upload: int = 20_000_000
    signing_key: str = ""


_WHOLE = frozenset(
    [
        "keep_releases",
        "port",
        "workers",
        "max_upload",
        "query_workers",
        "query_memory",
        "query_rows",
        "query_bytes",
        "query_cache",
        "proxies",
    ]
)


def _convert(name: str, value: object, where: str) -> object:
    kind: type = {"home": Path, "query_timeout": float, "store_poll": float}.get(name, int if name in _WHOLE else str)
    try:
        converted: object = kind(value)  # the table holds only types that take one argument
    except (TypeError, ValueError):
        raise InputError(
            f"The setting '{name}' in {where} is {value!r}, which is not a {kind.__name__}.",
            advice="Give it a fitting value or leave it out.",
        ) from None
    return converted


def read_settings(
    *, file: Path | None = None, environment: Mapping[str, str] | None = None, **given: object
) -> Settings:
    """Build the settings. `given` are those of the command line; None means not given.

    Raises `MissingFileError` for a file that is not there, `InputError` for an unknown name or an unfitting value.
    """
    environment = os.environ if environment is None else environment
    names = {f.name for f in fields(Settings)}
    settings = Settings(home=default_home())
    layers: list[tuple[str, Mapping[str, object]]] = []
    if file is not None:
        try:
            layers.append((str(file), tomllib.loads(file.read_text(encoding="utf-8"))))
        except OSError as error:
            raise MissingFileError(
                f"The settings file {file} cannot be read: {error.strerror}.", advice="Check its name."
            ) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise InputError(
                f"The settings file is not TOML: {error}.",
                advice="See the table in the documentation of edukg.settings.",
                position=Position(file=str(file)),
            ) from error
    prefix = "EDUKG_"
    layers.append(
        (
            "the environment",
            {n: environment[prefix + n.upper()] for n in names if environment.get(prefix + n.upper())},
        )
    )
    layers.append(("the command line", {k: v for k, v in given.items() if v is not None}))
    for where, layer in layers:
        unknown = set(layer) - names
        if unknown:
            raise InputError(
                f"There is no setting '{min(unknown)}' (in {where}).",
                advice=f"The settings are: {', '.join(sorted(names))}.",
            )
        settings = replace(settings, **{k: _convert(k, v, where) for k, v in layer.items()})  # type: ignore[arg-type]
    return settings
