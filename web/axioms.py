"""Axioms in words, in the language of the interface, with the names of classes and properties left as links.

A sentence is woven of pieces, so that the template can link each name and mark its language. The sentences are for
people who never heard of description logic; the Manchester syntax stands beside them for those who did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext as _
from flask_babel import ngettext

from edukg.model import Axiom, AxiomKind, Expression, Form, Named, Text
from edukg.namespaces import OWL

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence: words of ours, a name to link, or a literal of the data."""

    words: str = ""
    named: Named | None = None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class Worded:
    """An axiom as a sentence, with its line in the Manchester syntax."""

    pieces: tuple[Piece, ...]
    manchester: str
    inferred: bool


Pieces = tuple[Piece, ...]
_PLACE: Final = re.compile(r"(\{\w\})")


def _weave(template: str, **values: Pieces) -> Pieces:
    """The pieces of a template whose places `{s}`, `{o}`, `{p}`, `{c}` are filled by pieces."""
    found: list[Piece] = []
    for part in _PLACE.split(template):
        if _PLACE.fullmatch(part):
            found += values[part[1]]
        elif part:
            found.append(Piece(part))
    return tuple(found)


def _joined(expressions: Sequence[Expression], joint: str) -> Pieces:
    found: list[Piece] = []
    for place, expression in enumerate(expressions):
        if place:
            found.append(Piece(joint))
        found += phrase(expression)
    return tuple(found)


def phrase(expression: Expression) -> Pieces:
    """A class expression as a noun phrase."""
    form, operands = expression.form, expression.operands
    if form is Form.NAME:
        return (Piece(named=expression.named),)
    if form is Form.LITERAL:
        return (Piece(text=expression.text),)
    if form in {Form.AND, Form.OR, Form.ONE_OF, Form.CHAIN}:
        # Translators: these join the parts of a definition in a sentence.
        joint = {Form.AND: _(" and also "), Form.OR: _(" or ")}.get(form, ", ")
        return _joined(operands, joint)
    if form in {Form.NOT, Form.INVERSE}:
        template = _("something that is not {c}") if form is Form.NOT else _("the inverse of {c}")
        return _weave(template, c=phrase(operands[0]))
    return _restriction(expression)


def _restriction(expression: Expression) -> Pieces:
    property_ = phrase(expression.operands[0])
    filler = phrase(expression.operands[1]) if len(expression.operands) > 1 else (Piece(_("anything")),)
    number = expression.number
    template = {
        Form.SOME: _("something whose “{p}” has at least one value of this kind: {c}"),
        Form.ONLY: _("something whose “{p}” has values of this kind only: {c}"),
        Form.VALUE: _("something whose “{p}” has the value {c}"),
        Form.SELF: _("something that is related to itself by “{p}”"),
        Form.MIN: ngettext(
            "something whose “{p}” has at least %(num)s value of this kind: {c}",
            "something whose “{p}” has at least %(num)s values of this kind: {c}",
            number,
        ),
        Form.MAX: ngettext(
            "something whose “{p}” has at most %(num)s value of this kind: {c}",
            "something whose “{p}” has at most %(num)s values of this kind: {c}",
            number,
        ),
        Form.EXACTLY: ngettext(
            "something whose “{p}” has exactly %(num)s value of this kind: {c}",
            "something whose “{p}” has exactly %(num)s values of this kind: {c}",
            number,
        ),
    }[expression.form]
    return _weave(template, p=property_, c=filler)


def _characters() -> dict[str, str]:
    return {
        "Functional": _("“{s}” has at most one value for each thing."),
        "InverseFunctional": _("Each value of “{s}” belongs to at most one thing."),
        "Transitive": _("“{s}” carries over: what it relates to something is related to all that this is related to."),
        "Symmetric": _("“{s}” holds in both directions."),
        "Asymmetric": _("“{s}” never holds in both directions."),
        "Reflexive": _("Everything is related to itself by “{s}”."),
        "Irreflexive": _("Nothing is related to itself by “{s}”."),
    }


def sentence(axiom: Axiom, subject: Named, *, of_property: bool) -> Worded:
    """An axiom about a class or a property as one sentence."""
    kind = axiom.kind
    if kind is AxiomKind.CHARACTERISTIC and axiom.value.named:
        name = axiom.value.named.iri.removeprefix(OWL).removesuffix("Property")
        template = _characters()[name]
    elif kind is AxiomKind.DISJOINT:
        template = (
            _("“{s}” and “{o}” never hold between the same two things.")
            if of_property
            else _("Nothing is both {s} and {o}.")
        )
    else:
        template = {
            AxiomKind.SUBCLASS: _("Every {s} is: {o}."),
            AxiomKind.EQUIVALENT: _("{s} means the same as: {o}."),
            AxiomKind.DISJOINT_UNION: _("Every {s} is exactly one of these: {o}."),
            AxiomKind.DOMAIN: _("Whatever has “{s}” is: {o}."),
            AxiomKind.RANGE: _("Every value of “{s}” is: {o}."),
            AxiomKind.SUBPROPERTY: _("Where “{s}” holds, “{o}” holds too."),
            AxiomKind.INVERSE: _("“{s}” and “{o}” say the same, seen from either end."),
            AxiomKind.CHAIN: _("These, one after the other, give “{s}”: {o}."),
        }[kind]
    pieces = _weave(template, s=(Piece(named=subject),), o=phrase(axiom.value))
    return Worded(pieces, axiom.manchester, axiom.inferred)


def words(axioms: Sequence[Axiom], subject: Named, *, of_property: bool = False) -> tuple[Worded, ...]:
    """Several axioms about one subject as sentences."""
    return tuple(sentence(axiom, subject, of_property=of_property) for axiom in axioms)
