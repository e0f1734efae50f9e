"""IRIs that have been given up: what the register in `ontology/deprecated.ttl` says of them."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from edukg.model import Named, Retired, Text, Texts
from edukg.resources import query
from edukg.store.base import Iri, Literal, Store

WITHDRAWN: Final = "http://purl.org/adms/status/Withdrawn"
"""The status of a name that answers no more (https://semiceu.github.io/ADMS/releases/2.00/#status)."""


def retired(store: Store, iri: str) -> Retired | None:
    """What became of an IRI that is deprecated (owl:deprecated), or None when it is in use."""
    rows = store.select(query("lexicon/retired"), bindings={"iri": Iri(iri)})
    if not rows:
        return None
    labels: dict[str, set[Text]] = defaultdict(set)
    notes: set[Text] = set()
    for row in rows:
        note, label = row.get("note"), row.get("label")
        if isinstance(note, Literal):
            notes.add(Text(note.value, note.language))
        if "successor" in row:
            found = labels[str(row["successor"])]
            if isinstance(label, Literal):
                found.add(Text(label.value, label.language))
    return Retired(
        iri=iri,
        withdrawn=any(str(row.get("status", "")) == WITHDRAWN for row in rows),
        replaced_by=tuple(Named(other, _sorted(texts)) for other, texts in sorted(labels.items())),
        notes=_sorted(notes),
    )


def _sorted(texts: set[Text]) -> Texts:
    return Texts(tuple(sorted(texts, key=lambda text: (text.language, text.value))))
