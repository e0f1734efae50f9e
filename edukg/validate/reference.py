"""pySHACL, the reference engine: a graph of data and a graph of shapes in, plain results out.

Its messages are left out, because it drops their language and reads backslashes of the data as commands; `messages`
writes them.
"""

from __future__ import annotations

import logging
import warnings
from collections import Counter
from importlib.metadata import version

import rdflib
from pyshacl import Validator
from pyshacl.errors import ReportableRuntimeError, ValidationWarning
from pyshacl.graph_abstraction import DataGraph
from rdflib import SH, URIRef
from rdflib.term import Node

from edukg.errors import EngineError, InputError
from edukg.validate.fast_child import kept
from edukg.validate.results import Result, Results, group_of, order_of
from edukg.validate.shapes import without_messages

_QUIET = logging.getLogger(__name__)
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def name() -> str:
    """The engine with its version, as reports name it."""
    return f"pySHACL {version('pyshacl')}"


def run(data: rdflib.Graph, shapes: rdflib.Graph, *, limit: int) -> Results:
    """Validate a graph and give at most `limit` results.

    Raises `InputError` when the shapes are ill-formed, use what SHACL forbids, or go round in circles.
    """
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
    counts = Counter(result.severity for result in results)
    return Results(tuple(kept(results, limit, group=group_of, order=order_of)), counts)


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
