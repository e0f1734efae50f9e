"""The page that checks data: paste, choose or drop a file; and the same for programs. Nothing sent is kept.

The downloads of a report need the data once more. Where they are small they stand in the page, in a hidden field of the
form with the download buttons; the script of the page sends larger ones again by itself.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _

from edukg import reports
from edukg.errors import EdukgError, InputError, Position, UnknownFormatError
from edukg.media import DATASETS, GRAPHS, RESULTS_CSV, TURTLE, MediaType
from edukg.model import Place, Report
from edukg.namespaces import LANGUAGES
from edukg.reports import RuleFindings, ThingFindings
from edukg.tables import exchange
from edukg.validation.apart import DATA, Checked, Gate, check_sent
from edukg.web.contexts import Frame
from edukg.web.errors import placed, status_of
from edukg.web.interface import frame, interface_language, site_settings
from edukg.web.operations import operation
from edukg.web.operations_elsewhere import validation

blueprint = Blueprint("validate", __name__)

SHOWN: Final = 300
"""Findings that the page lists; downloads list more."""
LISTED: Final = 10_000
"""Findings that a download lists."""
_CARRIED: Final = 1_000_000
"""Bytes up to which the data stand in the page with the report, for its downloads."""
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENDINGS: Final = {
    XLSX: ".xlsx",
    "text/csv": ".csv",
    **{media.name: media.suffix for media in (*GRAPHS, *DATASETS)},
}
_SAVED_AS: Final = {"table": "txt", "json": "json", "turtle": "ttl", "csv": "csv", "xlsx": "xlsx", DATA: "ttl"}
_PAGE: Final = "report"
"""What a form asks for when the answer is to be a page."""
ENDINGS: Final = ".xlsx, .csv, .ttl, .rdf, .jsonld, .nt, .trig, .nq, .gz"
"""What the page says it takes."""
FORMS: Final[Mapping[str, str]] = {"xlsx": "XLSX", "csv": "CSV", "table": "", "json": "JSON", "turtle": "SHACL"}
"""The forms of a report with their names; the empty one is a word of the page's language."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was sent: the bytes and the name, whose ending says what they are."""

    data: bytes
    name: str


@dataclass(frozen=True, slots=True)
class ValidatePage:
    """The form, and below it the report or what stood in the way of one."""

    frame: Frame
    syntaxes: tuple[MediaType, ...]
    most: int
    text: str = ""
    syntax: str = ""
    name: str = ""
    carried: str = ""
    report: Report | None = None
    things: tuple[ThingFindings, ...] = ()
    rules: tuple[RuleFindings, ...] = ()
    problem: EdukgError | None = None
    endings: str = ENDINGS
    forms: Mapping[str, str] = field(default_factory=lambda: FORMS)

    def offers(self, finding: object) -> tuple[reports.Offer, ...]:
        """What could be written instead, in the language of the page."""
        return reports.offers(finding, self.frame.ui)  # type: ignore[arg-type]  # templates know no types

    def spot(self, position: Position) -> str:
        """Where a mistake stands, in words."""
        return placed(position)

    def where(self, place: Place | None) -> str:
        """A place in words, without the name of the only file there is."""
        return reports.where(place, self.frame.ui).removeprefix(self.name).lstrip(", ")


@blueprint.get("/validate")
def form() -> str:
    """The empty form."""
    return render_template("validate/validate.html", page=_page())


