"""One file → quads, with every mistake named by file, line, column and the text there.

pyoxigraph parses; it gives places for Turtle and its kin and for JSON, not for RDF/XML, nor for what JSON-LD means.
There the place is found by parsing the file once more: an XML parser tells where it is not well formed, and handing out
the file tag by tag tells at which tag the RDF parser gave up.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast
from xml.parsers import expat

import pyoxigraph as ox

from edukg.errors import DataSyntaxError, EdukgError, IriError, Position
from edukg.load.files import check_packing, open_data, read_syntax
from edukg.media import JSON_LD, RDF_XML, MediaType
from edukg.tokens import excerpt

__all__ = ["quads", "read_syntax"]

_NOWHERE: Final = "https://relative.invalid/"
"""The base for JSON-LD, which silently drops what is relative when it has none."""
_FAULTS_OF_IRIS: Final = re.compile(
    r"No scheme found|Invalid IRI|Invalid port|Invalid host|Invalid character .* in host|Invalid IP|Invalid scheme"
    r"|path is not allowed to start with //|rdf:ID value|' must be an IRI|while parsing IRI",
)
_ADVICE: Final = "Correct the file there and load it again."
_IRI_ADVICE: Final = (
    "Write IRIs in full, with https:// or another scheme and without spaces, or set a base in the file itself."
)


def quads(path: Path, name: str) -> Iterator[ox.Quad]:
    """Every statement of a file, as it is parsed. Statements outside named graphs are in the default graph.

    `name` is what errors call the file. Raises `UnknownFormatError`, `MissingFileError`, `DataSyntaxError`, `IriError`.
    """
    syntax = read_syntax(path)
    with open_data(path, name) as stream:
        begin = stream.tell()
        try:
            if syntax is RDF_XML:
                _check_xml(stream, path, name)
            elif syntax is JSON_LD:
                _check_json(stream, path, name)
            stream.seek(begin)
            for quad in ox.parse(
                stream, format=ox.RdfFormat.from_media_type(syntax.name), base_iri=base(syntax), rename_blank_nodes=True
            ):
                _check_quad(quad, path, name)
                yield quad
        except SyntaxError as error:
            check_packing(path, name)
            raise _located(error, path, name, syntax) from None


def base(syntax: MediaType) -> str | None:
    """What relative IRIs are resolved with: nothing, except where they would be dropped rather than refused."""
    return _NOWHERE if syntax is JSON_LD else None


def _check_quad(quad: ox.Quad, path: Path, name: str) -> None:
    """Refuse what RDF 1.1 does not have, and graphs without a lasting name."""
    found = quad.object
    if isinstance(found, ox.Triple) or (isinstance(found, ox.Literal) and found.language and found.direction):
        raise DataSyntaxError(
            "The file uses triple terms or text directions of RDF 1.2; here RDF 1.1 is read.",
            advice="Say it with a node of its own instead.",
            position=_search(path, name, r"<<\(|\{\||@[A-Za-z-]+--|rdf:direction|its:dir|@direction"),
        )
    if isinstance(quad.graph_name, ox.BlankNode):
        raise DataSyntaxError(
            "A named graph of the file has a blank node for its name.",
            advice="Give it an IRI.",
            position=_search(path, name, r"_:\S+\s*\{|\[\s*\]\s*\{|\s_:\S+\s*\.\s*$|\"@graph\""),
        )


def _check_json(stream: IO[bytes], path: Path, name: str) -> None:
    """Find the IRIs that a strict JSON-LD parser drops in silence, together with what is said of them.

    Keys that no context defines are dropped by the standard (JSON-LD 1.1, section 4.1), and that is left so.
    """
    found = False
    for quad in ox.parse(stream, format=ox.RdfFormat.JSON_LD, base_iri=_NOWHERE, lenient=True):
        if ":" in quad.predicate.value:
            found = True
            for term in (quad.subject, quad.predicate, quad.object, quad.graph_name):
                _check_json_term(term, path, name)
    if not found:
        raise DataSyntaxError(
            "The JSON holds no statements: none of its keys is an IRI or defined by a @context.",
            advice="Add a @context to it, or convert it to another syntax.",
            position=Position(file=name),
        )


def _check_json_term(term: object, path: Path, name: str) -> None:
    value, fault = "", ""
    try:
        if isinstance(term, ox.Literal):
            value = term.datatype.value
            if term.language:
                ox.Literal(term.value, language=term.language)
        elif isinstance(term, ox.NamedNode):
            value = term.value
        if value:
            ox.NamedNode(value)
    except ValueError as error:
        fault = str(error)
    if value.startswith(_NOWHERE):
        value, fault = value.removeprefix(_NOWHERE), "it is relative and the file sets no @base"
    if fault:
        place = _search(path, name, re.escape(f'"{value}"'))
        raise IriError(f"'{value}' cannot be used: {fault}.", advice=_IRI_ADVICE, position=place)


def _located(error: SyntaxError, path: Path, name: str, syntax: MediaType) -> EdukgError:
    """The error of the parser with its place and in the words of people."""
    message = re.sub(r"^Parser error .*?: (?=\S)", "", str(error.args[0]))
    if "UTF-8" in message or "utf-8" in message:
        return _wrong_encoding(error, path, name)
    if "LoadDocumentCallback" in message:
        return DataSyntaxError(
            "The file refers to a @context at another address, and nothing is fetched here.",
            advice="Put the content of that context into the file in place of its address.",
            position=_search(path, name, r'"@(?:context|import)"\s*:\s*(?:\[\s*(?:\{[^{}]*\}\s*,\s*)*)?"'),
        )
    if error.lineno is not None:
        place = _place(path, name, error.lineno, error.offset or 1)
    elif syntax is RDF_XML:
        place = _place_in_xml(path, name, message)
    else:
        keyword = re.search(r"@\w+", message)
        place = _search(path, name, rf'"{keyword[0]}"' if keyword else r"[{\[]")
    message = message[:1].upper() + message[1:].rstrip(".") + "."
    kind = IriError if _FAULTS_OF_IRIS.search(message) else DataSyntaxError
    if kind is IriError:
        message = message.replace("No scheme found in an absolute IRI", "This IRI is relative")
    return kind(message, advice=_IRI_ADVICE if kind is IriError else _ADVICE, position=place)


def _wrong_encoding(error: SyntaxError, path: Path, name: str) -> DataSyntaxError:
    """Where the first byte is that is not UTF-8, counted here: the parsers count differently."""
    place = Position(file=name)
    with open_data(path, name) as stream:
        for number, line in enumerate(stream, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as fault:
                column = len(line[: fault.start].decode("utf-8")) + 1
                text = excerpt(line.decode("utf-8", errors="replace"), column)
                place = Position(name, number, column, text)
                break
        else:
            place = _place(path, name, error.lineno or 1, error.offset or 1)
    return DataSyntaxError(
        "The file is not written in UTF-8 from here on.",
        advice="Save it as UTF-8; it may be in an older encoding such as Windows-1251.",
        position=place,
    )


def _place(path: Path, name: str, line: int, column: int) -> Position:
    """A place with the text of its line; the place after the end of the file is given as its last line."""
    with open_data(path, name) as stream:
        found = next(itertools.islice(stream, line - 1, None), b"")
    return Position(name, line, column, excerpt(found.decode("utf-8", errors="replace"), column) or None)


def _search(path: Path, name: str, pattern: str) -> Position:
    """The first place that a pattern matches, or the file alone."""
    with open_data(path, name) as stream:
        text = stream.read(1 << 26).decode("utf-8", errors="replace")
    found = re.search(pattern, text, re.MULTILINE)
    if not found:
        return Position(file=name)
    start = text.rfind("\n", 0, found.start()) + 1
    column = found.start() - start + 1
    line = text[start : text.find("\n", start) if "\n" in text[start:] else None]
    return Position(name, text.count("\n", 0, start) + 1, column, excerpt(line, column) or None)


def _check_xml(stream: IO[bytes], path: Path, name: str) -> None:
    """Refuse what is not well-formed XML: the RDF parser overlooks a missing end and gives no places."""
    parser = expat.ParserCreate("UTF-8")
    try:
        while block := stream.read(1 << 16):
            parser.Parse(block, False)  # noqa: FBT003 (positional only)
        parser.Parse(b"", True)  # noqa: FBT003
    except expat.ExpatError as error:
        check_packing(path, name)
        if "invalid token" in str(error):  # expat's word for a byte that is not UTF-8, among others
            with open_data(path, name) as again:
                try:
                    again.read().decode("utf-8")
                except UnicodeDecodeError:
                    raise _wrong_encoding(SyntaxError(), path, name) from None
        raise DataSyntaxError(
            f"The file is not well-formed XML: {expat.ErrorString(error.code)}.",
            advice=_ADVICE,
            position=_place(path, name, error.lineno, error.offset + 1),
        ) from None


class _TagByTag(io.RawIOBase):
    """Hands a text to a parser up to the end of one tag at a time."""

    def __init__(self, text: bytes) -> None:
        super().__init__()
        self.text = text
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        end = self.text.find(b">", self.given) + 1 or len(self.text)
        if 0 <= size < end - self.given:
            end = self.given + size
        piece = self.text[self.given : end]
        self.given = end
        return piece


def _place_in_xml(path: Path, name: str, message: str) -> Position:
    """The tag at which the RDF parser gives up, or the wrong IRI in it."""
    with open_data(path, name) as stream:
        tags = _TagByTag(stream.read())
    try:
        for _ in ox.parse(cast(IO[bytes], tags), format=ox.RdfFormat.RDF_XML):
            pass
    except SyntaxError:
        pass
    start = max(tags.text.rfind(b"<", 0, tags.given), 0)
    if (wrong := re.search(r"'([^']+)'", message)) and (
        value := re.search(rb"[\"']" + re.escape(wrong[1].encode()), tags.text[start : tags.given])
    ):
        start += value.start() + 1
    line = tags.text.count(b"\n", 0, start) + 1
    column = len(tags.text[tags.text.rfind(b"\n", 0, start) + 1 : start].decode("utf-8", errors="replace")) + 1
    return _place(path, name, line, column)
