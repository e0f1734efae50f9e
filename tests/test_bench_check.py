"""The bench of checking measures small texts too, and tells plainly when its files are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import edukg
from edukg.bench import check as speed
from edukg.errors import EngineError


def test_speed_and_corpora_are_measured(kb: edukg.KnowledgeBase, home: Path, tmp_path: Path) -> None:
    told: list[str] = []
    result = speed.run(kb.checker(), speed.Asked(home, (0.02,), every=680), tmp_path, told.append)
    thin, dense = result.speeds
    assert thin.every > dense.every > 0
    assert dense.uses > thin.uses > 10
    for one in result.speeds:
        assert min(one.checked, one.explained) > 0
    assert [(corpus.engine, corpus.jobs) for corpus in result.corpora] == [("local", 1), ("local", 2)]
    for corpus in result.corpora:
        assert corpus.megabytes == pytest.approx(0.02, rel=0.2)
        assert min(corpus.seconds, corpus.peak) > 0
    assert any("all evidence put in words" in line for line in result.lines())
    assert "Checking a corpus of 0.02 MB, local, 2 at once" in told
    assert [path.suffix for path in tmp_path.iterdir()] == [".log"], "texts and tables do not stay"


def test_a_file_that_is_gone_is_told(kb: edukg.KnowledgeBase, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "scratch"
    folder.mkdir()

    def clean(stage: str) -> None:
        if stage.startswith("Checking a corpus"):
            shutil.rmtree(folder)

    with pytest.raises(EngineError, match=r"A file of the measurement, .*scratch.*: No such file") as caught:
        speed.run(kb.checker(), speed.Asked(home, (0.01,), every=680), folder, clean)
    assert "TMPDIR" in caught.value.advice
