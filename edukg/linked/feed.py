"""What a release changed, as a graph: a collection of activities in the words of ActivityStreams 2.0.

Harvesters of vocabularies read such feeds (https://www.w3.org/TR/activitystreams-vocabulary/). What came is a Create,
what went a Delete, all else an Update; `dcterms:type` says which of our kinds of change it is, `as:result` what stands
in the place of a meaning that was given up, and an attached source code brings over the data of others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from edukg.linked.context import Context
from edukg.linked.describing import Description, Triple
from edukg.linked.jsonld import Profile
from edukg.linked.writing import write
from edukg.model import Change, ChangeKind, Difference, Manifest
from edukg.namespaces import DCTERMS, ONTOLOGY, PREFIXES, RDF, XSD
from edukg.store.base import Iri, Literal

AS: Final = "https://www.w3.org/ns/activitystreams#"
_SCHEMA: Final = PREFIXES["schema"]
_TYPES: Final = {ChangeKind.ADDED: "Create", ChangeKind.REMOVED: "Delete"}
_KIND: Final = Iri(RDF + "type")


def of_changes(
    found: Difference | None,
    manifest: Manifest,
    address: str,
    media_type: str,
    *,
    summaries: Sequence[str],
    context: Context,
) -> bytes:
    """Write what a release changed; `found` is None for the oldest that is kept.

    `address` is that of the document, `summaries` are the changes in words, in their order.
    """
    triples = tuple(_collection(found, manifest, address, summaries))
    return write(Description(address, triples, document=True), media_type, context=context, profile=Profile.COMPACTED)


def _collection(
    found: Difference | None, manifest: Manifest, address: str, summaries: Sequence[str]
) -> Iterator[Triple]:
    whole, changes = Iri(address), found.changes if found else ()
    yield whole, _KIND, Iri(AS + "Collection")
    yield whole, Iri(AS + "name"), Literal(f"What changed in EduKG {manifest.version}", "en")
    yield whole, Iri(AS + "published"), _time(manifest.created)
    yield whole, Iri(AS + "totalItems"), Literal(str(len(changes)), datatype=XSD + "nonNegativeInteger")
    yield whole, Iri(DCTERMS + "subject"), Iri(f"{ONTOLOGY}/{manifest.version}")
    yield whole, Iri(DCTERMS + "identifier"), Literal(manifest.digest)
    if found:
        yield whole, Iri(DCTERMS + "replaces"), Iri(f"{ONTOLOGY}/{found.old}")
    for number, (change, summary) in enumerate(zip(changes, summaries, strict=True), start=1):
        activity = Iri(f"{address}#change-{number}")
        yield whole, Iri(AS + "items"), activity
        yield from _activity(activity, change, summary, manifest.created)


def _activity(activity: Iri, change: Change, summary: str, created: str) -> Iterator[Triple]:
    yield activity, _KIND, Iri(AS + _TYPES.get(change.kind, "Update"))
    yield activity, Iri(DCTERMS + "type"), Literal(change.kind.value)
    yield activity, Iri(AS + "object"), Iri(change.named.iri)
    yield activity, Iri(AS + "published"), _time(created)
    yield activity, Iri(AS + "summary"), Literal(summary, "en")
    for successor in change.into:
        yield activity, Iri(AS + "result"), Iri(successor.iri)
    if change.migration:
        code = Iri(activity.value + "-migration")
        yield activity, Iri(AS + "attachment"), code
        yield code, _KIND, Iri(_SCHEMA + "SoftwareSourceCode")
        yield code, Iri(_SCHEMA + "programmingLanguage"), Literal("SPARQL 1.1")
        yield code, Iri(_SCHEMA + "text"), Literal(change.migration)


def _time(iso: str) -> Literal:
    return Literal(iso, datatype=XSD + "dateTime")
