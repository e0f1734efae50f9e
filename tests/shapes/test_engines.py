"""The fast engine against the reference: on generated graphs with our shapes and with every word they agree on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rdflib import RDF, RDFS, SH, BNode, Literal, URIRef
from rdflib.term import Node

from edukg import validate
from edukg.bounded import Bounds
from edukg.errors import EngineMemoryError, InputError, ValidationTimeoutError
from edukg.load import Dataset, load_files
from edukg.namespaces import SHAPE
from edukg.validate import Engine
from edukg.validate.division import AGREED, LEFT_TO_THE_REFERENCE, divide
from edukg.validate.results import Results

OURS = validate.default_shapes()
EX = rdflib.Namespace("https://example.org/")
XSD = "http://www.w3.org/2001/XMLSchema#"

EVERY_WORD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
ex: sh:declare [ sh:prefix "ex" ; sh:namespace "https://example.org/"^^xsd:anyURI ] .
ex:counts a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:minCount 1 ; sh:maxCount 2 ;
  sh:severity sh:Warning .
ex:kinds a sh:PropertyShape ; sh:targetClass ex:A , ex:B ; sh:path ex:p ; sh:nodeKind sh:IRIOrLiteral ; sh:class ex:B .
ex:types a sh:PropertyShape ; sh:targetSubjectsOf ex:q ; sh:path ex:q ; sh:datatype xsd:gYear ;
  sh:pattern "^[0-9]{4}$" .
ex:texts a sh:PropertyShape ; sh:targetObjectsOf ex:p ; sh:targetNode ex:n0 ;
  sh:path ex:q ; sh:minLength 2 ; sh:maxLength 4 ;
  sh:uniqueLang true ; sh:languageIn ( "en" "uz" ) .
ex:flags a sh:PropertyShape ; sh:targetClass ex:B ; sh:path ex:q ; sh:pattern "^cl.*r$" ; sh:flags "i" ;
  sh:severity sh:Info .
ex:lists a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:q ; sh:in ( ex:n0 ex:n1 "x" "x"@en 3 ) .
ex:having a sh:PropertyShape ; sh:targetClass ex:B ; sh:path ex:p ; sh:hasValue ex:n0 .
ex:pairs a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:equals ex:q ; sh:disjoint ex:r .
ex:logic a sh:NodeShape ; sh:targetClass ex:A ; sh:or ( [ sh:class ex:B ] [ sh:path ex:q ; sh:minCount 1 ] ) ;
  sh:not [ sh:path ex:r ; sh:minCount 2 ] ; sh:xone ( [ sh:class ex:B ] [ sh:path ex:p ; sh:maxCount 1 ] ) ;
  sh:and ( [ sh:nodeKind sh:IRI ] [ sh:path ex:r ; sh:maxCount 2 ] ) .
ex:nested a sh:NodeShape ; sh:targetClass ex:B ; sh:property [ sh:path ex:p ; sh:node ex:plain ] .
ex:plain a sh:NodeShape ; sh:property [ sh:path ex:q ; sh:minCount 1 ] .
ex:qualified a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:qualifiedValueShape [ sh:class ex:B ] ;
  sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 .
ex:back a sh:PropertyShape ; sh:targetClass ex:B ; sh:path [ sh:inversePath ex:p ] ; sh:minCount 1 .
ex:either a sh:PropertyShape ; sh:targetClass ex:B ; sh:path [ sh:alternativePath ( ex:p [ sh:inversePath ex:q ] ) ] ;
  sh:maxCount 1 .
ex:asked a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:sparql ex:query .
ex:query sh:prefixes ex: ; sh:select "SELECT $this ?value ?path WHERE { $this ?path ?value . ?value ex:q $this }" .
ex:asleep a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:maxCount 0 ; sh:deactivated true .
"""


def words_in(graph: rdflib.Graph) -> set[URIRef]:
    return {p for p in graph.predicates() if isinstance(p, URIRef) and p.startswith(str(SH))}


def keys(results: Results) -> Counter[tuple[object, ...]]:
    return Counter((r.focus, r.path, r.value, r.component, r.severity, r.shape, r.constraint) for r in results.kept)


