"""Materialising what follows from the ontology's own axioms, in bulk: SPARQL INSERT rules to a fixpoint.

The rules are those of OWL 2 RL/RDF (W3C OWL 2 Profiles, section 4.3) for the axioms that occur: hierarchies, inverse,
symmetric and transitive properties, chains of two, domains and ranges, fixed values, `only`, and classes defined by
intersection, union, enumeration, `some` and `value`. Equality and disjointness are not materialised: a reasoner checks
them. Chains longer than two, inverses inside restrictions, cardinalities and self-restrictions yield nothing here.

Each rule is a file under `edukg/queries/rules`. Graphs have names that are prefixes, set when a rule is run: `target:`
takes what is published; `schema:` holds the hierarchy of unnamed classes, which is thrown away in the end; a rule adds
statements to `facts:`, or, to `members:`, that something belongs to an unnamed class, which is thrown away too, so that
no blank node of an axiom shows up as somebody's type.

The first round applies every rule to everything. From then on a rule is asked only for what follows from what the
round before added (semi-naive evaluation: Abiteboul, Hull, Vianu, Foundations of Databases, section 13.1): the
patterns of a rule that facts can match are in graphs called `?fact` and `?other`, and the rule is run once for each of
them with the additions in its place. When a round adds an axiom, everything is looked at again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pyoxigraph as ox

from edukg import resources
from edukg.namespaces import GRAPH, INFERRED_GRAPH, OWL, RDF, RDFS

SCHEMA_RULES: Final = (
    "schema-equivalent-classes",
    "schema-equivalent-properties",
    "schema-intersections",
    "schema-unions",
    "schema-subclasses",
    "schema-subproperties",
    "schema-inverse-subproperties",
    "schema-fillers",
    "schema-conditions",
)
FACT_RULES: Final = (
    "facts-subproperties",
    "facts-inverses",
    "facts-symmetric",
    "facts-transitive",
    "facts-chains",
    "facts-domains",
    "facts-ranges",
    "facts-types",
    "members-by-list",
    "members-by-value",
    "members-by-some",
    "members-by-any",
    "members-by-union",
    "members-by-intersection",
    "facts-values",
    "facts-only",
)
_WORKING: Final = GRAPH + "inferred/working"
_OF_FACTS: Final = ("GRAPH ?fact ", "GRAPH ?other ")
_AXIOMS: Final = (
    *((RDFS + word, None) for word in ("subClassOf", "subPropertyOf", "domain", "range")),
    *((OWL + word, None) for word in ("inverseOf", "propertyChainAxiom", "onProperty", "hasValue")),
    *((OWL + word, None) for word in ("someValuesFrom", "allValuesFrom", "oneOf")),
    *((RDF + word, None) for word in ("first", "rest")),
    *((RDF + "type", OWL + word) for word in ("SymmetricProperty", "TransitiveProperty")),
)
"""What the rules of facts read as axioms: predicates, some with the one object that matters."""


def materialise(
    store: ox.Store, *, graph: str = INFERRED_GRAPH, progress: Callable[[str], None] = lambda _: None
) -> int:
    """Add to `graph` every triple that follows by the rules and that no graph holds yet; return how many were added.

    Running it again adds nothing. `progress` is told about each round.
    """
    before = len(store)
    try:
        _infer_hierarchy(store, graph)
        _infer_facts(store, graph, progress)
    finally:
        for name in list(store.named_graphs()):
            if isinstance(name, ox.NamedNode) and name.value.startswith(_WORKING):
                store.remove_graph(name)
    return len(store) - before


def _infer_hierarchy(store: ox.Store, target: str) -> None:
    """Apply the rules of axioms, of which there are few, until they add nothing; publish what has a name."""
    graphs = {"target": target, "schema": _WORKING}
    size = -1
    while size < (size := _size(store, _WORKING)):
        for rule in SCHEMA_RULES:
            store.update(resources.query(f"rules/{rule}"), prefixes=graphs)
    store.update(resources.query("rules/schema-publish"), prefixes=graphs)


def _infer_facts(store: ox.Store, target: str, progress: Callable[[str], None]) -> None:
    """Apply the rules of facts until a round adds nothing.

    The first round adds to the graph of inferences itself: it finds most of what there is, and moving that takes time.
    """
    rules = [resources.query(f"rules/{rule}") for rule in FACT_RULES]
    graphs = {"target": target, "schema": _WORKING, "facts": target, "members": f"{_WORKING}/members"}
    axioms = _axioms(store)
    progress("Rules, round 1")
    for text in rules:
        store.update(text, prefixes=graphs)
    latest = [graphs["facts"], graphs["members"]]
    rounds: list[str] = []
    while any(_holds(store, graph) for graph in latest):
        rounds.append(f"{_WORKING}/round-{len(rounds) + 2}")
        progress(f"Rules, round {len(rounds) + 1}")
        anew = axioms != (axioms := _axioms(store))
        for text in rules:
            asked = [(text, target)] if anew else [(variant, graph) for variant in _variants(text) for graph in latest]
            for variant, graph in asked:
                added = {"facts": rounds[-1], "members": rounds[-1], "latest": graph}
                store.update(variant, prefixes=graphs | added)
        latest = rounds[-1:]
    for graph in rounds:
        store.update(resources.query("rules/facts-publish"), prefixes=graphs | {"facts": graph})


def _variants(rule: str) -> list[str]:
    """A rule that asks for what follows from the latest additions: one for each of its patterns that they can match."""
    return [rule.replace(pattern, "GRAPH latest: ") for pattern in _OF_FACTS if pattern in rule]


def _axioms(store: ox.Store) -> int:
    """How many axioms there are; a rule of facts may add to them, where the data say so."""
    found = (
        store.quads_for_pattern(None, ox.NamedNode(predicate), None if kind is None else ox.NamedNode(kind))
        for predicate, kind in _AXIOMS
    )
    return sum(sum(1 for _ in quads) for quads in found)


def _holds(store: ox.Store, graph: str) -> bool:
    return next(store.quads_for_pattern(None, None, None, ox.NamedNode(graph)), None) is not None


def _size(store: ox.Store, graph: str) -> int:
    return sum(1 for _ in store.quads_for_pattern(None, None, None, ox.NamedNode(graph)))
