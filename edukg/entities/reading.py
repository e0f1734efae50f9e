"""Rows of the named queries as named things; labels are looked up by one query for all the things of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from edukg.lexicon.facts import Facts
from edukg.model import Linked, Named, Text, Texts
from edukg.namespaces import INFERRED_GRAPH
from edukg.resources import query
from edukg.store.base import Iri, Literal, Node, Store


class Reading:
    """One page's worth of looking things up. Made anew for each page."""

    def __init__(self, store: Store) -> None:
        """Holds the labels it has met, so that a thing named twice is looked up once."""
        self.store = store
        self._names: dict[str, Named] = {}

    def rows(self, name: str, iri: str = "") -> list[Mapping[str, Node]]:
        """The rows of a query under `entities`, about an IRI when one is given."""
        return self.store.select(query(f"entities/{name}"), bindings={"iri": Iri(iri)} if iri else None)

    def facts(self, name: str, iri: str) -> Facts:
        """The statements that a query gives; the labels of all that they name are looked up with them."""
        rows = self.rows(name, iri)
        self.know(str(node) for row in rows for node in (row["s"], row["o"]) if isinstance(node, Iri))
        return Facts(rows)

    def know(self, iris: Iterable[str]) -> None:
        """Look up the labels of some things at once, so that `named` need not ask for each."""
        wanted = [iri for iri in dict.fromkeys(iris) if iri not in self._names]
        if not wanted:
            return
        texts: dict[str, set[Text]] = {iri: set() for iri in wanted}
        bound = {"iri": tuple(Iri(iri) for iri in wanted)}
        for row in self.store.select(query("entities/labels"), bindings=bound):
            label = row["label"]
            if isinstance(label, Literal):
                texts[str(row["iri"])].add(Text(label.value, label.language))
        for iri, found in texts.items():
            self._names[iri] = Named(iri, Texts(tuple(sorted(found, key=lambda t: (t.language, t.value)))))

    def named(self, iri: str) -> Named:
        """A thing with its labels."""
        self.know((iri,))
        return self._names[iri]

    def names(self, iris: Iterable[str]) -> tuple[Named, ...]:
        """Some things with their labels, each once."""
        wanted = tuple(dict.fromkeys(iris))
        self.know(wanted)
        return tuple(self.named(iri) for iri in wanted)

    def all(self, name: str, iri: str) -> tuple[Named, ...]:
        """The things that a query binds to ?x."""
        return self.names(str(row["x"]) for row in self.rows(name, iri))

    def linked(self, name: str, iri: str) -> tuple[Linked, ...]:
        """The things that a query binds to ?x, told apart into what a file says and what follows, by ?g."""
        return self.told_apart(self.rows(name, iri))

    def told_apart(self, rows: Iterable[Mapping[str, Node]]) -> tuple[Linked, ...]:
        """The things bound to ?x in some rows, each once; inferred when only the inferred graph says so."""
        graphs: dict[str, set[str]] = {}
        for row in rows:
            graphs.setdefault(str(row["x"]), set()).add(str(row["g"]))
        self.know(graphs)
        return tuple(Linked(self.named(iri), inferred=found == {INFERRED_GRAPH}) for iri, found in graphs.items())
