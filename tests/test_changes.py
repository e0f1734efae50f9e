"""The difference of two releases: each change is told once, with what it asks of the version and of others."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

import edukg
from edukg import kb as kbs
from edukg import release
from edukg.changes import bump_between, quads
from edukg.changes.wording import change_log, told
from edukg.errors import ReleaseError
from edukg.model import Bump, Change, ChangeKind, Difference, Kind, Text
from edukg.namespaces import CONCEPT, DCTERMS, GRAPH, ONTOLEX, OWL, RDF, SENSE, SKOS, TERM
from tests.test_cli import run

G = f"<{GRAPH}lexicon/cluster>"
ASSOCIATION = f"<{CONCEPT}cluster-association>"
Edit = Callable[[list[str]], list[str]]
Compare = Callable[..., Difference]


@pytest.fixture
def compared(kb: edukg.KnowledgeBase, tmp_path: Path) -> Compare:
    """Compares the shipped release with one in which some lines are other ones."""

    def compare(edit: Edit, version: str = "0.1.0") -> Difference:
        folder = tmp_path / "changed"
        shutil.copytree(kb.folder, folder)
        with gzip.open(folder / "data.nq.gz", "rt", encoding="utf-8") as file:
            lines = sorted(edit(file.readlines()), key=str.encode)
        with gzip.open(folder / "data.nq.gz", "wt", encoding="utf-8") as file:
            file.writelines(lines)
        manifest = json.loads((folder / "manifest.json").read_text())
        manifest |= {"version": version, "digest": "f" * 64}
        (folder / "manifest.json").write_text(json.dumps(manifest))
        return kbs.difference(kb.folder, folder)

    return compare


def adding(*statements: str) -> Edit:
    return lambda lines: [*lines, *(f"{statement} {G} .\n" for statement in statements)]


def without(part: str) -> Edit:
    return lambda lines: [line for line in lines if part not in line]


def only(found: Difference, kind: ChangeKind) -> Change:
    [change] = found.of(kind)
    return change


def test_nothing_changed(compared: Compare) -> None:
    found = compared(lambda lines: lines)
    assert found.changes == ()
    assert found.bump is Bump.NONE
    assert found.quads == {"added": 0, "removed": 0}


def test_a_definition_is_worded_otherwise(compared: Compare) -> None:
    mark = f"{ASSOCIATION} <{SKOS}definition> "

    def edit(lines: list[str]) -> list[str]:
        return [f'{mark}"Several bodies that act as one."@en {G} .\n' if mark in x and "@en" in x else x for x in lines]

    found = compared(edit, "0.1.1")
    [text] = only(found, ChangeKind.REWORDED).texts
    assert [t.value for t in text.after] == ["Several bodies that act as one."]
    assert text.before[0].language == "en"
    assert (found.bump, found.told, found.honest) == (Bump.PATCH, Bump.PATCH, True)


def test_a_term_loses_a_sense(compared: Compare) -> None:
    sense = f"<{SENSE}educational-cluster-en-cluster-programme>"
    found = compared(without(sense))
    narrowed = only(found, ChangeKind.NARROWED)
    assert narrowed.named.iri == TERM + "educational-cluster-en"
    assert narrowed.links[0].went[0].iri == sense[1:-1]
    removed = only(found, ChangeKind.REMOVED)
    assert removed.of is Kind.SENSE
    assert sense in removed.migration
    assert found.bump is Bump.MAJOR
    assert not found.honest


def test_a_term_gains_a_sense(compared: Compare) -> None:
    sense = f"<{SENSE}educational-cluster-en-cluster-new>"
    found = compared(
        adding(
            f"<{TERM}educational-cluster-en> <{ONTOLEX}sense> {sense}",
            f"{sense} <{RDF}type> <{ONTOLEX}LexicalSense>",
        ),
        "0.2.0",
    )
    assert only(found, ChangeKind.WIDENED).named.iri == TERM + "educational-cluster-en"
    assert only(found, ChangeKind.ADDED).of is Kind.SENSE
    assert (found.bump, found.honest) == (Bump.MINOR, True)


def test_a_meaning_is_split(compared: Compare) -> None:
    one, two = f"<{CONCEPT}cluster-network>", f"<{CONCEPT}cluster-district>"
    made = [f"{new} <{RDF}type> <{ONTOLEX}LexicalConcept>" for new in (one, two)]
    heirs = [f"{ASSOCIATION} <{DCTERMS}isReplacedBy> {new}" for new in (one, two)]
    found = compared(adding(*made, *heirs, f'{ASSOCIATION} <{OWL}deprecated> "true"'))
    split = only(found, ChangeKind.SPLIT)
    assert {named.iri for named in split.into} == {one[1:-1], two[1:-1]}
    assert found.bump is Bump.MAJOR
    theirs = ox.Store()
    theirs.add(ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:p"), ox.NamedNode(ASSOCIATION[1:-1])))
    rows = theirs.query(split.migration)
    assert isinstance(rows, ox.QuerySolutions)
    assert [row["thing"] for row in rows] == [ox.NamedNode("urn:x")]


def test_meanings_are_merged_and_data_are_brought_over(compared: Compare) -> None:
    programme, new = f"<{CONCEPT}cluster-programme>", f"<{CONCEPT}cluster-any>"
    found = compared(
        adding(
            f"{new} <{RDF}type> <{ONTOLEX}LexicalConcept>",
            f"{ASSOCIATION} <{DCTERMS}isReplacedBy> {new}",
            f"{programme} <{DCTERMS}isReplacedBy> {new}",
        )
    )
    merged = found.of(ChangeKind.MERGED)
    assert {change.named.iri for change in merged} == {ASSOCIATION[1:-1], programme[1:-1]}
    theirs = ox.Store()
    for change in merged:
        theirs.add(ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:p"), ox.NamedNode(change.named.iri)))
        theirs.update(change.migration)
    assert {quad.object for quad in theirs} == {ox.NamedNode(new[1:-1])}


def test_a_form_is_told_of_with_its_entry(compared: Compare) -> None:
    form = f"{TERM}educational-cluster-en#other-9"

    def edit(lines: list[str]) -> list[str]:
        return adding(
            f"<{TERM}educational-cluster-en> <{ONTOLEX}otherForm> <{form}>",
            f"<{form}> <{RDF}type> <{ONTOLEX}Form>",
            f'<{form}> <{ONTOLEX}writtenRep> "cluster of education"@en',
        )(lines)

    [change] = compared(edit).changes
    assert (change.kind, change.named.iri) == (ChangeKind.REWORDED, TERM + "educational-cluster-en")
    assert [text.value for text in change.texts[0].after] == ["cluster of education"]
    assert change.links == ()


def test_a_new_name_is_told_once_and_not_for_each_that_bears_it(compared: Compare) -> None:
    new = f"<{CONCEPT}cluster-union>"

    def edit(lines: list[str]) -> list[str]:
        moved = [x if x.startswith(ASSOCIATION) else x.replace(f"{ASSOCIATION} <", f"{new} <") for x in lines]
        heir = adding(f"{new} <{RDF}type> <{ONTOLEX}LexicalConcept>", f"{ASSOCIATION} <{DCTERMS}isReplacedBy> {new}")
        return heir(moved)

    found = compared(edit)
    assert only(found, ChangeKind.REPLACED).named.iri == ASSOCIATION[1:-1]
    assert only(found, ChangeKind.ADDED).named.iri == new[1:-1]
    assert found.of(ChangeKind.RELATED) == ()
    theirs = ox.Store()
    old, other = ox.NamedNode(ASSOCIATION[1:-1]), ox.NamedNode("urn:x")
    for triple in ((other, other, old), (old, other, other), (other, old, other)):
        theirs.add(ox.Quad(*triple))
    theirs.update(only(found, ChangeKind.REPLACED).migration)
    assert len(theirs) == 3
    assert not [quad for quad in theirs if old in (quad.subject, quad.predicate, quad.object)]


def test_what_changed_alike_for_many_is_told_in_one_line(compared: Compare) -> None:
    concepts = [f"<{CONCEPT}cluster-{key}>" for key in ("association", "programme", "competence", "organisation")]
    log = change_log(compared(adding(*(f"{c} <{DCTERMS}relation> <urn:x:other>" for c in concepts))))
    assert "Related otherwise (4)\n  4 × concept: educational cluster (association)" in log
    assert log.count("urn:x:other") == 1


def test_a_long_text_is_shown_where_it_differs(compared: Compare) -> None:
    mark, words = f"{ASSOCIATION} <{SKOS}definition> ", "It is said at some length that " * 8

    def edit(end: str) -> Edit:
        return lambda lines: [
            f'{mark}"{words}{end}."@en {G} .\n' if x.startswith(mark) and "@en" in x else x for x in lines
        ]

    change = only(compared(edit("it works")), ChangeKind.REWORDED)
    text = replace(change.texts[0], before=(Text(words + "it may work.", "en"),))
    shown = list(told(replace(change, texts=(text,))))
    assert shown[1].startswith("  − definition (en): … ")
    assert shown[1].endswith("it may work.")
    assert shown[2].endswith("it works.")


def test_the_log_reads_like_one(compared: Compare) -> None:
    log = change_log(compared(without(f"<{SENSE}educational-cluster-en-cluster-programme>")))
    assert "Terms that lost a sense (1)\n  term educational cluster <term:educational-cluster-en>" in log
    assert "a new major version" in log
    assert log.endswith("The version does not say so.")


@pytest.mark.parametrize(
    ("old", "new", "bump"),
    [
        ("1.2.3", "1.2.3", Bump.NONE), ("1.2.3", "1.2.4", Bump.PATCH), ("1.2.3", "1.3.0", Bump.MINOR),
        ("1.2.3", "2.0.0", Bump.MAJOR), ("0.1.0", "0.2.0", Bump.MAJOR), ("0.1.0", "0.1.1", Bump.PATCH),
    ],
)  # fmt: skip
def test_versions(old: str, new: str, bump: Bump) -> None:
    assert bump_between(old, new) is bump


LINES = st.lists(st.sampled_from([f"<urn:{n}> <urn:p> <urn:o> <urn:g> .\n".encode() for n in range(9)]), unique=True)


@given(LINES, LINES)
def test_two_files_are_told_apart(tmp_path_factory: pytest.TempPathFactory, old: list[bytes], new: list[bytes]) -> None:
    folder = tmp_path_factory.mktemp("quads")
    for name, lines in (("old", old), ("new", new)):
        with gzip.open(folder / name, "wb") as file:
            file.writelines(sorted(lines))
    found = quads.differing(folder / "old", folder / "new")
    told = {(f"{quad} .\n".encode(), is_new) for quad, is_new in found.asserted}
    assert told == {(x, False) for x in set(old) - set(new)} | {(x, True) for x in set(new) - set(old)}


@pytest.mark.parametrize(("version", "code"), [("0.1.0", 1), ("0.1.1", 1), ("0.2.0", 0)])
def test_the_command_can_hold_to_honest_versions(
    compared: Compare, kb: edukg.KnowledgeBase, tmp_path: Path, version: str, code: int
) -> None:
    """A sense that went asks for a new major version, which 0.2.0 is before 1.0.0."""
    compared(without(f"<{SENSE}educational-cluster-en-cluster-programme>"), version)
    releases = str(kb.folder), str(tmp_path / "changed")
    done = run("diff", *releases, "--strict", home=kb.home)
    assert done.returncode == code
    assert "Terms that lost a sense (1)" in done.stdout
    assert done.stdout.rstrip().endswith("The version does not say so.") is bool(code)
    assert run("diff", *releases, home=kb.home).returncode == 0


def test_the_command_names_releases(home: Path, kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    done = run("diff", kb.manifest.version, "current", "--json", home=home)
    assert done.returncode == 0
    assert json.loads(done.stdout)["changes"] == []
    missing = run("diff", "9.9.9", home=home)
    assert missing.returncode == 2
    assert "There is no release '9.9.9'" in missing.stderr
    assert kb.folder.name in missing.stderr
    with pytest.raises(ReleaseError, match="no release"):
        release.named(tmp_path, "0.1.0")
