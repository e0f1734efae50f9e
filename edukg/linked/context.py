"""The ontology and its prefixes → the JSON-LD context that every answer is written with.

Names of ours stand bare (`@vocab`), a borrowed property under its local name where that is free, all else under its
prefix. A property whose values are all things is coerced to `@id`, one whose values are all texts in a language is a
map by language, one of a single datatype has that datatype (https://www.w3.org/TR/json-ld11/#type-coercion).
"""

from __future__ import annotations

import re
from typing import Final

from edukg.namespaces import BASE, EDUKG, PREFIXES, RDF, XSD
from edukg.resources import query
from edukg.store.base import XSD_STRING, Store

CONTEXT: Final = BASE + "context.jsonld"
"""The IRI of the context; a deployment serves it at the same path."""
_LANG_STRING: Final = RDF + "langString"
_BARE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_NATIVE: Final = frozenset(XSD + name for name in ("boolean", "integer", "double"))
VOCABULARIES: Final = {prefix: iri for prefix, iri in PREFIXES.items() if not iri.startswith(BASE)} | {
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "as": "https://www.w3.org/ns/activitystreams#",
}
"""The prefixes of borrowed names. Ours have none: an IRI of data is written in full, so that it can be followed."""

Context = dict[str, str | float | dict[str, str]]


def context_of(store: Store) -> Context:
    """The context for what a store holds: the same for the same data."""
    terms: dict[str, dict[str, str]] = {}
    for row in store.select(query("linked/declared")):
        of_things = str(row["ofThings"]) == "1"
        terms[str(row["property"])] = {"@type": "@id"} if of_things else _datatype(str(row.get("datatype", "")))
    for row in store.select(query("linked/properties")):
        values, things, texts = (int(str(row[name])) for name in ("values", "things", "texts"))
        how: dict[str, str] = {}
        if things == values:
            how = {"@type": "@id"}
        elif texts == values:
            how = {"@container": "@language"}
        elif not things and str(row["datatypes"]) == "1":
            how = _datatype(str(row["one"]))
        terms[str(row["property"])] = how
    terms.pop(RDF + "type", None)
    return {"@version": 1.1, "@vocab": EDUKG, **VOCABULARIES, **_named(terms)}


def _datatype(iri: str) -> dict[str, str]:
    return {"@type": iri} if iri and iri not in {XSD_STRING, _LANG_STRING} else {}


def _named(terms: dict[str, dict[str, str]]) -> Context:
    """Each property under a name of its own; vocabularies that come first among the prefixes choose first."""
    order = [EDUKG, *VOCABULARIES.values()]
    found: Context = {}
    for namespace in order:
        for iri, how in sorted(terms.items()):
            local = iri.removeprefix(namespace)
            if local == iri or not _BARE.fullmatch(local):
                continue
            name = local if local not in found and local not in VOCABULARIES else _prefixed(iri)
            found[name] = {"@id": iri, **how}
    return dict(sorted(found.items()))


def _prefixed(iri: str) -> str:
    return next(f"{prefix}:{iri[len(space) :]}" for prefix, space in VOCABULARIES.items() if iri.startswith(space))
