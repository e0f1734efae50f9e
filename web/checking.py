"""The page that tells in which sense a text uses its terms, and what it gives to take away."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext as _

from edukg import annotate
from edukg.annotate import Checked, Reason, Segment
from edukg.documents import SUFFIXES
from edukg.errors import EdukgError, InputError
from edukg.model import Candidate, Document, Evidence, Finding, Named, Usage
from edukg.web.contexts import Frame
from edukg.web.errors import placed, status_of
from edukg.web.given import Given, from_form
from edukg.web.interface import frame, interface_language, knowledge_base, site_settings

blueprint = Blueprint("checking", __name__)

MOST_FOR = 5
MOST_AGAINST = 3
OTHERS_FROM = 0.01
"""Readings below this probability are not listed."""


@dataclass(frozen=True, slots=True)
class Other:
    """A reading that was not taken: its name, its probability, and what spoke most for it."""

    label: str
    concept: str | None
    percent: str
    reason: Evidence | None


@dataclass(frozen=True, slots=True)
class UseCard:
    """One use as the list shows it."""

    number: int
    use: Usage
    term: str
    meaning: str
    sure: str
    percent: str
    speaking_for: tuple[Reason, ...]
    against: tuple[Reason, ...]
    others: tuple[Other, ...]
    attestation: Named | None
    full: str
    """The fuller term that a short form stands for."""

    @property
    def precise(self) -> str:
        """The wording to put in place of the use, or "" when there is no better one."""
        better = self.use.suggestion
        return better if self.use.status == "resolved" and better != self.use.text else ""


@dataclass(frozen=True, slots=True)
class FindingCard:
    """One finding with the number of the use it is about, 0 when it is about none."""

    finding: Finding
    kind: str
    quoted: str
    number: int


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The form; after a text was given, the text with its marks, the uses, and the findings."""

    frame: Frame
    text: str = ""
    name: str = ""
    language: str = ""
    problem: EdukgError | None = None
    checked: Checked | None = None
    carried: str = ""
    segments: tuple[Segment, ...] = ()
    uses: tuple[UseCard, ...] = ()
    findings: tuple[FindingCard, ...] = ()
    counts: tuple[tuple[str, int], ...] = ()
    terms: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    endings: tuple[str, ...] = SUFFIXES

    @property
    def where(self) -> str:
        """The place of what is wrong with a document, in words; "" where there is none."""
        return placed(self.problem.position) if self.problem and self.problem.position else ""


def checked_of(given: Given) -> Checked:
    """Check what was given."""
    kb = knowledge_base()
    names = annotate.glossary(kb.checker().knowledge, kb.manifest.version)
    return Checked(given.document, kb.check(given.document.text, given.language), names, given.data)


def _kept_from_caches(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _frame() -> Frame:
    return frame(
        _("Check a text"), section="check", description=_("See in which sense a text uses each term, and why.")
    )


@blueprint.get("/check")
def check() -> str:
    """The empty form."""
    return render_template("checking/check.html", page=CheckPage(_frame()))


@blueprint.post("/check")
def answer() -> Response:
    """The text with its uses marked, and the list of them."""
    try:
        given = _given()
        page = _page(given)
    except EdukgError as error:
        text = request.form.get("text", "")
        page = CheckPage(_frame(), text=text, problem=error)
        body = render_template("checking/check.html", page=page)
        status = 415 if status_of(error) == 406 else status_of(error)
        return _kept_from_caches(make_response(body, status))
    return _kept_from_caches(make_response(render_template("checking/check.html", page=page)))


def _given() -> Given:
    given = from_form(site_settings().max_upload)
    accepted = request.form.get("accept", "")
    if not accepted:
        return given
    checked = checked_of(given)
    usages = checked.check.usages
    if not accepted.isascii() or not accepted.isdigit() or not 1 <= int(accepted) <= len(usages):
        raise InputError("There is no such use in the text.", advice="Check the text again.")
    use = usages[int(accepted) - 1]
    text = given.document.text
    changed = text[: use.start] + use.suggestion + text[use.end :]
    return Given(Document(given.document.name, ".txt", changed), given.language)


@blueprint.post("/check/export")
def export() -> Response:
    """The checked text in the form that `format` names, as a file."""
    form = annotate.FORMS.get(request.form.get("format", ""))
    if form is None:
        raise InputError("This form is not offered.", advice=f"There is: {', '.join(annotate.FORMS)}.")
    checked = checked_of(from_form(site_settings().max_upload))
    response = Response(form.write(checked, interface_language()), content_type=form.media_type)
    stem = (checked.document.name or "text").rpartition("/")[2]
    stem = stem.rpartition(".")[0] or stem
    name = quote(f"{stem}.checked{form.suffix}", safe="")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return _kept_from_caches(response)


def _page(given: Given) -> CheckPage:
    checked = checked_of(given)
    language = interface_language()
    check = checked.check
    uses = tuple(_card(checked, number, use, language) for number, use in enumerate(check.usages, start=1))
    places = {(use.start, use.end): number for number, use in enumerate(check.usages, start=1)}
    text = checked.document.text
    counts: dict[str, int] = {}
    for use in check.usages:
        counts[use.status.value] = counts.get(use.status.value, 0) + 1
    return CheckPage(
        frame=_frame(),
        text=text,
        name=checked.document.name,
        language=given.language or "",
        checked=checked,
        carried=base64.b64encode(given.data).decode() if given.data else "",
        segments=tuple(annotate.segments(text, check.usages)),
        uses=uses,
        findings=tuple(
            FindingCard(
                one,
                annotate.word("kind", one.kind, language),
                text[one.start : one.end],
                places.get((one.start, one.end), 0),
            )
            for one in check.findings
        ),
        counts=tuple(counts.items()),
        terms=tuple(sorted({card.term for card in uses}, key=str.casefold)),
        meanings=tuple(sorted({card.meaning for card in uses}, key=str.casefold)),
    )


def _card(checked: Checked, number: int, use: Usage, language: str) -> UseCard:
    best = use.candidates[0] if use.candidates else None
    spoken = annotate.reasons(best, language) if best else ()
    full = checked.document.text[slice(*use.stands_for)] if use.stands_for else ""
    return UseCard(
        number=number,
        use=use,
        term=checked.names.term(use.term),
        meaning=checked.meaning(use, language),
        sure=annotate.how_sure(use.confidence, language),
        percent=annotate.percent(use.confidence),
        speaking_for=tuple(r for r in spoken if r.weight > 0)[:MOST_FOR],
        against=tuple(r for r in spoken if r.weight < 0)[:MOST_AGAINST],
        others=tuple(
            _other(checked, candidate, language)
            for candidate in use.candidates[1:4]
            if candidate.probability >= OTHERS_FROM
        ),
        attestation=best.attestation if best else None,
        full=full,
    )


def _other(checked: Checked, candidate: Candidate, language: str) -> Other:
    return Other(
        checked.names.concept(candidate.concept, language),
        candidate.concept,
        annotate.percent(candidate.probability),
        next((item for item in candidate.evidence if item.weight > 0), None),
    )
