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
_WIDE: Final = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_OURS: Final = re.compile(r"[\t\n\r -~\u00a0-\u00ff\u02b0-\u02ff\u0400-\u04ff\u2010-\u206f\u20a0-\u20bf\u2116]")
_OURS_SHARE: Final = 0.95
_NARROW: Final = ["cp1251", "koi8_r", "cp866", "mac_cyrillic", "iso8859_5", "cp1252", "mac_roman"]
"""The encodings of one byte for a letter of English, Russian and Uzbek: a guess among all is worse."""
_HALF_A_PAIR: Final = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
"""Half a surrogate pair, as broken programs write it into UTF-8."""


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """The text and its encoding. `declared` is an encoding that the document itself names, tried after UTF-8.

    Raises `UnknownFormatError` with the place of the first byte that is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _exact(data, encoding, name), encoding.removesuffix("-sig")
    strange = _NO_TEXT.findall(data[:_SAMPLE])
    if len(strange) > len(data[:_SAMPLE]) * _BINARY_SHARE:
        found = wide(data[:_SAMPLE])
        if found:
            return _exact(data, found, name), found
        raise UnknownFormatError(f"{name} is binary, not text.", advice="Give a document or a file of plain text.")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        place = error.start
    for encoding in () if _meant_as_utf8(data[:_SAMPLE]) else (declared, _guess(data)):
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


def wide(sample: bytes) -> str:
    """The encoding of a text in two or four bytes for a letter, said by its first bytes or not; "" for any other."""
    for mark, encoding in _MARKS:
        if sample.startswith(mark):
            return "" if encoding == "utf-8-sig" else encoding
    for encoding in _WIDE:
        text = sample.decode(encoding, "ignore")
        enough = len(text) * (4 if "32" in encoding else 2) > len(sample) - 8
        if text and enough and len(_OURS.findall(text)) >= len(text) * _OURS_SHARE:
            return encoding
    return ""


def _meant_as_utf8(sample: bytes) -> bool:
    """Whether bytes are UTF-8 but for some damage; what another encoding would make of them is nonsense."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd") - 3 * len(_HALF_A_PAIR.findall(sample))
    return sum(letter > "\x7f" for letter in text) - text.count("\ufffd") > broken or broken <= 0


def _guess(data: bytes) -> str:
    best = from_bytes(data[:_SAMPLE], cp_isolation=_NARROW).best()
    return best.encoding if best else ""


def _known(encoding: str) -> bool:
    try:
        codecs.lookup(encoding)
    except LookupError:
        return False
    return True
