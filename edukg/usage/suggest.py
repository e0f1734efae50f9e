"""The precise wording for a use: the term with what tells its reading apart, in the grammar of the sentence."""

from __future__ import annotations

import re

from edukg.cyrillic import to_cyrillic, to_latin
from edukg.usage.folding import fold_word
from edukg.usage.inflection import ADJECTIVE, english_forms, words_of
from edukg.usage.knowledge import Reading
from edukg.usage.language import UZBEK_CYRILLIC, base
from edukg.usage.tables import small_words

_QUALIFIED = re.compile(r"^(.*?)\s*\(([^()]*)\)$")
_WORD_BEFORE = re.compile(r"([^\W_]+)\s+$")
_POSSESSED = re.compile(r"^(lar|лар)?(?=(ni|ning|ga|da|dan|dagi|ни|нинг|га|да|дан|даги)?$)")


def suggestion(text: str, start: int, end: int, language: str, reading: Reading) -> str:
    """The wording for the use at `[start, end)` of a text; empty when the reading has no label in the language.

    A term that stands alone gets the words that the label has before it, in the same case and number; every term gets
    the qualifier of the label in brackets.
    """
    written = text[start:end]
    label = reading.label(base(language))
    match = _QUALIFIED.match(label)
    full, qualifier = (match[1], match[2]) if match else (label, "")
    latin = to_latin(written) if language == UZBEK_CYRILLIC else written
    fuller = _fuller(latin, full, language, reading) if _stands_alone(text, start, language) else latin
    if language == UZBEK_CYRILLIC:
        fuller = written if fuller == latin else to_cyrillic(fuller)
        qualifier = to_cyrillic(qualifier)
    return f"{fuller} ({qualifier})" if qualifier else fuller


def _stands_alone(text: str, start: int, language: str) -> bool:
    """Whether no word before the term already says which one it is."""
    match = _WORD_BEFORE.search(text, max(0, start - 40), start)
    if match is not None and language == "ru":
        return ADJECTIVE.search(fold_word(match[1])) is None
    return match is None or fold_word(match[1]) in small_words().get(language, frozenset())


def _fuller(written: str, full: str, language: str, reading: Reading) -> str:
    words, ours = words_of(written), words_of(full)
    if len(words) != 1 or len(ours) < 2:
        return written
    capital = written[:1].isupper() and not written.isupper()
    if base(language) == "ru":
        made = reading.phrases.get(words[0], "")
    elif base(language) == "uz":
        made = _uzbek(words[0], full)
    else:
        made = _english(words[0], ours, full)
    if not made:
        return written
    return made[0].upper() + made[1:] if capital else made


def _english(word: str, ours: tuple[str, ...], full: str) -> str:
    if word in english_forms(ours[-1]):
        return full[: full.lower().rindex(ours[-1])] + word
    if word in english_forms(ours[0]):
        plural = word.endswith("s") and not ours[0].endswith("s")
        last = ours[-1]
        many = max(english_forms(last) - {last, f"{last}'s"}, key=lambda form: not form.endswith("'"))
        return full[: full.lower().rindex(last)] + (many if plural else last)
    return ""


def _uzbek(word: str, full: str) -> str:
    """The label's words before its head, and the head as written, with the possessive that the phrase needs."""
    modifiers, _, head = full.rpartition(" ")
    stem = fold_word(re.sub(r"(?<=[^aouie])i$", "", head))
    if not modifiers or not word.startswith(stem):
        return ""
    tail = word[len(stem) :]
    match = _POSSESSED.match(tail)
    if match is not None and head.endswith("i"):
        number = match[1] or ""
        tail = number + "i" + tail[len(number) :]
    return f"{modifiers} {stem}{tail}"
