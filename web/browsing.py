"""Looking through what there is: terms from A to Z, the trees of classes and concepts, families, a map."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask_babel import gettext as _

from edukg.lexicon import Hierarchy
from edukg.model import Facet, Family, Listed, Named, TermLink
from edukg.namespaces import LANGUAGES, expand, shorten
from edukg.web import atlas
from edukg.web.alphabets import initial, sort_key
from edukg.web.contexts import Contrast, Frame, LanguageChoice, Reading
from edukg.web.finding import FacetLinks, Paging, chosen_values, facet_links, page_number, paging, without_facets
from edukg.web.interface import NAMES, content_choices, content_language, frame, knowledge_base, links
from edukg.web.readings import contrast
from edukg.web.structured import of_terms

blueprint = Blueprint("browsing", __name__)

WHOLE_LIST = 400
"""Up to so many terms are listed on one page; beyond that one letter is shown at a time."""
WHOLE_TREE = 300
"""Up to so many nodes a tree is written whole; beyond that only the way to the node that is asked for."""
CHILDREN_SHOWN = 100
THINGS_SHOWN = 50
STEPS = (1, 2, 5, 10, 25)
"""From how many things on a country has the first, second, … shade of the map."""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    """The terms under one letter."""

    letter: str
    anchor: str
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class TermsPage:
    """The list of terms of one language."""

    frame: Frame
    language: str
    choices: tuple[LanguageChoice, ...]
    letter: str
    groups: tuple[LetterGroup, ...]
    shown: tuple[LetterGroup, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a tree with what lies below it: `children` as far as they are written here, `number` of all.

    `address` shows what lies below, for a node whose children are not written here; `open` when they are to be seen.
    """

    named: Named
    number: int
    children: tuple[Branch, ...] = ()
    address: str = ""
    fragment: str = ""
    open: bool = False
    here: bool = False
    more: str = ""


@dataclass(frozen=True, slots=True)
class TreePage:
    """The classes or the concepts as a tree."""

    frame: Frame
    of: str
    branches: tuple[Branch, ...]
    node: Named | None
    size: int
    paging: Paging
    choices: tuple[LanguageChoice, ...]


@dataclass(frozen=True, slots=True)
class BranchPage:
    """What lies below one node, to be put into a page."""

    frame: Frame
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class FamilyPart:
    """A family with what tells its readings apart, and the terms of the content language for them."""

    family: Family
    contrast: Contrast
    terms: tuple[TermLink, ...]


@dataclass(frozen=True, slots=True)
class FamiliesPage:
    """The families of readings that share a word."""

    frame: Frame
    families: tuple[FamilyPart, ...]
    choices: tuple[LanguageChoice, ...]


@dataclass(frozen=True, slots=True)
class CountryMark:
    """A country on the map: its outline or, when that is too small to draw, only its point."""

    named: Named
    number: int
    address: str
    chosen: bool
    path: str = ""
    x: int = 0
    y: int = 0
    drawn: bool = True

    @property
    def shade(self) -> int:
        """Which of the shades of the map the country has, from 1."""
        return sum(1 for step in STEPS if self.number >= step)


@dataclass(frozen=True, slots=True)
class Map:
    """The world: the countries that have something, and the outlines of the rest."""

    width: int
    height: int
    ground: tuple[str, ...]
    countries: tuple[CountryMark, ...]
    steps: tuple[int, ...] = STEPS


@dataclass(frozen=True, slots=True)
class InstancesPage:
    """The real things, on a list and by country on a map."""

    frame: Frame
    things: tuple[Listed, ...]
    total: int
    map: Map
    facets: tuple[FacetLinks, ...]
    paging: Paging
    undo: str
    choices: tuple[LanguageChoice, ...]


def _order(language: str) -> Callable[[str], Any]:
    return lambda written: sort_key(written, language)


