"""shacl-rust, the engine for large data: a store and a graph of shapes in, plain results out.

It runs in a process of its own (`fast_child`), which is fed the data as N-Quads, and is stopped at a deadline. It
gives dictionaries without `sh:sourceConstraint`, drops the value of a SPARQL constraint that selects none (it is then
the focus node, SHACL section 5.3.2), and loses what a query selects when it stands nowhere in the data, such as a
language that no text has. All this is put right here.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final

import pyoxigraph as ox
import rdflib
from rdflib import SH, URIRef
from rdflib.term import Node

from edukg.bounded import UNBOUNDED, Bounds
from edukg.errors import EngineMemoryError
from edukg.validate.apart import answered
from edukg.validate.facts import Facts, to_node
from edukg.validate.parts import write_part
from edukg.validate.results import Result, Results, together
from edukg.validate.shapes import prefixes, without_messages

_HEAD = re.compile(r"(?i)\bWHERE\b|\{")
ENOUGH: Final = 100_000
"""Results after which no further part of the focus nodes is looked at, unless more are to be listed."""
QUAD_MEMORY: Final = 700
"""Bytes for each statement: with made-up data the engine takes 450, its store for queries included."""
RESULTS_MEMORY: Final = 1_500_000_000
"""Bytes for everything else: the engine takes some 5,500 for each result while it writes them."""
PARTS: Final = (8, 64, 512)
"""Into how many parts the focus nodes are split: few at first, more when the first of these is too much."""
_CHILD = Path(__file__).with_name("fast_child.py")


def name() -> str:
    """The engine with its version, as reports name it."""
    return f"shacl-rust {version('shacl-rust')}"


def run(
    store: ox.Store, shapes: rdflib.Graph, *, limit: int, things: Path | None = None, bounds: Bounds = UNBOUNDED
) -> Results:
    """Validate a store and give at most `limit` results; `things` as in `results_of`.

    All results of a run lie in the memory of the engine. Where they are more than it may have, a part of the focus
    nodes is looked at after the other, and when `ENOUGH` was found, the rest is not looked at; the results say so.

    Raises `ValidationTimeoutError` when it takes longer than it may, `EngineMemoryError` when the data themselves are
    more than the memory holds, and `EngineError` when the process fails.
    """
    facts = Facts(store)
    allowed = RESULTS_MEMORY + QUAD_MEMORY * len(store)
    bounds = replace(bounds, memory=min(bounds.memory or allowed, allowed))
    with tempfile.TemporaryDirectory(prefix="edukg-shapes-") as folder:
        silent = Path(folder) / "shapes.nt"
        without_messages(shapes).serialize(silent, format="nt", encoding="utf-8")
        ask = _Asking(store, shapes, silent, limit, things, bounds)
        try:
            found = ask()
        except EngineMemoryError:
            found = _in_parts(ask, facts)
    return _made_whole(found, facts, shapes)


@dataclass(frozen=True, slots=True)
class _Asking:
    """One question to the engine: the shapes are those that lie in the file `silent` when it is asked."""

    store: ox.Store
    shapes: rdflib.Graph
    silent: Path
    limit: int
    things: Path | None
    bounds: Bounds

    def __call__(self) -> Results:
        arguments = (str(self.silent), str(self.limit), str(self.bounds.memory or 0), str(self.things or ""))
        command = [sys.executable, "-I", str(_CHILD), *arguments]
        with answered(command, self.store, bounds=self.bounds, engine=name()) as answer:
            return _read(answer, self.shapes)


def _in_parts(ask: _Asking, facts: Facts) -> Results:
    """The results of part after part, until all were looked at or `ENOUGH` was found."""
    for parts in PARTS:
        found: list[Results] = []
        for index in range(parts):
            write_part(ask.silent, ask.shapes, facts, parts=parts, index=index)
            try:
                found.append(ask())
            except EngineMemoryError:
                if not found and parts == PARTS[-1]:
                    raise
                break
            if sum(sum(one.by_severity.values()) for one in found) >= max(ENOUGH, ask.limit):
                break
        if found:
            return replace(together(found, ask.limit), complete=len(found) == parts)
    raise AssertionError("the smallest parts either answer or fail")


def _read(lines: IO[bytes], shapes: rdflib.Graph) -> Results:
    counts = {URIRef(severity.strip("<>")): number for severity, number in json.loads(next(lines)).items()}
    return Results(tuple(_result(json.loads(line), shapes) for line in lines), counts)


def _result(found: dict[str, str | None], shapes: rdflib.Graph) -> Result:
    focus, shape = _node(found["focus"]), _node(found["shape"])
    component, severity = _node(found["component"]), _node(found["severity"])
    value = _node(found["value"]) if found["value"] is not None else None
    constraint: Node | None = None
    path = shapes.value(shape, SH.path)
    if path is None and found["path"]:
        path = _node(found["path"])
    if component == SH.SPARQLConstraintComponent:
        constraint = shapes.value(shape, SH.sparql)
        value = focus if value is None and (shape, SH.path, None) not in shapes else value
    return Result(focus, shape, URIRef(str(component)), URIRef(str(severity)), path, value, constraint)


def _made_whole(results: Results, facts: Facts, shapes: rdflib.Graph) -> Results:
    """The results with those in place of which the engine lost a value or a path: the query is run for them again."""
    broken = {(r.constraint, r.focus) for r in results.kept if r.constraint is not None and _lost(r, shapes)}
    if not broken:
        return results
    mended: set[tuple[Node | None, Node]] = set()
    kept = []
    counts = Counter(results.by_severity)
    for result in results.kept:
        key = (result.constraint, result.focus)
        if key not in broken and key not in mended:
            kept.append(result)
            continue
        counts[result.severity] -= 1
        if key in broken:
            found = _again(result, facts, shapes)
            counts[result.severity] += len(found)
            kept += found
            broken.remove(key)
            mended.add(key)
    return Results(tuple(kept), counts, results.complete)


def _lost(result: Result, shapes: rdflib.Graph) -> bool:
    """Whether the query of a result selects a value or a path that the result does not have."""
    selected = _HEAD.split(str(shapes.value(result.constraint, SH.select)), maxsplit=1)[0]
    named = set(re.findall(r"[?$](\w+)", selected))
    no_value = "value" in named and (result.value is None or result.value == result.focus)
    return no_value or ("path" in named and result.path is None)


def _again(result: Result, facts: Facts, shapes: rdflib.Graph) -> list[Result]:
    """What the query of a result gives for its focus node."""
    if result.constraint is None:
        return [result]
    text = f"{prefixes(shapes, result.constraint)}\n{shapes.value(result.constraint, SH.select)}"
    rows = facts.rows(text, {"this": result.focus})
    own = shapes.value(result.shape, SH.path)
    return [
        replace(result, value=row.get("value", result.focus if own is None else None), path=own or row.get("path"))
        for row in rows
    ]


def _node(text: str | None) -> Node:
    """A term in the syntax of N-Triples as rdflib has it."""
    quad = next(iter(ox.parse(f"<urn:s> <urn:p> {text} .", format=ox.RdfFormat.N_TRIPLES)))
    return to_node(quad.object)
