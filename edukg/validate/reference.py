"""pySHACL, the reference engine: data and shapes in, `sh:ValidationReport` out.

Its messages are left out, because it drops their language and reads backslashes of the data as commands; `messages`
writes them.
"""

from __future__ import annotations

import logging
import warnings
from importlib.metadata import version

import rdflib
from pyshacl import Validator
from pyshacl.errors import ReportableRuntimeError, ValidationWarning
from pyshacl.graph_abstraction import DataGraph
from rdflib import SH

from edukg.errors import EngineError, InputError

_QUIET = logging.getLogger(__name__)
_QUIET.addHandler(logging.NullHandler())
_QUIET.propagate = False


def name() -> str:
    """The engine with its version, as reports name it."""
    return f"pySHACL {version('pyshacl')}"


def run(data: rdflib.Graph, shapes: rdflib.Graph) -> rdflib.Graph:
    """Validate and give the report graph, with no messages but the generic ones of pySHACL.

    Raises `InputError` when the shapes are ill-formed, use what SHACL forbids, or go round in circles.
    """
    silent = rdflib.Graph()
    for triple in shapes:
        if triple[1] != SH.message:
            silent.add(triple)
    options = {"advanced": False, "inference": "none", "logger": _QUIET}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ValidationWarning)
            validator = Validator(DataGraph.from_rdflib(data), shacl_graph=silent, options=options)
            graph = validator.run()[1]  # type: ignore[no-untyped-call]
    except ReportableRuntimeError as error:
        raise InputError(
            f"The shapes cannot be run: {error.message}",
            advice="Mend the shapes, or leave them out to validate against the shipped ones.",
        ) from error
    if not isinstance(graph, rdflib.Graph):
        raise EngineError(f"pySHACL gave no report but: {graph}")
    return graph
