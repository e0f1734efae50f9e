"""Errors in the reader's language.

The knowledge base says in English what is wrong and what to do; it knows nothing of readers. Its sentences are gathered
from where they are raised, with places for the values in them, and are translated in the same catalogues as the rest of
the interface, under the context "error". Here a sentence finds the pattern it was made by, and its values are put into
the translation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from babel.messages.pofile import read_po

import edukg
from edukg.model import Text
from edukg.web.interface import interface_language

CONTEXT: Final = "error"
_FOLDER: Final = Path(__file__).resolve().parent / "translations"
_SENTENCE: Final = re.compile(r"[A-Z{'][^\n]* [^\n]* [^\n]*\.")
"""What is kept by a name is taken for a sentence when it has three words, a capital and a full stop."""
_LEAST: Final = 8
"""Fewer letters of its own make a pattern that fits anything."""
_PLACE: Final = re.compile(r"\{(\w+)\}")

ROOMS: Final = (
    "documents",
    "endpoint",
    "guide.py",
    "kb.py",
    "lexicon",
    "load/files.py",
    "load/parse.py",
    "store/diagnosis.py",
    "store/embedded.py",
    "store/guard.py",
    "store/pool.py",
    "store/remote.py",
    "store/results.py",
    "store/turns.py",
    "store/worker.py",
    "tables/grids.py",
    "tables/loading.py",
    "tables/rows.py",
    "validate/apart.py",
    "validate/shapes.py",
    "validation",
)
"""What raises errors that a visitor of the site can meet. The others speak to those who build and serve."""
SITE: Final = ("given.py", "checking.py")
"""What of the site itself raises such errors."""
_OF_THE_PARSER: Final = (
    "A dot is expected at the end of statements.",
    "Unexpected end of file.",
    "Unexpected end.",
    "{text} is not a valid RDF object.",
    "{text} is not a valid predicate.",
    "{text} is not a valid subject or graph name.",
    "The prefix {name} has not been declared.",
    "'{sign}' is not allowed at the beginning of a prefix name.",
    "Unexpected escape character '{sign}'.",
    "The PREFIX keyword should be followed by a prefix like 'ex:'.",
    "The PREFIX declaration should be followed by a prefix and its value as an IRI.",
    "Unknown prefix {name}.",
    "This IRI is relative.",
    "The object of a triple must be an IRI, a blank node or a literal.",
    "The subject of a triple must be an IRI or a blank node.",
    "A language code should always start with a letter.",
    "Invalid IRI code point '{sign}'.",
    "Invalid character '{sign}' in host.",
    "Error while parsing IRI '{text}': {fault}",
    "Object values must be followed by a comma to add a new value or a curly bracket to end the object.",
    "{key} value must be a string.",
)
"""What the parsers of RDF say of the mistakes that people make, as `edukg.load` ends it."""
_OF_OTHER_READERS: Final = (
    *("a ZIP archive, which XLSX and ODS files are too", "a PDF document", "a picture", "an old Office document"),
    *("compressed by bzip2", "compressed by xz", "a 7z archive"),
    *("no element found", "syntax error", "mismatched tag", "unclosed token", "not well-formed (invalid token)"),
    *("unbound prefix", "undefined entity", "duplicate attribute", "junk after document element"),
    "limit on input amplification factor (from DTD and entities) breached",
    *("File is not a zip file", "Bad magic number for central directory", "File not found '{name}'"),
    *("unexpected end of data", "'{sign}' expected after '{other}'"),
)
"""What stands within such sentences: kinds of files, and the words of the readers of XML, workbooks and CSV."""
_NAMED: Final = ("a variable", "an IRI")
"""What the advice on a query names in a list of what could stand somewhere, beside signs and keywords."""
_OPERATOR: Final = frozenset(
    (
        "The store has been closed.",
        "Open the release again.",
        "The store ran a query of an unknown form.",
        "Rows were asked for by a query without rows.",
        "Use a SELECT query.",
        "See what it says in its own log.",
    )
)


def sentences() -> Iterator[str]:
    """Every sentence of the rooms' errors: what they are raised with, and what is kept by a name to be raised with."""
    yield from (*_OF_THE_PARSER, *_OF_OTHER_READERS, *_NAMED)
    root = Path(edukg.__file__).parent
    for place in (*(root / room for room in ROOMS), *(_FOLDER.parent / room for room in SITE)):
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and (name := _name(node)).endswith(("Error", "problem")):
                    advice = [keyword.value for keyword in node.keywords if keyword.arg == "advice"]
                    said_of_http = name in {"ProtocolError", "problem"}  # a status, a title and a detail
                    for said in (*node.args[: 3 if said_of_http else 1], *advice):
                        yield from (s for s in _patterns(said) if len(_PLACE.sub("", s)) > _LEAST)
                elif isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):  # by a function that makes it
                    for said in node.exc.args:
                        yield from (
                            s for s in _patterns(said) if _SENTENCE.fullmatch(s) and len(_PLACE.sub("", s)) > _LEAST
                        )
                elif isinstance(node, ast.Assign | ast.AnnAssign | ast.Return) and node.value is not None:
                    yield from (said for said in _patterns(node.value) if _SENTENCE.fullmatch(said))


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _patterns(said: ast.expr) -> Iterator[str]:
    if isinstance(said, ast.IfExp):
        yield from _patterns(said.body)
        yield from _patterns(said.orelse)
    elif isinstance(said, ast.Constant) and isinstance(said.value, str) and " " in said.value:
        if said.value not in _OPERATOR:
            yield said.value
    elif isinstance(said, ast.JoinedStr):
        names: list[str] = []
        parts: list[str] = []
        for part in said.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
            elif isinstance(part, ast.FormattedValue):
                name = part.value.id if isinstance(part.value, ast.Name) else f"v{len(names) + 1}"
                names.append(name)
                parts.append("{" + name + "}")
        if len(set(names)) == len(names):
            yield "".join(parts)


