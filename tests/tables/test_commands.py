"""`edukg import`, `edukg export --table`: what they print and write, and when they refuse."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
from click.testing import CliRunner, Result

from edukg.cli import main
from edukg.namespaces import ID
from tests.tables import methodologist


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_right_table_becomes_rdf_and_goes_back(tmp_path: Path) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", "uz", wrong=False)
    done = run("import", path, "-o", tmp_path / "ours.ttl")
    assert done.exit_code == 0, done.output
    subjects = {q.subject for q in ox.parse(path=tmp_path / "ours.ttl")}
    assert ox.NamedNode(ID + "ustozlar-davrasi") in subjects
    back = run(
        "export", "--table", tmp_path / "events.csv", "--sheet", "events", "--data", tmp_path / "ours.ttl", "--json"
    )
    assert back.exit_code == 0, back.output
    assert (tmp_path / "events.csv").read_text(encoding="utf-8-sig").count("\n") == 5
    assert json.loads(back.stdout)["leftOut"] == {"things": {}, "statements": {}}


def test_what_a_table_cannot_hold_is_told(tmp_path: Path) -> None:
    (tmp_path / "ours.ttl").write_text(
        """PREFIX edukg: <https://w3id.org/edukg/onto/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
        <https://example.org/a> a edukg:SchoolCluster ; rdfs:label "a"@en , "b"@en ; edukg:hasEffect [] ;
          rdfs:comment "c" .
        <https://example.org/b> a edukg:Conflict ; rdfs:label "no sheet is for this"@en .""",
        encoding="utf-8",
    )
    done = run("export", "--table", tmp_path / "ours.xlsx", "--data", tmp_path / "ours.ttl")
    assert done.exit_code == 0, done.output
    assert "1 clusters" in done.output
    assert "no sheet is for them: 1 edukg:Conflict\n" in done.output
    assert "no column or cell is for them: 1 edukg:hasEffect, 1 rdfs:comment, 1 rdfs:label\n" in done.output


def test_of_a_wrong_table_nothing_is_written_unless_it_is_wanted(tmp_path: Path) -> None:
    path = methodologist.write(tmp_path / "ours.xlsx", "ru", wrong=True)
    done = run("import", path, "-o", tmp_path / "ours.ttl", "--lang", "ru")
    assert done.exit_code == 1
    assert "работадатель" in done.output
    assert not (tmp_path / "ours.ttl").exists()
    partly = run("import", path, "-o", tmp_path / "ours.ttl", "--partly", "--json")
    assert partly.exit_code == 1
    assert (tmp_path / "ours.ttl").stat().st_size > 0
    found = json.loads(partly.stdout)
    assert {r["place"]["sheet"] for r in found["results"]} >= {"роли", "кластеры"}


def test_what_cannot_be_done_is_told(tmp_path: Path) -> None:
    for arguments, said in (
        (("import",), "Give a table"),
        (("import", tmp_path / "none.xlsx"), "cannot be read"),
        (("import", "--template", tmp_path / "new.ods"), ".xlsx"),
        (("export", "--table", tmp_path / "a.pdf"), ".xlsx or .csv"),
        (("export", "--table", tmp_path / "a.csv"), "--sheet"),
        (("export", "--table", tmp_path / "no" / "a.xlsx"), "no folder"),
    ):
        done = run(*arguments)
        assert done.exit_code == 2, (arguments, done.output)
        assert said in done.output
