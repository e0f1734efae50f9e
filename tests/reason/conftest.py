"""What the tests of reasoning share: the shipped knowledge base, loaded and realised once per worker."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from edukg.load import Dataset, load_files, load_shipped
from edukg.reason.consistency import Classification, classify

PREFIXES = """\
@prefix : <https://w3id.org/edukg/onto/> .
@prefix id: <https://w3id.org/edukg/id/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., Dataset]:
    """Loads small data, written as Turtle without its prefixes, as a file of the user's."""

    def write_and_load(text: str, name: str = "small.ttl", *, into: Dataset | None = None) -> Dataset:
        path = tmp_path / name
        path.write_text(PREFIXES + text, encoding="utf-8")
        return load_files([path], into)

    return write_and_load


@pytest.fixture(scope="session")
def shipped() -> Dataset:
    """The shipped knowledge base as its files state it. Not to be changed."""
    return load_shipped()


@pytest.fixture(scope="session")
def classification(shipped: Dataset) -> Classification:
    """What HermiT says of the shipped knowledge base."""
    return classify(shipped.store)
