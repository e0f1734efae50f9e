"""Fetches the kept browser libraries that the query editor is made with, and writes down what was fetched.

Run `python -m edukg.web.vendor` after changing a version below. The files are taken minified and unmodified from the
npm registry by `npm pack`; the site never needs npm or the network. A test holds the manifest against the files.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).resolve().parent / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Library:
    """A package of the npm registry: which version, and which of its files are kept under which names."""

    package: str
    version: str
    licence: str
    homepage: str
    files: tuple[tuple[str, str], ...]


LIBRARIES: Final = (
    Library(
        package="@zazuko/yasqe",
        version="4.6.2",
        licence="MIT",
        homepage="https://github.com/zazuko/Yasgui",
        files=(
            ("build/yasqe.min.js", "yasqe.min.js"),
            ("build/yasqe.min.css", "yasqe.min.css"),
        ),
    ),
    Library(
        package="chart.js",
        version="4.6.1",
        licence="MIT",
        homepage="https://www.chartjs.org",
        files=(("dist/chart.umd.min.js", "chart.min.js"),),
    ),
    Library(
        package="cytoscape",
        version="3.34.4",
        licence="MIT",
        homepage="https://js.cytoscape.org",
        files=(("dist/cytoscape.min.js", "cytoscape.min.js"),),
    ),
)


def sha256(file: Path) -> str:
    """The digest of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def fetch(library: Library, folder: Path) -> list[dict[str, str]]:
    """Fetch one library, keep its files in the folder, and return their entries for the manifest.

    Raises `subprocess.CalledProcessError` when npm cannot fetch it, `KeyError` when a file is not in the package.
    """
    with tempfile.TemporaryDirectory() as place:
        command = ["npm", "pack", "--silent", f"{library.package}@{library.version}"]
        subprocess.run(command, cwd=place, check=True, capture_output=True)  # noqa: S603  # fixed words only
        archive = next(Path(place).glob("*.tgz"))
        entries = []
        with tarfile.open(archive) as package:
            for inside, name in library.files:
                content = package.extractfile(f"package/{inside}")
                if content is None:
                    raise KeyError(inside)
                (folder / name).write_bytes(content.read())
                entries.append({"file": name, "from": inside, "sha256": sha256(folder / name)})
    return entries


def refresh(folder: Path = FOLDER) -> None:
    """Fetch every library and write the manifest."""
    folder.mkdir(parents=True, exist_ok=True)
    manifest = [
        {
            "package": library.package,
            "version": library.version,
            "licence": library.licence,
            "homepage": library.homepage,
            "files": fetch(library, folder),
        }
        for library in LIBRARIES
    ]
    (folder / "MANIFEST.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    refresh()
