"""What the query editor asks while somebody writes: what is ambiguous, what could stand here, what a name means.

Nothing here runs a query. Errors are application/problem+json (RFC 9457).
"""

from __future__ import annotations

from flask import Blueprint, Response, json, jsonify, request
from flask_babel import ngettext

from edukg import wire
from edukg.completion import OFFERED
from edukg.errors import InputError, QueryRefusedError, QuerySyntaxError
from edukg.model import Ambiguity, AmbiguityKind, Completion, Kind, Named, Text, Texts
from edukg.namespaces import expand, is_ours, shorten
from edukg.search import fold
from edukg.web.interface import interface_language, knowledge_base, links
from edukg.web.operations import operation
from edukg.web.operations_elsewhere import COMPLETE, LINT, WORDS
from edukg.web.predicates import predicate_name, standard_predicates

blueprint = Blueprint("editing", __name__, url_prefix="/api/v1/query")

MOST_COMPLETIONS = 50
MOST_THINGS = 100
LONGEST_TEXT = 100


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other hosts read the answers: nothing here depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.route("/lint", methods=["GET", "POST"])
@operation(LINT)
def lint() -> Response:
    """Where the query of the address, of a form or of a JSON body is ambiguous, with the edits of each reading.

    A query that is half written is no mistake of the one who asks: what is wrong with it is told as `error`.
    """
    try:
        found = knowledge_base().lint(_query(), prefixes={})
    except (QuerySyntaxError, QueryRefusedError) as error:
        place = error.position
        position = {"line": place.line, "column": place.column, "text": place.text} if place else None
        return jsonify(ambiguities=[], error={"detail": error.message, "advice": error.advice, "position": position})
    return jsonify(ambiguities=[wire.ambiguity(each, _message(each)) for each in found], error=None)


def _query() -> str:
    if request.method == "GET":
        text = request.args.get("query", "")
    elif request.mimetype == "application/json":
        text = _from_json(request.get_data())
    else:
        text = request.form.get("query", "")
    if not text.strip():
        raise InputError("The `query` is missing.", advice='Send it as a parameter or as JSON, {"query": "…"}.')
    return text


def _from_json(body: bytes) -> str:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise InputError(f"The body is not JSON: {error}.", advice='Send {"query": "…"}.') from None
    text = found.get("query", "") if isinstance(found, dict) else ""
    return text if isinstance(text, str) else ""


def _message(found: Ambiguity) -> str:
    number = len(found.choices)
    covers = ngettext(
        "This class covers %(num)s reading: pick one, or keep all.",
        "This class covers %(num)s readings: pick one, or keep all.",
        number,
    )
    matches = ngettext(
        "This matches %(num)s reading: pick one, or keep all.",
        "This matches %(num)s readings: pick one, or keep all.",
        number,
    )
    return str(covers if found.kind is AmbiguityKind.CLASS else matches)


@blueprint.get("/complete")
@operation(COMPLETE)
def complete() -> Response:
    """The things of some `kinds` that `q` can stand for, by label in any language, best first."""
    text = request.args.get("q", "").strip()[:LONGEST_TEXT]
    if not text:
        raise InputError("The text `q` is missing.", advice="Ask for instance /api/v1/query/complete?q=klaster.")
    kinds = _kinds(request.args.get("kinds", ""))
    found = knowledge_base().complete(text, kinds=kinds, language=interface_language(), limit=MOST_COMPLETIONS)
    if Kind.PROPERTY in kinds:
        found = _standard(text, {each.iri for each in found}) + found
    return jsonify(query=text, completions=[wire.completion(each) for each in found[:MOST_COMPLETIONS]])


def _kinds(asked: str) -> tuple[Kind, ...]:
    names = {kind.value: kind for kind in OFFERED}
    wanted = [name for name in asked.split(",") if name]
    if unknown := [name for name in wanted if name not in names]:
        raise InputError(f"There is no kind '{unknown[0][:40]}' to complete.", advice=f"Use {', '.join(names)}.")
    return tuple(names[name] for name in wanted) or OFFERED


def _standard(text: str, known: set[str]) -> list[Completion]:
    """Properties of the standard vocabularies, whose names are those of the interface."""
    asked = fold(text.replace("_", " "))
    language = interface_language()
    found = []
    for prefixed, name in standard_predicates().items():
        iri = expand(prefixed) or prefixed
        local = fold(prefixed.partition(":")[2])
        if iri not in known and (f" {fold(name)}".find(f" {asked}") >= 0 or local.startswith(asked.replace(" ", ""))):
            label = Texts((Text(name, language),))
            found.append(Completion(iri, prefixed, Kind.PROPERTY, name, language, label, Texts()))
    return sorted(found, key=lambda each: len(each.matched))


@blueprint.route("/words", methods=["GET", "POST"])
@operation(WORDS)
def words() -> Response:
    """What each `iri` is called and what it means, in the language of the interface, with the page that tells more."""
    asked = list(dict.fromkeys(request.values.getlist("iri")))
    if not asked:
        raise InputError("The `iri` is missing.", advice="Give one or several: ?iri=…&iri=….")
    if len(asked) > MOST_THINGS:
        raise InputError(f"More than {MOST_THINGS} IRIs.", advice="Ask in several requests.")
    return jsonify(things=[thing for iri in asked if (thing := _thing(iri))])


def _thing(iri: str) -> dict[str, object] | None:
    kb, language = knowledge_base(), interface_language()
    if not is_ours(iri):
        name = predicate_name(iri)
        return {"iri": iri, "name": shorten(iri), "label": name, "language": language} if name else None
    labels, definitions = kb.readings.words(iri)
    if not labels:
        return None
    label, definition = labels.best(language) or Text(""), definitions.best(language) or Text("")
    return {
        "iri": iri,
        "name": shorten(iri),
        "label": label.value,
        "language": label.language,
        "definition": definition.value,
        "definitionLanguage": definition.language,
        "readings": [_reading(named) for named in _readings(iri)],
        "address": links().to(iri),
    }


def _readings(iri: str) -> list[Named]:
    """The readings between which a word or a class leaves open; none when it has one."""
    readings = knowledge_base().readings
    if entry := readings.entries.get(iri):
        return [readings.named(each.concept) for each in entry.readings]
    return [readings.named(readings.concept_of.get(part, part)) for part in readings.umbrellas.get(iri, ())]


def _reading(named: Named) -> dict[str, str]:
    return {"iri": named.iri, "label": named.label(interface_language())}


__all__ = ["blueprint", "complete", "lint", "words"]
