"""Words for closed lists that come from the knowledge base, in the language of the interface, and small formats.

The knowledge base names kinds, counts and reasons in English for programs; people read them here.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from flask_babel import format_date, format_decimal, npgettext
from flask_babel import gettext as _

from edukg.namespaces import EDUKG, SKOS, shorten
from edukg.web.explaining import told
from edukg.web.links import doi, outside
from edukg.web.locators import place_name
from edukg.web.predicates import predicate_name

if TYPE_CHECKING:
    from flask import Flask


def kind_name(kind: str) -> str:
    """What a kind of thing is called."""
    names: dict[str, str] = {
        "term": _("term"),
        "sense": _("sense"),
        "concept": _("concept"),
        "class": _("class"),
        "property": _("property"),
        "instance": _("instance"),
        "source": _("source"),
        "agent": _("person or organisation"),
        "attestation": _("attested use"),
        "graph": _("named graph"),
        "ontology": _("ontology"),
        "shape": _("shape"),
        "function": _("function"),
    }
    return names.get(str(kind), str(kind))


def count_name(name: str, number: int) -> str:
    """What is counted, in the form that the language sets after the number."""
    names: dict[str, str] = {
        "terms": npgettext("counted", "term", "terms", number),
        "senses": npgettext("counted", "sense", "senses", number),
        "concepts": npgettext("counted", "concept", "concepts", number),
        "attestations": npgettext("counted", "attested use", "attested uses", number),
        "sources": npgettext("counted", "source", "sources", number),
        "agents": npgettext("counted", "person or body", "persons and bodies", number),
        "classes": npgettext("counted", "class", "classes", number),
        "properties": npgettext("counted", "property", "properties", number),
        "instances": npgettext("counted", "real example", "real examples", number),
        "triples": npgettext("counted", "statement", "statements", number),
        "asserted": npgettext("counted", "asserted statement", "asserted statements", number),
        "inferred": npgettext("counted", "inferred statement", "inferred statements", number),
    }
    return names.get(name, name)


def reason(why: str) -> str:
    """Why a hit matched: each part of the search's reason in the language of the interface."""
    words = {
        "preferred label": _("preferred label"),
        "label": _("label"),
        "name": _("name"),
        "other form": _("other form"),
        "alternative label": _("alternative label"),
        "title": _("title"),
        "begins so": _("begins so"),
        "inflected form": _("inflected form"),
        "misspelt": _("spelt almost so"),
        "other keyboard": _("typed on the other keyboard"),
        "contains some of these words": _("contains some of these words"),
        "contains these words": _("contains these words"),
        "other script": _("other script"),
        "case folded": _("capital letters do not matter"),
        "apostrophe folded": _("any apostrophe will do"),
        "spelling folded": _("small differences of spelling"),
    }
    return ", ".join(words.get(part, part) for part in why.split(", "))


def change_name(kind: str) -> str:
    """What is said of several things that changed in one way."""
    names: dict[str, str] = {
        "added": _("New"),
        "removed": _("Gone"),
        "split": _("Meanings that were split"),
        "merged": _("Meanings that were merged"),
        "replaced": _("Meanings that others replace"),
        "widened": _("Terms with a further sense"),
        "narrowed": _("Terms that lost a sense"),
        "attested": _("Other attested uses"),
        "reworded": _("Worded otherwise"),
        "related": _("Related otherwise"),
    }
    return names.get(str(kind), str(kind))


def match_name(iri: str) -> str:
    """How closely a concept of another vocabulary corresponds to one of ours (SKOS Reference, section 10)."""
    names: dict[str, str] = {
        SKOS + "exactMatch": _("the same"),
        SKOS + "closeMatch": _("nearly the same"),
        SKOS + "broadMatch": _("wider there"),
        SKOS + "narrowMatch": _("narrower there"),
        SKOS + "relatedMatch": _("related there"),
    }
    return names.get(iri, shorten(iri))


def facet_name(name: str) -> str:
    """By what hits are narrowed."""
    names: dict[str, str] = {
        "kind": _("What it is"),
        "class": _("Kind"),
        "family": _("Family of meanings"),
        "level": _("Clustering level"),
        "country": _("Country"),
        "source": _("Source"),
        "language": _("Language"),
    }
    return names.get(name, name)


def feature_name(iri: str) -> str:
    """What a feature is called as the heading of a column, or "" for one that has only the label in the data."""
    names: dict[str, str] = {
        EDUKG + "hasRealm": _("Realm"),
        EDUKG + "hasScale": _("Scale"),
        EDUKG + "hasSubjectKind": _("Subject"),
        EDUKG + "hasInfluenceBoundary": _("Boundary of influence"),
    }
    return names.get(iri, "")


def language_name(code: str) -> str:
    """What a language is called in the language of the interface."""
    names: dict[str, str] = {
        "en": _("English"),
        "ru": _("Russian"),
        "uz": _("Uzbek"),
        "uz-Cyrl": _("Uzbek in Cyrillic script"),
        "de": _("German"),
        "kk": _("Kazakh"),
        "uk": _("Ukrainian"),
    }
    return names.get(code, code)


def day(iso: str) -> str:
    """A date as the language of the interface writes it; what is no date stays as it is.

    Only a whole date is spelt out: of a year or a month the data say no more than that.
    """
    try:
        return str(format_date(date.fromisoformat(iso), "long"))
    except ValueError:
        return iso


def size(octets: int) -> str:
    """A number of bytes as people say it.

    Units are powers of a thousand, as in the file managers that will show the same file.
    """
    amount = float(octets)
    units = (_("bytes"), _("kB"), _("MB"), _("GB"))
    place = 0
    while amount >= 1000 and place < len(units) - 1:
        amount, place = amount / 1000, place + 1
    return f"{format_decimal(round(amount, 1 if place and amount < 10 else 0))} {units[place]}"


_QUALIFIED: Final = re.compile(r"^(?P<word>.+?)\s*\((?P<qualifier>[^()]+)\)$")


def qualifier(label: str) -> str:
    """The part of a qualified label that tells it apart, or the whole label when it has none.

    >>> qualifier("educational cluster (association)")
    'association'
    """
    found = _QUALIFIED.match(label.strip())
    return found["qualifier"] if found else label


def clip(text: str, length: int = 150) -> str:
    """The first sentence, or as many whole words as fit; never cut inside a word.

    >>> clip("A union of schools. It has a coordinator.")
    'A union of schools.'
    """
    first = re.split(r"(?<=[.!?])\s+(?=\w)", text.strip(), maxsplit=1)[0]
    if len(first) <= length:
        return first
    return first[: first.rfind(" ", 0, length)].rstrip(",;:– ") + " …"


def init_app(app: Flask) -> None:
    """Let templates use these words."""
    for words in (
        change_name,
        predicate_name,
        kind_name,
        count_name,
        facet_name,
        feature_name,
        language_name,
        match_name,
        reason,
        doi,
        place_name,
        told,
    ):
        app.jinja_env.globals[words.__name__] = words
    app.jinja_env.filters.update(size=size, qualifier=qualifier, clip=clip, shorten=shorten, outside=outside)
    app.jinja_env.filters["number"] = format_decimal
    app.jinja_env.filters["day"] = day
