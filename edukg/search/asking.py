"""What a question leads to: for each of its words the words of the index, then the labels in which these stand.

A question is asked in steps, from what it says to what it may have meant, and the first step that finds something
answers: as it was typed; as the keys say on the other keyboard; with slips of the finger; with words that were joined
by mistake taken apart; with one of its words left out.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from edukg.model import Kind
from edukg.search.folding import fold, other_layout, to_latin
from edukg.search.words import deletes, keys_of_question, slips_allowed
from edukg.search.writing import Label

MOST_GATHERED: Final = 1000
"""Labels that are scored for one question; the index yields the likeliest first."""
MOST_NARROWED: Final = 20_000
"""Labels that are looked through for those that have a chosen value."""
MOST_WORDS: Final = 16
MOST_WAYS: Final = 40
LONGEST_WORD: Final = 60
"""Letters of a word that may hold a slip, or a blank that is missing: what is longer was not meant for a word."""
MOST_PARTED: Final = 8
"""Words of a question that is asked in parts."""

_KINDS: Final = {kind.value: kind for kind in Kind}
INFLECTED, BEGINS, MISSPELT = "inflected form", "begins so", "misspelt"


@dataclass(frozen=True, slots=True)
class Way:
    """How a word of the question leads to a word of the index: how well, and by what if not by being the same.

    `languages` are those in which it is a form of that word.
    """

    quality: float
    how: str = ""
    languages: frozenset[str] = frozenset()


Ways = Mapping[str, Way]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label that matches, as the index keeps it."""

    label: Label
    folded: str
    latin: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found: the candidates, by which ways, and for which question.

    `ways` has one mapping for each word that counted; `some` when a word of the question was left out.
    """

    asked: str
    ways: tuple[Ways, ...]
    candidates: tuple[Candidate, ...]
    some: bool = False
    layout: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """Where a question is asked: of which index, of what has which values, and for how many labels at most."""

    connection: sqlite3.Connection
    chosen: Mapping[str, Sequence[str]]
    most: int = MOST_GATHERED


def answer(asking: Asking, text: str) -> Answer:
    """The candidates for a question by the first step that finds any."""
    nothing = Answer(text, (), ())
    for found in _steps(asking, text):
        if found.candidates:
            return found
        nothing = Answer(text, found.ways, ())
    return nothing


def _steps(asking: Asking, text: str) -> Iterator[Answer]:
    connection = asking.connection
    words = _telling(fold(text).split())
    if not words:
        return
    plain = tuple(_ways(connection, word) for word in words)
    yield Answer(text, plain, _candidates(asking, text, plain))
    switched = other_layout(text)
    other = tuple(_ways(connection, word) for word in _telling(fold(switched).split()))
    if other and switched != text.casefold():
        yield Answer(switched, other, _candidates(asking, switched, other), layout=True)
    wide = tuple({**_slips(connection, word), **ways} for word, ways in zip(words, plain, strict=True))
    yield Answer(text, wide, _candidates(asking, text, wide))
    if len(words) == 1 and len(words[0]) <= LONGEST_WORD:
        for place in range(3, len(words[0]) - 2):
            parts = tuple(_ways(connection, part) for part in (words[0][:place], words[0][place:]))
            if all(any(way.how != BEGINS for way in ways.values()) for ways in parts):
                yield Answer(text, parts, _candidates(asking, text, parts))
    phrase = _phrase(connection, words)
    if phrase:
        ways = plain[phrase.start : phrase.stop]
        said = " ".join(words[phrase.start : phrase.stop])
        yield Answer(said, ways, _candidates(asking, said, ways), some=True)
    known = tuple(ways for ways in wide if ways)
    if len(known) < len(words):
        yield Answer(text, known, _candidates(asking, text, known), some=True)
    for fewer in _parts(known[:MOST_PARTED]):
        yield Answer(text, fewer, _candidates(asking, text, fewer), some=True)


def _telling(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a question that tell something: those of one or two letters are prepositions and the like."""
    return tuple([word for word in words if len(word) > 2] or words)[:MOST_WORDS]


def _phrase(connection: sqlite3.Connection, words: Sequence[str]) -> range | None:
    """The longest part of a question, of two words or more, that is a label in full: a term in a sentence."""
    for size in range(len(words) - 1, 1, -1):
        for start in range(len(words) - size + 1):
            said = to_latin(" ".join(words[start : start + size]))
            if connection.execute("SELECT 1 FROM label WHERE latin = ?", (said,)).fetchone():
                return range(start, start + size)
    return None


def _parts(ways: Sequence[Ways]) -> Iterator[tuple[Ways, ...]]:
    """A question without one of its words, then its shorter and shorter parts: a phrase may stand in a sentence."""
    if len(ways) > 1:
        yield from (tuple(w for w in ways if w is not left_out) for left_out in ways)
        for size in range(len(ways) - 2, 0, -1):
            yield from (tuple(ways[start : start + size]) for start in range(len(ways) - size + 1))


