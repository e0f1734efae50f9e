"""Every syntax, plain and gzipped; every kind of mistake with its place; nothing half-loaded."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, URIRef
from rdflib import Literal as RdfLiteral

from edukg.errors import (
    DataSyntaxError,
    EdukgError,
    InputError,
    IriError,
    MissingFileError,
    Position,
    StorageError,
    UnknownFormatError,
)
from edukg.load import Dataset, load_files, load_shipped, read_syntax
from edukg.load import dataset as dataset_module
from edukg.load.locate import subjects, subjects_among
from edukg.namespaces import GRAPH, INFERRED_GRAPH

A, P = ox.NamedNode("http://example.org/a"), ox.NamedNode("http://example.org/p")
RDF_HEAD = (
    '<?xml version="1.0"?>\n'
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:ex="http://example.org/">\n'
)
TWO = {
    ".ttl": '@prefix ex: <http://example.org/> .\nex:a ex:p "taʼlim"@uz , ex:b .\n',
    ".nt": '<http://example.org/a> <http://example.org/p> "taʼlim"@uz .\n'
    "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n",
    ".rdf": RDF_HEAD + '<rdf:Description rdf:about="http://example.org/a"><ex:p xml:lang="uz">taʼlim</ex:p>\n'
    '<ex:p rdf:resource="http://example.org/b"/></rdf:Description></rdf:RDF>',
    ".jsonld": '{"@context": {"ex": "http://example.org/"}, "@id": "ex:a",\n'
    ' "ex:p": [{"@value": "taʼlim", "@language": "uz"}, {"@id": "ex:b"}]}',
    ".trig": '@prefix ex: <http://example.org/> .\nex:a ex:p "taʼlim"@uz , ex:b .\n',
    ".nq": '<http://example.org/a> <http://example.org/p> "taʼlim"@uz .\n'
    "<http://example.org/a> <http://example.org/p> <http://example.org/b> .\n",
}
TWO |= {".owl": TWO[".rdf"], ".xml": TWO[".rdf"], ".json": TWO[".jsonld"]}


def write(path: Path, content: str | bytes) -> Path:
    data = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(data) if path.name.endswith(".gz") else data)
    return path


def failure(path: Path) -> EdukgError:
    dataset = Dataset()
    with pytest.raises(EdukgError) as caught:
        dataset.add_file(path, graph="http://example.org/g", name=path.name)
    assert len(dataset) == 0
    assert dataset.files == ()
    return caught.value


@pytest.mark.parametrize("gz", ["", ".gz"])
@pytest.mark.parametrize("suffix", TWO)
def test_every_syntax(tmp_path: Path, suffix: str, gz: str) -> None:
    path = write(tmp_path / f"two{suffix}{gz}", TWO[suffix])
    dataset = load_files([path])
    graph = ox.NamedNode(GRAPH + "data/two")
    assert set(dataset.store) == {
        ox.Quad(A, P, ox.Literal("taʼlim", language="uz"), graph),
        ox.Quad(A, P, ox.NamedNode("http://example.org/b"), graph),
    }
    (file,) = dataset.files
    assert (file.path, file.name, file.graph, file.triples) == (path, str(path), graph.value, 2)
    assert file.media_type == read_syntax(path).name
    assert file.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("gz", ["", ".gz"])
@pytest.mark.parametrize(
    ("name", "content", "line", "column", "text"),
    [
        ("a.ttl", '@prefix a: <http://a/> .\na:b a:c "é" ; a:d b:x .\n', 2, 19, 'a:b a:c "é" ; a:d b:x .'),
        ("a.ttl", '@prefix a: <http://a/> .\n\n  a:b a:c "open\n', 3, 11, 'a:b a:c "open'),
        ("a.nt", '<http://a> <http://b> "x" .\n <http://a> "b" .\n', 2, 13, '<http://a> "b" .'),
        ("a.nq", "<http://a> <http://b> <http://c> <http://g> <http://h> .\n", 1, 45, None),
        ("a.trig", "<http://g> { <http://a> <http://b> 1 }\n <http://g> { <http://a> }", 2, 26, None),
        ("a.rdf", RDF_HEAD + "<ex:Thing>\n  <ex:p>ж</ex:q></ex:Thing></rdf:RDF>", 4, 12, None),
        ("a.rdf", RDF_HEAD + "<ex:Thing>\n  <ex:p>x</ex:p></ex:Thing>\n", 5, 1, None),
        ("a.owl", RDF_HEAD + "<ex:T>\n <ex:p rdf:resource='a:' rdf:parseType='Literal'/></ex:T></rdf:RDF>", 4, 2, None),
        ("a.jsonld", '{"@id": "http://a",\n "http://b": [{"@value" "x"}]}', 2, 25, '"http://b": [{"@value" "x"}]}'),
        ("a.jsonld", '{"@id": "http://a",\n "http://b": {"@value": 5, "@language": "en"}}', 2, 28, None),
        ("a.json", "[1, 2", 1, 6, "[1, 2"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_by_place(  # noqa: PLR0917 (one per column of the table)
    tmp_path: Path, name: str, content: str, line: int, column: int, text: str | None, gz: str
) -> None:
    error = failure(write(tmp_path / (name + gz), content))
    assert type(error) is DataSyntaxError
    assert error.position is not None
    assert (error.position.file, error.position.line, error.position.column) == (name + gz, line, column)
    if text is not None:
        assert error.position.text == text
    assert error.advice


@pytest.mark.parametrize(
    ("name", "content", "line", "column"),
    [
        ("a.ttl", "<http://a> <http://b> <c> .", 1, 23),
        ("a.ttl", "<http://a>\n <http://b c> 1 .", 2, 2),
        ("a.ttl", "@base <foo/> .\n<a> <b> <c> .", 1, 7),
        ("a.nt", "<http://a> <http://b> <c> .", 1, 23),
        ("a.rdf", RDF_HEAD + "<ex:Thing rdf:about='a b'/></rdf:RDF>", 3, 22),
        ("a.rdf", RDF_HEAD + "<ex:Thing rdf:about='s'/></rdf:RDF>", 3, 22),
        ("a.jsonld", '{"@id": "http://a",\n "http://p": {"@id": "http://a b"}}', 2, 22),
        ("a.jsonld", '{"@id": "rel",\n "http://p": 1}', 1, 9),
    ],
)
def test_wrong_and_relative_iris(tmp_path: Path, name: str, content: str, line: int, column: int) -> None:
    error = failure(write(tmp_path / name, content))
    assert type(error) is IriError
    assert error.position is not None
    assert (error.position.line, error.position.column) == (line, column)
    assert "in full" in error.advice


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.ttl", b"", "empty"),
        ("a.ttl", b"\xef\xbb\xbf \n\n", "empty"),
        ("a.rdf", b"", "empty"),
        ("a.ttl", "<http://a> <http://b> 1 .".encode("utf-16"), "UTF-16"),
        ("a.ttl", "<http://a> <http://b> 1 .".encode("utf-16-le"), "binary"),
        ("a.ttl", b"PK\x03\x04rest", "ZIP"),
        ("a.ttl", b"%PDF-1.7", "PDF"),
        ("a.ttl", gzip.compress(b"x", mtime=0), "gzipped, though its name does not"),
        ("a.json", b'{"name": "plain"}', "@context"),
        ("a.jsonld", b'{"@context": "https://schema.org/", "name": "x"}', "nothing is fetched"),
        ("a.jsonld", b'{"@context": [{"a": "http://a"}, "https://schema.org/"], "name": "x"}', "nothing is fetched"),
        ("a.ttl", b"<http://a> <http://b> <<( <http://a> <http://b> 1 )>> .", "RDF 1.2"),
        ("a.ttl", b'<http://a> <http://b> "a"@en--ltr .', "RDF 1.2"),
        ("a.trig", b"_:g { <http://a> <http://b> 1 }", "blank node"),
        ("a.rdf", b"<html><body>x</body></html>", "RDF/XML"),
        ("a.rdf", b"no markup", "XML"),
    ],
)
def test_what_is_no_rdf_is_said_to_be_so(tmp_path: Path, name: str, content: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    error = failure(path)
    assert isinstance(error, DataSyntaxError)
    assert words in str(error)
    assert error.position is not None
    assert error.position.file == name


@pytest.mark.parametrize("name", ["a.ttl", "a.rdf", "a.nt"])
def test_another_encoding(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    bodies = {
        "a.ttl": '<http://a> <http://b>\n "taʼlim", "Кластер" .',
        "a.nt": '<http://a> <http://b> "x" .\n<http://a> <http://b> "Кластер" .',
        "a.rdf": RDF_HEAD + "<ex:Thing ex:p='Кластер'/></rdf:RDF>",
    }
    before, word, after = bodies[name].partition("Кластер")
    path.write_bytes(before.encode() + word.encode("cp1251") + after.encode())
    error = failure(path)
    assert "UTF-8" in error.message
    assert error.position is not None
    lines = before.split("\n")
    assert (error.position.line, error.position.column) == (len(lines), len(lines[-1]) + 1)


@pytest.mark.parametrize("damage", ["cut", "changed", "not gzip"])
def test_damaged_gzip(tmp_path: Path, damage: str) -> None:
    packed = bytearray(gzip.compress(b'<http://a> <http://b> "x" .\n' * 20_000))
    packed[60] ^= 0xFF if damage == "changed" else 0
    path = tmp_path / "a.ttl.gz"
    path.write_bytes(b"plain" if damage == "not gzip" else bytes(packed[: -30 if damage == "cut" else None]))
    error = failure(path)
    assert "gzip" in error.message
    assert error.position is not None
    assert error.position.line is None


def test_missing_files_and_unknown_endings(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="no file"):
        load_files([tmp_path / "none.ttl"])
    with pytest.raises(MissingFileError, match="holds no file"):
        load_files([tmp_path])
    with pytest.raises(UnknownFormatError, match=r"a\.docx.*\.ttl"):
        load_files([write(tmp_path / "a.docx", "x")])


def test_long_lines_are_clipped_around_the_place(tmp_path: Path) -> None:
    error = failure(write(tmp_path / "a.ttl", f'<http://a> <http://b> "{"x" * 500}", , "{"y" * 500}" .'))
    assert error.position is not None
    assert error.position.column == 527
    assert error.position.text is not None
    assert '", , "' in error.position.text
    assert len(error.position.text) < 110


def test_entities_do_not_explode_and_are_not_fetched(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{i + 1} "{f"&e{i};" * 10}">' for i in range(9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "ha">{entities}]>' + RDF_HEAD.split("\n", 1)[1]
    error = failure(write(tmp_path / "a.rdf", bomb + "<ex:T ex:p='&e9;'/></rdf:RDF>"))
    assert "amplification" in error.message
    outside = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>' + RDF_HEAD.split("\n", 1)[1]
    failure(write(tmp_path / "b.rdf", outside + "<ex:T><ex:p>&e;</ex:p></ex:T></rdf:RDF>"))
    good = '<!DOCTYPE x [<!ENTITY ex "http://example.org/">]>' + RDF_HEAD.split("\n", 1)[1]
    dataset = load_files([write(tmp_path / "c.rdf", good + "<ex:T rdf:about='&ex;a'/></rdf:RDF>")])
    assert next(iter(dataset.store)).subject == A


def test_folders_and_names(tmp_path: Path) -> None:
    for name in ("a/x.ttl", "b/x.ttl.gz", "b/ё y.nt", "b/.hidden.ttl", "b/data.json", "b/readme.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        write(tmp_path / name, TWO[".nt"])
    dataset = load_files([tmp_path])
    assert [f.graph.removeprefix(GRAPH) for f in dataset.files] == ["data/x", "data/x-2", "data/ё%20y"]
    load_files([tmp_path / "a" / "x.ttl"], dataset)
    assert dataset.files[-1].graph == GRAPH + "data/x-3"
    with pytest.raises(InputError, match="already holds"):
        dataset.add_file(tmp_path / "a" / "x.ttl", graph=GRAPH + "data/x")


def test_named_graphs_keep_their_names_and_blank_nodes_their_own(tmp_path: Path) -> None:
    text = "_:x <http://example.org/p> _:x . <http://example.org/g> { _:x <http://example.org/p> 1 }"
    dataset = load_files([write(tmp_path / "a.trig", text), write(tmp_path / "b.trig", text)])
    assert {g.value for g in dataset.store.named_graphs()} == {
        "http://example.org/g", GRAPH + "data/a", GRAPH + "data/b",
    }  # fmt: skip
    assert len({q.subject for q in dataset.store}) == 2
    assert len(dataset) == 4
    one = next(iter(dataset.store.quads_for_pattern(None, None, None, ox.NamedNode("http://example.org/g"))))
    assert [f.path.name for f in dataset.origins(one.subject, one.predicate, one.object)] == ["a.trig", "b.trig"]
    assert dataset.origins(A, P, A) == ()


@pytest.mark.parametrize("suffix", [".ttl", ".trig", ".jsonld", ".rdf", ".nq"])
def test_large_files_go_another_way_to_the_same_end(
    tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / f"two{suffix}", TWO[suffix])
    usual = set(load_files([path]).store)
    monkeypatch.setattr(dataset_module, "_IN_MEMORY", 0)
    dataset = Dataset(tmp_path / "store")
    file = dataset.add_file(path, graph=GRAPH + "data/two")
    assert set(dataset.store) == usual
    assert file.triples == 2
    broken = write(tmp_path / "broken.ttl", TWO[".ttl"] + "ex:b ex:p ")
    with pytest.raises(DataSyntaxError):
        dataset.add_file(broken, graph="http://example.org/broken")
    assert set(dataset.store) == usual


def test_a_store_that_is_in_use(tmp_path: Path) -> None:
    dataset = Dataset(tmp_path)
    with pytest.raises(StorageError):
        Dataset(tmp_path)
    assert len(dataset) == 0


def test_locate(tmp_path: Path) -> None:
    turtle = write(
        tmp_path / "a.ttl",
        "# <http://example.org/a> a comment\n@prefix ex: <http://example.org/> .\nPREFIX e: <http://example.org/e/>\n"
        "@base <http://example.org/base/> .\n"
        'ex:z ex:p "ex:a . ex:a ex:p 1 .", """long\nex:a ex:p 1 .\n""" ; ex:q [ ex:p ex:a ] , ( ex:a 1.5 ) .\n'
        "ex:a ex:p 1 .\n  <x> ex:p 1.  e:y\n  ex:p 2 .\n[] ex:p ex:only .\nex:a ex:p 2 .\n",
    )
    quads = write(tmp_path / "b.nq.gz", "_:b <http://example.org/p> 'x' .\n".replace("'", '"') + TWO[".nq"])
    trig = write(tmp_path / "c.trig", "@prefix ex: <http://example.org/> .\nex:g {\n  ex:t ex:p 1 . ex:u ex:p 1 }\n")
    xml = write(tmp_path / "d.rdf", RDF_HEAD + "<ex:T rdf:about='http://example.org/x'/></rdf:RDF>")
    dataset = load_files([turtle, quads, trig, xml])

    def place(name: str) -> tuple[str, int | None, int | None] | None:
        found = dataset.locate(f"http://example.org/{name}")
        return (Path(found.file or "").name, found.line, found.column) if found else None

    assert place("a") == ("a.ttl", 8, 1)
    assert place("z") == ("a.ttl", 5, 1)
    assert place("base/x") == ("a.ttl", 9, 3)
    assert place("e/y") == ("a.ttl", 9, 16)
    assert place("t") == ("c.trig", 3, 3)
    assert place("u") == ("c.trig", 3, 17)
    assert place("x") == ("d.rdf", None, None)
    assert place("only") is None
    assert place("g") is None
    assert dataset.locate("no IRI") is None
    in_quads = dataset.locate("http://example.org/a", file=dataset.files[1])
    assert in_quads is not None
    assert (in_quads.line, in_quads.column) == (2, 1)
    turtle.unlink()
    fresh = load_files([write(turtle, TWO[".ttl"])])
    turtle.unlink()
    gone = fresh.locate("http://example.org/a")
    assert gone is not None
    assert gone.line is None


def test_lines_of_very_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They are gone through once for what is looked for."""
    monkeypatch.setattr("edukg.load.locate.MAX_SIZE", 40)
    line = "<https://example.org/{}> <https://example.org/p> <https://example.org/o> .\n"
    text = "# nobody\n" + "".join(line.format(name) for name in ("a", "\\u0430", "b", "a"))
    (tmp_path / "large.nt").write_text(text + "  " + line.format("c"), encoding="utf-8")
    with gzip.open(tmp_path / "large.nq.gz", "wt", encoding="utf-8") as packed:
        packed.write(line.format("packed"))
    (tmp_path / "large.ttl").write_text(line.format("d"), encoding="utf-8")
    dataset = load_files([tmp_path / name for name in ("large.nt", "large.nq.gz", "large.ttl")])
    names = ("a", "а", "b", "c", "packed", "d", "o")
    assert dataset.locate("https://example.org/d") == Position(str(tmp_path / "large.ttl"))

    def places() -> list[tuple[int | None, int | None] | None]:
        found = [dataset.locate(f"https://example.org/{name}") for name in names]
        return [(at.line, at.column) if at else None for at in found]

    dataset.look_for(f"https://example.org/{name}" for name in names)
    assert places() == [(2, 1), (3, 1), (4, 1), (6, 3), (1, 1), (1, 1), None]


