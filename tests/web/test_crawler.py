"""A crawler visits every IRI in every form and compares each answer with the data: no miss, no wrong type.

What the answers are compared with is read off the release's own file of quads by the few lines below, which share no
code with what is tested. RDF is read by two parsers that are not ours: every answer by Oxigraph's, and one syntax of
each IRI, in turn, by rdflib's, which is far slower.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
import rdflib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

import edukg
from edukg import resources
from edukg.media import GRAPHS, HTML, MediaType
from edukg.namespaces import BASE, EDUKG, FRAC, FUNCTION, GRAPH, ONTOLEX, ONTOLOGY, OWL, PREFIXES, RDF, SHAPE

PARTS = 12
"""The crawl in parts, so that workers of pytest-xdist share it."""
TYPE = ox.NamedNode(RDF + "type")
AN_ONTOLOGY = ox.NamedNode(OWL + "Ontology")
FORMS = (ONTOLEX + "canonicalForm", ONTOLEX + "otherForm")
CONCEPT_OF, USE = ONTOLEX + "isLexicalizedSenseOf", FRAC + "attestation"
MEMBERSHIPS = (PREFIXES["org"] + "organization", PREFIXES["org"] + "member", EDUKG + "participationIn")
HYDRA = "http://www.w3.org/ns/hydra/core#"
ABOUT_PAGES = (HYDRA, PREFIXES["foaf"] + "primaryTopic")
IN_RDFLIB = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/rdf+xml": "xml",
             "application/n-triples": "nt"}  # fmt: skip

Parser = Callable[[bytes, MediaType], Iterator[ox.Triple]]


class Data:
    """The release as its file says, and the shapes as theirs do: what each answer is compared with."""

    def __init__(self, release: Path) -> None:
        self.store = ox.Store()
        with gzip.open(release / "data.nq.gz") as file:
            self.store.bulk_load(file.read(), ox.RdfFormat.N_QUADS)
        self.shapes = ox.Store()
        for path in resources.turtle_files("shapes"):
            self.shapes.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(SHAPE))

    def iris(self) -> list[str]:
        """Every IRI of ours that the release or the shapes speak of, and those of the graphs; without fragments."""
        terms = {
            term.value
            for store in (self.store, self.shapes)
            for q in store
            for term in (q.subject, q.predicate, q.object, q.graph_name)
            if isinstance(term, ox.NamedNode) and (term.value.startswith(BASE) or term.value == ONTOLOGY)
        }
        return sorted({iri.partition("#")[0] for iri in terms} - {BASE})

    def expected(self, iri: str) -> set[ox.Triple]:
        """What an answer about an IRI has to say."""
        store, node = (self.shapes if iri.startswith(SHAPE) else self.store), ox.NamedNode(iri)
        homes = [q.graph_name for q in store.quads_for_pattern(node, TYPE, AN_ONTOLOGY)]
        if iri.startswith(GRAPH):
            homes = [node]
        if homes:
            return {q.triple for home in homes for q in store.quads_for_pattern(None, None, None, home)}
        found = set[ox.Triple]()
        waiting: list[ox.NamedNode | ox.BlankNode] = [node, *self._parts(store, node)]
        seen = set(waiting)
        while waiting:
            for q in store.quads_for_pattern(waiting.pop(), None, None):
                found.add(q.triple)
                if isinstance(q.object, ox.BlankNode) and q.object not in seen:
                    seen.add(q.object)
                    waiting.append(q.object)
        pointing = (q.triple for q in store.quads_for_pattern(None, None, node))
        return found | {triple for triple in pointing if isinstance(triple.subject, ox.NamedNode)}

    @staticmethod
    def _parts(store: ox.Store, node: ox.NamedNode) -> set[ox.NamedNode]:
        """What the page of a thing shows with it."""

        def to(starts: Iterable[ox.NamedNode], *names: str) -> set[ox.NamedNode]:
            quads = (q for s in starts for n in names for q in store.quads_for_pattern(s, ox.NamedNode(n), None))
            return {q.object for q in quads if isinstance(q.object, ox.NamedNode)}

        def fro(*names: str) -> set[ox.NamedNode]:
            quads = (q for n in names for q in store.quads_for_pattern(None, ox.NamedNode(n), node))
            return {q.subject for q in quads if isinstance(q.subject, ox.NamedNode)}

        senses, expressing = to([node], ONTOLEX + "sense"), fro(CONCEPT_OF)
        uses = to([node, *senses], USE)
        return (
            to([node], *FORMS, CONCEPT_OF)
            | senses
            | to(senses, CONCEPT_OF)
            | uses
            | to(uses, FRAC + "observedIn")
            | fro(ONTOLEX + "sense", FRAC + "observedIn", EDUKG + "concernsInnovation", *MEMBERSHIPS)
            | expressing
            | to(expressing, USE)
        )

    @cache  # noqa: B019  # one for the whole run
    def version_of(self, iri: str) -> str:
        """The ontology that a version IRI is of, or ""."""
        of = self.store.quads_for_pattern(None, ox.NamedNode(OWL + "versionIRI"), ox.NamedNode(iri))
        return next((q.subject.value for q in of if isinstance(q.subject, ox.NamedNode)), "")


@pytest.fixture(scope="module")
def data(kb: edukg.KnowledgeBase) -> Data:
    return Data(kb.folder)


@pytest.fixture(scope="module")
def asking(app: Flask) -> FlaskClient:
    return app.test_client()


def canonical(triples: Iterable[ox.Triple]) -> frozenset[str]:
    """Triples with blank nodes named by what is said of them (RDFC-1.0): equal graphs have equal ones."""
    whole = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    if any(isinstance(t, ox.BlankNode) for q in whole for t in (q.subject, q.object)):
        whole.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return frozenset(str(quad) for quad in whole)


def by_oxigraph(body: bytes, syntax: MediaType) -> Iterator[ox.Triple]:
    for quad in ox.parse(body, ox.RdfFormat.from_media_type(syntax.name)):
        yield quad.triple


def by_rdflib(body: bytes, syntax: MediaType) -> Iterator[ox.Triple]:
    """The same by a second parser; what it read goes over as N-Triples."""
    graph = rdflib.Graph().parse(data=body, format=IN_RDFLIB[syntax.name])
    yield from by_oxigraph(graph.serialize(format="nt", encoding="utf-8"), GRAPHS[3])


def pages(client: FlaskClient, address: str, syntax: MediaType, first: TestResponse | None = None) -> list[bytes]:
    """The bodies of an answer, which may have been fetched already, and of those that it says come next."""
    found: dict[str, bytes] = {}
    while address:
        assert address not in found, address
        answer = client.get(address) if found or first is None else first
        assert (answer.status_code, answer.mimetype) == (200, syntax.name), address
        found[address] = answer.data
        following = re.search(r'<([^>]*)>; rel="next"', ", ".join(answer.headers.getlist("Link")))
        address = following[1] if following else ""
    return list(found.values())


def said(bodies: list[bytes], syntax: MediaType, parse: Parser) -> frozenset[str]:
    """What the pages of an answer say, but for what they say of themselves."""
    triples = (triple for body in bodies for triple in parse(body, syntax))
    return canonical(t for t in triples if not t.predicate.value.startswith(ABOUT_PAGES) and HYDRA not in str(t.object))


def path_of(iri: str) -> str:
    return "/" + quote(iri.removeprefix(BASE), safe="/")


def test_there_is_something_to_visit(data: Data) -> None:
    spaces = {iri.removeprefix(BASE).partition("/")[0] for iri in data.iris()}
    assert spaces == {
        "term",
        "sense",
        "concept",
        "attestation",
        "source",
        "agent",
        "id",
        "onto",
        "data",
        "graph",
        "shapes",
    }
    assert len(data.iris()) > 2500


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")  # rdflib's own use of it
@pytest.mark.parametrize("part", range(PARTS))
def test_every_iri_answers_in_every_syntax(
    asking: FlaskClient, data: Data, part: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rdflib, "NORMALIZE_LITERALS", False)  # a value is compared as it was written
    for number, iri in enumerate(data.iris()[part::PARTS], part):
        if data.version_of(iri):
            continue  # leads to an ontology that is visited by itself
        expected = canonical(data.expected(iri))
        assert expected, f"nothing is said of {iri}"
        for place, syntax in enumerate(GRAPHS):
            address = path_of(iri)
            answer = asking.get(address, headers={"Accept": syntax.name})
            while answer.status_code == 303:
                assert "Accept" in answer.headers["Vary"]
                address = answer.headers["Location"]
                answer = asking.get(address, headers={"Accept": syntax.name})
            if not address.endswith(syntax.suffix):
                assert answer.headers["Content-Location"].endswith(syntax.suffix), iri
            bodies = pages(asking, address, syntax, answer)
            for parse in (by_oxigraph, by_rdflib)[: 1 + (number % len(GRAPHS) == place)]:
                assert said(bodies, syntax, parse) == expected, (address, parse.__name__)


@pytest.mark.parametrize("part", range(PARTS))
def test_every_iri_has_a_page(asking: FlaskClient, data: Data, part: int) -> None:
    for iri in data.iris()[part::PARTS]:
        answer = asking.get(path_of(iri), headers={"Accept": HTML.name}, follow_redirects=True)
        assert (answer.status_code, answer.mimetype) == (200, HTML.name), iri
        about = data.version_of(iri) or iri
        assert f'<link rel="cite-as" href="{about}">' in answer.text, iri
        assert f'<{about}>; rel="cite-as"' in ", ".join(answer.headers.getlist("Link")), iri


def test_functions_answer_too(asking: FlaskClient) -> None:
    for name in ("", "fold", "sameForm", "writtenAs", "senseWrittenAs", "labelled"):
        for syntax in GRAPHS:
            body = asking.get(f"/function/{name}{syntax.suffix}" if name else f"/function{syntax.suffix}").data
            assert any(t.subject == ox.NamedNode(FUNCTION + name) for t in by_oxigraph(body, syntax))
        assert asking.get(f"/function/{name}", headers={"Accept": HTML.name}).status_code == 200
