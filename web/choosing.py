"""The pages that help to choose a reading: the guided path, and readings side by side."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from edukg.errors import InputError, UnknownTermError
from edukg.model import Comparison, Concept, Family, Guide, Option, TermLink
from edukg.namespaces import TERM
from edukg.web.contexts import Frame, LanguageChoice, Reading
from edukg.web.interface import content_choices, content_language, frame, knowledge_base, links
from edukg.web.readings import attestations_of, citation, only

blueprint = Blueprint("choosing", __name__)

MOST_COMPARED = 8
"""Readings that one table can still show side by side, one for each colour."""


@dataclass(frozen=True, slots=True)
class OptionLink:
    """An answer with the address it leads to."""

    option: Option
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    """An answer that was given, with the address that takes it back."""

    wording: str
    answer: str
    back: str


@dataclass(frozen=True, slots=True)
class GuidePage:
    """One question with its answers, or the reading they have led to, and why."""

    frame: Frame
    guide: Guide
    language: str
    steps: tuple[Step, ...]
    options: tuple[OptionLink, ...]
    reading: Reading | None
    compare: str
    choices: tuple[LanguageChoice, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class GuideStartPage:
    """Nothing was named yet: the ambiguous terms and the families to choose from."""

    frame: Frame
    asked: str
    families: tuple[Family, ...]
    terms: tuple[TermLink, ...]
    unknown: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Readings side by side."""

    frame: Frame
    comparison: Comparison
    readings: tuple[Reading, ...]
    others: tuple[Concept, ...]
    choices: tuple[LanguageChoice, ...]


@dataclass(frozen=True, slots=True)
class CompareStartPage:
    """Fewer than two readings were named: the families to compare, and a form."""

    frame: Frame
    families: tuple[Family, ...]
    named: tuple[str, ...]
    problem: str


def _path() -> tuple[str, ...]:
    return tuple(key for key in request.args.get("path", "").split(",") if key)


@blueprint.get("/guide")
def guide() -> str:
    """“Which one do you mean?”: one plain question at a time; the answers stand in the address, so it can be linked."""
    asked = request.args.get("term", "").strip()[:300]
    kb = knowledge_base()
    if not asked:
        return _guide_start(asked)
    try:
        found = kb.guide(_term_iri(asked), _path(), language=None)
    except UnknownTermError as error:
        return _guide_start(asked, str(error))
    language = content_language()
    build = links()
    label = found.subject.label(language)
    steps = tuple(
        Step(
            step.question.wording.value(language) or _("Which definition fits?"),
            _worded(step.option, language),
            build.guide(found.subject.iri, ",".join(found.path[:place])),
        )
        for place, step in enumerate(found.answered)
    )
    options = tuple(
        OptionLink(option, build.guide(found.subject.iri, ",".join((*found.path, option.key))))
        for option in (found.question.options if found.question else ())
    )
    page = GuidePage(
        frame=frame(_("Which one do you mean: %(term)s", term=label), section="terms"),
        guide=found,
        language=language,
        steps=steps,
        options=options,
        reading=_reading(found.reading, language) if found.reading else None,
        compare=build.compare([concept.key for concept in found.concepts[:MOST_COMPARED]]),
        choices=content_choices(language),
        citation=citation(found.reading.label(language), found.reading.iri, kb.manifest) if found.reading else "",
    )
    return render_template("choosing/guide.html", page=page)


def _term_iri(asked: str) -> str:
    """A slug such as `educational-cluster-en` stands for its term; everything else is taken as it was written."""
    iri = TERM + asked
    return iri if knowledge_base().lexicon.entry(iri) else asked


def _worded(option: Option, language: str) -> str:
    return option.wording.value(language) or option.concepts[0].label(language)


def _reading(concept: Concept, language: str) -> Reading:
    """The reading that was found, whole, with the uses that attest it."""
    lexicon = knowledge_base().lexicon
    return only(lexicon.concept(concept.iri) or concept, attestations_of(lexicon.senses_of(concept.iri), language))


def _guide_start(asked: str, problem: str = "") -> str:
    kb = knowledge_base()
    language = content_language()
    terms = tuple(link for link in kb.lexicon.terms(language) if link.senses > 1)
    page = GuideStartPage(
        frame(_("Which one do you mean?"), section="terms"), asked, kb.families(), terms, unknown=problem
    )
    return render_template("choosing/guide_start.html", page=page)


@blueprint.get("/compare")
def compare() -> str | Response:
    """Any two or more terms or readings in one table of differences: `with` names each, by key, IRI or written term.

    The form sends one `with` for each field; the address that is shown and linked holds them all in one.
    """
    given = [name.strip()[:300] for name in request.args.getlist("with") if name.strip()]
    if len(given) > 1:
        return redirect(links().compare(given), 303)
    named = tuple(part.strip() for part in given[0].split(",") if part.strip()) if given else ()
    if not named:
        return _compare_start(named)
    kb = knowledge_base()
    try:
        found = kb.compare(*(_term_iri(name) for name in named))
    except (UnknownTermError, InputError) as error:
        return _compare_start(named, str(error))
    if len(found.columns) > MOST_COMPARED:
        found = kb.lexicon.compare([column.concept.iri for column in found.columns[:MOST_COMPARED]])
    language = content_language()
    readings = tuple(
        Reading(number, column.concept, None, members=column.members)
        for number, column in enumerate(found.columns, start=1)
    )
    shown = {column.concept.iri for column in found.columns}
    families = {column.concept.family.iri for column in found.columns if column.concept.family}
    others = tuple(
        concept
        for family in kb.families()
        if family.named.iri in families
        for concept in family.concepts
        if concept.iri not in shown
    )
    title = _("Compare: %(readings)s", readings="; ".join(r.concept.label(language) for r in readings))
    page = ComparePage(frame(title, section="terms"), found, readings, others, content_choices(language))
    return render_template("choosing/compare.html", page=page)


def _compare_start(named: tuple[str, ...], problem: str = "") -> str:
    page = CompareStartPage(
        frame(_("Compare readings"), section="terms"), knowledge_base().families(), named, problem=problem
    )
    return render_template("choosing/compare_start.html", page=page)


__all__ = ["MOST_COMPARED", "ComparePage", "GuidePage", "blueprint"]