@pytest.mark.parametrize("block", [1, 2, 3, 7, 50, 1 << 20])
def test_places_do_not_depend_on_the_blocks_a_file_is_read_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    """A token that is cut by the end of a block is read whole: a long string, a name behind dots, a comment."""
    text = (
        "@prefix ex: <http://example.org/> . # ex:no ex:no ex:no .\r\n"
        'ex:a ex:p """one\nex:no ex:p "" ex:no .\r\n""", "ex:no" .\n\n'
        "  ex:b....c ex:p 1.5e3 . ex:d ex:p 'ў' . ex:e\n ex:p ex:no, _:no...no . <f> ex:p ex:no .\n"
        "# the end, ex:no"
    )
    path = write(tmp_path / "blocks.ttl", "@base <http://example.org/> .\n" + text)
    monkeypatch.setattr("edukg.load.locate._BLOCK", block)
    found = subjects(path, "blocks.ttl")
    assert {iri.removeprefix("http://example.org/"): place for iri, place in found.items()} == {
        "a": (3, 1),
        "b....c": (7, 3),
        "d": (7, 26),
        "e": (7, 42),
        "f": (8, 26),
    }
    assert subjects_among(path, "blocks.ttl", {"http://example.org/d"}) == {"http://example.org/d": (7, 26)}


