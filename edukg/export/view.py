"""What a view is."""

from __future__ import annotations

from dataclasses import dataclass

from edukg.model import DownloadKind


@dataclass(frozen=True, slots=True)
class View:
    """A file for others: its name, what it is called in which language, its media type, its bytes, what it is for."""

    name: str
    label: str
    media_type: str
    content: bytes
    language: str = "en"
    kind: DownloadKind = DownloadKind.VIEW
