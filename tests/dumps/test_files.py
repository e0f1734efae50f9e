"""The files of a release: equal data give equal bytes, and each file holds what it says in every syntax and packing."""

from __future__ import annotations

import gzip
import hashlib
import random
import re
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
import zstandard

import edukg
from edukg import dumps, release
from edukg.export import views
from edukg.media import DATASETS, GRAPHS
from edukg.model import Download, DownloadKind
from edukg.namespaces import GRAPH, INFERRED_GRAPH


@pytest.fixture(scope="session")
def lines(home: Path) -> list[bytes]:
    with gzip.open(release.current(home) / "data.nq.gz") as data:
        return data.readlines()


def shuffled(lines: list[bytes], seed: int) -> ox.Store:
    """The same data as another machine may hold them: in another order, with other names for blank nodes."""
    chance = random.Random(seed)  # noqa: S311
    content = [re.sub(rb"_:(\w+)", lambda m: b"_:other" + m.group(1)[::-1], line) for line in lines]
    chance.shuffle(content)
    store = ox.Store()
    store.bulk_load(b"".join(content), format=ox.RdfFormat.N_QUADS)
    return store


@pytest.mark.parametrize("piece", [20_000, 700_000, dumps.canonical.PIECE])
def test_canonical_lines_do_not_depend_on_order_names_or_memory(
    lines: list[bytes], kb: edukg.KnowledgeBase, tmp_path: Path, piece: int
) -> None:
    assert any(b"_:" in line for line in lines)
    found = dumps.write_canonical(shuffled(lines, piece), tmp_path, piece=piece)
    assert found.path.read_bytes() == b"".join(lines)
    assert (found.digest, found.quads) == (kb.manifest.digest, len(lines))
    assert [path.name for path in tmp_path.iterdir()] == ["canonical.nq"]


def test_a_literal_that_looks_like_a_blank_node_stays_as_it_is(tmp_path: Path) -> None:
    store = ox.Store()
    quads = (
        b'<urn:a> <urn:p> "see _:b0 and _:b1" <urn:g> .\n'
        b"_:x <urn:p> _:y <urn:g> .\n"
        b'_:y <urn:p> "two\\nlines" <urn:g> .\n'
    )
    store.bulk_load(quads, format=ox.RdfFormat.N_QUADS)
    content = dumps.write_canonical(store, tmp_path).path.read_bytes()
    assert b'"see _:b0 and _:b1"' in content
    assert content.count(b"\n") == 3
    assert b"_:c14n0" in content


def test_two_builds_write_the_same_bytes(
    lines: list[bytes], home: Path, kb: edukg.KnowledgeBase, tmp_path: Path
) -> None:
    work, folder = tmp_path / "work", tmp_path / "dumps"
    work.mkdir()
    folder.mkdir()
    listed = dumps.write_dumps(dumps.write_canonical(shuffled(lines, 1), work), folder, work)
    views_again = {view.name: view.content for view in views(kb.store, kb.manifest)}
    for name, content in views_again.items():
        (folder / name).write_bytes(content)
    shipped = release.current(home) / "dumps"
    names = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert names == {str(p.relative_to(shipped)) for p in shipped.rglob("*") if p.is_file()} - {
        dumps.CHECKSUMS,
        dumps.SIGNATURE,
        dumps.KEYS,
    }
    different = [name for name in names if (folder / name).read_bytes() != (shipped / name).read_bytes()]
    assert not different
    assert {item for item in kb.downloads() if dumps.is_dump(item)} == set(listed)


def test_no_time_and_no_name_is_in_a_gzip_header(home: Path) -> None:
    for path in (release.current(home) / "dumps").rglob("*.gz"):
        head = path.read_bytes()[:10]
        assert head[:2] == b"\x1f\x8b"
        assert head[3] == 0, "no name"
        assert head[4:8] == bytes(4), "no time"


def test_every_graph_is_there_in_every_syntax_and_packing(kb: edukg.KnowledgeBase) -> None:
    by_graph: dict[str, set[tuple[str, str]]] = {}
    for item in kb.downloads():
        if dumps.is_dump(item):
            by_graph.setdefault(item.graph, set()).add((item.media_type, item.coding))
    assert set(by_graph) == {"", *kb.store.graphs()}
    every = {(media.name, coding) for media in (*GRAPHS, *DATASETS) for coding in dumps.CODINGS}
    assert all(forms == every for forms in by_graph.values())


def content(kb: edukg.KnowledgeBase, item: Download) -> bytes:
    with kb.open_download(item) as file:
        return file.read()


def test_packed_and_plain_are_the_same_and_as_long_as_they_say(kb: edukg.KnowledgeBase) -> None:
    for item in kb.downloads():
        found = content(kb, item)
        assert len(found) == item.size, item.name
        assert hashlib.sha256(found).hexdigest() == item.sha256, item.name
        if item.coding:
            plain = kb.download(item.name.removesuffix(dumps.CODINGS[item.coding]))
            assert plain is not None
            unpacked = (
                gzip.decompress(found) if item.coding == "gzip" else zstandard.ZstdDecompressor().stream_reader(found)
            )
            body = unpacked if isinstance(unpacked, bytes) else unpacked.read()
            assert hashlib.sha256(body).hexdigest() == plain.sha256


