"""Materialising what follows from the ontology's own axioms, in bulk: SPARQL INSERT rules to a fixpoint.

The rules are those of OWL 2 RL/RDF (W3C OWL 2 Profiles, section 4.3) for the axioms that occur: hierarchies, inverse,
symmetric and transitive properties, chains of two, domains and ranges, fixed values, `only`, and classes defined by
intersection, union, enumeration, `some` and `value`. Equality and disjointness are not materialised: a reasoner checks
them. Chains longer than two, inverses inside restrictions, cardinalities and self-restrictions yield nothing here.

Each rule is a file under `edukg/queries/rules`. Two graphs have names that are prefixes, set when a rule is run:
`target:` takes what is published; `schema:` holds the hierarchy of unnamed classes and their members while the rules
run, and is thrown away, so that no blank node of an axiom shows up as somebody's type.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import pyoxigraph as ox

from edukg import resources
from edukg.namespaces import GRAPH, INFERRED_GRAPH

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
    "members-by-union",
    "members-by-intersection",
    "facts-values",
    "facts-only",
)
_WORKING_GRAPH: Final = GRAPH + "inferred/working"


def materialise(
    store: ox.Store, *, graph: str = INFERRED_GRAPH, progress: Callable[[str], None] = lambda _: None
) -> int:
    """Add to `graph` every triple that follows by the rules and that no graph holds yet; return how many were added.

    Running it again adds nothing. `progress` is told about each round.
    """
    before = len(store)
    prefixes = {"target": graph, "schema": _WORKING_GRAPH}
    try:
        _to_fixpoint(store, SCHEMA_RULES, prefixes)
        _apply(store, "schema-publish", prefixes)
        _to_fixpoint(store, FACT_RULES, prefixes, progress=progress)
    finally:
        store.remove_graph(ox.NamedNode(_WORKING_GRAPH))
    return len(store) - before


def _to_fixpoint(
    store: ox.Store,
    rules: Sequence[str],
    prefixes: dict[str, str],
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Apply the rules in turn until each has seen the store in its present size, and added nothing."""
    size = len(store)
    seen = dict.fromkeys(rules, -1)
    rounds = 0
    while any(last != size for last in seen.values()):
        rounds += 1
        progress(f"Rules, round {rounds}: {size} triples")
        for rule in rules:
            if seen[rule] == size:
                continue
            seen[rule] = size
            _apply(store, rule, prefixes)
            size = len(store)


def _apply(store: ox.Store, rule: str, prefixes: dict[str, str]) -> None:
    store.update(resources.query(f"rules/{rule}"), prefixes=prefixes)
