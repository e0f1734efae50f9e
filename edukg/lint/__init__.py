"""The lint of SPARQL queries: where a query stands for several meanings at once, and how to mean one.

Two things are found, both read from the data. An *umbrella class* in the place of a type, such as
`?x a edukg:EducationalCluster`, selects things of several readings alike. An *ambiguous term* is a written form, or the
IRI of an entry, that has several senses and by which the query selects senses, concepts or labels. Who asks of the word
or the class itself, its label or its place in the hierarchy, is not ambiguous, and nothing is said.

That all readings are meant can be put down in the query itself, as a comment:

    # all readings: edukg:EducationalCluster
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial

from edukg.lint.fixes import Fixes
from edukg.lint.patterns import Outline, Pattern, iri_of, outline
from edukg.lint.readings import Reading, Readings
from edukg.lint.strings import string_at
from edukg.model import Ambiguity, AmbiguityKind, Choice, Edit
from edukg.namespaces import RDF, RDFS
from edukg.store.guard import Query, inspect
from edukg.tokens import Lines

KEEP = "# all readings: "
"""How a comment begins that says of what all readings are meant."""

_KEPT = re.compile(r"#\s*all readings:[ \t]*([^\r\n]*)", re.IGNORECASE)
_TYPE = RDF + "type"
_STRUCTURE = RDFS + "subClassOf"


def lint(text: str, readings: Readings, prefixes: Mapping[str, str] | None = None) -> tuple[Ambiguity, ...]:
    """What is ambiguous in a query, in the order of the text; `prefixes` are known without being declared.

    Raises `QuerySyntaxError` and `QueryRefusedError` for what cannot be a query that is run here.
    """
    return _Lint(inspect(text, prefixes), readings).find()


class _Lint:
    def __init__(self, query: Query, readings: Readings) -> None:
        self._query = query
        self._readings = readings
        self._outline: Outline = outline(query)
        self._fixes = Fixes(query, self._outline, readings.concept_of)
        self._lines = Lines(query.text)
        self._kept = _kept(query)

    def find(self) -> tuple[Ambiguity, ...]:
        found = {each.start: each for each in (*self._classes(), *self._entries(), *self._strings())}
        return tuple(found[start] for start in sorted(found))

    def _iri(self, index: int) -> str:
        return iri_of(self._query, self._query.tokens[index])

    def _is_typing(self, pattern: Pattern) -> bool:
        steps = {self._iri(i) for i in pattern.predicate} - {""}
        return _TYPE in steps and steps <= {_TYPE, _STRUCTURE}

    def _classes(self) -> Iterator[Ambiguity]:
        typings = [p for p in self._outline.patterns if self._is_typing(p)]
        variables = {self._fixes.variable(p.object) for p in typings} - {""}
        places = [p.object for p in typings]
        places += [given.value for given in self._outline.given if given.variable in variables]
        places += [each.value for each in self._outline.compared if each.variables & variables]
        for index in places:
            if (iri := self._iri(index)) in self._readings.umbrellas:
                token = self._query.tokens[index]
                choices = [
                    self._choice(self._readings.concept_of.get(part, ""), part, self._fixes.replace_iri(index, part))
                    for part in self._readings.umbrellas[iri]
                ]
                yield from self._ambiguity(AmbiguityKind.CLASS, iri, token.start, token.end, choices)

    def _entries(self) -> Iterator[Ambiguity]:
        """Entries named by their IRI, from which the query goes on to senses; each once, since one edit settles all."""
        parts = self._outline
        places = {p.subject for p in parts.patterns} | {p.object for p in parts.patterns}
        places |= {given.value for given in parts.given} | {each.value for each in parts.compared}
        seen = set[str]()
        for index in sorted(places):
            entry = self._readings.entries.get(self._iri(index))
            if entry is None or entry.iri in seen:
                continue
            seen.add(entry.iri)
            token = self._query.tokens[index]
            choices = [self._choice(r.concept, r.denoted, self._fixes.narrow(index, r)) for r in entry.readings]
            if all(choice.edits for choice in choices):
                yield from self._ambiguity(AmbiguityKind.TERM, entry.iri, token.start, token.end, choices)

    def _strings(self) -> Iterator[Ambiguity]:
        """Written forms in patterns, in VALUES and in expressions."""
        fixes = self._fixes
        for pattern in self._outline.patterns:
            yield from self._string(pattern.object, partial(fixes.narrow_bearer, pattern))
        for given in self._outline.given:
            yield from self._string(given.value, partial(fixes.narrow_labelled, frozenset([given.variable])))
        for compared in self._outline.compared:
            yield from self._string(compared.value, partial(fixes.narrow_labelled, compared.variables))

    def _string(self, index: int, narrow: Callable[[list[Reading]], tuple[Edit, ...] | None]) -> Iterator[Ambiguity]:
        string = string_at(self._query, index)
        if string is None or not (entries := self._readings.written_so(string.value, string.language)):
            return
        by_concept: dict[str, list[Reading]] = {}
        for entry in entries:
            for reading in entry.readings:
                by_concept.setdefault(reading.concept, []).append(reading)
        choices = []
        for concept, group in by_concept.items():
            edits = narrow(group)
            if edits is None:
                label = self._readings.words(concept)[0].value(string.language or entries[0].language)
                edits = self._fixes.replace_string(string, label)
            choices.append(self._choice(concept, group[0].denoted, edits))
        if all(choice.edits for choice in choices):
            yield from self._ambiguity(AmbiguityKind.TERM, entries[0].iri, string.start, string.end, choices)

    def _choice(self, concept: str, denoted: str, edits: tuple[Edit, ...]) -> Choice:
        """A reading by its concept, or by its class where no concept stands for it."""
        iri = concept if concept and self._readings.words(concept)[0] else denoted
        return Choice(self._readings.named(iri), self._readings.words(iri)[1], edits)

    def _ambiguity(
        self, kind: AmbiguityKind, iri: str, start: int, end: int, choices: list[Choice]
    ) -> Iterator[Ambiguity]:
        written = self._query.text[start:end]
        if written in self._kept or iri in self._kept:
            return
        line, column = self._lines.place(start)
        subject = self._readings.named(iri)
        keep = (Edit(0, 0, f"{KEEP}{written}\n"),)
        yield Ambiguity(kind, written, subject, start, end, line, column, tuple(choices), keep)


def _kept(query: Query) -> frozenset[str]:
    """What the comments of a query say is meant in all its readings; IRIs and names also as full IRIs."""
    found, last = set[str](), 0
    for start, end in [*((t.start, t.end) for t in query.tokens), (len(query.text), len(query.text))]:
        found |= {match[1].strip() for match in _KEPT.finditer(query.text[last:start])}
        last = end
    for name in tuple(found):
        prefix, colon, local = name.partition(":")
        if name.startswith("<"):
            found.add(name.strip("<>"))
        elif colon and prefix in query.prefixes:
            found.add(query.prefixes[prefix] + local)
    return frozenset(found)


__all__ = ["KEEP", "Readings", "lint"]
