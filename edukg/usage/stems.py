"""Words of a context as stems, and the fields of meaning they belong to.

English and Russian stems are Snowball's; Uzbek words lose their chain of endings. Uzbek in Cyrillic is turned into
Latin first, so that both scripts share what is known of a word.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

import Stemmer

from edukg.search import to_latin
from edukg.usage.language import UZBEK, base
from edukg.usage.tables import rows

_STEMMERS = {"en": Stemmer.Stemmer("english", 0), "ru": Stemmer.Stemmer("russian", 0)}
"""Without a memory of their own; `stem` has one."""
_UZBEK_TAIL = re.compile(
    r"(?:lar|im|ing|i|si|imiz|ingiz|lari|ning|ni|ga|ka|qa|da|dan|dagi|gacha|dir|cha|ish|lik|ligi|li)$"
)
_CYRILLIC = re.compile(r"[а-яўқғҳ]")
_EDUCATION = frozenset(
    f"<{field}>"
    for field in (
        "school", "preschool", "college", "university", "teacher", "learner", "course", "competence", "lesson",
        "pedagogy", "education", "exam", "school-running",
    )
)  # fmt: skip
_KINDS = ("<", "<+", "“")
"""How the labels begin of fields, of fields that are told beside another one, and of meanings."""


@lru_cache(maxsize=200_000)
def plain(word: str, language: str) -> str:
    """A folded word as the tables write it: for Uzbek in Latin letters and without apostrophes."""
    if base(language) != UZBEK:
        return word
    return to_latin(word.replace("'", "")) if _CYRILLIC.search(word) else word.replace("'", "")


@lru_cache(maxsize=200_000)
def stem(word: str, language: str) -> str:
    """The stem of a folded word.

    >>> stem("schools", "en"), stem("кластеров", "ru"), stem("maktablarning", "uz")
    ('school', 'кластер', 'maktab')
    """
    if word.isdigit():
        return "0"
    spoken = _spoken(word, language)
    if spoken != UZBEK:
        return str(_STEMMERS[spoken].stemWord(word.removesuffix("'s").strip("'")))
    short = plain(word, language)
    for _ in range(3):
        cut = _UZBEK_TAIL.sub("", short)
        if len(cut) < 4 or cut == short:
            break
        short = cut
    return short


def _spoken(word: str, language: str) -> str:
    """The language a word is looked up in: that of the passage, unless its script says otherwise."""
    spoken = base(language)
    if spoken == "ru" and not _CYRILLIC.search(word):
        return "en"
    if spoken == "en" and _CYRILLIC.search(word):
        return "ru"
    return spoken


class Fields:
    """Tells which fields of meaning a word, or a pair of neighbouring words, belongs to, and what it means in them.

    A field is named in angle brackets, a meaning shared by words of the three languages in quotation marks. A field
    whose name begins with a plus is told beside the other field of a word: "schools" are schools, and several
    institutions.
    """

    def __init__(self) -> None:
        self.labels = {
            row["field"]: {language: row[language] for language in ("en", "ru", "uz")} for row in rows("fields.tsv")
        }
        self._exact: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._begins: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self._pairs: dict[str, dict[str, list[tuple[str, str, bool, str]]]] = defaultdict(lambda: defaultdict(list))
        self._after: dict[tuple[str, str], Seconds | None] = {}
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}
        for row in rows("cues.tsv"):
            for word in row["words"].split():
                self._add(f"<{row['field']}>", row["language"], word)
        for row in rows("words.tsv"):
            for language in ("en", "ru", "uz"):
                for word in row[language].split():
                    self._add(f"“{row['meaning']}”", language, word)

    def _add(self, field: str, language: str, word: str) -> None:
        first, joined, second = word.partition("_")
        if joined:
            open_end = second.endswith("*")
            self._pairs[language][first[:4]].append((first, second.removesuffix("*"), open_end, field))
        elif word.endswith("*"):
            self._begins[language][word[:-1]].add(field)
        else:
            self._exact[language][word].add(field)

    def of(self, word: str, language: str) -> tuple[str, ...]:
        """The fields of a folded word, by the longest entry that fits it."""
        key = (word, language)
        found = self._found.get(key)
        if found is None:
            spoken = _spoken(word, language)
            found = self._look_up(plain(word, language), spoken)
            if not found and spoken == UZBEK:
                other = "ru" if _CYRILLIC.search(word) else "en"
                found = self._look_up(word, other)
            if len(self._found) < 200_000:
                self._found[key] = found
        return found

    def _look_up(self, word: str, spoken: str) -> tuple[str, ...]:
        fields = set(self._exact[spoken].get(word, ()))
        beginnings = self._begins[spoken]
        kinds = {_kind(field) for field in fields}
        for cut in range(len(word), 1, -1):
            begun = beginnings.get(word[:cut])
            if begun and (longest := {field for field in begun if _kind(field) not in kinds}):
                fields |= longest
                kinds |= {_kind(field) for field in longest}
                if len(kinds) == len(_KINDS):
                    break
        return tuple(sorted(fields))

    def educational(self, word: str, language: str) -> bool:
        """Whether a word belongs to one of the fields of education."""
        return not _EDUCATION.isdisjoint(self.of(word, language))

    def seconds(self, first: str, language: str) -> Seconds | None:
        """What the second word of a pair with this first one may be; None when there is no such pair."""
        key = (first, language)
        if key not in self._after:
            one = plain(first, language)
            pairs = self._pairs[_spoken(first, language)].get(one[:4], ())
            fitting = [(second, open_end, field) for begins, second, open_end, field in pairs if one.startswith(begins)]
            if len(self._after) >= 200_000:
                self._after.clear()
            self._after[key] = Seconds(fitting) if fitting else None
        return self._after[key]


class Seconds:
    """The second words of pairs with one first word, and the fields of both together."""

    def __init__(self, words: Sequence[tuple[str, bool, str]]) -> None:
        """`words` has the beginning of each word, whether it may go on, and the field."""
        self._words = words
        self._beginnings = tuple(dict.fromkeys(beginning for beginning, _, _ in words))

    def of(self, second: str) -> list[str]:
        """The fields of a pair with this second word, which is plain (see `plain`)."""
        if not second.startswith(self._beginnings):  # as with most words
            return []
        return [
            field
            for wanted, may_go_on, field in self._words
            if second == wanted or (may_go_on and second.startswith(wanted))
        ]


def _kind(label: str) -> str:
    return "<+" if label.startswith("<+") else label[0]
