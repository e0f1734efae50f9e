"""What the command line prints: values of ours as text for people and as JSON for programs."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from edukg.errors import InputError, MissingFileError
from edukg.media import GRAPHS, RESULTS, TURTLE, by_format
from edukg.model import Clash, Hit, Manifest, Report, Severity, Term, Texts
from edukg.namespaces import shorten
from edukg.store.base import Answer, Iri, Node, Solutions, Truth

_SEVERITY = {
    "en": {Severity.VIOLATION: "Violation", Severity.WARNING: "Warning", Severity.INFO: "Note"},
    "ru": {Severity.VIOLATION: "Нарушение", Severity.WARNING: "Предупреждение", Severity.INFO: "Замечание"},
    "uz": {Severity.VIOLATION: "Xato", Severity.WARNING: "Ogohlantirish", Severity.INFO: "Izoh"},
}
_VERDICT = {
    "en": ("The data conform to the shapes", "The data do not conform to the shapes"),
    "ru": ("Данные соответствуют формам", "Данные не соответствуют формам"),
    "uz": ("Maʼlumotlar shakllarga mos", "Maʼlumotlar shakllarga mos emas"),
}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _texts(texts: Texts) -> dict[str, list[str]]:
    return {language: list(texts.all(language)) for language in texts.languages}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, width: int = 60) -> str:
    """Columns under a head, long cells cut with an ellipsis."""
    cells = [[cell if len(cell) <= width else cell[: width - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in [head, *cells]]
    return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:]])


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


def manifest_json(found: Manifest, folder: Path) -> str:
    """A release with all that is known of it."""
    return _json({**asdict(found), "folder": str(folder)})


def report(found: Report, language: str, *, worst_only: bool = False) -> str:
    """What the shapes say, grouped by the thing at fault, worst first; with `worst_only` nothing but violations."""
    names = _SEVERITY[language]
    verdict = _VERDICT[language][0 if found.conforms else 1]
    by_focus = defaultdict(list)
    for result in found.of(Severity.VIOLATION) if worst_only else found.results:
        by_focus[result.focus].append(result)
    lines = []
    for focus, results in by_focus.items():
        first = results[0]
        place = f"  ({first.file}, line {first.line})" if first.line else f"  ({first.file})" if first.file else ""
        lines.append(f"{first.focus_label or shorten(focus)}{place}\n  {focus}")
        lines += [f"  {names[result.severity]}: {result.messages.value(language)}" for result in results]
    counted = "; ".join(f"{names[severity]}: {len(found.of(severity))}" for severity in Severity if found.of(severity))
    return "\n".join([*lines, f"{verdict}. {counted}".rstrip()])


def report_json(found: Report) -> str:
    """What the shapes say, for programs."""
    results = [{**asdict(result), "messages": _texts(result.messages)} for result in found.results]
    return _json({"conforms": found.conforms, "engine": found.engine, "triples": found.triples, "results": results})


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


def term_json(found: Term) -> str:
    """A term with its senses, for programs."""
    senses = [
        {
            "iri": sense.iri,
            "concept": sense.concept.iri,
            "labels": _texts(sense.concept.labels),
            "definitions": _texts(sense.concept.definitions),
            "class": sense.concept.denoted.iri if sense.concept.denoted else None,
            "features": {shorten(f.kind.iri): f.value.iri for f in sense.concept.features},
            "attestations": [
                {
                    "iri": use.iri,
                    "source": use.source.iri,
                    "locator": use.locator,
                    "users": [user.iri for user in use.users],
                    "year": use.year,
                    "gloss": _texts(use.glosses),
                    "verified": use.verified,
                }
                for use in sense.attestations
            ],
        }
        for sense in found.senses
    ]
    return _json({"iri": found.iri, "written": found.written, "language": found.language, "senses": senses})


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


def hits_json(text: str, found: Sequence[Hit]) -> str:
    """Found labels as the JSON API gives them."""
    return _json({"query": text, "hits": [hit_value(hit) for hit in found]})


def hit_value(hit: Hit) -> dict[str, Any]:
    """One found label as plain values, in the names of the JSON API."""
    language = hit.language.split("-")[0]
    return {
        "iri": hit.iri,
        "kind": hit.kind.value,
        "label": hit.label,
        "language": hit.language,
        "matched": hit.matched,
        "why": hit.why,
        "score": hit.score,
        "readings": [
            {"concept": c.iri, "label": c.label(language), "definition": c.definitions.value(language)}
            for c in hit.readings
        ],
    }


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
