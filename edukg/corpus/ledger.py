"""The ledger: which document of a corpus uses which sense how often, as RDF that a release can hold.

The vocabulary is FrAC (Frequency, Attestation and Corpus Information, W3C Ontology-Lexica Community Group): a sense has
a frequency, which was observed in a document; a document has title, creator and date in Dublin Core terms.
"""

from __future__ import annotations

import itertools
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from edukg.corpus.rows import Row
from edukg.namespaces import CONCEPT, DCTERMS, FRAC, PREFIXES, RDF, RDFS, SENSE, TERM, XSD
from edukg.usage import Knowledge

_TYPE: Final = ox.NamedNode(RDF + "type")


def write(rows: Iterable[Row], knowledge: Knowledge, path: Path) -> None:
    """Write the ledger of the uses in some rows, which come document by document, as Turtle."""
    used = ("rdf", "rdfs", "xsd", "frac", "dcterms", "sense", "concept", "term")
    prefixes = {name: PREFIXES[name] for name in used}
    ox.serialize(_triples(rows, knowledge), str(path), format=ox.RdfFormat.TURTLE, prefixes=prefixes)


def _triples(rows: Iterable[Row], knowledge: Knowledge) -> Iterator[ox.Triple]:
    senses = {(entry.iri, concept) for entry in knowledge.entries for concept in entry.concepts}
    for name, group in itertools.groupby(rows, key=lambda row: row["file"]):
        counted: Counter[tuple[str, str]] = Counter()
        first: Row = {}
        for row in group:
            first = first or row
            if row["record"] == "use" and row["status"] == "resolved" and row["concept"]:
                counted[row["term"], row["concept"]] += 1
        if counted:
            yield from _document(name, first, counted, senses)


def _document(
    name: str, row: Row, counted: Counter[tuple[str, str]], senses: set[tuple[str, str]]
) -> Iterator[ox.Triple]:
    identity = "\t".join((name, row["title"], row["author"], row["date"]))
    document = ox.NamedNode(uuid.uuid5(uuid.NAMESPACE_URL, identity).urn)
    yield ox.Triple(document, _TYPE, ox.NamedNode(FRAC + "Corpus"))
    yield ox.Triple(document, ox.NamedNode(RDFS + "label"), ox.Literal(row["title"] or name))
    yield ox.Triple(document, ox.NamedNode(DCTERMS + "identifier"), ox.Literal(name))
    if row["author"]:
        yield ox.Triple(document, ox.NamedNode(DCTERMS + "creator"), ox.Literal(row["author"]))
    if row["date"]:
        yield ox.Triple(document, ox.NamedNode(DCTERMS + "date"), ox.Literal(row["date"]))
    for (term, concept), number in sorted(counted.items()):
        frequency = ox.NamedNode(uuid.uuid5(uuid.NAMESPACE_URL, f"{identity}\t{term}\t{concept}").urn)
        meant = SENSE + term.removeprefix(TERM) + "-" + concept.removeprefix(CONCEPT)
        subject = meant if (term, concept) in senses else concept
        yield ox.Triple(ox.NamedNode(subject), ox.NamedNode(FRAC + "frequency"), frequency)
        yield ox.Triple(frequency, _TYPE, ox.NamedNode(FRAC + "Frequency"))
        yield ox.Triple(frequency, ox.NamedNode(FRAC + "observedIn"), document)
        yield ox.Triple(
            frequency, ox.NamedNode(RDF + "value"), ox.Literal(str(number), datatype=ox.NamedNode(XSD + "integer"))
        )