def _groups(entries: tuple[TermLink, ...], language: str) -> tuple[LetterGroup, ...]:
    by_letter: dict[str, list[TermLink]] = {}
    for entry in sorted(entries, key=lambda e: (sort_key(e.written, language), e.iri)):
        by_letter.setdefault(initial(entry.written, language), []).append(entry)
    return tuple(
        LetterGroup(letter, f"letter-{number}", tuple(found))
        for number, (letter, found) in enumerate(by_letter.items(), start=1)
    )


@blueprint.get("/terms")
def terms() -> str:
    """The terms of one language from the first letter of its alphabet to the last."""
    language = content_language()
    letter = request.args.get("letter", "")
    groups = _groups(knowledge_base().lexicon.terms(language), language)
    total = sum(len(group.terms) for group in groups)
    if not letter and total > WHOLE_LIST:
        letter = groups[0].letter
    shown = tuple(g for g in groups if not letter or g.letter.casefold() == letter.casefold())
    build = links()
    page = TermsPage(
        frame=replace(
            frame(_("Terms from A to Z"), section="terms", content=language),
            structured=of_terms((term for group in shown for term in group.terms), language),
        ),
        language=language,
        choices=tuple(LanguageChoice(c, NAMES[c], build.terms(c), chosen=c == language) for c in LANGUAGES),
        letter=letter,
        groups=groups,
        shown=shown,
        total=total,
    )
    return render_template("finding/terms.html", page=page)


def _tree() -> tuple[str, Hierarchy]:
    of = request.args.get("of", "concepts")
    if of not in {"classes", "concepts"}:
        abort(404)
    lexicon = knowledge_base().lexicon
    return of, lexicon.classes if of == "classes" else lexicon.concepts


def _node(tree: Hierarchy) -> str:
    asked = request.args.get("node", "").strip()
    node = expand(asked) or asked
    if node and node not in tree:
        abort(404)
    return node


def _branch(of: str, tree: Hierarchy, named: Named, way: Sequence[str], language: str, *, whole: bool) -> Branch:
    """A node, with its children when the tree is written whole or the node lies on the way to the one asked for."""
    build = links()
    number = tree.number_below(named.iri)
    if not number:
        return Branch(named, 0, here=bool(way) and named.iri == way[-1])
    onward = named.iri in way
    shown: tuple[Named, ...] = ()
    last = bool(way) and named.iri == way[-1]
    if whole or onward:
        every = tree.children(named.iri, language, _order(language))
        start = (page_number() - 1) * CHILDREN_SHOWN if last else 0
        shown = every[start : start + CHILDREN_SHOWN]
        if onward and not last and (step := tree.named(way[way.index(named.iri) + 1])) not in shown:
            shown = (*shown, step)
    return Branch(
        named,
        number,
        tuple(_branch(of, tree, child, way, language, whole=whole) for child in shown),
        build.tree(of, named.iri),
        build.branch(of, named.iri, language),
        open=onward,
        here=last,
        more=build.tree(of, named.iri) if shown and number > len(shown) and not last else "",
    )


@blueprint.get("/tree")
def tree() -> str:
    """The classes or the concepts from the widest down; `node` names the one whose children are shown."""
    of, found = _tree()
    node = _node(found)
    language = content_language()
    way = found.path(node) if node else ()
    roots = found.children("", language, _order(language))
    page = page_number()
    top = roots if node else roots[(page - 1) * CHILDREN_SHOWN : page * CHILDREN_SHOWN]
    if node:
        top = tuple(root for root in roots if root.iri == way[0]) if len(found) > WHOLE_TREE else roots
    title = _("Classes from wide to narrow") if of == "classes" else _("Concepts from wide to narrow")
    context = TreePage(
        frame=frame(title, section="terms", content=language),
        of=of,
        branches=tuple(_branch(of, found, root, way, language, whole=len(found) <= WHOLE_TREE) for root in top),
        node=found.named(node) if node else None,
        size=len(found),
        paging=paging(found.number_below(node) if node else len(roots), CHILDREN_SHOWN),
        choices=content_choices(language),
    )
    return render_template("finding/tree.html", page=context)