def test_files_of_which_lines_are_not_told_are_named(tmp_path: Path) -> None:
    xml = write(tmp_path / "d.rdf", RDF_HEAD + "<ex:T rdf:about='http://example.org/x'/></rdf:RDF>")
    dataset = load_files([xml, write(tmp_path / "a.ttl", TWO[".ttl"])])
    assert dataset.without_lines == (str(xml),)


def test_to_rdflib(tmp_path: Path) -> None:
    literals = (
        '"x"^^<http://www.w3.org/2001/XMLSchema#string>, "01"^^<http://www.w3.org/2001/XMLSchema#integer>, "у"@ru'
    )
    path = write(tmp_path / "a.ttl", f"<http://example.org/a> <http://example.org/p> {literals}, _:b .")
    dataset = load_files([path, write(tmp_path / "b.ttl", "_:b <http://example.org/p> _:b .")])
    dataset.store.add(ox.Quad(A, P, A, ox.NamedNode(INFERRED_GRAPH)))
    graph = dataset.to_rdflib()
    assert len(graph) == 6
    assert len(dataset.to_rdflib(inferred=False)) == 5
    objects = set(graph.objects(URIRef(A.value), URIRef(P.value)))
    assert RdfLiteral("x") in objects
    assert RdfLiteral("у", lang="ru") in objects
    assert RdfLiteral("1", datatype=XSD.integer) in objects


