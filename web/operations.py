"""What each address of the JSON interface takes and gives, said once: requests are read by it, and it is documented.

A view is described by `operation`; `edukg.web.openapi` gathers the descriptions.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, ParamSpec, TypeVar
from urllib.parse import urlencode

from flask import Response, g, jsonify, request
from flask_babel import lazy_gettext as _

from edukg.errors import InputError
from edukg.namespaces import LANGUAGES
from edukg.web.interface import CYRILLIC, site_settings
from edukg.wire_checks import NOT_BLANK

Lazy = Any
"""A text of the interface that is translated when it is shown."""
P = ParamSpec("P")
R = TypeVar("R")
MOST: Final = 1000
"""Things of a list that are given at once at most."""
PAGE: Final = 100
LONGEST: Final = 300
"""Characters of a value, unless said otherwise."""
GROUPS: Final = {
    "start": _("To begin with"),
    "asking": _("Finding and choosing"),
    "lexicon": _("Terms, senses, concepts"),
    "things": _("Things and documents"),
    "checking": _("Checking texts and data"),
    "changes": _("Changes"),
    "queries": _("For those who write queries"),
}
"""What addresses are for, in the order in which they are shown."""
FARTHEST: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that an address takes. `values` is a closed list, `least` and `most` bound a number.

    `several` takes the parameter up to `most` times. One that is a part of the path has `path` set and is required.
    """

    name: str
    about: Lazy
    values: tuple[str, ...] = ()
    number: bool = False
    least: int = 0
    most: int = 0
    default: str = ""
    longest: int = LONGEST
    pattern: str = ""
    required: bool = False
    several: bool = False
    path: bool = False
    in_body: bool = False
    """Whether the body of a POST has it instead."""
    example: str = ""

    def schema(self) -> dict[str, object]:
        """The JSON Schema of a value."""
        if self.number:
            numbers: dict[str, object] = {"type": "integer", "minimum": self.least, "maximum": self.most}
            return {**numbers, "default": int(self.default)} if self.default else numbers
        if self.values:
            left_out = () if self.required else ("",)  # what an empty field of a form sends
            words: dict[str, object] = {"type": "string", "enum": [*self.values, *left_out]}
            return {**words, "default": self.default} if self.default else words
        texts: dict[str, object] = {"type": "string", "maxLength": self.longest}
        if self.pattern:
            texts["pattern"] = self.pattern
        return {**texts, "minLength": 1, "pattern": NOT_BLANK} if self.required and not self.path else texts

    def read(self) -> Any:
        """The value in the request, as a text, a number, or a list of texts. Raises `InputError`."""
        found = [value.strip() for value in request.args.getlist(self.name) if value.strip()]
        if not found and self.required:
            raise InputError(
                f"The parameter `{self.name}` is missing.", advice=f"Give it, as in ?{self.name}={self.example}."
            )
        if self.several:
            if len(found) > self.most:
                raise InputError(f"`{self.name}` was given more than {self.most} times.", advice="Ask several times.")
            return [self._one(value) for value in found]
        if not found and self.number and self.name in request.args:
            return self._one("")
        if not found:
            return int(self.default) if self.number else self.default
        return self._one(found[0])

    def _one(self, given: str) -> str | int:
        if self.number:
            whole = given.isascii() and given.isdigit()
            if not whole or not self.least <= int(given[:12]) <= self.most:
                raise InputError(
                    f"`{self.name}` cannot be '{given[:40]}'.",
                    advice=f"Give a number from {self.least} to {self.most}.",
                )
            return int(given)
        if self.values and given not in self.values:
            raise InputError(f"`{self.name}` cannot be '{given[:40]}'.", advice=f"Use one of {', '.join(self.values)}.")
        if self.pattern and not re.search(self.pattern, given):
            raise InputError(f"`{self.name}` cannot be '{given[:40]}'.", advice=f"Give it as in {self.example}.")
        if len(given) > self.longest:
            raise InputError(f"`{self.name}` is longer than {self.longest} characters.", advice="Shorten it.")
        return given


@dataclass(frozen=True, slots=True)
class Body:
    """What a request carries: the type of its JSON, and the other media types that are taken, each with its schema."""

    about: Lazy
    json: type | None = None
    others: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    example: str = ""
    """The arguments of curl that send one."""


@dataclass(frozen=True, slots=True)
class Operation:
    """One address: what it is for, what it takes, and the type of its answer. `errors` are the statuses of
    problems, besides 400 for what cannot be read.
    """

    group: str
    summary: Lazy
    answer: type
    parameters: tuple[Parameter, ...] = ()
    body: Body | None = None
    errors: tuple[int, ...] = ()
    paged: bool = False
    others: tuple[str, ...] = ()
    """Further media types of the answer."""
    name: str = ""
    """How programs call it; as the view is called when it is empty."""
    example: str = ""
    """What stands behind `/api/v1` in an address to try."""


def operation(described: Operation, *, read: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Describe a view. Unless `read` is false the parameters are read before it runs, and stand in `given()`."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(view)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            if read:
                posted = request.method == "POST"
                read_now = (one for one in described.parameters if not one.path and not (posted and one.in_body))
                g.given = {one.name: one.read() for one in read_now}
            return view(*args, **kwargs)

        run.operation = described  # type: ignore[attr-defined]  # what the description of the interface looks for
        return run

    return decorate


def given(name: str) -> Any:
    """The value of a parameter of the operation that runs."""
    return g.given[name]


LANGUAGE: Final = Parameter("lang", _("A language: only what is in it, or the one to name things in."), LANGUAGES)
UI: Final = Parameter("ui", _("The language of messages and explanations."), (*LANGUAGES, CYRILLIC))
LIMIT: Final = Parameter(
    "limit", _("How many are given at most."), number=True, least=1, most=MOST, default=str(PAGE), example="20"
)
OFFSET: Final = Parameter(
    "offset", _("How many are left out at the beginning."), number=True, most=FARTHEST, default="0", example="0"
)
PAGING: Final = (LIMIT, OFFSET)


def part(name: str, items: list[Any], total: int, **more: object) -> Response:
    """One part of a list as JSON, with Link headers to its neighbours (RFC 8288)."""
    offset, limit = given("offset"), given("limit")
    after = _address(offset + limit) if offset + limit < total else None
    response = jsonify({name: items, "total": total, "offset": offset, "limit": limit, "next": after, **more})
    last = max(0, (total - 1) // limit * limit)
    for relation, address in (
        ("first", _address(0)),
        ("prev", _address(max(0, offset - limit)) if offset else None),
        ("next", after),
        ("last", _address(last)),
    ):
        if address:
            response.headers.add("Link", f'<{address}>; rel="{relation}"')
    return response


def sliced(items: Any) -> list[Any]:
    """The part of a list that is asked for."""
    return list(items[given("offset") : given("offset") + given("limit")])


def _address(offset: int) -> str:
    root = (site_settings().base_url or request.host_url).rstrip("/")
    arguments = [(name, value) for name, value in request.args.items(multi=True) if name != "offset"]
    if offset:
        arguments.append(("offset", str(offset)))
    return f"{root}{request.path}{'?' + urlencode(arguments) if arguments else ''}"


__all__ = [
    "GROUPS",
    "LANGUAGE",
    "LIMIT",
    "OFFSET",
    "PAGING",
    "UI",
    "Body",
    "Operation",
    "Parameter",
    "given",
    "operation",
    "part",
    "sliced",
]
