"""What programs are told of one IRI, and how it is written down.

describing.py  an IRI → a description of bounded size, in pages
writing.py     a description → Turtle, RDF/XML, N-Triples, JSON-LD, with links between its pages
jsonld.py      triples → JSON-LD: framed, compacted, flattened or expanded
context.py     the ontology → the JSON-LD context that is published
data.py        the above over one store
versions.py    the versions that are kept
feed.py        what a release changed
missing.py     what is said, in RDF, of an IRI that does not answer
"""

from __future__ import annotations

from edukg.linked.context import CONTEXT, Context, context_of
from edukg.linked.data import LinkedData
from edukg.linked.describing import Description, Triple
from edukg.linked.feed import of_changes
from edukg.linked.jsonld import PROFILES, Profile, profile_in
from edukg.linked.missing import missing
from edukg.linked.versions import of_versions
from edukg.linked.writing import Place, pages_around

__all__ = [
    "CONTEXT",
    "PROFILES",
    "Context",
    "Description",
    "LinkedData",
    "Place",
    "Profile",
    "Triple",
    "context_of",
    "missing",
    "of_changes",
    "of_versions",
    "pages_around",
    "profile_in",
]
