"""The tables as a workbook (ECMA-376, Office Open XML); equal data give equal bytes: no time of writing is in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from edukg.export.columns import SHEETS, Sheet
from edukg.model import Manifest
from edukg.namespaces import ONTOLOGY

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = Mapping[str, Sequence[tuple[str | int | bool, ...]]]
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_STAMP: Final = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*")
_LONGEST: Final = 32_767
"""Characters that a cell can hold."""
_WRAPPED: Final = 40
"""Columns at least so wide hold sentences, which are wrapped."""
_HEAD: Final = "DCE6F1"
_ABOUT: Final[Mapping[str, tuple[str, ...]]] = {
    "en": (
        "About",
        "EduKG: what the terms of the cluster approach in education mean",
        "Version {version}, {day}. EduKG contributors, licence CC BY 4.0.",
        "Data that say more: {iri}",
        (
            "Cells with several values part them by “; ”. IRIs in one sheet are those of the others, so that sheets "
            "can be joined."
        ),
    ),
    "ru": (
        "О таблицах",
        "EduKG: что значат термины кластерного подхода в образовании",
        "Версия {version}, {day}. Авторы EduKG, лицензия CC BY 4.0.",
        "Данные, в которых сказано больше: {iri}",
        "Несколько значений в ячейке разделены «; ». IRI на разных листах одни и те же, так что листы можно соединять.",
    ),
    "uz": (
        "Jadvallar haqida",
        "EduKG: taʼlimdagi klaster yondashuvi atamalari nimani anglatadi",
        "Versiya {version}, {day}. EduKG mualliflari, CC BY 4.0 litsenziyasi.",
        "Koʻproq maʼlumot: {iri}",
        (
            "Katakdagi bir necha qiymat “; ” bilan ajratilgan. IRI lar barcha varaqlarda bir xil, shuning uchun "
            "varaqlarni birlashtirish mumkin."
        ),
    ),
}


def workbook(rows: Rows, manifest: Manifest, language: str) -> bytes:
    """All sheets with headings in a language, and a first one that says what they are."""
    from openpyxl import Workbook  # noqa: PLC0415 (takes a while, and is needed when a release is built)

    book = Workbook()
    about = book.worksheets[0]
    title, *lines = _ABOUT[language]
    about.title = title
    day = manifest.dated or manifest.created[:10]
    for line in lines:
        about.append([line.format(version=manifest.version, day=day, iri=ONTOLOGY)])
    about.column_dimensions["A"].width = 110
    for sheet in SHEETS:
        page = book.create_sheet(sheet.titles.value(language))
        _fill(page, sheet, rows[sheet.name], language)
    book.properties.title, book.properties.creator = lines[0], "EduKG contributors"
    book.properties.language = language
    written = io.BytesIO()
    book.save(written)
    return _timeless(written.getvalue(), datetime.fromisoformat(day))


def _fill(page: Worksheet, sheet: Sheet, rows: Sequence[tuple[str | int | bool, ...]], language: str) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    page.append([column.titles.value(language) for column in sheet.columns])
    for number, column in enumerate(sheet.columns, start=1):
        cell = page.cell(1, number)
        cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor=_HEAD)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(number)].width = column.width
    for row in rows:
        page.append([cell[:_LONGEST] if isinstance(cell, str) else cell for cell in row])
    for line in page.iter_rows(min_row=2):
        for place, column in zip(line, sheet.columns, strict=True):
            if place.data_type == "f":  # a text that begins with = is no formula
                place.data_type = "s"
            wraps = column.width >= _WRAPPED and column.datatype == "string"
            place.alignment = Alignment(wrap_text=wraps, vertical="top")
    page.freeze_panes = "C2"
    page.auto_filter.ref = page.dimensions


def _timeless(content: bytes, day: datetime) -> bytes:
    """The archive with the times of its parts at the beginning of zip's time, and its own time the day of the data."""
    stamp = rb"\g<1>" + day.strftime("%Y-%m-%dT00:00:00Z").encode()
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(written, "w") as new:
        for name in sorted(old.namelist()):
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _STAMP.sub(stamp, part)
            new.writestr(zipfile.ZipInfo(name, _EPOCH), part, zipfile.ZIP_DEFLATED)
    return written.getvalue()
