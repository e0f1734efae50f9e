"""The engine, the words of its results, the typed report, and what is said when shapes cannot be used."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH

from edukg import validate
from edukg.errors import DataSyntaxError, InputError, MissingFileError
from edukg.load import load_files, load_shipped
from edukg.model import Report, Severity
from edukg.namespaces import LANGUAGES
from edukg.reason import materialise

SHAPES = """@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix ex: <https://example.org/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DATA = "@prefix ex: <https://example.org/> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def check(folder: Path, data: str, shapes: str) -> Report:
    dataset = load_files([write(folder, "data.ttl", DATA + data)])
    return validate.validate(dataset, shapes=write(folder, "shapes.ttl", SHAPES + shapes))


def test_result_says_what_is_wrong_and_where(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        '\nex:a a ex:Thing ; rdfs:label "the thing"@en ;\n  ex:size "big" .\n',
        "ex:Thing-shape a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:thing-size .\n"
        "ex:thing-size a sh:PropertyShape ; sh:path ex:size ; sh:datatype xsd:integer ; sh:severity sh:Warning ;\n"
        '  sh:message "{$this} has the size {?value} by {?path}"@en , "размер {?value}"@ru .',
    )
    (result,) = report.results
    assert result.focus == "https://example.org/a"
    assert result.focus_label == "the thing"
    assert result.shape == "https://example.org/thing-size"
    assert result.component == str(SH.DatatypeConstraintComponent)
    assert result.severity is Severity.WARNING
    assert result.path == "https://example.org/size"
    assert result.value == "big"
    assert result.messages.all("en") == ("https://example.org/a has the size big by https://example.org/size",)
    assert result.messages.all("ru") == ("размер big",)
    assert result.file is not None
    assert result.file.endswith("data.ttl")
    assert result.line == 4
    assert report.conforms, "a warning is no violation"
    assert report.triples == 3
    assert report.engine.startswith("pySHACL ")


def test_counted_values_are_listed(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        "ex:a ex:part ex:c , ex:b . ex:b ex:of ex:a .",
        'ex:s a sh:PropertyShape ; sh:targetSubjectsOf ex:part ; sh:maxCount 1 ; sh:message "found: {?value}"@en ;\n'
        "  sh:path [ sh:alternativePath ( ex:part [ sh:inversePath ex:of ] ) ] .\n"
        "ex:t a sh:PropertyShape ; sh:targetSubjectsOf ex:part ; sh:minCount 1 ; sh:path ex:none ;\n"
        '  sh:message "found: {?value}"@en , "найдено: {?value}"@ru , "topildi: {?value}"@uz .',
    )
    listed, nothing = report.results
    assert listed.path == "https://example.org/part|^https://example.org/of"
    assert listed.messages.value("en") == "found: https://example.org/b, https://example.org/c"
    assert [t.value for t in nothing.messages] == ["found: nothing", "найдено: ничего", "topildi: hech narsa"]


def test_queries_give_their_variables_to_messages_in_each_language(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        r'ex:a ex:next ex:b ; ex:name "back\\slash \\1" . ex:b ex:size 3 .',
        "ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:next ; sh:sparql ex:q .\n"
        'ex:q sh:message "{?value}: {?size}, {?name}"@en , "{?name} ({?size})"@ru ;\n'
        '  sh:select "SELECT $this ?value ?size ?name WHERE { $this <https://example.org/next> ?value ; '
        '<https://example.org/name> ?name . ?value <https://example.org/size> ?size }" .',
    )
    (result,) = report.results
    assert result.component == str(SH.SPARQLConstraintComponent)
    assert result.value == "https://example.org/b"
    assert result.messages.all("en") == (r"https://example.org/b: 3, back\slash \1",)
    assert result.messages.all("ru") == (r"back\slash \1 (3)",)


def test_rows_with_one_value_keep_their_own_words(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        "ex:a ex:size 1 , 2 ; ex:of ex:b .",
        'ex:s a sh:NodeShape ; sh:targetSubjectsOf ex:of ; sh:message "size {?size}"@en ; sh:sparql [\n'
        '  sh:select "SELECT $this ?value ?size WHERE { $this <https://example.org/of> ?value ; '
        '<https://example.org/size> ?size }" ] .',
    )
    assert sorted(r.messages.value("en") for r in report.results) == ["size 1", "size 2"]


def test_shapes_without_iri_or_message(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        "ex:a a ex:Thing .",
        "ex:s sh:targetClass ex:Thing ; sh:property [ sh:path ex:size ; sh:minCount 1 ] .",
    )
    (result,) = report.results
    assert result.shape == "https://example.org/s", "the named shape that the blank one belongs to"
    assert result.messages, "the engine's own words"


