"""From data to what follows from them: consistency, classification, inferences, and why data are inconsistent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyoxigraph as ox

from edukg.errors import InconsistentError
from edukg.namespaces import INFERRED_GRAPH
from edukg.reason.consistency import classify, scope
from edukg.reason.explanation import explain
from edukg.reason.rules import materialise

if TYPE_CHECKING:
    from edukg.load import Dataset

__all__ = ["Reasoning", "explain", "materialise", "reason"]


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What the reasoner and the rules found.

    `unsatisfiable` are the classes that can have no member, `inferred` counts the triples that were added, and
    `left_out` names the graphs that were too large for the reasoner and went through the rules only.
    """

    consistent: bool
    unsatisfiable: tuple[str, ...]
    inferred: int
    classified_seconds: float
    rule_seconds: float
    left_out: tuple[str, ...] = ()


def reason(dataset: Dataset, *, progress: Callable[[str], None] = lambda _: None) -> Reasoning:
    """Check that a dataset is consistent and add all that follows to the graph of inferences.

    HermiT comes first; what it says about classes then feeds the rules, which reach the bulk of the data. Raises
    `InconsistentError` with the clash when the data contradict themselves or the ontology, `EngineError` when Java or
    a reasoner is missing or fails.
    """
    started = time.monotonic()
    read, left_out = scope(dataset)
    progress("Checking consistency and classifying with HermiT")
    found = classify(dataset.store, graphs=read)
    if not found.consistent:
        progress("Inconsistent: looking for the statements that clash")
        clash = explain(dataset, graphs=read)
        raise InconsistentError(
            f"The data are inconsistent. {clash.summary}",
            clash=clash,
            advice="Correct or remove one of these statements.",
        )
    classified = time.monotonic()
    graph = ox.NamedNode(INFERRED_GRAPH)
    before = len(dataset.store)
    dataset.store.extend(ox.Quad(*triple, graph) for triple in found.triples)
    progress("Applying the rules")
    materialise(dataset.store, progress=progress)
    return Reasoning(
        consistent=True,
        unsatisfiable=found.unsatisfiable,
        inferred=len(dataset.store) - before,
        classified_seconds=classified - started,
        rule_seconds=time.monotonic() - classified,
        left_out=left_out,
    )
