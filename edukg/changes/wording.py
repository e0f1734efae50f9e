"""A difference in words: a change log as a terminologist would write it, for the terminal, a feed, a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from edukg.model import Bump, Change, ChangeKind, Difference, Kind, LinkChange, Named, TextChange
from edukg.namespaces import shorten

_HEADINGS: Final = {
    ChangeKind.SPLIT: "Meanings that were split",
    ChangeKind.MERGED: "Meanings that were merged",
    ChangeKind.REPLACED: "Names that others replace",
    ChangeKind.NARROWED: "Terms that lost a sense",
    ChangeKind.WIDENED: "Terms with a further sense",
    ChangeKind.REMOVED: "Gone",
    ChangeKind.ADDED: "New",
    ChangeKind.ATTESTED: "Other attested uses",
    ChangeKind.REWORDED: "Worded otherwise",
    ChangeKind.RELATED: "Related otherwise",
}
_PROPERTIES: Final = {
    "rdf:type": "kind",
    "rdfs:label": "label",
    "rdfs:subClassOf": "kind of",
    "rdfs:isDefinedBy": "home",
    "owl:equivalentClass": "same class as",
    "owl:disjointWith": "excludes",
    "owl:inverseOf": "inverse of",
    "owl:versionInfo": "version",
    "ontolex:writtenRep": "written",
}
"""What a terminologist calls properties that have no label in the data, or one for modellers."""
_BUMPS: Final = {
    Bump.MAJOR: "a new major version, since something that others rely on is gone or means something else",
    Bump.MINOR: "a new minor version, since something came",
    Bump.PATCH: "a new patch version, since the same is said otherwise",
    Bump.NONE: "no new version",
}
_LONGEST: Final = 160
_AROUND: Final = 60
"""Characters of a long text that are shown before the place where it begins to differ."""
_ALIKE: Final = 4
"""Changes that are told in one line when they are the same for so many things."""
_EXAMPLES: Final = 3
_SHOWN: Final = 200
"""Changes listed under one heading; the whole is in the JSON."""


def change_log(found: Difference) -> str:
    """The whole difference as plain text, in English."""
    lines = [f"EduKG {found.old} ({found.old_digest[:12]}) → {found.new} ({found.new_digest[:12]})", ""]
    for kind, heading in _HEADINGS.items():
        changes = found.of(kind)
        if changes:
            alike, single = _together(changes)
            lines.append(f"{heading} ({len(changes):,})")
            lines += [f"  {line}" for group in alike for line in _told_together(group)]
            lines += [f"  {line}" for change in single[:_SHOWN] for line in told(change)]
            if len(single) > _SHOWN:
                lines.append(f"  … and {len(single) - _SHOWN} more")
            lines.append("")
    lines.append(
        f"Statements: {found.quads['added']:,} came, {found.quads['removed']:,} went; "
        f"inferred: {found.inferred['added']:,} came, {found.inferred['removed']:,} went."
    )
    lines.append(f"This asks for {_BUMPS[found.bump]}." + ("" if found.honest else " The version does not say so."))
    return "\n".join(lines)


def _together(changes: Sequence[Change]) -> tuple[list[list[Change]], list[Change]]:
    """The changes that are the same for many things, and those to be told one by one, in their order."""
    groups: dict[object, list[Change]] = defaultdict(list)
    for change in changes:
        if change.links and not change.texts and not change.into:
            links = tuple((link.predicate.iri, link.came, link.went) for link in change.links)
            groups[change.of, links].append(change)
    alike = [group for group in groups.values() if len(group) >= _ALIKE]
    grouped = {id(change) for group in alike for change in group}
    return alike, [change for change in changes if id(change) not in grouped]


def _told_together(group: Sequence[Change]) -> Iterator[str]:
    examples = "; ".join(_name(change.named) for change in group[:_EXAMPLES])
    more = " …" if len(group) > _EXAMPLES else ""
    yield f"{len(group):,} × {_kind(group[0].of)}: {examples}{more}"
    for link in group[0].links:
        yield from _link(link)


def told(change: Change) -> Iterator[str]:
    """One change in a line, and its details in further ones."""
    yield f"{_kind(change.of)} {_name(change.named)}"
    if change.into:
        yield f"  → {'; '.join(_name(named) for named in change.into)}"
    for text in change.texts:
        yield from _text(text)
    for link in change.links:
        yield from _link(link)
    if change.kind in {ChangeKind.SPLIT, ChangeKind.MERGED, ChangeKind.REPLACED}:
        yield from (f"  | {line}" for line in change.migration.splitlines())


def _text(text: TextChange) -> Iterator[str]:
    label = _property(text.predicate)
    start = 0
    if len(text.before) == len(text.after) == 1:
        start = _where_they_part(text.before[0].value, text.after[0].value)
    for sign, values in (("−", text.before), ("+", text.after)):
        for value in values:
            language = f" ({value.language})" if value.language else ""
            yield f"  {sign} {label}{language}: {_clip(value.value, start)}"


def _where_they_part(before: str, after: str) -> int:
    """Where to begin with two texts so that what differs is seen: some words before it, or 0 when that is near."""
    pairs = enumerate(zip(before, after, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(before), len(after)))
    if max(len(before), len(after)) <= _LONGEST or same <= _AROUND:
        return 0
    return before.rfind(" ", 0, same - _AROUND // 2) + 1


def _link(link: LinkChange) -> Iterator[str]:
    for sign, values in (("−", link.went), ("+", link.came)):
        if values:
            yield f"  {sign} {_property(link.predicate)}: {'; '.join(_name(value) for value in values)}"


def _property(named: Named) -> str:
    short = shorten(named.iri)
    return _PROPERTIES.get(short) or named.labels.value("en") or short


def _name(named: Named) -> str:
    label = named.labels.value("en")
    return f"{label} <{shorten(named.iri)}>" if label else f"<{shorten(named.iri)}>"


def _kind(kind: Kind) -> str:
    return kind.value


def _clip(text: str, start: int = 0) -> str:
    """As much of a text as fits, from a place on."""
    shown = ("… " if start else "") + text[start:]
    return shown if len(shown) <= _LONGEST else shown[: shown.rfind(" ", 0, _LONGEST)] + " …"
