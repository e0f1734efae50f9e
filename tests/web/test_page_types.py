"""Every page type is used in a real browser as a person would; a page that comes without a deed fails here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, template_rendered
from jinja2 import Template

import edukg.web
from edukg.entities import Entities
from edukg.errors import EndpointError
from tests.web.conftest import Visitor, serving
from tests.web.deeds import DEEDS

FRAMES = frozenset(("base.html", "editorial/frame.html"))
"""What other pages are set in."""


def test_every_page_type_has_a_deed() -> None:
    templates = Path(edukg.web.__file__).parent / "templates"
    whole = re.compile("|".join([*(f'extends "{frame}"' for frame in FRAMES), "<html"]))
    pages = {
        file.relative_to(templates).as_posix()
        for file in templates.rglob("*.html")
        if whole.search(file.read_text(encoding="utf-8"))
    }
    assert {name.partition(":")[0] for name in DEEDS} == pages - FRAMES


@contextmanager
def shown(app: Flask) -> Iterator[set[str]]:
    """The templates that a site renders meanwhile."""
    names: set[str] = set()

    def note(_sender: Flask, template: Template, **_context: Any) -> None:
        names.add(template.name or "")

    with template_rendered.connected_to(note, app):
        yield names


@pytest.mark.browser
@pytest.mark.parametrize("name", [name for name in DEEDS if name != "errors/error.html: 410"])
def test_a_person_uses_it(visitor: Visitor, app: Flask, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if name.endswith(": 503"):
        monkeypatch.setattr(Entities, "figures", _no_answer)
    visit = visitor()
    with shown(app) as names:
        DEEDS[name](visit.page, visit.site)
    assert name.partition(":")[0] in names
    assert not visit.outside
    assert not [text for text in visit.complaints if "the server responded with a status of" not in text]


def _no_answer(_entities: Entities) -> None:
    message = "the store does not answer"
    raise EndpointError(message)


@pytest.mark.browser
def test_a_person_meets_what_is_gone(visitor: Visitor, withdrawn: Flask) -> None:
    visit = visitor()
    with serving(withdrawn) as address, shown(withdrawn) as names:
        DEEDS["errors/error.html: 410"](visit.page, address)
    assert "errors/error.html" in names
