"""Queries that differ in nothing but their IRIs are looked at once: the rest is the same for all of them.

Programs ask the same question of one thing after another. The guard and the proof that a query is small cost more than
the engine needs to look one thing up; neither depends on which IRIs a query names, if these are plain ones. So the
text between the IRIs, the *shape*, is what is looked at and remembered, as a template of the text the engine gets.

Only queries whose answer streams from one index are kept here (`edukg.store.small.streams`): their work grows with the
rows that are read and with nothing else, so that they can be begun at once and given up when there are too many rows.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Final

from edukg.store.columns import in_order
from edukg.store.guard import inspect
from edukg.store.small import MAX_ROWS, streams

_IRI: Final = re.compile(r"<([A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20<>\"{}|^`\\()]*)>")
"""Plain absolute IRIs, a part of what the guard takes for one; none of them means anything else anywhere."""
_APART: Final = re.compile(r"[\"'#\\\x00]|\b[Bb][Aa][Ss][Ee]\b")
"""Where strings, comments and escapes are, an IRI may not be one; with a base of its own a query is rare."""
_SLOT: Final = "urn:x-edukg-slot:"
_SLOTS: Final = re.compile(_SLOT + r"(\d+):")
_MOST: Final = 1000
"""Shapes that are remembered."""
_LONGEST: Final = 2000
"""Characters of a query that may have a shape worth remembering."""


@dataclass(frozen=True, slots=True)
class Template:
    """The text for the engine: pieces, and between them which of the IRIs of the query comes."""

    pieces: tuple[str, ...]
    slots: tuple[int, ...]
    form: str
    stops: bool
    """Whether the query itself says that it ends within the rows that may be read at once."""

    def fill(self, iris: list[str]) -> str:
        """The text with these IRIs."""
        parts = [self.pieces[0]]
        for slot, piece in zip(self.slots, self.pieces[1:], strict=True):
            parts += (iris[slot], piece)
        return "".join(parts)


class Shapes:
    """The templates of a store. Safe to share between threads."""

    def __init__(self) -> None:
        self._known: dict[str, Template | None] = {}
        self._lock = threading.Lock()

    def prepare(self, text: str) -> tuple[Template, str] | None:
        """The template of a query and its text for the engine; None when it has to be looked at by itself.

        Raises what the guard raises.
        """
        if len(text) > _LONGEST or _SLOT in text:
            return None
        parts = _IRI.split(text)  # every second one is an IRI
        shape = "<\0>".join(parts[::2])
        if shape in self._known:
            template = self._known[shape]
        else:
            template = _template(text, shape)
            with self._lock:
                if len(self._known) >= _MOST:
                    self._known.clear()
                self._known[shape] = template
        return None if template is None else (template, template.fill(parts[1::2]))


def _template(text: str, shape: str) -> Template | None:
    if _APART.search(shape.replace("<\0>", "<>")):
        return None
    inspect(text)
    number = iter(range(len(text)))
    query = inspect(_IRI.sub(lambda _: f"<{_SLOT}{next(number)}:>", text))
    kind = streams(query)
    if not kind:
        return None
    split = _SLOTS.split(in_order(query).render(most=0 if kind == "stops" else MAX_ROWS + 1))
    return Template(tuple(split[::2]), tuple(map(int, split[1::2])), query.form, kind == "stops")
