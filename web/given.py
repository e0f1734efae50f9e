"""The text that a request gives: pasted, in JSON, as plain text, or in an uploaded document. Nothing of it is kept."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass

from flask import request

from edukg.documents import read_document
from edukg.errors import InputError, UnknownFormatError
from edukg.model import Document
from edukg.namespaces import LANGUAGES

MOST_CHARACTERS = 400_000
"""Characters of a text that are checked in one request; a longer one is for the command line."""
MOST_CARRIED = 4_000_000
"""Bytes of an uploaded DOCX that the page carries along, so that comments can be put into the document itself."""
_DOCX = ".docx"


@dataclass(frozen=True, slots=True)
class Given:
    """A document to check, its language when it was named, and its bytes when comments can be put into it."""

    document: Document
    language: str | None = None
    data: bytes = b""


class TooLongError(InputError):
    """A text has more characters than one request may bring."""


def from_form(upload_limit: int) -> Given:
    """The text of a form: its field `text`, or its file, which comes first. Raises `InputError`."""
    request.max_form_memory_size = upload_limit
    language = _language(request.form.get("language", ""))
    file = request.files.get("file")
    if file is not None and file.filename:
        data = file.read()
        return _bounded(Given(read_document(data, file.filename), language, _carried(data, file.filename)))
    text = request.form.get("text", "").replace("\r\n", "\n")
    name = request.form.get("name", "")[:200]
    carried = request.form.get("document", "")
    if carried:
        data = _unpacked(carried)
        document = read_document(data, name)
        if document.text == text or not text.strip():
            return _bounded(Given(document, language, data))
    return _bounded(Given(Document(name, ".txt", text), language))


def from_program(upload_limit: int) -> Given:
    """The text of a request to the JSON interface: JSON, plain text, or a form with a file. Raises `InputError`."""
    kind = request.mimetype
    if kind == "application/json" or kind.endswith("+json"):
        return _bounded(_from_json())
    if kind == "multipart/form-data":
        return from_form(upload_limit)
    if kind == "text/plain":
        document = read_document(request.get_data(), "text.txt")
        return _bounded(Given(document, _language(request.args.get("language", ""))))
    raise UnknownFormatError(
        f"A text cannot be given as '{kind or 'nothing'}'.",
        advice="Send application/json with a text, text/plain in UTF-8, or multipart/form-data with a file.",
    )


def _from_json() -> Given:
    given = request.get_json(silent=True)
    if not isinstance(given, dict) or not isinstance(given.get("text"), str):
        raise InputError("The body is no JSON object with a text.", advice='Send {"text": "…", "language": "en"}.')
    language = given.get("language")
    if language is not None and not isinstance(language, str):
        raise InputError("The language is no text.", advice=f"Use one of {', '.join(LANGUAGES)}, or leave it out.")
    return Given(Document("", ".txt", given["text"]), _language(language or ""))


def _language(asked: str) -> str | None:
    if asked and asked not in LANGUAGES:
        raise InputError(f"There is no language '{asked[:40]}' here.", advice=f"Use one of {', '.join(LANGUAGES)}.")
    return asked or None


def _bounded(given: Given) -> Given:
    text = given.document.text
    if not text.strip():
        raise InputError("There is no text.", advice="Paste one, or choose a document.")
    if len(text) > MOST_CHARACTERS:
        raise TooLongError(
            f"The text has {len(text):,} characters; at most {MOST_CHARACTERS:,} are checked here at once.",
            advice="Give it in parts, or use the command `edukg check`, which takes texts of any size.",
        )
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(
            f"The character at {error.start} is half a surrogate pair, which no text can hold.", advice="Leave it out."
        ) from None
    return given


def _carried(data: bytes, name: str) -> bytes:
    return data if name.lower().endswith(_DOCX) and len(data) <= MOST_CARRIED else b""


def _unpacked(carried: str) -> bytes:
    try:
        return base64.b64decode(carried, validate=True)
    except (binascii.Error, ValueError):
        raise InputError("The document that the page carried is damaged.", advice="Choose it again.") from None
