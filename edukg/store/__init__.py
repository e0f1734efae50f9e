"""Stores: one protocol (`base`), one module per engine."""

from __future__ import annotations

from edukg.store.base import (
    EVERYTHING,
    Answer,
    Blank,
    GraphChoice,
    Iri,
    Literal,
    Node,
    Solutions,
    Store,
    Triples,
    Truth,
)

__all__ = [
    "EVERYTHING",
    "Answer",
    "Blank",
    "GraphChoice",
    "Iri",
    "Literal",
    "Node",
    "Solutions",
    "Store",
    "Triples",
    "Truth",
]
