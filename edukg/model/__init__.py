"""What passes between the layers: frozen values without behaviour that needs a store.

IRIs are plain strings. Texts carry their language. Nothing here knows RDF libraries, terminals or HTTP.
"""

from __future__ import annotations

from edukg.model.changes import Bump, Change, ChangeKind, Difference, LinkChange, TextChange
from edukg.model.comparison import Compared, ComparedValue, Comparison, ComparisonRow
from edukg.model.documents import Document
from edukg.model.findings import Clash, ClashItem, Locate, Place, Report, Severity, Suggestion, Violation
from edukg.model.guide import Answered, Guide, Option, Question
from edukg.model.lexicon import Attestation, Concept, Family, Feature, Sense, Source, Term, TermLink
from edukg.model.queries import Ambiguity, AmbiguityKind, Choice, Edit, apply_edits
from edukg.model.releases import Download, Example, Input, Manifest, Statistics
from edukg.model.texts import Named, Text, Texts
from edukg.model.things import Hit, Incoming, Kind, Resource, Statement, Value
from edukg.model.usage import Candidate, Check, Evidence, Finding, Status, Usage

__all__ = [
    "Ambiguity",
    "AmbiguityKind",
    "Answered",
    "Attestation",
    "Bump",
    "Candidate",
    "Change",
    "ChangeKind",
    "Check",
    "Choice",
    "Clash",
    "ClashItem",
    "Compared",
    "ComparedValue",
    "Comparison",
    "ComparisonRow",
    "Concept",
    "Difference",
    "Document",
    "Download",
    "Edit",
    "Evidence",
    "Example",
    "Family",
    "Feature",
    "Finding",
    "Guide",
    "Hit",
    "Incoming",
    "Input",
    "Kind",
    "LinkChange",
    "Locate",
    "Manifest",
    "Named",
    "Option",
    "Place",
    "Question",
    "Report",
    "Resource",
    "Sense",
    "Severity",
    "Source",
    "Statement",
    "Statistics",
    "Status",
    "Suggestion",
    "Term",
    "TermLink",
    "Text",
    "TextChange",
    "Texts",
    "Usage",
    "Value",
    "Violation",
    "apply_edits",
]
