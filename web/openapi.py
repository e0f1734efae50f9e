"""The description of the JSON interface: OpenAPI 3.1, made from the code, and the same as a page for people.

The paths come from Flask's own map, what they take and give from `edukg.web.operations`, the schemas from the types in
`edukg.wire_types` by **msgspec**. https://spec.openapis.org/oas/v3.1.0
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec
from flask import Blueprint, Flask, Response, abort, current_app, jsonify, render_template, request
from flask_babel import gettext as _
from werkzeug.exceptions import MethodNotAllowed

from edukg.web.contexts import Frame
from edukg.web.errors import PROBLEM, titles
from edukg.web.interface import frame, knowledge_base, links, site_settings
from edukg.web.operations import GROUPS, Operation, Parameter
from edukg.wire_types import Problem

if TYPE_CHECKING:
    from werkzeug.routing import Rule

blueprint = Blueprint("openapi", __name__)

_PREFIX: Final = "/api/v1"
_PART: Final = re.compile(r"<(?:\w+:)?(\w+)>")
_REFERENCE: Final = "#/components/schemas/"


@dataclass(frozen=True, slots=True)
class Documented:
    """One address with its method and what it does."""

    path: str
    method: str
    operation: Operation
    name: str

    @property
    def anchor(self) -> str:
        """Where the page speaks of it."""
        return f"{self.method}-{self.name}".lower()


@dataclass(frozen=True, slots=True)
class Field:
    """One member of a JSON object; `refers` is the schema it leads to."""

    name: str
    kind: str
    required: bool
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Schema:
    """The members of one kind of JSON object."""

    name: str
    about: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """An address as the page shows it."""

    documented: Documented
    command: str
    link: str
    answer: str


@dataclass(frozen=True, slots=True)
class DocsPage:
    """The interface for people."""

    frame: Frame
    groups: tuple[tuple[str, tuple[Shown, ...]], ...]
    schemas: tuple[Schema, ...]
    address: str


def init_app(app: Flask) -> None:
    """Tell by OPTIONS which methods an address takes, without those that the rest of the site would take there."""

    @app.after_request
    def tell_methods(response: Response) -> Response:
        if request.method == "OPTIONS" and request.path.startswith("/api/") and (own := _allowed(app, request.path)):
            response.headers["Allow"] = response.headers["Access-Control-Allow-Methods"] = ", ".join(own)
        return response


def _allowed(app: Flask, path: str) -> list[str]:
    """The methods that an address of the interface takes, empty for one that there is not."""
    found: set[str] = set()
    own = f"{blueprint.name}.{elsewhere.__name__}"
    for rule in app.url_map.iter_rules():
        if rule.endpoint != own and rule.rule.startswith("/api/"):
            found |= rule.methods or set() if re.fullmatch(_PART.sub("[^/]+", rule.rule), path.rstrip("/")) else set()
    return sorted(found)


@blueprint.route("/api/<path:rest>", methods=["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"])
def elsewhere(rest: str) -> NoReturn:
    """No address of the interface, or none that takes this method: nothing of the site stands in for it."""
    allowed = _allowed(_app(), f"/api/{rest}")
    if not allowed:
        abort(404)
    raise MethodNotAllowed(allowed)


def documented(app: Flask) -> list[Documented]:
    """Every address of the interface, in the order of the groups."""
    found = [one for rule in app.url_map.iter_rules() if rule.rule.startswith(_PREFIX) for one in _of(app, rule)]
    order = list(GROUPS)
    return sorted(found, key=lambda one: (order.index(one.operation.group), one.path, one.method))


def _of(app: Flask, rule: Rule) -> Iterator[Documented]:
    described = getattr(app.view_functions[rule.endpoint], "operation", None)
    if described is not None:
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            name = described.name or rule.endpoint.rpartition(".")[2]
            yield Documented(_PART.sub(r"{\1}", rule.rule), method, described, name)


@blueprint.get("/api/openapi.json")
def openapi() -> Response:
    """The description, with its prose in the language of the interface."""
    return jsonify(description(documented(_app())))


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 (as Flask's guide does)
    return app


def description(found: list[Documented]) -> dict[str, Any]:
    """The OpenAPI document of some addresses."""
    types: list[type] = [Problem, *(one.operation.answer for one in found)]
    types += [one.operation.body.json for one in found if one.operation.body and one.operation.body.json]
    references, components = msgspec.json.schema_components(
        list(dict.fromkeys(types)), ref_template=_REFERENCE + "{name}"
    )
    refer = dict(zip(dict.fromkeys(types), references, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for one in found:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, refer)
    manifest = knowledge_base().manifest
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "EduKG",
            "version": manifest.version,
            "summary": _("What the terms of the cluster approach in education mean, for programs."),
            "description": _(
                "Answers are JSON in UTF-8; texts in several languages are objects from language to text; errors are "
                "problem details. Answers carry an ETag made of the release, so that one who has them is told 304. "
                "Nothing needs a key."
            ),
            "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        },
        "servers": [{"url": _address()}],
        "tags": [{"name": name, "description": str(label)} for name, label in GROUPS.items()],
        "externalDocs": {"url": _address() + links().api_docs()},
        "paths": paths,
        "components": {
            "schemas": components,
            "headers": {
                "ETag": {"schema": {"type": "string"}, "description": _("Changes whenever the answer does.")},
                "Link": {"schema": {"type": "string"}, "description": _("The neighbouring parts of the list.")},
            },
        },
    }


def _address() -> str:
    return (site_settings().base_url or request.host_url).rstrip("/")


def _operation(one: Documented, refer: dict[type, Any]) -> dict[str, Any]:
    described = one.operation
    answer: dict[str, Any] = {"application/json": {"schema": refer[described.answer]}}
    answer |= {media: {"schema": {"type": "string"}} for media in described.others}
    headers = {"ETag": {"$ref": "#/components/headers/ETag"}} if one.method == "GET" else {}
    if described.paged:
        headers["Link"] = {"$ref": "#/components/headers/Link"}
    responses: dict[str, Any] = {"200": {"description": str(described.summary), "headers": headers, "content": answer}}
    if one.method == "GET":
        responses["304"] = {"description": _("Nothing has changed.")}
    if one.method == "GET" and described.parameters:
        responses["414"] = {"description": titles()[414]}
    read = any(not parameter.path for parameter in described.parameters) or described.body is not None
    for status in sorted({*described.errors, *((400,) if read else ())}):
        problem = {PROBLEM: {"schema": refer[Problem]}}
        responses[str(status)] = {"description": titles().get(status, str(status)), "content": problem}
    found: dict[str, Any] = {
        "operationId": _camel(one),
        "tags": [described.group],
        "summary": str(described.summary),
        "parameters": [_parameter(p) for p in described.parameters if not (p.in_body and one.method == "POST")],
        "responses": responses,
    }
    if described.body is not None and one.method == "POST":
        content: dict[str, Any] = {media: {"schema": dict(schema)} for media, schema in described.body.others.items()}
        if described.body.json is not None:
            content = {"application/json": {"schema": refer[described.body.json]}, **content}
        found["requestBody"] = {"description": str(described.body.about), "required": True, "content": content}
    return found


def _camel(one: Documented) -> str:
    words = re.split(r"\W+", one.name.replace("_", "-"))
    return one.method.lower() + "".join(word.capitalize() for word in words)


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema: dict[str, Any] = parameter.schema()
    if parameter.several:
        schema = {"type": "array", "items": schema, "minItems": int(parameter.required)}
        schema["maxItems"] = parameter.most
    found: dict[str, Any] = {
        "name": parameter.name,
        "in": "path" if parameter.path else "query",
        "required": parameter.required,
        "description": str(parameter.about),
        "schema": schema,
    }
    if parameter.example:
        value = int(parameter.example) if parameter.number else parameter.example
        found["example"] = [value] if parameter.several else value
    return found


@blueprint.get("/api/docs")
def docs() -> str:
    """The interface for people: every address with an example to try, and what the answers hold."""
    found = documented(_app())
    told = description(found)
    shown = [_shown(one) for one in found]
    groups = tuple(
        (str(label), tuple(one for one in shown if one.documented.operation.group == name))
        for name, label in GROUPS.items()
    )
    page = DocsPage(
        frame(_("JSON interface"), section="about"),
        groups,
        tuple(_schema(name, schema) for name, schema in sorted(told["components"]["schemas"].items())),
        _address(),
    )
    return render_template("api/docs.html", page=page)


def _shown(one: Documented) -> Shown:
    example = one.operation.example or one.path.removeprefix(_PREFIX)
    address = f"{_address()}{_PREFIX}{example}"
    command = f"curl {shlex.quote(address)}"
    if one.method == "POST" and one.operation.body:
        command = f"curl {one.operation.body.example} {shlex.quote(address)}".replace("  ", " ")
    link = f"{links().root}{_PREFIX}{example}" if one.method == "GET" else ""
    return Shown(one, command, link, one.operation.answer.__name__)


def _schema(name: str, schema: dict[str, Any]) -> Schema:
    required = set(schema.get("required", ()))
    fields = tuple(
        Field(field, *_kind(told)[:1], field in required, _kind(told)[1])
        for field, told in schema.get("properties", {}).items()
    )
    return Schema(name, schema.get("description", ""), fields)


def _kind(told: dict[str, Any]) -> tuple[str, str]:
    """The type of a member in words of JSON, and the schema that it refers to."""
    if "$ref" in told:
        name = told["$ref"].removeprefix(_REFERENCE)
        return name, name
    if "anyOf" in told:
        kinds = [_kind(one) for one in told["anyOf"]]
        return " | ".join(kind for kind, _ in kinds), next((refers for _, refers in kinds if refers), "")
    if told.get("type") == "array":
        kind, refers = _kind(told.get("items", {}))
        return f"[{kind}]", refers
    if told.get("type") == "object" and "additionalProperties" in told:
        kind, refers = _kind(told["additionalProperties"])
        return f"{{…: {kind}}}", refers
    return str(told.get("type", "")), ""


__all__ = ["blueprint", "description", "documented", "init_app"]
