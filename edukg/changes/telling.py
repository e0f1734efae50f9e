"""Quads that only one of two releases holds → changes, each told once and in the field's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Final

import pyoxigraph as ox

from edukg.changes.migration import migration
from edukg.lexicon import Lexicon
from edukg.model import Change, ChangeKind, Kind, LinkChange, Named, Resource, Text, TextChange, Texts
from edukg.namespaces import DCTERMS, EDUKG, FRAC, ONTOLEX, RDFS, TERM, is_ours

_SENSE: Final = ONTOLEX + "sense"
_USE: Final = FRAC + "attestation"
_REPLACED_BY: Final = DCTERMS + "isReplacedBy"
_QUIET: Final = frozenset(DCTERMS + name for name in ("modified", "created"))
"""What changes by the way and is no news of its own."""
_LABELS_LAST: Final = {RDFS + "label": 1}
_ORDER: Final = tuple(ChangeKind)
_KINDS: Final = tuple(Kind)

Quad = tuple[ox.Quad, bool]


class Side:
    """One of the two releases: what things are and what they are called there."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._named: dict[str, Named] = {}

    @cached_property
    def kinds(self) -> dict[str, Kind | None]:
        """What was asked for already."""
        return {}

    def kind(self, iri: str) -> Kind | None:
        """What an IRI stands for here, or None when nothing is said of it."""
        if iri not in self.kinds:
            self.kinds[iri] = self._lexicon.kind(iri)
        return self.kinds[iri]

    def named(self, iri: str) -> Named:
        """A thing with its labels here."""
        if iri not in self._named:
            self._named[iri] = self._look_up(iri)
        return self._named[iri]

    def _look_up(self, iri: str) -> Named:
        """A sense has no label of its own and is called as the meaning it stands for, a use by where it stands."""
        sense = self._lexicon.sense(iri) if self.kind(iri) is Kind.SENSE else None
        if sense:
            return Named(iri, sense.concept.labels)
        found = self._lexicon.describe(iri)
        if found and found.kind is Kind.ATTESTATION:
            return Named(iri, _place_of(found) or found.labels)
        return Named(iri, found.labels) if found else Named(iri)


def _place_of(attestation: Resource) -> Texts | None:
    """Where a use stands and in which form, such as: Danilov 2020, page 3: “cluster”."""
    said = {s.predicate.iri: s.values[0] for s in attestation.statements if s.values}
    source, locator = said.get(FRAC + "observedIn"), said.get(EDUKG + "locator")
    if source is None or source.named is None:
        return None
    name, form = source.named.label("en"), said.get(EDUKG + "attestedForm")
    place = f"{name}, {locator.text.value}" if locator and locator.text else name
    return Texts((Text(f"{place}: “{form.text.value}”" if form and form.text else place, "en"),))


def tell(quads: Iterable[Quad], old: Side, new: Side) -> tuple[Change, ...]:
    """The changes that some quads make, the weightiest first, then by what they are about."""
    by_subject: dict[str, list[Quad]] = defaultdict(list)
    for quad, is_new in quads:
        if isinstance(quad.subject, ox.NamedNode) and is_ours(quad.subject.value):
            entry, fragment, _form = quad.subject.value.partition("#")
            if not fragment:
                by_subject[entry].append((quad, is_new))
            elif entry.startswith(TERM) and isinstance(quad.object, ox.Literal):
                by_subject[entry].append((quad, is_new))  # a form is told of with its entry: how it is written
    heirs = _heirs(by_subject)
    changes = [
        change for iri, found in by_subject.items() for change in _changes_of(iri, found, old=old, new=new, heirs=heirs)
    ]
    return tuple(sorted(changes, key=lambda c: (_ORDER.index(c.kind), _KINDS.index(c.of), c.named.iri)))


def _heirs(by_subject: dict[str, list[Quad]]) -> dict[str, list[str]]:
    """For each meaning that has newly been given up, the meanings that stand in its place."""
    found: dict[str, list[str]] = defaultdict(list)
    for iri, quads in by_subject.items():
        for quad, is_new in quads:
            if is_new and quad.predicate.value == _REPLACED_BY and isinstance(quad.object, ox.NamedNode):
                found[iri].append(quad.object.value)
    return found


