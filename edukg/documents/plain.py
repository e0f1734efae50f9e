"""Bytes → characters. UTF-8 unless the bytes say otherwise, since a wrong guess turns a text into nonsense."""

from __future__ import annotations

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

from edukg.errors import Position, UnknownFormatError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 100_000
"""Bytes by which an encoding is guessed."""
_NO_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE: Final = 0.01


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """The text and its encoding. `declared` is an encoding that the document itself names, tried after UTF-8.

    Raises `UnknownFormatError` with the place of the first byte that is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _exact(data, encoding, name), encoding.removesuffix("-sig")
    strange = _NO_TEXT.findall(data[:_SAMPLE])
    if len(strange) > len(data[:_SAMPLE]) * _BINARY_SHARE:
        raise UnknownFormatError(f"{name} is binary, not text.", advice="Give a document or a file of plain text.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    for encoding in (declared, _guess(data)):
        if encoding and _known(encoding):
            try:
                return data.decode(encoding), encoding
            except UnicodeDecodeError:
                continue
    line = data.count(b"\n", 0, place) + 1
    raise UnknownFormatError(
        f"The byte 0x{data[place]:02X} at {place} is not UTF-8, and no other encoding fits.",
        advice="Save the file as UTF-8.",
        position=Position(name, line),
    )


def _exact(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnknownFormatError(
            f"{name} begins as {encoding.upper()} and is not: {error.reason} at byte {error.start}.",
            advice="Save the file as UTF-8.",
        ) from None


def _guess(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE]).best()
    return best.encoding if best else ""


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
