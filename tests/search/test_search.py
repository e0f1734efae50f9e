from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import edukg
from edukg.errors import ReleaseError
from edukg.model import Kind
from edukg.namespaces import TERM
from edukg.search import Index, Label, fold, to_latin, write_index


@pytest.mark.parametrize(
    "written",
    ["taʼlim klasteri", "ta'lim klasteri", "ta’lim klasteri", "ta‘lim klasteri", "TAʼLIM  KLASTERI", "таълим кластери"],
)
def test_every_apostrophe_and_both_scripts_meet(written: str) -> None:
    assert to_latin(fold(written)) == "talim klasteri"


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [("ўқитувчи", "oʻqituvchi"), ("ғоя", "gʻoya"), ("ҳудуд", "hudud"), ("ери", "yeri"), ("жараён", "jarayon")],
)
def test_uzbek_cyrillic_is_read_as_latin(cyrillic: str, latin: str) -> None:
    assert to_latin(fold(cyrillic)) == to_latin(fold(latin))


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    labels = [
        Label(TERM + "a-uz", Kind.TERM, "preferred label", "taʼlim klasteri", "uz"),
        Label(TERM + "a-en", Kind.TERM, "preferred label", "educational cluster", "en"),
        Label(TERM + "a-en", Kind.TERM, "other form", "education cluster", "en"),
        Label(TERM + "b-en", Kind.TERM, "preferred label", "cluster", "en"),
    ]
    assert write_index(tmp_path / "labels.sqlite", labels) == 4
    return Index(tmp_path / "labels.sqlite")


def test_a_hit_says_why(index: Index) -> None:
    [hit] = index.search("ta'lim klasteri")
    assert (hit.label, hit.why) == ("taʼlim klasteri", "preferred label, apostrophe folded")
    assert index.search("таълим кластери")[0].why == "preferred label, other script"
    assert index.search("education cluster")[0].why == "other form"
    assert index.search("Cluster")[0].why == "preferred label, case folded"


def test_exact_matches_come_first_and_each_thing_once(index: Index) -> None:
    hits = index.search("cluster")
    assert [hit.iri for hit in hits] == [TERM + "b-en", TERM + "a-en"]


@pytest.mark.parametrize("text", ["", "  ", "'", '"', "* OR *", "NEAR(x", "\x00", "x" * 5000])
def test_odd_input_finds_nothing_and_breaks_nothing(index: Index, text: str) -> None:
    assert index.search(text) == []


@pytest.mark.parametrize("text", ["klasteri)", "(taʼlim", '"klasteri', "klas*", "taʼlim-klasteri", "klasteri\x00"])
def test_punctuation_around_words_does_not_matter(index: Index, text: str) -> None:
    assert [hit.iri for hit in index.search(text)] == [TERM + "a-uz"]


def test_a_missing_index_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="label index"):
        Index(tmp_path / "none.sqlite")


def test_the_real_knowledge_base_finds_a_term_in_any_script(kb: edukg.KnowledgeBase) -> None:
    for written in ("ta’lim klasteri", "таълим кластери", "образовательный кластер", "educational cluster"):
        hit = kb.search(written)[0]
        assert hit.iri.startswith(TERM + "educational-cluster-"), written
        assert {c.key for c in hit.readings} >= {"cluster-competence", "cluster-association"}