@blueprint.post("/validate")
def check() -> Response:
    """The report as a page, or a file when the form asks for one."""
    request.max_form_memory_size = site_settings().max_upload
    wanted = request.form.get("format", _PAGE)
    try:
        sent = _sent()
        answer = _checked(sent, None if wanted == _PAGE else wanted, interface_language())
    except EdukgError as error:
        page = _page(problem=error, text=request.form.get("text", ""), syntax=request.form.get("syntax", ""))
        response = Response(render_template("validate/validate.html", page=page), status_of(error))
        if retry := getattr(error, "retry_after", None):
            response.headers["Retry-After"] = str(retry)
        return response
    if answer.report is None or wanted != _PAGE:
        return _file(answer.content, wanted, sent.name)
    page = _page(
        name=sent.name,
        carried=base64.b64encode(sent.data).decode() if len(sent.data) <= _CARRIED else "",
        report=answer.report,
        things=reports.by_thing(answer.report),
        rules=reports.by_rule(answer.report),
        text=request.form.get("text", ""),
        syntax=request.form.get("syntax", ""),
    )
    response = Response(render_template("validate/validate.html", page=page))
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.post("/api/v1/validate")
@operation(validation(tuple(_SAVED_AS), _ENDINGS, tuple(dict.fromkeys(reports.FORMATS.values()))))
def api() -> Response:
    """The report for programs, as JSON, or in the `format` that is asked for.

    The body is the data, with their media type, or a form with a `file` or a `text`.
    """
    request.max_form_memory_size = site_settings().max_upload
    wanted = request.args.get("format", "json")
    language = request.args.get("lang", "en")
    if language not in LANGUAGES:
        raise InputError(f"There is no language '{language[:40]}' here.", advice=f"Use one of {', '.join(LANGUAGES)}.")
    sent = _sent() if request.mimetype in {"multipart/form-data", "application/x-www-form-urlencoded"} else _body()
    answer = _checked(sent, wanted, language)
    response = _file(answer.content, wanted, sent.name)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.get("/validate/template-<language>.xlsx")
def template(language: str) -> Response:
    """The empty workbook to fill in, with headings in a language."""
    if language not in LANGUAGES:
        raise UnknownFormatError(f"There is no template in '{language}'.", advice=f"There is: {', '.join(LANGUAGES)}.")
    response = Response(exchange.template(language).read_bytes(), content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename=edukg-template-{language}.xlsx"
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _page(**given: object) -> ValidatePage:
    return ValidatePage(
        frame=frame(_("Check data"), section="validate"),
        syntaxes=(*GRAPHS, *DATASETS, RESULTS_CSV),
        most=site_settings().max_upload // 1_000_000,
        **given,  # type: ignore[arg-type]  # the fields of the class
    )


def _checked(sent: Sent, wanted: str | None, language: str) -> Checked:
    """What a check gives: the report to show, or one to save in the form that is wanted."""
    if wanted is not None and wanted not in _SAVED_AS:
        raise UnknownFormatError(
            f"There is no form '{wanted[:40]}' of a report.", advice=f"There is: {', '.join(_SAVED_AS)}."
        )
    gate: Gate = current_app.extensions["edukg-checks"]
    with gate.entered():
        limit = SHOWN if wanted is None else LISTED
        return check_sent(sent.data, sent.name, form=wanted, language=language, limit=limit)


def _sent() -> Sent:
    """A file of the form, else the data that a report carried, else the text."""
    upload = request.files.get("file")
    if upload and upload.filename:
        return _named(upload.read(), upload.filename)
    name = request.form.get("name", "")
    if carried := request.form.get("carried", ""):
        try:
            return _named(base64.b64decode(carried, validate=True), name)
        except binascii.Error:
            raise InputError(
                _("The data of the report were changed on the way."), advice=_("Send the file again.")
            ) from None
    text = request.form.get("text", "")
    if not text.strip():
        raise InputError(_("Nothing was sent."), advice=_("Choose a file, or paste a text."))
    ending = request.form.get("syntax") or TURTLE.suffix
    return _named(text.encode(), f"text{ending}")


def _body() -> Sent:
    """The body of a request, named by its media type."""
    ending = _ENDINGS.get(request.mimetype)
    if ending is None:
        raise UnknownFormatError(
            f"Data of the type '{request.mimetype[:80]}' are not read here.",
            advice=f"Send one of {', '.join(_ENDINGS)}, or a form with a file.",
        )
    return _named(request.get_data(), f"data{ending}")


def _named(data: bytes, name: str) -> Sent:
    if not data.strip():
        raise InputError(_("The file is empty."), advice=_("Choose another one."))
    return Sent(data, name)


def _file(content: bytes, wanted: str, name: str) -> Response:
    """A file to save, named for what was checked."""
    stem = name.rpartition(".")[0] or "data"
    saved = f"{stem}.ttl" if wanted == DATA else f"{stem}-report.{_SAVED_AS[wanted]}"
    kind = TURTLE.content_type if wanted == DATA else reports.FORMATS[wanted]
    response = Response(content, content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(saved, safe='')}"
    response.headers["Cache-Control"] = "no-store"
    return response
