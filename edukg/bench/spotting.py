"""How fast libraries spot written forms in a text; run by another Python, which has them, and needs nothing else.

    python spotting.py given.json

`given.json` holds the text and the forms. Printed is, as JSON, how many megabytes a second of the processor each took:
spaCy's PhraseMatcher over its tokeniser, FlashText, and pyahocorasick (which knows no bounds of words).
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

_PIECE = 100_000


def spacy(forms: list[str]) -> Callable[[str], int]:
    """The PhraseMatcher, on words in lower case."""
    library: Any = importlib.import_module("spacy")
    language = library.blank("en")
    matcher = importlib.import_module("spacy.matcher").PhraseMatcher(language.vocab, attr="LOWER")
    matcher.add("term", [language.make_doc(form) for form in forms])
    return lambda text: len(matcher(language.make_doc(text)))


def flashtext(forms: list[str]) -> Callable[[str], int]:
    """The KeywordProcessor."""
    library: Any = importlib.import_module("flashtext")
    processor = library.KeywordProcessor()
    for form in forms:
        processor.add_keyword(form)
    return lambda text: len(processor.extract_keywords(text))


def pyahocorasick(forms: list[str]) -> Callable[[str], int]:
    """The automaton, on text in lower case."""
    library: Any = importlib.import_module("ahocorasick")
    automaton = library.Automaton()
    for form in forms:
        automaton.add_word(form.lower(), form)
    automaton.make_automaton()
    return lambda text: sum(1 for _ in automaton.iter(text.lower()))


def main() -> None:
    """Measure every peer that is installed."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    text, forms = given["text"], given["forms"]
    found = {}
    for name, make in (("spaCy", spacy), ("FlashText", flashtext), ("pyahocorasick", pyahocorasick)):
        try:
            spot = make(forms)
        except ImportError:
            continue
        began = time.process_time()
        for at in range(0, len(text), _PIECE):
            spot(text[at : at + _PIECE])
        found[name] = len(text.encode()) / 1e6 / (time.process_time() - began)
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
