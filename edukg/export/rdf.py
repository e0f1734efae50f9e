"""The views that are RDF: constructed by queries, written in Turtle in a stable order."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Final

import pyoxigraph as ox

from edukg import resources
from edukg.export.view import View
from edukg.media import N_TRIPLES, TURTLE
from edukg.namespaces import PREFIXES
from edukg.store.base import Store

_PREFIXES: Final = {**PREFIXES, "skosxl": "http://www.w3.org/2008/05/skos-xl#"}
_VIEWS: Final = (
    ("edukg-skos.ttl", "SKOS", ("export/skos",)),
    ("edukg-skosxl.ttl", "SKOS-XL", ("export/skos", "export/skosxl")),
    ("edukg-ontolex.ttl", "OntoLex-Lemon", ("export/ontolex",)),
)


def views(store: Store) -> Iterator[View]:
    """SKOS, SKOS with SKOS-XL, and OntoLex."""
    for name, label, queries in _VIEWS:
        answers = (store.query(resources.query(query)).serialise(N_TRIPLES.name) for query in queries)
        lines = {line for answer in answers for line in answer.splitlines(keepends=True)}
        triples = list(ox.parse(b"".join(sorted(lines)), format=ox.RdfFormat.N_TRIPLES))
        used = "\n".join(f"{t.subject} {t.predicate} {t.object}" for t in triples)
        prefixes = {prefix: iri for prefix, iri in _PREFIXES.items() if f"<{iri}" in used}
        content = io.BytesIO()
        ox.serialize(triples, content, format=ox.RdfFormat.TURTLE, prefixes=prefixes)
        yield View(name, label, TURTLE.name, content.getvalue())
