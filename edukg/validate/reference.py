"""pySHACL, the reference engine: a graph of data and a graph of shapes in, plain results out.

Its messages are left out, because it drops their language and reads backslashes of the data as commands; `messages`
writes them. Where its time or memory is bounded, it runs in a process of its own (`reference_child`).
"""

from __future__ import annotations

import logging
import pickle
import sys
import tempfile
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import rdflib
from pyshacl import Validator
from pyshacl.errors import ReportableRuntimeError, ValidationWarning
from pyshacl.graph_abstraction import DataGraph
from rdflib import SH, URIRef
from rdflib.term import Node

from edukg.bounded import UNBOUNDED, Bounds
from edukg.errors import EngineError, InputError
from edukg.validate.apart import answered
from edukg.validate.parsing import ParsingOnce
from edukg.validate.results import Result, Results, results_of
from edukg.validate.shapes import without_messages

if TYPE_CHECKING:
    from edukg.load import Dataset

_QUIET = logging.getLogger(__name__)
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def name() -> str:
    """The engine with its version, as reports name it."""
    return f"pySHACL {version('pyshacl')}"


def run(
    dataset: Dataset,
    shapes: rdflib.Graph,
    *,
    limit: int,
    things: Path | None = None,
    bounds: Bounds = UNBOUNDED,
) -> Results:
    """Validate a dataset and give at most `limit` results; `things` as in `results_of`.

    Raises `InputError` when the shapes are ill-formed, use what SHACL forbids, or go round in circles; when it is
    bounded, `ValidationTimeoutError` and `EngineError` as the fast engine does.
    """
    if not bounds:
        hush()
        return validated(dataset.to_rdflib(), shapes, limit=limit, things=things)
    with tempfile.TemporaryDirectory(prefix="edukg-shapes-") as folder:
        silent = Path(folder) / "shapes.nt"
        without_messages(shapes).serialize(silent, format="nt", encoding="utf-8")
        arguments = (str(silent), str(limit), str(bounds.memory or 0), str(things or ""))
        command = [sys.executable, "-P", "-m", "edukg.validate.reference_child", *arguments]
        with answered(command, dataset.store, bounds=bounds, engine=name()) as answer:
            found = pickle.load(answer)  # noqa: S301 - written by our own process, and of classes of ours
    if isinstance(found, Results):
        return found
    message, advice = found
    raise InputError(message, advice=advice)


def validated(data: rdflib.Graph, shapes: rdflib.Graph, *, limit: int, things: Path | None = None) -> Results:
    """Validate a graph here. Raises `InputError` as `run` does."""
    data = ParsingOnce(data)
    options = {"advanced": False, "inference": "none", "logger": _QUIET}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ValidationWarning)
            validator = Validator(DataGraph.from_rdflib(data), shacl_graph=without_messages(shapes), options=options)
            report = validator.run()[1]  # type: ignore[no-untyped-call]
    except (ReportableRuntimeError, RecursionError) as error:
        said = getattr(error, "message", "they are nested too deeply or go round in a circle")
        raise InputError(
            f"The shapes cannot be run: {said}",
            advice="Mend the shapes, or leave them out to validate against the shipped ones.",
        ) from error
    if not isinstance(report, rdflib.Graph):
        raise EngineError(f"pySHACL gave no report but: {report}")
    results = [_result(report, shapes, node) for node in report.objects(None, SH.result)]
    return results_of(results, limit, things)


def hush() -> None:
    """Keep rdflib from telling of ill-typed literals, which it does as it makes them."""
    logging.getLogger("rdflib.term").addFilter(_is_no_ill_typed_literal)


def _is_no_ill_typed_literal(record: logging.LogRecord) -> bool:
    """Whether a record of rdflib says something new: ill-typed literals are what the report is about."""
    return not record.getMessage().startswith("Failed to convert Literal lexical form")


def _result(report: rdflib.Graph, shapes: rdflib.Graph, node: Node) -> Result:
    found = dict(report.predicate_objects(node))
    shape = found[SH.sourceShape]
    return Result(
        focus=found[SH.focusNode],
        shape=shape,
        component=URIRef(str(found[SH.sourceConstraintComponent])),
        severity=URIRef(str(found[SH.resultSeverity])),
        path=shapes.value(shape, SH.path) or found.get(SH.resultPath),
        value=found.get(SH.value),
        constraint=found.get(SH.sourceConstraint),
    )
