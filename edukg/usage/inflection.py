"""The forms in which the words of a term are written: made once, when a release is built.

English plurals and possessives follow rules; Russian paradigms come from pymorphy3; Uzbek, which strings endings
together, is recognised by stem and chain of endings instead of listing forms.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from edukg.usage.folding import fold_word

_UZBEK_ENDINGS_LATIN = (
    r"(?:lar)?(?:im|ing|i|si|imiz|ingiz|lari|miz|ngiz)?"
    r"(?:dagi|daги|nikidan|niki|ning|ni|gacha|ga|ka|qa|dan|da|cha|dek|day|siz|li|lik|ligi|sh)?"
    r"(?:lar|lari|larning|larni|larga|larda|lardan|ni|ning|ga|da|dan)?(?:dir|mi|chi|ku|gina|ham)?"
)
_UZBEK_ENDINGS_CYRILLIC = (
    r"(?:лар)?(?:им|инг|и|си|имиз|ингиз|лари|миз|нгиз)?"
    r"(?:даги|ники|нинг|ни|гача|га|ка|қа|дан|да|ча|дек|дай|сиз|ли|лик|лиги)?"
    r"(?:лар|лари|ларнинг|ларни|ларга|ларда|лардан|ни|нинг|га|да|дан)?(?:дир|ми|чи|ку|гина|ҳам)?"
)
UZBEK_ENDINGS = re.compile(rf"(?:{_UZBEK_ENDINGS_LATIN}|{_UZBEK_ENDINGS_CYRILLIC})")
"""The chain of endings of an Uzbek noun: number, possession, case, and what leans on the word."""

UZBEK_POSSESSED = re.compile(r"(?:lar)?i|si|(?:лар)?и|си|ing|инг|im|им")
"""How the chain of endings begins when the noun is possessed, as the head of a phrase of two nouns is."""

_RUSSIAN_ADJECTIVE = (
    "ый|ий|ой",
    "ая|яя",
    "ое|ее",
    "ые|ие",
    "ого|его",
    "ому|ему",
    "ыми|ими",
    "ым|им",
    "ой|ей",
    "ую|юю",
    "ых|их",
    "ом|ем",
)
_UZBEK_ADJECTIVE = r"ik|iy|ий|ик|^ta'lim|^таълим"
ADJECTIVE = re.compile(rf"(?:{'|'.join(_RUSSIAN_ADJECTIVE)}|{_UZBEK_ADJECTIVE})$")
"""How adjectives end that may stand between the words of a term."""

_VOWELS = "aeiou"


def english_forms(word: str) -> frozenset[str]:
    """Singular, plural and possessives of an English word; words that are no nouns get forms that no text has.

    >>> sorted(english_forms("company"))
    ['companies', "companies'", 'company', "company's"]
    """
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        plural = word[:-1] + "ies"
    elif word.endswith(("s", "x", "z", "ch", "sh")):
        plural = word if word.endswith("ics") else word + "es"
    else:
        plural = word + "s"
    return frozenset({word, f"{word}'s", plural, f"{plural}'"})


@cache
def _analyser() -> Any:
    """The morphological analyser for Russian; it takes a third of a second to load."""
    import pymorphy3  # noqa: PLC0415 - needed when a release is built, not when a text is checked

    return pymorphy3.MorphAnalyzer(lang="ru")


def russian_forms(word: str) -> frozenset[str]:
    """Every form of a Russian word, from its likeliest nominal paradigm."""
    parses = _analyser().parse(word)
    nominal = [p for p in parses if p.tag.POS in {"NOUN", "ADJF", "ADJS", "PRTF"}]
    forms = {word}
    if nominal:
        forms |= {form.word.replace("ё", "е") for form in nominal[0].lexeme if form.tag.POS in {"NOUN", "ADJF", "PRTF"}}
    return frozenset(forms)


def russian_phrases(phrase: str) -> dict[str, str]:
    """Each form of the head of a Russian phrase → the phrase with its adjectives in the same case and number.

    The head is the first noun; what follows it stays as it is.
    """
    analyser = _analyser()
    words = phrase.split()
    parses = [_likeliest(analyser.parse(word)) for word in words]
    head = next((i for i, parse in enumerate(parses) if parse.tag.POS == "NOUN"), None)
    if head is None:
        return {}
    found: dict[str, str] = {}
    for form in parses[head].lexeme:
        grammemes = {form.tag.case, form.tag.number}
        if form.tag.number == "sing":
            grammemes.add(parses[head].tag.gender)
        modifiers = [parse.inflect(grammemes - {None}) for parse in parses[:head]]
        if all(modifier is not None for modifier in modifiers):
            written = [modifier.word for modifier in modifiers]
            found.setdefault(form.word.replace("ё", "е"), " ".join([*written, form.word, *words[head + 1 :]]))
    return found


def _likeliest(parses: Any) -> Any:
    nominal = [parse for parse in parses if parse.tag.POS in {"ADJF", "PRTF", "NOUN"}]
    return (nominal or parses)[0]


def uzbek_stem(word: str, *, last: bool) -> str:
    """The stem of an Uzbek word of a term: the head of a phrase loses its possessive ending.

    >>> uzbek_stem("klasteri", last=True), uzbek_stem("компанияси", last=True)
    ('klaster', 'компания')
    """
    if last and len(word) > 5:
        return re.sub(r"(?<=[aouie'аоуиеўэяюё])(?:si|си)$|(?<=[^aouie'аоуиеўэяюё])(?:i|и)$", "", word)
    return word


def agree(adjective: str, word: str) -> bool:
    """Whether a word looks like another adjective beside the first one, in the same case and number.

    >>> agree("логистическую", "транспортную"), agree("логистическую", "систему")
    (True, False)
    """
    if re.search(rf"(?:{_UZBEK_ADJECTIVE})$", word):
        return True
    return any(re.search(rf"(?:{e})$", adjective) and re.search(rf"(?:{e})$", word) for e in _RUSSIAN_ADJECTIVE)


def words_of(phrase: str) -> tuple[str, ...]:
    """The words of a term as folded; hyphens and quotation marks separate.

    >>> words_of("Educational-production cluster")
    ('educational', 'production', 'cluster')
    """
    return tuple(re.findall(r"[^\W_]+(?:'[^\W_]+)*'?", fold_word(phrase)))


@cache
def _stemmer(language: str) -> Any:
    import Stemmer  # noqa: PLC0415 - most programs never ask for a stem

    return Stemmer.Stemmer(language)


def stems_of(word: str) -> frozenset[tuple[str, str]]:
    """What a folded word may be a form of, as (language, stem), for each language its script allows.

    Two words that share a pair may be forms of one word: a search finds one by the other. Uzbek gives a stem for each
    chain of endings that the word can be read with.

    >>> ("uz", "klaster") in stems_of("klasterlarida")
    True
    """
    found = {("uz", word[:end]) for end in range(3, len(word) + 1) if UZBEK_ENDINGS.fullmatch(word, end)}
    if re.search("[а-яё]", word):
        found.add(("ru", _stemmer("russian").stemWord(word)))
    elif word.isascii():
        found.add(("en", _stemmer("english").stemWord(word)))
    return frozenset(found)
