"""The embedded store: its union of graphs, what comes back of what is bound, threads, files."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edukg import media
from edukg.errors import (
    EngineError,
    IriError,
    QuerySyntaxError,
    ReleaseError,
    StorageError,
)
from edukg.store import Iri, Literal, Node
from edukg.store.binding import bind, written
from edukg.store.embedded import EmbeddedStore, merge_graphs
from edukg.store.guard import inspect
from tests.store.few import QUADS

B = Iri("http://e/b")


def rows(store: EmbeddedStore, text: str, **bindings: Node) -> list[dict[str, Node]]:
    return [dict(row) for row in store.select(text, bindings=bindings or None)]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    path = tmp_path_factory.mktemp("release") / "data.nq.gz"
    path.write_bytes(gzip.compress(QUADS.encode()))
    return EmbeddedStore.from_quads(path)


def test_a_store_that_is_not_merged_uses_the_union_of_the_engine() -> None:
    plain = ox.Store()
    plain.load(QUADS.encode(), ox.RdfFormat.N_QUADS)
    wrapped = EmbeddedStore.wrap(plain)
    assert len(wrapped) == 6
    assert wrapped.query("ASK { <http://e/a> <http://e/p> ?o }")
    assert len(wrapped.select("SELECT * FROM <http://e/g1> { ?s ?p ?o }")) == 2
    merge_graphs(plain)
    merge_graphs(plain)
    assert len(EmbeddedStore.wrap(plain)) == 6


def test_binding_for_engines_elsewhere_keeps_the_text() -> None:
    query = inspect("SELECT ?o { ?s ?p ?o } # end")
    assert bind(query, {"s": B}) == "SELECT ?o { VALUES (?s) { (<http://e/b>) }  ?s ?p ?o } # end"


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
literals = texts.map(Literal) | st.builds(
    lambda text, tag: Literal(text, tag, "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"),
    texts,
    st.sampled_from(["en", "uz-cyrl", "ru"]),
)
iris = st.text(st.sampled_from("abéж/#?%2'()é-._~:@!$&*+,;=[]"), max_size=20).map(lambda t: Iri("urn:x:" + t))


@given(literals | st.builds(Literal, texts, datatype=st.just("http://e/type")))
def test_every_literal_comes_back_as_it_was_bound(literal: Literal) -> None:
    empty = EmbeddedStore.wrap(ox.Store())
    assert rows(empty, "SELECT ?v {}", v=literal) == [{"v": literal}]


@given(iris)
def test_every_iri_comes_back_as_it_was_bound_or_is_refused(iri: Iri) -> None:
    empty = EmbeddedStore.wrap(ox.Store())
    try:
        ox.NamedNode(iri.value)
    except ValueError:
        with pytest.raises((IriError, QuerySyntaxError)):
            rows(empty, "SELECT ?v {}", v=iri)
    else:
        assert rows(empty, "SELECT ?v {}", v=iri) == [{"v": iri}]
        assert written(iri) == f"<{iri.value}>"


def test_an_answer_stays_in_its_thread(store: EmbeddedStore) -> None:
    answers = [store.query("SELECT * { ?s ?p ?o }"), store.query("ASK {}"), store.query("DESCRIBE <http://e/a>")]
    refused = []

    def use() -> None:
        for answer in answers:
            try:
                answer.serialise(media.RESULTS_JSON.name)
            except EngineError as error:
                refused.append(error.message)

    thread = threading.Thread(target=use)
    thread.start()
    thread.join()
    assert len(refused) == 3


def test_on_disk_any_number_of_readers(tmp_path: Path) -> None:
    writer = ox.Store(str(tmp_path))
    writer.bulk_load(QUADS.encode(), ox.RdfFormat.N_QUADS)
    merge_graphs(writer)
    writer.flush()
    del writer
    readers = [EmbeddedStore.on_disk(tmp_path) for _ in range(3)]
    assert [len(r) for r in readers] == [6, 6, 6]
    assert all(len(r.select("SELECT * { ?s ?p ?o }")) == 5 for r in readers)
    readers[0].close()
    readers[0].close()
    with pytest.raises(StorageError, match="closed"):
        readers[0].query("ASK {}")
    assert readers[1].query("ASK { ?s ?p ?o }")


def test_damaged_releases(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="Build the release"):
        EmbeddedStore.from_quads(tmp_path / "data.nq.gz")
    with pytest.raises(ReleaseError):
        EmbeddedStore.on_disk(tmp_path / "none")
    for content in (b"no gzip", gzip.compress(QUADS.encode() * 50)[:-20], gzip.compress(b"<a> <b> .")):
        (tmp_path / "data.nq.gz").write_bytes(content)
        with pytest.raises(ReleaseError):
            EmbeddedStore.from_quads(tmp_path / "data.nq.gz")
    (tmp_path / "data.nq").write_text(QUADS, encoding="utf-8")
    assert len(EmbeddedStore.from_quads(tmp_path / "data.nq")) == 6


def test_several_values_for_one_variable(store: EmbeddedStore) -> None:
    every = {str(row["s"]) for row in store.select("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isIRI(?s)) }")}
    some = tuple(Iri(iri) for iri in sorted(every)[:2])
    query = "SELECT DISTINCT ?s { ?s ?p ?o }"
    assert {str(row["s"]) for row in store.select(query, bindings={"s": some})} == {node.value for node in some}
    assert store.select(query, bindings={"s": ()}) == []
    both = store.select("SELECT ?s ?p { ?s ?p ?o }", bindings={"s": some, "p": Iri("http://e/none")})
    assert both == []
