"""What pages say of themselves to search engines and other readers of schema.org, as JSON-LD in the page.

The lexicon is a DefinedTermSet, and each meaning a DefinedTerm in it; the page of a term holds as many of them as the
term has meanings (https://schema.org/DefinedTerm). It is a block of data, which the security policy lets stand since no
browser runs it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

from edukg.namespaces import CONCEPT, LANGUAGES
from edukg.web.interface import knowledge_base, links
from edukg.web.negotiation import LICENCE

if TYPE_CHECKING:
    from edukg.model import Concept, TermLink

_NAMES: Final = {
    "en": "EduKG: the terms of the cluster approach in education",
    "ru": "EduKG: термины кластерного подхода в образовании",
    "uz": "EduKG: taʼlimda klaster yondashuvi atamalari",
}
Node = dict[str, Any]


def _written(node: Node) -> str:
    """A block that cannot end the element it stands in, whatever the texts hold."""
    document = {"@context": "https://schema.org", **node}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _term_set(language: str, terms: Sequence[Node] = ()) -> Node:
    found: Node = {
        "@type": "DefinedTermSet",
        "@id": CONCEPT,
        "name": _NAMES[language],
        "url": _address(links().terms()),
        "inLanguage": list(LANGUAGES),
        "license": LICENCE,
        "version": knowledge_base().manifest.version,
    }
    return found | {"hasDefinedTerm": terms} if terms else found


def _address(address: str) -> str:
    """Without the language of the interface; relative to this page, so that it is right under every host."""
    return address.partition("?")[0]


def _defined(concept: Concept, language: str, names: Iterable[str]) -> Node:
    label = concept.label(language)
    found: Node = {
        "@type": "DefinedTerm",
        "@id": concept.iri,
        "name": label,
        "url": _address(links().to(concept.iri)),
    }
    if definition := concept.definitions.value(language):
        found["description"] = definition
    if alternates := [name for name in dict.fromkeys(names) if name != label]:
        found["alternateName"] = alternates
    return found


def of_concepts(concepts: Sequence[Concept], language: str) -> str:
    """Some meanings, one for each reading of a term. Of several, none gets the forms that mean them all."""
    names = concepts[0].alternatives.all(language) if len(concepts) == 1 else ()
    return _written(_term_set(language, [_defined(concept, language, names) for concept in concepts]))


def of_terms(terms: Iterable[TermLink], language: str) -> str:
    """The lexicon with the terms that a page lists."""
    listed = [
        {"@type": "DefinedTerm", "@id": term.iri, "name": term.written, "url": _address(links().to(term.iri))}
        for term in terms
    ]
    return _written(_term_set(language, listed))


def of_lexicon(language: str) -> str:
    """The lexicon as a whole."""
    return _written(_term_set(language))
