"""Dataset and shapes → report: what the data lack, or say that cannot be right (SHACL, https://www.w3.org/TR/shacl/).

    shapes.py       reads the shipped shapes or those of the user, and refuses what cannot be run
    reference.py    pySHACL, the engine that decides
    fast.py         shacl-rust, the engine for large data, in a process of its own (fast_child.py)
    division.py     which shapes the fast engine may run, and which are left to the reference
    results.py      what an engine gives, and the standard report graph
    facts.py        what the data say, asked of the store
    messages.py     the words of a result in every language, with the offending values in them
    advice.py       the rule, what would be right, why it may stay so
    suggestions.py  what could be written instead (repairs.py: values that are nearly right)
    parsing.py      queries parsed once instead of once per focus node
    paths.py        property paths as SPARQL writes them
    report.py       results → typed report

An engine gives plain results; everything after that is the same for every engine, so that both give the same typed
report and the same standard graph.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import rdflib
from rdflib import SH

from edukg.model import Locate
from edukg.validate import fast, reference
from edukg.validate.division import divide, has_targets
from edukg.validate.facts import Facts
from edukg.validate.parsing import ParsingOnce
from edukg.validate.report import StandardReport, graph_of, place_of, read_report, report_turtle, with_findings
from edukg.validate.results import Results, together
from edukg.validate.shapes import default_shapes, read_shapes

if TYPE_CHECKING:
    from edukg.load import Dataset

__all__ = [
    "LIMIT",
    "Engine",
    "StandardReport",
    "default_shapes",
    "graph_of",
    "read_shapes",
    "report_turtle",
    "run",
    "validate",
    "with_findings",
]

FAST_FROM: Final = 20_000
"""Statements from which the fast engine is chosen: less takes pySHACL a few seconds."""
LIMIT: Final = 10_000
"""Results that a report lists unless another number is asked for; all are counted."""
_MILD = (SH.Warning, SH.Info)


class Engine(StrEnum):
    """Which engine runs the shapes."""

    AUTO = "auto"
    """The reference for little data, the fast one for much."""
    REFERENCE = "reference"
    FAST = "fast"


def validate(
    dataset: Dataset,
    *,
    shapes: Path | Sequence[Path] | None = None,
    about: Collection[str] | None = None,
    engine: Engine = Engine.AUTO,
    limit: int = LIMIT,
    locate: Locate | None = None,
    deadline: float | None = None,
    memory: int | None = None,
) -> StandardReport:
    """Hold everything asserted and inferred in a dataset against the shapes.

    The shipped shapes are used unless others are given. `about` names graphs: of the results, only violations and those
    about things described in these graphs are kept, so that a user is not told of what is shipped. At most `limit`
    results are listed. `locate` tells where the data stand when they come from tables. `deadline` (seconds) and
    `memory` (bytes) bound the fast engine.

    Raises `InputError` when given shapes cannot be read or run, `ValidationTimeoutError` at the deadline, and
    `EngineError` when an engine fails or needs more memory.
    """
    started = perf_counter()
    given = [shapes] if isinstance(shapes, Path) else shapes
    rules = default_shapes() if given is None else read_shapes(given)
    results, name, by_reference = run(dataset, rules, engine=engine, limit=limit, deadline=deadline, memory=memory)
    if about is not None:
        results = _leave_out_others(results, subjects_of(dataset, about))
    return read_report(
        results,
        facts=Facts(dataset.store),
        shapes=rules,
        locate=locate or (lambda focus, _path, _value: place_of(dataset.locate(focus))),
        engine=name,
        seconds=lambda: perf_counter() - started,
        by_reference=by_reference,
    )


def run(
    dataset: Dataset,
    shapes: rdflib.Graph,
    *,
    engine: Engine = Engine.AUTO,
    limit: int = LIMIT,
    deadline: float | None = None,
    memory: int | None = None,
) -> tuple[Results, str, tuple[str, ...]]:
    """Run the shapes: the plain results, the name of the engine, and the shapes that were left to the reference."""
    if engine is Engine.AUTO:
        engine = Engine.FAST if len(dataset) >= FAST_FROM else Engine.REFERENCE
    if engine is Engine.REFERENCE:
        return _by_reference(dataset, shapes, limit), reference.name(), ()
    division = divide(shapes)
    found = []
    if has_targets(division.fast):
        found.append(fast.run(dataset.store, division.fast, limit=limit, deadline=deadline, memory=memory))
    if division.by_reference:
        found.append(_by_reference(dataset, division.reference, limit))
    name = f"{fast.name()} + {reference.name()}" if division.by_reference else fast.name()
    return together(found, limit), name, division.by_reference


def _by_reference(dataset: Dataset, shapes: rdflib.Graph, limit: int) -> Results:
    logging.getLogger("rdflib.term").addFilter(_is_no_ill_typed_literal)
    return reference.run(ParsingOnce(dataset.to_rdflib()), shapes, limit=limit)


def subjects_of(dataset: Dataset, graphs: Collection[str]) -> frozenset[str]:
    """Everything that some named graphs describe."""
    quads = (quad for name in graphs for quad in dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def _leave_out_others(results: Results, things: Collection[str]) -> Results:
    """The results without warnings and notes about other things."""
    counts = dict(results.by_severity)
    kept = []
    for result in results.kept:
        if result.severity in _MILD and str(result.focus) not in things:
            counts[result.severity] -= 1
        else:
            kept.append(result)
    return replace(results, kept=tuple(kept), by_severity=counts)


def _is_no_ill_typed_literal(record: logging.LogRecord) -> bool:
    """Whether a record of rdflib says something new: ill-typed literals are what the report is about."""
    return not record.getMessage().startswith("Failed to convert Literal lexical form")