def test_graph_beside_the_report(tmp_path: Path) -> None:
    dataset = load_files([write(tmp_path, "data.ttl", DATA + "ex:a a ex:Thing .")])
    shapes = write(
        tmp_path,
        "shapes.ttl",
        SHAPES + "ex:s a sh:PropertyShape ; sh:targetClass ex:Thing ; sh:path ex:size ; sh:minCount 1 ;\n"
        'sh:message "no size"@en , "нет размера"@ru .',
    )
    report = validate.validate(dataset, shapes=shapes)
    assert len(report.results) == 1
    assert "graph" not in {f.name for f in dataclasses.fields(report)}
    again = rdflib.Graph().parse(data=validate.report_turtle(report), format="turtle")
    (found,) = again.subjects(RDF.type, SH.ValidationReport)
    assert again.value(found, SH.conforms) == rdflib.Literal(False)  # noqa: FBT003 - a boolean of XML Schema
    (result,) = again.objects(found, SH.result)
    assert {m.language for m in again.objects(result, SH.resultMessage) if isinstance(m, rdflib.Literal)} == {
        "en",
        "ru",
    }


def test_several_files_of_shapes(tmp_path: Path) -> None:
    one = write(tmp_path, "one.ttl", SHAPES + "ex:s a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property ex:p .")
    two = write(tmp_path, "two.ttl", SHAPES + "ex:p a sh:PropertyShape ; sh:path ex:size ; sh:minCount 1 .")
    dataset = load_files([write(tmp_path, "data.ttl", DATA + "ex:a a ex:Thing .")])
    assert [r.shape for r in validate.validate(dataset, shapes=[one, two]).results] == ["https://example.org/p"]


@pytest.mark.parametrize(
    ("shapes", "said", "line"),
    [
        pytest.param("ex:a ex:b ex:c .", "no SHACL shape", None, id="no-shape"),
        pytest.param(
            '\nex:s a sh:NodeShape ; sh:targetClass ex:T ;\n  sh:sparql [ sh:select "SELECT $this WHERE {" ] .',
            "does not parse as SPARQL",
            5,
            id="query",
        ),
        pytest.param(
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this WHERE { $this no:thing 1 }" ] .',
            "does not parse as SPARQL",
            4,
            id="prefix",
        ),
        pytest.param(
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this FROM <urn:x> { $this ?p 1 }" ] .',
            "fetches data from elsewhere",
            4,
            id="from",
        ),
        pytest.param(
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select "SELECT $this { SERVICE <urn:x> { $this ?p 1 } }" ] .',
            "fetches data from elsewhere",
            4,
            id="service",
        ),
        pytest.param(
            'ex:s a sh:NodeShape ; sh:sparql [ sh:select "ASK { $this ?p 1 }" ] .', "is no SELECT", 4, id="ask"
        ),
        pytest.param(
            "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
            "ex:s a sh:PropertyShape ; sh:path ex:p ; sh:in ex:l .\nex:l rdf:first 1 ; rdf:rest ex:l .",
            "in a circle",
            6,
            id="list",
        ),
        pytest.param(
            'ex:s a sh:PropertyShape ; sh:targetClass ex:T ; sh:path ex:p ; sh:pattern "(" .',
            "no regular expression",
            4,
            id="pattern",
        ),
        pytest.param(
            "ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:property ex:lost .", "cannot be run", None, id="lost-shape"
        ),
        pytest.param(
            "ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:sparql [\n"
            '  sh:select "SELECT $this { $this ?p ?v . VALUES ?v { 1 } }" ] .',
            "cannot be run",
            None,
            id="values",
        ),
    ],
)
def test_shapes_that_cannot_be_used(tmp_path: Path, shapes: str, said: str, line: int | None) -> None:
    with pytest.raises(InputError, match=said) as caught:
        check(tmp_path, "ex:a a ex:T ; ex:p 1 .", shapes)
    assert caught.value.advice
    if line is not None:
        assert caught.value.position is not None
        assert caught.value.position.line == line


def test_shapes_that_are_not_there_or_do_not_parse(tmp_path: Path) -> None:
    dataset = load_files([write(tmp_path, "data.ttl", DATA + "ex:a a ex:Thing .")])
    with pytest.raises(MissingFileError):
        validate.validate(dataset, shapes=tmp_path / "lost.ttl")
    with pytest.raises(DataSyntaxError) as caught:
        validate.validate(dataset, shapes=write(tmp_path, "shapes.ttl", SHAPES + "ex:s a sh:NodeShape ;"))
    assert caught.value.position is not None
    assert caught.value.position.line == 4


