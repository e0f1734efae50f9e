"""Descriptions of those addresses of the JSON interface whose views lie with their pages: checks of data, queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from flask_babel import lazy_gettext as _

from edukg.completion import OFFERED
from edukg.media import JSON_LD
from edukg.namespaces import EDUKG
from edukg.web.operations import LANGUAGE, UI, Body, Operation, Parameter
from edukg.wire_checks import NOT_BLANK, Changes, Completions, Lint, QueryRequest, Report, Words

_IRIS: Final = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]}
_TEXT: Final = {"type": "string"}
_OFFERED: Final = tuple(kind.value for kind in OFFERED)
_KINDS: Final = f"^(({'|'.join(_OFFERED)})(,|$))*$"
_ASK: Final = f"ASK {{ ?x a <{EDUKG}EducationalCluster> }}"
"""A query that leaves open which reading of a word it means."""
_FILLED: Final = {"type": "string", "minLength": 1, "pattern": NOT_BLANK}


def validation(forms: Iterable[str], endings: Mapping[str, str], answers: Iterable[str]) -> Operation:
    """The check of data: `forms` of a report, media types that are read, media types of the report."""
    content: dict[str, Mapping[str, object]] = {
        media: _TEXT for media in endings if not media.startswith("application/vnd")
    }
    content["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"] = {}
    content["multipart/form-data"] = {
        "type": "object",
        "properties": {
            "file": {"type": "string", "contentMediaType": "application/octet-stream"},
            "text": _TEXT,
            "syntax": {"type": "string", "enum": sorted({*endings.values()} - {".xlsx"})},
        },
    }
    others = tuple(answer.partition(";")[0] for answer in answers if not answer.startswith("application/json"))
    return Operation(
        "checking",
        _("Checks data, RDF or a table, with the shapes, and says what is wrong, where, and what to write instead."),
        Report,
        (
            Parameter(
                "format", _("The form of the report; rdf gives a table back as Turtle."), tuple(forms), default="json"
            ),
            LANGUAGE,
            UI,
        ),
        Body(
            _("The data in one of the syntaxes, or a form with a file."),
            None,
            content,
            "-H 'Content-Type: text/turtle' --data-binary @our-clusters.ttl",
        ),
        errors=(406, 413, 422, 503, 504),
        others=tuple(dict.fromkeys(other for other in others if other != JSON_LD.name)),
        name="validate",
        example="/validate",
    )


CHANGES: Final = Operation(
    "changes",
    _("What a release changed against the one before it, in terms, senses and things, with migration queries."),
    Changes,
    (Parameter("release", _("The beginning of the digest of a release; the newest when it is left out.")),),
    errors=(404,),
    name="changes",
    example="/changes",
)
LINT: Final = Operation(
    "queries",
    _("Where a SPARQL query uses an ambiguous term or an umbrella class, with the edits for each reading."),
    Lint,
    (
        Parameter(
            "query",
            _("The query; a longer one goes into the body of a POST."),
            longest=8_000,
            required=True,
            in_body=True,
            example="ASK {}",
        ),
        UI,
    ),
    Body(
        _("The query as JSON or as a form."),
        QueryRequest,
        {
            "application/x-www-form-urlencoded": {
                "type": "object",
                "properties": {"query": _FILLED},
                "required": ["query"],
            },
        },
        f"-H 'Content-Type: application/json' -d '{{\"query\": \"{_ASK}\"}}'",
    ),
    example=f"/query/lint?query={quote(_ASK)}",
)
COMPLETE: Final = Operation(
    "queries",
    _("Classes, properties and things that a text can stand for in a query."),
    Completions,
    (
        Parameter("q", _("The beginning of a label in any language."), required=True, example="klaster"),
        Parameter("kinds", _("Only these kinds, parted by commas."), pattern=_KINDS, example=",".join(_OFFERED)),
        UI,
    ),
    example="/query/complete?q=klaster",
)
WORDS: Final = Operation(
    "queries",
    _("What IRIs are called and what they mean."),
    Words,
    (
        Parameter(
            "iri",
            _("An IRI; may be given several times."),
            several=True,
            required=True,
            in_body=True,
            longest=2000,
            most=100,
            example=EDUKG + "level1",
        ),
        UI,
    ),
    Body(
        _("The IRIs as a form."),
        None,
        {
            "application/x-www-form-urlencoded": {
                "type": "object",
                "properties": {"iri": _IRIS},
                "required": ["iri"],
            }
        },
        f"-d iri={EDUKG}level1",
    ),
    example=f"/query/words?iri={quote(EDUKG + 'level1', safe='')}",
)
