"""What became of the things on a page, in the releases that are kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edukg.model import DatedChange
from edukg.web.interface import knowledge_base, links

if TYPE_CHECKING:
    from edukg.model import Story


@dataclass(frozen=True, slots=True)
class Told:
    """The changes of one release, with the address of the page that tells all of it."""

    version: str
    created: str
    address: str
    changes: tuple[DatedChange, ...]


@dataclass(frozen=True, slots=True)
class StoryPart:
    """What a page tells of its past: release by release, the latest first."""

    story: Story
    releases: tuple[Told, ...]


def story_of(iri: str, parts: Iterable[str] = ()) -> StoryPart:
    """What became of a thing and of its parts."""
    story = knowledge_base().story(iri, tuple(parts))
    by_release: dict[str, list[DatedChange]] = {}
    for dated in story.changes:
        by_release.setdefault(dated.digest, []).append(dated)
    return StoryPart(
        story,
        tuple(
            Told(found[0].version, found[0].created[:10], links().changes(digest[:16]), tuple(found))
            for digest, found in by_release.items()
        ),
    )


__all__ = ["StoryPart", "Told", "story_of"]
