"""The pages of the lexicon: a term with all its readings, a concept, a sense."""

from __future__ import annotations

from flask import Blueprint, abort, render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from edukg.model import TermUse, Text, Texts
from edukg.web.alphabets import sort_key
from edukg.web.citing import cite
from edukg.web.contexts import ConceptPage, EntrySense, SensePage, TermPage
from edukg.web.evidence import evidence
from edukg.web.interface import content_choices, content_language, knowledge_base
from edukg.web.linked_data import about, render
from edukg.web.negotiation import serve
from edukg.web.readings import attestations_of, contrast, elsewhere_of, only, readings_of
from edukg.web.structured import of_concepts

blueprint = Blueprint("terms", __name__)

MOST_COMPARED = 8
"""Readings of which the page sets side by side what the ontology says: one for each colour."""


@blueprint.get("/term/<path:name>")
def term(name: str) -> AnyResponse:
    """A lexical entry. Its texts are in the language of the reader unless `?lang=` asks for another."""
    return serve(f"term/{name}", _term)


def _term(iri: str) -> str:
    kb = knowledge_base()
    if kb.lexicon.entry(iri) is None:
        return render(iri)
    entry = kb.lexicon.term(iri)
    language = content_language()
    readings = readings_of(entry)
    elsewhere = elsewhere_of(entry, kb.lexicon.senses_of)
    concepts = [reading.concept for reading in readings[:MOST_COMPARED]]
    summary = "; ".join(sense.concept.label(language) for sense in entry.senses)
    structured = of_concepts([sense.concept for sense in entry.senses], language)
    page = TermPage(
        frame=about(
            entry.written,
            iri,
            description=summary,
            section="terms",
            content=language,
            titled=entry.language,
            structured=structured,
        ),
        term=entry,
        readings=readings,
        elsewhere=elsewhere,
        contrast=contrast(readings, elsewhere),
        model=kb.lexicon.contrast(concepts) if len(concepts) > 1 else None,
        choices=content_choices(language),
        evidence=evidence(iri, kb.lexicon.uses(iri), readings, language),
        citation=cite(Texts((Text(entry.written, entry.language),)), iri),
        corpora=kb.lexicon.in_corpora(iri),
    )
    return render_template("terms/term.html", page=page)


@blueprint.get("/concept/<path:name>")
def concept(name: str) -> AnyResponse:
    """A meaning, with the terms of every language that have it."""
    return serve(f"concept/{name}", _concept)


@blueprint.get("/concept/")
def concepts() -> AnyResponse:
    """The scheme of all meanings."""
    return serve("concept/", render)


def _concept(iri: str) -> str:
    kb = knowledge_base()
    found = kb.lexicon.concept(iri)
    if found is None:
        return render(iri)
    language = content_language()
    senses = kb.lexicon.senses_of(iri)
    found_in = [EntrySense(entry, sense) for sense in senses if (entry := kb.lexicon.entry(sense.entry)) is not None]
    entries = tuple(sorted(found_in, key=lambda e: (e.term.language, sort_key(e.term.written, e.term.language))))
    attested = attestations_of(senses, language)
    reading = only(found, attested, kb.lexicon.members_of(iri))
    family = next((f for f in kb.lexicon.families() if found.family and f.named.iri == found.family.iri), None)
    others = tuple(only(c) for c in family.concepts if c.iri != iri) if family else ()
    page = ConceptPage(
        frame=about(
            found.label(language),
            iri,
            description=found.definitions.value(language),
            content=language,
            structured=of_concepts((found,), language),
        ),
        reading=reading,
        entries=entries,
        contrast=contrast((reading,), others),
        choices=content_choices(language),
        evidence=evidence(iri, [TermUse(use, (iri,)) for use in attested], (reading,), language),
        citation=cite(found.labels, iri),
        corpora=kb.lexicon.in_corpora(iri),
    )
    return render_template("terms/concept.html", page=page)


@blueprint.get("/sense/<path:name>")
def sense(name: str) -> AnyResponse:
    """One entry in one of its readings."""
    return serve(f"sense/{name}", _sense)


def _sense(iri: str) -> str:
    kb = knowledge_base()
    found = kb.lexicon.sense(iri)
    if found is None or kb.lexicon.entry(found.entry) is None:
        return render(iri)
    entry = kb.lexicon.term(found.entry)
    readings = readings_of(entry)
    reading = next((r for r in readings if r.sense and r.sense.iri == iri), None)
    if reading is None:
        abort(404)
    language = content_language()
    uses = [use for use in kb.lexicon.uses(entry.iri) if reading.concept.iri in use.concepts]
    title = _("%(term)s, sense %(number)s", term=entry.written, number=reading.number)
    page = SensePage(
        frame=about(title, iri, description=reading.concept.definitions.value(language), content=language),
        term=entry,
        reading=reading,
        siblings=tuple(r for r in readings if r is not reading),
        choices=content_choices(language),
        evidence=evidence(iri, uses, (reading,), language),
        citation=cite(reading.concept.labels, iri),
        corpora=kb.lexicon.in_corpora(iri),
    )
    return render_template("terms/sense.html", page=page)
