"""What the command line prints: values of ours as text for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from edukg.errors import InputError, MissingFileError
from edukg.media import GRAPHS, RESULTS, TURTLE, by_format
from edukg.model import (
    Ambiguity,
    Clash,
    Comparison,
    Guide,
    Hit,
    Manifest,
    Question,
    Term,
    apply_edits,
)
from edukg.namespaces import shorten
from edukg.publishing.outcome import Outcome
from edukg.reports.columns import table
from edukg.store.base import Answer, Iri, Node, Solutions, Truth
from edukg.wire import Json

_WHICH = {"en": "Which definition fits?", "ru": "Какое определение подходит?", "uz": "Qaysi taʼrif mos keladi?"}
_SHORT = 120
"""Characters up to which a mended query is shown whole; of a longer one, what changes."""


def as_json(value: Json) -> str:
    """A JSON object over several lines, letters of all scripts as they are."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def ambiguity(found: Ambiguity, query: str, language: str) -> str:
    """An ambiguous place of a query with its readings, and how each is written."""
    lines = [f"Note: line {found.line}, column {found.column}: {found.message}"]
    for choice in found.choices:
        mended = apply_edits(query, choice.edits).strip()
        whole = mended if len(mended) <= _SHORT and "\n" not in mended else choice.edits[0].text.strip()
        lines.append(f"  {choice.named.label(language)}\n    {whole}")
    lines.append(f"  To keep all, put this line into the query: {found.keep[0].text.strip()}")
    return "\n".join(lines)


def publication(found: Outcome, address: str) -> list[str]:
    """What publishing did, in a few lines."""
    if not found.verified:
        return [f"{found.name} is in force at {address} already (use --force to publish it again)."]
    compared = {
        "digest": "all of it was read back and is the same",
        "counts": "each graph has as many triples as it should",
    }[found.verified]
    times = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in found.seconds.items())
    gone, kept = ", ".join(found.removed), ", ".join(found.kept)
    before = f" ({found.there} of its pieces had been there)" if found.there else ""
    return [
        f"{found.name} is in force at {address} ({found.store}){before}.",
        f"  {found.quads:,} triples in {found.graphs} graphs; {compared}",
        *([f"  removed: {gone}"] if gone else []),
        *([f"  still there: {kept}"] if kept else []),
        f"  took: {times}",
    ]


def manifest(found: Manifest, folder: Path) -> str:
    """A release in a few lines."""
    counts = "\n".join(f"  {what:<14}{number:>8,}" for what, number in found.counts.items())
    times = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in found.seconds.items())
    warnings = f", {found.warnings} warning(s) or note(s): see {folder / 'report.ttl'}" if found.warnings else ""
    left_out = "".join(f"  too large for the reasoner, rules only: {graph}\n" for graph in found.left_out)
    return (
        f"EduKG {found.version}, made {found.created}\n"
        f"  consistent: {'yes' if found.consistent else 'no'}; conforms to the shapes: "
        f"{'yes' if found.conforms else 'no'}{warnings}\n"
        f"{counts}\n"
        f"  inputs: {len(found.inputs)} files; digest {found.digest[:16]}; kept {found.storage}\n"
        f"  took: {times}\n"
        f"{left_out}"
        f"  in {folder}"
    )


def clash(found: Clash) -> str:
    """A contradiction: the statements that cannot hold together, each with its place."""
    lines = [found.summary]
    for item in found.items:
        place = f"  ({item.file}, line {item.line})" if item.line else f"  ({item.file})" if item.file else ""
        lines.append(f"  - {item.statement}{place}")
    return "\n".join(lines)


