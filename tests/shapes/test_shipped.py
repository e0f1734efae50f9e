"""The shipped knowledge base against the shipped shapes."""

from __future__ import annotations

import time

import pytest

from edukg import validate
from edukg.load import Dataset, load_shipped
from edukg.model import Report, Severity
from edukg.reason import materialise


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    loaded = load_shipped()
    materialise(loaded.store)
    return loaded


@pytest.fixture(scope="module")
def report(dataset: Dataset) -> Report:
    started = time.process_time()
    found = validate.validate(dataset)
    assert time.process_time() - started < 20, "seconds of one processor"
    return found


def test_knowledge_base_conforms(report: Report) -> None:
    assert report.triples > 20_000
    assert [f"{r.shape} {r.focus} {r.value}: {r.messages.value('en')}" for r in report.of(Severity.VIOLATION)] == []


def test_places_of_results_are_known(report: Report) -> None:
    for result in report.results:
        assert result.file
        assert result.line
        assert result.messages.languages == ("en", "ru", "uz")


def test_whatever_is_found_is_explained_in_the_data(report: Report) -> None:
    assert [f"{r.shape} {r.focus}: {r.messages.value('en')}" for r in report.open] == []
    assert report.explained, "some sources do not say everything"
    for result in report.explained:
        assert result.severity is not Severity.VIOLATION
        assert result.explanation.languages == ("en", "ru", "uz")
