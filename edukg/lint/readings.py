"""What is ambiguous, read from the data: words with several senses, and classes that cover several readings of a word.

A class is an umbrella when several readings of one word stand for classes beneath it. Its readings are the parts into
which the ontology divides it without rest; where it declares none, the widest of those classes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from edukg.model import Named, Text, Texts
from edukg.resources import query
from edukg.search import fold
from edukg.store.base import Iri, Literal, Store


@dataclass(frozen=True, slots=True)
class Reading:
    """One sense of one entry; `denoted` is the class that its concept stands for, "" for none."""

    sense: str
    concept: str
    denoted: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A lexical entry with its senses."""

    iri: str
    language: str
    readings: tuple[Reading, ...]


@dataclass(slots=True)
class _Draft:
    language: str = ""
    written: set[str] = field(default_factory=set)
    readings: dict[str, Reading] = field(default_factory=dict)


class Readings:
    """The ambiguous words and classes of one release. Read once; safe to share between threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        drafts = _drafts(store)
        every = {
            iri: Entry(iri, draft.language, tuple(sorted(draft.readings.values(), key=lambda r: r.concept)))
            for iri, draft in sorted(drafts.items())
        }
        self._every: Mapping[str, Entry] = every
        self.entries: Mapping[str, Entry] = {iri: entry for iri, entry in every.items() if len(entry.readings) > 1}
        by_form: dict[str, list[Entry]] = defaultdict(list)
        for iri, entry in self.entries.items():
            for form in drafts[iri].written:
                by_form[form].append(entry)
        self._by_form = by_form
        self.concept_of = {r.denoted: r.concept for d in drafts.values() for r in d.readings.values() if r.denoted}
        self.umbrellas = _umbrellas(store, self.entries.values())
        self._words: dict[str, tuple[Texts, Texts]] = {}

    def written_so(self, text: str, language: str = "") -> tuple[Entry, ...]:
        """The ambiguous entries with this written form, in whatever case, apostrophes or dashes.

        A language leaves out the entries of others.
        """
        found = self._by_form.get(fold(text), ())
        return tuple(e for e in found if not language or e.language == language.partition("-")[0].lower())

    def of(self, entry: str) -> tuple[Reading, ...]:
        """The readings of an entry, however many it has."""
        return self._every[entry].readings if entry in self._every else ()

    def words(self, iri: str) -> tuple[Texts, Texts]:
        """The labels and the definitions of a concept, class, property, sense or entry."""
        if iri not in self._words:
            labels, definitions = list[Text](), list[Text]()
            for row in self._store.select(query("lint/words"), bindings={"iri": Iri(iri)}):
                for name, texts in (("label", labels), ("definition", definitions)):
                    if isinstance(literal := row.get(name), Literal):
                        texts.append(Text(literal.value, literal.language))
            self._words[iri] = (Texts(tuple(labels)), Texts(tuple(definitions)))
        return self._words[iri]

    def named(self, iri: str) -> Named:
        """A thing with its labels."""
        return Named(iri, self.words(iri)[0])


def _drafts(store: Store) -> dict[str, _Draft]:
    drafts: dict[str, _Draft] = defaultdict(_Draft)
    for row in store.select(query("lint/senses")):
        draft, written = drafts[str(row["entry"])], row["written"]
        if isinstance(written, Literal):
            draft.language = written.language.partition("-")[0].lower()
            draft.written.add(fold(written.value))
        concept = str(row["concept"])
        denoted = str(row.get("class") or "")
        draft.readings[concept] = Reading(str(row["sense"]), concept, denoted)
    return drafts


def _umbrellas(store: Store, entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    wider: dict[str, set[str]] = defaultdict(set)
    parts: dict[str, set[str]] = defaultdict(set)
    for row in store.select(query("lint/classes")):
        if "part" in row:
            parts[str(row["wider"])].add(str(row["part"]))
        else:
            wider[str(row["class"])].add(str(row["wider"]))

    def widest(classes: set[str]) -> set[str]:
        return {name for name in classes if not wider[name] & classes - {name}}

    beneath: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        covered: dict[str, set[str]] = defaultdict(set)
        for reading in entry.readings:
            for above in wider.get(reading.denoted, ()):
                covered[above].add(reading.denoted)
        for above, classes in covered.items():
            if len(widest(classes)) > 1:
                beneath[above] |= widest(classes)
    chosen = {above: parts.get(above) or widest(classes) for above, classes in beneath.items()}
    return {above: tuple(sorted(found)) for above, found in sorted(chosen.items()) if len(found) > 1}
