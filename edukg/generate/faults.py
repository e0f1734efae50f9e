"""The faults that can be planted: each spoils one thing, or adds one that is wrong, so that one shape finds one result.

The names are those of the examples under `tests/fixtures/faults`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import pyoxigraph as ox

from edukg.generate.draft import Draft, Object, name, typed
from edukg.generate.neighbourhood import Neighbourhood
from edukg.namespaces import SHAPE

_Spoil = Callable[[Draft, ox.NamedNode], None]
_Make = Callable[[Neighbourhood, str], ox.NamedNode]


@dataclass(frozen=True, slots=True)
class Fault:
    """A kind of fault: its name, the local name of the shape that finds it, and what plants it."""

    name: str
    shape: str
    kind: str = ""
    spoil: _Spoil | None = None
    make: _Make | None = None

    def plant(self, district: Neighbourhood) -> ox.NamedNode | None:
        """Plant it in a district and return the thing at fault; None when nothing is left there that could bear it."""
        draft = district.draft
        if self.make is not None:
            thing: ox.NamedNode | None = self.make(district, f"{self.name}-{len(draft.spoilt) + 1}")
        else:
            thing = draft.unspoilt(self.kind)
            if thing is not None and self.spoil is not None:
                self.spoil(draft, thing)
        if thing is not None:
            draft.spoilt.add(thing)
        return thing

    @property
    def shape_iri(self) -> str:
        """The IRI of the shape."""
        return SHAPE + self.shape


def _without(predicate: str) -> _Spoil:
    return lambda draft, thing: draft.take_back(thing, predicate)


def _with(predicate: str, *objects: Object) -> _Spoil:
    return lambda draft, thing: draft.change(thing, predicate, *objects)


def _also(predicate: str, *objects: Object) -> _Spoil:
    return lambda draft, thing: draft.say(thing, predicate, *objects)


def _bare(*types: str) -> _Make:
    """A thing with a name, a source and a class, and nothing else."""
    return lambda district, local: district.thing("extra", local, *types)


def _placed_under(lower: str, upper: str) -> _Make:
    """A thing of one class that is part of one of another; both are new, since parthood is transitive."""

    def make(district: Neighbourhood, local: str) -> ox.NamedNode:
        thing = district.thing("extra", local, lower)
        district.draft.say(thing, "edukg:isPartOf", district.thing("extra", local + "-whole", upper))
        return thing

    return make


def _with_one_member(district: Neighbourhood, local: str) -> ox.NamedNode:
    cluster = district.thing("extra", local, "edukg:AssociationCluster")
    district.draft.say(district.draft.things("school")[-1], "edukg:isMemberOf", cluster)
    return cluster


def _regional(district: Neighbourhood, local: str) -> ox.NamedNode:
    cluster = district.thing("extra", local, "edukg:RegionalEducationalCluster")
    for school in district.draft.things("school")[:2]:
        district.draft.say(school, "edukg:isMemberOf", cluster)
    return cluster


def _dated_by_year(district: Neighbourhood, local: str) -> ox.NamedNode:
    """The only event of an innovation, since engines differ on whether a year can be compared with a date."""
    event = district.thing("extra", local, "edukg:InnovationEvent")
    innovation = district.thing("extra", local + "-innovation", "edukg:PedagogicalInnovation")
    district.draft.say(event, "edukg:concernsInnovation", innovation)
    district.draft.say(event, "edukg:realisesStage", name("edukg:stageCreation"))
    district.draft.say(event, "prov:startedAtTime", typed("2019", "gYear"))
    return event


def _nameless_person(district: Neighbourhood, local: str) -> ox.NamedNode:
    return district.draft.add("extra", district.draft.iri("person", local), "foaf:Person", "foaf:Agent")


def _two_wholes(draft: Draft, thing: ox.NamedNode) -> None:
    draft.say(thing, "org:organization", draft.things("university")[0])


def _written(mark: str) -> _Spoil:
    """The Uzbek name with another mark for the apostrophes of its script."""

    def spoil(draft: Draft, thing: ox.NamedNode) -> None:
        labels = [found for found in draft.objects(thing, "rdfs:label") if isinstance(found, ox.Literal)]
        wrong = str.maketrans(dict.fromkeys("ʻʼ", mark))
        changed = [ox.Literal(t.value.translate(wrong), language="uz") if t.language == "uz" else t for t in labels]
        draft.change(thing, "rdfs:label", *changed)

    return spoil


_VERTICAL: Final = name("edukg:verticalIntegration")
FAULTS: Final = (
    Fault("agent-without-name", "agent-name", make=_nameless_person),
    Fault("association-under-association", "above-association",
          make=_placed_under("edukg:SocialInstitutionAssociation", "edukg:SocialInstitutionAssociation")),
    Fault("cluster-with-one-member", "cluster-members", make=_with_one_member),
    Fault("cluster-without-level", "LevelReading", make=_bare("edukg:EducationalCluster")),
    Fault("clustering-of-nothing", "clustering-forms", make=_bare("edukg:Clustering")),
    Fault("competence-under-competence", "above-competence",
          make=_placed_under("edukg:EducationalCompetence", "edukg:EducationalCompetence")),
    Fault("event-dated-by-year", "event-date", make=_dated_by_year),
    Fault("event-with-two-stages", "event-stage", "event/testing",
          _also("edukg:realisesStage", name("edukg:stagePromotion"))),
    Fault("event-without-date", "event-start", "event", _without("prov:startedAtTime")),
    Fault("event-without-innovation", "event-innovation", "event", _without("edukg:concernsInnovation")),
    Fault("event-without-stage", "event-stage", "event", _without("edukg:realisesStage")),
    Fault("holding-integrated-vertically", "holding-integration", "holding",
          _with("edukg:hasIntegrationType", _VERTICAL)),
    Fault("holding-without-auspices", "holding-auspices", "holding", _without("edukg:underAuspicesOf")),
    Fault("instance-without-label", "instance-label", "innovation", _without("rdfs:label")),
    Fault("instance-without-source", "instance-source", "enterprise", _without("dcterms:source")),
    Fault("instance-without-status", "instance-status", "programme", _without("edukg:verificationStatus")),
    Fault("level-object-without-level", "LevelReading", make=_bare("edukg:LevelObject")),
    Fault("membership-in-nothing", "MembershipWhole", "membership", _without("org:organization")),
    Fault("membership-in-two-organisations", "membership-one-organization", "membership", _two_wholes),
    Fault("membership-without-member", "MembershipMember", "membership", _without("org:member")),
    Fault("membership-without-role", "membership-role", "membership", _without("org:role")),
    Fault("organisation-part-of-programme", "above-organisation",
          make=_placed_under("edukg:EducationalOrganisation", "edukg:EducationalProgramme")),
    Fault("place-in-no-country", "PlaceInCountry", "district", _without("edukg:countryCode")),
    Fault("place-with-wrong-country-code", "place-country", "district", _with("edukg:countryCode", ox.Literal("Uzb"))),
    Fault("place-without-name", "place-label", "district", _without("rdfs:label")),
    Fault("programme-under-competence", "above-programme",
          make=_placed_under("edukg:EducationalProgramme", "edukg:EducationalCompetence")),
    Fault("regional-cluster-without-region", "cluster-region", make=_regional),
    Fault("source-dated-by-text", "source-date", "source", _with("dcterms:issued", ox.Literal("spring 2019"))),
    Fault("source-with-doi-address", "source-doi", "source",
          _with("bibo:doi", ox.Literal("https://doi.org/10.5555/generated"))),
    Fault("source-without-author", "source-creator", "source", _without("dcterms:creator")),
    Fault("source-without-label", "source-label", "source", _without("rdfs:label")),
    Fault("source-without-title", "source-title", "source", _without("dcterms:title")),
    Fault("status-unknown", "status-value", "enterprise", _with("edukg:verificationStatus", name("edukg:demand"))),
    Fault("testing-before-creation", "StageOrder", "event/testing",
          _with("prov:startedAtTime", typed("1999-01-01T00:00:00Z", "dateTime"))),
    Fault("uzbek-with-ascii-apostrophe", "UzbekApostrophe", "school", _written("'")),
    Fault("uzbek-with-curly-apostrophe", "UzbekApostrophe", "school", _written("’")),
    Fault("year-founded-misspelt", "year-founded", "enterprise", _with("edukg:foundedInYear", typed("19O2", "gYear"))),
)  # fmt: skip
"""Every kind of fault, by name."""
