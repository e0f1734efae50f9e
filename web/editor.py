"""The query editor: the page, its words, and the gallery of examples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from edukg.model import Example
from edukg.namespaces import BASE, PREFIXES
from edukg.web.contexts import Frame
from edukg.web.editor_words import topics, words
from edukg.web.interface import frame, knowledge_base

blueprint = Blueprint("editor", __name__)

SCRIPTS = (
    "base.js",
    "answers.js",
    "table.js",
    "chart.js",
    "graph.js",
    "raw.js",
    "names.js",
    "notes.js",
    "tabs.js",
    "share.js",
    "main.js",
)
"""The parts of the editor in the order in which they are needed."""


@dataclass(frozen=True, slots=True)
class Group:
    """The examples on one topic."""

    key: str
    title: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class EditorPage:
    """The query editor with its gallery.

    `asked` is empty when the address names no query, "query" when it brings one, else the title of the example that it
    names; `view` is how the answer of that example is best looked at. `words` are those that the scripts say.
    """

    frame: Frame
    text: str
    asked: str
    view: str
    gallery: tuple[Group, ...]
    prefixes: Mapping[str, str]
    words: Mapping[str, object]
    base: str = BASE
    scripts: tuple[str, ...] = SCRIPTS


@blueprint.get("/query")
def editor() -> str:
    """The editor: with the query that `?query=` gives, or that `?example=` names, or the first example."""
    examples = knowledge_base().examples()
    name, text = request.args.get("example", ""), request.args.get("query", "")
    example = next((each for each in examples if each.slug == name), None)
    if name and example is None:
        abort(404)
    shown = frame(_("Query the data"), section="query")
    page = EditorPage(
        frame=shown,
        text=example.text_in(shown.ui) if example else text or examples[0].text_in(shown.ui),
        asked=example.titles.value(shown.content) if example else "query" if text else "",
        view=example.view if example else "",
        gallery=_gallery(examples),
        prefixes=PREFIXES,
        words=words(),
    )
    return render_template("sparql/editor.html", page=page)


def _gallery(examples: tuple[Example, ...]) -> tuple[Group, ...]:
    groups = ((key, title, tuple(e for e in examples if e.topic == key)) for key, title in topics().items())
    return tuple(Group(key, title, found) for key, title, found in groups if found)
