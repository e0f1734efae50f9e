"""What every term of the ontology says of itself, and how the terms stand to each other.

The shapes report missing texts to whoever writes data; these are the rules for those who write the ontology.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

import pytest
import rdflib
from rdflib import DCTERMS, OWL, RDF, RDFS, SKOS, XSD, BNode, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from edukg.namespaces import CONCEPT, EDUKG

LANGUAGES = ("en", "ru", "uz")
STATUS = URIRef("http://www.w3.org/2003/06/sw-vocab-status/ns#term_status")
PROPERTY_KINDS = (OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def own(graph: rdflib.Graph, *types: Node, under: str = EDUKG) -> list[URIRef]:
    """Our terms of some types, sorted."""
    found = {name for kind in types for name in graph.subjects(RDF.type, kind)}
    return sorted(name for name in found if isinstance(name, URIRef) and str(name).startswith(under))


def terms(graph: rdflib.Graph) -> list[URIRef]:
    """Every class, property and controlled value of ours."""
    return own(graph, OWL.Class, *PROPERTY_KINDS, OWL.NamedIndividual)


def languages(graph: rdflib.Graph, name: Node, predicate: Node) -> Counter[str | None]:
    """In which languages a text is given, and how often."""
    return Counter(text.language for text in graph.objects(name, predicate) if isinstance(text, Literal))


@pytest.mark.parametrize("predicate", [RDFS.label, SKOS.definition], ids=["label", "definition"])
def test_every_term_has_exactly_one_text_per_language(tbox: rdflib.Graph, predicate: Node) -> None:
    found = terms(tbox)
    assert len(found) > 400
    once = Counter(LANGUAGES)
    assert [name for name in found if languages(tbox, name, predicate) != once] == []


@pytest.mark.parametrize("predicate", [SKOS.prefLabel, SKOS.definition], ids=["label", "definition"])
def test_every_concept_has_exactly_one_text_per_language(everything: rdflib.Graph, predicate: Node) -> None:
    concepts = own(everything, SKOS.Concept, under=CONCEPT)
    assert len(concepts) > 50
    once = Counter(LANGUAGES)
    assert [name for name in concepts if languages(everything, name, predicate) != once] == []


def test_a_note_or_example_is_given_in_all_languages_or_none(everything: rdflib.Graph) -> None:
    for predicate in (SKOS.scopeNote, SKOS.example):
        for name in [*terms(everything), *own(everything, SKOS.Concept, under=CONCEPT)]:
            found = languages(everything, name, predicate)
            assert not found or set(found.values()) == {found["en"]} == {found["ru"]} == {found["uz"]}, name


def test_definitions_of_different_terms_differ(tbox: rdflib.Graph) -> None:
    texts = Counter(text for name in terms(tbox) for text in tbox.objects(name, SKOS.definition))
    assert [text for text, times in texts.items() if times > 1] == []


def test_names_follow_one_convention(tbox: rdflib.Graph) -> None:
    for name in terms(tbox):
        written = "[A-Z]" if (name, RDF.type, OWL.Class) in tbox else "[a-z]"
        assert re.fullmatch(written + "[A-Za-z0-9]*", name.removeprefix(EDUKG)), name


def test_every_term_is_at_home_in_the_module_that_declares_it(modules: dict[str, rdflib.Graph]) -> None:
    for file, graph in modules.items():
        header = next(graph.subjects(RDF.type, OWL.Ontology))
        for name in terms(graph):
            assert list(graph.objects(name, RDFS.isDefinedBy)) == [header], f"{name} in {file}"
    declared = Counter(name for graph in modules.values() for name in terms(graph))
    assert [name for name, times in declared.items() if times > 1] == []


def test_every_term_has_a_status(tbox: rdflib.Graph) -> None:
    known = {Literal(status) for status in ("unstable", "testing", "stable", "archaic")}
    for name in terms(tbox):
        found = list(tbox.objects(name, STATUS))
        assert len(found) == 1, name
        assert found[0] in known, name


def test_every_external_term_names_its_vocabulary(modules: dict[str, rdflib.Graph]) -> None:
    graph = modules["external-terms.ttl"]
    declared = {name for kind in (OWL.Class, *PROPERTY_KINDS) for name in graph.subjects(RDF.type, kind)}
    assert declared
    assert not [name for name in declared if str(name).startswith(EDUKG)]
    for name in declared:
        assert list(graph.objects(name, RDFS.isDefinedBy)), name
        elsewhere = [file for file, other in modules.items() if (name, RDF.type, None) in other]
        assert elsewhere == ["external-terms.ttl"], name


def test_every_property_has_one_domain_and_one_range(tbox: rdflib.Graph) -> None:
    for name in own(tbox, OWL.ObjectProperty, OWL.DatatypeProperty):
        assert len(list(tbox.objects(name, RDFS.domain))) == 1, f"{name}: several domains mean their intersection"
        assert len(list(tbox.objects(name, RDFS.range))) == 1, f"{name}: several ranges mean their intersection"


def written(graph: rdflib.Graph, expression: Node) -> frozenset[Node]:
    """A class or a union of classes as the set of its members."""
    head = graph.value(expression, OWL.unionOf)
    return frozenset([expression]) if head is None else frozenset(Collection(graph, head))


def inverses(graph: rdflib.Graph, name: Node) -> set[Node]:
    """The inverses of a property, in whichever direction they are stated."""
    return {*graph.objects(name, OWL.inverseOf), *graph.subjects(OWL.inverseOf, name)}


def test_every_object_property_is_symmetric_or_has_one_inverse_that_crosses_it(tbox: rdflib.Graph) -> None:
    for name in own(tbox, OWL.ObjectProperty):
        domain, extent = (written(tbox, next(tbox.objects(name, p))) for p in (RDFS.domain, RDFS.range))
        if (name, RDF.type, OWL.SymmetricProperty) in tbox:
            assert not inverses(tbox, name), name
            assert domain == extent, name
            continue
        (inverse,) = inverses(tbox, name)
        assert written(tbox, next(tbox.objects(inverse, RDFS.domain))) == extent, name
        assert written(tbox, next(tbox.objects(inverse, RDFS.range))) == domain, name


def primitive(graph: rdflib.Graph, name: Node) -> bool:
    """Whether a class has no definition by which the reasoner could find its members."""
    return (name, OWL.equivalentClass, None) not in graph


def disjoint_pairs(graph: rdflib.Graph) -> set[frozenset[Node]]:
    """Every two classes that are stated to be disjoint."""
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    lists = list(graph.objects(None, OWL.disjointUnionOf))
    lists += [
        head for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses) for head in graph.objects(axiom, OWL.members)
    ]
    return pairs | {frozenset(pair) for head in lists for pair in combinations(Collection(graph, head), 2)}


def test_siblings_without_a_definition_are_disjoint(tbox: rdflib.Graph) -> None:
    disjoint = disjoint_pairs(tbox)
    ours = own(tbox, OWL.Class)
    parents = {parent for name in ours for parent in tbox.objects(name, RDFS.subClassOf) if isinstance(parent, URIRef)}
    for parent in sorted(parents):
        children = [c for c in ours if (c, RDFS.subClassOf, parent) in tbox and primitive(tbox, c)]
        overlapping = [pair for pair in combinations(children, 2) if frozenset(pair) not in disjoint]
        assert overlapping == [], parent


def test_every_class_has_a_place_in_the_hierarchy(tbox: rdflib.Graph) -> None:
    for name in own(tbox, OWL.Class):
        if (name, OWL.deprecated, None) in tbox:
            continue
        above = [*tbox.objects(name, RDFS.subClassOf), *tbox.objects(name, OWL.equivalentClass)]
        assert any(other != OWL.Thing for other in above), name
        assert len(list(tbox.objects(name, OWL.equivalentClass))) <= 1, f"{name} is defined twice"


def test_a_definition_by_intersection_names_a_wider_class(tbox: rdflib.Graph) -> None:
    for name in own(tbox, OWL.Class):
        for definition in tbox.objects(name, OWL.equivalentClass):
            for head in tbox.objects(definition, OWL.intersectionOf):
                assert any(isinstance(part, URIRef) for part in Collection(tbox, head)), name


def test_the_values_of_a_list_are_pairwise_different(tbox: rdflib.Graph) -> None:
    """OWL knows no unique names: two values that nothing keeps apart may be one."""
    different = {
        frozenset(pair)
        for axiom in tbox.subjects(RDF.type, OWL.AllDifferent)
        for predicate in (OWL.distinctMembers, OWL.members)
        for head in tbox.objects(axiom, predicate)
        for pair in combinations(Collection(tbox, head), 2)
    }
    for kind in own(tbox, OWL.Class):
        if (kind, RDFS.subClassOf, URIRef(EDUKG + "ControlledValue")) not in tbox:
            continue
        values = own(tbox, kind)
        assert [pair for pair in combinations(values, 2) if frozenset(pair) not in different] == [], kind


def deprecated_without_successor(graph: rdflib.Graph) -> Iterator[str]:
    for name in graph.subjects(OWL.deprecated, None):
        successors = list(graph.objects(name, DCTERMS.isReplacedBy))
        if not successors:
            yield f"{name} has no successor"
        for successor in successors:
            if (successor, RDF.type, None) not in graph or (successor, OWL.deprecated, None) in graph:
                yield f"{name} is replaced by {successor}, which is not in force"


def deprecated_by_something_else_than_true(graph: rdflib.Graph) -> Iterator[str]:
    for name, value in graph.subject_objects(OWL.deprecated):
        if value != Literal("true", datatype=XSD.boolean):
            yield f"{name} is deprecated {value}"


def deprecated_without_a_word(graph: rdflib.Graph) -> Iterator[str]:
    """The label begins with the word in each language, and a change note gives date and reason."""
    words = {"en": "deprecated", "ru": "устарело", "uz": "eskirgan"}
    for name in graph.subjects(OWL.deprecated, None):
        labels = {text.language: text for text in graph.objects(name, RDFS.label) if isinstance(text, Literal)}
        for language, word in words.items():
            if not labels.get(language, Literal("")).startswith(word):
                yield f"{name}: its label in {language} does not begin with “{word}”"
        if not list(graph.objects(name, SKOS.changeNote)):
            yield f"{name} has no change note"


def deprecated_in_use(graph: rdflib.Graph) -> Iterator[str]:
    for name in graph.subjects(OWL.deprecated, None):
        for user, predicate in graph.subject_predicates(name):
            if predicate != DCTERMS.isReplacedBy:
                yield f"{name} is used by {'an axiom' if isinstance(user, BNode) else user}"
        yield from (f"{name} is used by {user}" for user in graph.subjects(name, None))


Rule = Callable[[rdflib.Graph], Iterable[str]]
DEPRECATION: tuple[Rule, ...] = (
    deprecated_without_successor,
    deprecated_by_something_else_than_true,
    deprecated_without_a_word,
    deprecated_in_use,
)


@pytest.mark.parametrize("rule", DEPRECATION, ids=lambda rule: rule.__name__)
def test_the_ontology_and_its_data_keep_the_deprecation_policy(rule: Rule, everything: rdflib.Graph) -> None:
    assert list(rule(everything)) == []


_RETIRED = """
edukg:Old a owl:Class ; owl:deprecated true ; dcterms:isReplacedBy edukg:New ;
    rdfs:label "deprecated: old"@en , "устарело: старое"@ru , "eskirgan: eski"@uz ;
    skos:changeNote "0.2.0, 2027-01-01: named after what it is."@en .
