"""What goes into the endpoint and what comes out of it, without HTTP objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Request:
    """What of an HTTP request the protocol looks at; `parameters` are those of the address, decoded, in order.

    `client` tells apart those who ask, so that none takes the place of the others; `known` is If-None-Match.
    """

    method: str
    parameters: Sequence[tuple[str, str]] = ()
    content_type: str = ""
    body: bytes = b""
    accept: str | None = None
    encodings: str | None = None
    known: str | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """What to send back. `media_type` is empty when there is no body."""

    status: int
    media_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


class ProtocolError(Exception):
    """A request the protocol has a status for; never leaves the endpoint."""

    def __init__(self, status: int, title: str, detail: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(detail)
        self.response = problem(status, title, detail, headers)


def problem(
    status: int, title: str, detail: str, headers: Mapping[str, str] | None = None, **members: object
) -> Response:
    """An error as problem details (RFC 9457), with members of its own; those that are empty are left out."""
    body: dict[str, object] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    body |= {name: value for name, value in members.items() if value}
    return Response(status, PROBLEM, json.dumps(body, ensure_ascii=False).encode(), headers or {})
