"""The JSON interface: what can be looked up and asked. Its errors are application/problem+json (RFC 9457).

Lists of everything there is stand in `edukg.web.api_lists`; the checks of data, the changes and what the query editor
asks have their rooms with their pages.
"""

from __future__ import annotations

from flask import Blueprint, Response, current_app, jsonify
from flask_babel import lazy_gettext as _

from edukg import wire
from edukg.errors import EdukgError, InputError, UnknownFormatError
from edukg.namespaces import LANGUAGES
from edukg.search import FACETS
from edukg.web.errors import on_edukg_error, problem
from edukg.web.finding import ARGUMENTS, chosen_values
from edukg.web.given import TooLongError, from_program
from edukg.web.interface import interface_language, knowledge_base, links, site_settings
from edukg.web.operations import LANGUAGE, OFFSET, UI, Body, Operation, Parameter, given, operation
from edukg.wire_checks import NOT_BLANK, Check, CheckRequest, Comparison, Guide
from edukg.wire_types import Index, Search

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

MOST_HITS = 200
MOST_COMPARED = 20
_FILLED = {"type": "string", "minLength": 1, "pattern": NOT_BLANK}
_FACET_TEXTS = {
    "kind": _("Only things of a kind, such as term, concept, class, instance, source."),
    "class": _("Only things of a class, by IRI or prefixed name."),
    "family": _("Only readings of a family."),
    "level": _("Only things of a level of clustering."),
    "country": _("Only things in a country."),
    "source": _("Only what rests on a document."),
    "in": _("Only labels in a language."),
}
FACET_PARAMETERS = tuple(Parameter(ARGUMENTS[name], _FACET_TEXTS[ARGUMENTS[name]]) for name in FACETS)


@blueprint.get("", strict_slashes=False)
@operation(Operation("start", _("The release in force and the addresses of this interface."), Index))
def index() -> Response:
    """Where to begin."""
    manifest, build = knowledge_base().manifest, links()
    rules = sorted({rule.rule for rule in current_app.url_map.iter_rules() if rule.rule.startswith("/api/v1/")})
    return jsonify(
        version=manifest.version,
        digest=manifest.digest,
        description=build.openapi(),
        documentation=build.api_docs(),
        paths=[rule.replace("<", "{").replace(">", "}") for rule in rules],
    )


@blueprint.get("/search")
@operation(
    Operation(
        "asking",
        _("Finds anything by a label in any language or script, best first, with the readings of terms."),
        Search,
        (
            Parameter("q", _("What is looked for."), required=True, example="educational cluster"),
            LANGUAGE,
            Parameter("limit", _("How many are given at most."), number=True, least=1, most=MOST_HITS, default="20"),
            OFFSET,
            *FACET_PARAMETERS,
        ),
        example="/search?q=ta%CA%BClim%20klasteri&limit=3",
    )
)
def search() -> Response:
    """Hits for `q`, best first, and by what they can be narrowed."""
    language = given("lang") or None
    found = knowledge_base().find(
        given("q"), language=language, chosen=chosen_values(), offset=given("offset"), limit=given("limit")
    )
    return jsonify(
        query=given("q"),
        hits=[wire.hit(hit) for hit in found.hits],
        asked=found.asked,
        total=found.total,
        complete=found.complete,
        facets=wire.facets(found, language or "en"),
    )


@blueprint.get("/guide")
@operation(
    Operation(
        "asking",
        _("“Which one do you mean?”: the next plain question about a term, or the reading that the answers lead to."),
        Guide,
        (
            Parameter(
                "term", _("A term in any form, or the IRI of a family."), required=True, example="educational cluster"
            ),
            Parameter("path", _("The keys of the answers so far, parted by commas."), example="realmEconomy"),
            LANGUAGE,
        ),
        errors=(404,),
        example="/guide?term=educational%20cluster",
    )
)
def guide() -> Response:
    """The next plain question about `term` after the answers in `path`, or the reading they lead to."""
    path = [key for key in given("path").split(",") if key]
    return jsonify(wire.guide(knowledge_base().guide(given("term"), path, language=given("lang") or None)))


@blueprint.get("/compare")
@operation(
    Operation(
        "asking",
        _("Terms or readings side by side, with what tells them apart."),
        Comparison,
        (
            Parameter(
                "with",
                _("A term in any form, or the key or IRI of a concept; several times, or parted by commas."),
                required=True,
                several=True,
                most=MOST_COMPARED,
                longest=2000,
                example="cluster-association,cluster-organisation",
            ),
            LANGUAGE,
        ),
        errors=(404,),
        example="/compare?with=cluster-association,cluster-organisation",
    )
)
def compare() -> Response:
    """The readings that `with` names (several times, or parted by commas), side by side."""
    names = [part.strip() for value in given("with") for part in value.split(",") if part.strip()]
    if len(names) > MOST_COMPARED:
        raise InputError(f"More than {MOST_COMPARED} names were given.", advice="Name fewer.")
    return jsonify(wire.comparison(knowledge_base().compare(*names, language=given("lang") or None)))


@blueprint.post("/check")
@operation(
    Operation(
        "checking",
        _("Tells in which sense a text uses each ambiguous term, with the evidence, and what the writer could mend."),
        Check,
        (
            Parameter("evidence", _("Whether reasons are given."), ("yes", "no"), default="yes"),
            Parameter("language", _("The language of a plain text, unless it is to be told from it."), LANGUAGES),
            UI,
        ),
        Body(
            _("The text as JSON, as plain text, or a document (.txt, .md, .html, .docx, .odt, .pdf) in a form."),
            CheckRequest,
            {
                "text/plain": _FILLED,
                "multipart/form-data": {
                    "type": "object",
                    "properties": {
                        "file": {"type": "string", "contentMediaType": "application/octet-stream"},
                        "text": {"type": "string"},
                        "language": {"type": "string", "enum": list(LANGUAGES)},
                    },
                },
            },
            "-H 'Content-Type: application/json' -d '{\"text\": \"Two schools formed an educational cluster.\"}'",
        ),
        errors=(413, 415, 503, 504),
        example="/check",
    )
)
def check() -> Response:
    """The uses of ambiguous terms in a text, with the evidence unless `?evidence=no`, and the findings.

    The reasons come in the language of the interface (`?ui=`, else Accept-Language).
    """
    try:
        sent = from_program(site_settings().max_upload)
    except EdukgError as error:
        if not isinstance(error, TooLongError | UnknownFormatError):
            return on_edukg_error(error)
        status = 413 if isinstance(error, TooLongError) else 415
        return problem(status, type(error).__name__, error.message, advice=error.advice)
    found = knowledge_base().check(sent.document.text, sent.language)
    response = jsonify(wire.check(found, interface_language(), evidence=given("evidence") != "no"))
    response.headers["Cache-Control"] = "no-store"
    return response


__all__ = ["FACET_PARAMETERS", "blueprint"]
