"""Count what each file of the ontology holds and write the tables into ontology/README.md, between two marks.

`--check` writes nothing and fails when the tables are out of date.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pyoxigraph as ox

from edukg import load, reason

ROOT = Path(__file__).resolve().parent.parent
ONTOLOGY = ROOT / "ontology"
README = ONTOLOGY / "README.md"
QUESTIONS = ROOT / "tests" / "questions"
BEGIN, END = "<!-- counts: written by `make counts` -->", "<!-- end of counts -->"

BASE = "https://w3id.org/edukg/"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_MATCH = re.compile(r"http://www\.w3\.org/2004/02/skos/core#\w+Match")
_OWL = "http://www.w3.org/2002/07/owl#"
_LEMON = "http://www.w3.org/ns/lemon/"

COLUMNS = {
    "classes": ("onto/", {_OWL + "Class"}),
    "properties": ("onto/", {_OWL + kind + "Property" for kind in ("Object", "Datatype", "Annotation")}),
    "values": ("onto/", {_OWL + "NamedIndividual"}),
    "concepts": ("concept/", {_LEMON + "ontolex#LexicalConcept"}),
    "terms": ("term/", {_LEMON + "ontolex#LexicalEntry"}),
    "senses": ("sense/", {_LEMON + "ontolex#LexicalSense"}),
    "attestations": ("attestation/", {_LEMON + "frac#Attestation"}),
    "sources": ("source/", {_OWL + "NamedIndividual"}),
    "agents": ("agent/", {_OWL + "NamedIndividual"}),
    "instances": ("id/", {_OWL + "NamedIndividual"}),
}
"""What is counted: things under a path and of a type. Instances must have a name, which memberships have not."""

ORDER = ("claims", *COLUMNS, "mappings")

GROUPS = {
    "The ontology": "*.ttl",
    "The lexicon": "lexicon/*.ttl",
    "The data": "instances/*.ttl",
    "The alignments": "alignments/*.ttl",
}


def read(path: Path) -> list[ox.Quad]:
    """The statements of a file."""
    return list(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))


def introduced(quads: list[ox.Quad]) -> dict[str, set[str]]:
    """Every IRI that a file gives a type, with its types."""
    found: dict[str, set[str]] = {}
    for quad in quads:
        if quad.predicate == _TYPE and isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode):
            found.setdefault(quad.subject.value, set()).add(quad.object.value)
    return found


def count(quads: list[ox.Quad]) -> Counter[str]:
    """How much of each column a file holds that is in use; mappings are statements, the rest are things."""
    given_up = {
        q.subject.value
        for q in quads
        if q.predicate.value == _OWL + "deprecated" and isinstance(q.subject, ox.NamedNode)
    }
    named = {q.subject.value for q in quads if q.predicate.value == _LABEL and isinstance(q.subject, ox.NamedNode)}
    found: Counter[str] = Counter()
    for iri, types in introduced(quads).items():
        if iri in given_up:
            continue
        for column, (path, kinds) in COLUMNS.items():
            if iri.startswith(BASE + path) and types & kinds and (column != "instances" or iri in named):
                found[column] += 1
    found["mappings"] = sum(1 for quad in quads if _MATCH.fullmatch(quad.predicate.value))
    return +found


def questions() -> Iterator[frozenset[str]]:
    """For each competency question the IRIs it meets on the way to its answer, those it only passes by included."""
    store = load.load_shipped().store
    reason.materialise(store)
    for path in sorted(QUESTIONS.glob("*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        code = "\n".join(line for line in lines if not line.startswith("#"))
        prologue, _, rest = re.split(r"^(SELECT|ASK)\b", code, maxsplit=1, flags=re.MULTILINE)
        pattern = rest[rest.index("{") : rest.rindex("}") + 1]
        found = store.query(f"{prologue} SELECT * WHERE {pattern}", use_default_graph_as_union=True)
        met = {node.value for row in cast(ox.QuerySolutions, found) for node in row if isinstance(node, ox.NamedNode)}
        prefixes = dict(re.findall(r"PREFIX\s+([\w-]+):\s*<([^>]+)>", prologue))
        named = re.findall(r"\b([\w-]+):([\w-]+)", pattern)
        yield frozenset(met | {prefixes[prefix] + local for prefix, local in named if prefix in prefixes})


def table(title: str, rows: dict[str, Counter[str]], total: Counter[str]) -> list[str]:
    """A Markdown table with one row per file; columns without any number are left out."""
    columns = [column for column in ORDER if any(row[column] for row in rows.values())]
    lines = [f"| {title} | {' | '.join(columns)} |", f"| --- |{' ---: |' * len(columns)}"]
    for name, row in [*((f"`{name}`", row) for name, row in rows.items()), ("together", total)]:
        lines.append(f"| {name} | {' | '.join(str(row[column] or '') for column in columns)} |")
    return lines


def tables() -> str:
    """All tables, as they stand between the marks."""
    asked = list(questions())
    lines = [BEGIN]
    everywhere = Counter({"claims": len(asked)})
    for title, pattern in GROUPS.items():
        rows: dict[str, Counter[str]] = {}
        everything: set[str] = set()
        for path in sorted(ONTOLOGY.glob(pattern)):
            quads = read(path)
            things = {iri for iri in introduced(quads) if iri.startswith(BASE)}
            everything |= things
            row = count(quads)
            row["claims"] = sum(1 for names in asked if names & things)
            rows[path.relative_to(ONTOLOGY).as_posix()] = row
        total = sum(rows.values(), Counter[str]())
        everywhere += Counter({column: number for column, number in total.items() if column != "claims"})
        total["claims"] = sum(1 for names in asked if names & everything)
        lines += ["", *table(title, rows, total)]
    summed = ", ".join(f"{everywhere[column]} {column}" for column in ORDER)
    return "\n".join([*lines, "", f"In all: {summed}.", "", END])


def main() -> int:
    """Write the tables, or with `--check` only compare; return the exit code."""
    text = README.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        print(f"{README.name} lacks the marks {BEGIN} and {END}.")
        return 2
    wanted = before + tables() + after
    if "--check" in sys.argv[1:]:
        if wanted != text:
            print("The counts in ontology/README.md are out of date: run `make counts`.")
        return int(wanted != text)
    README.write_text(wanted, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
