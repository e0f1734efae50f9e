"""The JSON interface: search and terms. Its errors are application/problem+json (RFC 9457)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from edukg import wire
from edukg.errors import EdukgError, InputError, UnknownFormatError
from edukg.namespaces import LANGUAGES, TERM
from edukg.web.errors import on_edukg_error, problem
from edukg.web.finding import chosen_values
from edukg.web.given import TooLongError, from_program
from edukg.web.interface import interface_language, knowledge_base, site_settings

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

LONGEST_QUESTION = 300
MOST_HITS = 200
MOST_COMPARED = 20


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other hosts read the answers: nothing here depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Allow-Headers"] = "Content-Type"
    return response


def _language() -> str | None:
    asked = request.args.get("lang", "")
    if asked and asked not in LANGUAGES:
        raise InputError(f"There is no language '{asked}' here.", advice=f"Use one of {', '.join(LANGUAGES)}.")
    return asked or None


def _limit(default: int) -> int:
    asked = request.args.get("limit", str(default))
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= MOST_HITS:
        raise InputError(f"The limit '{asked[:40]}' cannot be used.", advice=f"Give a number from 1 to {MOST_HITS}.")
    return int(asked)


@blueprint.get("/search")
def search() -> Response:
    """Hits for `q`, best first, and by what they can be narrowed: `kind`, `class`, `family`, `level`, `country`,
    `source` and `in` (a language) each take a value of that facet; `offset` leaves out the first hits.
    """
    question = request.args.get("q", "").strip()
    if not question:
        raise InputError(
            "The question `q` is missing.", advice="Ask for instance /api/v1/search?q=educational cluster."
        )
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question is longer than {LONGEST_QUESTION} characters.", advice="Shorten it.")
    language = _language()
    offset = request.args.get("offset", "0")
    if not offset.isascii() or not offset.isdigit() or len(offset) > 9:
        raise InputError(f"The offset '{offset[:40]}' cannot be used.", advice="Give a number from 0.")
    found = knowledge_base().find(
        question, language=language, chosen=chosen_values(), offset=int(offset), limit=_limit(20)
    )
    return jsonify(
        query=question,
        hits=[wire.hit(hit) for hit in found.hits],
        asked=found.asked,
        total=found.total,
        complete=found.complete,
        facets=wire.facets(found, language or "en"),
    )


@blueprint.get("/terms")
def terms() -> Response:
    """The entries of a language, or of all."""
    links = knowledge_base().lexicon.terms(_language())
    return jsonify(terms=[wire.term_link(link) for link in links])


@blueprint.get("/terms/<path:name>")
def term(name: str) -> Response:
    """One entry with its senses."""
    return jsonify(wire.term(knowledge_base().lexicon.term(TERM + name)))


@blueprint.get("/guide")
def guide() -> Response:
    """The next plain question about `term` after the answers in `path`, or the reading they lead to."""
    asked = request.args.get("term", "").strip()
    if not asked:
        raise InputError("The term is missing.", advice="Ask for instance /api/v1/guide?term=educational cluster.")
    path = [key for key in request.args.get("path", "").split(",") if key]
    return jsonify(wire.guide(knowledge_base().guide(asked, path, language=_language())))


@blueprint.get("/compare")
def compare() -> Response:
    """The readings that `with` names (several times, or parted by commas), side by side."""
    names = [part.strip() for given in request.args.getlist("with") for part in given.split(",") if part.strip()]
    if len(names) > MOST_COMPARED:
        raise InputError(f"More than {MOST_COMPARED} names were given.", advice="Name fewer.")
    return jsonify(wire.comparison(knowledge_base().compare(*names, language=_language())))


@blueprint.post("/check")
def check() -> Response:
    """The uses of ambiguous terms in a text, with the evidence unless `?evidence=no`, and the findings.

    The reasons come in the language of the interface (`?ui=`, else Accept-Language).
    """
    try:
        given = from_program(site_settings().max_upload)
    except EdukgError as error:
        if not isinstance(error, TooLongError | UnknownFormatError):
            return on_edukg_error(error)
        status = 413 if isinstance(error, TooLongError) else 415
        return problem(status, type(error).__name__, error.message, advice=error.advice)
    found = knowledge_base().check(given.document.text, given.language)
    evidence = request.args.get("evidence", "yes") != "no"
    response = jsonify(wire.check(found, interface_language(), evidence=evidence))
    response.headers["Cache-Control"] = "no-store"
    return response
