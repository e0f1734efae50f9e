"""PDF → text, page after page."""

from __future__ import annotations

import io
from typing import Final

import pypdf
from pypdf.errors import PyPdfError

from edukg.errors import InputError

MAX_PAGES: Final = 3_000


def pdf_text(data: bytes, name: str) -> str:
    """The text of every page, as far as the file has text and not only pictures of it.

    Raises `InputError` when it is damaged, locked by a password, or too long.
    """
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(f"{name} is locked by a password.", advice="Save it without one.")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(f"{name} has {len(reader.pages)} pages; at most {MAX_PAGES} are read.", advice="Split it.")
        return "\n".join(page.extract_text() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        # What a damaged file makes of the reader is none of its own errors more often than not.
        raise InputError(
            f"{name} is damaged: {error}.", advice="Open it in a PDF viewer, print it to a new PDF, and give that."
        ) from error
