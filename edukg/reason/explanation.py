"""Why data are inconsistent: the axioms and facts that clash, in words, each with the file and line that say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pyoxigraph as ox

from edukg.errors import EngineError
from edukg.model import Clash, ClashItem
from edukg.reason import engine
from edukg.reason.axioms import Axiom, axioms
from edukg.reason.justification import BUDGET, Search
from edukg.reason.triples import Numbering, is_declaration, logical_triples
from edukg.reason.wording import Wording

if TYPE_CHECKING:
    from edukg.load import Dataset, SourceFile

_LONGEST = 40
"""A set of axioms that could not be reduced below this size helps nobody."""


def explain(dataset: Dataset, *, graphs: Sequence[str] | None = None, seconds: float = BUDGET) -> Clash:
    """The smallest contradiction found in an inconsistent dataset, or in some of its graphs.

    Pellet's explanation is where the search starts, HermiT confirms and reduces it. There is always a result: when the
    search does not end within `seconds`, it is what was found by then, at worst without any item. Consistent data have
    no items either. Raises `EngineError` when HermiT cannot run.
    """
    triples = logical_triples(dataset.store, graphs=graphs)
    numbering = Numbering(triples)
    declarations = [triple for triple in triples if is_declaration(triple)]
    with engine.workplace() as folder:
        path = folder / "data.nt"
        numbering.write(triples, path)
        try:
            verdict = engine.ask_pellet(path, timeout=seconds)
        except EngineError:
            verdict = engine.Verdict(consistent=True)
        if verdict.consistent and engine.first_inconsistent([path]) is None:
            return Clash(items=(), summary="The data do not contradict each other.")
        found = Search(axioms(triples), declarations, numbering, folder, seconds=seconds).run(verdict.explanation)
    if found is None or (not found.smallest and len(found.axioms) > _LONGEST):
        return Clash(
            items=(),
            summary="The data contradict the ontology, but no short list of the statements at fault was found in time.",
        )
    return _clash(dataset, found.axioms, smallest=found.smallest)


def _clash(dataset: Dataset, found: Sequence[Axiom], *, smallest: bool) -> Clash:
    """Facts first, then the ontology's axioms, each in the order of their files."""
    wording = Wording(dataset.store, found)
    ordered = sorted(found, key=lambda axiom: (axiom.is_schema, str(axiom.root[0]), str(axiom.root)))
    items = []
    for axiom in ordered:
        origin = _origin(dataset, axiom)
        items.append(
            ClashItem(
                wording.statement(axiom),
                file=origin.name if origin else None,
                line=_line(dataset, axiom, origin) if origin else None,
            )
        )
    return Clash(items=tuple(items), summary=_summary(ordered, wording, smallest=smallest))


def _origin(dataset: Dataset, axiom: Axiom) -> SourceFile | None:
    return next(iter(dataset.origins(*axiom.root)), None)


def _line(dataset: Dataset, axiom: Axiom, origin: SourceFile) -> int | None:
    """The line of the subject's description in the file that states the axiom; a blank node has none."""
    subject = axiom.root[0]
    if not isinstance(subject, ox.NamedNode):
        return None
    position = dataset.locate(subject.value, file=origin)
    return position.line if position is not None else None


def _summary(found: Sequence[Axiom], wording: Wording, *, smallest: bool) -> str:
    """One sentence: the thing that most facts speak of, and how many statements clash over it."""
    facts = [axiom for axiom in found if not axiom.is_schema]
    subjects = Counter(axiom.root[0] for axiom in facts)
    count = f"{len(found)} statements" if len(found) != 1 else "One statement"
    cannot = "cannot all be true" if len(found) != 1 else "cannot be true"
    about = f" about {wording.name(max(subjects, key=lambda s: (subjects[s], str(s))))}" if subjects else ""
    some = "" if smallest else " Some of them may have no part in it: the search for the smallest list was cut short."
    return f"{count}{about} {cannot}.{some}"
