"""The commands as a user runs them: what they print, where, and with which exit code."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from edukg.cli import main

EDUKG = [sys.executable, "-m", "edukg"]


def run(*arguments: str | Path, home: Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "EDUKG_HOME": str(home), "PYTHONWARNINGS": "error", "COLUMNS": "120"}
    command = [*EDUKG, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, env=environment, input=stdin, check=False)


def one_paragraph(done: subprocess.CompletedProcess[str]) -> str:
    """The error of a command: exit code 2, nothing on standard output, one paragraph, no traceback."""
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    [paragraph] = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert "Traceback" not in done.stderr
    return paragraph


def snapshot(home: Path) -> dict[str, int]:
    return {str(p.relative_to(home)): p.stat().st_mtime_ns for p in sorted(home.rglob("*")) if p.is_file()}


def test_help_shows_an_example_and_loads_no_engine(home: Path) -> None:
    done = run("--help", home=home)
    assert done.returncode == 0
    assert 'edukg term "educational cluster"' in done.stdout
    for command in ("build", "query", "info", "validate", "serve", "term", "search"):
        assert command in done.stdout
        assert "Example" in run(command, "--help", home=home).stdout
    timed = [sys.executable, "-X", "importtime", "-m", "edukg", "--help"]
    loaded = subprocess.run(timed, capture_output=True, text=True, check=True).stderr
    assert "click" in loaded
    assert not [name for name in ("rdflib", "pyoxigraph", "owlready2", "pyshacl", "flask") if f" {name}\n" in loaded]


def test_info_tells_what_the_release_holds(home: Path) -> None:
    done = run("info", "--json", home=home)
    manifest = json.loads(done.stdout)
    assert done.returncode == 0
    assert manifest["consistent"]
    assert manifest["conforms"]
    assert manifest["counts"]["senses"] > 100
    assert {item["file"] for item in manifest["inputs"]} >= {"levels.ttl", "clusters.ttl"}
    assert "consistent: yes; conforms to the shapes: yes" in run("info", home=home).stdout


def test_building_again_changes_nothing(home: Path) -> None:
    before = snapshot(home)
    done = run("build", home=home)
    assert done.returncode == 0
    assert "Nothing has changed" in done.stdout
    assert snapshot(home) == before


def test_a_query_in_several_formats(home: Path) -> None:
    text = "SELECT ?label WHERE { edukg:CompetenceCluster rdfs:label ?label } ORDER BY LANG(?label)"
    table = run("query", text, home=home)
    assert table.returncode == 0
    assert table.stdout.splitlines()[0] == "label"
    assert table.stdout.rstrip().endswith("3 row(s)")
    answer = json.loads(run("query", text, "--json", home=home).stdout)
    assert [b["label"]["xml:lang"] for b in answer["results"]["bindings"]] == ["en", "ru", "uz"]
    assert run("query", "--file", "-", home=home, stdin="ASK { ?s ?p ?o }").stdout.strip() == "yes"
    graph = run("query", "DESCRIBE edukg:level1", "--format", "turtle", home=home)
    assert "edukg:level1" in graph.stdout


def test_an_ambiguous_query_is_told_on_standard_error(home: Path) -> None:
    text = "SELECT ?x WHERE { ?x a edukg:EducationalCluster } ORDER BY ?x LIMIT 1"
    done = run("query", text, "--lang", "uz", "--json", home=home)
    assert done.returncode == 0
    assert len(json.loads(done.stdout)["results"]["bindings"]) == 1
    assert "line 1, column 24: edukg:EducationalCluster matches 4 readings: pick one, or keep all." in done.stderr
    assert "taʼlim klasteri (birlashma)" in done.stderr
    assert "?x a edukg:AssociationCluster } ORDER BY ?x LIMIT 1" in done.stderr
    strict = run("query", text, "--strict", home=home)
    assert (strict.returncode, strict.stdout) == (1, "")
    kept = run("query", f"# all readings: edukg:EducationalCluster\n{text}", "--strict", home=home)
    assert (kept.returncode, kept.stderr) == (0, "")


def test_a_term_in_the_language_it_is_written_in(home: Path) -> None:
    done = run("term", "ta'lim klasteri", home=home)
    assert done.returncode == 0
    assert done.stdout.startswith("taʼlim klasteri (uz): ")
    found = json.loads(run("term", "educational cluster", "--json", home=home).stdout)
    keys = {sense["concept"]["iri"].rsplit("/", 1)[1] for sense in found["senses"]}
    assert keys >= {"cluster-competence", "cluster-programme", "cluster-organisation", "cluster-association"}


def test_validation_of_good_and_bad_data(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix edukg: <https://w3id.org/edukg/onto/> .\n@prefix id: <https://w3id.org/edukg/id/> .\n\n"
        "id:our-cluster a edukg:EducationalCluster .\n",
        encoding="utf-8",
    )
    done = run("validate", bad, "--json", home=home)
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert not report["conforms"]
    assert any(r["focus"].endswith("our-cluster") and r["place"]["line"] == 4 for r in report["results"])
    assert {r["place"]["file"] for r in report["results"]} == {str(bad)}, "what is shipped is not the user's business"
    russian = run("validate", bad, "--lang", "ru", home=home)
    assert russian.returncode == 1
    assert "Нарушение:" in russian.stdout
    assert any("а" <= c <= "я" for c in russian.stdout)


def test_broken_turtle_names_file_line_and_column(home: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttl"
    broken.write_text("@prefix a: <http://example.org/> .\n\na:x a:y [ .\n", encoding="utf-8")
    before = snapshot(home)
    error = one_paragraph(run("build", "--data", broken, home=home))
    assert f"{broken}, line 3, column" in error
    assert "a:x a:y [ ." in error
    assert snapshot(home) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("build", "--data", "there-is-no.ttl"), "there-is-no.ttl"),
        (("query", "SELECT ?s WHERE { ?s ?p"), "line 1"),
        (("query", "INSERT DATA { <a:b> <a:c> <a:d> }"), "update"),
        (("query",), "Give a query or a file"),
        (("query", "--file", "no.rq"), "no.rq cannot be read"),
        (("term", "educationl clustr"), "The nearest are: educational cluster"),
        (("validate", "there-is-no.ttl"), "there-is-no.ttl"),
        (("validate", "https://example.org/ours.ttl"), "nothing is fetched here"),
        (("validate", "there-is-no.ttl", "--output", "no-folder/report.json"), "There is no folder 'no-folder'"),
        (("serve", "--host", "256.256.256.256"), "cannot be listened on"),
    ],
)
def test_each_mistake_gives_one_paragraph_and_changes_nothing(
    home: Path, arguments: tuple[str, ...], said: str
) -> None:
    before = snapshot(home)
    assert said in one_paragraph(run(*arguments, home=home))
    assert snapshot(home) == before


def test_a_wrong_iri_in_data_is_told(home: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.ttl"
    wrong.write_text("<http://example.org/a b> a <http://example.org/C> .\n", encoding="utf-8")
    error = one_paragraph(run("build", "--data", wrong, home=home))
    assert str(wrong) in error
    assert "line 1" in error


def test_no_release_says_what_to_do(tmp_path: Path) -> None:
    assert "Run `edukg build`" in one_paragraph(run("info", home=tmp_path / "empty"))


def test_a_home_that_cannot_be_written(tmp_path: Path, home: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file, not a folder", encoding="utf-8")
    assert "cannot be written" in one_paragraph(run("build", home=taken / "home"))


def test_every_command_shows_an_example_on_lines_of_its_own() -> None:
    def leaves(group: click.Group) -> Iterator[click.Command]:
        for command in group.commands.values():
            yield from leaves(command) if isinstance(command, click.Group) else (command,)

    commands = list(leaves(main))
    assert len(commands) > 10
    for command in commands:
        text = command.get_help(click.Context(command, info_name=command.name))
        assert "\\b" not in text, command.name
        assert re.search(r"^ *Examples?:\n(?: +\S.*\n)* +.*\bedukg ", text, re.MULTILINE), command.name
