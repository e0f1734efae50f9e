"""Each fault, made on purpose, is found by exactly its shape, by both engines, and told in three languages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rdflib import SH
from rdflib.compare import isomorphic

from edukg import validate
from edukg.errors import EngineMemoryError
from edukg.load import Dataset
from edukg.model import Report, Violation
from edukg.namespaces import LANGUAGES, SHAPE
from edukg.validate import Engine, fast
from edukg.validate.apart import answered
from tests.shapes.worlds import CONFORMING, FAULTS, WORLD, expected, focus_of, placed, worlds


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return worlds(tmp_path_factory.mktemp("worlds"))


@pytest.fixture(scope="module")
def report(dataset: Dataset) -> Report:
    return validate.validate(dataset, engine=Engine.REFERENCE)


def test_engines_give_one_report(dataset: Dataset, report: Report) -> None:
    """Focus node, path, value, component, severity and all that is made of them; the standard graph too."""
    fast = validate.validate(dataset, engine=Engine.FAST)
    assert len(fast.results) >= len(FAULTS)
    assert list(fast.results) == list(report.results)
    assert fast.counts == report.counts
    assert fast.by_reference == ()
    assert fast.engine != report.engine
    assert isomorphic(validate.graph_of(fast), validate.graph_of(report))


def test_a_part_of_the_focus_nodes_at_a_time_gives_the_same(
    dataset: Dataset, report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is done when all results at once are too many; the first attempt is made to fail for want of memory."""
    attempts: list[Any] = []

    def without_memory(*given: Any, **named: Any) -> Any:
        attempts.append(given)
        if len(attempts) == 1:
            raise EngineMemoryError("too little")
        return answered(*given, **named)

    monkeypatch.setattr(fast, "answered", without_memory)
    monkeypatch.setattr(fast, "PARTS", (2,))
    in_parts = validate.validate(dataset, engine=Engine.FAST)
    assert len(attempts) == 3
    assert list(in_parts.results) == list(report.results)
    assert in_parts.counts == report.counts
    assert in_parts.complete
    attempts.clear()
    monkeypatch.setattr(fast, "ENOUGH", 1)
    stopped = validate.validate(dataset, engine=Engine.FAST, limit=1)
    assert len(attempts) == 2, "one part is enough"
    assert not stopped.complete
    assert 1 < stopped.total < report.total


def of_world(report: Report, name: str) -> list[Violation]:
    return [r for r in report.results if r.focus.startswith(f"{WORLD}{name}/")]


def test_conforming_world_has_no_result(report: Report) -> None:
    assert of_world(report, CONFORMING) == []


@pytest.mark.parametrize("path", FAULTS, ids=lambda p: p.stem)
def test_fault_is_found_by_its_shape(report: Report, path: Path) -> None:
    wanted = expected(path)
    assert wanted, "a fixture says what is to be found"
    elsewhere = {focus_of(w.focus, path.stem) for w in wanted if not w.focus.startswith("ex:")}
    found = of_world(report, path.stem) + [r for r in report.results if r.focus in elsewhere]
    assert sorted((r.shape, r.severity.value, r.focus) for r in found) == sorted(
        (SHAPE + w.shape, w.severity, focus_of(w.focus, path.stem)) for w in wanted
    )
    for want in wanted:
        said = placed(want.said, path.stem).replace(WORLD, f"{WORLD}{path.stem}/")
        for result in found:
            if result.shape == SHAPE + want.shape and result.focus == focus_of(want.focus, path.stem):
                assert result.messages.languages == LANGUAGES
                for language in LANGUAGES:
                    (message,) = result.messages.all(language)
                    assert said in message
                    assert "{?" not in message
                    assert "{$" not in message


def test_nothing_else_is_found(report: Report) -> None:
    known = {focus_of(w.focus, p.stem) for p in FAULTS for w in expected(p)}
    assert {r.focus for r in report.results} <= known


def test_every_shape_that_can_fail_has_its_fault() -> None:
    graph = validate.default_shapes()
    structural = {SH.property, SH.path}
    constraints = {
        SH.minCount,
        SH.maxCount,
        SH["class"],
        SH.datatype,
        SH["in"],
        SH["or"],
        SH["not"],
        SH.sparql,
        SH.pattern,
        SH.uniqueLang,
        SH.hasValue,
        SH.disjoint,
        SH.maxLength,
        SH.qualifiedValueShape,
    }
    can_fail = {
        str(s) for s, p in graph.subject_predicates() if p in constraints - structural and str(s).startswith(SHAPE)
    }
    tested = {SHAPE + w.shape for p in FAULTS for w in expected(p)}
    assert can_fail == tested
