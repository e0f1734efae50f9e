"""Class expressions read from triples, and written in the Manchester syntax.

Sources: OWL 2 Mapping to RDF Graphs, section 3; OWL 2 Manchester Syntax, section 2.4 for precedence (`and` binds more
closely than `or`, restrictions more closely than both).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from edukg.model import Expression, Form, Named, Text
from edukg.namespaces import OWL, RDF, XSD, shorten
from edukg.store.base import Blank, Iri, Literal, Node

NamedBy = Callable[[str], Named]

_LISTS: Final = {"intersectionOf": Form.AND, "unionOf": Form.OR, "oneOf": Form.ONE_OF}
_QUANTIFIERS: Final = {"someValuesFrom": Form.SOME, "allValuesFrom": Form.ONLY, "hasValue": Form.VALUE}
_TURNED: Final = {"complementOf": Form.NOT, "inverseOf": Form.INVERSE}
_CARDINALITIES: Final = {
    "cardinality": Form.EXACTLY,
    "qualifiedCardinality": Form.EXACTLY,
    "minCardinality": Form.MIN,
    "minQualifiedCardinality": Form.MIN,
    "maxCardinality": Form.MAX,
    "maxQualifiedCardinality": Form.MAX,
}
_JOINTS: Final = {Form.AND: " and ", Form.OR: " or ", Form.CHAIN: " o "}
_SHORT_TYPES: Final = {XSD + name: name for name in ("integer", "decimal", "float", "string")}


class Triples:
    """Some triples, looked up by subject and property."""

    def __init__(self, triples: Iterable[tuple[Node, Iri, Node]], named: NamedBy) -> None:
        """`named` gives the labels of an IRI."""
        self._said: dict[Node, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self._named = named
        for subject, predicate, value in triples:
            objects = self._said[subject][predicate.value]
            if value not in objects:
                objects.append(value)

    def about(self, subject: Node) -> Mapping[str, list[Node]]:
        """What is said of one subject."""
        return self._said.get(subject, {})

    def _one(self, subject: Node, local: str) -> Node | None:
        return next(iter(self.about(subject).get(OWL + local, ())), None)

    def listed(self, head: Node | None) -> tuple[Expression, ...]:
        """The members of an RDF list as expressions."""
        found, seen = [], set()
        while isinstance(head, Blank) and head not in seen:
            seen.add(head)
            cell = self.about(head)
            found += [self.expression(node) for node in cell.get(RDF + "first", ())[:1]]
            head = next(iter(cell.get(RDF + "rest", ())), None)
        return tuple(found)

    def expression(self, node: Node) -> Expression:
        """The expression that hangs from a node."""
        if isinstance(node, Iri):
            return Expression(Form.NAME, named=self._named(node.value))
        if isinstance(node, Literal):
            return Expression(Form.LITERAL, text=Text(node.value, node.language or _SHORT_TYPES.get(node.datatype, "")))
        return self._built(node)

    def _built(self, node: Blank) -> Expression:
        for local, form in _LISTS.items():
            if (head := self._one(node, local)) is not None:
                return Expression(form, operands=self.listed(head))
        for local, form in _TURNED.items():
            if (inner := self._one(node, local)) is not None:
                return Expression(form, operands=(self.expression(inner),))
        if (on := self._one(node, "onProperty")) is not None:
            return self._restriction(node, self.expression(on))
        return Expression(Form.AND, operands=self.listed(node))

    def _restriction(self, node: Blank, on: Expression) -> Expression:
        for local, form in _QUANTIFIERS.items():
            if (filler := self._one(node, local)) is not None:
                return Expression(form, operands=(on, self.expression(filler)))
        for local, form in _CARDINALITIES.items():
            if (number := self._one(node, local)) is not None:
                kind = self._one(node, "onClass") or self._one(node, "onDataRange")
                fillers = (self.expression(kind),) if kind is not None else ()
                return Expression(form, operands=(on, *fillers), number=int(str(number)))
        return Expression(Form.SELF, operands=(on,))


def manchester(expression: Expression, *, inside: bool = False) -> str:
    """An expression in the Manchester syntax, with prefixed names; in brackets when `inside` another asks for them."""
    text = _manchester(expression)
    bare = expression.form in {Form.NAME, Form.LITERAL, Form.ONE_OF}
    return f"({text})" if inside and not bare else text


def _manchester(expression: Expression) -> str:
    form, operands = expression.form, expression.operands
    if form is Form.NAME and expression.named:
        short = shorten(expression.named.iri)
        return short if short != expression.named.iri else f"<{short}>"
    if form is Form.LITERAL and expression.text:
        return _literal(expression.text)
    if form is Form.ONE_OF:
        return "{" + ", ".join(manchester(operand) for operand in operands) + "}"
    if form in _JOINTS:
        return _JOINTS[form].join(manchester(operand, inside=True) for operand in operands)
    return _with_keyword(expression)


def _literal(text: Text) -> str:
    if text.language in {"integer", "decimal"}:
        return text.value
    quoted = '"' + text.value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return f"{quoted}@{text.language}" if text.language and text.language not in {"float", "string"} else quoted


def _with_keyword(expression: Expression) -> str:
    form, first = expression.form, manchester(expression.operands[0], inside=True)
    if form in {Form.NOT, Form.INVERSE}:
        return f"{form.value} {first}"
    if form is Form.SELF:
        return f"{first} Self"
    filler = "".join(f" {manchester(operand, inside=True)}" for operand in expression.operands[1:])
    number = f" {expression.number}" if form in {Form.MIN, Form.MAX, Form.EXACTLY} else ""
    return f"{first} {form.value}{number}{filler}"
