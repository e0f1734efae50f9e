"""Classes, properties, instances, documents and agents, each with what its page tells, and the axioms of OWL."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from edukg.model.texts import Named, Text, Texts


class Form(StrEnum):
    """How a class expression is built (OWL 2 Structural Specification, section 8)."""

    NAME = "name"
    LITERAL = "literal"
    AND = "and"
    OR = "or"
    NOT = "not"
    ONE_OF = "one of"
    SOME = "some"
    ONLY = "only"
    VALUE = "value"
    SELF = "self"
    MIN = "min"
    MAX = "max"
    EXACTLY = "exactly"
    INVERSE = "inverse"
    CHAIN = "chain"


@dataclass(frozen=True, slots=True)
class Expression:
    """A class, property or individual, named or built from others.

    A restriction has its property as the first operand and its filler, when there is one, as the second; `number` is
    that of a cardinality.
    """

    form: Form
    named: Named | None = None
    text: Text | None = None
    operands: tuple[Expression, ...] = ()
    number: int = 0


class AxiomKind(StrEnum):
    """What an axiom says of its subject."""

    SUBCLASS = "SubClassOf"
    EQUIVALENT = "EquivalentTo"
    DISJOINT = "DisjointWith"
    DISJOINT_UNION = "DisjointUnionOf"
    DOMAIN = "Domain"
    RANGE = "Range"
    SUBPROPERTY = "SubPropertyOf"
    INVERSE = "InverseOf"
    CHAIN = "SubPropertyChain"
    CHARACTERISTIC = "Characteristics"


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom about a class or property. `inferred` when no file says it; `manchester` is the frame line in the
    Manchester syntax (W3C OWL 2 Manchester Syntax, section 2).
    """

    kind: AxiomKind
    value: Expression
    manchester: str
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class Linked:
    """A named thing that stands in some relation; `inferred` when no file says so, `via` is where it comes from."""

    named: Named
    inferred: bool = False
    via: Named | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """The first of many things, and how many there are."""

    things: tuple[Linked, ...] = ()
    total: int = 0


@dataclass(frozen=True, slots=True)
class ClassFacts:
    """What the page of a class tells beyond its labels. `applying` are properties said of its members."""

    axioms: tuple[Axiom, ...]
    above: tuple[Linked, ...]
    below: Group
    applying: tuple[Linked, ...]
    leading_here: tuple[Linked, ...]
    members: Group
    concepts: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """One statement made with a property."""

    subject: Named
    value: Named | None
    text: Text | None = None


@dataclass(frozen=True, slots=True)
class PropertyFacts:
    """What the page of a property tells beyond its labels. `restricting` are classes whose axioms speak of it."""

    axioms: tuple[Axiom, ...]
    above: tuple[Linked, ...]
    below: tuple[Linked, ...]
    inverses: tuple[Linked, ...]
    restricting: tuple[Named, ...]
    uses: tuple[Use, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Membership:
    """One part in something: who, in what, in which roles, in the source's own words, since when."""

    iri: str
    member: Named | None
    whole: Named | None
    roles: tuple[Named, ...] = ()
    description: Texts = Texts()
    since: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened to a thing. `kind` is "founded", "joined", "stage", or "became"; `order` is the rank of a
    stage. `year` is empty when no source gives one, `end` when it did not end or nobody says so.
    """

    kind: str
    named: Named
    year: str = ""
    end: str = ""
    order: int = 0
    stage: Named | None = None
    sources: tuple[Named, ...] = ()
    notes: Texts = Texts()


@dataclass(frozen=True, slots=True)
class Held:
    """A position: what is claimed (the label), on what, by whom, where it is stated or only reported."""

    named: Named
    subjects: tuple[Named, ...] = ()
    holders: tuple[Named, ...] = ()
    stated: tuple[Named, ...] = ()
    reported: tuple[Named, ...] = ()
    locator: str = ""


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """What the page of a real thing tells beyond its statements. `stages` are all stages an innovation can have."""

    members: tuple[Membership, ...]
    belongs: tuple[Membership, ...]
    life: tuple[Moment, ...]
    stages: tuple[Named, ...]
    positions: tuple[Held, ...]
    sources: tuple[Named, ...]
    classes: tuple[Linked, ...]


@dataclass(frozen=True, slots=True)
class Attested:
    """A use with the concepts that it attests."""

    iri: str
    glosses: Texts
    locator: str
    source: Named
    year: str = ""
    form: Text | None = None
    concepts: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class AgentFacts:
    """What the page of a person or body tells: positions, uses of terms, documents, parts in organisations."""

    positions: tuple[Held, ...]
    uses: tuple[Attested, ...]
    documents: tuple[Named, ...]
    belongs: tuple[Membership, ...]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What rests on a document besides the uses it attests: positions, instances, axioms."""

    positions: tuple[Held, ...]
    instances: Group
    model: Group


@dataclass(frozen=True, slots=True)
class Tally:
    """How many of something there are; `key` when it has no IRI, such as a year or a language tag."""

    number: int
    named: Named | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The knowledge base in numbers, each list in the order in which it is to be shown."""

    uses_by_year: tuple[Tally, ...]
    uses_by_language: tuple[Tally, ...]
    uses_by_concept: tuple[Tally, ...]
    senses_by_entry: tuple[Tally, ...]
    instances_by_country: tuple[Tally, ...]
    instances_by_class: tuple[Tally, ...]
    verification: tuple[Tally, ...]
    positions_by_subject: tuple[Tally, ...]
