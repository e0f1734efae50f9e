"""Generated data: the same from the same seed, right unless a fault is planted, and each fault found by its shape."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections import Counter
from pathlib import Path

import pyoxigraph as ox
import pytest

from edukg import generate, resources, validate
from edukg.errors import InputError, MissingFileError, UnknownFormatError
from edukg.load import load_files
from edukg.model import Violation
from edukg.reason import materialise


def results(path: Path) -> tuple[Violation, ...]:
    """What the shapes say of a generated file beside the ontology without its data."""
    modules = [p for p in resources.turtle_files("ontology") if p.parent == resources.folder("ontology")]
    dataset = load_files([path], load_files(modules))
    materialise(dataset.store)
    return tuple(r for r in validate.validate(dataset).results if r.focus.startswith("https://example.org/generated/"))


def listed(about: generate.Generated, folder: Path) -> list[dict[str, str]]:
    lines = (folder / about.faults_path).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_without_faults_nothing_is_found(tmp_path: Path) -> None:
    about = generate.generate(tmp_path / "right.nt", triples=5000, seed=7)
    assert about.districts > 10, "a network of ten clusters is among the data"
    assert not about.faults
    assert [(r.shape, r.focus, r.messages.value("en")) for r in results(tmp_path / "right.nt")] == []


def test_every_planted_fault_is_found_by_its_shape_and_nothing_else(tmp_path: Path) -> None:
    about = generate.generate(tmp_path / "wrong.nt", triples=5000, seed=3, rate=0.02)
    planted = listed(about, tmp_path)
    assert set(about.faults) == {fault.name for fault in generate.FAULTS}
    assert Counter(line["fault"] for line in planted) == Counter(about.faults)
    found = {(r.shape, r.focus) for r in results(tmp_path / "wrong.nt")}  # two constraints of a shape may see one fault
    assert found == {(line["shape"], line["focus"]) for line in planted}
    assert len({line["focus"] for line in planted}) == len(planted), "no thing bears two faults"


def test_a_kind_can_be_chosen(tmp_path: Path) -> None:
    about = generate.generate(tmp_path / "a.nt", triples=3000, rate=0.002, kinds=["event-without-date"])
    assert about.faults == {"event-without-date": round(about.triples * 0.002)}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        generate.generate(tmp_path / f"{name}.nq.gz", triples=2000, seed=5, rate=0.01)
    assert (tmp_path / "a.nq.gz").read_bytes() == (tmp_path / "b.nq.gz").read_bytes()
    assert (tmp_path / "a.faults.jsonl").read_bytes() == (tmp_path / "b.faults.jsonl").read_bytes()
    generate.generate(tmp_path / "c.nq.gz", triples=2000, seed=6, rate=0.01)
    assert (tmp_path / "a.nq.gz").read_bytes() != (tmp_path / "c.nq.gz").read_bytes()


@pytest.mark.parametrize("name", ["a.nt", "a.nt.gz", "a.nq", "a.ttl"])
def test_the_description_is_true(tmp_path: Path, name: str) -> None:
    about = generate.generate(tmp_path / name, triples=1000, seed=2)
    content = (tmp_path / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == about.sha256
    text = gzip.decompress(content) if name.endswith(".gz") else content
    syntax = ox.RdfFormat.from_extension(name.removesuffix(".gz").rpartition(".")[2])
    assert syntax is not None
    quads = set(ox.parse(text, format=syntax))
    assert len(quads) == about.triples >= 1000
    clusters = [q for q in quads if q.object == ox.NamedNode("https://w3id.org/edukg/onto/AssociationCluster")]
    assert len(clusters) == about.things["cluster"] == about.districts
    assert json.loads((tmp_path / "a.about.json").read_text(encoding="utf-8"))["triples"] == about.triples
    labels = {q.object.language for q in quads if isinstance(q.object, ox.Literal)}
    assert {"en", "ru", "uz"} <= labels


def test_what_cannot_be_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormatError, match=r"\.nt, \.nq or \.ttl"):
        generate.generate(tmp_path / "a.csv", triples=10)
    with pytest.raises(InputError, match="At least one triple"):
        generate.generate(tmp_path / "a.nt", triples=0)
    with pytest.raises(InputError, match="out of range"):
        generate.generate(tmp_path / "a.nt", triples=10, rate=0.5)
    with pytest.raises(InputError, match=r"no kind of fault 'typo'.*event-without-date"):
        generate.generate(tmp_path / "a.nt", triples=10, kinds=["typo"])
    with pytest.raises(MissingFileError, match="There is no folder"):
        generate.generate(tmp_path / "none" / "a.nt", triples=10)
    assert list(tmp_path.iterdir()) == []