def _changes_of(
    iri: str, quads: Sequence[Quad], *, old: Side, new: Side, heirs: dict[str, list[str]]
) -> Iterable[Change]:
    before, after = old.kind(iri), new.kind(iri)
    if iri in heirs:
        yield _succession(iri, before or after or Kind.INSTANCE, heirs, old, new)
        return
    if before is None and after is not None:
        yield Change(ChangeKind.ADDED, after, new.named(iri))
        return
    if after is None and before is not None:
        named = old.named(iri)
        yield Change(ChangeKind.REMOVED, before, named, migration=migration(ChangeKind.REMOVED, named, ()))
        return
    kind = after or before
    if kind is None:
        return
    texts, links = _texts(quads, old, new), _links(quads, old, new, heirs)
    for predicate, grown, shrunk in (
        (_SENSE, ChangeKind.WIDENED, ChangeKind.NARROWED),
        (_USE, ChangeKind.ATTESTED, ChangeKind.ATTESTED),
    ):
        for link in (link for link in links if link.predicate.iri == predicate):
            yield Change(shrunk if link.went else grown, kind, new.named(iri), links=(link,))
    rest = tuple(link for link in links if link.predicate.iri not in {_SENSE, _USE})
    if texts:
        yield Change(ChangeKind.REWORDED, kind, new.named(iri), texts=texts, links=rest)
    elif rest:
        yield Change(ChangeKind.RELATED, kind, new.named(iri), links=rest)


def _succession(iri: str, kind: Kind, heirs: dict[str, list[str]], old: Side, new: Side) -> Change:
    """A meaning was given up for others: split, merged with its like, or simply replaced."""
    into = heirs[iri]
    shared = any(other != iri and set(others) & set(into) for other, others in heirs.items())
    what = ChangeKind.SPLIT if len(into) > 1 else ChangeKind.MERGED if shared else ChangeKind.REPLACED
    named = old.named(iri) if old.kind(iri) else new.named(iri)
    successors = tuple(new.named(other) for other in sorted(into))
    return Change(what, kind, named, into=successors, migration=migration(what, named, successors))


def _texts(quads: Sequence[Quad], old: Side, new: Side) -> tuple[TextChange, ...]:
    """The literals that differ, by property and language."""
    found: dict[tuple[str, str], tuple[list[Text], list[Text]]] = {}
    for quad, is_new in quads:
        if isinstance(quad.object, ox.Literal) and quad.predicate.value not in _QUIET:
            language = quad.object.language or ""
            sides = found.setdefault((quad.predicate.value, language), ([], []))
            sides[is_new].append(Text(quad.object.value, language))
    told: dict[tuple[frozenset[Text], frozenset[Text]], TextChange] = {}
    for (predicate, _), (before, after) in sorted(found.items(), key=lambda item: _LABELS_LAST.get(item[0][0], 0)):
        gone, come = frozenset(before) - frozenset(after), frozenset(after) - frozenset(before)
        if (gone or come) and (gone, come) not in told:  # a label says again how the main form is written
            texts = tuple(_by_language(side) for side in (gone, come))
            told[gone, come] = TextChange(_property(predicate, old, new), *texts)
    return tuple(told.values())


def _by_language(texts: Iterable[Text]) -> tuple[Text, ...]:
    return tuple(sorted(texts, key=lambda text: (text.language, text.value)))


def _links(quads: Sequence[Quad], old: Side, new: Side, heirs: dict[str, list[str]]) -> tuple[LinkChange, ...]:
    """The relations that differ, by property; not those in which only a name was replaced that is told of by itself."""
    found: dict[str, tuple[list[Named], list[Named]]] = {}
    for quad, is_new in quads:
        if isinstance(quad.object, ox.NamedNode) and not _is_own_form(quad):
            went, came = found.setdefault(quad.predicate.value, ([], []))
            value = quad.object.value
            (came if is_new else went).append((new if is_new else old).named(value))
    return tuple(
        LinkChange(_property(predicate, old, new), tuple(came), tuple(went))
        for predicate, (went, came) in sorted(found.items())
        if {heir for named in went for heir in heirs.get(named.iri, (named.iri,))} != {named.iri for named in came}
    )


def _is_own_form(quad: ox.Quad) -> bool:
    """Whether a link only leads from an entry to one of its forms, which is told of by how it is written."""
    subject, value = quad.subject, quad.object
    return (
        isinstance(subject, ox.NamedNode)
        and isinstance(value, ox.NamedNode)
        and value.value.startswith(f"{subject.value}#")
    )


def _property(iri: str, old: Side, new: Side) -> Named:
    """A property as the release calls it that knows it, the new one first."""
    named = new.named(iri)
    return named if named.labels else old.named(iri)
