"""One district with its cluster: who takes part and as what, what they teach, what they invent, who writes about it.

A district is whole by itself, so that any number of them can be made one after the other in the same memory. Every
tenth adds a network of the ten clusters before it.
"""

from __future__ import annotations

from typing import Final

import pyoxigraph as ox

from edukg.generate.draft import Draft, name, typed
from edukg.generate.words import Word, Words

NETWORK_OF: Final = 10
"""How many clusters a network links."""

_PURPOSES: Final = (
    "edukg:purposeTeacherEducation",
    "edukg:purposeSharedSchoolResources",
    "edukg:purposeTrainingForProduction",
)
_SOURCE_KINDS: Final = ("bibo:AcademicArticle", "bibo:Report", "bibo:Webpage", "bibo:Thesis")
_STAGES: Final = (("creation", "stageCreation"), ("testing", "stageTesting"), ("promotion", "stagePromotion"))


class Neighbourhood:
    """Builds a district into a draft."""

    def __init__(self, draft: Draft, words: Words) -> None:
        self.draft = draft
        self._words = words
        self._place = words.pick("places", draft.random)
        self._subject = words.pick("subjects", draft.random)
        self._source = draft.iri("source", 1)

    def build(self) -> None:
        """Make the whole district."""
        district = self._district()
        people = [self._person(n) for n in range(1, 4)]
        for n in range(1, 3):
            self._report(n, people)
        cluster = self._cluster(district)
        university = self._organisation("university", "edukg:HigherEducationInstitution", district)
        college = self._organisation("college", "edukg:VocationalInstitution", district)
        authority = self._organisation("authority", "edukg:StateBody", district)
        self.draft.say(authority, "edukg:hasRemit", name("edukg:remitEducation"))
        institute = self._organisation("institute", "edukg:ResearchOrganisation", district)
        self._membership(cluster, university, "roleLeader")
        self._membership(cluster, college, "roleEducationalInstitution")
        self._membership(cluster, authority, "roleAuthority")
        self._membership(cluster, institute, "roleScientificSupport")
        for member in (university, college):
            self.draft.say(member, "edukg:isMemberOf", cluster)
        for n in range(1, self.draft.random.randint(4, 10)):
            school = self._organisation("school", "edukg:GeneralSchool", district, n)
            self.draft.say(school, "edukg:isMemberOf", cluster)
            self._membership(cluster, school, "roleCoreSchool" if n == 1 else "roleMember")
        for n in range(1, self.draft.random.randint(2, 4)):
            self._membership(
                cluster,
                self._organisation("enterprise", "edukg:ProductionEnterprise", district, n),
                "roleEmployer" if n == 1 else "roleProductionEnterprise",
            )
        for person in people[:2]:
            self.draft.say(person, "org:memberOf", university)
        for n, organisation in enumerate((university, university, college), start=1):
            self._programme(n, organisation)
        for n in range(1, self.draft.random.randint(2, 4)):
            self._innovation(n, university)
        if self.draft.number % 3 == 0:
            self._holding(district, authority)
        if self.draft.number % NETWORK_OF == 0:
            self._network(district)

    def thing(
        self, kind: str, local: object, *types: str, subject: Word | None = None, called: Word | str = ""
    ) -> ox.NamedNode:
        """A named and sourced thing of a kind."""
        thing = self.draft.add(kind, self.draft.iri(kind, local), *types)
        labels = self._words.labels(
            kind,
            place=self._place,
            number=self.draft.number,
            subject=subject or self._subject,
            name=called or str(local),
        )
        self.draft.say(thing, "rdfs:label", *labels)
        self.draft.say(thing, "dcterms:source", self._source)
        self.draft.say(thing, "edukg:verificationStatus", name("edukg:unverified"))
        return thing

    def _district(self) -> ox.NamedNode:
        district = self.thing("district", "", "edukg:Place")
        self.draft.say(district, "edukg:countryCode", ox.Literal(self.draft.random.choice(self._words.countries)))
        return district

    def _person(self, number: int) -> ox.NamedNode:
        surname, given = (self._words.pick(what, self.draft.random) for what in ("surnames", "given"))
        person = self.draft.add("person", self.draft.iri("person", number), "foaf:Person")
        for language, last, first in zip(("en", "ru", "uz"), surname, given, strict=True):
            self.draft.say(person, "rdfs:label", ox.Literal(f"{last}, {first}", language=language))
            self.draft.say(person, "foaf:name", ox.Literal(f"{first} {last}", language=language))
        self.draft.say(person, "edukg:verificationStatus", name("edukg:unverified"))
        return person

    def _report(self, number: int, people: list[ox.NamedNode]) -> None:
        source = self.draft.add("source", self.draft.iri("source", number), self.draft.random.choice(_SOURCE_KINDS))
        title = self._words.labels("source", place=self._place, number=self.draft.number, name=str(number))
        self.draft.say(source, "rdfs:label", *title)
        self.draft.say(source, "dcterms:title", title[0])
        self.draft.say(source, "dcterms:creator", self.draft.random.choice(people))
        self.draft.say(source, "dcterms:issued", typed(str(self.draft.random.randint(2005, 2025)), "gYear"))
        self.draft.say(source, "dcterms:language", ox.Literal(self.draft.random.choice(("en", "ru", "uz"))))
        self.draft.say(source, "bibo:doi", ox.Literal(f"10.5555/generated.{self.draft.number}.{number}"))

    def _organisation(self, kind: str, type_: str, district: ox.NamedNode, number: int | str = "") -> ox.NamedNode:
        thing = self.thing(kind, number, type_)
        self.draft.say(thing, "edukg:locatedIn", district)
        self.draft.say(thing, "edukg:foundedInYear", typed(str(self.draft.random.randint(1900, 2020)), "gYear"))
        return thing

    def _cluster(self, district: ox.NamedNode) -> ox.NamedNode:
        cluster = self.thing("cluster", "", "edukg:AssociationCluster")
        process = self.thing("clustering", "", "edukg:Clustering")
        self.draft.say(cluster, "edukg:formedBy", process)
        self.draft.say(cluster, "edukg:hasPurpose", name(self.draft.random.choice(_PURPOSES)))
        self.draft.say(cluster, "edukg:operatesInRegion", district)
        self.draft.say(cluster, "edukg:foundedInYear", typed(str(self.draft.random.randint(1995, 2024)), "gYear"))
        return cluster

    def _membership(self, whole: ox.NamedNode, member: ox.NamedNode, role: str) -> None:
        number = len(self.draft.things("membership")) + 1
        membership = self.thing("membership", number, "org:Membership")
        self.draft.say(membership, "org:member", member)
        self.draft.say(membership, "org:organization", whole)
        self.draft.say(membership, "org:role", name("edukg:" + role))

    def _programme(self, number: int, organisation: ox.NamedNode) -> None:
        subject = self._words.pick("subjects", self.draft.random)
        programme = self.thing("programme", number, "edukg:EducationalProgramme", subject=subject)
        self.draft.say(programme, "edukg:programmeOf", organisation)
        for n in range(1, self.draft.random.randint(3, 5)):
            ability = self._words.pick("abilities", self.draft.random)
            competence = self.thing("competence", f"{number}-{n}", "edukg:EducationalCompetence", subject=ability)
            self.draft.say(competence, "edukg:competenceOf", programme)

    def _innovation(self, number: int, creator: ox.NamedNode) -> None:
        subject = self._words.pick("novelties", self.draft.random)
        innovation = self.thing("innovation", number, "edukg:PedagogicalInnovation", subject=subject)
        self.draft.say(innovation, "edukg:createdBy", creator)
        year = self.draft.random.randint(2008, 2020)
        for later, (kind, stage) in enumerate(_STAGES):
            event = self.thing("event", f"{number}-{kind}", "edukg:InnovationEvent", subject=subject,
                               called=self._words.stages[kind])  # fmt: skip
            self.draft.things(f"event/{kind}").append(event)
            self.draft.say(event, "edukg:concernsInnovation", innovation)
            self.draft.say(event, "edukg:realisesStage", name("edukg:" + stage))
            month = self.draft.random.randint(1, 12)
            self.draft.say(event, "prov:startedAtTime", typed(f"{year + later}-{month:02}-01T00:00:00Z", "dateTime"))

    def _holding(self, district: ox.NamedNode, authority: ox.NamedNode) -> None:
        holding = self.thing("holding", "", "edukg:EducationalHolding")
        self.draft.say(holding, "edukg:underAuspicesOf", authority)
        self.draft.say(holding, "edukg:hasIntegrationType", name("edukg:horizontalIntegration"))
        self.draft.say(holding, "edukg:hasPurpose", name("edukg:commonEducationalSpace"))
        self.draft.say(holding, "edukg:operatesInRegion", district)
        for school in self.draft.things("school")[:3]:
            self._membership(holding, school, "roleMember")
            self.draft.say(school, "edukg:isMemberOf", holding)

    def _network(self, district: ox.NamedNode) -> None:
        network = self.thing("network", "", "edukg:ClusterNetwork")
        self.draft.say(network, "edukg:operatesInRegion", district)
        own = str(self.draft.things("cluster")[0].value).removesuffix(str(self.draft.number))
        for number in range(self.draft.number - NETWORK_OF + 1, self.draft.number + 1):
            self.draft.say(network, "edukg:hasNetworkMember", ox.NamedNode(f"{own}{number}"))
