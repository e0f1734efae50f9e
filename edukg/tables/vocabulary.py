"""What may stand in a cell: names of classes, values and things of the knowledge base, and of the rows of the file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from edukg.model import Text, Texts
from edukg.namespaces import LANGUAGES, SKOS, expand, shorten
from edukg.resources import query
from edukg.search import fold, to_latin
from edukg.tables.mapping import Choices, Mapping

_NEAR: Final = 62
"""Likeness, of 100, from which a name is suggested."""
_SURE: Final = 80
"""Likeness from which a suggestion is taken for what was meant, for the rest of the check."""
_AHEAD: Final = 4
"""How much better than the next it then has to be."""


def key(text: str) -> str:
    """The form under which names are compared: case, apostrophes, dashes and Uzbek scripts folded."""
    return to_latin(fold(text))


@dataclass(frozen=True, slots=True)
class Match:
    """What a text names: one thing, several, or none with the nearest ones; `sure` when the nearest may be taken."""

    iris: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    sure: bool = False


@dataclass(slots=True)
class Names:
    """Names with what bears them, for one column."""

    iris: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _tried: dict[str, Match] = field(default_factory=dict)

    def add(self, iri: str, names: Iterable[str]) -> None:
        """Let a thing be found by some names."""
        for name in names:
            if (folded := key(name)) and iri not in self.iris[folded]:
                self.iris[folded].append(iri)

    def find(self, text: str) -> Match:
        """What a text names."""
        folded = key(text)
        if folded in self.iris:
            return Match(tuple(self.iris[folded]))
        if folded not in self._tried:
            self._tried[folded] = self._near(folded)
        return self._tried[folded]

    def _near(self, folded: str) -> Match:
        scored: dict[str, float] = {}
        for name, score, _ in process.extract(folded, self.iris.keys(), scorer=fuzz.ratio, score_cutoff=_NEAR, limit=8):
            for iri in self.iris[name]:
                scored[iri] = max(score, scored.get(iri, 0))
        ranked = sorted(scored, key=lambda iri: -scored[iri])[:4]
        if not ranked:
            return Match()
        second = scored[ranked[1]] if len(ranked) > 1 else 0
        return Match((), tuple(ranked), scored[ranked[0]] >= _SURE and scored[ranked[0]] >= second + _AHEAD)


class Vocabulary:
    """The names of a knowledge base; built once from its store, not changed by the tables that are read with it."""

    def __init__(self, store: ox.Store, mapping: Mapping) -> None:
        self._labels: dict[str, list[Text]] = defaultdict(list)
        self._others: dict[str, list[str]] = defaultdict(list)
        self._members: dict[str, dict[str, None]] = defaultdict(dict)
        for thing, class_, name, rank in _rows(store, "names"):
            if not isinstance(name, ox.Literal):
                continue
            self._members[_value(class_)].setdefault(_value(thing))
            text = Text(name.value, name.language or "")
            known = self._labels[_value(thing)]
            if _value(rank) == "1":
                if text not in known:
                    known.append(text)
            elif name.value not in self._others[_value(thing)]:
                self._others[_value(thing)].append(name.value)
        for iri, texts in mapping.names.items():
            self._labels[iri] = list(texts)
        self._definitions: dict[str, list[Text]] = defaultdict(list)
        for quad in store.quads_for_pattern(None, ox.NamedNode(SKOS + "definition"), None):
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.Literal):
                self._definitions[quad.subject.value].append(Text(quad.object.value, quad.object.language or ""))
        self._terms: dict[str, list[str]] = defaultdict(list)
        for written, class_ in _rows(store, "terms"):
            self._terms[_value(written)].append(_value(class_))
        self._narrower: dict[str, list[str]] = defaultdict(list)
        for narrow, broad in _rows(store, "broader"):
            self._narrower[_value(broad)].append(_value(narrow))

    def labels(self, iri: str) -> Texts:
        """What a thing is called."""
        return Texts(tuple(self._labels.get(iri, ())))

    def definitions(self, iri: str) -> Texts:
        """What a class or value means, in one line for each language."""
        return Texts(tuple(self._definitions.get(iri, ())))

    def label(self, iri: str, language: str) -> str:
        """What a cell shows for a thing: its name in a language, or its prefixed name when it has none."""
        return self.labels(iri).value(language) or shorten(iri)

    def knows(self, iri: str) -> bool:
        """Whether the knowledge base names a thing."""
        return iri in self._labels

    def narrower(self, class_: str) -> tuple[str, ...]:
        """A class and all narrower ones."""
        found = {class_: None}
        queue = [class_]
        while queue:
            for narrow in self._narrower.get(queue.pop(), ()):
                if narrow not in found:
                    found[narrow] = None
                    queue.append(narrow)
        return tuple(found)

    def instances(self, class_: str) -> tuple[str, ...]:
        """What is said to be of a class or a narrower one."""
        return tuple(dict.fromkeys(iri for narrow in self.narrower(class_) for iri in self._members.get(narrow, ())))

    def choices(self, choices: Choices) -> tuple[str, ...]:
        """What the knowledge base offers for a column, in the order in which a list shows it."""
        found = dict.fromkeys(choices.classes)
        for class_ in choices.instances_of:
            found |= dict.fromkeys(self.instances(class_))
        return tuple(found)

    def readings(self, umbrella: str, choices: Choices) -> tuple[str, ...]:
        """The classes of a column that an umbrella class may stand for, in the order of the column."""
        narrower = frozenset(self.narrower(umbrella))
        return tuple(class_ for class_ in choices.classes if class_ in narrower) or choices.classes

    def names(self, choices: Choices) -> Names:
        """The names for a column, umbrella classes among them."""
        names = Names()
        for iri in (*self.choices(choices), *choices.umbrella):
            names.add(iri, self.written(iri))
        if choices.classes:
            self._add_terms(names, choices)
        return names

    def _add_terms(self, names: Names, choices: Choices) -> None:
        """Let the terms of the lexicon name classes; an ambiguous one names the umbrella, which leaves it open."""
        for written, classes in self._terms.items():
            meant = [class_ for class_ in classes if class_ in choices.classes]
            if key(written) not in names.iris and len(meant) == 1:
                names.add(meant[0], [written])
            elif key(written) not in names.iris and meant and choices.umbrella:
                names.add(choices.umbrella[0], [written])

    def written(self, iri: str) -> Sequence[str]:
        """Every name of a thing, the prefixed one and the address among them."""
        local = iri.rstrip("/#").rpartition("/")[2].rpartition("#")[2]
        return [*(t.value for t in self._labels.get(iri, ())), *self._others.get(iri, ()), shorten(iri), iri, local]


def named_iri(text: str) -> str | None:
    """The IRI that a cell gives outright, as an address or a prefixed name."""
    if text.startswith(("http://", "https://")) and " " not in text:
        return text
    return expand(text) if ":" in text and " " not in text else None


def in_order(texts: Iterable[Text]) -> Texts:
    """Texts with those of our languages first."""
    order = {language: rank for rank, language in enumerate(LANGUAGES)}
    return Texts(tuple(sorted(texts, key=lambda text: order.get(text.language, len(order)))))


def _rows(store: ox.Store, name: str) -> Iterable[tuple[ox.NamedNode | ox.Literal, ...]]:
    answer = store.query(query(f"tables/{name}"), use_default_graph_as_union=True)
    if not isinstance(answer, ox.QuerySolutions):
        raise TypeError(f"tables/{name} is no SELECT")
    names = [variable.value for variable in answer.variables]
    for solution in answer:
        yield tuple(term for variable in names if isinstance(term := solution[variable], ox.NamedNode | ox.Literal))


def _value(term: ox.NamedNode | ox.Literal) -> str:
    return term.value