@blueprint.get("/tree/branch")
def branch() -> str:
    """What lies right below a node, as a list: the script of the tree puts it in place when the node is opened."""
    of, found = _tree()
    node = _node(found)
    if not node:
        abort(404)
    language = content_language()
    opened = _branch(of, found, found.named(node), (node,), language, whole=False)
    return render_template("finding/branch.html", page=BranchPage(frame(content=language), (opened,)))


@blueprint.get("/families")
def families() -> str:
    """The families of readings: one word, several meanings, and what tells them apart."""
    kb = knowledge_base()
    language = content_language()
    of_concept: dict[str, dict[str, TermLink]] = {}
    for link in kb.terms(language):
        if link.senses > 1:
            for concept in kb.lexicon.readings(link.iri):
                of_concept.setdefault(concept.iri, {})[link.iri] = link
    parts = []
    for family in kb.families():
        readings = tuple(Reading(n, concept, None) for n, concept in enumerate(family.concepts, start=1))
        found = {iri: link for c in family.concepts for iri, link in of_concept.get(c.iri, {}).items()}
        ordered = sorted(found.values(), key=lambda link: sort_key(link.written, language))
        parts.append(FamilyPart(family, contrast(readings), tuple(ordered)))
    page = FamiliesPage(
        frame(_("Families of meanings"), section="terms", content=language), tuple(parts), content_choices(language)
    )
    return render_template("finding/families.html", page=page)


@blueprint.get("/instances")
def instances() -> str:
    """The real clusters, programmes, organisations and innovations, by country and on a list."""
    kb = knowledge_base()
    language = content_language()
    chosen = {name: values for name, values in chosen_values().items() if name not in {"kind", "language"}}
    order = _order(language)
    offset = (page_number() - 1) * THINGS_SHOWN
    found = kb.instances(language, order, chosen=chosen, offset=offset, limit=THINGS_SHOWN)
    anywhere = {name: values for name, values in chosen.items() if name != "country"}
    everywhere = kb.instances(language, order, chosen=anywhere, limit=0) if "country" in chosen else found
    page = InstancesPage(
        frame=frame(_("Real examples"), section="instances", content=language),
        things=found.things,
        total=found.total,
        map=_map(
            next((f for f in everywhere.facets if f.name == "country"), None), chosen.get("country", ()), language
        ),
        facets=facet_links(found.facets),
        paging=paging(found.total, THINGS_SHOWN),
        undo=without_facets() if chosen else "",
        choices=content_choices(language),
    )
    return render_template("finding/instances.html", page=page)


def _map(countries: Facet | None, chosen: Sequence[str], language: str) -> Map:
    world = atlas.read()
    codes = knowledge_base().countries
    drawn = {item.value: item for item in (countries.values if countries else ())}
    marks = []
    for iri, item in drawn.items():
        outline = world["countries"].get(codes.get(iri, ""), {})
        marks.append(
            CountryMark(
                item.named,
                item.number,
                links().again(request.path, _without_country(), country="" if iri in chosen else shorten(iri)),
                iri in chosen,
                outline.get("path", ""),
                outline.get("x", 0),
                outline.get("y", 0),
                drawn=bool(outline),
            )
        )
    shown = {codes.get(iri, "") for iri in drawn}
    ground = tuple(c["path"] for code, c in world["countries"].items() if code not in shown and c["path"])
    order = _order(language)
    marks.sort(key=lambda mark: (-mark.number, order(mark.named.label(language))))
    return Map(world["width"], world["height"], (*ground, world["rest"]), tuple(marks))


def _without_country() -> dict[str, str]:
    return {name: value for name, value in request.args.to_dict().items() if name not in {"page", "country"}}


__all__ = ["STEPS", "Branch", "InstancesPage", "Map", "TermsPage", "TreePage", "blueprint"]
