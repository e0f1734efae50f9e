"""What lies below what: the classes of the ontology, and the concepts, each as a tree that is read once.

A release never changes, and its classes and concepts are few beside its data, so a tree is kept whole; the children of
a node with thousands of them are then a slice of a list. A node with several wider ones stands under each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from threading import Lock
from typing import Any

from edukg.model import Named, Text, Texts
from edukg.resources import query
from edukg.store.base import Literal, Node, Store

Order = Callable[[str], Any]


class Hierarchy:
    """A tree of named nodes. Safe to share between threads."""

    def __init__(self, rows: Iterable[Mapping[str, Node]]) -> None:
        labels: dict[str, list[Text]] = {}
        wider: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            node = str(row["node"])
            labels.setdefault(node, [])
            label = row.get("label")
            if isinstance(label, Literal):
                labels[node].append(Text(label.value, label.language))
            if "wider" in row:
                wider[node].add(str(row["wider"]))
        self._named = {iri: Named(iri, Texts(tuple(texts))) for iri, texts in labels.items()}
        self._wider = {iri: _nearest(iri, wider, self._named) for iri in self._named}
        self._narrower: dict[str, list[str]] = defaultdict(list)
        for iri, above in self._wider.items():
            for parent in above:
                self._narrower[parent].append(iri)
        self._roots = [iri for iri in self._named if not self._wider[iri]]
        self._ordered: dict[tuple[str, str], tuple[Named, ...]] = {}
        self._lock = Lock()

    @classmethod
    def of_classes(cls, store: Store) -> Hierarchy:
        """The classes of the ontology, as asserted and inferred."""
        return cls(store.select(query("hierarchy/classes")))

    @classmethod
    def of_concepts(cls, store: Store) -> Hierarchy:
        """The concepts by broader and narrower."""
        return cls(store.select(query("hierarchy/concepts")))

    def __len__(self) -> int:
        return len(self._named)

    def __contains__(self, iri: object) -> bool:
        return iri in self._named

    def named(self, iri: str) -> Named:
        """A node with its names."""
        return self._named.get(iri, Named(iri))

    def children(self, iri: str, language: str, order: Order) -> tuple[Named, ...]:
        """What lies right below a node ("" for the top), by name in a language; put in order once."""
        key = (iri, language)
        with self._lock:
            if key not in self._ordered:
                below = self._roots if not iri else self._narrower.get(iri, [])
                named = (self._named[child] for child in below)
                self._ordered[key] = tuple(sorted(named, key=lambda n: (order(n.label(language)), n.iri)))
            return self._ordered[key]

    def number_below(self, iri: str) -> int:
        """How many nodes lie right below a node."""
        return len(self._narrower.get(iri, ()))

    def wider(self, iri: str) -> tuple[Named, ...]:
        """What lies right above a node."""
        return tuple(self._named[above] for above in sorted(self._wider.get(iri, ())))

    def path(self, iri: str) -> tuple[str, ...]:
        """One way from the top down to a node, the node itself last."""
        found = [iri]
        while self._wider.get(found[0]):
            above = min(self._wider[found[0]])
            if above in found:
                break
            found.insert(0, above)
        return tuple(found)


def _nearest(iri: str, wider: Mapping[str, set[str]], known: Mapping[str, Named]) -> frozenset[str]:
    """The wider nodes between which and a node no other lies: what is said of all of them is said of the nearest."""
    direct = {above for above in wider.get(iri, ()) if above in known}
    far: set[str] = set()
    for above in direct:
        far |= _above(above, wider) - {above}
    nearest = direct - (far - {iri})
    equal = {above for above in direct if iri in wider.get(above, ())}
    return frozenset(nearest - {above for above in equal if iri < above})


def _above(iri: str, wider: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [iri]
    while todo:
        for above in wider.get(todo.pop(), ()):
            if above not in found:
                found.add(above)
                todo.append(above)
    return found


__all__ = ["Hierarchy"]