def test_the_shipped_files_load_each_into_its_graph() -> None:
    dataset = load_shipped()
    assert {f.graph for f in dataset.files} >= {
        GRAPH + "levels",
        GRAPH + "lexicon/cluster",
        GRAPH + "instances/sources",
    }
    assert "lexicon/cluster.ttl" in {f.name for f in dataset.files}
    found = dataset.locate("https://w3id.org/edukg/concept/cluster-association")
    assert found is not None
    assert found.line is not None


def test_a_folder_without_turtle_is_no_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        load_shipped(tmp_path)
    write(tmp_path / "x.ttl", TWO[".ttl"])
    assert [f.graph for f in load_shipped(tmp_path).files] == [GRAPH + "x"]


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)


@given(st.lists(texts, min_size=1, max_size=5), st.sampled_from([".ttl", ".nt", ".trig", ".nq", ".jsonld"]))
def test_what_is_written_is_what_is_read(
    tmp_path_factory: pytest.TempPathFactory, values: list[str], suffix: str
) -> None:
    path = tmp_path_factory.mktemp("round") / f"a{suffix}"
    triples = [ox.Triple(A, P, ox.Literal(value)) for value in values]
    ox.serialize(triples, str(path), format=ox.RdfFormat.from_media_type(read_syntax(path).name))
    dataset = load_files([path])
    assert {q.object.value for q in dataset.store if isinstance(q.object, ox.Literal)} == set(values)
