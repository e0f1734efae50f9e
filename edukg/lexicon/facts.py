"""Statements about a handful of things, as fetched by one query, and the typed values made of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from edukg.model import Alignment, Attestation, Concept, Feature, Named, Source, Text, Texts
from edukg.namespaces import CONCEPT, DCTERMS, EDUKG, FRAC, PREFIXES, RDFS, SKOS
from edukg.store.base import Iri, Literal, Node

_LABELS = (RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", PREFIXES["foaf"] + "name")
_FEATURES = (EDUKG + "hasRealm", EDUKG + "hasScale", EDUKG + "hasSubjectKind", EDUKG + "hasInfluenceBoundary")
_MATCHES = tuple(SKOS + name + "Match" for name in ("exact", "close", "broad", "narrow", "related"))
VERIFIED = EDUKG + "verified"


class Facts:
    """Subject → predicate → objects, in the order in which the store gave them."""

    def __init__(self, rows: Iterable[Mapping[str, Node]]) -> None:
        """`rows` bind ?s, ?p and ?o."""
        self._statements: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        for row in rows:
            objects = self._statements[str(row["s"])][str(row["p"])]
            if row["o"] not in objects:
                objects.append(row["o"])

    @property
    def subjects(self) -> tuple[str, ...]:
        """Everything something is said of."""
        return tuple(self._statements)

    def predicates(self, subject: str) -> tuple[str, ...]:
        """The properties of which something is said of one thing."""
        return tuple(self._statements.get(subject, {}))

    def objects(self, subject: str, predicate: str) -> tuple[Node, ...]:
        """The values of one property of one thing."""
        return tuple(self._statements.get(subject, {}).get(predicate, ()))

    def iris(self, subject: str, predicate: str) -> tuple[str, ...]:
        """Those values that are IRIs, sorted."""
        return tuple(sorted(o.value for o in self.objects(subject, predicate) if isinstance(o, Iri)))

    def one(self, subject: str, predicate: str) -> str:
        """The first value as text, empty when there is none."""
        objects = self.objects(subject, predicate)
        return str(objects[0]) if objects else ""

    def texts(self, subject: str, *predicates: str) -> Texts:
        """The literal values of some properties, sorted by language and text so that answers are stable."""
        found = {
            Text(o.value, o.language) for p in predicates for o in self.objects(subject, p) if isinstance(o, Literal)
        }
        return Texts(tuple(sorted(found, key=lambda t: (t.language, t.value))))

    def subjects_of(self, predicate: str, value: str) -> tuple[str, ...]:
        """The things that have this IRI as a value of the property, sorted."""
        return tuple(sorted(self._backwards.get((predicate, value), ())))

    @cached_property
    def _backwards(self) -> dict[tuple[str, str], list[str]]:
        """Predicate and object → subjects, for the objects that are IRIs."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, statements in self._statements.items():
            for predicate, objects in statements.items():
                for node in objects:
                    if isinstance(node, Iri):
                        found[predicate, node.value].append(subject)
        return found

    @cached_property
    def concepts(self) -> tuple[str, ...]:
        """The IRIs of the lexical concepts among the subjects, sorted."""
        in_scheme = SKOS + "inScheme"
        return tuple(
            sorted(
                s for s, st in self._statements.items() if s.startswith(CONCEPT) and s != CONCEPT and in_scheme in st
            )
        )

    def named(self, iri: str) -> Named:
        """The thing with its labels, as far as they were fetched."""
        for predicate in _LABELS:
            labels = self.texts(iri, predicate)
            if labels:
                return Named(iri, labels)
        return Named(iri)

    def concept(self, iri: str) -> Concept:
        """The concept as the facts describe it."""
        families = self.iris(iri, EDUKG + "inFamily")
        denoted = self.iris(iri, EDUKG + "denotedClass") or self.iris(iri, EDUKG + "denotedIndividual")
        features = tuple(
            Feature(
                self.named(kind),
                self.named(value),
                self.texts(value, SKOS + "definition"),
                question=self.texts(kind, EDUKG + "guidingQuestion"),
                plain=self.texts(value, EDUKG + "plainWording"),
            )
            for kind in _FEATURES
            for value in self.iris(iri, kind)
        )

        def linked(predicate: str) -> tuple[Named, ...]:
            return tuple(self.named(other) for other in self.iris(iri, predicate) if other != iri)

        return Concept(
            iri=iri,
            key=iri.removeprefix(CONCEPT),
            labels=self.texts(iri, SKOS + "prefLabel"),
            definitions=self.texts(iri, SKOS + "definition"),
            alternatives=self.texts(iri, SKOS + "altLabel"),
            scope_notes=self.texts(iri, SKOS + "scopeNote"),
            examples=self.texts(iri, SKOS + "example"),
            family=self.named(families[0]) if families else None,
            denoted=self.named(denoted[0]) if denoted else None,
            features=features,
            confused_with=linked(EDUKG + "notToBeConfusedWith"),
            broader=linked(SKOS + "broader"),
            narrower=linked(SKOS + "narrower"),
            related=linked(SKOS + "related"),
            matches=tuple(self._matches(iri)),
        )

    def _matches(self, iri: str) -> Iterator[Alignment]:
        """The concepts of public vocabularies that correspond to a concept, the closest first."""
        for relation in _MATCHES:
            for target in self.iris(iri, relation):
                schemes = self.iris(target, SKOS + "inScheme")
                yield Alignment(relation, self.named(target), self.named(schemes[0]) if schemes else None)

    def source(self, iri: str) -> Source:
        """The document as the facts describe it."""
        titles = self.texts(iri, DCTERMS + "title")
        return Source(
            iri=iri,
            label=self.texts(iri, RDFS + "label").value("en") or Named(iri).label("en"),
            title=titles.best("en") or Text(""),
            creators=tuple(self.named(agent) for agent in self.iris(iri, DCTERMS + "creator")),
            year=self.one(iri, DCTERMS + "issued"),
            venue=self.texts(iri, EDUKG + "venue").value("en"),
            language=self.one(iri, DCTERMS + "language"),
            doi=self.one(iri, PREFIXES["bibo"] + "doi"),
            url=self.one(iri, PREFIXES["schema"] + "url"),
            verified=self._verified(iri),
        )

    def attestation(self, iri: str) -> Attestation:
        """The attested use as the facts describe it."""
        sources = self.iris(iri, FRAC + "observedIn")
        forms = self.texts(iri, EDUKG + "attestedForm").items
        countries = self.iris(iri, EDUKG + "usageCountry")
        source = self.source(sources[0]) if sources else Source("", "", Text(""))
        return Attestation(
            iri=iri,
            glosses=self.texts(iri, FRAC + "gloss"),
            locator=self.one(iri, EDUKG + "locator"),
            source=source,
            users=tuple(self.named(agent) for agent in self.iris(iri, EDUKG + "attestedBy")),
            form=forms[0] if forms else None,
            language=self.one(iri, EDUKG + "usageLanguage"),
            year=self.one(iri, EDUKG + "usageYear") or source.year,
            verified=self._verified(iri),
            country=self.named(countries[0]) if countries else None,
        )

    def attestations(self, bearer: str) -> tuple[Attestation, ...]:
        """The uses that attest a sense, oldest first; those without a year come last."""
        found = [self.attestation(iri) for iri in self.iris(bearer, FRAC + "attestation")]
        return tuple(sorted(found, key=lambda a: (a.year or "9999", a.iri)))

    def _verified(self, iri: str) -> bool:
        status = self.iris(iri, EDUKG + "verificationStatus")
        return not status or VERIFIED in status
