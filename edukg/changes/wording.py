"""A difference in words: a change log as a terminologist would write it, for the terminal, a feed, a file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from edukg.model import Bump, Change, ChangeKind, Difference, Kind, LinkChange, Named, TextChange
from edukg.namespaces import shorten

_HEADINGS: Final = {
    ChangeKind.ADDED: "New",
    ChangeKind.REMOVED: "Gone",
    ChangeKind.SPLIT: "Meanings that were split",
    ChangeKind.MERGED: "Meanings that were merged",
    ChangeKind.REPLACED: "Meanings that others replace",
    ChangeKind.WIDENED: "Terms with a further sense",
    ChangeKind.NARROWED: "Terms that lost a sense",
    ChangeKind.ATTESTED: "Other attested uses",
    ChangeKind.REWORDED: "Worded otherwise",
    ChangeKind.RELATED: "Related otherwise",
}
_BUMPS: Final = {
    Bump.MAJOR: "a new major version, since something that others rely on is gone or means something else",
    Bump.MINOR: "a new minor version, since something came",
    Bump.PATCH: "a new patch version, since the same is said otherwise",
    Bump.NONE: "no new version",
}
_LONGEST: Final = 160
_SHOWN: Final = 200
"""Changes listed under one heading; the whole is in the JSON."""


def change_log(found: Difference) -> str:
    """The whole difference as plain text, in English."""
    lines = [f"EduKG {found.old} ({found.old_digest[:12]}) → {found.new} ({found.new_digest[:12]})", ""]
    for kind, heading in _HEADINGS.items():
        changes = found.of(kind)
        if changes:
            lines += [f"{heading} ({len(changes)})", *(f"  {line}" for c in changes[:_SHOWN] for line in told(c))]
            if len(changes) > _SHOWN:
                lines.append(f"  … and {len(changes) - _SHOWN} more")
            lines.append("")
    lines.append(
        f"Statements: {found.quads['added']:,} came, {found.quads['removed']:,} went; "
        f"inferred: {found.inferred['added']:,} came, {found.inferred['removed']:,} went."
    )
    lines.append(f"This asks for {_BUMPS[found.bump]}." + ("" if found.honest else " The version does not say so."))
    return "\n".join(lines)


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
    language = next((f" ({t.language})" for t in (*text.before, *text.after) if t.language), "")
    label = text.predicate.label("en")
    yield from (f"  − {label}{language}: {_clip(before.value)}" for before in text.before)
    yield from (f"  + {label}{language}: {_clip(after.value)}" for after in text.after)


def _link(link: LinkChange) -> Iterator[str]:
    for sign, values in (("−", link.went), ("+", link.came)):
        if values:
            yield f"  {sign} {link.predicate.label('en')}: {'; '.join(_name(value) for value in values)}"


def _name(named: Named) -> str:
    label = named.labels.value("en")
    return f"{label} <{shorten(named.iri)}>" if label else f"<{shorten(named.iri)}>"


def _kind(kind: Kind) -> str:
    return kind.value


def _clip(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: text.rfind(" ", 0, _LONGEST)] + " …"
