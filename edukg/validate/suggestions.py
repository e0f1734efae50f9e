"""What could be written in place of what is wrong, ready to be pasted.

Taken from the constraint (the values it allows), from the data (the members of the class it asks for, the values
there are too many of), from the value itself (a year in a text), and from the example that the shape gives.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator

import rdflib
from rdflib import RDF, SH, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg.model import Suggestion, Text, Texts
from edukg.namespaces import LANGUAGES, PREFIXES, SHAPE, shorten
from edukg.namespaces import SH as SHACL
from edukg.validate.facts import Facts
from edukg.validate.repairs import repairs, to_pattern, uzbek
from edukg.validate.results import Result

EXAMPLE = URIRef(SHACL + "example")
"""`sh:example`, which SHACL 1.2 adds and rdflib does not know yet."""
CHOICE = URIRef(SHAPE + "choice")
"""Links a shape to the things between which a choice has to be made, such as the readings of an ambiguous type."""
FOR_TEXT = "$this"
_OFFERED = 5
_ALL_OF = 12
_KEEP = {"en": "keep this one only", "ru": "оставить только это", "uz": "faqat shuni qoldiring"}
_EXAMPLE = {"en": "for example", "ru": "например", "uz": "masalan"}


class Suggestions:
    """Makes the suggestions for results over one store and one graph of shapes."""

    def __init__(self, facts: Facts, shapes: rdflib.Graph) -> None:
        self._facts = facts
        self._shapes = shapes

    def offers(self, result: Result, found: list[Node], *, in_table: bool) -> tuple[Suggestion, ...]:
        """What could be written, best first; `in_table` asks for the content of a cell instead of statements."""
        values = list(dict.fromkeys(self._values(result, found)))
        offers = [self._offer(result, value, in_table=in_table) for value in values]
        if not offers:
            offers = list(self._examples(result, in_table=in_table))
        elif result.component == SH.MaxCountConstraintComponent:
            keep = _texts(_KEEP)
            offers = [Suggestion(o.text, o.iri, keep if not o.labels else o.labels, o.definitions) for o in offers]
        return tuple(offers)

    def _values(self, result: Result, found: list[Node]) -> Iterator[Node]:
        shape, component = result.shape, result.component
        choices = sorted(self._shapes.objects(shape, CHOICE), key=str)
        if choices:
            yield from choices
        elif component == SH.MaxCountConstraintComponent:
            limit = int(str(self._shapes.value(shape, SH.maxCount) or 0))
            yield from (found[:_OFFERED] if limit else [])
        elif component in {SH.DatatypeConstraintComponent, SH.PatternConstraintComponent}:
            yield from self._repaired(shape, found)
        elif component == SH.SPARQLConstraintComponent and found and _is_uzbek(found[0]):
            yield Literal(uzbek(str(found[0])), lang="uz")
        else:
            yield from self._allowed(shape, found)

    def _repaired(self, shape: Node, found: list[Node]) -> Iterator[Node]:
        datatype, pattern = self._shapes.value(shape, SH.datatype), self._shapes.value(shape, SH.pattern)
        for value in found:
            if isinstance(datatype, URIRef):
                for text in repairs(str(value), datatype.removeprefix(str(XSD))):
                    yield Literal(text, datatype=datatype, normalize=False)
            elif pattern is not None and isinstance(value, Literal):
                for text in to_pattern(str(value), str(pattern)):
                    yield Literal(text, lang=value.language, datatype=value.datatype, normalize=False)

    def _allowed(self, shape: Node, found: list[Node]) -> Iterator[Node]:
        """The values that the shape lists or whose class it names: those like what was found, or all when few."""
        listed = self._shapes.value(shape, SH["in"])
        wanted = self._shapes.value(shape, SH["class"])
        if listed is not None:
            allowed = list(Collection(self._shapes, listed))
        elif isinstance(wanted, URIRef):
            allowed = list(self._facts.members(str(wanted)))
        else:
            return
        like = [a for value in found for a in self._like(value, allowed)]
        yield from like or (allowed if len(allowed) <= _ALL_OF else [])

    def _like(self, value: Node, allowed: Iterable[Node]) -> list[Node]:
        """The allowed values whose name resembles a value in any language."""
        names: dict[str, Node] = {}
        for node in allowed:
            for text in (*(t.value for t in self._facts.names(str(node))), _local(node)):
                names.setdefault(text.casefold(), node)
        names_of_value = self._facts.names(str(value)) if isinstance(value, URIRef) else ()  # a text may stand there
        written = [*(t.value for t in names_of_value), _local(value)]
        near: list[str] = []
        for text in written:
            near += difflib.get_close_matches(text.casefold(), names, n=_OFFERED, cutoff=0.6)
        return [names[name] for name in near][:_OFFERED]

    def _offer(self, result: Result, value: Node, *, in_table: bool) -> Suggestion:
        iri = str(value) if isinstance(value, URIRef) else None
        labels = self._facts.names(iri) if iri else Texts()
        definitions = self._facts.definitions(iri) if iri else Texts()
        if in_table:
            text = labels.value(LANGUAGES[0]) or (shorten(iri) if iri else str(value))
        else:
            text = self._statement(result, value)
        return Suggestion(text, iri, labels, definitions)

    def _statement(self, result: Result, value: Node) -> str:
        """The statement that says a value by the property of the path, along it or against it, or the first of several.

        What has to be chosen where there is no path is a class.
        """
        focus, path = result.focus, result.path
        if path is None and isinstance(value, URIRef):
            return statement(focus, RDF.type, value)
        if path is not None and (several := self._shapes.value(path, SH.alternativePath)) is not None:
            path = next(iter(Collection(self._shapes, several)))
        if path is not None and isinstance(value, URIRef):
            backwards = self._shapes.value(path, SH.inversePath)
            if isinstance(backwards, URIRef):
                return statement(value, backwards, focus)
        return statement(focus, path, value) if isinstance(path, URIRef) else written(value)

    def _examples(self, result: Result, *, in_table: bool) -> Iterator[Suggestion]:
        """What the shape gives as an example: a value of its property, or statements about `$this`."""
        for example in self._shapes.objects(result.shape, EXAMPLE):
            if isinstance(example, Literal) and FOR_TEXT in str(example):
                if not in_table:
                    text = str(example).replace(FOR_TEXT, written(result.focus))
                    yield Suggestion(with_prefixes(text), labels=_texts(_EXAMPLE))
            elif in_table:
                labels = self._facts.names(str(example)) if isinstance(example, URIRef) else Texts()
                yield Suggestion(labels.value(LANGUAGES[0]) or str(example), labels=_texts(_EXAMPLE))
            elif isinstance(result.path, URIRef):
                yield Suggestion(statement(result.focus, result.path, example), labels=_texts(_EXAMPLE))


def statement(focus: Node, predicate: Node, value: Node) -> str:
    """A statement in Turtle with the prefixes it needs.

    >>> print(statement(URIRef("https://example.org/a"), RDF.type, URIRef("https://w3id.org/edukg/onto/SchoolCluster")))
    PREFIX edukg: <https://w3id.org/edukg/onto/>
    <https://example.org/a> a edukg:SchoolCluster .
    """
    verb = "a" if predicate == RDF.type else written(predicate)
    return with_prefixes(f"{written(focus)} {verb} {written(value)} .")


def with_prefixes(text: str) -> str:
    """Statements in Turtle after the declarations of the prefixes used in them, which may be repeated anywhere."""
    used = [prefix for prefix in PREFIXES if f" {prefix}:" in f" {text}" or f"^^{prefix}:" in text]
    return "\n".join([*(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in sorted(used)), text])


def written(node: Node) -> str:
    """A node in Turtle: a prefixed name where there is one, without the things of the user's own world."""
    if isinstance(node, URIRef):
        short = shorten(str(node))
        safe = short != str(node) and short.partition(":")[2].replace("-", "").replace("_", "").isalnum()
        return short if safe else f"<{node}>"
    if isinstance(node, Literal):
        if node.datatype is not None:
            return f"{Literal(str(node)).n3()}^^{written(node.datatype)}"
        return node.n3()
    return "[]" if isinstance(node, BNode) else str(node)


def _local(node: Node) -> str:
    return str(node).rstrip("/#").rpartition("/")[2].rpartition("#")[2]


def _is_uzbek(node: Node) -> bool:
    return isinstance(node, Literal) and node.language == "uz" and uzbek(str(node)) != str(node)


def _texts(words: dict[str, str]) -> Texts:
    return Texts(tuple(Text(value, language) for language, value in words.items()))
