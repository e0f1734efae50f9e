"""What is said, in RDF, of an IRI that does not answer, so that a program that asked for RDF can read why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from edukg.linked.context import VOCABULARIES, Context
from edukg.linked.describing import Description, Triple
from edukg.linked.jsonld import Profile
from edukg.linked.writing import write
from edukg.namespaces import RDF, XSD
from edukg.store.base import Iri, Literal

_HYDRA = VOCABULARIES["hydra"]


def missing(
    address: str,
    media_type: str,
    *,
    status: int,
    titles: Mapping[str, str],
    details: Mapping[str, str],
    said: Sequence[Triple] = (),
    context: Context,
) -> bytes:
    """An error as RDF, about the address that was asked for: status, title and detail (https://www.hydra-cg.com/spec/).

    `titles` and `details` are texts by language; `said` is what is still known of a thing that is gone.
    """
    triples = tuple(_error(address, status, titles, details))
    return write(
        Description(address, (*triples, *said), document=bool(said)),
        media_type,
        context=context,
        profile=Profile.FRAMED,
    )


def _error(address: str, status: int, titles: Mapping[str, str], details: Mapping[str, str]) -> Iterator[Triple]:
    subject = Iri(address)
    yield subject, Iri(RDF + "type"), Iri(_HYDRA + "Error")
    yield subject, Iri(_HYDRA + "statusCode"), Literal(str(status), datatype=XSD + "integer")
    for name, texts in (("title", titles), ("description", details)):
        for language, text in texts.items():
            yield subject, Iri(_HYDRA + name), Literal(text, language)
