"""Finds the line on which a file describes a thing, for messages that shall lead there.

Exact for Turtle, TriG, N-Triples and N-Quads as people and programs write them; a subject in another syntax, or one
that only stands as an object, has no line.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from edukg.load.files import open_data, read_syntax
from edukg.media import N_QUADS, N_TRIPLES, TRIG, TURTLE
from edukg.tokens import Kind, Lines, Token, split_name, tokenise, unescape_iri

MAX_SIZE: Final = 64_000_000
"""Bytes of a file, unpacked, up to which all its subjects are kept in mind."""

Place = tuple[int, int]
"""Line and column."""


def subjects(path: Path, name: str) -> dict[str, Place]:
    """The first place of each subject of a file; empty for syntaxes that are not searched and for very large files."""
    syntax = read_syntax(path)
    if syntax not in {TURTLE, TRIG, N_TRIPLES, N_QUADS}:
        return {}
    with open_data(path, name) as stream:
        content = stream.read(MAX_SIZE + 1)
    if len(content) > MAX_SIZE:
        return {}
    text = content.decode("utf-8", errors="replace")
    found: dict[str, Place] = {}
    if syntax in {N_TRIPLES, N_QUADS}:
        for number, line in enumerate(text.split("\n"), 1):
            bare = line.lstrip()
            if bare.startswith("<") and ">" in bare:
                place = (number, len(line) - len(bare) + 1)
                found.setdefault(unescape_iri(bare[: bare.index(">") + 1]), place)
        return found
    lines = Lines(text)
    for iri, offset in _turtle_subjects(text):
        if iri not in found:
            found[iri] = lines.place(offset)
    return found


def subjects_among(path: Path, name: str, wanted: Collection[str]) -> dict[str, Place]:
    """The first place of some subjects in a file of N-Triples or N-Quads of any size; empty for other syntaxes."""
    if not is_line_by_line(path):
        return {}
    left = {iri.encode(): iri for iri in wanted}
    found: dict[str, Place] = {}
    with open_data(path, name) as stream:
        for number, line in enumerate(stream, 1):
            if not left:
                break
            start = line.find(b"<")
            written = line[start + 1 : line.find(b">", start)]
            if written not in left and b"\\" in written:
                written = unescape_iri(f"<{written.decode('utf-8', errors='replace')}>").encode()
            if start >= 0 and written in left and not line[:start].strip():
                found[left.pop(written)] = (number, start + 1)
    return found


def is_line_by_line(path: Path) -> bool:
    """Whether a file has one statement on each line, so that it can be searched whatever its size."""
    return read_syntax(path) in {N_TRIPLES, N_QUADS}


def is_large(path: Path, name: str) -> bool:
    """Whether a file is larger, unpacked, than what is searched for all its subjects."""
    with open_data(path, name) as stream:
        size = 0
        while size <= MAX_SIZE and (block := stream.read(1 << 20)):
            size += len(block)
    return size > MAX_SIZE


class _Names:
    """What prefixes and the base stand for at a place in a document."""

    def __init__(self) -> None:
        self._prefixes: dict[str, str] = {}
        self._base = ""
        self._pending: list[Token] = []

    def take(self, token: Token, *, beginning: bool) -> bool:
        """Whether the token belongs to a declaration; `beginning` says that one may begin here."""
        if not self._pending:
            if beginning and token.text.lower() in {"@prefix", "@base", "prefix", "base"}:
                self._pending = [token]
            return bool(self._pending)
        self._pending.append(token)
        if token.kind is Kind.IRI:
            iri = urljoin(self._base, unescape_iri(token.text))
            if len(self._pending) == 3:
                self._prefixes[self._pending[1].text[:-1]] = iri
            else:
                self._base = iri
            self._pending = []
        return True

    def resolve(self, token: Token) -> str:
        """The IRI that a token stands for."""
        if token.kind is Kind.IRI:
            iri = unescape_iri(token.text)
            return urljoin(self._base, iri) if self._base else iri
        prefix, local = split_name(token.text)
        return self._prefixes.get(prefix, prefix + ":") + local


def _turtle_subjects(text: str) -> Iterator[tuple[str, int]]:
    """Each subject with its place, in the order of the text."""
    names = _Names()
    depth = 0
    expecting = True  # a statement may begin here
    candidate: Token | None = None
    for token in tokenise(text):
        if candidate is not None:
            if token.text != "{":  # else it named a graph
                yield names.resolve(candidate), candidate.start
            candidate = None
        if names.take(token, beginning=expecting):
            continue
        if expecting and token.kind in {Kind.IRI, Kind.NAME}:
            candidate, expecting = token, False
        elif token.kind is Kind.MARK and token.text in {"[", "("}:
            depth, expecting = depth + 1, False
        elif token.kind is Kind.MARK and token.text in {"]", ")"}:
            depth -= 1
        elif token.kind is Kind.MARK and token.text in {".", "{", "}"} and depth == 0:
            expecting = True
        elif token.text.upper() != "GRAPH":
            expecting = False