@dataclass(frozen=True, slots=True)
class _Known:
    pattern: re.Pattern[str]
    translation: str


def _pattern(sentence: str) -> re.Pattern[str]:
    parts = re.split(r"(\{\w+\})", sentence)
    return re.compile(
        "".join(f"(?P<{part[1:-1]}>.+?)" if _PLACE.fullmatch(part) else re.escape(part) for part in parts), re.DOTALL
    )


@cache
def _known(language: str) -> tuple[_Known, ...]:
    file = _FOLDER / language / "LC_MESSAGES" / "messages.po"
    if not file.is_file():
        return ()
    with file.open("rb") as lines:
        found = [
            (str(m.id), str(m.string)) for m in read_po(lines, locale=language) if m.context == CONTEXT and m.string
        ]
    # The longest first: what says more is a better match than what has a place where that has words.
    ordered = sorted(found, key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple(_Known(_pattern(sentence), translation) for sentence, translation in ordered)


def translated(sentence: str, language: str) -> str | None:
    """A sentence of an error in a language, or None when it is made by no known pattern."""
    for known in _known(language):
        found = known.pattern.fullmatch(sentence)
        if found:
            values = {name: _value(value, language) for name, value in found.groupdict().items()}
            return known.translation.format_map(values)
    return None


def _value(value: str, language: str) -> str:
    """What a place of a sentence holds: a sentence itself, a list whose members have names, or what the reader gave."""
    whole = translated(value, language)
    return whole or ", ".join(translated(part, language) or part for part in value.split(", "))


def told(sentence: str) -> Text:
    """A sentence for the reader of this answer, with the language that it is in."""
    language = interface_language()
    if language == "en" or not sentence:
        return Text(sentence, "en")
    found = translated(sentence, language)
    return Text(found, language) if found is not None else Text(sentence, "en")
