"""What passes between the layers: frozen values without behaviour that needs a store.

IRIs are plain strings. Texts carry their language. Nothing here knows RDF libraries, terminals or HTTP.
"""

from __future__ import annotations

from edukg.model.changes import Bump, Change, ChangeKind, Difference, LinkChange, TextChange
from edukg.model.comparison import Compared, ComparedValue, Comparison, ComparisonRow
from edukg.model.documents import Document
from edukg.model.entities import (
    AgentFacts,
    Attested,
    Axiom,
    AxiomKind,
    ClassFacts,
    Expression,
    Figures,
    Form,
    Group,
    Held,
    InstanceFacts,
    Linked,
    Membership,
    Moment,
    PropertyFacts,
    SourceFacts,
    Tally,
    Use,
)
from edukg.model.finding import Facet, FacetValue, Listed, Listing, Search
from edukg.model.findings import Clash, ClashItem, Locate, Place, Report, Severity, Suggestion, Violation
from edukg.model.guide import Answered, Guide, Option, Question
from edukg.model.lexicon import Attestation, Concept, Family, Feature, Sense, Source, Term, TermLink
from edukg.model.provenance import Provenance
from edukg.model.queries import Ambiguity, AmbiguityKind, Choice, Completion, Edit, apply_edits
from edukg.model.reconciling import Match, NameToMatch
from edukg.model.releases import Download, DownloadKind, Example, Input, Manifest, Statistics
from edukg.model.texts import Named, Text, Texts
from edukg.model.things import Hit, Incoming, Kind, Resource, Retired, Statement, Value
from edukg.model.usage import Candidate, Check, Evidence, Finding, Status, Usage

__all__ = [
    "AgentFacts",
    "Ambiguity",
    "AmbiguityKind",
    "Answered",
    "Attestation",
    "Attested",
    "Axiom",
    "AxiomKind",
    "Bump",
    "Candidate",
    "Change",
    "ChangeKind",
    "Check",
    "Choice",
    "Clash",
    "ClashItem",
    "ClassFacts",
    "Compared",
    "ComparedValue",
    "Comparison",
    "ComparisonRow",
    "Completion",
    "Concept",
    "Difference",
    "Document",
    "Download",
    "DownloadKind",
    "Edit",
    "Evidence",
    "Example",
    "Expression",
    "Facet",
    "FacetValue",
    "Family",
    "Feature",
    "Figures",
    "Finding",
    "Form",
    "Group",
    "Guide",
    "Held",
    "Hit",
    "Incoming",
    "Input",
    "InstanceFacts",
    "Kind",
    "LinkChange",
    "Linked",
    "Listed",
    "Listing",
    "Locate",
    "Manifest",
    "Match",
    "Membership",
    "Moment",
    "NameToMatch",
    "Named",
    "Option",
    "Place",
    "PropertyFacts",
    "Provenance",
    "Question",
    "Report",
    "Resource",
    "Retired",
    "Search",
    "Sense",
    "Severity",
    "Source",
    "SourceFacts",
    "Statement",
    "Statistics",
    "Status",
    "Suggestion",
    "Tally",
    "Term",
    "TermLink",
    "Text",
    "TextChange",
    "Texts",
    "Usage",
    "Use",
    "Value",
    "Violation",
    "apply_edits",
]
