"""`edukg validate` and `edukg build --data` on files made to ask for hours or for all memory there is."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from edukg.cli import main

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory cannot be bounded there")
HELD = "450"
"""Megabytes in which what is shipped can be loaded and inferred from."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def bomb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A chain of a transitive property: 20,000 statements, from which 200 million follow."""
    path = tmp_path_factory.mktemp("bomb") / "bomb.nt"
    links = ("https://example.org/before", "http://www.w3.org/2002/07/owl#TransitiveProperty")
    with path.open("w", encoding="ascii") as file:
        file.write(f"<{links[0]}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{links[1]}> .\n")
        for number in range(20_000):
            one, next_one = (f"<https://example.org/{n}>" for n in (number, number + 1))
            file.write(f"{one} <{links[0]}> {next_one} .\n")
    return path


@pytest.fixture(scope="module")
def huge(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with much more in it than may be held."""
    path = tmp_path_factory.mktemp("huge") / "huge.nt"
    line = '<https://example.org/{0}> <https://example.org/says> "{1}" .\n'
    with path.open("w", encoding="ascii") as file:
        file.writelines(line.format(number, f"{number:x}" * 40) for number in range(400_000))
    return path


def told(done: Result) -> str:
    """What a command that was stopped says: one paragraph and exit code 2."""
    assert done.exit_code == 2, done.output
    assert done.stdout == ""
    [paragraph] = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    return paragraph


def test_a_bomb_of_inferences_is_stopped_at_the_deadline(bomb: Path) -> None:
    said = told(run("validate", bomb, "--deadline", "6"))
    assert "stopped after 6 seconds" in said
    assert "--deadline" in said


@pytest.mark.parametrize("kind", ["bomb", "huge"])
def test_what_asks_for_more_memory_than_it_may_have_is_stopped(kind: str, request: pytest.FixtureRequest) -> None:
    said = told(run("validate", request.getfixturevalue(kind), "--memory", HELD))
    assert f"more than the {HELD} MB of memory" in said
    assert "--memory" in said


def test_what_fits_into_these_bounds_is_checked(tmp_path: Path) -> None:
    path = tmp_path / "small.ttl"
    path.write_text("<https://example.org/a> a <https://w3id.org/edukg/onto/EducationalCluster> .", encoding="utf-8")
    done = run("validate", path, "--memory", HELD)
    assert done.exit_code == 1, done.output
    assert "Violation: 3" in done.stdout


@pytest.mark.parametrize(("kind", "bound"), [("bomb", ("--deadline", "8")), ("huge", ("--memory", HELD))])
def test_a_build_is_stopped_and_the_release_in_force_stays(
    home: Path, kind: str, bound: tuple[str, str], request: pytest.FixtureRequest
) -> None:
    before = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    said = told(run("build", "--home", home, "--data", request.getfixturevalue(kind), *bound))
    assert re.search("stopped after 8 seconds" if kind == "bomb" else f"more than the {HELD} MB", said)
    assert "the release in force stays as it was" in said
    assert bound[0] in said
    after = {path: path.stat().st_mtime_ns for path in home.rglob("*")}
    assert {path for path in after.items() if path[0].is_file()} == {p for p in before.items() if p[0].is_file()}
