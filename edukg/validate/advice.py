"""What people need beside the standard report: the rule, what was found, what would be right, why it may stay so."""

from __future__ import annotations

from collections.abc import Mapping

import rdflib
from rdflib import DCTERMS, RDFS, SH, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg.model import Text, Texts
from edukg.namespaces import LANGUAGES, shorten
from edukg.validate.facts import Facts
from edukg.validate.messages import shown
from edukg.validate.results import Result
from edukg.validate.shapes import owner
from edukg.validate.suggestions import EXAMPLE

_ONE_OF = 8
_MILD = (SH.Warning, SH.Info)
_EXPECTED: Mapping[URIRef, Mapping[str, str]] = {
    SH.MinCountConstraintComponent: {
        "en": "at least {n}: {path}",
        "ru": "не меньше {n}: {path}",
        "uz": "kamida {n} ta: {path}",
    },
    SH.MaxCountConstraintComponent: {
        "en": "at most {n}: {path}",
        "ru": "не больше {n}: {path}",
        "uz": "koʻpi bilan {n} ta: {path}",
    },
    SH.ClassConstraintComponent: {
        "en": "{path}: one of the kind “{kind}”",
        "ru": "{path}: что-либо рода «{kind}»",
        "uz": "{path}: «{kind}» turidan biri",
    },
    SH.DatatypeConstraintComponent: {
        "en": "{path}: a value of the type {kind}",
        "ru": "{path}: значение типа {kind}",
        "uz": "{path}: {kind} turidagi qiymat",
    },
    SH.InConstraintComponent: {
        "en": "{path}: one of {kind}",
        "ru": "{path}: одно из {kind}",
        "uz": "{path}: quyidagilardan biri — {kind}",
    },
    SH.UniqueLangConstraintComponent: {
        "en": "{path}: one text in each language",
        "ru": "{path}: по одному тексту на каждом языке",
        "uz": "{path}: har bir tilda bittadan matn",
    },
}
_LIKE = {"en": ", such as {example}", "ru": ", например {example}", "uz": ", masalan {example}"}
_SILENT = {
    "en": "The data record that the sources consulted do not state this ({property}).",
    "ru": "В данных отмечено, что в изученных источниках этого нет ({property}).",
    "uz": "Maʼlumotlarda oʻrganilgan manbalar buni aytmagani qayd etilgan ({property}).",
}


class Advice:
    """Reads shapes and data for the words around a result."""

    def __init__(self, facts: Facts, shapes: rdflib.Graph) -> None:
        self._facts = facts
        self._shapes = shapes

    def rule(self, result: Result) -> tuple[Texts, Texts, Texts]:
        """The name of the rule, what it asks for, and the heading of its group."""
        shape = owner(self._shapes, result.shape)
        group = self._shapes.value(shape, SH.group)
        heading = self._texts(group, RDFS.label) if group is not None else Texts()
        return self._texts(shape, SH.name), self._texts(shape, SH.description), heading

    def definitions(self, result: Result) -> tuple[str, ...]:
        """What the rule rests on."""
        shape = owner(self._shapes, result.shape)
        found = {str(o) for p in (RDFS.seeAlso, DCTERMS.source) for o in self._shapes.objects(shape, p)}
        return tuple(sorted(found))

    def expected(self, result: Result, reason: Texts) -> Texts:
        """What would be right, said of the constraint; for a constraint in SPARQL, what the rule asks for."""
        patterns = _EXPECTED.get(result.component)
        if patterns is None:
            return reason
        return Texts(tuple(Text(self._filled(patterns, result, language), language) for language in LANGUAGES))

    def explanation(self, result: Result) -> Texts:
        """What the data say about a value that is missing: that their sources do not state it."""
        if result.severity not in _MILD or result.component != SH.MinCountConstraintComponent:
            return Texts()
        asked = self._properties(result.path)
        silent = [row["property"] for row in self._facts.named("silences", thing=result.focus)]
        about = [str(p) for p in silent if p in asked]
        if not about:
            return Texts()
        name = about[0]
        words = [(language, self._facts.label(name, language) or shorten(name)) for language in LANGUAGES]
        return Texts(tuple(Text(_SILENT[language].format(property=label), language) for language, label in words))

    def _filled(self, patterns: Mapping[str, str], result: Result, language: str) -> str:
        shape = result.shape
        number = self._shapes.value(shape, SH.minCount if "Min" in result.component else SH.maxCount)
        text = patterns[language].format(
            n=number, path=self._asked(result, language), kind=self._kind(result, language)
        )
        example = self._shapes.value(shape, EXAMPLE)
        if isinstance(example, Literal) and "$this" not in str(example):
            text += _LIKE[language].format(example=example)
        return text

    def _kind(self, result: Result, language: str) -> str:
        if result.component == SH.InConstraintComponent:
            listed = self._shapes.value(result.shape, SH["in"])
            items = [] if listed is None else list(Collection(self._shapes, listed))
            names = [self._name(item, language) for item in items[:_ONE_OF]]
            return ", ".join(names) + (" …" if len(items) > _ONE_OF else "")
        wanted = self._shapes.value(
            result.shape, SH["class"] if result.component == SH.ClassConstraintComponent else SH.datatype
        )
        return self._name(wanted, language) if wanted is not None else ""

    def _asked(self, result: Result, language: str) -> str:
        """What is asked for, as the shape calls it, else by the names of the properties."""
        return self._texts(result.shape, SH.name).value(language) or self._path(result.path, language)

    def _path(self, path: Node | None, language: str) -> str:
        """The names of the properties of a path."""
        names = sorted({self._name(p, language) for p in self._properties(path)})
        return " / ".join(names)

    def _properties(self, path: Node | None) -> list[URIRef]:
        """The properties that a path is made of, those it goes along first."""
        if path is None or isinstance(path, URIRef):
            return [path] if isinstance(path, URIRef) else []
        found = self._shapes.transitive_objects(path, None)
        return [n for n in found if isinstance(n, URIRef) and n != rdflib.RDF.nil]

    def _name(self, node: Node, language: str) -> str:
        return (self._facts.label(str(node), language) if isinstance(node, URIRef) else "") or shown(node)

    def _texts(self, subject: Node, predicate: URIRef) -> Texts:
        found = [o for o in self._shapes.objects(subject, predicate) if isinstance(o, Literal)]
        order = {language: rank for rank, language in enumerate(LANGUAGES)}
        found.sort(key=lambda o: (order.get(o.language or "", len(order)), str(o)))
        return Texts(tuple(Text(str(o), o.language or "") for o in found))
