"""Answers that are longer than what is sent: how they are cut so that what is left is whole in itself.

The engine writes into a `Writer`, which takes so many bytes and then stops it, so that an answer of gigabytes never
exists. What was written is cut before the last row that it begins, and closed; in every format that is a good answer
with fewer rows, and the caller says in a header that it is one.
"""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Final

from edukg import media

_ROW_IN_JSON: Final = re.compile(rb'[\[,]\{"(?:[^"\\]|\\.)*":\{"type":')
"""Where a row begins that binds anything. Within a text the quotes would be escaped, so nothing else looks like it."""


class Full(Exception):  # noqa: N818  # not a mistake: the answer is longer than what is sent
    """Raised by a writer to stop the engine."""


class Writer:
    """A file that takes bytes up to a number; then it raises `Full`. What came until then is kept."""

    def __init__(self, most: int) -> None:
        self._pieces: list[bytes] = []
        self._room = most

    @property
    def content(self) -> bytes:
        """All that came, put together when it is asked for: a long answer is copied once."""
        return b"".join(self._pieces)

    def write(self, piece: bytes) -> int:
        """Take a piece."""
        self._pieces.append(piece)
        self._room -= len(piece)
        if self._room < 0:
            raise Full
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back."""


def has_more_rows(content: bytes, media_type: str, most: int) -> bool:
    """Whether a whole answer in a W3C result format has more rows than `most`."""
    if media_type == media.RESULTS_XML.name:
        return content.count(b"<result>") > most
    if media_type in {media.RESULTS_TSV.name, media.RESULTS_CSV.name}:
        if content.count(b"\n") - 1 <= most:
            return False
        if media_type == media.RESULTS_TSV.name:
            return True
        return sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1 > most
    if content.count(b"{}"):  # perhaps rows that bind nothing, perhaps braces in a text
        return len(content) > 3 * most and len(json.loads(content)["results"]["bindings"]) > most
    return content.count(b'"}},{"') >= most  # within a text the quotes would be escaped


def without_last_row(written: bytes, media_type: str) -> bytes:
    """An answer cut before the last row that it begins, and closed as its format asks."""
    content = bytearray(written)
    if media_type == media.RESULTS_XML.name:
        _close(content, content.rindex(b"<result>"), b"</results></sparql>")
    elif media_type == media.RESULTS_TSV.name:
        _close(content, content.rindex(b"\n", 0, len(content) - 1) + 1, b"")
    elif media_type == media.RESULTS_CSV.name:
        _close(content, _last_record(content), b"")
    elif content.endswith(b",{}]}}"):
        _close(content, len(content) - len(b",{}]}}"), b"]}}")
    else:
        place = _last_row_in_json(content)
        _close(content, place + 1 if content[place : place + 1] == b"[" else place, b"]}}")
    return bytes(content)


def _close(content: bytearray, end: int, closing: bytes) -> None:
    del content[end:]
    content += closing


def _last_row_in_json(content: bytearray) -> int:
    window = 1 << 16
    while True:
        start = max(0, len(content) - window)
        places = [found.start() for found in _ROW_IN_JSON.finditer(content, start)]
        if places or start == 0:
            return places[-1] if places else content.index(b"[", content.index(b'"bindings"'))
        window *= 8


def _last_record(content: bytearray) -> int:
    """Where the last record of CSV begins: a line end counts only outside quotes, after an even number of them."""
    place = content.rindex(b"\r\n", 0, len(content) - 1)
    while content.count(b'"', 0, place) % 2:
        place = content.rindex(b"\r\n", 0, place)
    return place + 2
