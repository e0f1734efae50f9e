"""Finds the line on which a file describes a thing, for messages that shall lead there.

Exact for Turtle, TriG, N-Triples and N-Quads as people and programs write them; a subject in another syntax, or one
that only stands as an object, has no line.
"""

from __future__ import annotations

import codecs
from collections import deque
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import IO, Final
from urllib.parse import urljoin

from edukg.load.files import open_data, read_syntax
from edukg.media import N_QUADS, N_TRIPLES, TRIG, TURTLE
from edukg.tokens import Kind, Lines, Token, split_name, tokenise, unescape_iri

MAX_SIZE: Final = 64_000_000
"""Bytes of a file, unpacked, up to which all its subjects are kept in mind."""
_BLOCK: Final = 1 << 22
_UNSURE: Final = 12
"""Tokens at the end of a block that what follows may change: a name goes on behind up to eight dots."""
_SEARCHED: Final = frozenset({TURTLE, TRIG, N_TRIPLES, N_QUADS})

Place = tuple[int, int]
"""Line and column."""


def subjects(path: Path, name: str) -> dict[str, Place]:
    """The first place of each subject of a file; empty for syntaxes that are not searched and for very large files."""
    if not is_searched(path) or is_large(path, name):
        return {}
    found: dict[str, Place] = {}
    for iri, place in _subjects(path, name):
        found.setdefault(iri, place)
    return found


def subjects_among(path: Path, name: str, wanted: Collection[str]) -> dict[str, Place]:
    """The first place of some subjects in a file of any size, in one pass; empty for syntaxes that are not searched."""
    left = set(wanted)
    found: dict[str, Place] = {}
    if left and is_searched(path):
        for iri, place in _subjects(path, name):
            if iri in left:
                found[iri] = place
                left.remove(iri)
                if not left:
                    break
    return found


def is_searched(path: Path) -> bool:
    """Whether a file is in a syntax of which lines can be told."""
    return read_syntax(path) in _SEARCHED


def _subjects(path: Path, name: str) -> Iterator[tuple[str, Place]]:
    """Each subject with its place, in the order of the file, of which a block is in memory at a time."""
    with open_data(path, name) as stream:
        if read_syntax(path) in {TURTLE, TRIG}:
            yield from _turtle_subjects(_tokens(stream))
            return
        for number, line in enumerate(stream, 1):
            bare = line.lstrip()
            if bare.startswith(b"<") and b">" in bare:
                written = bare[: bare.index(b">") + 1].decode("utf-8", errors="replace")
                indent = line[: len(line) - len(bare)].decode("utf-8", errors="replace")
                yield unescape_iri(written), (number, len(indent) + 1)


def _tokens(stream: IO[bytes]) -> Iterator[tuple[Token, Place]]:
    """The tokens of a document with their places."""
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    text = ""
    line, column = 1, 1  # of the first character of the text
    while True:
        block = stream.read(_BLOCK)
        text += decoder.decode(block, final=not block)
        lines = Lines(text)

        def place(offset: int, lines: Lines = lines, line: int = line, column: int = column) -> Place:
            down, right = lines.place(offset)
            return (line + down - 1, right) if down > 1 else (line, column + right - 1)

        unsure: deque[Token] = deque()
        for token in tokenise(text):
            unsure.append(token)
            if len(unsure) > _UNSURE:
                sure = unsure.popleft()
                yield sure, place(sure.start)
        if not block:
            yield from ((token, place(token.start)) for token in unsure)
            return
        begin = unsure[0].start if unsure else text.rfind("\n") + 1
        line, column = place(begin)
        text = text[begin:]


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


def _turtle_subjects(tokens: Iterable[tuple[Token, Place]]) -> Iterator[tuple[str, Place]]:
    """Each subject with its place, in the order of the document."""
    names = _Names()
    depth = 0
    expecting = True  # a statement may begin here
    candidate: tuple[Token, Place] | None = None
    for token, place in tokens:
        if candidate is not None:
            if token.text != "{":  # else it named a graph
                yield names.resolve(candidate[0]), candidate[1]
            candidate = None
        if names.take(token, beginning=expecting):
            continue
        if expecting and token.kind in {Kind.IRI, Kind.NAME}:
            candidate, expecting = (token, place), False
        elif token.kind is Kind.MARK and token.text in {"[", "("}:
            depth, expecting = depth + 1, False
        elif token.kind is Kind.MARK and token.text in {"]", ")"}:
            depth -= 1
        elif token.kind is Kind.MARK and token.text in {".", "{", "}"} and depth == 0:
            expecting = True
        elif token.text.upper() != "GRAPH":
            expecting = False
