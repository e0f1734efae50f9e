"""What the tests of the ontology share: its files as they are written, each parsed once."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from rdflib import RDF

from edukg import resources

ROOT = resources.folder("ontology")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one worker of pytest-xdist run all of them, so that the files are parsed once."""
    for item in items:
        if item.path.parent == Path(__file__).parent and "kb" not in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("ontology"))


@pytest.fixture(scope="session")
def files() -> dict[str, rdflib.Graph]:
    """Every file of the ontology by its path below `ontology/`, as rdflib reads it."""
    paths = resources.turtle_files("ontology")
    return {path.relative_to(ROOT).as_posix(): rdflib.Graph(bind_namespaces="none").parse(path) for path in paths}


@pytest.fixture(scope="session")
def modules(files: dict[str, rdflib.Graph]) -> dict[str, rdflib.Graph]:
    """The files of the ontology proper: no lexicon, no instances, no alignments."""
    return {name: graph for name, graph in files.items() if "/" not in name}


@pytest.fixture(scope="session")
def tbox(modules: dict[str, rdflib.Graph]) -> rdflib.Graph:
    """The ontology proper in one graph."""
    return _merged(modules)


@pytest.fixture(scope="session")
def everything(files: dict[str, rdflib.Graph]) -> rdflib.Graph:
    """All files in one graph."""
    merged = _merged(files)
    assert len(set(merged.subjects(RDF.type, None))) > 2000
    return merged


def _merged(files: dict[str, rdflib.Graph]) -> rdflib.Graph:
    merged = rdflib.Graph(bind_namespaces="none")
    for graph in files.values():
        for triple in graph:
            merged.add(triple)
    return merged
