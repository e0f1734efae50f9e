"""What differs between two releases, said in terms and senses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from edukg.model.texts import Named, Text
from edukg.model.things import Kind


class ChangeKind(StrEnum):
    """What became of something: first what changes meanings, then what came and went, then the rest."""

    SPLIT = "split"
    """One meaning is now several."""
    MERGED = "merged"
    """Several meanings are now one."""
    REPLACED = "replaced"
    """One meaning is now another."""
    NARROWED = "narrowed"
    """A term has lost a sense."""
    WIDENED = "widened"
    """A term has gained a sense."""
    REMOVED = "removed"
    ADDED = "added"
    ATTESTED = "attested"
    """A sense has other attested uses than before."""
    REWORDED = "reworded"
    """Texts differ, such as a label or a definition."""
    RELATED = "related"
    """Relations to other things differ."""


class Bump(StrEnum):
    """Which part of the version a difference asks to be raised (https://semver.org)."""

    MAJOR = "major"
    MINOR = "minor"
    PATCH = "patch"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TextChange:
    """One property's texts in one language, before and after."""

    predicate: Named
    before: tuple[Text, ...]
    after: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class LinkChange:
    """One property's values that are things: which came and which went."""

    predicate: Named
    came: tuple[Named, ...]
    went: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one thing.

    `into` are the meanings that stand where it stood, `migration` a SPARQL query that finds or brings over what refers
    to it in the data of others.
    """

    kind: ChangeKind
    of: Kind
    named: Named
    texts: tuple[TextChange, ...] = ()
    links: tuple[LinkChange, ...] = ()
    into: tuple[Named, ...] = ()
    migration: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs between two releases.

    `quads` counts what was said in the old release only ("removed") and in the new only ("added"), `inferred` the same
    for what followed. `bump` is what the changes ask of the version, `told` what the two versions say.
    """

    old: str
    new: str
    old_digest: str
    new_digest: str
    created: str
    changes: tuple[Change, ...]
    quads: Mapping[str, int]
    inferred: Mapping[str, int]
    bump: Bump = Bump.NONE
    told: Bump = Bump.NONE

    def of(self, kind: ChangeKind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(change for change in self.changes if change.kind is kind)

    @property
    def honest(self) -> bool:
        """Whether the version was raised by at least as much as the changes ask for."""
        order = (Bump.NONE, Bump.PATCH, Bump.MINOR, Bump.MAJOR)
        return order.index(self.told) >= order.index(self.bump)


@dataclass(frozen=True, slots=True)
class DatedChange:
    """A change with the release that brought it: its version, its digest, and the day it was made."""

    version: str
    digest: str
    created: str
    change: Change


@dataclass(frozen=True, slots=True)
class Story:
    """What became of something, the latest change first, as far back as releases are kept and looked at.

    `version` and `created` are those of the oldest release that was looked at. `revised` is when the file that holds
    it was last revised, `first` when that file was made; both are empty when the file does not say.
    """

    changes: tuple[DatedChange, ...]
    version: str
    created: str
    first: str = ""
    revised: str = ""
