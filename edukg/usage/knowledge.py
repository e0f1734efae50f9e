"""What the checker knows: the ambiguous terms with their forms, the readings with what is said of them.

It is read off a store once, when a release is built, and kept with the release as one readable JSON file. Whatever the
data say is taken up without code: a new entry is found, a new concept becomes a reading.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from edukg.errors import ReleaseError
from edukg.lexicon.facts import Facts
from edukg.model import Concept, Named, Text, Texts
from edukg.namespaces import EDUKG
from edukg.resources import query
from edukg.store.base import Literal, Store
from edukg.usage import inflection

SHARES_NAME_ONLY = EDUKG + "sharesNameOnly"


@dataclass(frozen=True, slots=True)
class Reading:
    """A concept that a term can stand for, as the checker sees it.

    Each text is by language. `known` are names of real things of this kind; `described` is everything else that is said
    of the concept. `name_only` marks a concept that belongs to another field and merely has the same name: a use of it
    is outside the domain. `covers` are the narrower concepts whose uses count as uses of this one.
    """

    iri: str
    key: str
    family: str
    labels: Mapping[str, str]
    definitions: Mapping[str, str]
    described: Mapping[str, str]
    scope_notes: Mapping[str, str]
    features: tuple[str, ...]
    known: tuple[str, ...]
    covers: tuple[str, ...]
    phrases: Mapping[str, str]
    """Each form of the head of the Russian label → the whole label, without its qualifier, in that case and number."""
    name_only: bool = False

    def label(self, language: str) -> str:
        """The qualified label in a language, else in English."""
        return self.labels.get(language) or self.labels.get("en") or self.key


@dataclass(frozen=True, slots=True)
class Entry:
    """A lexical entry with its written forms and the readings it can have, by IRI."""

    iri: str
    language: str
    written: str
    forms: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """An attested use of an entry in a reading, with its gloss by language."""

    iri: str
    entry: str
    concept: str
    glosses: Mapping[str, str]


@dataclass(frozen=True)
class Knowledge:
    """Everything the checker needs of the data of one release."""

    families: Mapping[str, Mapping[str, str]]
    """IRI of a family → its label by language."""
    readings: tuple[Reading, ...]
    entries: tuple[Entry, ...]
    uses: tuple[Use, ...]
    paradigms: Mapping[str, tuple[str, ...]]
    """Russian word → its forms, as far as terms need them."""

    @cached_property
    def by_iri(self) -> Mapping[str, Reading]:
        """The readings by IRI; narrower concepts lead to the reading that covers them."""
        return {iri: reading for reading in self.readings for iri in (*reading.covers, reading.iri)}

    @cached_property
    def by_family(self) -> Mapping[str, tuple[Reading, ...]]:
        """The readings of each family."""
        found: dict[str, list[Reading]] = defaultdict(list)
        for reading in self.readings:
            found[reading.family].append(reading)
        return {family: tuple(readings) for family, readings in found.items()}

    @cached_property
    def attested(self) -> Mapping[tuple[str, str], Named]:
        """A use that attests a reading, by reading and language of the entry."""
        found: dict[tuple[str, str], Named] = {}
        languages = {entry.iri: entry.language for entry in self.entries}
        for use in self.uses:
            reading = self.by_iri.get(use.concept)
            if reading is None:
                continue
            named = Named(use.iri, texts(use.glosses))
            for language in (languages.get(use.entry, ""), ""):
                found.setdefault((reading.iri, language), named)
        return found

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        fields = {
            "families": self.families,
            "readings": [asdict(reading) for reading in self.readings],
            "entries": [asdict(entry) for entry in self.entries],
            "uses": [asdict(use) for use in self.uses],
            "paradigms": self.paradigms,
        }
        path.write_text(json.dumps(fields, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


def read(path: Path) -> Knowledge:
    """Read what `Knowledge.write` wrote. Raises `ReleaseError` when it is missing or damaged."""
    try:
        fields: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return Knowledge(
            families=fields["families"],
            readings=tuple(Reading(**_tuples(item)) for item in fields["readings"]),
            entries=tuple(Entry(**_tuples(item)) for item in fields["entries"]),
            uses=tuple(Use(**item) for item in fields["uses"]),
            paradigms={word: tuple(forms) for word, forms in fields["paradigms"].items()},
        )
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ReleaseError(
            f"What the checker knows of the release ({path.name}) is missing or damaged: {error}.",
            advice="Run `edukg build --force`.",
        ) from error


def _tuples(item: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in item.items()}


def texts(by_language: Mapping[str, str]) -> Texts:
    """One text for each language."""
    return Texts(tuple(Text(value, language) for language, value in by_language.items()))


def gather(store: Store) -> Knowledge:
    """Read what the checker needs off a store."""
    facts = Facts(store.select(query("usage/concepts")))
    concepts = {iri: facts.concept(iri) for iri in facts.concepts}
    narrower = _narrower(concepts)
    members = _members(store)
    wide = [c for c in concepts.values() if c.family and c.iri not in {n for found in narrower.values() for n in found}]
    readings = tuple(_reading(c, [concepts[n] for n in narrower[c.iri]], members, facts) for c in wide)
    families = {c.family.iri: _by_language(c.family.labels) for c in wide if c.family}
    entries = _entries(store)
    return Knowledge(
        families=families,
        readings=readings,
        entries=entries,
        uses=_uses(store),
        paradigms={
            word: tuple(sorted(inflection.russian_forms(word)))
            for word in sorted(
                {w for e in entries if e.language == "ru" for form in e.forms for w in inflection.words_of(form)}
            )
        },
    )


def _narrower(concepts: Mapping[str, Concept]) -> dict[str, list[str]]:
    """The concepts of the same family that lie below each one, at any depth."""
    below: dict[str, list[str]] = defaultdict(list)
    for concept in concepts.values():
        todo, seen = [concept], {concept.iri}
        while todo:
            for wider in todo.pop().broader:
                other = concepts.get(wider.iri)
                if other and other.iri not in seen and other.family and other.family == concept.family:
                    seen.add(other.iri)
                    below[other.iri].append(concept.iri)
                    todo.append(other)
    return below


def _by_language(found: Texts) -> dict[str, str]:
    return {language: found.all(language)[0] for language in found.languages if language}


def _joined(*found: Texts) -> dict[str, str]:
    parts: dict[str, list[str]] = defaultdict(list)
    for many in found:
        for text in many:
            parts[text.language].append(text.value)
    return {language: "\n".join(dict.fromkeys(values)) for language, values in parts.items()}


def _reading(concept: Concept, covered: list[Concept], members: Mapping[str, list[str]], facts: Facts) -> Reading:
    group = [concept, *covered]
    described = _joined(*(t for c in group for t in (c.definitions, c.examples, c.labels, c.alternatives)))
    return Reading(
        iri=concept.iri,
        key=concept.key,
        family=concept.family.iri if concept.family else "",
        labels=_by_language(concept.labels),
        definitions=_by_language(concept.definitions),
        described=described,
        scope_notes=_by_language(concept.scope_notes),
        features=tuple(feature.value.iri for feature in concept.features),
        known=tuple(dict.fromkeys(name for c in group for name in members.get(c.iri, ()))),
        covers=tuple(c.iri for c in covered),
        phrases=inflection.russian_phrases(_by_language(concept.labels).get("ru", "").partition(" (")[0]),
        name_only=facts.one(concept.iri, SHARES_NAME_ONLY) == "true",
    )


def _members(store: Store) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in store.select(query("usage/members")):
        found[str(row["concept"])].append(str(row["label"]))
    return found


def _entries(store: Store) -> tuple[Entry, ...]:
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    concepts: dict[str, dict[str, None]] = defaultdict(dict)
    canonical: dict[str, Literal] = {}
    for row in store.select(query("usage/entries")):
        iri, written = str(row["entry"]), row["written"]
        if not isinstance(written, Literal):
            continue
        if str(row["role"]) == "canonical":
            canonical.setdefault(iri, written)
        forms[iri][written.value] = None
        concepts[iri][str(row["concept"])] = None
    return tuple(
        Entry(iri, text.language.partition("-")[0], text.value, tuple(forms[iri]), tuple(concepts[iri]))
        for iri, text in sorted(canonical.items())
    )


def _uses(store: Store) -> tuple[Use, ...]:
    glosses: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for row in store.select(query("usage/attestations")):
        found = glosses[str(row["entry"]), str(row["concept"]), str(row["attestation"])]
        gloss = row.get("gloss")
        if isinstance(gloss, Literal):
            found[gloss.language] = gloss.value
    return tuple(Use(iri, entry, concept, found) for (entry, concept, iri), found in sorted(glosses.items()))
