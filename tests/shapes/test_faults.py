"""Each fault, made on purpose, is found by exactly its shape, and told in three languages with what is wrong.

Every file under `fixtures/faults` is one step away from `fixtures/conforming.ttl` and says in its first lines what is
to be found: shape, severity, focus node, and a text that the message must hold. Since one validation takes about as
long for a hundred small worlds as for one, each fault gets a world of its own, a copy of the conforming one in its own
namespace, and all are validated together.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from rdflib import SH

from edukg import resources, validate
from edukg.load import load_files
from edukg.model import Report, Violation
from edukg.namespaces import LANGUAGES, SHAPE, expand
from edukg.reason import materialise

FIXTURES = Path(__file__).parent.parent / "fixtures"
FAULTS = sorted((FIXTURES / "faults").glob("*.ttl"))
WORLD = "https://example.org/"
CONFORMING = "conforming"


@dataclass(frozen=True)
class Expected:
    shape: str
    severity: str
    focus: str
    said: str


def expected(path: Path) -> list[Expected]:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("# expect: ")]
    return [Expected(*(part.strip() for part in line.removeprefix("# expect: ").split("|"))) for line in lines]


def placed(text: str, name: str) -> str:
    """A fixture moved into the world of a name; №1 stands in labels that are unique within one world only."""
    return text.replace(f"<{WORLD}", f"<{WORLD}{name}/").replace("№1", f"№1 {name}")


def focus_of(written: str, name: str) -> str:
    if written.startswith("ex:"):
        return f"{WORLD}{name}/{written.removeprefix('ex:')}"
    return written.strip("<>") if written.startswith("<") else str(expand(written))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("worlds")
    conforming = (FIXTURES / "conforming.ttl").read_text(encoding="utf-8")
    files = [p for p in resources.turtle_files("ontology") if p.parent == resources.folder("ontology")]
    for fault in (None, *FAULTS):
        name = fault.stem if fault else CONFORMING
        for part, content in (("world", conforming), ("fault", fault.read_text(encoding="utf-8") if fault else None)):
            if content is not None:
                files.append(folder / f"{name}.{part}.ttl")
                files[-1].write_text(placed(content, name), encoding="utf-8")
    dataset = load_files(files)
    materialise(dataset.store)
    return validate.validate(dataset)


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
