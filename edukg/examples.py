"""Example queries: files that a person can read, run and learn from.

A file begins with comment lines, `# title@en: …` and `# description@en: …` in each language, `# topic: …` for its place
in the gallery and `# view: …` for how its answer is best looked at; then comes the query.
"""

from __future__ import annotations

import re
from pathlib import Path

from edukg.model import Example, Text, Texts

VIEWS = ("table", "chart", "graph")
TOPICS = ("words", "uses", "clusters", "logistics", "model", "data")

_TEXT = re.compile(r"^# (title|description)@(\w+): (.+)\n", re.MULTILINE)
_MARK = re.compile(r"^# (topic|view): (\w+)\n", re.MULTILINE)


def read_example(path: Path) -> Example:
    """The example query in a file."""
    content = path.read_text(encoding="utf-8")
    texts: dict[str, list[Text]] = {"title": [], "description": []}
    for match in _TEXT.finditer(content):
        texts[match[1]].append(Text(match[3], match[2]))
    marks = {match[1]: match[2] for match in _MARK.finditer(content)}
    return Example(
        slug=re.sub(r"^\d+-", "", path.stem),
        titles=Texts(tuple(texts["title"])),
        descriptions=Texts(tuple(texts["description"])),
        text=_MARK.sub("", _TEXT.sub("", content)).strip() + "\n",
        topic=marks.get("topic", ""),
        view=marks.get("view", "table"),
    )
