"""The tables say what the lexicon says, for readers of CSV and of workbooks that are not ours."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

import edukg
from edukg.export.columns import SHEETS
from edukg.namespaces import LANGUAGES
from tests.export.conftest import Reader

OFFICE = os.environ.get("EDUKG_OFFICE") or shutil.which("soffice") or shutil.which("libreoffice")


def rows(view: Reader, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(view(f"edukg-{name}.csv").decode(), newline="")))


def test_every_term_sense_concept_and_use_has_its_row(view: Reader, kb: edukg.KnowledgeBase) -> None:
    counts = kb.manifest.counts
    found = {name: rows(view, name) for name in ("terms", "senses", "concepts", "attestations")}
    for name, listed in found.items():
        keys = [next(iter(row.values())) for row in listed]
        assert len(set(keys)) == len(keys) == counts[name], name
    for row in found["terms"][::5]:
        term = kb.term(row["term"])
        assert (row["written"], row["language"], row["senses"]) == (term.written, term.language, str(len(term.senses)))
        assert row["ambiguous"] == str(term.ambiguous).lower()
        assert row["meanings"].count("; ") + 1 >= len(term.senses)
    for row in found["senses"][::9]:
        sense = kb.lexicon.sense(row["sense"])
        assert sense is not None
        assert (row["term"], row["concept"], row["uses"]) == (
            sense.entry,
            sense.concept.iri,
            str(len(sense.attestations)),
        )
        assert row["definition"] == sense.concept.definitions.value(row["language"])


def test_concepts_have_their_features(view: Reader, kb: edukg.KnowledgeBase) -> None:
    named = {row["key"]: row for row in rows(view, "concepts")}
    association = named["cluster-association"]
    concept = kb.concept(association["concept"])
    assert concept is not None
    columns = ("realm", "scale", "subject", "boundary")
    assert {association[column] for column in columns} == {feature.value.label("en") for feature in concept.features}
    assert all(association[f"label_{language}"] for language in LANGUAGES)
    assert association["not_to_be_confused_with"].startswith("https://w3id.org/edukg/concept/")


def test_references_lead_to_rows(view: Reader) -> None:
    for sheet in SHEETS:
        for column, other, key in sheet.references:
            known = {row[key] for row in rows(view, other)}
            assert {row[column] for row in rows(view, sheet.name)} <= known
    senses = {row["sense"] for row in rows(view, "senses")}
    for row in rows(view, "attestations"):
        assert set(row["senses"].split("; ")) <= senses


def test_the_metadata_describe_the_columns(view: Reader) -> None:
    metadata = json.loads(view("edukg-csv-metadata.json"))
    for table in metadata["tables"]:
        header = next(csv.reader(io.StringIO(view(table["url"]).decode())))
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == header
        assert all(set(column["titles"]) == {"und", *LANGUAGES} for column in columns)
        assert table["tableSchema"]["primaryKey"] == header[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_workbooks_say_the_same(view: Reader, tmp_path: Path, language: str) -> None:
    content = view(f"edukg-tables-{language}.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(content))
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    other = CalamineWorkbook.from_path(str(path))
    assert book.sheetnames == other.sheet_names
    assert book.sheetnames[1:] == [sheet.titles.value(language) for sheet in SHEETS]
    for sheet in SHEETS:
        page = book[sheet.titles.value(language)]
        head, *body = page.iter_rows(values_only=True)
        assert list(head) == [column.titles.value(language) for column in sheet.columns]
        expected = rows(view, sheet.name)
        assert len(body) == len(expected)
        for cells, row in zip(body, expected, strict=True):
            told = [
                "" if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell) for cell in cells
            ]
            assert told == list(row.values())
        read = other.get_sheet_by_name(page.title).to_python()
        assert [str(line[0]) for line in read[1:]] == [next(iter(row.values())) for row in expected]
        assert not any(cell.data_type == "f" for line in page.iter_rows() for cell in line)


def test_workbooks_hold_no_time_of_writing(view: Reader, kb: edukg.KnowledgeBase) -> None:
    with zipfile.ZipFile(io.BytesIO(view("edukg-tables-en.xlsx"))) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()
    assert core.count(f"{kb.manifest.dated}T00:00:00Z") == 2


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["en", "uz"])
def test_libreoffice_opens_the_workbook(view: Reader, tmp_path: Path, language: str) -> None:
    """It writes each sheet as CSV of its own, which must say what ours says."""
    book = tmp_path / "book.xlsx"
    book.write_bytes(view(f"edukg-tables-{language}.xlsx"))
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", every_sheet, "--outdir", str(tmp_path), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    for sheet in SHEETS:
        written = (tmp_path / f"book-{sheet.titles.value(language)}.csv").read_text(encoding="utf-8")
        head, *body = csv.reader(io.StringIO(written, newline=""))
        assert head == [column.titles.value(language) for column in sheet.columns]
        expected = [list(row.values()) for row in rows(view, sheet.name)]
        assert [[cell.lower() if cell in {"TRUE", "FALSE"} else cell for cell in line] for line in body] == expected
