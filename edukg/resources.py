"""Finds what is shipped beside the code: the ontology, the shapes, the queries.

In a wheel they are packages inside `edukg`; in a checkout they are folders beside it. The package is looked at first,
so that an installed copy never picks up a stray folder.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from edukg.errors import ReleaseError

_PACKAGE = Path(__file__).resolve().parent


@cache
def folder(name: str) -> Path:
    """The folder `ontology` or `shapes` as shipped.

    Raises `ReleaseError` when neither the package nor the checkout holds it: the installation is damaged.
    """
    for candidate in (_PACKAGE / name, _PACKAGE.parent / name):
        if candidate.is_dir() and any(candidate.rglob("*.ttl")):
            return candidate
    raise ReleaseError(f"The shipped folder '{name}' is missing.", advice="Install edukg again.")


def turtle_files(name: str) -> tuple[Path, ...]:
    """Every Turtle file of a shipped folder, in a stable order."""
    return tuple(sorted(folder(name).rglob("*.ttl")))


@cache
def query(name: str) -> str:
    """The text of a named SPARQL query under `edukg/queries`."""
    return (_PACKAGE / "queries" / f"{name}.rq").read_text(encoding="utf-8")


@cache
def said_otherwise(engine: str) -> dict[str, str]:
    """Our own queries that an engine needs in other words: what it gets, by the text that all others get."""
    folder_ = _PACKAGE / "queries" / engine
    names = [path.relative_to(folder_).with_suffix("").as_posix() for path in sorted(folder_.rglob("*.rq"))]
    return {query(name): query(f"{engine}/{name}") for name in names}


def example_queries() -> tuple[Path, ...]:
    """The example queries that the editor offers, in the order of their file names."""
    return tuple(sorted((_PACKAGE / "queries" / "examples").glob("*.rq")))


def usage_file(name: str) -> Path:
    """A file of readable data that the checker of uses works with."""
    return _PACKAGE / "usage" / "data" / name


def usage_files() -> tuple[Path, ...]:
    """The queries and the readable data that the checker of uses works with, in a stable order."""
    return (*sorted((_PACKAGE / "queries" / "usage").glob("*.rq")), *sorted((_PACKAGE / "usage" / "data").iterdir()))


def annotate_words() -> Path:
    """The words of the checker's outputs in each language."""
    return _PACKAGE / "annotate" / "words.toml"


def labelled_uses() -> tuple[Path, ...]:
    """The project's own labelled uses of terms, one table for each language."""
    return tuple(sorted((_PACKAGE / "usage" / "examples").glob("*.tsv")))


def rules() -> tuple[Path, ...]:
    """The rules that materialise what the ontology entails, in the order of their file names."""
    return tuple(sorted((_PACKAGE / "queries" / "rules").glob("*.rq")))
