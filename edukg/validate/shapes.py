"""Shapes from files, checked for what an engine would only stumble over in the middle of its work."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pyoxigraph
import rdflib
from rdflib import RDF, SH, BNode, Literal
from rdflib.term import Node

from edukg import resources
from edukg.errors import InputError, Position
from edukg.load import Dataset, load_files
from edukg.namespaces import shorten

_KINDS = (SH.NodeShape, SH.PropertyShape)
_ELSEWHERE = re.compile(r"(?i)\b(?:FROM|SERVICE)\s+(?:(?:NAMED|SILENT)\s+)?(?:<|[?$\w-]+:?)")
_MARKS = (SH.property, SH.path, SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf)


def default_shapes() -> rdflib.Graph:
    """The shapes that are shipped, all modules in one graph."""
    return read_shapes(resources.turtle_files("shapes"))


def read_shapes(paths: Sequence[Path]) -> rdflib.Graph:
    """The shapes of some files in one graph.

    Raises `DataSyntaxError` or `MissingFileError` as loading data does, and `InputError` when there is no shape in the
    files, or when a query or a pattern of one does not parse.
    """
    dataset = load_files(paths)
    graph = dataset.to_rdflib(inferred=False)
    if not any((None, RDF.type, kind) in graph for kind in _KINDS) and not any(
        (None, mark, None) in graph for mark in _MARKS
    ):
        named = ", ".join(file.name for file in dataset.files)
        raise InputError(
            f"There is no SHACL shape in {named}.",
            advice="Give a file with sh:NodeShape or sh:PropertyShape; data to be checked go to the other argument.",
            position=Position(file=dataset.files[0].name) if len(dataset.files) == 1 else None,
        )
    _check_lists(dataset, graph)
    for subject, text in graph.subject_objects(SH.select):
        _check_query(dataset, graph, subject, str(text))
    for subject, text in graph.subject_objects(SH.pattern):
        _check_pattern(dataset, graph, subject, str(text))
    return graph


def without_messages(shapes: rdflib.Graph) -> rdflib.Graph:
    """The shapes as engines need them: the words of results are written by `messages`."""
    silent = rdflib.Graph(bind_namespaces="none")
    for triple in shapes:
        if triple[1] != SH.message:
            silent.add(triple)
    return silent


def prefixes(graph: rdflib.Graph, constraint: Node) -> str:
    """The PREFIX lines that a SPARQL constraint declares by `sh:prefixes` (SHACL section 5.2.1)."""
    lines = []
    for holder in graph.objects(constraint, SH.prefixes):
        for declaration in graph.objects(holder, SH.declare):
            prefix, namespace = graph.value(declaration, SH.prefix), graph.value(declaration, SH.namespace)
            if isinstance(prefix, Literal) and isinstance(namespace, Literal):
                lines.append(f"PREFIX {prefix}: <{namespace}>")
    return "\n".join(sorted(lines))


def owner(graph: rdflib.Graph, node: Node) -> Node:
    """The nearest shape with an IRI that a blank shape or constraint belongs to, or the node itself."""
    seen: set[Node] = set()
    while isinstance(node, BNode) and node not in seen:
        seen.add(node)
        above = next((s for s, p in graph.subject_predicates(node) if s not in seen), None)
        if above is None:
            break
        node = above
    return node


def _check_lists(dataset: Dataset, graph: rdflib.Graph) -> None:
    """Refuse lists without an end, which engines would walk for ever."""
    ended: set[Node] = set()
    for start in graph.subjects(RDF.rest):
        trail: set[Node] = set()
        node: Node | None = start
        while node is not None and node not in ended:
            if node in trail:
                raise _at(dataset, graph, node, "holds a list that goes round in a circle.")
            trail.add(node)
            node = graph.value(node, RDF.rest)
        ended |= trail


def _check_query(dataset: Dataset, graph: rdflib.Graph, constraint: Node, text: str) -> None:
    runnable = re.sub(r"[$?]PATH\b", "<urn:path>", text)
    builtin = "\n".join(
        f"PREFIX {prefix}: <{iri}>"
        for prefix, iri in (("rdf", str(RDF)), ("rdfs", str(rdflib.RDFS)), ("owl", str(rdflib.OWL)))
    )
    if _ELSEWHERE.search(runnable):
        raise _at(dataset, graph, constraint, "fetches data from elsewhere by FROM or SERVICE, which a shape cannot.")
    try:
        answer = pyoxigraph.Store().query(f"{builtin}\n{prefixes(graph, constraint)}\n{runnable}")
    except SyntaxError as error:
        raise _at(dataset, graph, constraint, f"does not parse as SPARQL: {error}") from error
    if not isinstance(answer, pyoxigraph.QuerySolutions):
        raise _at(dataset, graph, constraint, "has a query that is no SELECT.")


def _check_pattern(dataset: Dataset, graph: rdflib.Graph, shape: Node, text: str) -> None:
    try:
        re.compile(text)
    except re.error as error:
        raise _at(dataset, graph, shape, f"has a pattern that is no regular expression: {text} ({error})") from error


def _at(dataset: Dataset, graph: rdflib.Graph, node: Node, fault: str) -> InputError:
    shape = owner(graph, node)
    place = None if isinstance(shape, BNode) else dataset.locate(str(shape))
    return InputError(
        f"The shape {shorten(str(shape))} {fault}",
        advice="Mend the shape there.",
        position=place or Position(file=dataset.files[0].name),
    )
