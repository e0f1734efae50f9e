"""The report for people: grouped, placed, in the reader's language, in every form."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import openpyxl
import pyoxigraph as ox
import pytest

from edukg import reports, validate
from edukg.model import Place, Report, Severity, Suggestion, Text, Texts, Violation
from edukg.namespaces import LANGUAGES, SHAPE
from edukg.reports.words import SEVERITIES, VERDICTS, WORDS, where


def texts(word: str) -> Texts:
    return Texts(tuple(Text(f"{word} {language}", language) for language in LANGUAGES))


LEVEL = Violation(
    focus="https://example.org/cluster",
    shape=SHAPE + "LevelReading",
    component="http://www.w3.org/ns/shacl#OrConstraintComponent",
    severity=Severity.VIOLATION,
    messages=texts("message"),
    focus_labels=texts("cluster"),
    place=Place("ours.xlsx", sheet="Clusters", row=7, column="C", heading="Level"),
    rule=texts("rule"),
    reason=texts("reason"),
    found=("educational cluster",),
    expected=texts("expected"),
    suggestions=(Suggestion("=programme", "https://example.org/P", texts("reading"), texts("definition")),),
)
YEAR = replace(
    LEVEL, shape=SHAPE + "year-founded", severity=Severity.WARNING, place=Place("ours.ttl", line=4), found=("-1",)
)
OTHER = replace(YEAR, focus="https://example.org/other", focus_labels=Texts(), severity=Severity.INFO)
SILENT = replace(OTHER, focus="https://example.org/silent", explanation=texts("silent"))
REPORT = Report((LEVEL, YEAR, OTHER, SILENT), engine="none", triples=9)


def test_words_are_the_same_in_each_language() -> None:
    assert set(WORDS) == set(SEVERITIES) == set(VERDICTS) == set(LANGUAGES)
    assert len({frozenset(words) for words in WORDS.values()}) == 1
    assert all(len(set(words.values())) >= len(words) - 2 for words in WORDS.values())


def test_findings_are_grouped_by_thing_and_by_rule() -> None:
    first, second = reports.by_thing(REPORT)
    assert [r.severity for r in first.results] == [Severity.VIOLATION, Severity.WARNING]
    assert first.name("ru") == "cluster ru"
    assert second.name("ru") == "https://example.org/other"
    assert [(rule.shape, rule.things) for rule in reports.by_rule(REPORT)] == [
        (LEVEL.shape, 1),
        (YEAR.shape, 1),
        (YEAR.shape, 1),
    ], "one shape with two severities is two groups"
    (explained,) = reports.by_thing(REPORT, explained=True)
    assert explained.focus == SILENT.focus


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "ours.xlsx, sheet “Clusters”, row 7, column C (Level)"),
        ("ru", "ours.xlsx, лист «Clusters», строка 7, столбец C (Level)"),
        ("uz", "ours.xlsx, «Clusters» varagʻi, 7-qator, C (Level) ustuni"),
    ],
)
def test_places_are_told_in_words(language: str, said: str) -> None:
    assert where(LEVEL.place, language) == said
    assert where(None, language) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_text_says_what_where_and_what_to_write(language: str) -> None:
    text = reports.write(REPORT, "table", language).decode("utf-8")
    for said in ("message", "expected", "reading", "definition", "rule"):
        assert f"{said} {language}" in text
    for said in ("ours.xlsx", "ours.ttl", "educational cluster", "=programme", VERDICTS[language][1]):
        assert said in text
    assert "silent" not in text
    assert WORDS[language]["explained"].format(number=1) in text
    by_rule = reports.write(REPORT, "table", language, rules_first=True).decode("utf-8")
    assert by_rule.index(f"reason {language}") < by_rule.index("ours.xlsx")


@pytest.mark.parametrize("language", LANGUAGES)
def test_rows_can_be_sent(language: str) -> None:
    content = reports.write(REPORT, "csv", language)
    assert content.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    assert len(rows) == 4
    first = dict(zip(head, rows[0], strict=True))
    words = WORDS[language]
    assert (first[words["sheet"]], first[words["row"]], first[words["column"]]) == ("Clusters", "7", "C")
    assert first[words["wrong"]] == f"message {language}"
    assert first[words["write"]] == "'=programme", "a spreadsheet shall not take it for a formula"
    assert dict(zip(head, rows[1], strict=True))[words["found"]] == "'-1"
    book = openpyxl.load_workbook(io.BytesIO(reports.write(REPORT, "xlsx", language)))
    sheet = book[words["findings"]]
    assert [cell.value for cell in sheet[1]] == head
    written = sheet[2][head.index(words["write"])]
    assert (written.value, written.data_type) == ("=programme", "s")
    assert book[words["summary"]]["A1"].value == reports.verdict(REPORT, language)


def test_json_and_turtle_hold_everything() -> None:
    found = json.loads(reports.write(REPORT, "json", "en"))
    assert found["counts"] == {"violation": 1, "warning": 1, "info": 2}
    assert found["results"][0]["place"] == {
        "file": "ours.xlsx",
        "line": None,
        "character": None,
        "sheet": "Clusters",
        "row": 7,
        "column": "C",
        "heading": "Level",
    }
    assert found["results"][0]["suggestions"][0]["definitions"]["uz"] == "definition uz"
    store = ox.Store()
    store.load(reports.write(REPORT, "turtle", "en"), format=ox.RdfFormat.TURTLE)
    results = store.query(
        "PREFIX sh: <http://www.w3.org/ns/shacl#> SELECT ?s { ?r sh:conforms false ; sh:result/sh:sourceShape ?s }"
    )
    assert isinstance(results, ox.QuerySolutions)
    assert len(list(results)) == 4


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"counts": {Severity.VIOLATION: 1_000_000, Severity.WARNING: 1, Severity.INFO: 2}}, "more"),
        ({"complete": False}, "unfinished"),
        ({"without_lines": ("large.ttl",)}, "no_lines"),
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_with_something_left_out_says_so_in_every_form(
    changes: dict[str, Any], word: str, language: str
) -> None:
    cut = replace(REPORT, **changes)
    assert cut.truncated == (word == "more")
    assert not cut.conforms
    said = WORDS[language][word].format(shown=4, total=cut.total, files="large.ttl")
    for form in ("table", "turtle", "csv"):
        assert said in reports.write(cut, form, language).decode("utf-8")
        assert said not in reports.write(REPORT, form, language).decode("utf-8")
    assert list(ox.parse(reports.write(cut, "turtle", language), format=ox.RdfFormat.TURTLE))
    book = openpyxl.load_workbook(io.BytesIO(reports.write(cut, "xlsx", language)))
    assert book[WORDS[language]["summary"]]["A2"].value == said
    written = json.loads(reports.write(cut, "json", language))
    assert written["truncated"] == (word == "more")
    assert written["complete"] == (word != "unfinished")
    assert written["without_lines"] == list(cut.without_lines)


def test_findings_of_a_table_join_those_of_the_shapes() -> None:
    together = validate.with_findings(Report((YEAR,), engine="none"), [LEVEL])
    assert together.results == (LEVEL, YEAR)
    assert together.count(Severity.VIOLATION) == 1
    turtle = validate.report_turtle(together)
    assert turtle.count("a sh:ValidationReport") == 1
    assert "sh:conforms false" in turtle
    assert turtle.count("sh:sourceShape") == 2