def _ways(connection: sqlite3.Connection, word: str) -> dict[str, Way]:
    """The words of the index that a word of the question is, is a form of, or begins."""
    latin = to_latin(word)
    found: dict[str, Way] = {}
    if len(latin) > 1:
        rows = connection.execute(
            "SELECT word FROM spelling WHERE word > ? AND word < ? ORDER BY number DESC LIMIT ?",
            (latin, latin + "\uffff", MOST_WAYS),
        )
        found |= {longer: Way(0.6 + 0.3 * len(latin) / len(longer), BEGINS) for (longer,) in rows}
    keys = json.dumps(sorted(keys_of_question(word)))
    rows = connection.execute("SELECT key, word FROM form WHERE key IN (SELECT value FROM json_each(?))", (keys,))
    languages: dict[str, set[str]] = {}
    for key, form in rows:
        languages.setdefault(form, set()).add(key.partition("~")[0] if "~" in key else "")
    found |= {form: Way(0.9, INFLECTED, frozenset(known)) for form, known in languages.items()}
    if connection.execute("SELECT 1 FROM spelling WHERE word = ?", (latin,)).fetchone():
        found[latin] = Way(1.0, languages=frozenset(languages.get(latin, ())))
    return found


def _slips(connection: sqlite3.Connection, word: str) -> dict[str, Way]:
    """The words of the index that are a slip or two of the finger away; exchanged neighbours count as one."""
    latin = to_latin(word)
    allowed = slips_allowed(latin)
    if not allowed or len(latin) > LONGEST_WORD:
        return {}
    rows = connection.execute(
        "SELECT DISTINCT s.word FROM slip JOIN spelling s ON s.id = slip.word"
        " WHERE slip.key IN (SELECT value FROM json_each(?)) AND length(s.word) BETWEEN ? AND ?",
        (json.dumps(sorted(deletes(latin))), len(latin) - allowed, len(latin) + allowed),
    )
    near = sorted((OSA.distance(latin, other, score_cutoff=allowed), other) for (other,) in rows)
    return {other: Way(0.8 - 0.15 * far, MISSPELT) for far, other in near if 0 < far <= allowed}


HAS_CHOSEN: Final = """
NOT EXISTS (
    SELECT 1 FROM json_each(:chosen) AS c WHERE NOT CASE c.key
        WHEN 'kind' THEN l.kind IN (SELECT value FROM json_each(c.value))
        WHEN 'language' THEN substr(l.language, 1, 2) IN (SELECT value FROM json_each(c.value))
        ELSE EXISTS (
            SELECT 1 FROM facet f
            WHERE f.iri = l.iri AND f.name = c.key AND f.value IN (SELECT value FROM json_each(c.value)))
    END)
"""
"""That a label `l` has, of each chosen facet, one of the chosen values; `:chosen` is JSON."""

_BY_WORDS: Final = (
    "SELECT l.iri, l.kind, l.role, l.text, l.language, l.folded, l.latin"  # noqa: S608  # of constants only
    " FROM (SELECT rowid FROM word WHERE word MATCH :words ORDER BY rowid LIMIT :looked) AS m"
    " JOIN label l ON l.id = m.rowid WHERE " + HAS_CHOSEN + " LIMIT :gathered"
)
_BY_TEXT: Final = (
    "SELECT l.iri, l.kind, l.role, l.text, l.language, l.folded, l.latin"  # noqa: S608  # of constants only
    " FROM label l WHERE l.latin = :latin AND " + HAS_CHOSEN + " LIMIT :gathered"
)


def _candidates(asking: Asking, text: str, ways: Sequence[Ways]) -> tuple[Candidate, ...]:
    if not ways or not all(ways):
        return ()
    wanted = {name: list(values) for name, values in asking.chosen.items() if values}
    given = {
        "words": " AND ".join("(" + " OR ".join(f'"{word}"' for word in found) + ")" for found in ways),
        "latin": to_latin(fold(text)),
        "chosen": json.dumps(wanted),
        "looked": MOST_NARROWED if wanted else asking.most,
        "gathered": asking.most,
    }
    execute = asking.connection.execute
    found = execute(_BY_WORDS, given).fetchall() + execute(_BY_TEXT, given).fetchall()
    return tuple(
        [
            Candidate(Label(iri, _KINDS[kind], role, text, language), folded, latin)
            for iri, kind, role, text, language, folded, latin in dict.fromkeys(found)
        ]
    )


__all__ = [
    "BEGINS",
    "HAS_CHOSEN",
    "INFLECTED",
    "MISSPELT",
    "MOST_GATHERED",
    "Answer",
    "Asking",
    "Candidate",
    "Ways",
    "answer",
]
