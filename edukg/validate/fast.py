"""shacl-rust, the engine for large data: a store and a graph of shapes in, plain results out.

It runs in a process of its own (`fast_child`), which is fed the data as N-Quads, and is stopped at a deadline. It
gives dictionaries without `sh:sourceConstraint`, drops the value of a SPARQL constraint that selects none (it is then
the focus node, SHACL section 5.3.2), and loses what a query selects when it stands nowhere in the data, such as a
language that no text has. All this is put right here.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from threading import Timer
from typing import IO

import pyoxigraph as ox
import rdflib
from rdflib import SH, URIRef
from rdflib.term import Node

from edukg.errors import EngineError, ValidationTimeoutError
from edukg.validate.facts import Facts, to_node
from edukg.validate.results import Result, Results
from edukg.validate.shapes import prefixes, without_messages

_HEAD = re.compile(r"(?i)\bWHERE\b|\{")
_CHILD = Path(__file__).with_name("fast_child.py")
_NO_MEMORY = ("memory allocation", "MemoryError", "Cannot allocate", "failed to map")


def name() -> str:
    """The engine with its version, as reports name it."""
    return f"shacl-rust {version('shacl-rust')}"


def run(
    store: ox.Store, shapes: rdflib.Graph, *, limit: int, deadline: float | None = None, memory: int | None = None
) -> Results:
    """Validate a store and give at most `limit` results.

    `deadline` is in seconds, `memory` in bytes. Raises `ValidationTimeoutError` when it takes longer, and `EngineError`
    when the process fails or needs more memory.
    """
    with tempfile.TemporaryDirectory(prefix="edukg-shapes-") as folder:
        silent = Path(folder) / "shapes.nt"
        without_messages(shapes).serialize(silent, format="nt", encoding="utf-8")
        answer = Path(folder) / "results.jsonl"
        with answer.open("wb") as out, (Path(folder) / "errors").open("w+b") as errors:
            command = [sys.executable, "-I", str(_CHILD), str(silent), str(limit), str(memory or 0)]
            with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out, stderr=errors) as child:  # noqa: S603
                _feed(store, child, deadline)
            errors.seek(0)
            said = errors.read().decode("utf-8", errors="replace")
        if child.returncode:
            raise _failure(said, child.returncode, memory)
        with answer.open(encoding="utf-8") as lines:
            return _made_whole(_read(lines, shapes), Facts(store), shapes)


def _feed(store: ox.Store, child: subprocess.Popen[bytes], deadline: float | None) -> None:
    """Write the data to the child and wait for it. Raises `ValidationTimeoutError` at the deadline."""
    late = False

    def stop() -> None:
        nonlocal late
        late = True
        child.kill()

    timer = Timer(deadline, stop) if deadline is not None else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        if child.stdin is not None:
            try:
                store.dump(child.stdin, format=ox.RdfFormat.N_QUADS)
                child.stdin.close()
            except BrokenPipeError:  # the child has ended; its exit code and words say why
                with suppress(BrokenPipeError):
                    child.stdin.close()
        child.wait()
    finally:
        if timer:
            timer.cancel()
        child.kill()
    if late and deadline is not None:
        raise ValidationTimeoutError(
            f"The validation was stopped after {deadline:g} seconds.",
            deadline=deadline,
            advice="Give less data at a time, or simpler shapes, or a later deadline.",
        )


def _failure(said: str, code: int, memory: int | None) -> EngineError:
    if memory and (code < 0 or any(word in said for word in _NO_MEMORY)):
        return EngineError(
            f"The validation needed more than the {memory // 1_000_000} MB of memory it may have.",
            advice="Give less data at a time.",
        )
    last = said.strip().rpartition("\n")[2] or f"exit code {code}"
    return EngineError(
        f"The engine shacl-rust failed: {last}.", advice="Validate with --engine reference, and please report this."
    )


def _read(lines: IO[str], shapes: rdflib.Graph) -> Results:
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
    return Results(tuple(kept), counts)


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
