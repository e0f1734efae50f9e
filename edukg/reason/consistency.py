"""Whether the data can be true at all, and what follows for classes and types: HermiT, as it comes with owlready2.

HermiT is complete for OWL 2 DL but does not scale to bulk data. It is given every logical triple of the ontology, the
lexicon and the instances, and of a user's data as many whole graphs as fit the budget, the smallest first. What it
did not see is named in the result; the rules of `edukg.reason.rules` still materialise it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from edukg.namespaces import INFERRED_GRAPH, OWL
from edukg.reason import engine
from edukg.reason.triples import Numbering, Triple, annotation_properties, logical_triples

if TYPE_CHECKING:
    from edukg.load import Dataset

BUDGET: Final = 30_000
"""How many logical triples HermiT is given at most, what is shipped among them: it then takes a minute of processor
time and half a gigabyte, and both grow faster than the data."""

_NOTHING: Final = OWL + "Nothing"


@dataclass(frozen=True, slots=True)
class Classification:
    """What HermiT found.

    `triples` are inferred and not asserted, between named things and anonymous individuals; they are direct ones, as
    the reasoner reports only the nearest classes. `unsatisfiable` are classes that can have no member.
    """

    consistent: bool
    triples: tuple[Triple, ...] = ()
    unsatisfiable: tuple[str, ...] = ()


def scope(dataset: Dataset, *, budget: int = BUDGET) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The named graphs that HermiT reads, and those it leaves out because they do not fit.

    Everything that is shipped is read, whatever its size; then the other graphs from the smallest on.
    """
    annotation = annotation_properties(dataset.store)
    sizes: Counter[str] = Counter()
    for name in ("", *(n.value for n in dataset.store.named_graphs() if isinstance(n, ox.NamedNode))):
        if name == INFERRED_GRAPH:
            continue
        graph = ox.NamedNode(name) if name else ox.DefaultGraph()
        for size, quad in enumerate(dataset.store.quads_for_pattern(None, None, None, graph)):
            sizes[name] += quad.predicate.value not in annotation
            if size > 10 * budget:
                break
    shipped = {file.graph for file in dataset.files if "/graph/data/" not in file.graph}
    read, left, total = [], [], 0
    for name in sorted(sizes, key=lambda n: (n not in shipped, sizes[n], n)):
        if name in shipped or total + sizes[name] <= budget:
            read.append(name)
            total += sizes[name]
        else:
            left.append(name)
    return tuple(read), tuple(left)


def classify(
    store: ox.Store, *, graphs: Sequence[str] | None = None, timeout: float = engine.TIMEOUT
) -> Classification:
    """Check consistency, classify and realise, all of the store or some of its graphs.

    Raises `EngineError` when the reasoner cannot run, fails or takes longer than `timeout` seconds.
    """
    triples = logical_triples(store, graphs=graphs)
    numbering = Numbering(triples)
    with engine.workplace() as folder:
        path = folder / "data.nt"
        numbering.write(triples, path)
        verdict = engine.realise(path, timeout=timeout)
        if not verdict.consistent:
            return Classification(consistent=False)
    found: dict[Triple, None] = {}
    impossible: set[str] = set()
    for s, p, o in verdict.triples:
        subject, value = numbering.node(s), numbering.node(o)
        if subject is None or value is None or subject == value:
            continue
        if _NOTHING in (subject.value, value.value):
            impossible.update({subject.value, value.value} - {_NOTHING})
        elif not value.value.startswith(OWL):
            found[(subject, ox.NamedNode(p), value)] = None
    new = set(found).difference(triples)
    return Classification(
        consistent=True,
        triples=tuple(sorted(new, key=lambda triple: tuple(map(str, triple)))),
        unsatisfiable=tuple(sorted(impossible)),
    )