def test_shapes_that_go_round_end(tmp_path: Path) -> None:
    report = check(
        tmp_path,
        "ex:a a ex:Thing ; ex:next ex:a .",
        "ex:s a sh:NodeShape ; sh:targetClass ex:Thing ; sh:property [ sh:path ex:next ; sh:node ex:s ] .",
    )
    assert report.conforms


def test_nothing_is_printed(tmp_path: Path) -> None:
    data = write(tmp_path, "data.ttl", DATA + 'ex:a ex:day "x"^^<http://www.w3.org/2001/XMLSchema#date> .')
    code = (
        "import pathlib, sys; from edukg import load, validate\n"
        "validate.validate(load.load_files([pathlib.Path(sys.argv[1])]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(data)], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"", b"")


@pytest.mark.parametrize("engine", [validate.Engine.REFERENCE, validate.Engine.FAST])
@pytest.mark.parametrize(
    ("shapes", "ends"),
    [
        pytest.param("ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:node ex:s .", True, id="itself"),
        pytest.param(
            "ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:property [ sh:path ex:p ; sh:node ex:t ] .\n"
            "ex:t a sh:NodeShape ; sh:property [ sh:path ex:p ; sh:node ex:s ] .",
            True,
            id="each-other",
        ),
        pytest.param("ex:s a sh:NodeShape ; sh:targetClass ex:T ; sh:and ( ex:s ) .", False, id="and"),
        pytest.param(
            "ex:s a sh:PropertyShape ; sh:targetClass ex:T ; sh:path _:x ; sh:minCount 1 . _:x sh:inversePath _:x .",
            False,
            id="path",
        ),
        pytest.param(
            "ex:s0 sh:targetClass ex:T .\n"
            + "\n".join(f"ex:s{i} a sh:NodeShape ; sh:node ex:s{i + 1} ." for i in range(1500))
            + "\nex:s1500 a sh:NodeShape ; sh:nodeKind sh:Literal .",
            False,
            id="deep",
        ),
    ],
)
def test_shapes_that_go_round_or_too_deep_are_told(
    tmp_path: Path,
    shapes: str,
    ends: bool,  # noqa: FBT001
    engine: validate.Engine,
) -> None:
    data = load_files([write(tmp_path, "data.ttl", DATA + "ex:a a ex:T ; ex:p ex:b . ex:b a ex:T ; ex:p ex:a .")])
    path = write(tmp_path, "shapes.ttl", SHAPES + shapes)
    if ends:
        assert validate.validate(data, shapes=path, engine=engine).conforms
        return
    with pytest.raises(InputError, match="cannot be run") as caught:
        validate.validate(data, shapes=path, engine=engine)
    assert caught.value.advice


def test_ambiguous_type_is_answered_with_the_readings_and_a_known_gap_with_its_reason(tmp_path: Path) -> None:
    data = write(
        tmp_path,
        "ours.ttl",
        "@prefix ex: <https://example.org/> .\n@prefix edukg: <https://w3id.org/edukg/onto/> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'ex:open a edukg:EducationalCluster ; rdfs:label "open"@en ; edukg:foundedInYear "about 1990" .\n'
        'ex:silent a edukg:AssociationCluster ; rdfs:label "silent"@en ; '
        "edukg:sourceSilentOn edukg:hasMemberOrganisation .\n",
    )
    dataset = load_files([data], load_shipped())
    materialise(dataset.store)
    report = validate.validate(dataset, engine=validate.Engine.FAST)
    found = {(r.shape.rpartition("/")[2], r.focus.rpartition("/")[2]): r for r in report.results}
    level = found["LevelReading", "open"]
    readings = {s.iri: s for s in level.suggestions}
    cluster = readings["https://w3id.org/edukg/onto/ProgrammeCluster"]
    assert cluster.text.endswith("<https://example.org/open> a edukg:ProgrammeCluster .")
    assert all(cluster.definitions.all(language) for language in LANGUAGES)
    assert len(readings) == 8
    year = found["year-founded", "open"]
    assert year.found == ("about 1990",)
    assert year.suggestions[0].text.endswith('edukg:foundedInYear "1990"^^xsd:gYear .')
    assert len(rdflib.Graph().parse(data=year.suggestions[0].text, format="turtle")) == 1
    source = found["instance-source", "open"]
    assert "dcterms:source" in source.suggestions[0].text
    gap = found["cluster-members", "silent"]
    assert all(gap.explanation.all(language) for language in LANGUAGES)
    assert gap in report.explained
    assert gap not in report.open
