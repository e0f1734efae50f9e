"""The readable tables under `edukg/usage/data`: tab-separated, with a header line, `#` before comments."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from edukg.errors import ReleaseError
from edukg.resources import usage_file


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped table by the names of its columns. Raises `ReleaseError` for a row of another length."""
    yield from rows_of(usage_file(name))


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table. Raises `ReleaseError` for a row of another length."""
    lines = path.read_text(encoding="utf-8").splitlines()
    header: list[str] | None = None
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
        elif len(cells) == len(header):
            yield dict(zip(header, cells, strict=True))
        else:
            raise ReleaseError(
                f"{path.name}, line {number}: {len(cells)} cells where {len(header)} are expected.",
                advice="Install edukg again, or mend the line.",
            )


@cache
def small_words() -> dict[str, frozenset[str]]:
    """Language → the short words that nearly every sentence of it needs."""
    return {row["language"]: frozenset(row["words"].split()) for row in rows("small-words.tsv")}


@cache
def kin() -> tuple[tuple[str, str, str], ...]:
    """Entry, kind and written form of each word and phrase that is kin to a term."""
    return tuple((row["entry"], row["kind"], row["written"]) for row in rows("kin.tsv"))


@cache
def qualifiers() -> frozenset[str]:
    """Words that say which of a kind is meant, without being part of the term: "regional", "innovative"."""
    return frozenset(word for row in rows("qualifiers.tsv") for word in row["words"].split())
