"""The Reconciliation Service API 0.2 (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/).

OpenRefine and its like send names from a table and get readings to choose from. `/reconcile` speaks English,
`/reconcile/ru` and `/reconcile/uz` the other languages; nothing of what is sent is kept.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, jsonify, render_template, request

from edukg import reconcile
from edukg.errors import InputError
from edukg.media import HTML
from edukg.model import Concept, Match, Named, NameToMatch, Text
from edukg.namespaces import BASE, EDUKG, LANGUAGES
from edukg.web.contexts import Frame
from edukg.web.interface import frame, knowledge_base, links, site_settings
from edukg.web.security import FRAMED_POLICY

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")

BATCH = 50
"""Names in one request; clients are told and send more in further ones."""
_SUGGESTED = 20

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """One candidate in short, for a frame inside another program."""

    frame: Frame
    concept: Concept
    language: str


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other hosts, such as the test bench of the standard, read the answers."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.route("/", methods=["GET", "POST"], defaults={"language": "en"}, strict_slashes=False)
@blueprint.route("/<language>", methods=["GET", "POST"], strict_slashes=False)
def service(language: str) -> Response:
    """The manifest, a batch of names to match, or an extension of matched rows, by what was sent."""
    if language not in LANGUAGES:
        abort(404)
    if "queries" in request.values:
        return jsonify(_batch(_object("queries"), language))
    if "extend" in request.values:
        return jsonify(_extension(_object("extend"), language))
    return jsonify(_manifest(language))


def _object(name: str) -> Json:
    try:
        found = json.loads(request.values[name])
    except ValueError as error:
        raise InputError(f"The parameter `{name}` is no JSON: {error}.", advice="Send a JSON object.") from None
    if not isinstance(found, dict):
        raise InputError(f"The parameter `{name}` is no JSON object.", advice="Send a JSON object.")
    return found


def _address() -> str:
    return (site_settings().base_url or request.host_url).rstrip("/")


def _manifest(language: str) -> Json:
    host, path = _address(), links().reconcile(language)
    names = {"en": "EduKG readings", "ru": "EduKG: значения терминов", "uz": "EduKG: atama maʼnolari"}
    return {
        "versions": ["0.2"],
        "name": names[language],
        "identifierSpace": BASE,
        "schemaSpace": EDUKG,
        "documentation": host + links().about(),
        "logo": host + links().static("mark.svg"),
        "defaultTypes": [_named(reconcile.TYPES[0], language)],
        "view": {"url": host + "/{{id}}"},
        "preview": {"url": f"{host}{path}/preview?id={{{{id}}}}", "width": 430, "height": 300},
        "batchSize": BATCH,
        "suggest": {
            kind: {"service_url": host, "service_path": f"{path}/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": host, "service_path": f"{path}/properties"},
            "property_settings": [],
        },
    }


def _batch(queries: Json, language: str) -> Json:
    if len(queries) > BATCH:
        raise InputError(f"{len(queries)} names were sent at once.", advice=f"Send at most {BATCH}.")
    kb = knowledge_base()
    return {
        key: {"result": [_match(m, language) for m in reconcile.match(kb, _name(key, asked), language)]}
        for key, asked in queries.items()
    }


def _name(key: str, asked: object) -> NameToMatch:
    if not isinstance(asked, dict) or not isinstance(asked.get("query", ""), str):
        raise InputError(
            f"The query '{key[:40]}' is no object with a text in `query`.", advice="See the specification."
        )
    kind = asked.get("type") or ""
    limit = asked.get("limit", 10)
    properties = asked.get("properties") or []
    if not isinstance(kind, str) or not isinstance(limit, int) or not isinstance(properties, list):
        raise InputError(
            f"The query '{key[:40]}' has a `type`, a `limit` or `properties` of the wrong kind.",
            advice="They are a text, a whole number and a list.",
        )
    return NameToMatch(asked.get("query", "")[:300], kind, limit, tuple(_property(key, p) for p in properties))


def _property(key: str, given: object) -> tuple[str, tuple[str, ...]]:
    if not isinstance(given, dict) or not isinstance(given.get("pid"), str):
        raise InputError(f"A property of the query '{key[:40]}' has no `pid`.", advice="See the specification.")
    value = given.get("v")
    values = value if isinstance(value, list) else [value]
    return given["pid"], tuple(
        str(v["id"] if isinstance(v, dict) and "id" in v else v) for v in values if v is not None
    )


def _match(found: Match, language: str) -> Json:
    return {
        "id": found.id,
        "name": found.name,
        "description": found.description,
        "score": found.score,
        "match": found.certain,
        "type": [_named(kind, language) for kind in found.types],
        "features": [{"id": name, "value": value} for name, value in found.features.items()],
    }


def _named(named: Named, language: str) -> Json:
    return {"id": named.iri.removeprefix(BASE), "name": named.label(language)}


def _extension(asked: Json, language: str) -> Json:
    ids, properties = asked.get("ids", []), asked.get("properties", [])
    if not isinstance(ids, list) or not isinstance(properties, list):
        raise InputError("`ids` and `properties` are lists.", advice="See the specification.")
    kb = knowledge_base()
    wanted = [p["id"] for p in properties if isinstance(p, dict) and isinstance(p.get("id"), str)]
    return {
        "meta": [{"id": pid, "name": _property_name(pid, language)} for pid in wanted],
        "rows": {
            str(id_): {
                pid: [_value(value, language) for value in reconcile.extend(kb, str(id_), pid, language)]
                for pid in wanted
            }
            for id_ in ids[:1000]
        },
    }


def _property_name(pid: str, language: str) -> str:
    return reconcile.PROPERTIES[pid][0].value(language) if pid in reconcile.PROPERTIES else pid


def _value(value: Named | Text, language: str) -> Json:
    return {"str": value.value} if isinstance(value, Text) else _named(value, language)


@blueprint.get("/properties", defaults={"language": "en"})
@blueprint.get("/<language>/properties")
def propose(language: str) -> Response:
    """The properties that can be added to a table for things of a type."""
    kind = request.args.get("type", "")
    limit = request.args.get("limit", default=_SUGGESTED, type=int)
    proposed = [{"id": pid, "name": _property_name(pid, language)} for pid in reconcile.PROPERTIES]
    return jsonify(type=kind, limit=limit, properties=proposed[: max(limit, 0)])


@blueprint.get("/suggest/entity", defaults={"language": "en"})
@blueprint.get("/<language>/suggest/entity")
def suggest_entity(language: str) -> Response:
    """Readings that begin so, for the box in which a person types."""
    name = NameToMatch(request.args.get("prefix", "")[:300], limit=_SUGGESTED)
    found = reconcile.match(knowledge_base(), name, language)
    return jsonify(
        result=[
            {
                "id": m.id,
                "name": m.name,
                "description": m.description,
                "notable": [_named(kind, language) for kind in m.types],
            }
            for m in found
        ]
    )


@blueprint.get("/suggest/type", defaults={"language": "en"})
@blueprint.get("/<language>/suggest/type")
def suggest_type(language: str) -> Response:
    """The types that names can be matched to: readings, things, and the classes of things."""
    prefix = request.args.get("prefix", "")[:300]
    hits = knowledge_base().search(prefix, language=language, limit=_SUGGESTED) if prefix.strip() else []
    kinds = [_named(kind, language) for kind in reconcile.TYPES if prefix.casefold() in kind.label(language).casefold()]
    classes = [{"id": hit.iri.removeprefix(BASE), "name": hit.label} for hit in hits if hit.kind.value == "class"]
    return jsonify(result=[*kinds, *classes])


@blueprint.get("/suggest/property", defaults={"language": "en"})
@blueprint.get("/<language>/suggest/property")
def suggest_property(language: str) -> Response:
    """The properties whose name holds what was typed."""
    prefix = request.args.get("prefix", "").casefold()
    names = {pid: _property_name(pid, language) for pid in reconcile.PROPERTIES}
    return jsonify(result=[{"id": pid, "name": name} for pid, name in names.items() if prefix in name.casefold()])


@blueprint.get("/preview", defaults={"language": "en"})
@blueprint.get("/<language>/preview")
def preview(language: str) -> Response:
    """A small page about one candidate, to be shown in a frame of another program."""
    concept = knowledge_base().concept(BASE + request.args.get("id", ""))
    if concept is None or language not in LANGUAGES:
        abort(404)
    page = PreviewPage(frame(content=language), concept, language)
    response = Response(render_template("reconcile/preview.html", page=page), content_type=HTML.content_type)
    response.headers["Content-Security-Policy"] = FRAMED_POLICY
    return response
