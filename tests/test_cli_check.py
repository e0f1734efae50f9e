"""`edukg check` as people and scripts use it: output, exit codes, bad input."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from edukg.cli import main

TEXT = "The educational cluster unites schools.\nWe rent a cluster of servers.\n"
Edukg = Callable[..., Result]


@pytest.fixture
def run(home: Path) -> Edukg:
    def invoke(*arguments: str | Path, given: bytes | None = None) -> Result:
        return CliRunner().invoke(main, ["check", *map(str, arguments), "--home", str(home)], input=given)

    return invoke


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_text_for_a_terminal(run: Edukg, draft: Path) -> None:
    done = run(draft)
    assert done.exit_code == 0
    assert "    1  The educational cluster unites schools." in done.output
    assert "    2  We rent a cluster of servers." in done.output
    assert "“educational cluster”" in done.output
    assert "\x1b" not in done.output


def test_it_speaks_the_readers_language(run: Edukg, draft: Path) -> None:
    assert "Употребления: 2" in run(draft, "--ui", "ru").output
    assert "Qoʻllanishlar: 2" in run(draft, "--ui", "uz").output


def test_json_of_one_text_is_the_fixed_one_and_of_several_a_list(run: Edukg, draft: Path, tmp_path: Path) -> None:
    assert set(json.loads(run(draft, "--format", "json").output)) == {"language", "usages", "findings"}
    (tmp_path / "b.md").write_text("Кластер.", encoding="utf-8")
    several = json.loads(run(tmp_path, "--format", "json").output)
    assert [item["file"] for item in several] == ["b.md", "draft.txt"]


def test_standard_input(run: Edukg) -> None:
    done = run("-", "--format", "json", given=TEXT.encode())
    assert [use["text"] for use in json.loads(done.output)["usages"]] == ["educational cluster", "cluster"]


def test_csv_of_several_texts_is_one_table(run: Edukg, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Кластер.", encoding="utf-8")
    output = tmp_path / "uses.csv"
    run(draft, tmp_path / "b.txt", "--format", "csv", "--output", output)
    rows = list(csv.DictReader(io.StringIO(output.read_text(encoding="utf-8-sig"), newline="")))
    assert [row["text"] for row in rows] == ["educational cluster", "cluster", "Кластер"]


def test_files_for_a_folder_of_texts(run: Edukg, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "draft.txt").write_text("Кластер.", encoding="utf-8")
    out = tmp_path / "out"
    assert run(draft, tmp_path / "sub" / "draft.txt", "--format", "html", "--output", out).exit_code == 0
    assert sorted(path.name for path in out.iterdir()) == ["draft-2.checked.html", "draft.checked.html"]
    assert run(draft, tmp_path / "sub", "--format", "html").exit_code == 2


def test_a_docx_gets_its_comments(run: Edukg, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The educational cluster unites schools.").runs[0].italic = True
    document.save(str(tmp_path / "a.docx"))
    out = tmp_path / "b.docx"
    assert run(tmp_path / "a.docx", "--format", "docx", "--output", out).exit_code == 0
    written = docx.Document(str(out))
    assert len(list(written.comments)) == 1
    assert {run.italic for run in written.paragraphs[0].runs if run.text} == {True}


def test_strict_gives_1_for_an_ambiguous_use_only(run: Edukg, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Cluster.", encoding="utf-8")
    found = json.loads(run(path, "--format", "json").output)
    doubtful = any(use["status"] == "ambiguous" for use in found["usages"]) or found["findings"]
    assert doubtful, "a bare word cannot be told"
    assert run(path).exit_code == 0
    assert run(path, "--strict").exit_code == 1
    path.write_text("Nothing of the kind.", encoding="utf-8")
    assert run(path, "--strict").exit_code == 0


def bomb() -> bytes:
    with zipfile.ZipFile(written := io.BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<" + b" " * 20_000_000)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.txt", bytes(range(256)) * 300, "binary"),
        ("a.docx", b"no docx", "no DOCX inside"),
        ("bomb.docx", bomb(), "unpack"),
        ("a.doc", b"\xd0\xcf\x11\xe0 old", "old Word"),
        ("empty.txt", b"", "holds no text"),
        ("long.txt", b"cluster and so on " * 1_200_000, "--output"),
        ("long.pdf", b"%PDF-" + b"0" * 50_000_001, "at most"),
    ],
)
def test_bad_input_is_told_in_words_and_the_others_go_on(
    run: Edukg, draft: Path, *, name: str, content: bytes, expected: str
) -> None:
    path = draft.parent / name
    path.write_bytes(content)
    done = run(path, draft)
    assert done.exit_code == 2
    assert expected in done.output
    assert "educational cluster" in done.output, "the other text is checked all the same"
    assert "Traceback" not in done.output


def test_a_missing_file_a_folder_without_texts_and_a_place_that_cannot_be_written(
    run: Edukg, draft: Path, tmp_path: Path
) -> None:
    assert "cannot be read" in run(tmp_path / "no.txt").output
    (tmp_path / "empty").mkdir()
    assert "holds no document" in run(tmp_path / "empty").output
    for form in ("json", "text"):
        done = run(draft, "--format", form, "--output", tmp_path / "no" / "such" / "a.out")
        assert done.exit_code == 2
        assert "cannot be written" in done.output
    assert run(draft, "--ledger", tmp_path / "l.ttl").exit_code == 2


def test_a_text_cannot_change_the_terminal(run: Edukg, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "\x1b[31mThe \u202eeducational cluster\u202c\x07 grows\u200b." + " and so on" * 50, encoding="utf-8"
    )
    done = run(path)
    assert done.exit_code == 0
    assert not set("\x1b\x07\u202e") & set(done.output)


def test_a_corpus_from_the_command(run: Edukg, draft: Path, tmp_path: Path) -> None:
    output, ledger = tmp_path / "u.jsonl", tmp_path / "ledger.ttl"
    done = run(draft, "--output", output, "--ledger", ledger, "--jobs", "1")
    assert done.exit_code == 0
    assert "2 uses in 1 texts" in done.output
    assert len(output.read_text(encoding="utf-8").splitlines()) >= 2
    assert ledger.is_file()


def test_help_shows_examples() -> None:
    shown = subprocess.run(
        [sys.executable, "-m", "edukg", "check", "--help"], capture_output=True, text=True, check=True
    ).stdout
    assert "edukg check draft.docx" in shown
