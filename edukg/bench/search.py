"""How fast a search answers over a million labels: forms that people type, each with the term it should bring first.

The labels are the real ones and made-up ones beside them: names of two to five words in three languages. Those words
are partly of the real labels, so that every form meets many candidates, and partly made of syllables.
"""

from __future__ import annotations

import csv
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from edukg.errors import InputError
from edukg.model import Kind
from edukg.namespaces import ID, LANGUAGES, TERM
from edukg.search import Index
from edukg.search.writing import Label, around, labels_of, write_index
from edukg.store.base import Store

BOUND: Final = 50.0
"""Milliseconds within which a form has to be answered."""
REPEATS: Final = 5
_SYLLABLES: Final = {
    "en": "ba con der fel gor hin lam mer nor pol rin sal tor ver win".split(),  # noqa: SIM905
    "ru": "ба вер гор дон зим кал лес мор нов пол рас сол тер фин хол".split(),  # noqa: SIM905
    "uz": "bo chi don gul joy kat lim mah nur qol riz sol tosh xon yoz".split(),  # noqa: SIM905
}
_OWN_WORDS: Final = 20_000
"""Made-up words of each language."""


@dataclass(frozen=True, slots=True)
class Answered:
    """One form: the term it should bring first, whether it does, and the median time in milliseconds."""

    form: str
    expected: str
    first: bool
    milliseconds: float


@dataclass(frozen=True, slots=True)
class Result:
    """The figures of a run."""

    labels: int
    seconds: float
    megabytes: float
    forms: tuple[Answered, ...]

    @property
    def slowest(self) -> float:
        """The time of the slowest form."""
        return max(form.milliseconds for form in self.forms)

    def lines(self) -> list[str]:
        """The report."""
        times = sorted(form.milliseconds for form in self.forms)
        late = [form for form in self.forms if form.milliseconds >= BOUND]
        wrong = [form for form in self.forms if not form.first]
        return [
            f"{self.labels:,} labels, indexed in {self.seconds:.0f} s, {self.megabytes:.0f} MB",
            f"{len(times)} forms: median {times[len(times) // 2]:.1f} ms, slowest {self.slowest:.1f} ms",
            f"{len(late)} at or over {BOUND:.0f} ms, {len(wrong)} that bring another term first",
            *(f"  slow: {form.form} ({form.milliseconds:.1f} ms)" for form in late),
            *(f"  other: {form.form} (not {form.expected})" for form in wrong),
        ]


def read_forms(path: Path) -> tuple[tuple[str, str], ...]:
    """The forms of a table with the columns `form` and `expected` (the last part of the IRI of a term).

    Raises `InputError` for a file without them.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if not rows or not {"form", "expected"} <= set(rows[0]):
        raise InputError(f"{path} has no rows with the columns form and expected.", advice="Separate them by tabs.")
    return tuple((row["form"], row["expected"]) for row in rows)


def made_up(number: int, real: Sequence[Label], seed: int = 1) -> Iterator[Label]:
    """So many labels of things that there are not."""
    choose = random.Random(seed)  # noqa: S311  # the same seed gives the same labels
    words: dict[str, list[str]] = {}
    for language in LANGUAGES:
        known = sorted({word for label in real if label.language == language for word in label.text.split()})
        own = ["".join(choose.choices(_SYLLABLES[language], k=choose.randint(2, 4))) for _ in range(_OWN_WORDS)]
        words[language] = known + own
    for place in range(number):
        language = LANGUAGES[place % len(LANGUAGES)]
        text = " ".join(choose.choices(words[language], k=choose.randint(2, 5)))
        yield Label(f"{ID}made-up-{place}", Kind.INSTANCE, "label", text, language)


def run(
    store: Store,
    forms: Sequence[tuple[str, str]],
    folder: Path,
    *,
    labels: int = 1_000_000,
    progress: Callable[[str], None] = lambda _: None,
) -> Result:
    """Index the labels of a store and made-up ones, and ask for each form a few times."""
    real = list(labels_of(store))
    progress(f"Indexing {labels:,} labels")
    path = folder / "labels.sqlite"
    begun = time.perf_counter()
    total = write_index(path, chain(real, made_up(max(0, labels - len(real)), real)), around(store))
    seconds = time.perf_counter() - begun
    progress(f"Asking for {len(forms)} forms")
    index = Index(path)
    found = []
    for form, expected in forms:
        times = []
        for _ in range(REPEATS):
            begun = time.perf_counter()
            hits = index.search(form, limit=20)
            times.append((time.perf_counter() - begun) * 1000)
        first = next((hit.iri for hit in hits if hit.kind is Kind.TERM), "") == TERM + expected
        found.append(Answered(form, expected, first, sorted(times)[REPEATS // 2]))
    return Result(total, seconds, path.stat().st_size / 1e6, tuple(found))


__all__ = ["Answered", "Result", "made_up", "read_forms", "run"]
