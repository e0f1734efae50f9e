"""The JSON interface: search and terms. Its errors are application/problem+json (RFC 9457)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, jsonify, request

from edukg.errors import InputError
from edukg.namespaces import LANGUAGES, TERM
from edukg.web.interface import knowledge_base

if TYPE_CHECKING:
    from edukg.model import Attestation, Concept, Hit, Named, Sense, Term, TermLink, Texts

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")

LONGEST_QUESTION = 300
MOST_HITS = 200


@blueprint.after_request
def open_to_all(response: Response) -> Response:
    """Let pages of other hosts read the answers: nothing here depends on who asks."""
    response.headers["Access-Control-Allow-Origin"] = "*"
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
    """Hits for `q`, best first."""
    question = request.args.get("q", "").strip()
    if not question:
        raise InputError(
            "The question `q` is missing.", advice="Ask for instance /api/v1/search?q=educational cluster."
        )
    if len(question) > LONGEST_QUESTION:
        raise InputError(f"The question is longer than {LONGEST_QUESTION} characters.", advice="Shorten it.")
    language = _language()
    hits = knowledge_base().search(question, language=language, limit=_limit(20))
    return jsonify(query=question, hits=[_hit(hit, language or "en") for hit in hits])


@blueprint.get("/terms")
def terms() -> Response:
    """The entries of a language, or of all."""
    links = knowledge_base().lexicon.terms(_language())
    return jsonify(terms=[_link(link) for link in links])


@blueprint.get("/terms/<path:name>")
def term(name: str) -> Response:
    """One entry with its senses."""
    return jsonify(_term(knowledge_base().lexicon.term(TERM + name)))


def _one_each(texts: Texts) -> dict[str, str]:
    return {language: texts.all(language)[0] for language in texts.languages}


def _named(named: Named) -> dict[str, object]:
    return {"iri": named.iri, "labels": _one_each(named.labels)}


def _hit(hit: Hit, language: str) -> dict[str, object]:
    return {
        "iri": hit.iri,
        "kind": hit.kind.value,
        "label": hit.label,
        "language": hit.language,
        "matched": hit.matched,
        "why": hit.why,
        "score": hit.score,
        "readings": [
            {
                "concept": reading.iri,
                "label": reading.label(hit.language or language),
                "definition": reading.definitions.value(hit.language or language),
            }
            for reading in hit.readings
        ],
    }


def _link(link: TermLink) -> dict[str, object]:
    return {"iri": link.iri, "written": link.written, "language": link.language, "senses": link.senses}


def _concept(concept: Concept) -> dict[str, object]:
    return {
        "iri": concept.iri,
        "labels": _one_each(concept.labels),
        "definitions": _one_each(concept.definitions),
        "class": concept.denoted.iri if concept.denoted else None,
        "features": [{"kind": _named(f.kind), "value": _named(f.value)} for f in concept.features],
    }


def _attestation(use: Attestation) -> dict[str, object]:
    return {
        "iri": use.iri,
        "source": {"iri": use.source.iri, "label": use.source.label, "title": use.source.title.value},
        "locator": use.locator,
        "users": [_named(user) for user in use.users],
        "form": use.form.value if use.form else None,
        "language": use.language,
        "year": use.year,
        "verified": use.verified,
        "glosses": _one_each(use.glosses),
    }


def _sense(sense: Sense) -> dict[str, object]:
    return {
        "iri": sense.iri,
        "concept": _concept(sense.concept),
        "attestations": [_attestation(use) for use in sense.attestations],
        "members": [_named(member) for member in sense.members],
    }


def _term(found: Term) -> dict[str, object]:
    return {
        "iri": found.iri,
        "written": found.written,
        "language": found.language,
        "ambiguous": found.ambiguous,
        "forms": [{"written": form.value, "language": form.language} for form in found.forms],
        "senses": [_sense(sense) for sense in found.senses],
        "not": [_concept(concept) for concept in found.elsewhere],
        "translations": [_link(link) for link in found.translations],
    }
