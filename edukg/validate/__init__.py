"""Dataset and shapes → report: what the data lack, or say that cannot be right (SHACL, https://www.w3.org/TR/shacl/).

    shapes.py       reads the shipped shapes or those of the user, and refuses what cannot be run
    reference.py    pySHACL, the engine that decides, when bounded in a process of its own (reference_child.py)
    fast.py         shacl-rust, the engine for large data, in a process of its own (fast_child.py)
    apart.py        such a process: fed, stopped at a deadline, held to an amount of memory
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

import tempfile
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox
import rdflib

from edukg import resources
from edukg.bounded import UNBOUNDED, Bounds
from edukg.model import Locate
from edukg.validate import fast, reference
from edukg.validate.division import divide, has_targets
from edukg.validate.facts import Facts
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
    bounds: Bounds = UNBOUNDED,
) -> StandardReport:
    """Hold everything asserted and inferred in a dataset against the shapes.

    The shipped shapes are used unless others are given. `about` names graphs: of the results, only violations and those
    about things described in these graphs are kept, so that a user is not told of what is shipped. At most `limit`
    results are listed. `locate` tells where the data stand when they come from tables. `bounds` are those of the
    engines, which then run in processes of their own.

    Raises `InputError` when given shapes cannot be read or run, `ValidationTimeoutError` at the deadline, and
    `EngineError` when an engine fails or needs more memory.
    """
    started = perf_counter()
    given = [shapes] if isinstance(shapes, Path) else shapes
    rules = default_shapes() if given is None else read_shapes(given)
    results, name, by_reference = run(dataset, rules, about=about, engine=engine, limit=limit, bounds=bounds)
    dataset.look_for(str(result.focus) for result in results.kept)
    return read_report(
        results,
        facts=Facts(dataset.store),
        shapes=rules,
        locate=locate or (lambda focus, _path, _value: place_of(dataset.locate(focus))),
        engine=name,
        seconds=lambda: perf_counter() - started,
        by_reference=by_reference,
        without_lines=dataset.without_lines,
    )


def run(
    dataset: Dataset,
    shapes: rdflib.Graph,
    *,
    about: Collection[str] | None = None,
    engine: Engine = Engine.AUTO,
    limit: int = LIMIT,
    bounds: Bounds = UNBOUNDED,
) -> tuple[Results, str, tuple[str, ...]]:
    """Run the shapes: the plain results, the name of the engine, and the shapes that were left to the reference."""
    if engine is Engine.AUTO:
        engine = Engine.FAST if len(dataset) >= FAST_FROM else Engine.REFERENCE
    bounds = bounds.begun()
    division = divide(shapes) if engine is Engine.FAST else None
    found = []
    with _things_of(dataset.store, about) as things:
        if division and has_targets(division.fast):
            found.append(fast.run(dataset.store, division.fast, limit=limit, things=things, bounds=bounds))
        if division is None or division.by_reference:
            left = division.reference if division else shapes
            found.append(reference.run(dataset, left, limit=limit, things=things, bounds=bounds))
    if division is None:
        return found[0], reference.name(), ()
    name = f"{fast.name()} + {reference.name()}" if division.by_reference else fast.name()
    return together(found, limit), name, division.by_reference


@contextmanager
def _things_of(store: ox.Store, graphs: Collection[str] | None) -> Iterator[Path | None]:
    """A file with everything that some named graphs describe, each thing on a line; None when no graphs are named.

    It is a file, since there may be a million things, and an engine in another process reads it.
    """
    if graphs is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="edukg-things-") as folder:
        path = Path(folder) / "things"
        named: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.NamedNode(graph) for graph in graphs]
        subjects = store.query(resources.query("validate/subjects"), default_graph=named)
        if isinstance(subjects, ox.QuerySolutions) and named:
            subjects.serialize(str(path), ox.QueryResultsFormat.TSV)
        else:
            path.touch()
        yield path
