"""The notebook under `examples` runs from its first cell to its last, over this machine and over a site."""

from __future__ import annotations

import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

import edukg

NOTEBOOK = Path(__file__).parents[2] / "examples" / "questions.ipynb"


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of the kernel's own libraries
@pytest.mark.parametrize("place", ["here", "there"])
def test_the_notebook_runs(
    place: str, kb: edukg.KnowledgeBase, site: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EDUKG_HOME", str(kb.folder.parents[1]))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path))
    monkeypatch.setenv("EDUKG_SITE", site if place == "there" else "")
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    said = "\n".join(_outputs(notebook))
    assert "educational cluster (association)" in said
    assert "Russia" in said
    assert f"EduKG {kb.manifest.version}" in said
    assert "cannot stand here" in said or "closes nothing here" in said
    assert (site in said) is (place == "there")
    assert "matches 4 readings" in said


def _outputs(notebook: nbformat.NotebookNode) -> list[str]:
    return [
        str(output.get("text") or output.get("data", {}).get("text/html") or output.get("data", {}).get("text/plain"))
        for cell in notebook.cells
        if cell.cell_type == "code"
        for output in cell.outputs
    ]


def test_the_notebook_is_kept_without_outputs() -> None:
    notebook = nbformat.read(NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert all(not cell.outputs and cell.execution_count is None for cell in notebook.cells if cell.cell_type == "code")
    text = "".join(cell.source for cell in notebook.cells)
    assert not re.search(r"https?://\d", text)
