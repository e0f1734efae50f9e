"""Dataset and shapes → report: what the data lack, or say that cannot be right (SHACL, https://www.w3.org/TR/shacl/).

    shapes.py     reads the shipped shapes or those of the user, and refuses what cannot be run
    reference.py  pySHACL, the engine that decides
    messages.py   the words of a result in every language, with the offending values in them
    parsing.py    queries parsed once instead of once per focus node
    paths.py      property paths as SPARQL writes them
    report.py     the standard report graph → typed report

An engine takes a graph of data and a graph of shapes and gives a `sh:ValidationReport` graph; everything after that is
the same for every engine, so that another one can stand beside pySHACL.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import pyoxigraph as ox
import rdflib
from rdflib import RDF, SH

from edukg.validate import reference
from edukg.validate.messages import write_messages
from edukg.validate.parsing import ParsingOnce
from edukg.validate.report import StandardReport, read_report, report_turtle
from edukg.validate.shapes import default_shapes, read_shapes

if TYPE_CHECKING:
    from edukg.load import Dataset

__all__ = ["StandardReport", "default_shapes", "read_shapes", "report_turtle", "validate"]

_MILD = (SH.Warning, SH.Info)


def validate(
    dataset: Dataset, *, shapes: Path | Sequence[Path] | None = None, about: Collection[str] | None = None
) -> StandardReport:
    """Hold everything asserted and inferred in a dataset against the shapes.

    The shipped shapes are used unless others are given. `about` names graphs: of the results, only violations and those
    about things described in these graphs are kept, so that a user is not told of what is shipped. Raises `InputError`
    when given shapes cannot be read or run.
    """
    started = perf_counter()
    logging.getLogger("rdflib.term").addFilter(_is_no_ill_typed_literal)
    given = [shapes] if isinstance(shapes, Path) else shapes
    rules = default_shapes() if given is None else read_shapes(given)
    data = ParsingOnce(dataset.to_rdflib())
    graph = reference.run(data, rules)
    if about is not None:
        leave_out_others(graph, subjects_of(dataset, about))
    write_messages(graph, data=data, shapes=rules)
    return read_report(
        graph,
        data=data,
        shapes=rules,
        locate=dataset.locate,
        engine=reference.name(),
        seconds=perf_counter() - started,
    )


def subjects_of(dataset: Dataset, graphs: Collection[str]) -> frozenset[str]:
    """Everything that some named graphs describe."""
    quads = (quad for name in graphs for quad in dataset.store.quads_for_pattern(None, None, None, ox.NamedNode(name)))
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, ox.NamedNode))


def leave_out_others(report: rdflib.Graph, things: Collection[str]) -> None:
    """Take the warnings and notes about other things out of a report graph, and with them what they consist of."""
    for result in list(report.objects(None, SH.result)):
        focus = report.value(result, SH.focusNode)
        if report.value(result, SH.resultSeverity) in _MILD and str(focus) not in things:
            report.remove((None, SH.result, result))
            report.remove((result, None, None))
    if next(report.objects(None, SH.result), None) is None:
        for node in list(report.subjects(RDF.type, SH.ValidationReport)):
            report.set((node, SH.conforms, rdflib.Literal(True)))  # noqa: FBT003  # an RDF truth, not a switch


def _is_no_ill_typed_literal(record: logging.LogRecord) -> bool:
    """Whether a record of rdflib says something new: ill-typed literals are what the report is about."""
    return not record.getMessage().startswith("Failed to convert Literal lexical form")
