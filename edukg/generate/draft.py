"""A stretch of generated data before it is written: things with what is said of them, by kind, ready for faults.

IRIs of generated things are below `https://example.org/generated/`, which belongs to nobody, so that what is made up is
never taken for a fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Final

import pyoxigraph as ox

from edukg.namespaces import PREFIXES, RDF, XSD, expand

GENERATED: Final = "https://example.org/generated/"

Object = ox.NamedNode | ox.Literal
_TYPE: Final = ox.NamedNode(RDF + "type")


@cache
def name(curie: str) -> ox.NamedNode:
    """The node of a prefixed name of ours, such as `edukg:Place`."""
    iri = expand(curie)
    if iri is None:
        raise ValueError(f"{curie} has none of the prefixes {', '.join(PREFIXES)}")
    return ox.NamedNode(iri)


@cache
def _datatype(local: str) -> ox.NamedNode:
    return ox.NamedNode(XSD + local)


def typed(value: str, datatype: str) -> ox.Literal:
    """A literal of a datatype of XML Schema, named by its local part."""
    return ox.Literal(value, datatype=_datatype(datatype))


class Draft:
    """Statements about generated things; a thing that bears a fault is used for no other."""

    def __init__(self, seed: int, number: int) -> None:
        self.random = Random(f"{seed}/{number}")  # noqa: S311 (the same seed shall give the same data)
        self.number = number
        self._base = f"{GENERATED}{seed}/"
        self._statements: dict[ox.NamedNode, list[tuple[ox.NamedNode, Object]]] = {}
        self._kinds: dict[str, list[ox.NamedNode]] = defaultdict(list)
        self.spoilt: set[ox.NamedNode] = set()

    def __len__(self) -> int:
        return sum(len(said) for said in self._statements.values())

    def iri(self, kind: str, local: object = "") -> ox.NamedNode:
        """The IRI of a thing of this stretch; the same for the same kind and local part."""
        tail = f"-{local}" if local != "" else ""
        return ox.NamedNode(f"{self._base}{kind}-{self.number}{tail}")

    def add(self, kind: str, thing: ox.NamedNode, *types: str) -> ox.NamedNode:
        """Begin a thing of a kind with its classes."""
        self._kinds[kind].append(thing)
        for type_ in types:
            self.say(thing, _TYPE, name(type_))
        return thing

    def say(self, thing: ox.NamedNode, predicate: ox.NamedNode | str, *objects: Object) -> None:
        """State something of a thing."""
        said = self._statements.setdefault(thing, [])
        property_ = name(predicate) if isinstance(predicate, str) else predicate
        said.extend((property_, found) for found in objects)

    def take_back(self, thing: ox.NamedNode, predicate: str) -> None:
        """Remove everything that is stated of a thing by one property."""
        gone = name(predicate)
        self._statements[thing] = [pair for pair in self._statements[thing] if pair[0] != gone]

    def change(self, thing: ox.NamedNode, predicate: str, *objects: Object) -> None:
        """Replace what is stated of a thing by one property."""
        self.take_back(thing, predicate)
        self.say(thing, predicate, *objects)

    def objects(self, thing: ox.NamedNode, predicate: str) -> list[Object]:
        """What is stated of a thing by one property."""
        wanted = name(predicate)
        return [found for property_, found in self._statements[thing] if property_ == wanted]

    def things(self, kind: str) -> list[ox.NamedNode]:
        """The things of a kind, in the order in which they were made."""
        return self._kinds[kind]

    def unspoilt(self, kind: str) -> ox.NamedNode | None:
        """A thing of a kind that bears no fault yet, by chance; None when there is none left."""
        left = [thing for thing in self._kinds[kind] if thing not in self.spoilt]
        return self.random.choice(left) if left else None

    def counts(self) -> dict[str, int]:
        """How many things of each kind there are; a narrower kind, named "event/testing", counts with its kind."""
        return {kind: len(things) for kind, things in self._kinds.items() if "/" not in kind}

    def triples(self) -> Iterator[ox.Triple]:
        """Everything, thing by thing."""
        for thing, said in self._statements.items():
            for predicate, found in said:
                yield ox.Triple(thing, predicate, found)
