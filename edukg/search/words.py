"""The words of labels and of questions: which spellings of a word lead to it, and at what cost.

A question's word leads to the words of the index by its spelling, by a form it shares with them (paradigms when the
index is made, stems when a question is asked), as their beginning, and by a slip or two of the finger. Slips are found
by deleting letters on both sides (the symmetric deletes of Wolf Garbe's SymSpell): equal remainders are candidates,
whose true distance is then measured.
"""

from __future__ import annotations

import zlib
from itertools import combinations
from typing import Final

from edukg.search.folding import to_latin

DELETED_FROM: Final = 7
"""Letters are deleted only from so many at the beginning of a word: more would be many for little."""


def slips_allowed(word: str) -> int:
    """How many slips of the finger a word may hold: none in short words, whose neighbours are other words.

    >>> [slips_allowed(word) for word in ("of", "term", "cluster")]
    [0, 1, 2]
    """
    return 0 if len(word) < 4 else 1 if len(word) < 7 else 2


def deletes(word: str) -> frozenset[int]:
    """Keys of the remainders of a word after as many deleted letters as slips are allowed in it."""
    head = word[:DELETED_FROM]
    kept = {head}
    for number in range(1, slips_allowed(word) + 1):
        kept |= {"".join(left) for left in combinations(head, len(head) - number)}
    return frozenset(zlib.crc32(remainder.encode()) for remainder in kept)


def keys_of_question(folded: str) -> frozenset[str]:
    """The keys under which a word of a question is looked for among the forms of the index's words."""
    from edukg.usage.inflection import stems_of  # noqa: PLC0415 - loads what only questions need

    latin = to_latin(folded)
    keys = {latin} | {f"uz~{stem}" for language, stem in stems_of(latin) if language == "uz"}
    return frozenset(keys | {f"{language}~{stem}" for language, stem in stems_of(folded) if language != "uz"})


def keys_of_label(folded: str, language: str) -> frozenset[str]:
    """The keys under which a word of a label can be found: its paradigm and its stem, by its language."""
    from edukg.usage import inflection  # noqa: PLC0415 - loads what only a build needs

    if language == "ru":
        forms = {to_latin(form) for form in inflection.russian_forms(folded)}
        return frozenset(forms | {f"ru~{stem}" for code, stem in inflection.stems_of(folded) if code == "ru"})
    if language == "en":
        stems = {f"en~{stem}" for code, stem in inflection.stems_of(folded) if code == "en"}
        return frozenset(inflection.english_forms(folded) | stems)
    if language.partition("-")[0] == "uz":
        latin = to_latin(folded)
        return frozenset({f"uz~{latin}", f"uz~{inflection.uzbek_stem(latin, last=True)}"})
    return frozenset()


__all__ = ["deletes", "keys_of_label", "keys_of_question", "slips_allowed"]
