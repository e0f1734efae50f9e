"""The files of the ontology: headers, the catalogue by which Protégé opens them offline, and other syntaxes of RDF."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, VANN, XSD, Literal, URIRef
from rdflib.compare import isomorphic

from edukg import resources
from edukg.namespaces import DATA, EDUKG, MODULE, ONTOLOGY

ROOT = resources.folder("ontology")
NAMES = [path.relative_to(ROOT).as_posix() for path in resources.turtle_files("ontology")]
MODULES = [name for name in NAMES if "/" not in name]
CATALOGUE = ROOT / "catalog-v001.xml"
BIBO_STATUS = URIRef("http://purl.org/ontology/bibo/status")


def iri(name: str) -> URIRef:
    """The ontology IRI that a file has by its place."""
    stem = name.removesuffix(".ttl")
    if "/" in name:
        return URIRef(DATA + stem.removeprefix("instances/"))
    return URIRef(ONTOLOGY if stem == "edukg" else MODULE + stem)


@pytest.mark.parametrize("name", NAMES)
def test_a_file_reads_the_same_in_two_parsers(name: str, files: dict[str, rdflib.Graph]) -> None:
    theirs = set(ox.parse(path=str(ROOT / name)))
    assert len(theirs) == len(files[name]) > 10


@pytest.mark.parametrize("name", NAMES)
def test_a_file_is_one_ontology_named_by_its_place(name: str, files: dict[str, rdflib.Graph]) -> None:
    graph = files[name]
    assert list(graph.subjects(RDF.type, OWL.Ontology)) == [iri(name)]
    version = graph.value(iri(name), OWL.versionInfo)
    assert list(graph.objects(iri(name), OWL.versionIRI)) == [URIRef(f"{iri(name)}/{version}")]


@pytest.mark.parametrize("name", NAMES)
def test_a_header_says_who_when_and_under_which_licence(name: str, files: dict[str, rdflib.Graph]) -> None:
    """The minimum that FOOPS! asks of FAIR ontologies (Garijo et al. 2021); titles and descriptions are the shapes'."""
    graph, header = files[name], iri(name)
    for predicate in (DCTERMS.creator, DCTERMS.license):
        assert list(graph.objects(header, predicate)), predicate
    for predicate in (DCTERMS.created, DCTERMS.modified):
        (date,) = graph.objects(header, predicate)
        assert isinstance(date, Literal)
        assert date.datatype == XSD.date
        assert not date.ill_typed


def test_the_root_says_all_that_a_registry_asks_for(files: dict[str, rdflib.Graph]) -> None:
    graph, root = files["edukg.ttl"], URIRef(ONTOLOGY)
    recommended = (
        RDFS.label, DCTERMS.abstract, DCTERMS.contributor, DCTERMS.publisher, DCTERMS.issued, DCTERMS.identifier,
        DCTERMS.language, DCTERMS.subject, DCTERMS.source, DCTERMS.rights, DCTERMS.bibliographicCitation, BIBO_STATUS,
    )  # fmt: skip
    assert [predicate for predicate in recommended if not list(graph.objects(root, predicate))] == []
    assert list(graph.objects(root, VANN.preferredNamespacePrefix)) == [Literal("edukg")]
    assert list(graph.objects(root, VANN.preferredNamespaceUri)) == [Literal(EDUKG)]


def test_all_files_have_one_version(files: dict[str, rdflib.Graph]) -> None:
    assert len({graph.value(iri(name), OWL.versionInfo) for name, graph in files.items()}) == 1


def imports(files: dict[str, rdflib.Graph], name: str) -> set[str]:
    """What a file imports."""
    return {str(target) for target in files[name].objects(iri(name), OWL.imports)}


def test_the_root_imports_every_module(files: dict[str, rdflib.Graph]) -> None:
    assert imports(files, "edukg.ttl") == {str(iri(name)) for name in MODULES if name != "edukg.ttl"}


@pytest.mark.parametrize("name", [name for name in NAMES if "/" in name])
def test_a_file_of_data_imports_the_root(name: str, files: dict[str, rdflib.Graph]) -> None:
    assert ONTOLOGY in imports(files, name)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_the_homes_of_all_classes_and_properties_it_uses(
    name: str, files: dict[str, rdflib.Graph]
) -> None:
    """So that each module is in OWL 2 DL when it is opened without the root, and whatever the order of reading."""
    homes = {
        term: home
        for home in MODULES
        for term in files[home].subjects(RDFS.isDefinedBy, iri(home))
        if (term, RDF.type, OWL.NamedIndividual) not in files[home]  # those need no declaration
    }
    reached, waiting = set(), [name]
    while waiting:
        module = waiting.pop()
        if module not in reached:
            reached.add(module)
            waiting += [other for other in MODULES if str(iri(other)) in imports(files, module)]
    used = {homes[node] for triple in files[name] for node in triple if node in homes}
    assert used - reached == set()


def catalogue() -> list[tuple[str, Path]]:
    """The entries of the catalogue (OASIS XML Catalogs 1.1): each IRI with its file."""
    tag = "{urn:oasis:names:tc:entity:xmlns:xml:catalog}uri"
    root = ET.fromstring(CATALOGUE.read_text(encoding="utf-8"))  # noqa: S314 (a file of ours)
    return [(entry.attrib["name"], ROOT / entry.attrib["uri"]) for entry in root.iter(tag)]


def test_the_catalogue_resolves_every_import_to_a_file(files: dict[str, rdflib.Graph]) -> None:
    known = dict(catalogue())
    for name in files:
        for target in imports(files, name):
            assert known[target].is_file(), f"{name} imports {target}"


def test_the_catalogue_lists_every_file_by_its_name_and_its_version(files: dict[str, rdflib.Graph]) -> None:
    expected = {
        (str(address), ROOT / name)
        for name, graph in files.items()
        for address in (iri(name), graph.value(iri(name), OWL.versionIRI))
    }
    assert set(catalogue()) == expected
    assert [name for name, times in Counter(name for name, _ in catalogue()).items() if times > 1] == []


FORMATS = {"xml": ox.RdfFormat.RDF_XML, "json-ld": ox.RdfFormat.JSON_LD, "turtle": ox.RdfFormat.TURTLE}


def with_small_tags(graph: rdflib.Graph) -> rdflib.Graph:
    """The graph with language tags in lower case, which RDF 1.1 allows and pyoxigraph does."""
    small = rdflib.Graph(bind_namespaces="none")
    for subject, predicate, value in graph:
        if isinstance(value, Literal) and value.language:
            value = Literal(str(value), lang=value.language.lower())  # noqa: PLW2901
        small.add((subject, predicate, value))
    return small


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # rdflib's own JSON-LD parser uses it
@pytest.mark.parametrize("syntax", FORMATS)
@pytest.mark.parametrize("name", [*MODULES, "alignments/upper.ttl", "lexicon/holding.ttl"])
def test_a_file_is_the_same_graph_in_another_syntax(name: str, syntax: str, files: dict[str, rdflib.Graph]) -> None:
    parsed = ox.parse(path=str(ROOT / name))
    written = ox.serialize((quad.triple for quad in parsed), format=FORMATS[syntax])
    assert written
    again = rdflib.Graph(bind_namespaces="none").parse(data=written, format=syntax)
    assert isomorphic(again, with_small_tags(files[name]))
