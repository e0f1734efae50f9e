"""Finding a term: the page of hits, how to narrow them, and what is offered while one types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from edukg.model import Facet, FacetValue, Search
from edukg.namespaces import expand, shorten
from edukg.search import FACETS
from edukg.web.contexts import Frame
from edukg.web.interface import content_language, frame, knowledge_base, links

blueprint = Blueprint("finding", __name__)

LONGEST_QUESTION = 300
HITS_SHOWN = 20
OFFERED = 8
VALUES_OPEN = 6
"""So many values of a facet are shown at once; the rest lies behind one click."""

ARGUMENTS: Mapping[str, str] = {name: "in" if name == "language" else name for name in FACETS}
"""How each facet is called in an address: `lang` is the language of the texts that are shown."""


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A value by which hits can be narrowed, with the address that does so, or undoes it when it is chosen."""

    item: FacetValue
    address: str


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """A facet with its values as links."""

    name: str
    values: tuple[FacetLink, ...]

    @property
    def chosen(self) -> bool:
        """Whether one of the values is chosen."""
        return any(link.item.chosen for link in self.values)


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page stands among its neighbours; an address is empty where there is none."""

    number: int
    last: int
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class SearchPage:
    """The hits for a question, best first, and how to narrow them."""

    frame: Frame
    question: str
    found: Search | None
    facets: tuple[FacetLinks, ...]
    paging: Paging
    undo: str


@dataclass(frozen=True, slots=True)
class SuggestPage:
    """What is offered while one types."""

    frame: Frame
    found: Search


def chosen_values() -> dict[str, tuple[str, ...]]:
    """The values that the address chooses, by facet, as IRIs where they are."""
    chosen: dict[str, tuple[str, ...]] = {}
    for name, argument in ARGUMENTS.items():
        given = request.args.get(argument, "").strip()[:300]
        if given:
            chosen[name] = (expand(given) or given,)
    return chosen


def facet_links(facets: tuple[Facet, ...]) -> tuple[FacetLinks, ...]:
    """The facets with the address that each value leads to from this page."""
    build = links()
    given = {name: value for name, value in request.args.to_dict().items() if name != "page"}

    def address(facet: Facet, item: FacetValue) -> str:
        return build.again(request.path, given, **{ARGUMENTS[facet.name]: "" if item.chosen else shorten(item.value)})

    return tuple(
        FacetLinks(facet.name, tuple(FacetLink(item, address(facet, item)) for item in facet.values))
        for facet in facets
    )


def without_facets() -> str:
    """This page with nothing chosen."""
    given = {n: v for n, v in request.args.to_dict().items() if n not in {"page", *ARGUMENTS.values()}}
    return links().again(request.path, given)


def page_number() -> int:
    """Which page of a list the address asks for, from 1."""
    asked = request.args.get("page", "1")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def paging(total: int, shown: int) -> Paging:
    """The neighbours of this page of a list of `total` things, `shown` on each page."""
    build = links()
    given = request.args.to_dict()
    last = max(1, -(-total // shown))
    number = min(page_number(), last)
    return Paging(
        number,
        last,
        build.again(request.path, given, page=str(number - 1) if number > 2 else "") if number > 1 else "",
        build.again(request.path, given, page=str(number + 1)) if number < last else "",
    )


@blueprint.get("/search")
def search() -> str:
    """The hits for a question, each with the reason why it matched."""
    question = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    kb = knowledge_base()
    language = content_language()
    chosen = chosen_values()
    offset = (page_number() - 1) * HITS_SHOWN
    found = kb.find(question, language=language, chosen=chosen, offset=offset, limit=HITS_SHOWN) if question else None
    if found is not None and not found.hits and offset:
        last = max(0, (found.total - 1) // HITS_SHOWN) * HITS_SHOWN
        found = kb.find(question, language=language, chosen=chosen, offset=last, limit=HITS_SHOWN)
    page = SearchPage(
        frame=frame(_("Search: %(question)s", question=question) if question else _("Search"), section="search"),
        question=question,
        found=found,
        facets=facet_links(found.facets) if found else (),
        paging=paging(found.total if found else 0, HITS_SHOWN),
        undo=without_facets() if chosen else "",
    )
    return render_template("finding/search.html", page=page)


@blueprint.get("/search/suggest")
def suggest() -> str:
    """The first hits as the options of a list: the script of the search box puts them under it."""
    question = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    found = knowledge_base().find(question, language=content_language(), limit=OFFERED)
    return render_template("finding/suggest.html", page=SuggestPage(frame(), found))


__all__ = [
    "FacetLinks",
    "Paging",
    "blueprint",
    "chosen_values",
    "facet_links",
    "page_number",
    "paging",
    "without_facets",
]