def test_each_graph_says_the_same_in_every_syntax(kb: edukg.KnowledgeBase, lines: list[bytes]) -> None:
    expected: dict[str, set[ox.Triple]] = {"": set()}
    for quad in ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS):
        assert isinstance(quad.graph_name, ox.NamedNode)
        expected.setdefault(quad.graph_name.value, set()).add(quad.triple)
        expected[""].add(quad.triple)
    for item in kb.downloads():
        if dumps.is_dump(item) and not item.coding:
            syntax = ox.RdfFormat.from_media_type(item.media_type)
            quads = list(ox.parse(content(kb, item), format=syntax))
            found = {quad.triple for quad in quads}
            if "_:" not in content(kb, item).decode() and item.media_type != "application/rdf+xml":
                assert found == expected[item.graph], item.name
            assert len(found) == len(expected[item.graph]), item.name
            if item.media_type in {media.name for media in DATASETS} and item.graph:
                assert {quad.graph_name for quad in quads} == {ox.NamedNode(item.graph)}


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # rdflib of itself
@pytest.mark.parametrize("suffix", ["ttl", "rdf", "jsonld", "nt"])
def test_another_library_reads_them(kb: edukg.KnowledgeBase, suffix: str) -> None:
    name = {"ttl": "turtle", "rdf": "xml", "jsonld": "json-ld", "nt": "nt"}[suffix]
    item = kb.download(f"graph/lexicon/holding.{suffix}")
    quads = kb.download("graph/lexicon/holding.nq")
    assert item is not None
    assert quads is not None
    graph = rdflib.Graph().parse(data=content(kb, item), format=name)
    plain = rdflib.Dataset().parse(data=content(kb, quads), format="nquads")
    assert len(graph) == content(kb, quads).count(b"\n") > 100
    assert len(plain.graph(rdflib.URIRef(item.graph))) == len(graph)


def test_the_whole_in_turtle_loads_in_another_library(kb: edukg.KnowledgeBase) -> None:
    item = kb.download("edukg.ttl")
    assert item is not None
    graph = rdflib.Graph().parse(data=content(kb, item), format="turtle")
    assert len(graph) == kb.statistics.triples


def test_any_part_of_a_file_can_be_read(kb: edukg.KnowledgeBase) -> None:
    item = kb.download("edukg.trig")
    assert item is not None
    whole = content(kb, item)
    for start in (0, 1, 300_000, item.size - 1):
        with kb.open_download(item, start) as file:
            assert file.read(100) == whole[start : start + 100]


def test_the_list_of_digests_names_every_file(kb: edukg.KnowledgeBase) -> None:
    checks = kb.download(dumps.CHECKSUMS)
    assert checks is not None
    listed = dict(line.split("  ")[::-1] for line in content(kb, checks).decode().splitlines())
    assert listed == {item.name: item.sha256 for item in kb.downloads() if item.kind is not DownloadKind.CHECK}


def test_graphs_of_others_get_names_of_their_own(tmp_path: Path) -> None:
    store = ox.Store()
    graphs = [GRAPH + "a", GRAPH + "A", GRAPH + "../../etc/passwd", "https://example.org/g?x=1", GRAPH + "данные/моё"]
    for graph in graphs:
        store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal(graph), ox.NamedNode(graph)))
    store.add(ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"), ox.BlankNode("g")))
    folder, work = tmp_path / "dumps", tmp_path / "work"
    work.mkdir()
    listed = dumps.write_dumps(dumps.write_canonical(store, work), folder, work)
    names = {item.graph: item.name for item in listed if item.name.endswith(".nq")}
    assert set(names) == {"", *graphs}, "a graph that a blank node names is in the whole only"
    assert names[GRAPH + "данные/моё"] == "graph/данные/моё.nq"
    assert len({name.casefold() for name in names.values()}) == 6
    files = [path.resolve() for path in tmp_path.rglob("*") if path.is_file()]
    assert all(folder.resolve() in path.parents for path in files if path.name != "canonical.nq")


def test_too_many_graphs_get_no_files_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edukg.dumps.writing.MOST_GRAPHS", 3)
    store = ox.Store()
    for number in range(4):
        store.add(
            ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"), ox.NamedNode(f"urn:g{number}"))
        )
    work = tmp_path / "work"
    work.mkdir()
    listed = dumps.write_dumps(dumps.write_canonical(store, work), tmp_path / "dumps", work)
    assert {item.kind for item in listed} == {DownloadKind.WHOLE}
    assert [path.name for path in work.iterdir()] == ["canonical.nq"]


def test_the_inferred_graph_is_a_file(kb: edukg.KnowledgeBase) -> None:
    item = next(item for item in kb.downloads() if item.graph == INFERRED_GRAPH and item.name.endswith(".nq"))
    assert content(kb, item).count(b"\n") == kb.manifest.counts["inferred"]
