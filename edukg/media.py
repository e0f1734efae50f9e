"""Media types of everything that is read or served, as tables, and the choice among them.

Each row links to the specification that defines the syntax; the names are those that IANA registers
(https://www.iana.org/assignments/media-types/). The choice follows HTTP Semantics, RFC 9110, section 12.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["graph", "dataset", "results", "page", "links"]


@dataclass(frozen=True, slots=True)
class MediaType:
    """One syntax. `formats` are its names in `?format=`; `aliases` the other media types it goes by in Accept."""

    name: str
    suffix: str
    label: str
    spec: str
    kind: Kind
    formats: tuple[str, ...]
    suffixes: tuple[str, ...] = ()
    """Further endings of files in this syntax."""
    aliases: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The value of Content-Type: text types say that they are UTF-8."""
        return f"{self.name}; charset=utf-8" if self.name.startswith("text/") else self.name


TURTLE: Final = MediaType(
    "text/turtle", ".ttl", "Turtle", "https://www.w3.org/TR/turtle/", "graph", ("turtle", "ttl", "n3"),
    aliases=("application/x-turtle", "application/turtle", "text/n3", "text/rdf+n3"),
)  # fmt: skip
RDF_XML: Final = MediaType(
    "application/rdf+xml", ".rdf", "RDF/XML", "https://www.w3.org/TR/rdf-syntax-grammar/", "graph",
    ("rdfxml", "rdf", "xml", "rdf+xml"), suffixes=(".owl", ".xml"), aliases=("application/xml", "text/xml"),
)  # fmt: skip
JSON_LD: Final = MediaType(
    "application/ld+json", ".jsonld", "JSON-LD", "https://www.w3.org/TR/json-ld11/", "graph",
    ("jsonld", "json-ld", "json"), suffixes=(".json",), aliases=("application/json",),
)  # fmt: skip
N_TRIPLES: Final = MediaType(
    "application/n-triples", ".nt", "N-Triples", "https://www.w3.org/TR/n-triples/", "graph",
    ("ntriples", "nt", "n-triples"),
)  # fmt: skip
TRIG: Final = MediaType(
    "application/trig", ".trig", "TriG", "https://www.w3.org/TR/trig/", "dataset", ("trig",),
    aliases=("application/x-trig",),
)  # fmt: skip
N_QUADS: Final = MediaType(
    "application/n-quads", ".nq", "N-Quads", "https://www.w3.org/TR/n-quads/", "dataset", ("nquads", "nq", "n-quads")
)
RESULTS_JSON: Final = MediaType(
    "application/sparql-results+json", ".srj", "SPARQL results in JSON",
    "https://www.w3.org/TR/sparql11-results-json/", "results", ("json", "srj"), aliases=("application/json",),
)  # fmt: skip
RESULTS_XML: Final = MediaType(
    "application/sparql-results+xml", ".srx", "SPARQL results in XML", "https://www.w3.org/TR/rdf-sparql-XMLres/",
    "results", ("xml", "srx"), aliases=("application/xml", "text/xml"),
)  # fmt: skip
RESULTS_CSV: Final = MediaType(
    "text/csv", ".csv", "SPARQL results in CSV", "https://www.w3.org/TR/sparql11-results-csv-tsv/", "results", ("csv",)
)
RESULTS_TSV: Final = MediaType(
    "text/tab-separated-values", ".tsv", "SPARQL results in TSV",
    "https://www.w3.org/TR/sparql11-results-csv-tsv/", "results", ("tsv",),
)  # fmt: skip
HTML: Final = MediaType(
    "text/html", ".html", "HTML", "https://html.spec.whatwg.org/", "page", ("html",),
    aliases=("application/xhtml+xml",),
)  # fmt: skip
LINKS: Final = MediaType(
    "application/link-format", ".link", "TimeMap", "https://www.rfc-editor.org/rfc/rfc7089#section-5", "links",
    ("link", "timemap"),
)  # fmt: skip

