"""The catalogue of faults as one dataset: each fault in a world of its own, beside a world without any.

Every file under `fixtures/faults` is one step away from `fixtures/conforming.ttl` and says in its first lines what is
to be found: shape, severity, focus node, and a text that the message must hold. Since one validation takes about as
long for a hundred small worlds as for one, each fault gets a copy of the conforming world in its own namespace.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from edukg import resources
from edukg.load import Dataset, load_files
from edukg.namespaces import expand
from edukg.reason import materialise

FIXTURES = Path(__file__).parent.parent / "fixtures"
FAULTS = sorted((FIXTURES / "faults").glob("*.ttl"))
WORLD = "https://example.org/"
CONFORMING = "conforming"


@dataclass(frozen=True)
class Expected:
    """What one line of a fixture says is to be found."""

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


def worlds(folder: Path) -> Dataset:
    """All worlds with the ontology, materialised; the files are written to a folder."""
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
    return dataset
