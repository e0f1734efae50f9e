"""Everything that is no term: classes, properties, real things, agents, documents, and the whole in numbers.

Each is read by a few named queries under `edukg/queries/entities`, the labels of all that an answer names by one.
"""

from __future__ import annotations

from edukg.entities.expressions import manchester
from edukg.entities.reading import Reading
from edukg.entities.schema import class_facts, property_facts
from edukg.entities.things import agent_facts, instance_facts, source_facts
from edukg.model import AgentFacts, ClassFacts, Figures, InstanceFacts, PropertyFacts, SourceFacts, Tally
from edukg.store.base import Store


class Entities:
    """Reads one store; holds nothing else."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_class(self, iri: str) -> ClassFacts:
        """A class: its axioms, the nearest classes above and below, what applies to its members, and these."""
        return class_facts(Reading(self._store), iri)

    def of_property(self, iri: str) -> PropertyFacts:
        """A property: its axioms, its neighbours, the classes that speak of it, and statements made with it."""
        return property_facts(Reading(self._store), iri)

    def of_instance(self, iri: str) -> InstanceFacts:
        """A real thing: members, memberships, what happened to it and when, positions on it, sources."""
        return instance_facts(Reading(self._store), iri)

    def of_agent(self, iri: str) -> AgentFacts:
        """A person or body: positions held, attested uses, documents, memberships."""
        return agent_facts(Reading(self._store), iri)

    def of_source(self, iri: str) -> SourceFacts:
        """A document: the positions it states or reports, the things and the parts of the model that rest on it."""
        return source_facts(Reading(self._store), iri)

    def figures(self) -> Figures:
        """The knowledge base in numbers."""
        reading = Reading(self._store)

        def tallies(name: str) -> tuple[Tally, ...]:
            found = []
            rows = reading.rows(f"figures-{name}")
            reading.know(str(row["x"]) for row in rows if "x" in row)
            for row in rows:
                named = reading.named(str(row["x"])) if "x" in row else None
                found.append(Tally(int(str(row["number"])), named, str(row["key"]) if "key" in row else ""))
            return tuple(found)

        return Figures(
            uses_by_year=tallies("uses-by-year"),
            uses_by_language=tallies("uses-by-language"),
            uses_by_concept=tallies("uses-by-concept"),
            senses_by_entry=tallies("senses"),
            instances_by_country=tallies("countries"),
            instances_by_class=tallies("classes"),
            verification=tallies("verification"),
            positions_by_subject=tallies("positions"),
        )


__all__ = ["Entities", "manchester"]
