"""The page of downloads, files in whole and in part, and the catalogue that describes them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from pathlib import Path

import pyshacl
import pytest
import rdflib
import zstandard
from flask.testing import FlaskClient

import edukg
from edukg import dumps
from edukg.model import DownloadKind

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
VOID = rdflib.Namespace("http://rdfs.org/ns/void#")
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
NAME = "edukg.ttl"
FIXTURES = Path(__file__).parent.parent / "fixtures"


@pytest.mark.parametrize("language", ["en", "ru", "uz"])
def test_the_page_lists_every_file(client: FlaskClient, kb: edukg.KnowledgeBase, language: str) -> None:
    text = client.get(f"/downloads?ui={language}").text
    assert kb.downloads()
    for file in kb.downloads():
        assert f"/dumps/{file.name}" in text
        if file.kind is not DownloadKind.GRAPH:
            assert file.sha256 in text
    assert "ssh-keygen" not in text, "an installation without a key promises no signature"


def test_every_file_is_what_it_says(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    for file in kb.downloads():
        with client.get(f"/dumps/{file.name}") as answer:
            assert answer.status_code == 200
            assert len(answer.data) == file.size == answer.content_length
            digest = hashlib.sha256(answer.data)
            assert digest.hexdigest() == file.sha256
            assert answer.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
            expected = {"": file.media_type, "gzip": "application/gzip", "zstd": "application/zstd"}[file.coding]
            assert answer.mimetype == expected
            assert "Content-Encoding" not in answer.headers
    assert client.get("/dumps/..%2fmanifest.json").status_code == 404
    assert client.get("/dumps/graph/../../manifest.json").status_code == 404


def asked(
    client: FlaskClient, headers: Mapping[str, str] | None = None, name: str = NAME
) -> tuple[int, bytes, dict[str, str]]:
    with client.get(f"/dumps/{name}", headers=dict(headers or {})) as answer:
        return answer.status_code, answer.data, dict(answer.headers)


@pytest.mark.parametrize("name", [NAME, NAME + ".gz", "edukg-terms.csv"])
def test_a_download_goes_on_where_it_broke_off(client: FlaskClient, name: str) -> None:
    _, whole, headers = asked(client, name=name)
    size, tag = len(whole), headers["ETag"]
    for given, start, end in (
        ("bytes=0-99", 0, 100),
        ("bytes=1000-", 1000, size),
        ("bytes=-50", size - 50, size),
        (f"bytes={size - 10}-{size + 10}", size - 10, size),
    ):
        status, part, told = asked(client, {"Range": given, "If-Range": tag}, name)
        assert status == 206
        assert part == whole[start:end]
        assert told["Content-Range"] == f"bytes {start}-{end - 1}/{size}"
        assert told["Content-Length"] == str(end - start)
        assert told["Repr-Digest"] == headers["Repr-Digest"]
    assert asked(client, {"Range": "bytes=0-9", "If-Range": '"another"'}, name)[:2] == (200, whole)
    dated = {"Range": "bytes=0-9", "If-Range": headers["Last-Modified"]}
    assert asked(client, dated, name)[:2] == (206, whole[:10])
    for ignored in ("bytes=0-1,5-6", "lines=1-2", "bytes=", "nonsense"):
        assert asked(client, {"Range": ignored}, name)[0] == 200
    status, _, told = asked(client, {"Range": f"bytes={size}-"}, name)
    assert status == 416
    assert told["Content-Range"] == f"bytes */{size}"


def test_what_one_has_is_not_sent_again(client: FlaskClient) -> None:
    _, _, headers = asked(client)
    for condition in ({"If-None-Match": headers["ETag"]}, {"If-Modified-Since": headers["Last-Modified"]}):
        status, body, told = asked(client, condition)
        assert (status, body) == (304, b"")
        assert told["ETag"] == headers["ETag"]


def test_head_tells_without_sending(client: FlaskClient) -> None:
    _, whole, headers = asked(client)
    answer = client.head(f"/dumps/{NAME}", headers={"Range": "bytes=0-9"})
    assert answer.status_code == 200
    assert answer.data == b""
    assert answer.content_length == len(whole)
    assert answer.headers["ETag"] == headers["ETag"]
    assert answer.headers["Accept-Ranges"] == "bytes"


def test_a_plain_file_is_sent_packed_to_those_who_take_it(client: FlaskClient) -> None:
    _, whole, plain = asked(client)
    status, packed, headers = asked(client, {"Accept-Encoding": "zstd, gzip"})
    assert (status, headers["Content-Encoding"]) == (200, "zstd")
    assert zstandard.ZstdDecompressor().stream_reader(packed).read() == whole
    assert headers["Content-Type"] == plain["Content-Type"]
    assert headers["ETag"] != plain["ETag"]
    assert "Accept-Encoding" in headers["Vary"]
    assert headers["Repr-Digest"] != plain["Repr-Digest"]
    status, part, told = asked(client, {"Accept-Encoding": "zstd", "Range": "bytes=0-9"})
    assert (status, part) == (206, whole[:10]), "a part is one of the plain bytes"
    assert "Content-Encoding" not in told


def test_pages_of_other_hosts_may_read_files(client: FlaskClient) -> None:
    assert asked(client)[2]["Access-Control-Allow-Origin"] == "*"


def catalogue(client: FlaskClient, suffix: str = ".ttl", name: str = "turtle") -> rdflib.Graph:
    answer = client.get(f"/catalog{suffix}")
    assert answer.status_code == 200
    return rdflib.Graph().parse(data=answer.data, format=name)


def test_the_catalogue_describes_every_file(client: FlaskClient, kb: edukg.KnowledgeBase) -> None:
    graph = catalogue(client)
    found = {str(address): node for node, address in graph.subject_objects(DCAT.downloadURL)}
    assert set(found) == {f"http://localhost/dumps/{file.name}" for file in kb.downloads()}
    for file in kb.downloads():
        node = found[f"http://localhost/dumps/{file.name}"]
        assert graph.value(node, DCAT.byteSize) == rdflib.Literal(file.size, datatype=rdflib.XSD.nonNegativeInteger)
        checksum = graph.value(node, SPDX.checksum)
        assert str(graph.value(checksum, SPDX.checksumValue)).lower() == file.sha256
        assert str(graph.value(node, DCAT.mediaType)).endswith(file.media_type)
        packed = graph.value(node, DCAT.compressFormat)
        assert (str(packed).rpartition("/")[2] if packed else "") == file.coding
        datasets = list(graph.subjects(DCAT.distribution, node))
        assert len(datasets) == 1
        assert (datasets[0], rdflib.RDF.type, DCAT.Dataset) in graph
    whole = rdflib.URIRef("http://localhost/catalog#dataset")
    assert int(str(graph.value(whole, VOID.triples))) == kb.statistics.triples
    dumped = {str(address) for address in graph.objects(None, VOID.dataDump)}
    assert dumped == {f"http://localhost/dumps/{file.name}" for file in kb.downloads() if dumps.is_dump(file)}


@pytest.mark.filterwarnings("ignore:.*deprecated:DeprecationWarning")  # rdflib of itself
def test_the_catalogue_is_the_same_in_every_syntax(client: FlaskClient) -> None:
    turtle = catalogue(client)
    for suffix, name in ((".rdf", "xml"), (".jsonld", "json-ld"), (".nt", "nt")):
        assert set(catalogue(client, suffix, name)) == set(turtle), "no blank nodes, so equal is equal"
    for suffix, name in ((".trig", "trig"), (".nq", "nquads")):
        answer = client.get(f"/catalog{suffix}")
        quads = rdflib.Dataset().parse(data=answer.data, format=name)
        assert len(list(quads.quads())) == len(turtle)


def test_the_catalogue_is_chosen_by_accept(client: FlaskClient) -> None:
    answer = client.get("/catalog", headers={"Accept": "text/turtle;q=0.5, application/n-triples"})
    assert answer.mimetype == "application/n-triples"
    assert "Accept" in answer.headers["Vary"]
    assert client.get("/catalog?format=jsonld").mimetype == "application/ld+json"
    assert client.get("/catalog", headers={"Accept": "text/html"}).headers["Location"] == "/downloads"
    assert client.get("/catalog", headers={"Accept": "image/png"}).status_code == 406
    assert client.get("/catalog.png").status_code == 404
    assert client.get("/catalog?format=png").status_code == 404
    again = client.get("/catalog.ttl", headers={"If-None-Match": client.get("/catalog.ttl").headers["ETag"]})
    assert again.status_code == 304


def test_void_is_found_at_its_well_known_place(client: FlaskClient) -> None:
    answer = client.get("/.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
    graph = rdflib.Graph().parse(data=answer.data, format="turtle")
    assert (rdflib.URIRef("http://localhost/catalog"), rdflib.RDF.type, VOID.DatasetDescription) in graph


def test_the_catalogue_fits_the_application_profile(client: FlaskClient) -> None:
    """The shapes are ours, written after the tables of DCAT-AP 3.0; a fault of each kind shows that they see."""
    shapes = rdflib.Graph().parse(FIXTURES / "dcat-ap.ttl")
    graph = catalogue(client)
    conforms, _, told = pyshacl.validate(graph, shacl_graph=shapes)
    assert conforms, told
    whole = rdflib.URIRef("http://localhost/catalog#dataset")
    file = next(graph.objects(whole, DCAT.distribution))
    small = rdflib.Graph()
    small += (t for t in graph if "graph" not in f"{t[0]}{t[2]}")  # the whole alone, which is quicker to check
    assert pyshacl.validate(small, shacl_graph=shapes)[0]
    for fault in (
        (whole, rdflib.DCTERMS.title, None),
        (whole, rdflib.DCTERMS.description, None),
        (file, DCAT.accessURL, None),
        (rdflib.URIRef("http://localhost/catalog"), rdflib.DCTERMS.publisher, None),
        (rdflib.URIRef("http://localhost/catalog#sparql"), DCAT.endpointURL, None),
        (rdflib.URIRef("http://localhost/catalog#publisher"), rdflib.FOAF.name, None),
        (graph.value(file, DCAT.mediaType), rdflib.RDF.type, None),
        (graph.value(file, SPDX.checksum), SPDX.algorithm, None),
    ):
        broken = small - rdflib.Graph()
        broken.remove(fault)
        assert not pyshacl.validate(broken, shacl_graph=shapes)[0], fault
