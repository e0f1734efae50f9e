"""OBO Graphs JSON (https://github.com/geneontology/obographs), which ontology browsers and mapping tools read."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from edukg.export.entries import ConceptEntry
from edukg.export.view import View
from edukg.model import Manifest, Texts
from edukg.namespaces import CONCEPT, RDFS, SKOS

_LANGUAGE: Final = "en"
"""OBO Graphs has one label for a node and no language on it; the others go in as properties."""


def view(entries: Sequence[ConceptEntry], manifest: Manifest) -> View:
    """The concepts as nodes, their hierarchy and relations as edges."""
    nodes = [_node(entry) for entry in entries]
    known = {entry.concept.iri for entry in entries}
    edges = [
        {"sub": entry.concept.iri, "pred": predicate, "obj": other.iri}
        for entry in entries
        for predicate, others in (("is_a", entry.concept.broader), (SKOS + "related", entry.concept.related))
        for other in others
        if other.iri in known
    ]
    graph = {
        "id": CONCEPT,
        "lbl": "EduKG concepts",
        "meta": {"version": manifest.version, "basicPropertyValues": []},
        "nodes": [*nodes, {"id": SKOS + "related", "lbl": "related", "type": "PROPERTY", "propertyType": "OBJECT"}],
        "edges": edges,
    }
    content = json.dumps({"graphs": [graph]}, ensure_ascii=False, indent=1)
    return View("edukg-obograph.json", "OBO Graphs", "application/json", content.encode())


def _node(entry: ConceptEntry) -> dict[str, object]:
    concept = entry.concept
    sources = sorted({use.source.iri for use in entry.uses()})
    return {
        "id": concept.iri,
        "lbl": concept.labels.value(_LANGUAGE),
        "type": "CLASS",
        "meta": {
            "definition": {"val": concept.definitions.value(_LANGUAGE), "xrefs": sources},
            "synonyms": [
                {"pred": "hasBroadSynonym" if term.term.senses > 1 else "hasExactSynonym", "val": term.term.written}
                for term in entry.of(_LANGUAGE)
            ],
            "basicPropertyValues": [
                *_others(RDFS + "label", concept.labels),
                *_others(SKOS + "definition", concept.definitions),
                *({"pred": feature.kind.iri, "val": feature.value.iri} for feature in concept.features),
            ],
        },
    }


def _others(predicate: str, texts: Texts) -> list[dict[str, object]]:
    return [
        {"pred": predicate, "val": text.value, "lang": text.language} for text in texts if text.language != _LANGUAGE
    ]
