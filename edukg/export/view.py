"""What a view is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class View:
    """A file for others: its name, what it is called in which language, its media type, and its bytes."""

    name: str
    label: str
    media_type: str
    content: bytes
    language: str = "en"
