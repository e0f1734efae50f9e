"""Finding a smallest set of axioms that cannot all be true.

Pellet names the axioms it used, but not always all of them (its log then says "explanation incomplete") and sometimes
more than are needed. So its answer is where the search begins, and HermiT has the last word: axioms are added by
relevance until the set is inconsistent, then it is reduced until no axiom can go (Schlobach and Cornet 2003, Kalyanpur
et al. 2007, "Finding all justifications of OWL DL entailments"; the reduction is the search for transition axioms by
prefixes of growing length, several prefixes to one start of Java).
"""

from __future__ import annotations

import re
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.errors import EngineError
from edukg.reason import engine
from edukg.reason.axioms import Axiom
from edukg.reason.triples import Numbering, Triple

BUDGET: Final = 90.0
"""Seconds that the search may take."""

_PREFIXES: Final = 12
_TOKEN: Final = re.compile(r"\bN\d+\b")
_FIRST_EXPLANATION: Final = re.compile(r"Explanation\(s\):\s*\n1\)(.*?)(?:\n\s*\n|\Z|\n2\))", re.DOTALL)
_HEAD: Final = re.compile(r"^ {0,5}\S")


@dataclass(frozen=True, slots=True)
class Justification:
    """Axioms that contradict each other; `smallest` when none of them can be left out."""

    axioms: tuple[Axiom, ...]
    smallest: bool


class Search:
    """One search over the axioms of one inconsistent dataset, within a budget of time."""

    def __init__(
        self,
        all_axioms: Sequence[Axiom],
        declarations: Sequence[Triple],
        numbering: Numbering,
        folder: Path,
        *,
        seconds: float = BUDGET,
    ) -> None:
        """`numbering` is the one that the explanation to start from was written with."""
        self._all = tuple(all_axioms)
        self._numbering = numbering
        self._folder = folder
        self._deadline = time.monotonic() + seconds
        self._declared: dict[object, list[Triple]] = defaultdict(list)
        for triple in declarations:
            self._declared[triple[0]].append(triple)
        self._of_subject: dict[object, list[Axiom]] = defaultdict(list)
        for axiom in self._all:
            self._of_subject[axiom.root[0]].append(axiom)

    def run(self, explanation: str) -> Justification | None:
        """A justification, starting from what Pellet printed; None when time ran out before anything was found."""
        pool = self._by_relevance(self._named_in(explanation))
        needed: list[Axiom] = []
        try:
            while True:
                end = self._shortest(needed, pool)
                if end == 0:
                    return Justification(tuple(needed), smallest=True)
                needed.append(pool[end - 1])
                pool = pool[: end - 1]
        except EngineError:
            whole = (*needed, *pool)
            return Justification(whole, smallest=False) if len(whole) < len(self._all) else None

    def _named_in(self, explanation: str) -> list[Axiom]:
        """The axioms that a printed explanation may stand for: those that speak of the same names."""
        printed = _FIRST_EXPLANATION.search(explanation)
        if printed is None:
            return []
        lines = printed.group(1).splitlines()
        texts: list[str] = []
        for line in lines:
            if not texts or _HEAD.match(line):
                texts.append(line)
            else:
                texts[-1] += " " + line.strip()
        found: dict[Axiom, None] = {}
        for text in texts:
            names = frozenset(node for token in _TOKEN.findall(text) if (node := self._numbering.node(token)))
            over = [axiom for axiom in self._all if names and names <= axiom.names]
            fewest = min((len(axiom.names) for axiom in over), default=0)
            found.update(dict.fromkeys(axiom for axiom in over if len(axiom.names) == fewest))
        return list(found)

    def _by_relevance(self, start: Sequence[Axiom]) -> list[Axiom]:
        """All axioms: those to start from, then what is said of the names in them, and so on outwards."""
        ordered = dict.fromkeys(start)
        front: Iterable[Axiom] = tuple(start)
        while front:
            names = dict.fromkeys(name for axiom in front for name in sorted(axiom.names, key=str))
            front = [a for name in names for a in self._of_subject.get(name, ()) if a not in ordered]
            ordered.update(dict.fromkeys(front))
        rest = [axiom for axiom in self._all if axiom not in ordered]
        rest.sort(key=lambda axiom: not axiom.is_schema)
        return [*ordered, *rest]

    def _shortest(self, needed: Sequence[Axiom], pool: Sequence[Axiom]) -> int:
        """How many axioms from the front of the pool it takes, with the needed ones, to be inconsistent."""
        low, high = (0 if needed else 1), len(pool)
        sizes = self._steps(low, high)
        while True:
            at = self._first_inconsistent([(*needed, *pool[:size]) for size in sizes])
            high = sizes[at]
            low = sizes[at - 1] + 1 if at else low
            if low >= high:
                return high
            sizes = self._steps(low, high, even=True)

    @staticmethod
    def _steps(low: int, high: int, *, even: bool = False) -> list[int]:
        """Sizes from low to high: each one of a few, else growing ever faster (or evenly), as relevance falls off."""
        if high - low <= _PREFIXES:
            return list(range(low, high + 1))
        if even:
            return [*range(low, high, (high - low) // _PREFIXES + 1), high]
        sizes, size = [low], 8
        while low + size < high:
            sizes.append(low + size)
            size *= 2
        return [*sizes, high]

    def _first_inconsistent(self, sets: Sequence[Sequence[Axiom]]) -> int:
        """The index of the first inconsistent one of ever larger sets; the last is known to be."""
        paths = []
        for number, chosen in enumerate(sets[:-1]):
            path = self._folder / f"part{number}.nt"
            names = {name for axiom in chosen for name in axiom.names}
            declared = [triple for name in sorted(names, key=str) for triple in self._declared.get(name, ())]
            self._numbering.write([*declared, *dict.fromkeys(t for a in chosen for t in a.triples)], path)
            paths.append(path)
        if not paths:
            return len(sets) - 1
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise EngineError("The search for the smallest contradiction took too long.")
        found = engine.first_inconsistent(paths, timeout=left)
        return len(sets) - 1 if found is None else found
