"""Real things, agents and documents as their pages tell of them."""

from __future__ import annotations

from typing import Final

from edukg.entities.reading import Reading
from edukg.entities.schema import SHOWN
from edukg.lexicon.facts import Facts
from edukg.model import (
    AgentFacts,
    Attested,
    Group,
    Held,
    InstanceFacts,
    Linked,
    Membership,
    Moment,
    SourceFacts,
)
from edukg.namespaces import DCTERMS, EDUKG, FRAC, PREFIXES, SKOS

_ORG: Final = PREFIXES["org"]
_PROV: Final = PREFIXES["prov"]


def instance_facts(reading: Reading, iri: str) -> InstanceFacts:
    """What the page of a real thing tells."""
    facts = reading.facts("instance", iri)
    whole = {*facts.subjects_of(_ORG + "organization", iri), *facts.subjects_of(EDUKG + "participationIn", iri)}
    parts = facts.subjects_of(_ORG + "member", iri)
    innovations = {iri, *facts.iris(iri, EDUKG + "concernsInnovation")}
    events = {e for i in innovations for e in facts.subjects_of(EDUKG + "concernsInnovation", i)}
    positions = facts.subjects_of(EDUKG + "positionOn", iri)
    ranks = {str(row["x"]): int(str(row["rank"])) for row in reading.rows("stages")} if events else {}
    moments = [_event(reading, facts, event, ranks) for event in events]
    return InstanceFacts(
        members=_memberships(reading, facts, sorted(whole)),
        belongs=_memberships(reading, facts, parts),
        life=tuple(
            sorted(
                (*moments, *_turns(reading, facts, iri, parts)),
                key=lambda m: (m.order, m.year or "9999", _KINDS.index(m.kind), m.named.iri),
            )
        ),
        stages=reading.names(ranks),
        positions=tuple(_held(reading, facts, position) for position in positions),
        sources=reading.names(facts.iris(iri, DCTERMS + "source")),
        classes=reading.linked("classes", iri),
    )


_KINDS: Final = ("founded", "joined", "stage", "became")


def _event(reading: Reading, facts: Facts, event: str, ranks: dict[str, int]) -> Moment:
    stages = facts.iris(event, EDUKG + "realisesStage")
    stage = stages[0] if stages else ""
    return Moment(
        kind="stage",
        named=reading.named(event),
        year=facts.one(event, _PROV + "startedAtTime")[:4],
        end=facts.one(event, _PROV + "endedAtTime")[:4],
        order=ranks.get(stage, 0),
        stage=reading.named(stage) if stage else None,
        sources=reading.names(facts.iris(event, DCTERMS + "source")),
        notes=facts.texts(event, SKOS + "note"),
    )


def _turns(reading: Reading, facts: Facts, iri: str, parts: tuple[str, ...]) -> list[Moment]:
    """The dated turns of an organisation: founded, joined something, became something else."""
    turns = []
    year = facts.one(iri, EDUKG + "foundedInYear")
    note = facts.texts(iri, EDUKG + "foundedNote")
    if year or note:
        turns.append(Moment("founded", reading.named(iri), year, notes=note))
    for part in parts:
        since = facts.one(part, EDUKG + "memberSince")
        wholes = (*facts.iris(part, _ORG + "organization"), *facts.iris(part, EDUKG + "participationIn"))
        if since and wholes:
            turns.append(Moment("joined", reading.named(wholes[0]), since))
    became = facts.iris(iri, EDUKG + "developedInto")
    turns += [Moment("became", reading.named(other), facts.one(other, EDUKG + "foundedInYear")) for other in became]
    before = facts.subjects_of(EDUKG + "developedInto", iri)
    turns += [Moment("founded", reading.named(other), facts.one(other, EDUKG + "foundedInYear")) for other in before]
    return turns


def _memberships(reading: Reading, facts: Facts, iris: list[str] | tuple[str, ...]) -> tuple[Membership, ...]:
    found = []
    for iri in iris:
        members = facts.iris(iri, _ORG + "member")
        wholes = (*facts.iris(iri, _ORG + "organization"), *facts.iris(iri, EDUKG + "participationIn"))
        found.append(
            Membership(
                iri=iri,
                member=reading.named(members[0]) if members else None,
                whole=reading.named(wholes[0]) if wholes else None,
                roles=reading.names(facts.iris(iri, _ORG + "role")),
                description=facts.texts(iri, EDUKG + "memberDescription"),
                since=facts.one(iri, EDUKG + "memberSince")[:4],
            )
        )
    return tuple(found)


def _held(reading: Reading, facts: Facts, iri: str) -> Held:
    return Held(
        named=reading.named(iri),
        subjects=reading.names(facts.iris(iri, EDUKG + "positionOn")),
        holders=reading.names(facts.iris(iri, EDUKG + "heldBy")),
        stated=reading.names(facts.iris(iri, EDUKG + "statedIn")),
        reported=reading.names(facts.iris(iri, EDUKG + "reportedIn")),
        locator=facts.one(iri, EDUKG + "locator"),
    )


def agent_facts(reading: Reading, iri: str) -> AgentFacts:
    """What the page of a person or a body tells."""
    facts = reading.facts("agent", iri)
    concepts: dict[str, list[str]] = {}
    rows = reading.rows("attested", iri)
    reading.know(str(row["x"]) for row in rows)
    for row in rows:
        concepts.setdefault(str(row["use"]), []).append(str(row["x"]))
    uses = []
    for use in facts.subjects_of(EDUKG + "attestedBy", iri):
        sources = facts.iris(use, FRAC + "observedIn")
        if not sources:
            continue
        forms = facts.texts(use, EDUKG + "attestedForm").items
        uses.append(
            Attested(
                iri=use,
                glosses=facts.texts(use, FRAC + "gloss"),
                locator=facts.one(use, EDUKG + "locator"),
                source=reading.named(sources[0]),
                year=facts.one(use, EDUKG + "usageYear")[:4],
                form=forms[0] if forms else None,
                concepts=reading.names(concepts.get(use, ())),
            )
        )
    return AgentFacts(
        positions=tuple(_held(reading, facts, held) for held in facts.subjects_of(EDUKG + "heldBy", iri)),
        uses=tuple(sorted(uses, key=lambda use: (use.year or "9999", use.iri))),
        documents=reading.names(facts.subjects_of(DCTERMS + "creator", iri)),
        belongs=_memberships(reading, facts, facts.subjects_of(_ORG + "member", iri)),
    )


def source_facts(reading: Reading, iri: str) -> SourceFacts:
    """What rests on a document besides the uses that it attests."""
    facts = reading.facts("claims", iri)
    positions = {
        *facts.subjects_of(EDUKG + "statedIn", iri),
        *facts.subjects_of(EDUKG + "reportedIn", iri),
    }
    found: dict[str, list[str]] = {"id": [], "onto": []}
    for row in reading.rows("sourced", iri):
        found[str(row["where"])].append(str(row["x"]))

    def group(place: str) -> Group:
        return Group(tuple(Linked(named) for named in reading.names(found[place][:SHOWN])), len(found[place]))

    held = (_held(reading, facts, position) for position in sorted(positions))
    return SourceFacts(
        tuple(sorted(held, key=lambda position: (_number(position.locator), position.named.iri))),
        group("id"),
        group("onto"),
    )


def _number(locator: str) -> tuple[int, str]:
    digits = "".join(c if c.isdigit() else " " for c in locator).split()
    return (int(digits[0]) if digits else 0, locator)
