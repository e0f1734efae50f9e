"""A corpus: pieces that cover the texts, the same table from every engine, going on after a kill, tables and ledger."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import edukg
from edukg import corpus
from edukg.corpus import rows, units
from edukg.corpus.units import PIECE
from edukg.errors import InputError

SENTENCES = (
    "The educational cluster unites schools, a college and a university.",
    "Образовательный холдинг создан под эгидой университета.",
    "Ta’lim klasteri maktab va oliygohlarni birlashtiradi.",
    "A cluster of servers answers; a small innovation 𝄞 follows.",
)


def text_of(size: int, parting: str = "\n\n") -> str:
    """A text of at least so many bytes, made of the sentences in turn."""
    found, length, number = [], 0, 0
    while length < size:
        found.append(f"{SENTENCES[number % len(SENTENCES)]} ({number})")
        length += len(found[-1].encode()) + len(parting)
        number += 1
    return parting.join(found)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("corpus")
    (place / "deep").mkdir()
    (place / "Karimov_2021_Clusters.txt").write_text(text_of(2 * PIECE + 1000), encoding="utf-8")
    (place / "deep" / "small.md").write_text(text_of(900), encoding="utf-8")
    (place / "page.html").write_text("<p>An <b>educational cluster</b> of schools.</p>", encoding="utf-8")
    (place / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (place / ".hidden.txt").write_text("cluster", encoding="utf-8")
    (place / "picture.png").write_bytes(b"\x89PNG")
    return place


def run_of(kb: edukg.KnowledgeBase, folder: Path, output: Path, **more: Any) -> corpus.Run:
    return corpus.Run(corpus.sources([folder]), output, kb.folder / "usage.json", stamp="x", **more)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def table(kb: edukg.KnowledgeBase, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("out") / "uses.jsonl"
    summary = corpus.check_corpus(run_of(kb, folder, output), corpus.alone(kb.folder / "usage.json", None))
    assert summary.files == 4
    assert len(summary.problems) == 1
    assert "broken.pdf" in summary.problems[0]
    assert summary.counts["resolved"] + summary.counts["ambiguous"] + summary.counts["outside"] > 1000
    return output


def test_spans_count_from_the_beginning_of_the_file(folder: Path, table: Path) -> None:
    texts = {
        source.name: corpus.read(source)[0].text for source in corpus.sources([folder]) if source.path.suffix != ".pdf"
    }
    found = read(table)
    assert {row["file"] for row in found} == set(texts)
    for row in found:
        assert texts[row["file"]][row["start"] : row["end"]] == row["text"]
    assert max(row["start"] for row in found) > 2 * PIECE * 0.6
    about = {(row["title"], row["author"], row["date"]) for row in found if row["file"].startswith("Karimov")}
    assert about == {("Clusters", "Karimov", "2021")}


def test_the_pieces_of_a_long_text_find_what_each_finds_alone(
    kb: edukg.KnowledgeBase, folder: Path, table: Path
) -> None:
    (source,) = corpus.sources([folder / "Karimov_2021_Clusters.txt"])
    text = corpus.read(source)[0].text
    expected = []
    for unit in units.units([source]):
        ((before, piece),) = units.texts_of(unit)
        assert text[before : before + len(piece)] == piece
        assert piece.endswith("\n\n") or before + len(piece) == len(text), "a piece ends where a paragraph does"
        expected += [(before + use.start, use.term, use.concept) for use in kb.check(piece).usages]
    uses = [r for r in read(table) if r["file"].startswith("Karimov") and r["record"] == "use"]
    found = [(r["start"], r["term"], r["concept"]) for r in uses]
    assert found == expected


def test_two_processes_write_the_same_table(kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path) -> None:
    output = tmp_path / "uses.jsonl"
    steps: list[int] = []
    corpus.check_corpus(
        run_of(kb, folder, output),
        corpus.processes(kb.folder / "usage.json", None, 2),
        progress=lambda done, total: steps.append(done) if done <= total else steps.append(-1),
    )
    assert output.read_bytes() == table.read_bytes()
    assert steps == sorted(steps)
    assert not [*tmp_path.glob("*.partial"), *tmp_path.glob("*.journal")]


@pytest.mark.slow
def test_spark_writes_the_same_table(kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="the extra 'spark' (400 MB) is not installed")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java for Spark")
    output = tmp_path / "uses.jsonl"
    given = ["check", str(folder), "--output", str(output), "--engine", "spark", "--jobs", "2"]
    done = subprocess.run(
        [sys.executable, "-m", "edukg", *given, "--home", str(kb.folder.parent.parent)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, "one of the files is broken"
    assert "broken.pdf" in done.stderr
    assert output.read_bytes() == table.read_bytes()


def test_parquet_holds_the_same_rows(kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path) -> None:
    output = tmp_path / "uses.parquet"
    corpus.check_corpus(run_of(kb, folder, output), corpus.alone(kb.folder / "usage.json", None))
    assert pq.read_table(output).to_pylist() == read(table)


class Killed(BaseException):
    """Stands for a kill: nothing catches it."""


def test_a_run_goes_on_where_it_stopped(kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path) -> None:
    run = run_of(kb, folder, tmp_path / "uses.jsonl")
    whole = corpus.alone(kb.folder / "usage.json", None)
    asked: list[str] = []

    def dying(given: Iterable[units.Unit]) -> Iterator[tuple[units.Unit, rows.Result]]:
        for number, done in enumerate(whole(given)):
            if number == 2:
                raise Killed
            yield done

    def counting(given: Iterable[units.Unit]) -> Iterator[tuple[units.Unit, rows.Result]]:
        for unit, result in whole(given):
            asked.append(unit.source.name)
            yield unit, result

    with pytest.raises(Killed):
        corpus.check_corpus(run, dying)
    with run.partial.open("ab") as partial:
        partial.write(b'{"half a li')  # what a killed process may leave behind
    with run.journal.open("ab") as journal:
        journal.write(b'{"unit": "half')
    summary = corpus.check_corpus(run, counting)
    assert summary.resumed == 2
    assert len(asked) == summary.units - 2
    assert run.output.read_bytes() == table.read_bytes()


def test_nothing_is_kept_of_a_run_over_other_texts(
    kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path
) -> None:
    place = tmp_path / "texts"
    shutil.copytree(folder, place)
    run = run_of(kb, place, tmp_path / "uses.jsonl")
    run.journal.write_text('{"stamp": "another release"}\n', encoding="utf-8")
    run.partial.write_text("{}\n", encoding="utf-8")
    summary = corpus.check_corpus(run, corpus.alone(kb.folder / "usage.json", None))
    assert summary.resumed == 0
    assert run.output.read_bytes() == table.read_bytes()


@pytest.mark.slow
def test_a_killed_command_goes_on(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    place = tmp_path / "texts"
    place.mkdir()
    for number in range(12):
        (place / f"{number:02}.txt").write_text(text_of(PIECE // 2), encoding="utf-8")
    output = tmp_path / "uses.jsonl"
    command = [sys.executable, "-m", "edukg", "check", str(place), "--output", str(output), "--jobs", "2"]
    command += ["--home", str(kb.folder.parent.parent)]
    first = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    journal = tmp_path / "uses.jsonl.journal"
    end = time.monotonic() + 120
    while not (journal.exists() and journal.read_bytes().count(b"\n") > 3):
        assert first.poll() is None, "it finished before it could be killed"
        assert time.monotonic() < end
        time.sleep(0.02)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait(timeout=30)
    again = subprocess.run(command, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert "Went on from an earlier run" in again.stderr
    whole = corpus.Run(corpus.sources([place]), tmp_path / "whole.jsonl", kb.folder / "usage.json", stamp="y")
    corpus.check_corpus(whole, corpus.alone(kb.folder / "usage.json", None))
    assert output.read_bytes() == whole.output.read_bytes()


def test_the_ledger_counts_each_sense_in_each_document(
    kb: edukg.KnowledgeBase, folder: Path, table: Path, tmp_path: Path
) -> None:
    metadata = {"deep/small.md": rows.About("A small text", "Petrova", "2019-03")}
    run = run_of(kb, folder, tmp_path / "u.jsonl", metadata=metadata, ledger=tmp_path / "ledger.ttl")
    corpus.check_corpus(run, corpus.alone(kb.folder / "usage.json", None))
    store = ox.Store()
    store.load(path=str(tmp_path / "ledger.ttl"), format=ox.RdfFormat.TURTLE)
    answer = store.query(
        "PREFIX frac: <http://www.w3.org/ns/lemon/frac#> PREFIX dcterms: <http://purl.org/dc/terms/> "
        "SELECT ?file ?author ?date (SUM(?n) AS ?total) WHERE { ?sense frac:frequency ?f . "
        "?f <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> ?n ; frac:observedIn ?d . ?d dcterms:identifier ?file "
        "OPTIONAL { ?d dcterms:creator ?author } OPTIONAL { ?d dcterms:date ?date } } GROUP BY ?file ?author ?date"
    )
    assert isinstance(answer, ox.QuerySolutions)
    found = {row["file"].value: row for row in answer}
    expected = Counter(r["file"] for r in read(table) if r["status"] == "resolved")
    assert {name: int(row["total"].value) for name, row in found.items()} == expected
    assert (found["deep/small.md"]["author"].value, found["deep/small.md"]["date"].value) == ("Petrova", "2019-03")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "ё", "𝄞", "\n", "\n\n", " ", "xyz"]), min_size=20, max_size=400))
def test_cutting_never_parts_a_character(parts: list[str]) -> None:
    data = "".join(parts).encode()
    at = 0
    while at < len(data):
        block = data[at : at + 40]
        cut = len(block) if at + 40 >= len(data) else units._paragraph_end(block)
        assert cut > 0
        block[:cut].decode()
        at += cut


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a/2019 Petrov - On clusters.txt", ("On clusters", "Petrov", "2019")),
        ("Karimov_2021-05-02_Klasterlar.txt", ("Klasterlar", "Karimov", "2021-05-02")),
        ("draft.docx", ("draft", "", "")),
        ("12345.txt", ("12345", "", "")),
        ("2020.txt", ("2020", "", "2020")),
    ],
)
def test_file_names_tell_author_and_date(name: str, expected: tuple[str, str, str]) -> None:
    assert rows.about(name, {}) == rows.About(*expected)


@pytest.mark.parametrize("content", ["title,author\nx,y\n", "file,title\na,b\na,c\n"])
def test_metadata_at_fault_is_told(tmp_path: Path, content: str) -> None:
    path = tmp_path / "about.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InputError):
        corpus.read_metadata(path)


def test_metadata_may_be_parted_by_semicolons(tmp_path: Path) -> None:
    path = tmp_path / "about.csv"
    path.write_text("\ufefffile;author;date\na.txt;Petrova, A.;2020\n", encoding="utf-8")
    assert corpus.read_metadata(path) == {"a.txt": rows.About("", "Petrova, A.", "2020")}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfe" + "cluster ".encode("utf-16-le") * PIECE, "UTF-8"),
        (b"\x00\x01\x02" * PIECE, "binary"),
        (b"cluster and more\n" * PIECE + b"\xff\xfe\xfd", "not UTF-8 throughout"),
    ],
)
def test_a_long_file_that_is_no_utf_8_is_told_and_the_others_go_on(
    kb: edukg.KnowledgeBase, tmp_path: Path, content: bytes, expected: str
) -> None:
    (tmp_path / "a.txt").write_bytes(content)
    (tmp_path / "b.txt").write_text("The cluster.", encoding="utf-8")
    run = run_of(kb, tmp_path, tmp_path / "u.jsonl")
    checker = kb.checker()
    problems = [rows.check_unit(checker, unit, None).problem for unit in units.units(run.sources) if unit.problem]
    assert len(problems) == 1
    assert expected in problems[0]
    assert [unit.source.name for unit in units.units(run.sources)][-1] == "b.txt"
