"""The table of a corpus: one row for each use of a term and each finding."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from edukg.corpus.units import Unit, texts_of
from edukg.errors import EdukgError, InputError, MissingFileError, Position
from edukg.model import Finding, Usage
from edukg.usage import Checker

Row = dict[str, Any]
COLUMNS: Final = {
    "file": "string",
    "title": "string",
    "author": "string",
    "date": "string",
    "record": "string",
    "start": "int64",
    "end": "int64",
    "text": "string",
    "language": "string",
    "term": "string",
    "status": "string",
    "concept": "string",
    "confidence": "double",
    "suggestion": "string",
    "why": "string",
    "kind": "string",
    "message": "string",
}
"""Each column with its type. `record` is "use" or "finding"; `why` names the weightiest evidence with its weights."""
MOST_REASONS: Final = 5


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a unit: its rows, how many characters it had, and why it could not be read."""

    rows: tuple[Row, ...] = ()
    characters: int = 0
    problem: str = ""


def check_unit(checker: Checker, unit: Unit, language: str | None) -> Result:
    """Check a unit. What cannot be read is told in the result, so that the other units go on."""
    if unit.problem:
        return Result(problem=unit.problem)
    rows: list[Row] = []
    characters = 0
    try:
        for before, text in texts_of(unit):
            check = checker.check(text, language)
            characters += len(text)
            rows += [_use(unit, before, use) for use in check.usages]
            rows += [_finding(unit, before, text, one) for one in check.findings]
    except EdukgError as error:
        return Result(tuple(rows), characters, str(error))
    return Result(tuple(rows), characters)


def _use(unit: Unit, before: int, use: Usage) -> Row:
    why = ""
    if use.candidates:
        evidence = sorted(use.candidates[0].evidence, key=lambda e: (-abs(e.weight), e.start))[:MOST_REASONS]
        why = "; ".join(f"{item.text} {item.weight:+.2f}" for item in evidence if item.weight)
    return {
        "file": unit.source.name,
        "record": "use",
        "start": before + use.start,
        "end": before + use.end,
        "text": use.text,
        "language": use.language,
        "term": use.term,
        "status": use.status.value,
        "concept": use.concept,
        "confidence": round(use.confidence, 6),
        "suggestion": use.suggestion,
        "why": why,
    }


def _finding(unit: Unit, before: int, text: str, one: Finding) -> Row:
    return {
        "file": unit.source.name,
        "record": "finding",
        "start": before + one.start,
        "end": before + one.end,
        "text": text[one.start : one.end],
        "term": one.term,
        "suggestion": one.suggestion,
        "kind": one.kind,
        "message": one.message.value("en"),
    }


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a document of a corpus."""

    title: str = ""
    author: str = ""
    date: str = ""


def read_metadata(path: Path) -> dict[str, About]:
    """What a CSV file says of the documents: columns file, title, author, date, in any order, others disregarded.

    Raises `MissingFileError`, and `InputError` for a file without the column `file` or a document that comes twice.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, dialect=_dialect(file.readline()))
            file.seek(0)
            if "file" not in (rows.fieldnames or ()):
                raise InputError(
                    f"{path} has no column 'file'.", advice="Its first line names the columns: file,title,author,date."
                )
            found: dict[str, About] = {}
            for row in rows:
                name = (row["file"] or "").strip()
                if name in found:
                    raise InputError(
                        f"The document '{name}' comes twice.",
                        advice="Keep one of the lines.",
                        position=Position(str(path), rows.line_num),
                    )
                found[name] = About(*((row.get(column) or "").strip() for column in ("title", "author", "date")))
    except OSError as error:
        raise MissingFileError(f"{path} cannot be read: {error.strerror}.", advice="Check its name.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is no CSV in UTF-8: {error}.", advice="Save it as CSV in UTF-8.") from error
    return found


def _dialect(header: str) -> type[csv.Dialect]:
    class Found(csv.excel):
        delimiter = max(",;\t", key=header.count)

    return Found


_YEAR: Final = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?:-\d\d(?:-\d\d)?)?(?!\d)")
_PARTED: Final = re.compile(r"\s+[-–—]\s+|_+|\s*\(\s*\)\s*")


def about(name: str, metadata: Mapping[str, About]) -> About:
    """What is known of a document: from the metadata, else from its name, such as `Karimov_2021_Clusters.pdf`.

    >>> about("press/2021-05 Karimov - Clusters.txt", {})
    About(title='Clusters', author='Karimov', date='2021-05')
    """
    if name in metadata:
        return metadata[name]
    stem = Path(name).stem
    year = _YEAR.search(stem)
    rest = stem.replace(year[0], "", 1) if year else stem
    parts = [part.strip(" -–—_,.()") for part in _PARTED.split(rest)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        return About(" ".join(parts[1:]), parts[0], year[0] if year else "")
    return About(parts[0] if parts else stem, "", year[0] if year else "")
