"""The catalogue of a release: every file and service, in DCAT (DCAT-AP 3.0) and VoID.

Portals harvest it, programs find the file they can read. Addresses are those of the installation that is asked; what
things are called by the European authority tables (languages, file types, themes) is said by these.

https://www.w3.org/TR/vocab-dcat-3/, https://semiceu.github.io/DCAT-AP/releases/3.0.0/, https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

import pyoxigraph as ox

from edukg.export.catalogue_words import KEYWORDS, SERVICES, WHOLE
from edukg.model import Download, DownloadKind, Manifest, Statistics, Texts
from edukg.namespaces import BASE, CONCEPT, DCTERMS, GRAPH, ONTOLOGY, PREFIXES, RDF, RDFS, TERM, XSD

DCAT: Final = PREFIXES["dcat"]
VOID: Final = PREFIXES["void"]
FOAF: Final = PREFIXES["foaf"]
OWL: Final = PREFIXES["owl"]
ADMS: Final = "http://www.w3.org/ns/adms#"
DCATAP: Final = "http://data.europa.eu/r5r/"
VCARD: Final = "http://www.w3.org/2006/vcard/ns#"
SPDX: Final = "http://spdx.org/rdf/terms#"
FORMATS: Final = "http://www.w3.org/ns/formats/"
LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"
_AUTHORITY: Final = "http://publications.europa.eu/resource/authority/"
_PUBLISHER_TYPE: Final = "http://purl.org/adms/publishertype/NonProfitOrganisation"
_LICENCE_TYPE: Final = "http://purl.org/adms/licencetype/Attribution"
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_LANGUAGES: Final = {"en": "ENG", "ru": "RUS", "uz": "UZB"}
_FILE_TYPES: Final = {
    "text/turtle": "RDF_TURTLE",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/n-quads": "RDF_N_QUADS",
    "application/trig": "RDF_TRIG",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON_LD",
    "application/json": "JSON",
    "application/csvm+json": "JSON",
    "application/x-tbx": "XML",
    "text/csv": "CSV",
    "text/plain": "TXT",
    "application/pdf": "PDF",
    "application/epub+zip": "EPUB",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
}
_VOID_FEATURES: Final = {
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/n-quads": "N-Quads",
    "application/trig": "TriG",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}
_PREFIXES: Final = {
    "dcat": DCAT, "dcterms": DCTERMS, "void": VOID, "foaf": FOAF, "adms": ADMS, "dcatap": DCATAP, "spdx": SPDX,
    "vcard": VCARD,
    "formats": FORMATS, "xsd": XSD, "rdfs": RDFS, "owl": OWL, "graph": GRAPH,
}  # fmt: skip

_Node = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Held:
    """All that a catalogue speaks of: the release, its files, its numbers, and the versions kept beside it."""

    manifest: Manifest
    statistics: Statistics
    files: Sequence[Download]
    earlier: Sequence[Manifest] = ()


def catalogue(held: Held, address: str, media_type: str) -> bytes:
    """The catalogue of an installation at an address (without a slash at its end), in one of the RDF syntaxes."""
    syntax = ox.RdfFormat.from_media_type(media_type)
    triples = dict.fromkeys(_Catalogue(held, address).triples())
    with_prefixes = syntax in {ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML}
    return ox.serialize(triples, format=syntax, prefixes=_PREFIXES if with_prefixes else None) or b""


def _n(iri: str) -> ox.NamedNode:
    return ox.NamedNode(iri)


def _texts(texts: Texts) -> Iterator[ox.Literal]:
    for language in texts.languages:
        yield ox.Literal(texts.value(language), language=language)


def _typed(value: str | int, datatype: str) -> ox.Literal:
    return ox.Literal(str(value), datatype=_n(XSD + datatype))


class _Catalogue:
    """Says it all, a thing at a time."""

    def __init__(self, held: Held, address: str) -> None:
        self._held, self._address = held, address
        self._iri = f"{address}/catalog"
        self._whole = f"{self._iri}#dataset"
        self._publisher, self._contact = f"{self._iri}#publisher", f"{self._iri}#contact"
        self._day = held.manifest.dated or held.manifest.created[:10]

    def triples(self) -> Iterator[ox.Triple]:
        yield from self._catalogue()
        yield from self._named_things()
        whole = [file for file in self._held.files if file.kind is not DownloadKind.GRAPH]
        yield from self._dataset(self._whole, whole)
        yield from self._about_whole()
        graphs: dict[str, list[Download]] = {}
        for file in self._held.files:
            if file.graph:
                graphs.setdefault(file.graph, []).append(file)
        for graph, files in graphs.items():
            yield from self._graph(graph, files)
        yield from self._services()

    def _said(self, iri: str, kinds: Iterable[str], said: Mapping[str, Iterable[_Node] | _Node]) -> Iterator[ox.Triple]:
        node = _n(iri)
        for kind in kinds:
            yield ox.Triple(node, _n(RDF + "type"), _n(kind))
        for predicate, values in said.items():
            several = [values] if isinstance(values, ox.NamedNode | ox.Literal) else values
            for value in several:
                yield ox.Triple(node, _n(predicate), value)

    def _common(self) -> dict[str, Iterable[_Node] | _Node]:
        return {
            DCTERMS + "publisher": _n(self._publisher),
            DCTERMS + "language": [_n(f"{_AUTHORITY}language/{code}") for code in _LANGUAGES.values()],
            DCTERMS + "license": _n(LICENCE),
            DCTERMS + "modified": _typed(self._day, "date"),
            DCAT + "keyword": [ox.Literal(word, language=code) for code, words in KEYWORDS.items() for word in words],
            DCAT + "contactPoint": _n(self._contact),
        }

    def _catalogue(self) -> Iterator[ox.Triple]:
        yield from self._said(
            self._iri,
            (DCAT + "Catalog", VOID + "DatasetDescription"),
            {
                **self._common(),
                DCTERMS + "issued": _typed(self._held.manifest.created, "dateTime"),
                DCTERMS + "title": _texts(WHOLE["catalogue"]),
                DCTERMS + "description": _texts(WHOLE["catalogue_description"]),
                FOAF + "homepage": _n(self._address + "/"),
                FOAF + "primaryTopic": _n(self._whole),
                FOAF + "topic": _n(self._whole),
                DCAT + "themeTaxonomy": _n(f"{_AUTHORITY}data-theme"),
                DCAT + "dataset": [_n(self._whole), *(_n(self._graph_iri(g)) for g in self._graphs())],
                DCAT + "service": [_n(f"{self._iri}#{name}") for name in SERVICES],
            },
        )
        yield from self._said(
            self._publisher,
            (FOAF + "Agent", FOAF + "Organization"),
            {
                FOAF + "name": ox.Literal("EduKG contributors"),
                FOAF + "homepage": _n(self._address + "/about"),
                DCTERMS + "type": _n(_PUBLISHER_TYPE),
            },
        )
        yield from self._said(
            self._contact,
            (VCARD + "Kind", VCARD + "Organization"),
            {
                VCARD + "fn": ox.Literal("EduKG contributors"),
                VCARD + "hasURL": _n(self._address + "/about/suggest"),
            },
        )
        yield from self._said(self._address + "/", (FOAF + "Document",), {})
        yield from self._said(self._address + "/about", (FOAF + "Document",), {})

    def _named_things(self) -> Iterator[ox.Triple]:
        """What is named from outside, with its class, so that checks of ranges need fetch nothing."""
        for code in _LANGUAGES.values():
            yield from self._said(f"{_AUTHORITY}language/{code}", (DCTERMS + "LinguisticSystem",), {})
        yield from self._said(LICENCE, (DCTERMS + "LicenseDocument",), {DCTERMS + "type": _n(_LICENCE_TYPE)})
        for iri, label in ((_LICENCE_TYPE, "Attribution"), (_PUBLISHER_TYPE, "Non-profit organisation")):
            yield from self._said(
                iri, (PREFIXES["skos"] + "Concept",), {PREFIXES["skos"] + "prefLabel": ox.Literal(label, language="en")}
            )
        yield from self._said(f"{_AUTHORITY}access-right/PUBLIC", (DCTERMS + "RightsStatement",), {})
        yield from self._said(f"{_AUTHORITY}frequency/IRREG", (DCTERMS + "Frequency",), {})
        skos = PREFIXES["skos"]
        yield from self._said(f"{_AUTHORITY}data-theme", (skos + "ConceptScheme",), {
            DCTERMS + "title": ox.Literal("Data theme", language="en"),
            skos + "prefLabel": ox.Literal("Data theme", language="en"),
        })  # fmt: skip
        yield from self._said(f"{_AUTHORITY}data-theme/EDUC", (skos + "Concept",), {
            skos + "prefLabel": ox.Literal("Education, culture and sport", language="en"),
            skos + "inScheme": _n(f"{_AUTHORITY}data-theme"),
        })  # fmt: skip
        yield from self._said(f"{_AUTHORITY}planned-availability/STABLE", (skos + "Concept",), {
            skos + "prefLabel": ox.Literal("stable", language="en"),
        })  # fmt: skip
        for media_type in dict.fromkeys(file.media_type for file in self._held.files):
            yield from self._said(_MEDIA + media_type, (DCTERMS + "MediaType",), {})
            if media_type in _FILE_TYPES:
                file_type = f"{_AUTHORITY}file-type/{_FILE_TYPES[media_type]}"
                yield from self._said(file_type, (DCTERMS + "MediaTypeOrExtent",), {})
        for packed in ("application/gzip", "application/zstd"):
            yield from self._said(_MEDIA + packed, (DCTERMS + "MediaType",), {})

    def _graphs(self) -> dict[str, None]:
        return dict.fromkeys(file.graph for file in self._held.files if file.graph)

    def _graph_iri(self, graph: str) -> str:
        return f"{self._iri}#graph-{quote(graph.removeprefix(GRAPH), safe='')}"

    def _file_iri(self, file: Download) -> str:
        return f"{self._iri}#file-{quote(file.name, safe='')}"

    def _file_address(self, file: Download) -> str:
        return f"{self._address}/dumps/{quote(file.name, safe='._-/')}"

    def _dataset(self, iri: str, files: Sequence[Download]) -> Iterator[ox.Triple]:
        """What is said of the whole and of a graph alike, with the files."""
        manifest = self._held.manifest
        rdf = [file for file in files if file.kind in {DownloadKind.WHOLE, DownloadKind.GRAPH}]
        features = dict.fromkeys(file.media_type for file in rdf)
        yield from self._said(
            iri,
            (DCAT + "Dataset", VOID + "Dataset"),
            {
                **self._common(),
                DCTERMS + "creator": _n(self._publisher),
                DCTERMS + "accessRights": _n(f"{_AUTHORITY}access-right/PUBLIC"),
                DCTERMS + "accrualPeriodicity": _n(f"{_AUTHORITY}frequency/IRREG"),
                DCAT + "theme": _n(f"{_AUTHORITY}data-theme/EDUC"),
                DCAT + "version": ox.Literal(manifest.version),
                DCAT + "landingPage": _n(f"{self._address}/downloads"),
                DCAT + "distribution": [_n(self._file_iri(file)) for file in files],
                VOID + "sparqlEndpoint": _n(f"{self._address}/sparql"),
                VOID + "dataDump": [_n(self._file_address(file)) for file in rdf],
                VOID + "feature": [_n(FORMATS + _VOID_FEATURES[name]) for name in features],
            },
        )
        yield from self._said(f"{self._address}/downloads", (FOAF + "Document",), {})
        for file in files:
            yield from self._distribution(file)

    def _distribution(self, file: Download) -> Iterator[ox.Triple]:
        iri = self._file_iri(file)
        checksum = f"{iri}-sha256"
        said: dict[str, Iterable[_Node] | _Node] = {
            DCTERMS + "title": ox.Literal(file.name),
            DCTERMS + "description": ox.Literal(file.label, language=file.language),
            DCAT + "accessURL": _n(f"{self._address}/downloads"),
            DCAT + "downloadURL": _n(self._file_address(file)),
            DCAT + "mediaType": _n(_MEDIA + file.media_type),
            DCAT + "byteSize": _typed(file.size, "nonNegativeInteger"),
            SPDX + "checksum": _n(checksum),
            DCTERMS + "license": _n(LICENCE),
            DCTERMS + "modified": _typed(self._day, "date"),
            DCATAP + "availability": _n(f"{_AUTHORITY}planned-availability/STABLE"),
        }
        if file.media_type in _FILE_TYPES:
            said[DCTERMS + "format"] = _n(f"{_AUTHORITY}file-type/{_FILE_TYPES[file.media_type]}")
        if file.coding:
            said[DCAT + "compressFormat"] = _n(f"{_MEDIA}application/{file.coding}")
        if file.kind is DownloadKind.GLOSSARY:
            said[DCTERMS + "language"] = _n(f"{_AUTHORITY}language/{_LANGUAGES[file.language]}")
        yield from self._said(iri, (DCAT + "Distribution",), said)
        yield from self._said(
            checksum,
            (SPDX + "Checksum",),
            {
                SPDX + "algorithm": _n(SPDX + "checksumAlgorithm_sha256"),
                SPDX + "checksumValue": _typed(file.sha256, "hexBinary"),
            },
        )
        yield from self._said(SPDX + "checksumAlgorithm_sha256", (SPDX + "ChecksumAlgorithm",), {})

    def _about_whole(self) -> Iterator[ox.Triple]:
        manifest, statistics = self._held.manifest, self._held.statistics
        versions = [f"{self._iri}#version-{earlier.digest[:16]}" for earlier in self._held.earlier]
        yield from self._said(
            self._whole,
            (),
            {
                DCTERMS + "title": _texts(WHOLE["title"]),
                DCTERMS + "description": _texts(WHOLE["description"]),
                DCAT + "keyword": [
                    ox.Literal(word, language=code) for code, words in KEYWORDS.items() for word in words
                ],
                DCTERMS + "identifier": ox.Literal(ONTOLOGY),
                ADMS + "identifier": _n(f"{self._whole}-digest"),
                DCTERMS + "issued": _typed(manifest.created, "dateTime"),
                DCTERMS + "hasPart": [_n(self._graph_iri(graph)) for graph in self._graphs()],
                DCAT + "previousVersion": [_n(iri) for iri in versions[:1]],
                FOAF + "page": _n(f"{self._address}/about"),
                VOID + "triples": _typed(statistics.triples, "integer"),
                VOID + "distinctSubjects": _typed(statistics.subjects, "integer"),
                VOID + "classes": _typed(len(statistics.classes), "integer"),
                VOID + "properties": _typed(len(statistics.properties), "integer"),
                VOID + "uriSpace": ox.Literal(BASE),
                VOID + "vocabulary": [_n(ONTOLOGY), *(_n(PREFIXES[p]) for p in ("ontolex", "frac", "skos"))],
                VOID + "rootResource": _n(ONTOLOGY),
                VOID + "exampleResource": [_n(f"{TERM}educational-cluster-en"), _n(f"{CONCEPT}cluster-association")],
                VOID + "subset": [_n(self._graph_iri(graph)) for graph in self._graphs()],
            },
        )
        yield from self._said(
            f"{self._whole}-digest",
            (ADMS + "Identifier",),
            {PREFIXES["skos"] + "notation": ox.Literal(manifest.digest)},
        )
        for iri, earlier in zip(versions, self._held.earlier, strict=True):
            yield from self._said(
                iri,
                (DCAT + "Dataset",),
                {
                    DCTERMS + "title": _texts(WHOLE["title"]),
                    DCTERMS + "description": _texts(WHOLE["description"]),
                    DCTERMS + "issued": _typed(earlier.created, "dateTime"),
                    DCTERMS + "publisher": _n(self._publisher),
                    DCTERMS + "identifier": ox.Literal(earlier.digest),
                    DCAT + "version": ox.Literal(earlier.version),
                    DCAT + "isVersionOf": _n(self._whole),
                },
            )
            yield ox.Triple(_n(self._whole), _n(DCAT + "hasVersion"), _n(iri))

    def _graph(self, graph: str, files: Sequence[Download]) -> Iterator[ox.Triple]:
        iri, name = self._graph_iri(graph), graph.removeprefix(GRAPH)
        yield from self._dataset(iri, files)
        titles = {text.language: f"{text.value}: {name}" for text in WHOLE["title"]}
        yield from self._said(
            iri,
            (),
            {
                DCTERMS + "title": [ox.Literal(title, language=code) for code, title in titles.items()],
                DCTERMS + "description": _texts(WHOLE["graph_description"]),
                DCTERMS + "identifier": ox.Literal(graph),
                DCTERMS + "isPartOf": _n(self._whole),
                VOID + "triples": _typed(self._held.statistics.graphs.get(graph, 0), "integer"),
            },
        )

    def _services(self) -> Iterator[ox.Triple]:
        for name, service in SERVICES.items():
            yield from self._said(
                f"{self._iri}#{name}",
                (DCAT + "DataService",),
                {
                    DCTERMS + "title": _texts(service.titles),
                    DCTERMS + "description": _texts(service.descriptions),
                    **self._common(),
                    DCTERMS + "accessRights": _n(f"{_AUTHORITY}access-right/PUBLIC"),
                    DCTERMS + "conformsTo": _n(service.standard),
                    DCAT + "endpointURL": _n(self._address + service.path),
                    DCAT + "endpointDescription": _n(self._address + service.described),
                    DCAT + "servesDataset": _n(self._whole),
                    DCAT + "theme": _n(f"{_AUTHORITY}data-theme/EDUC"),
                    FOAF + "page": _n(self._address + service.page),
                },
            )
            yield from self._said(service.standard, (DCTERMS + "Standard",), {})
            yield from self._said(self._address + service.path, (RDFS + "Resource",), {})
            yield from self._said(self._address + service.page, (FOAF + "Document",), {})
