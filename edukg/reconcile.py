"""Free-text names → readings: what a column of someone's table stands for.

A written term is no thing but a word for several, so a name is matched to the *readings* it can have, each with what
tells it from the others, and it is for the keeper of the table to choose. Only a name that has one reading here, and is
written exactly so, is called a certain match. Real things (clusters, organisations, people) are matched by their names.

Ids are IRIs without the beginning that all of ours share: `concept/cluster-association`, `id/ulyanovsk-holding`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from edukg.model import Concept, Hit, Kind, Match, Named, NameToMatch, Text, Texts
from edukg.namespaces import BASE, EDUKG
from edukg.search import fold, to_latin

if TYPE_CHECKING:
    from edukg.kb import KnowledgeBase

READING: Final = "reading"
"""The id of the type of all readings, which is the default."""
THING: Final = "thing"
"""The id of the type of all real things; the id of a class (`onto/EducationalHolding`) names those of one class."""
TYPES: Final = (
    Named(
        READING, Texts((Text("reading of a term", "en"), Text("значение термина", "ru"), Text("atama maʼnosi", "uz")))
    ),
    Named(THING, Texts((Text("real thing", "en"), Text("реальный объект", "ru"), Text("haqiqiy narsa", "uz")))),
)
MOST: Final = 50
"""Candidates for one name."""
_SCORES: Final = {"exact": 100.0, "near": 60.0, "property": 12.0, "rank": 1.0}


def match(kb: KnowledgeBase, name: NameToMatch, language: str) -> tuple[Match, ...]:
    """The candidates for a name, best first, in the words of a language."""
    limit = max(1, min(name.limit, MOST))
    if not fold(name.text):
        return ()
    hits = kb.search(name.text, language=language, limit=MOST)
    find = _readings if name.type in {"", READING} else _things
    found = sorted(find(kb, hits, name, language), key=lambda candidate: (-candidate.score, candidate.id))
    return tuple(found[:limit])


def _readings(kb: KnowledgeBase, hits: Sequence[Hit], name: NameToMatch, language: str) -> list[Match]:
    concepts: dict[str, tuple[Concept, bool, int]] = {}
    for rank, hit in enumerate(hits):
        exact = _same(hit.matched, name.text)
        for iri in _meant(hit):
            known = concepts.get(iri)
            if known is None or (exact and not known[1]):
                whole = kb.concept(iri)
                if whole is not None:
                    concepts[iri] = (whole, exact, rank)
    written_so = [concept for concept, exact, _ in concepts.values() if exact]
    return [
        _candidate(concept, exact=exact, rank=rank, among=written_so, name=name, language=language)
        for concept, exact, rank in concepts.values()
    ]


def _same(one: str, other: str) -> bool:
    """Whether two names are written alike, apart from case, apostrophes and script."""
    return to_latin(fold(one)) == to_latin(fold(other))


def _meant(hit: Hit) -> tuple[str, ...]:
    if hit.kind is Kind.TERM:
        return tuple(concept.iri for concept in hit.readings)
    return (hit.iri,) if hit.kind is Kind.CONCEPT else ()


def _candidate(
    concept: Concept, *, exact: bool, rank: int, among: Sequence[Concept], name: NameToMatch, language: str
) -> Match:
    agreeing = sum(_agrees(concept, pid, values, language) for pid, values in name.properties)
    features = {
        "written_so": _SCORES["exact"] if exact else _SCORES["near"],
        "properties": agreeing * _SCORES["property"],
        "rank": -rank * _SCORES["rank"],
    }
    types = (TYPES[0], concept.family) if concept.family else TYPES[:1]
    return Match(
        id=concept.iri.removeprefix(BASE),
        name=concept.label(language),
        description=difference(concept, among, language),
        score=round(sum(features.values()), 2),
        certain=exact and len(among) == 1,
        types=types,
        features=features,
    )


def difference(concept: Concept, among: Sequence[Concept], language: str) -> str:
    """The definition of a reading, and the features that tell it from the others that are written so."""
    others = [other for other in among if other.iri != concept.iri]
    telling = [
        f"{f.kind.label(language)}: {(f.plain or f.value.labels).value(language)}"
        for f in concept.features
        if not others or any(f.value.iri not in {g.value.iri for g in other.features} for other in others)
    ]
    definition = concept.definitions.value(language)
    return " · ".join([definition, *telling[:2]] if others else [definition])


def _agrees(concept: Concept, pid: str, values: Sequence[str], language: str) -> int:
    """Whether a row says of a thing what the reading has as the value of a feature."""
    wanted = {fold(value) for value in values}
    for feature in concept.features:
        if feature.kind.iri.removeprefix(BASE) == pid:
            texts = {fold(text.value) for text in (*feature.value.labels, *feature.plain)}
            return int(bool(wanted & (texts | {fold(feature.value.iri.removeprefix(BASE)), fold(feature.value.iri)})))
    return 0


def _things(kb: KnowledgeBase, hits: Sequence[Hit], name: NameToMatch, language: str) -> list[Match]:
    real = {Kind.INSTANCE, Kind.AGENT, Kind.SOURCE}
    exact = [hit for hit in hits if hit.kind in real and _same(hit.matched, name.text)]
    found: list[Match] = []
    for rank, hit in enumerate(hits):
        if len(found) == name.limit:  # to look a thing up is dear, and the hits come best first
            break
        resource = kb.describe(hit.iri) if hit.kind in real else None
        if resource is None:
            continue
        classes = {kind.iri for kind in resource.types}
        if name.type != THING and BASE + name.type not in classes:
            continue
        features = {
            "written_so": _SCORES["exact"] if hit in exact else _SCORES["near"],
            "rank": -rank * _SCORES["rank"],
        }
        ours = tuple(kind for kind in resource.types if kind.iri.startswith(EDUKG))
        found.append(
            Match(
                id=hit.iri.removeprefix(BASE),
                name=resource.label(language),
                description=resource.definitions.value(language) or ", ".join(k.label(language) for k in ours[:3]),
                score=round(sum(features.values()), 2),
                certain=hit in exact and len(exact) == 1,
                types=ours,
                features=features,
            )
        )
    return found


Values = tuple[Named | Text, ...]


def _texts(texts: Texts, language: str) -> Values:
    return tuple(Text(value, language) for value in texts.all(language))


def _feature(kind: str) -> Callable[[Concept, str], Values]:
    return lambda concept, _language: tuple(f.value for f in concept.features if f.kind.iri == EDUKG + kind)


def _one(named: Named | None) -> Values:
    return (named,) if named else ()


PROPERTIES: Final[dict[str, tuple[Texts, Callable[[Concept, str], Values]]]] = {
    "label": (
        Texts((Text("label", "en"), Text("название", "ru"), Text("nomi", "uz"))),
        lambda concept, language: _texts(concept.labels, language),
    ),
    "definition": (
        Texts((Text("definition", "en"), Text("определение", "ru"), Text("taʼrif", "uz"))),
        lambda concept, language: _texts(concept.definitions, language),
    ),
    "alternative": (
        Texts((Text("other labels", "en"), Text("другие названия", "ru"), Text("boshqa nomlari", "uz"))),
        lambda concept, language: _texts(concept.alternatives, language),
    ),
    "family": (
        Texts((Text("family", "en"), Text("семейство", "ru"), Text("oila", "uz"))),
        lambda concept, _: _one(concept.family),
    ),
    "class": (
        Texts((Text("class", "en"), Text("класс", "ru"), Text("sinf", "uz"))),
        lambda concept, _: _one(concept.denoted),
    ),
    "broader": (
        Texts((Text("wider reading", "en"), Text("более широкое значение", "ru"), Text("kengroq maʼno", "uz"))),
        lambda concept, _: concept.broader,
    ),
    "confused": (
        Texts((Text("not to be confused with", "en"), Text("не путать с", "ru"), Text("adashtirmaslik kerak", "uz"))),
        lambda concept, _: concept.confused_with,
    ),
    "onto/hasRealm": (Texts((Text("realm", "en"), Text("сфера", "ru"), Text("soha", "uz"))), _feature("hasRealm")),
    "onto/hasScale": (Texts((Text("scale", "en"), Text("масштаб", "ru"), Text("koʻlam", "uz"))), _feature("hasScale")),
    "onto/hasSubjectKind": (
        Texts((Text("subject", "en"), Text("субъект", "ru"), Text("subyekt", "uz"))),
        _feature("hasSubjectKind"),
    ),
    "onto/hasInfluenceBoundary": (
        Texts((Text("boundary of influence", "en"), Text("граница влияния", "ru"), Text("taʼsir chegarasi", "uz"))),
        _feature("hasInfluenceBoundary"),
    ),
}
"""What can be added to a table for each reading that was chosen: its name, and how it is read off the concept."""


def extend(kb: KnowledgeBase, id_: str, property_: str, language: str) -> Values:
    """The values of one property of one reading; none for an id or a property that is not known."""
    known = PROPERTIES.get(property_)
    concept = kb.concept(BASE + id_) if id_.startswith("concept/") else None
    return known[1](concept, language) if known and concept else ()


__all__ = ["MOST", "PROPERTIES", "READING", "THING", "TYPES", "difference", "extend", "match"]
