"""The guard before documents that are ZIP archives inside: which they are, and whether unpacking them is safe."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from edukg.errors import InputError, UnknownFormatError

MAX_UNPACKED: Final = 300_000_000
"""Bytes that all parts of a document may have together when they are unpacked."""
MAX_RATIO: Final = 250
"""How much smaller a part may be packed than unpacked; text packs to about a tenth, a bomb to a thousandth."""
MAX_PARTS: Final = 20_000
_SMALL: Final = 1_000_000
"""Below this size a part may have any ratio: a page of blanks is no bomb."""
_ODT: Final = b"application/vnd.oasis.opendocument.text"


def office_kind(data: bytes, name: str) -> str:
    """`.docx` or `.odt`, by what is in the archive, which is checked on the way.

    Raises `UnknownFormatError` for another archive, `InputError` for one that is damaged or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _measure(parts, name)
            names = {part.filename for part in parts}
            if "word/document.xml" in names:
                return ".docx"
            if "mimetype" in names and archive.read("mimetype").strip() == _ODT:
                return ".odt"
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise InputError(
            f"{name} is damaged: {error}.", advice="Open it in the program that made it and save it again."
        ) from error
    what = "an Excel workbook" if "xl/workbook.xml" in names else "a ZIP archive that is no document"
    raise UnknownFormatError(f"{name} is {what}.", advice="Give a .docx, .odt, .pdf, .html, .md or .txt file.")


def _measure(parts: list[zipfile.ZipInfo], name: str) -> None:
    total = sum(part.file_size for part in parts)
    worst = max((p.file_size / max(p.compress_size, 1) for p in parts if p.file_size > _SMALL), default=0.0)
    if total > MAX_UNPACKED or worst > MAX_RATIO or len(parts) > MAX_PARTS:
        raise InputError(
            f"{name} would unpack to {total:,} bytes in {len(parts):,} parts, which no document of its size does.",
            advice="Give the document as it was saved by a word processor, or its plain text.",
        )