def both(dataset: Dataset, shapes: rdflib.Graph) -> tuple[Results, Results]:
    reference, _, _ = validate.run(dataset, shapes, engine=Engine.REFERENCE)
    fast, _, left = validate.run(dataset, shapes, engine=Engine.FAST)
    assert left == ()
    return reference, fast


def dataset_of(graph: rdflib.Graph, folder: Path) -> Dataset:
    path = folder / "generated.nt"
    graph.serialize(path, format="nt", encoding="utf-8")
    return load_files([path])


NODES = [EX[f"n{i}"] for i in range(6)] + [BNode("b0"), BNode("b1")]
LITERALS: list[Node] = [
    *(Literal(text) for text in ("x", "cluster", "CLusteR", "", "2020", "19O2", "klasteri ta'lim")),
    *(Literal(text, lang=tag) for text in ("x", "cluster", "taʼlim", "oʻquv", "ta'lim") for tag in ("en", "uz", "ru")),
    *(Literal(text, datatype=URIRef(XSD + "gYear"), normalize=False) for text in ("2020", "19O2")),
    *(Literal(n, datatype=URIRef(XSD + "integer")) for n in (1, 2, 3, 7)),
    Literal("2.5", datatype=URIRef(XSD + "decimal")),
    Literal("2021-02-01T00:00:00Z", datatype=URIRef(XSD + "dateTime"), normalize=False),
    Literal("2020-02-01T00:00:00Z", datatype=URIRef(XSD + "dateTime"), normalize=False),
    Literal("2021-02-01", datatype=URIRef(XSD + "date"), normalize=False),
]


def graphs(
    classes: Sequence[Node], properties: Sequence[Node], values: Sequence[Node]
) -> st.SearchStrategy[rdflib.Graph]:
    """Small graphs of typed nodes, joined and described by some properties."""
    typed = st.tuples(st.sampled_from(NODES), st.just(RDF.type), st.sampled_from(classes))
    joined = st.tuples(
        st.sampled_from(NODES), st.sampled_from(properties), st.sampled_from([*NODES, *values, *LITERALS])
    )
    narrower = st.tuples(st.sampled_from(classes), st.just(RDFS.subClassOf), st.sampled_from(classes))
    triples = st.tuples(
        st.lists(typed, min_size=2, max_size=8),
        st.lists(joined, min_size=2, max_size=25),
        st.lists(narrower, max_size=2),
    )

    def graph(parts: Sequence[Sequence[tuple[Node, Node, Node]]]) -> rdflib.Graph:
        made = rdflib.Graph()
        for part in parts:
            for triple in part:
                made.add(triple)
        return made

    return triples.map(graph)


def ours() -> st.SearchStrategy[rdflib.Graph]:
    classes = sorted(set(OURS.objects(None, SH.targetClass)), key=str)
    in_paths = {o for s in OURS.objects(None, SH.path) for o in OURS.transitive_objects(s, None)}
    targets = {o for p in (SH.targetSubjectsOf, SH.targetObjectsOf) for o in OURS.objects(None, p)}
    properties = sorted({p for p in in_paths | targets if isinstance(p, URIRef) and p != RDF.nil}, key=str)
    listed = {o for s in OURS.objects(None, SH["in"]) for o in OURS.items(s)}
    return graphs(classes, properties, sorted(listed, key=str))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


QUICK = settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],  # making an example smaller would run both engines hundreds of times
)


@QUICK
@given(graph=ours())
def test_engines_agree_on_our_shapes(folder: Path, graph: rdflib.Graph) -> None:
    reference, fast = both(dataset_of(graph, folder), OURS)
    assert keys(reference) == keys(fast)
    assert dict(reference.by_severity) == dict(fast.by_severity)


@settings(QUICK, max_examples=40)
@given(graph=graphs([EX.A, EX.B, EX.C], [EX.p, EX.q, EX.r], [EX.A]))
def test_engines_agree_on_every_word(folder: Path, graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=EVERY_WORD, format="turtle")
    reference, fast = both(dataset_of(graph, folder), shapes)
    assert keys(reference) == keys(fast)


