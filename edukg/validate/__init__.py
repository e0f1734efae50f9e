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
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from edukg.validate import reference
from edukg.validate.messages import write_messages
from edukg.validate.parsing import ParsingOnce
from edukg.validate.report import StandardReport, read_report, report_turtle
from edukg.validate.shapes import default_shapes, read_shapes

if TYPE_CHECKING:
    from edukg.load import Dataset

__all__ = ["StandardReport", "default_shapes", "read_shapes", "report_turtle", "validate"]


def validate(dataset: Dataset, *, shapes: Path | Sequence[Path] | None = None) -> StandardReport:
    """Hold everything asserted and inferred in a dataset against the shapes.

    The shipped shapes are used unless others are given. Raises `InputError` when given shapes cannot be read or run.
    """
    started = perf_counter()
    logging.getLogger("rdflib.term").addFilter(_is_no_ill_typed_literal)
    given = [shapes] if isinstance(shapes, Path) else shapes
    rules = default_shapes() if given is None else read_shapes(given)
    data = ParsingOnce(dataset.to_rdflib())
    graph = reference.run(data, rules)
    write_messages(graph, data=data, shapes=rules)
    return read_report(
        graph,
        data=data,
        shapes=rules,
        locate=dataset.locate,
        engine=reference.name(),
        seconds=perf_counter() - started,
    )


def _is_no_ill_typed_literal(record: logging.LogRecord) -> bool:
    """Whether a record of rdflib says something new: ill-typed literals are what the report is about."""
    return not record.getMessage().startswith("Failed to convert Literal lexical form")