def term(found: Term) -> str:
    """A term with its senses, for reading."""
    readings = "one sense" if len(found.senses) == 1 else f"{len(found.senses)} senses"
    lines = [f"{found.written} ({found.language}): {readings}", f"  {found.iri}"]
    for number, sense in enumerate(found.senses, start=1):
        concept = sense.concept
        lines += ["", f"{number}. {concept.label(found.language)}", f"   {concept.definitions.value(found.language)}"]
        lines += [f"   {f.kind.label(found.language)}: {f.value.label(found.language)}" for f in concept.features]
        for use in sense.attestations:
            users = ", ".join(user.label("en") for user in use.users) or use.source.label
            year = f" {use.year}" if use.year and use.year not in users else ""
            lines.append(f"   · {users}{year}, {use.locator}: {use.glosses.value(found.language)}")
        lines.append(f"   {concept.iri}")
    if found.elsewhere:
        names = "; ".join(concept.label(found.language) for concept in found.elsewhere)
        lines += ["", f"Not to be confused with: {names}."]
    return "\n".join(lines)


def hits(found: Sequence[Hit]) -> str:
    """Found labels with the reason of each match."""
    if not found:
        return "Nothing was found."
    lines = []
    for hit in found:
        readings = "; ".join(concept.label(hit.language) for concept in hit.readings)
        lines.append(f"{hit.label} ({hit.language}, {hit.kind}) — {hit.why}\n  {hit.iri}")
        if readings:
            lines.append(f"  means: {readings}")
    return "\n".join(lines)


def query_text(sparql: str | None, file: Path | None) -> str:
    """The text of a query from the argument, a file or standard input."""
    if (sparql is None) == (file is None):
        raise InputError("Give a query or a file with one, not both.", advice='As in: edukg query "ASK { ?s ?p ?o }".')
    if sparql is not None:
        return sparql
    if str(file) == "-":
        return sys.stdin.read()
    try:
        return Path(str(file)).read_text(encoding="utf-8")
    except OSError as error:
        raise MissingFileError(f"{file} cannot be read: {error.strerror}.", advice="Check its name.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{file} is not UTF-8 text.", advice="Save the query as UTF-8.") from error


def answer(found: Answer, shape: str) -> str:
    """An answer as a table or in a named format."""
    offered = RESULTS if isinstance(found, Solutions | Truth) else GRAPHS
    if shape != "table":
        media = by_format(shape, offered)
        if media is None:
            names = ", ".join(m.formats[0] for m in offered)
            raise InputError(f"This answer cannot be written as '{shape}'.", advice=f"There is: table, {names}.")
        return found.serialise(media.name).decode("utf-8").rstrip("\n")
    if isinstance(found, Solutions):
        rows = [[_cell(row.get(name)) for name in found.variables] for row in found]
        return table(found.variables, rows) + f"\n{len(rows)} row(s)"
    if isinstance(found, Truth):
        return "yes" if found else "no"
    return found.serialise(TURTLE.name).decode("utf-8").rstrip("\n")


def _cell(node: Node | None) -> str:
    if node is None:
        return ""
    return shorten(node.value) if isinstance(node, Iri) else str(node)


def question(asked: Question, language: str) -> str:
    """A question of the guide with its answers, numbered from 1."""
    lines = [asked.wording.value(language) or _WHICH.get(language, _WHICH["en"])]
    lines += [f"  {number}  {option.wording.value(language)}" for number, option in enumerate(asked.options, start=1)]
    return "\n".join(lines)


def guide(place: Guide, language: str) -> str:
    """Where the guide has come to: the reading and why, or the question that is open with the key of each answer."""
    why = [
        f"  {step.question.wording.value(language)} {step.option.wording.value(language)}" for step in place.answered
    ]
    if place.reading:
        reading = place.reading
        found = [reading.label(language), f"  {reading.definitions.value(language)}", f"  {reading.iri}"]
        return "\n".join([*why, *found])
    keys = (
        [f"  {option.key:<24} {option.wording.value(language)}" for option in place.question.options]
        if place.question
        else []
    )
    asked = place.question.wording.value(language) if place.question else ""
    return "\n".join([*why, asked or _WHICH.get(language, _WHICH["en"]), *keys])


def comparison(found: Comparison, language: str | None) -> str:
    """Readings as columns, what tells them apart as rows."""
    spoken = language or "en"
    head = ["", *(column.concept.label(spoken) for column in found.columns)]
    rows = [
        [row.named.label(spoken), *("; ".join(v.named.label(spoken) for v in cell) or "–" for cell in row.cells)]
        for row in (*found.features, *found.axioms)
    ]
    return table(head, rows, width=60)
