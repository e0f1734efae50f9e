"""Answers that are cut are whole in themselves, in every format and wherever the cut falls."""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from collections.abc import Sequence

import pyoxigraph as ox
import pytest

from edukg import media
from edukg.media import GRAPHS, RESULTS, MediaType
from edukg.store.base import Terms
from edukg.store.embedded import EmbeddedStore

VALUES = ['"a{},{}b"', "UNDEF", '"quoted \\" , \\r\\n line"', "<http://a.example/>", '"[{\\"x\\":{\\"type\\":"', "1.5"]
ROWS = 5 * len(VALUES)
QUERY = f"SELECT ?n ?v WHERE {{ VALUES ?n {{ 1 2 3 4 5 }} VALUES ?v {{ {' '.join(VALUES)} }} }}"


def rows(content: bytes, form: MediaType) -> Sequence[object]:
    """The rows by a reader that is not ours and knows nothing of cuts."""
    text = content.decode()
    if form is media.RESULTS_JSON:
        return list(json.loads(text)["results"]["bindings"])
    if form is media.RESULTS_XML:
        return [ET.tostring(e) for e in ET.fromstring(text).iter("{http://www.w3.org/2005/sparql-results#}result")]  # noqa: S314
    if form is media.RESULTS_TSV:
        return list(text.splitlines()[1:])
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def store() -> EmbeddedStore:
    return EmbeddedStore.wrap(ox.Store())


@pytest.mark.parametrize("form", RESULTS, ids=lambda m: m.label)
@pytest.mark.parametrize("query", [QUERY, QUERY + " LIMIT 29", QUERY + " LIMIT 9000000000000000000 OFFSET 1"])
def test_a_table_is_cut_after_so_many_rows(form: MediaType, query: str) -> None:
    whole = rows(store().query(query).serialise(form.name), form)
    assert len(whole) >= ROWS - 1
    for most in (1, 2, 3, 7, 28):
        answer = store().query(query, terms=Terms(rows=most))
        assert rows(answer.serialise(form.name), form) == whole[:most]
        assert answer.truncated == f"rows={most}"
    answer = store().query(query, terms=Terms(rows=ROWS))
    assert rows(answer.serialise(form.name), form) == whole
    assert not answer.truncated


@pytest.mark.parametrize("form", RESULTS, ids=lambda m: m.label)
def test_a_table_is_cut_at_any_byte(form: MediaType) -> None:
    content = store().query(QUERY).serialise(form.name)
    whole = rows(content, form)
    for size in range(max(150, len(content) - 600), len(content), 7):
        answer = store().query(QUERY, terms=Terms(size=size))
        cut = rows(answer.serialise(form.name), form)
        assert cut == whole[: len(cut)]
        assert len(cut) < ROWS
        assert answer.truncated == f"bytes={size}"


@pytest.mark.parametrize("form", RESULTS, ids=lambda m: m.label)
def test_rows_that_bind_nothing_count_as_well(form: MediaType) -> None:
    query = "SELECT ?x WHERE { VALUES ?y { 1 2 3 4 } }"
    answer = store().query(query, terms=Terms(rows=2))
    content = answer.serialise(form.name)
    assert answer.truncated == "rows=2"
    assert len(rows(content, form)) == 2


@pytest.mark.parametrize("query", ["SELECT * { VALUES ?x { 1 2 3 } } VALUES ?x { 1 2 3 }", "ASK {}"])
def test_a_clause_behind_the_rows_stays_behind_them(query: str) -> None:
    answer = store().query(query, terms=Terms(rows=2))
    assert b"true" in answer.serialise(media.RESULTS_JSON.name) or answer.truncated == "rows=2"


@pytest.mark.parametrize("form", GRAPHS, ids=lambda m: m.label)
def test_a_graph_is_cut_to_triples_and_bytes(form: MediaType) -> None:
    query = "CONSTRUCT { <http://a.example/s> <http://a.example/p> ?n } WHERE { VALUES ?n { 1 2 3 4 5 6 7 8 9 } }"
    syntax = ox.RdfFormat.from_media_type(form.name)
    answer = store().query(query, terms=Terms(rows=4))
    assert len(list(ox.parse(answer.serialise(form.name), syntax))) == 4
    assert answer.truncated == "rows=4"
    short = store().query(query, terms=Terms(size=420))
    content = short.serialise(form.name)
    assert len(content) <= 420
    assert 0 < len(list(ox.parse(content, syntax))) <= 9
