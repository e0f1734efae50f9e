"""Stores: one protocol (`base`), one module per engine."""

from __future__ import annotations

from edukg.store.base import (
    EVERYTHING,
    OURS,
    Answer,
    Blank,
    GraphChoice,
    Iri,
    Literal,
    Node,
    Solutions,
    Store,
    Terms,
    Triples,
    Truth,
)

__all__ = [
    "EVERYTHING",
    "OURS",
    "Answer",
    "Blank",
    "GraphChoice",
    "Iri",
    "Literal",
    "Node",
    "Solutions",
    "Store",
    "Terms",
    "Triples",
    "Truth",
]
