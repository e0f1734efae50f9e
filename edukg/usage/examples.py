"""The project's own labelled uses, from which the checker learns and on which it is measured.

`edukg/usage/examples/{en,ru,uz}.tsv`: topic, genre, concept, text with the use marked ⟦so⟧, and a second concept where
careful readers would dispute the first. All uses of a topic go to the same side of the split, so that no near-copy of
a held-out use is learned from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from edukg.errors import DataSyntaxError, MissingFileError, Position
from edukg.resources import labelled_uses

HELD_OUT_PERCENT = 20
_COLUMNS = ("topic", "genre", "concept", "text", "disputed")


@dataclass(frozen=True, slots=True)
class LabelledUse:
    """One use with the key of its concept, or "outside"."""

    text: str
    start: int
    end: int
    concept: str
    language: str
    topic: str = ""
    genre: str = ""
    disputed: str = ""
    identifier: str = ""

    @property
    def held_out(self) -> bool:
        """Whether it is kept for measuring."""
        return bucket(self.topic, self.language) < HELD_OUT_PERCENT


def bucket(topic: str, language: str) -> int:
    """A number from 0 to 99 that a topic always has."""
    return int.from_bytes(hashlib.sha256(f"{language} {topic}".encode()).digest()[:4]) % 100


def read_all() -> tuple[LabelledUse, ...]:
    """All labelled uses of the project."""
    return tuple(use for path in labelled_uses() for use in read_table(path))


def read_table(path: Path) -> Iterator[LabelledUse]:
    """The labelled uses of one table. Raises `DataSyntaxError` with the line for one that cannot be read."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith(("#", "topic\t")):
            continue
        cells = [*line.split("\t"), ""][: len(_COLUMNS)]
        row = dict(zip(_COLUMNS, cells, strict=False))
        text = row.get("text", "")
        start, end = text.find("⟦"), text.find("⟧") - 1
        if start < 0 or end <= start:
            raise DataSyntaxError(
                "A labelled use needs a text with its use marked ⟦so⟧.",
                position=Position(str(path), number, 1, line[:80]),
                advice="The columns are topic, genre, concept, text, disputed, separated by tabs.",
            )
        yield LabelledUse(
            text=text.replace("⟦", "").replace("⟧", ""),
            start=start,
            end=end,
            concept=row["concept"],
            language=path.stem,
            topic=row["topic"],
            genre=row["genre"],
            disputed=row["disputed"],
            identifier=f"{path.stem}:{number}",
        )


def read_json_lines(path: Path) -> Sequence[LabelledUse]:
    """Labelled uses from outside: one JSON object a line with text, start, end, concept, language.

    Raises `MissingFileError`, and `DataSyntaxError` with the line for one that cannot be read.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise MissingFileError(f"{path} cannot be read: {error.strerror}.", advice="Check the path.") from error
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            use = LabelledUse(row["text"], int(row["start"]), int(row["end"]), row["concept"], row["language"])
        except (ValueError, KeyError, TypeError) as error:
            raise DataSyntaxError(
                f"This is no labelled use: {error}.",
                position=Position(str(path), number, 1, line[:80]),
                advice="Each line is a JSON object with text, start, end, concept and language.",
            ) from error
        found.append(use)
    return found
