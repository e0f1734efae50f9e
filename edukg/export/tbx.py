"""TermBase eXchange (ISO 30042:2019), dialect TBX-Basic in its DCA style, for translation and terminology tools.

One concept entry for each meaning, one term section for each term that has it: a homonym stands in as many concept
entries as it has senses, which is how the standard has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree import ElementTree as ET

from edukg.export.entries import ConceptEntry, TermEntry
from edukg.export.view import View
from edukg.model import Manifest
from edukg.namespaces import LANGUAGES

_NAMESPACE: Final = "urn:iso:std:iso:30042:ed-2"
_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_SCHEMAS: Final = "https://raw.githubusercontent.com/LTAC-Global"
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    f'<?xml-model href="{_SCHEMAS}/TBX_Core_RNG/master/TBXcoreStructV03.rng" type="application/xml" '
    'schematypens="http://relaxng.org/ns/structure/1.0"?>\n'
    f'<?xml-model href="{_SCHEMAS}/TBX-Basic_dialect/master/DCA/TBX-Basic_DCA.sch" type="application/xml" '
    'schematypens="http://purl.oclc.org/dsdl/schematron"?>\n'
)


def view(entries: Sequence[ConceptEntry], manifest: Manifest) -> View:
    """The whole lexicon as one TBX file."""
    root = ET.Element("tbx", {"style": "dca", "type": "TBX-Basic", _XML_LANG: "en", "xmlns": _NAMESPACE})
    _header(root, manifest)
    body = ET.SubElement(ET.SubElement(root, "text"), "body")
    for entry in entries:
        if entry.terms:
            _concept(body, entry)
    ET.indent(root, " ")
    content = _HEAD + ET.tostring(root, encoding="unicode") + "\n"
    return View("edukg.tbx", "TBX-Basic (ISO 30042)", "application/x-tbx", content.encode())


def _header(root: ET.Element, manifest: Manifest) -> None:
    description = ET.SubElement(ET.SubElement(root, "tbxHeader"), "fileDesc")
    _paragraph(ET.SubElement(description, "publicationStmt"), "EduKG contributors, CC BY 4.0")
    title = ET.SubElement(ET.SubElement(description, "titleStmt"), "title")
    title.text = "EduKG: what the terms of the cluster approach in education mean"
    _paragraph(ET.SubElement(description, "sourceDesc"), f"EduKG {manifest.version}, {manifest.digest}")


def _paragraph(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "p").text = text


def _concept(body: ET.Element, entry: ConceptEntry) -> None:
    concept = entry.concept
    element = ET.SubElement(body, "conceptEntry", {"id": f"c-{concept.key}"})
    if concept.family:
        _field(element, "descrip", "subjectField", concept.family.label("en"))
    _field(element, "xref", "externalCrossReference", concept.iri, target=concept.iri)
    for language in sorted({term.term.language for term in entry.terms}, key=_place):
        section = ET.SubElement(element, "langSec", {_XML_LANG: language})
        definition = next(iter(concept.definitions.all(language)), "")
        if definition:
            group = ET.SubElement(section, "descripGrp")
            _field(group, "descrip", "definition", definition)
            _field(group, "admin", "source", concept.iri)
        for term in entry.of(language):
            _term(section, term)


def _term(section: ET.Element, entry: TermEntry) -> None:
    element = ET.SubElement(section, "termSec")
    ET.SubElement(element, "term").text = entry.term.written
    use = next((use for use in entry.sense.attestations if use.glosses.all(entry.term.language)), None)
    _field(element, "xref", "externalCrossReference", entry.sense.iri, target=entry.sense.iri)
    if use:
        _field(element, "admin", "source", f"{use.source.label}{', ' + use.locator if use.locator else ''}")
        ET.SubElement(element, "note").text = use.glosses.all(entry.term.language)[0]


def _field(parent: ET.Element, tag: str, kind: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, tag, {"type": kind, **attributes}).text = text


def _place(language: str) -> tuple[int, str]:
    base = language.partition("-")[0]
    return (LANGUAGES.index(base) if base in LANGUAGES else len(LANGUAGES), language)
