"""The versions that are kept, as RDF: which there are, which came before which, and where each can be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from edukg.linked.context import Context
from edukg.linked.describing import Description, Triple
from edukg.linked.jsonld import Profile
from edukg.linked.writing import write
from edukg.model import Manifest
from edukg.namespaces import DCTERMS, ONTOLOGY, OWL, PREFIXES, RDF, XSD
from edukg.store.base import Iri, Literal


def of_versions(kept: Sequence[Manifest], address: str, media_type: str, *, context: Context) -> bytes:
    """Write what is said of some releases, the newest first, that are served by the site at an address.

    Of several builds of a version the newest is what the version stands for.
    """
    newest: dict[str, Manifest] = {}
    for manifest in kept:
        newest.setdefault(manifest.version, manifest)
    triples = tuple(_triples(tuple(newest.values()), address))
    found = Description(ONTOLOGY, triples, document=True)
    return write(found, media_type, context=context, profile=Profile.COMPACTED)


def _triples(versions: Sequence[Manifest], address: str) -> Iterator[Triple]:
    whole, kind = Iri(ONTOLOGY), Iri(RDF + "type")
    yield whole, kind, Iri(OWL + "Ontology")
    for place, manifest in enumerate(versions):
        version, served = Iri(f"{ONTOLOGY}/{manifest.version}"), f"{address}/version/{manifest.version}/"
        yield whole, Iri(DCTERMS + "hasVersion"), version
        if place == 0:
            yield whole, Iri(OWL + "versionIRI"), version
        yield version, kind, Iri(OWL + "Ontology")
        yield version, Iri(DCTERMS + "isVersionOf"), whole
        yield version, Iri(OWL + "versionInfo"), Literal(manifest.version)
        yield version, Iri(DCTERMS + "issued"), Literal(manifest.created, datatype=XSD + "dateTime")
        yield version, Iri(DCTERMS + "identifier"), Literal(manifest.digest)
        yield version, Iri(PREFIXES["foaf"] + "page"), Iri(served)
        yield version, Iri(PREFIXES["void"] + "sparqlEndpoint"), Iri(served + "sparql")
        yield version, Iri(PREFIXES["dcat"] + "landingPage"), Iri(served + "downloads")
        if place + 1 < len(versions):
            earlier = Iri(f"{ONTOLOGY}/{versions[place + 1].version}")
            yield version, Iri(OWL + "priorVersion"), earlier
            yield version, Iri(DCTERMS + "replaces"), earlier
