"""Fetches what the site keeps of others: the query editor, and outlines for the map.

Run `python -m edukg.web.vendor` after changing a version below. The files are taken from the npm registry by `npm
pack`, minified and unmodified but for the outlines, of which a small map is made; the site never needs npm or the
network. A test holds the manifest against the files.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.web import atlas

FOLDER: Final = Path(__file__).resolve().parent / "static" / "vendor"


@dataclass(frozen=True, slots=True)
class Library:
    """A package of the npm registry: which version, and which of its files are kept under which names."""

    package: str
    version: str
    licence: str
    homepage: str
    files: tuple[tuple[str, str], ...] = ()
    made: tuple[Made, ...] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """A file that is made of some files of a package."""

    name: str
    inside: tuple[str, ...]
    make: Callable[..., bytes]


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
    Library(
        package="world-atlas",
        version="2.0.2",
        licence="ISC; the outlines are those of Natural Earth, in the public domain",
        homepage="https://github.com/topojson/world-atlas",
        made=(Made(atlas.FILE.name, ("countries-110m.json", "countries-50m.json"), atlas.convert),),
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
                (folder / name).write_bytes(_inside(package, inside))
                entries.append({"file": name, "from": inside, "sha256": sha256(folder / name)})
            for made in library.made:
                (folder / made.name).write_bytes(made.make(*(_inside(package, inside) for inside in made.inside)))
                entries.append(
                    {"file": made.name, "from": ", ".join(made.inside), "sha256": sha256(folder / made.name)}
                )
    return entries


def _inside(package: tarfile.TarFile, name: str) -> bytes:
    content = package.extractfile(f"package/{name}")
    if content is None:
        raise KeyError(name)
    return content.read()


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
