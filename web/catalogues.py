"""Keeps the catalogues of translated messages in step with the code and templates.

Run `python -m edukg.web.catalogues` after changing a message: new messages are added to each catalogue with an empty
translation, those no longer used are dropped, and the compiled files are written anew. The tests fail while a
translation is missing.
"""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from edukg.web import explaining

FOLDER: Final = Path(__file__).resolve().parent
TRANSLATIONS: Final = FOLDER / "translations"
LANGUAGES: Final = ("ru", "uz")
"""The languages that are translated into; the messages themselves are English."""

_METHODS: Final = [("**.py", "python"), ("templates/**.html", "jinja2")]
_DATE: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Catalogues carry a date that nobody reads; a fixed one keeps the bytes the same."""
_HEADER: Final = "# Messages of the EduKG site. Edit the translations; keep in step by python -m edukg.web.catalogues\n"


def po_file(language: str) -> Path:
    """Where the catalogue of a language lies as text."""
    return TRANSLATIONS / language / "LC_MESSAGES" / "messages.po"


def mo_file(language: str) -> Path:
    """Where the catalogue of a language lies as the site reads it."""
    return po_file(language).with_suffix(".mo")


def used_messages() -> Catalog:
    """Every message of the code and the templates, and every sentence of errors.

    The places of use are left out, so that edits stay small.
    """
    catalog = Catalog()
    options = {"**.html": {"trimmed": "true"}, "templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(str(FOLDER), method_map=_METHODS, options_map=options)
    for _file, _line, message, _comments, context in found:
        catalog.add(message, context=context)
    for sentence in explaining.sentences():
        catalog.add(sentence, context=explaining.CONTEXT)
    return catalog


def read(language: str) -> Catalog:
    """The catalogue of a language as it is written down; empty when there is none yet."""
    file = po_file(language)
    content = file.read_bytes() if file.is_file() else b""
    return read_po(io.BytesIO(content), locale=language)


def updated(language: str) -> Catalog:
    """The catalogue of a language with exactly the messages that are used."""
    old = read(language)
    new = Catalog(locale=language, charset="utf-8", fuzzy=False)
    for message in used_messages():
        if message.id:
            known = old.get(message.id, message.context)
            new.add(message.id, known.string if known else None, flags=message.flags, context=message.context)
    return new


def as_text(catalog: Catalog) -> bytes:
    """A catalogue as a file for people, sorted so that differences are small, without dates."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, sort_output=True, omit_header=True)
    plural = f'"Plural-Forms: {catalog.plural_forms}\\n"\n'
    header = f'msgid ""\nmsgstr ""\n"Language: {catalog.locale_identifier}\\n"\n{plural}'
    kind = (
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return (_HEADER + header + kind).encode() + buffer.getvalue()


def compiled(language: str) -> bytes:
    """A written-down catalogue as the site reads it.

    Only what the translation needs is kept in the header, so that the same text always gives the same bytes.
    """
    old = read(language)
    catalog = Catalog(locale=language, charset="utf-8", fuzzy=False, creation_date=_DATE, revision_date=_DATE)
    for message in old:
        if message.id and message.string:
            catalog.add(message.id, message.string, context=message.context)
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def refresh() -> dict[str, int]:
    """Bring every catalogue into step; returns how many messages of each language wait for a translation."""
    missing = {}
    for language in LANGUAGES:
        catalog = updated(language)
        po_file(language).parent.mkdir(parents=True, exist_ok=True)
        po_file(language).write_bytes(as_text(catalog))
        mo_file(language).write_bytes(compiled(language))
        missing[language] = sum(1 for message in catalog if message.id and not translated(message.string))
    return missing


def translated(string: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether a translation, in each of its plural forms, says something."""
    forms = (string,) if isinstance(string, str) else tuple(string or ())
    return bool(forms) and all(form.strip() for form in forms)


if __name__ == "__main__":
    for code, number in refresh().items():
        print(f"{code}: {number} messages without a translation")  # noqa: T201  # this is what the command says
