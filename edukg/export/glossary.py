"""A glossary to print: every meaning of every term in one language, by family, with an index, as PDF.

Set by Typst (Apache-2.0), which brings its fonts along and needs no network; the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typst

from edukg.export.entries import ConceptEntry
from edukg.export.view import View
from edukg.export.words import WORDS
from edukg.model import DownloadKind, Manifest
from edukg.namespaces import LANGUAGES, ONTOLOGY

_TEMPLATE: Final = Path(__file__).with_name("glossary.typ")
_USES: Final = 12
"""Sources named for a meaning; the knowledge base has them all."""


def view(entries: Sequence[ConceptEntry], manifest: Manifest, language: str) -> View:
    """The glossary of one language as a PDF."""
    data = json.dumps(content(entries, manifest, language), ensure_ascii=False)
    written = typst.compile(_TEMPLATE.read_bytes(), format="pdf", sys_inputs={"data": data})
    assert isinstance(written, bytes)  # noqa: S101  # one output file gives one value
    name = f"edukg-glossary-{language}.pdf"
    return View(name, WORDS[language]["title"], "application/pdf", written, language, DownloadKind.GLOSSARY)


def content(entries: Sequence[ConceptEntry], manifest: Manifest, language: str) -> dict[str, object]:
    """All that the glossary of a language says, ready to be set."""
    words = WORDS[language]
    families: dict[str, list[ConceptEntry]] = defaultdict(list)
    for entry in entries:
        families[entry.concept.family.iri if entry.concept.family else ""].append(entry)
    return {
        "language": language,
        "title": words["title"],
        "subtitle": words["subtitle"],
        "imprint": words["imprint"].format(
            version=manifest.version, day=manifest.dated or manifest.created[:10], iri=ONTOLOGY
        ),
        "version": manifest.version,
        "words": words,
        "families": [
            {
                "name": _family_name(found, iri, language),
                "note": "",
                "entries": [
                    _entry(e, language) for e in sorted(found, key=lambda e: e.concept.label(language).casefold())
                ],
            }
            for iri, found in sorted(families.items(), key=lambda item: (not item[0], item[0]))
        ],
        "index": _index(entries, language),
    }


def _family_name(entries: Sequence[ConceptEntry], iri: str, language: str) -> str:
    family = entries[0].concept.family
    return family.label(language) if iri and family else WORDS[language]["others"]


def _entry(entry: ConceptEntry, language: str) -> dict[str, object]:
    concept = entry.concept
    others = [code for code in LANGUAGES if code != language]
    uses = dict.fromkeys(f"{use.source.label}" for use in entry.uses())
    return {
        "label": concept.label(language),
        "iri": concept.iri,
        "definition": concept.definitions.value(language),
        "scope": " ".join(concept.scope_notes.all(language)),
        "terms": [term.term.written for term in entry.of(language)],
        "others": [
            {"language": WORDS[language][code], "terms": [term.term.written for term in entry.of(code)]}
            for code in others
            if entry.of(code)
        ],
        "features": [{"name": f.kind.label(language), "value": f.value.label(language)} for f in concept.features],
        "confused": [other.label(language) for other in concept.confused_with],
        "uses": list(uses)[:_USES],
    }


def _index(entries: Sequence[ConceptEntry], language: str) -> list[dict[str, object]]:
    found: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        for term in entry.of(language):
            found[term.term.written].append(entry.concept.label(language))
    return [{"term": term, "labels": labels} for term, labels in sorted(found.items(), key=lambda i: i[0].casefold())]