def test_every_agreed_word_is_compared() -> None:
    about_shapes = {"name", "description", "group", "order", "example", "defaultValue", "message"}
    compared = words_in(rdflib.Graph().parse(data=EVERY_WORD, format="turtle")) | words_in(OURS)
    assert AGREED - compared <= {URIRef(f"{SH}{word}") for word in about_shapes}


def test_our_shapes_are_all_run_by_the_fast_engine_but_those_declared() -> None:
    assert set(divide(OURS).by_reference) == {str(shape) for shape in LEFT_TO_THE_REFERENCE}


@pytest.mark.parametrize(
    "unknown",
    [
        pytest.param("a sh:PropertyShape ; sh:path ex:p ; sh:lessThan ex:q", id="word"),
        pytest.param("a sh:PropertyShape ; sh:path ex:p ; sh:minInclusive 3", id="number"),
        pytest.param("a sh:PropertyShape ; sh:path ( ex:p [ sh:zeroOrMorePath ex:q ] ) ; sh:nodeKind sh:IRI", id="far"),
        pytest.param('a sh:PropertyShape ; sh:path ex:p ; sh:pattern "^a(?=b)"', id="looking-ahead"),
        pytest.param('a sh:PropertyShape ; sh:path ex:p ; sh:pattern "^(a)\\\\1$"', id="reference-back"),
        pytest.param("a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:s ]", id="round"),
        pytest.param(
            'a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { $this ?p 1 }" ] , '
            '[ sh:select "SELECT $this { $this ?p 2 }" ]',
            id="two-queries",
        ),
    ],
)
def test_what_is_not_agreed_on_is_left_to_the_reference(folder: Path, unknown: str) -> None:
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
    ex:s sh:targetClass ex:A ; {unknown} .
    ex:t a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:q ; sh:minCount 1 ."""
    shapes = rdflib.Graph().parse(data=text, format="turtle")
    assert divide(shapes).by_reference == (str(EX.s),)
    graph = rdflib.Graph()
    graph.add((EX.n0, RDF.type, EX.A))
    graph.add((EX.n0, EX.p, Literal("ac")))
    dataset = dataset_of(graph, folder)
    fast, name, left = validate.run(dataset, shapes, engine=Engine.FAST)
    reference, _, _ = validate.run(dataset, shapes, engine=Engine.REFERENCE)
    assert left == (str(EX.s),)
    assert "shacl-rust" in name
    assert "pySHACL" in name
    assert keys(fast) == keys(reference)


def test_engine_is_chosen_by_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = rdflib.Graph()
    graph.add((EX.n0, RDF.type, EX.A))
    dataset = dataset_of(graph, folder)
    assert validate.run(dataset, OURS)[1].startswith("pySHACL")
    monkeypatch.setattr(validate, "FAST_FROM", 1)
    assert validate.run(dataset, OURS)[1].startswith("shacl-rust")


@pytest.mark.parametrize("engine", [Engine.FAST, Engine.REFERENCE])
def test_deadline_and_memory_are_kept(folder: Path, engine: Engine) -> None:
    graph = rdflib.Graph()
    for i in range(400):
        graph.add((EX[f"m{i}"], RDF.type, EX.A))
    slow = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
    <{SHAPE}slow> a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql [ sh:select
      '''SELECT $this WHERE {{ $this ?p ?o . ?a ?q ?b . ?c ?r ?d . ?e ?s ?f .
         FILTER (STR(?a) = CONCAT(STR(?c), STR(?e))) }}''' ] ."""
    shapes = rdflib.Graph().parse(data=slow, format="turtle")
    dataset = dataset_of(graph, folder)
    with pytest.raises(ValidationTimeoutError) as late:
        validate.run(dataset, shapes, engine=engine, bounds=Bounds(deadline=2.0))
    assert late.value.deadline == 2.0
    many = folder / "many.nt"
    many.write_text("".join(f'<{EX}m{i}> <{EX}p> "{i}" .\n' for i in range(200_000)), encoding="utf-8")
    with pytest.raises(EngineMemoryError, match="memory"):
        validate.run(load_files([many]), OURS, engine=engine, bounds=Bounds(memory=60_000_000))