GRAPHS: Final = (TURTLE, JSON_LD, RDF_XML, N_TRIPLES)
"""Syntaxes for one graph, the preferred one first."""
DATASETS: Final = (TRIG, N_QUADS)
"""Syntaxes that keep named graphs."""
RESULTS: Final = (RESULTS_JSON, RESULTS_XML, RESULTS_CSV, RESULTS_TSV)
"""Syntaxes for the answers to SELECT; those to ASK have only the first two by the standards."""
ALL: Final = (*RESULTS, *GRAPHS, *DATASETS, HTML)

_ELEMENT = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETER = re.compile(r';(?:[^;"]|"(?:[^"\\]|\\.)*"?)*')
_WEIGHT = re.compile(r"(?:0?\.\d+|0\.?|1(?:\.0*)?)\Z")


def _ranges(accept: str) -> Iterator[tuple[str, float]]:
    """Each media range with its weight. What cannot be read is left out, as if it had not been sent."""
    for element in _ELEMENT.findall(accept):
        name, _, _ = element.partition(";")
        name = name.strip().lower()
        if name == "*":  # sent by Java's own HTTP client
            name = "*/*"
        if not re.fullmatch(r"[^\s/;,]+/[^\s/;,]+", name):
            continue
        weight = 1.0
        for parameter in _PARAMETER.findall(element[len(element.partition(";")[0]) :]):
            key, _, value = parameter[1:].partition("=")
            if key.strip().lower() == "q":
                if not _WEIGHT.match(value.strip()):
                    break
                weight = float(value.strip())
        else:
            yield name, weight


def _fit(media_type: MediaType, ranges: Sequence[tuple[str, float]]) -> tuple[float, int]:
    """The weight of the most specific range that covers the type, and how specific it is; (0, 0) when none does."""
    best = (0, 0.0)
    for name, weight in ranges:
        if name == media_type.name:
            specificity = 4
        elif name in media_type.aliases:
            specificity = 3
        elif name == media_type.name.partition("/")[0] + "/*":
            specificity = 2
        elif name == "*/*":
            specificity = 1
        else:
            continue
        best = max(best, (specificity, weight))
    return best[1], best[0]


def negotiate(accept: str | None, offered: Sequence[MediaType]) -> MediaType | None:
    """The type to answer with, or None when the client takes none of those offered (406).

    The highest weight wins, then the range that names the type more closely, then the order of `offered`. Without a
    header, or with one that holds no media range at all, the first one offered is taken. Parameters other than `q`,
    such as charset or the profiles of JSON-LD, do not count.

    >>> negotiate("text/html;q=0.5, application/ld+json", (HTML, TURTLE, JSON_LD)).label
    'JSON-LD'
    """
    ranges = list(_ranges(accept or ""))
    if not ranges:
        return offered[0] if offered else None
    fits = [(*_fit(media_type, ranges), -index) for index, media_type in enumerate(offered)]
    weight, _, index = max(fits, default=(0.0, 0, 0))
    return offered[-index] if weight > 0 else None


def by_suffix(suffix: str, offered: Sequence[MediaType] = ALL) -> MediaType | None:
    """The type of files with this ending, such as ".ttl"; letter case does not matter.

    >>> by_suffix(".owl").label
    'RDF/XML'
    """
    wanted = suffix.lower()
    return next((m for m in offered if wanted == m.suffix or wanted in m.suffixes), None)


def by_format(name: str, offered: Sequence[MediaType] = ALL) -> MediaType | None:
    """The type that `?format=` names, by short name, ending or media type.

    Some names mean different syntaxes for rows and for graphs, such as "json": pass the types that fit the answer.

    >>> by_format("json", GRAPHS).label
    'JSON-LD'
    """
    wanted = name.strip().lower()
    for media_type in offered:
        if wanted in media_type.formats or wanted in {media_type.name, media_type.suffix.lstrip(".")}:
            return media_type
    return None
