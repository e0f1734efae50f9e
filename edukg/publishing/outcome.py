"""What publishing did."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing did.

    `verified` says by what the store was compared with the release; it is empty when the release had been in force
    before. `loaded` and `there` count the pieces sent now and those found from before. `seconds` are of the wall clock.
    """

    name: str
    version: str
    digest: str
    quads: int
    graphs: int
    store: str
    verified: str = ""
    loaded: int = 0
    there: int = 0
    removed: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