@settings(QUICK, max_examples=3)
@given(graph=graphs([EX.A, EX.B, EX.C], [EX.p, EX.q, EX.r], [EX.A]))
def test_the_reference_says_the_same_in_a_process_of_its_own(folder: Path, graph: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=EVERY_WORD, format="turtle")
    dataset = dataset_of(graph, folder)
    here, _, _ = validate.run(dataset, shapes, engine=Engine.REFERENCE)
    apart, _, _ = validate.run(dataset, shapes, engine=Engine.REFERENCE, bounds=Bounds(deadline=60))
    assert keys(here) == keys(apart)
    assert dict(here.by_severity) == dict(apart.by_severity)


def test_shapes_that_cannot_be_run_are_told_from_there_too(folder: Path) -> None:
    shapes = rdflib.Graph().parse(data=EVERY_WORD, format="turtle")
    shapes.add((EX.nested, SH.property, EX.lost))
    graph = rdflib.Graph()
    graph.add((EX.n0, RDF.type, EX.B))
    with pytest.raises(InputError, match="The shapes cannot be run"):
        validate.run(dataset_of(graph, folder), shapes, engine=Engine.REFERENCE, bounds=Bounds(deadline=60))


@pytest.mark.parametrize("engine", [Engine.FAST, Engine.REFERENCE])
@pytest.mark.parametrize("bounds", [Bounds(), Bounds(deadline=60)])
def test_notes_about_others_are_neither_listed_nor_counted(folder: Path, engine: Engine, bounds: Bounds) -> None:
    (folder / "theirs.ttl").write_text(
        "".join(f"<{EX}a{i}> a <{EX}A> .\n" for i in range(50)) + "[] a <https://example.org/A> .", encoding="utf-8"
    )
    (folder / "ours.ttl").write_text(f"<{EX}z> a <{EX}A> . _:b a <{EX}A> .", encoding="utf-8")
    dataset = load_files([folder / "theirs.ttl", folder / "ours.ttl"])
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <{EX}> .
    ex:should a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:minCount 1 ; sh:severity sh:Warning .
    ex:better a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:q ; sh:minCount 1 ; sh:severity sh:Info .
    ex:must a sh:PropertyShape ; sh:targetNode ex:a1 ; sh:path ex:r ; sh:minCount 1 ."""
    shapes = rdflib.Graph().parse(data=text, format="turtle")
    found, _, _ = validate.run(dataset, shapes, about=[dataset.files[1].graph], engine=engine, bounds=bounds, limit=3)
    assert dict(found.by_severity) == {SH.Warning: 2, SH.Info: 2, SH.Violation: 1}
    assert len(found.kept) == 3, "what is left out takes nobody's place"
    everything, _, _ = validate.run(dataset, shapes, engine=engine, bounds=bounds)
    assert dict(everything.by_severity) == {SH.Warning: 53, SH.Info: 53, SH.Violation: 1}


def test_many_results_are_counted_and_some_kept(folder: Path) -> None:
    graph = rdflib.Graph()
    for i in range(300):
        graph.add((EX[f"m{i}"], RDF.type, EX.A))
    graph.add((EX.m0, EX.q, Literal("x")))
    text = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <https://example.org/> .
    ex:a a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:p ; sh:minCount 1 .
    ex:b a sh:PropertyShape ; sh:targetClass ex:A ; sh:path ex:q ; sh:maxCount 0 ; sh:severity sh:Warning ."""
    (folder / "many.ttl").write_text(text, encoding="utf-8")
    dataset = dataset_of(graph, folder)
    reports = [
        validate.validate(dataset, shapes=folder / "many.ttl", engine=e, limit=10)
        for e in (Engine.REFERENCE, Engine.FAST)
    ]
    for report in reports:
        assert len(report.results) == 10
        assert report.truncated
        assert report.total == 301
        assert not report.conforms
        assert {r.shape for r in report.results} == {str(EX.a), str(EX.b)}, "every shape is heard"
    assert reports[0].results == reports[1].results
