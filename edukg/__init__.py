"""EduKG: what the terms of the cluster approach in education mean.

    import edukg
    kb = edukg.open()
    [sense.label for sense in kb.term("educational cluster").senses]

Importing the package costs next to nothing; the engines are loaded by the first thing that needs them.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

from edukg import errors

if TYPE_CHECKING:
    from edukg.answers import Graph, Table
    from edukg.kb import KnowledgeBase
    from edukg.kb import open_ as open  # noqa: A004  # `edukg.open` is the name people expect
    from edukg.remote import RemoteKnowledgeBase, connect
    from edukg.store.base import Iri, Literal

__version__ = version("edukg")

_LAZY = {
    "Graph": ("edukg.answers", "Graph"),
    "Iri": ("edukg.store.base", "Iri"),
    "KnowledgeBase": ("edukg.kb", "KnowledgeBase"),
    "Literal": ("edukg.store.base", "Literal"),
    "RemoteKnowledgeBase": ("edukg.remote", "RemoteKnowledgeBase"),
    "Table": ("edukg.answers", "Table"),
    "connect": ("edukg.remote", "connect"),
    "open": ("edukg.kb", "open_"),
}


def __getattr__(name: str) -> object:
    if name in _LAZY:
        module, attribute = _LAZY[name]
        found: object = getattr(import_module(module), attribute)
        return found
    raise AttributeError(f"module 'edukg' has no attribute '{name}'")


__all__ = [
    "Graph",
    "Iri",
    "KnowledgeBase",
    "Literal",
    "RemoteKnowledgeBase",
    "Table",
    "__version__",
    "connect",
    "errors",
    "open",
]
