"""Releases: whole or not at all."""

from __future__ import annotations

import gzip
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

import edukg
from edukg import release
from edukg.errors import ReleaseError
from edukg.release import building
from edukg.validate import Engine

SLOW_BUILD = """
import sys, time
from importlib import import_module
from pathlib import Path
from edukg import release
room, _, step = sys.argv[2].rpartition(".")
module = import_module(room)
original = getattr(module, step)
def slow(*a, **k):
    print("now", flush=True)
    time.sleep(60)
    return original(*a, **k)
setattr(module, step, slow)
release.build(Path(sys.argv[1]), force=True)
"""


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Path:
    """A home of its own with the same release in force."""
    folder = release.current(home)
    (tmp_path / "releases").mkdir()
    (tmp_path / "releases" / folder.name).symlink_to(folder)
    (tmp_path / "current").write_text((home / "current").read_text(encoding="utf-8"), encoding="utf-8")
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("step", ["edukg.release.writing._write_dumps", "edukg.release.building._swap_in"])
def test_a_build_killed_at_any_moment_leaves_the_old_release(copy: Path, step: str) -> None:
    before = release.current(copy)
    command = [sys.executable, "-c", SLOW_BUILD, str(copy), step]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as build:
        assert build.stdout is not None
        assert build.stdout.readline() == "now\n"
        left = list((copy / "releases").glob(".building-*"))
        build.send_signal(signal.SIGKILL)
    assert left, "the build works in a folder of its own"
    assert release.current(copy) == before
    with gzip.open(before / "data.nq.gz") as data:
        assert data.readline().startswith(b"<")
    with building.folder_to_build_in(copy):
        assert [p for p in (copy / "releases").glob(".building-*") if p in left] == []


@pytest.mark.slow
def test_a_full_disk_is_told_and_changes_nothing(copy: Path) -> None:
    before = sorted(p.name for p in (copy / "releases").iterdir())
    limited = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from edukg.release import building; from edukg.cli import main;"
        "real = building.folder_to_build_in\n"
        "def small(home):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000)); return real(home)\n"
        "building.folder_to_build_in = small\n"
        "main(['build', '--force'])"
    )
    environment = {**os.environ, "EDUKG_HOME": str(copy)}
    done = subprocess.run([sys.executable, "-c", limited], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2, done.stderr
    assert "The release could not be written" in done.stderr
    assert "the current release stays in force" in done.stderr
    assert sorted(p.name for p in (copy / "releases").iterdir()) == before


def test_equal_data_give_equal_bytes(home: Path, kb: edukg.KnowledgeBase) -> None:
    folder = release.current(home)
    with gzip.open(folder / "data.nq.gz") as data:
        lines = data.readlines()
    assert lines == sorted(set(lines))
    quads = ox.Dataset(ox.parse(b"".join(reversed(lines)), format=ox.RdfFormat.N_QUADS))
    quads.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    again = io.BytesIO()
    ox.serialize(quads, again, format=ox.RdfFormat.N_QUADS)
    assert sorted(again.getvalue().splitlines(keepends=True)) == lines
    assert folder.name.endswith(kb.manifest.digest[:16])


def test_a_damaged_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="There is no release"):
        release.current(tmp_path)
    (tmp_path / "current").write_text("0.1.0-abc\n", encoding="utf-8")
    with pytest.raises(ReleaseError, match="is damaged"):
        release.current(tmp_path)
    folder = tmp_path / "releases" / "0.1.0-abc"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text('{"version": 1', encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"manifest of the release 0\.1\.0-abc is damaged"):
        release.read_manifest(release.current(tmp_path))


def test_a_release_with_an_index_of_another_layout_is_made_anew(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class BeganError(Exception):
        pass

    def begin(*_: object, **__: object) -> None:
        raise BeganError

    monkeypatch.setattr("edukg.reason.reason", begin)
    assert release.build(copy) == (release.current(copy), None), "nothing has changed"
    monkeypatch.setattr("edukg.search.VERSION", -1)
    with pytest.raises(BeganError):
        release.build(copy)


def test_the_manifest_reads_back(home: Path) -> None:
    folder = release.current(home)
    manifest = release.read_manifest(folder)
    written = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.digest == written["digest"]
    assert sum(manifest.seconds.values()) > 0
    assert time.strptime(manifest.created[:10], "%Y-%m-%d")


def test_the_reference_decides_on_a_release_unless_that_takes_very_long() -> None:
    assert building.engine_for(60_000) is Engine.REFERENCE
    assert building.engine_for(1_000_000) is Engine.FAST
