"""The wheel: built, installed away from the checkout, and used."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from edukg import resources

pytestmark = pytest.mark.xdist_group("wheel")  # it is built once

CHECKOUT = resources.folder("ontology").parent
SHIPPED = ("edukg", "ontology", "shapes", "web")

USE = """
import sys
from pathlib import Path
import edukg
from edukg.settings import Settings
from edukg.web import create_app
assert "site-packages" in edukg.__file__ and sys.argv[2] not in edukg.__file__, edukg.__file__
home = Path(sys.argv[1])
kb = edukg.open(home, build=False)
assert len(kb.query("SELECT * WHERE { edukg:level1 rdfs:label ?label }")) == 3
page = create_app(kb, Settings(home=home)).test_client().get("/term/educational-cluster-en")
assert page.status_code == 200 and "educational cluster" in page.text
assert kb.examples()
print("used")
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built in a copy of what is tracked: a build leaves files beside its sources, in the way of whoever reads them."""
    out, copy = tmp_path_factory.mktemp("wheel"), tmp_path_factory.mktemp("sources")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    for name in listed.stdout.split("\0")[:-1]:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(CHECKOUT / name, copy / name)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(out), str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return next(out.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_every_tracked_file(wheel: Path) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "--", *SHIPPED], cwd=CHECKOUT, capture_output=True, text=True, check=True
    ).stdout.split()
    assert listed
    expected = {name if name.startswith("edukg/") else f"edukg/{name}" for name in listed}
    packed = set(zipfile.ZipFile(wheel).namelist())
    assert expected <= packed, sorted(expected - packed)
    assert not [name for name in packed if name.startswith("web/")]


@pytest.mark.slow
def test_the_wheel_works_away_from_the_checkout(wheel: Path, home: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "env")], check=True)
    python = tmp_path / "env" / ("Scripts" if os.name == "nt" else "bin") / "python"
    lock = str(CHECKOUT / "requirements.lock")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True)
    subprocess.run([*pip, "--no-deps", str(wheel)], check=True)
    command = [str(python), "-c", USE, str(home), str(CHECKOUT)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "used"
    info = subprocess.run(
        [str(python.with_name("edukg")), "info", "--home", str(home)], capture_output=True, text=True, cwd=tmp_path,
        check=True,
    )  # fmt: skip
    assert "consistent: yes" in info.stdout
