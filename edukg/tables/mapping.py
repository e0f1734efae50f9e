"""The declared mapping: which sheet and column says what in RDF, read from `mapping.json`.

That file is metadata of CSV on the Web (https://www.w3.org/TR/tabular-metadata/): headings in three languages,
properties, datatypes, separators and defaults stand there in the words of the standard; its description tells what is
added.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as Dictionary
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from edukg.model import Text, Texts
from edukg.namespaces import LANGUAGES, expand

UNDETERMINED = "und"
"""The language tag of a column whose texts are in the language of the table's headings."""


@dataclass(frozen=True, slots=True)
class Choices:
    """Whose names may stand in a column; IRIs of classes, and names of sheets."""

    classes: tuple[str, ...] = ()
    umbrella: tuple[str, ...] = ()
    instances_of: tuple[str, ...] = ()
    rows_of: tuple[str, ...] = ()
    or_text: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `titles` are its heading in each language, `predicate` the property, None where it says nothing."""

    name: str
    titles: Texts
    description: Texts
    example: Texts
    predicate: str | None
    language: str | None
    datatypes: tuple[str, ...]
    separator: str | None
    required: bool
    default: str | None
    """What an empty cell says."""
    null: str | None
    """What is written where not even the default is said; other dashes are read alike."""
    choices: Choices | None
    pattern: str | None
    shapes: tuple[str, ...]

    @property
    def is_name(self) -> bool:
        """Whether the cell holds what the row is called."""
        return self.predicate == _LABEL


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: rows of things; `about` makes their IRIs from their ids, `types` are classes that all of them have."""

    name: str
    titles: Texts
    description: Texts
    about: str
    id_from: str
    types: tuple[str, ...]
    columns: tuple[Column, ...]

    def column(self, name: str) -> Column:
        """The column of a name. Raises `KeyError`."""
        return next(column for column in self.columns if column.name == name)

    def iri(self, local: str) -> str:
        """The IRI of the row with an id."""
        return self.about.replace("{id}", local)

    def local(self, iri: str) -> str | None:
        """The id of a row with an IRI, or None when it has another form."""
        start, _, end = self.about.partition("{id}")
        inner = iri.removeprefix(start).removesuffix(end)
        return inner if start + inner + end == iri and re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", inner) else None


@dataclass(frozen=True, slots=True)
class Mapping:
    """All sheets, in the order of the template."""

    titles: Texts
    sheets: tuple[Sheet, ...]
    names: Dictionary[str, Texts]
    """What classes of other vocabularies are called here."""
    words: Dictionary[str, Texts]
    """The words of the template."""

    def sheet(self, name: str) -> Sheet:
        """The sheet of a name. Raises `KeyError`."""
        return next(sheet for sheet in self.sheets if sheet.name == name)


@cache
def read_mapping() -> Mapping:
    """The shipped mapping."""
    content = json.loads(files("edukg.tables").joinpath("mapping.json").read_text(encoding="utf-8"))
    names = {_iri(curie): _texts(texts) for curie, texts in content["edukg:names"].items()}
    words = {name: _texts(texts) for name, texts in content["edukg:words"].items()}
    return Mapping(_texts(content["dc:title"]), tuple(_sheet(table) for table in content["tables"]), names, words)


def _sheet(table: Dictionary[str, Any]) -> Sheet:
    schema = table["tableSchema"]
    return Sheet(
        name=table["url"].removesuffix(".csv"),
        titles=_texts(table["dc:title"]),
        description=_texts(table["dc:description"]),
        about=schema["aboutUrl"],
        id_from=table.get("edukg:id", ""),
        types=tuple(_iri(column["valueUrl"]) for column in schema["columns"] if column.get("virtual")),
        columns=tuple(_column(column) for column in schema["columns"] if not column.get("virtual")),
    )


def _column(column: Dictionary[str, Any]) -> Column:
    datatypes = [column[key] for key in ("datatype", "edukg:orDatatype") if key in column]
    return Column(
        name=column["name"],
        titles=_texts(column["titles"]),
        description=_texts(column.get("dc:description", {})),
        example=_texts(column.get("edukg:example", {})),
        predicate=_iri(column["propertyUrl"]) if "propertyUrl" in column else None,
        language=column.get("lang"),
        datatypes=tuple(datatypes),
        separator=column.get("separator"),
        required=column.get("required", False),
        default=_iri(column["default"]) if "default" in column else None,
        null=column.get("null"),
        choices=_choices(column["edukg:choices"]) if "edukg:choices" in column else None,
        pattern=column.get("edukg:format"),
        shapes=tuple(column.get("edukg:shapes", ())),
    )


def _choices(content: Dictionary[str, Any]) -> Choices:
    def iris(key: str) -> tuple[str, ...]:
        return tuple(_iri(curie) for curie in content.get(key, ()))

    return Choices(
        classes=iris("classes"),
        umbrella=iris("umbrella"),
        instances_of=iris("instancesOf"),
        rows_of=tuple(content.get("rowsOf", ())),
        or_text=content.get("orText", False),
    )


def _texts(content: Dictionary[str, str] | str) -> Texts:
    if isinstance(content, str):
        return Texts(tuple(Text(content, language) for language in LANGUAGES))
    return Texts(tuple(Text(content[language], language) for language in LANGUAGES if language in content))


def _iri(curie: str) -> str:
    found = expand(curie)
    if found is None:
        raise ValueError(f"{curie} in the mapping has no known prefix")
    return found


_LABEL = _iri("rdfs:label")
