"""What `ontology/README.md` says of the ontology is so."""

from __future__ import annotations

import re
import subprocess
import sys

import rdflib
from rdflib import OWL, RDF

from edukg import resources
from edukg.namespaces import EDUKG

ROOT = resources.folder("ontology")
README = ROOT / "README.md"


def test_its_counts_are_those_that_the_command_makes() -> None:
    command = [sys.executable, str(ROOT.parent / ".ci" / "counts.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_its_map_names_every_file() -> None:
    section = README.read_text(encoding="utf-8").partition("## Modules")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([\w/.-]+)` \|", section, flags=re.MULTILINE)
    files = [path.relative_to(ROOT).as_posix() for path in resources.turtle_files("ontology")]
    covered = [name for name in files if name in named or name.partition("/")[0] + "/" in named]
    assert covered == files
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_terms_that_it_names_are_in_the_ontology(tbox: rdflib.Graph) -> None:
    text = README.read_text(encoding="utf-8")
    declared = {str(name).removeprefix(EDUKG) for name in tbox.subjects(RDF.type, None) if str(name).startswith(EDUKG)}
    named = set(re.findall(r"`edukg:(\w+)`", text)) | set(re.findall(r"\|([a-z][A-Za-z]+)\|", text))
    assert len(named) > 10
    assert sorted(named - declared - {"subgraph"}) == ["isLexicalizedSenseOf"]  # of OntoLex, in the diagram
    classes = {str(name).removeprefix(EDUKG) for name in tbox.subjects(RDF.type, OWL.Class)}
    drawn = set(re.findall(r"\[([A-Z]\w+)\]", text))
    assert drawn
    assert drawn <= classes
