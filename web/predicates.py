"""What the properties and classes of the standard vocabularies are called on a page.

Their own labels are English or missing, and made for modellers. Properties of this knowledge base have labels in every
language and are not listed.
"""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as _

from edukg.namespaces import shorten

_NAMES: Final = {
    "rdf:type": _("is a"),
    "rdfs:label": _("label"),
    "rdfs:comment": _("comment"),
    "rdfs:seeAlso": _("see also"),
    "rdfs:isDefinedBy": _("defined in"),
    "rdfs:subClassOf": _("kind of"),
    "rdfs:subPropertyOf": _("sub-property of"),
    "rdfs:domain": _("said of"),
    "rdfs:range": _("has values of"),
    "owl:inverseOf": _("inverse of"),
    "owl:disjointWith": _("excludes"),
    "owl:disjointUnionOf": _("divided without rest into"),
    "owl:propertyDisjointWith": _("never together with"),
    "owl:propertyChainAxiom": _("follows from the chain"),
    "owl:equivalentClass": _("same class as"),
    "owl:equivalentProperty": _("same property as"),
    "owl:sameAs": _("same as"),
    "owl:differentFrom": _("different from"),
    "owl:imports": _("imports"),
    "owl:deprecated": _("given up"),
    "owl:priorVersion": _("previous version"),
    "owl:versionInfo": _("version"),
    "owl:versionIRI": _("identifier of the version"),
    "skos:definition": _("definition"),
    "skos:prefLabel": _("preferred label"),
    "skos:altLabel": _("alternative label"),
    "skos:note": _("note"),
    "skos:scopeNote": _("scope note"),
    "skos:changeNote": _("note on a change"),
    "skos:example": _("example"),
    "skos:inScheme": _("in the scheme"),
    "skos:hasTopConcept": _("has the top concept"),
    "skos:topConceptOf": _("top concept of"),
    "skos:broader": _("wider"),
    "skos:narrower": _("narrower"),
    "skos:related": _("related"),
    "skos:exactMatch": _("exact match elsewhere"),
    "skos:closeMatch": _("close match elsewhere"),
    "skos:broadMatch": _("wider match elsewhere"),
    "skos:narrowMatch": _("narrower match elsewhere"),
    "skos:relatedMatch": _("related match elsewhere"),
    "dcterms:source": _("source"),
    "dcterms:description": _("description"),
    "dcterms:title": _("title"),
    "dcterms:creator": _("by"),
    "dcterms:contributor": _("contributor"),
    "dcterms:publisher": _("publisher"),
    "dcterms:abstract": _("abstract"),
    "dcterms:bibliographicCitation": _("bibliographic citation"),
    "dcterms:language": _("language"),
    "dcterms:type": _("type"),
    "dcterms:issued": _("published"),
    "dcterms:created": _("created"),
    "dcterms:modified": _("changed"),
    "dcterms:license": _("licence"),
    "dcterms:rights": _("rights"),
    "dcterms:subject": _("topic"),
    "dcterms:relation": _("has to do with"),
    "dcterms:isReplacedBy": _("replaced by"),
    "dcterms:conformsTo": _("conforms to"),
    "dcterms:identifier": _("identifier"),
    "ontolex:writtenRep": _("written"),
    "ontolex:lexicalForm": _("form"),
    "ontolex:canonicalForm": _("main form"),
    "ontolex:otherForm": _("other form"),
    "ontolex:sense": _("sense"),
    "ontolex:isSenseOf": _("sense of"),
    "ontolex:lexicalizedSense": _("expressed by the sense"),
    "ontolex:isLexicalizedSenseOf": _("expresses the concept"),
    "ontolex:evokes": _("evokes the concept"),
    "ontolex:isEvokedBy": _("evoked by"),
    "lime:entry": _("entry"),
    "lime:language": _("language"),
    "vartrans:translatableAs": _("translated as"),
    "frac:attestation": _("attested use"),
    "frac:citation": _("evidence"),
    "frac:gloss": _("gloss"),
    "frac:observedIn": _("found in"),
    "vs:term_status": _("status of the term"),
    "foaf:name": _("name"),
    "prov:wasAttributedTo": _("attributed to"),
    "prov:startedAtTime": _("began"),
    "prov:endedAtTime": _("ended"),
    "prov:wasGeneratedBy": _("made by"),
    "prov:generated": _("made"),
    "prov:wasDerivedFrom": _("derived from"),
    "prov:wasAssociatedWith": _("carried out with"),
    "org:role": _("role"),
    "org:organization": _("organisation"),
    "org:member": _("member"),
    "org:hasMember": _("has the member"),
    "org:memberOf": _("member of"),
    "org:hasMembership": _("membership"),
    "schema:url": _("address"),
    "schema:keywords": _("keywords"),
    "bibo:doi": _("DOI"),
    "bibo:issue": _("issue"),
    "bibo:volume": _("volume"),
    "bibo:pages": _("pages"),
    "bibo:status": _("status"),
    "cito:cites": _("cites"),
    "sh:name": _("name"),
    "sh:description": _("description"),
    "sh:message": _("message"),
    "sh:example": _("example"),
    "sh:group": _("group"),
    "sh:order": _("place in the group"),
    "sh:path": _("checks the property"),
    "sh:property": _("checks also"),
    "sh:sparql": _("checks by a query"),
    "sh:select": _("query"),
    "sh:severity": _("weight of a finding"),
    "sh:targetClass": _("checks all of"),
    "sh:targetSubjectsOf": _("checks all that have"),
    "sh:targetObjectsOf": _("checks all values of"),
    "sh:minCount": _("at least"),
    "sh:maxCount": _("at most"),
    "sh:datatype": _("datatype"),
    "sh:pattern": _("pattern"),
    "vann:preferredNamespacePrefix": _("preferred prefix"),
    "vann:preferredNamespaceUri": _("preferred namespace"),
}


_CLASSES: Final = {
    "bibo:AcademicArticle": _("scholarly article"),
    "bibo:Article": _("article"),
    "bibo:Book": _("book"),
    "bibo:BookSection": _("part of a book"),
    "bibo:Document": _("document"),
    "bibo:LegalDocument": _("legal act"),
    "bibo:ReferenceSource": _("reference work"),
    "bibo:Report": _("report"),
    "bibo:Standard": _("standard"),
    "bibo:Thesis": _("thesis"),
    "bibo:Webpage": _("web page"),
    "foaf:Organization": _("organisation"),
    "foaf:Person": _("person"),
    "frac:Attestation": _("attested use"),
    "ontolex:LexicalConcept": _("lexical concept"),
    "ontolex:LexicalEntry": _("lexical entry"),
    "ontolex:LexicalSense": _("lexical sense"),
    "org:Membership": _("membership"),
    "org:Organization": _("organisation"),
    "org:Role": _("role"),
    "prov:Agent": _("agent"),
    "prov:Entity": _("entity"),
    "skos:Concept": _("concept"),
}


def predicate_name(iri: str) -> str:
    """The name of a property or class of a standard vocabulary in the language of the interface, or "".

    It is "" when the data name it themselves.
    """
    short = shorten(iri)
    name = _NAMES.get(short) or _CLASSES.get(short)
    return str(name) if name is not None else ""


def standard_predicates() -> dict[str, str]:
    """Every property of the standard vocabularies with its name in the language of the interface."""
    return {prefixed: str(name) for prefixed, name in _NAMES.items()}
