"""Values of ours as JSON objects: the same on the command line and in the HTTP interface.

The names of the keys are fixed, since programs rely on them. A text comes as one string for each language it is in.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from edukg.model import (
    Ambiguity,
    Attestation,
    Candidate,
    Change,
    Check,
    Comparison,
    ComparisonRow,
    Completion,
    Concept,
    Difference,
    Edit,
    Evidence,
    Finding,
    Guide,
    Hit,
    Manifest,
    Named,
    Option,
    Question,
    Report,
    Search,
    Sense,
    Severity,
    Suggestion,
    Term,
    TermLink,
    Texts,
    Usage,
    Violation,
)

Json = dict[str, object]


def one_each(texts: Texts) -> dict[str, str]:
    """The first text of each language."""
    return {language: texts.all(language)[0] for language in texts.languages}


def named(thing: Named) -> Json:
    """Something with its labels."""
    return {"iri": thing.iri, "labels": one_each(thing.labels)}


def hit(found: Hit) -> Json:
    """One found label, with the readings of a term in the language of the label."""
    language = found.language.partition("-")[0] or "en"
    return {
        "iri": found.iri,
        "kind": found.kind.value,
        "label": found.label,
        "language": found.language,
        "matched": found.matched,
        "why": found.why,
        "score": found.score,
        "readings": [
            {"concept": c.iri, "label": c.label(language), "definition": c.definitions.value(language)}
            for c in found.readings
        ],
        "about": found.about.value(language),
        "types": [named(kind) for kind in found.types],
    }


def facets(found: Search, language: str = "en") -> Json:
    """By what the hits of a search can be narrowed, with the number of hits that have each value."""
    return {
        facet.name: [
            {
                "value": item.value,
                "label": item.named.label(language),
                "number": item.number,
                "chosen": item.chosen,
            }
            for item in facet.values
        ]
        for facet in found.facets
    }


def edits(changes: Iterable[Edit]) -> list[Json]:
    """Changes of a text; places count Unicode code points."""
    return [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in changes]


def ambiguity(found: Ambiguity, message: str = "") -> Json:
    """An ambiguous place of a query, with the edits for each reading."""
    return {
        "kind": found.kind.value,
        "message": message or found.message,
        "written": found.written,
        "subject": named(found.subject),
        "start": found.start,
        "end": found.end,
        "line": found.line,
        "column": found.column,
        "readings": [
            {**named(choice.named), "definitions": one_each(choice.definitions), "edits": edits(choice.edits)}
            for choice in found.choices
        ],
        "keep": edits(found.keep),
    }


def completion(found: Completion) -> Json:
    """A thing that a query can name."""
    return {
        "iri": found.iri,
        "name": found.name,
        "kind": found.kind.value,
        "matched": found.matched,
        "language": found.language,
        "labels": one_each(found.labels),
        "definitions": one_each(found.definitions),
    }


def term_link(link: TermLink) -> Json:
    """A term as it stands in a list."""
    return {"iri": link.iri, "written": link.written, "language": link.language, "senses": link.senses}


def concept(meaning: Concept) -> Json:
    """A meaning with the class it stands for and what tells it from its neighbours."""
    return {
        "iri": meaning.iri,
        "labels": one_each(meaning.labels),
        "definitions": one_each(meaning.definitions),
        "class": meaning.denoted.iri if meaning.denoted else None,
        "features": [{"kind": named(f.kind), "value": named(f.value)} for f in meaning.features],
    }


def attestation(use: Attestation) -> Json:
    """One use of a term in a source."""
    return {
        "iri": use.iri,
        "source": {"iri": use.source.iri, "label": use.source.label, "title": use.source.title.value},
        "locator": use.locator,
        "users": [named(user) for user in use.users],
        "form": use.form.value if use.form else None,
        "language": use.language,
        "year": use.year,
        "verified": use.verified,
        "glosses": one_each(use.glosses),
    }


def sense(reading: Sense) -> Json:
    """A sense with its concept, the uses that attest it, and real things it stands for."""
    return {
        "iri": reading.iri,
        "concept": concept(reading.concept),
        "attestations": [attestation(use) for use in reading.attestations],
        "members": [named(member) for member in reading.members],
    }


def term(entry: Term) -> Json:
    """A term with all its senses, and the meanings it does not have."""
    return {
        "iri": entry.iri,
        "written": entry.written,
        "language": entry.language,
        "ambiguous": entry.ambiguous,
        "forms": [{"written": form.value, "language": form.language} for form in entry.forms],
        "senses": [sense(reading) for reading in entry.senses],
        "not": [concept(meaning) for meaning in entry.elsewhere],
        "translations": [term_link(link) for link in entry.translations],
    }


def manifest(release: Manifest) -> Json:
    """Everything that is known of a release."""
    return asdict(release)


def suggestion(offer: Suggestion) -> Json:
    """One thing that could be written in place of what is wrong."""
    return {
        "text": offer.text,
        "iri": offer.iri,
        "labels": one_each(offer.labels),
        "definitions": one_each(offer.definitions),
    }


def violation(found: Violation) -> Json:
    """One result of the shapes."""
    return {
        "focus": found.focus,
        "focus_label": found.focus_label,
        "focus_labels": one_each(found.focus_labels),
        "place": asdict(found.place) if found.place else None,
        "shape": found.shape,
        "component": found.component,
        "severity": found.severity.value,
        "path": found.path,
        "value": found.value,
        "messages": one_each(found.messages),
        "rule": one_each(found.rule),
        "reason": one_each(found.reason),
        "group": one_each(found.group),
        "definitions": list(found.definitions),
        "found": list(found.found),
        "expected": one_each(found.expected),
        "suggestions": [suggestion(offer) for offer in found.suggestions],
        "explanation": one_each(found.explanation),
    }


def report(found: Report) -> Json:
    """What the shapes say; `counts` are of all that was found, `results` may be the first of many."""
    return {
        "conforms": found.conforms,
        "engine": found.engine,
        "by_reference": list(found.by_reference),
        "triples": found.triples,
        "seconds": round(found.seconds, 3),
        "counts": {severity.value: found.count(severity) for severity in Severity},
        "truncated": found.truncated,
        "complete": found.complete,
        "without_lines": list(found.without_lines),
        "results": [violation(result) for result in found.results],
    }


def guide(place: Guide) -> Json:
    """A place on the guided path: the answers so far, the next question or the reading, what is left."""
    return {
        "subject": named(place.subject),
        "path": list(place.path),
        "because": [
            {"question": one_each(step.question.wording), "answer": _option(step.option)} for step in place.answered
        ],
        "question": _question(place.question) if place.question else None,
        "reading": concept(place.reading) if place.reading else None,
        "left": [meaning.iri for meaning in place.concepts],
    }


def _question(asked: Question) -> Json:
    return {
        "feature": asked.feature.iri if asked.feature else None,
        "wording": one_each(asked.wording),
        "options": [_option(option) for option in asked.options],
    }


def _option(offered: Option) -> Json:
    return {
        "key": offered.key,
        "wording": one_each(offered.wording),
        "concepts": [meaning.iri for meaning in offered.concepts],
    }


def comparison(found: Comparison) -> Json:
    """Readings side by side: a column for each, and rows with a list of values for each column."""
    return {
        "columns": [
            {
                **concept(column.concept),
                "terms": [term_link(link) for link in column.terms],
                "uses": column.uses,
                "first": column.first,
                "last": column.last,
                "members": [named(member) for member in column.members],
            }
            for column in found.columns
        ],
        "features": [_row(row) for row in found.features],
        "axioms": [_row(row) for row in found.axioms],
        "apart": [[found.columns[a].concept.iri, found.columns[b].concept.iri] for a, b in found.apart],
    }


def _row(row: ComparisonRow) -> Json:
    return {
        "property": named(row.named),
        "telling": row.telling,
        "values": [[{**named(value.named), "shared": value.shared} for value in cell] for cell in row.cells],
    }


def check(found: Check, language: str = "en", *, evidence: bool = True) -> Json:
    """The uses of terms in a text and the findings; reasons and messages in the reader's `language`.

    Without `evidence` the candidates come with their probabilities only.
    """
    return {
        "language": found.language,
        "usages": [usage(use, language, evidence=evidence) for use in found.usages],
        "findings": [finding(one, language) for one in found.findings],
    }


def usage(use: Usage, language: str = "en", *, evidence: bool = True) -> Json:
    """One use of a term with its candidate readings, best first; the concept of "outside" is null."""
    fields: Json = {
        "start": use.start,
        "end": use.end,
        "text": use.text,
        "term": use.term,
        "language": use.language,
        "family": use.family,
        "status": use.status.value,
        "concept": use.concept,
        "confidence": use.confidence,
        "candidates": [candidate(one, language, evidence=evidence) for one in use.candidates],
        "suggestion": use.suggestion,
    }
    if use.settle:
        fields["settle"] = use.settle.value(language)
    if use.stands_for:
        fields["standsFor"] = {"start": use.stands_for[0], "end": use.stands_for[1]}
    return fields


def candidate(one: Candidate, language: str, *, evidence: bool = True) -> Json:
    """One reading: its score is the sum of the weights of its evidence, its probability the softmax of the scores."""
    fields: Json = {"concept": one.concept, "probability": one.probability, "score": one.score}
    if evidence:
        fields["evidence"] = [reason(item, language) for item in one.evidence]
        fields["attestation"] = named(one.attestation) if one.attestation else None
    return fields


def reason(item: Evidence, language: str) -> Json:
    """One reason for or against a reading."""
    return {
        "start": item.start,
        "end": item.end,
        "text": item.text,
        "weight": item.weight,
        "because": item.because.value(language),
    }


def finding(one: Finding, language: str = "en") -> Json:
    """Something for the writer to look at."""
    return {
        "kind": one.kind,
        "term": one.term,
        "concepts": list(one.concepts),
        "message": one.message.value(language),
        "start": one.start,
        "end": one.end,
        "suggestion": one.suggestion,
        "also": [{"start": start, "end": end} for start, end in one.also],
    }


def difference(found: Difference) -> Json:
    """What differs between two releases."""
    return {
        "old": {"version": found.old, "digest": found.old_digest},
        "new": {"version": found.new, "digest": found.new_digest},
        "created": found.created,
        "bump": found.bump.value,
        "told": found.told.value,
        "honest": found.honest,
        "quads": dict(found.quads),
        "inferred": dict(found.inferred),
        "changes": [change(one) for one in found.changes],
    }


def change(one: Change) -> Json:
    """What became of one thing."""
    return {
        "change": one.kind.value,
        "kind": one.of.value,
        **named(one.named),
        "into": [named(other) for other in one.into],
        "texts": [
            {
                "property": text.predicate.iri,
                "language": next((t.language for t in (*text.before, *text.after)), ""),
                "before": [t.value for t in text.before],
                "after": [t.value for t in text.after],
            }
            for text in one.texts
        ],
        "links": [
            {"property": link.predicate.iri, "came": [n.iri for n in link.came], "went": [n.iri for n in link.went]}
            for link in one.links
        ],
        "migration": one.migration or None,
    }
