"""A ledger of corpora in a release: the pages of its senses, concepts and terms show who uses them when."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

import edukg
from edukg import corpus
from edukg.corpus.rows import About
from edukg.kb import KnowledgeBase
from edukg.namespaces import CONCEPT, SENSE, TERM
from edukg.settings import Settings
from edukg.web import create_app

USE = "Twelve schools, two colleges and a university signed an agreement and formed an educational cluster. "
CONCEPT_MEANT = "cluster-association"
ABOUT = {
    "a.txt": About("Clusters <of> the region", "Karimova", "2021-05"),
    "b.txt": About("Annual report", "", "2019"),
    "c.txt": About("A note without a date", "Petrov", ""),
}


@pytest.fixture(scope="module")
def with_ledger(
    kb: KnowledgeBase, home: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[KnowledgeBase, FlaskClient]]:
    """The shipped release with the ledger of three documents put into its data."""
    place = tmp_path_factory.mktemp("corpora")
    texts = place / "texts"
    texts.mkdir()
    for name, times in (("a.txt", 3), ("b.txt", 1), ("c.txt", 2)):
        (texts / name).write_text(USE * times, encoding="utf-8")
    run = corpus.Run(
        corpus.sources([texts]), place / "u.jsonl", kb.folder / "usage.json", ABOUT, ledger=place / "ledger.ttl"
    )
    corpus.check_corpus(run, corpus.alone(kb.folder / "usage.json", None))
    folder = place / "release"
    shutil.copytree(kb.folder, folder)
    graph = ox.NamedNode("https://w3id.org/edukg/graph/data/ledger")
    triples = ox.parse(path=str(place / "ledger.ttl"), format=ox.RdfFormat.TURTLE)
    quads = (ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples)
    with (folder / "data.nq.gz").open("ab") as data:  # a second member of the same file, as gzip allows
        data.write(gzip.compress(ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""))
    opened = KnowledgeBase(folder)
    yield opened, create_app(opened, Settings(home=home)).test_client()
    opened.close()


def test_the_ledger_is_summed_by_document_and_year(with_ledger: tuple[KnowledgeBase, FlaskClient]) -> None:
    lexicon = with_ledger[0].lexicon
    found = lexicon.in_corpora(CONCEPT + CONCEPT_MEANT)
    assert [(d.title, d.creator, d.date, d.number) for d in found.most] == [
        ("Clusters <of> the region", "Karimova", "2021-05", 3),
        ("A note without a date", "Petrov", "", 2),
        ("Annual report", "", "2019", 1),
    ]
    assert [(y.year, y.documents, y.number) for y in found.years] == [("", 1, 2), ("2019", 1, 1), ("2021", 1, 3)]
    assert (found.number, found.documents) == (6, 3)
    assert lexicon.in_corpora(f"{SENSE}educational-cluster-en-{CONCEPT_MEANT}") == found
    assert lexicon.in_corpora(TERM + "educational-cluster-en") == found
    assert not lexicon.in_corpora(CONCEPT + "holding-company")


@pytest.mark.parametrize("ui", ["en", "ru", "uz"])
@pytest.mark.parametrize(
    "path",
    [f"concept/{CONCEPT_MEANT}", f"sense/educational-cluster-en-{CONCEPT_MEANT}", "term/educational-cluster-en"],
)
def test_the_pages_show_who_uses_the_sense_when(
    with_ledger: tuple[KnowledgeBase, FlaskClient], path: str, ui: str
) -> None:
    page = with_ledger[1].get(f"/{path}?ui={ui}", headers={"Accept": "text/html"}).get_data(as_text=True)
    section = re.search(r'<section aria-labelledby="corpora">.*?</section>', page, re.DOTALL)
    assert section is not None
    assert "Clusters &lt;of&gt; the region" in section[0]
    assert "Karimova" in section[0]
    assert "2021-05" in section[0]


def test_without_a_ledger_there_is_no_such_section(kb: edukg.KnowledgeBase, client: FlaskClient) -> None:
    assert not kb.lexicon.in_corpora(CONCEPT + CONCEPT_MEANT)
    assert 'aria-labelledby="corpora"' not in client.get(f"/concept/{CONCEPT_MEANT}").get_data(as_text=True)