edukg:New a owl:Class .
"""


def retired(text: str) -> rdflib.Graph:
    prefixes = {"edukg": EDUKG, "owl": OWL, "rdfs": RDFS, "skos": SKOS, "dcterms": DCTERMS}
    graph = rdflib.Graph()
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    head = "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in graph.namespaces())
    return graph.parse(data=head + text, format="turtle")


@pytest.mark.parametrize("rule", DEPRECATION, ids=lambda rule: rule.__name__)
def test_a_term_retired_by_the_policy_is_not_blamed(rule: Rule) -> None:
    assert list(rule(retired(_RETIRED))) == []


@pytest.mark.parametrize(
    ("rule", "right", "wrong"),
    [
        (deprecated_without_successor, "dcterms:isReplacedBy edukg:New ;", ""),
        (deprecated_without_successor, "isReplacedBy edukg:New", "isReplacedBy edukg:Unknown"),
        (deprecated_without_successor, "edukg:New a owl:Class", "edukg:New a owl:Class ; owl:deprecated true"),
        (deprecated_by_something_else_than_true, "deprecated true", 'deprecated "true"'),
        (deprecated_without_a_word, '"устарело: старое"@ru', '"старое"@ru'),
        (deprecated_without_a_word, "skos:changeNote", "skos:note"),
        (deprecated_in_use, "edukg:New a owl:Class", "edukg:New rdfs:subClassOf edukg:Old"),
    ],
)
def test_a_term_retired_otherwise_is_found(rule: Rule, right: str, wrong: str) -> None:
    assert right in _RETIRED
    assert list(rule(retired(_RETIRED.replace(right, wrong))))


def test_what_is_deprecated_keeps_to_the_policy(tbox: rdflib.Graph) -> None:
    """As `ontology/README.md` says: a label that says so, a successor, a dated reason; no axiom refers to it."""
    deprecated = [name for name in own(tbox, OWL.Class, *PROPERTY_KINDS) if (name, OWL.deprecated, None) in tbox]
    assert deprecated
    begins = {"en": "deprecated: ", "ru": "устарело: ", "uz": "eskirgan: "}
    for name in deprecated:
        for label in tbox.objects(name, RDFS.label):
            assert isinstance(label, Literal)
            assert label.startswith(begins[str(label.language)])
        for successor in tbox.objects(name, DCTERMS.isReplacedBy):
            assert (successor, RDF.type, None) in tbox
            assert (successor, OWL.deprecated, None) not in tbox
        notes = [note for note in tbox.objects(name, SKOS.changeNote) if isinstance(note, Literal)]
        assert Counter(note.language for note in notes) == Counter(LANGUAGES)
        assert list(tbox.subject_predicates(name)) == []
        assert {p for p in tbox.predicates(name) if str(p).startswith(str(OWL)) or p == RDFS.subClassOf} == {
            OWL.deprecated
        }
