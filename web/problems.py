"""Problems of the endpoint in the language of whoever asks: for the editor, for pages, and for programs that say one.

The endpoint itself speaks English, since it knows nothing of readers; `edukg.web.explaining` knows its sentences.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from edukg.cyrillic import to_cyrillic
from edukg.endpoint.messages import PROBLEM
from edukg.errors import Position
from edukg.web.explaining import translated
from edukg.web.interface import CYRILLIC, preferred_interface

if TYPE_CHECKING:
    from edukg.endpoint import Response


def apart(body: Mapping[str, Any]) -> tuple[Position, str, str]:
    """The place, the message and the advice of a problem, which its detail holds together."""
    advice, given = str(body.get("advice", "")), body.get("position") or {}
    place = Position(line=given.get("line"), column=given.get("column"), text=given.get("text"))
    message = str(body.get("detail", "")).removesuffix(advice).strip().removeprefix(f"{place}: ")
    if place.text:
        message = message.removesuffix(f"The text there is: {place.text}").strip()
    return place, message, advice


def in_language(response: Response, accepted: str | None) -> Response:
    """A problem in the best of our languages for an Accept-Language; English where no translation is known.

    The translated detail is the message and the advice; the place stands in `position`. Other answers stay as they are.
    """
    if response.media_type != PROBLEM:
        return response
    headers = {**response.headers, "Vary": "Accept-Language", "Content-Language": "en"}
    interface = preferred_interface(parse_accept_header(accepted, LanguageAccept).values())
    language = interface.partition("-")[0]
    if language == "en":
        return replace(response, headers=headers)
    body = json.loads(response.body)
    _, message, advice = apart(body)
    told = {"title": body["title"], "detail": message, "advice": advice}
    found = {name: translated(sentence, language) for name, sentence in told.items() if sentence}
    if None in found.values():
        return replace(response, headers=headers)
    words = {name: to_cyrillic(str(text)) if interface == CYRILLIC else str(text) for name, text in found.items()}
    if "advice" in words:
        words["detail"] += f" {words['advice']}"
    headers["Content-Language"] = interface
    return replace(response, body=json.dumps(body | words, ensure_ascii=False).encode(), headers=headers)
