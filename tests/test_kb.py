from __future__ import annotations

from pathlib import Path

import pytest
import rdflib

import edukg
from edukg.errors import MissingFileError, QueryRefusedError, QuerySyntaxError, ReleaseError
from edukg.namespaces import EDUKG

pytestmark = pytest.mark.stores


def test_the_readme_example(home: Path) -> None:
    kb = edukg.open(home)
    labels = [sense.label for sense in kb.term("educational cluster").senses]
    assert "educational cluster (association)" in labels
    assert "terms" in repr(kb)
    assert "<table>" in kb._repr_html_()
    term = kb.term("educational cluster")
    assert repr(term).startswith("<Term educational cluster (en): ")
    assert "<Sense educational cluster (association): " in repr(term.senses)
    assert term.senses[0].definition in term._repr_html_()
    kb.close()


def test_a_table_and_its_forms(kb: edukg.KnowledgeBase) -> None:
    table = kb.query(
        "SELECT ?level ?order WHERE { ?level <https://w3id.org/edukg/onto/levelOrder> ?order } ORDER BY ?order"
    )
    assert isinstance(table, edukg.Table)
    assert [row["order"] for row in table.values()] == [1, 2, 3, 4]
    frame = table.to_pandas()
    assert list(frame.columns) == ["level", "order"]
    assert frame["order"].sum() == 10
    assert "<th>level</th>" in table._repr_html_()
    assert "edukg:level1" in table._repr_html_()
    assert len(list(table)) == len(table) == 4


def test_values_are_bound_never_pasted(kb: edukg.KnowledgeBase) -> None:
    answer = kb.query("SELECT ?label WHERE { ?iri rdfs:label ?label }", {"iri": EDUKG + "level1"})
    assert isinstance(answer, edukg.Table)
    assert len(answer) == 3


def test_a_graph_for_other_libraries(kb: edukg.KnowledgeBase) -> None:
    graph = kb.query(f"DESCRIBE <{EDUKG}level1>")
    assert isinstance(graph, edukg.Graph)
    other = graph.to_graph()
    assert (
        rdflib.URIRef(EDUKG + "level1"),
        rdflib.RDFS.label,
        rdflib.Literal("level 1: competence", lang="en"),
    ) in other
    assert len(other) == len(graph)
    assert kb.query("ASK { ?s ?p ?o }") is True


def test_mistakes_are_typed(kb: edukg.KnowledgeBase, tmp_path: Path) -> None:
    with pytest.raises(QuerySyntaxError) as raised:
        kb.query("SELECT ?s WHERE {\n  ?s ?p\n}")
    assert raised.value.position is not None
    assert raised.value.position.line in {2, 3}
    with pytest.raises(QueryRefusedError, match="update"):
        kb.query("DELETE WHERE { ?s ?p ?o }")
    with pytest.raises(MissingFileError):
        kb.validate(tmp_path / "none.ttl")
    with pytest.raises(ReleaseError):
        edukg.open(tmp_path, build=False)


def test_validating_good_data(kb: edukg.KnowledgeBase) -> None:
    report = kb.validate()
    assert report.conforms
    assert repr(report).startswith("<Report: conforms")
    assert report._repr_html_().startswith("<table><caption>Report: conforms")


def test_the_public_names_are_those_that_are_visible() -> None:
    for name in edukg.__all__:
        assert getattr(edukg, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = edukg.nothing


def test_the_description_of_a_class_holds_its_axioms_whole(kb: edukg.KnowledgeBase) -> None:
    turtle = kb.rdf(EDUKG + "EducationalHolding", "text/turtle").decode()
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    for node in set(graph.objects()) - {rdflib.RDF.nil}:
        assert not isinstance(node, rdflib.BNode) or (node, None, None) in graph, "every blank node is described"
    [members] = graph.objects(None, rdflib.OWL.intersectionOf)
    assert len(list(graph.items(members))) == 3
