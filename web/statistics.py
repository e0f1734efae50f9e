"""The knowledge base in numbers, each list as a table whose rows carry their bar, so that the plot is its own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import Blueprint, render_template
from flask_babel import gettext as _

from edukg.model import Named, Tally
from edukg.web.contexts import Count, Frame
from edukg.web.interface import frame, knowledge_base
from edukg.web.readings import citation
from edukg.web.vocabulary import language_name

if TYPE_CHECKING:
    from collections.abc import Sequence

blueprint = Blueprint("statistics", __name__)

COUNTED: Final = (
    "terms",
    "senses",
    "concepts",
    "attestations",
    "sources",
    "agents",
    "classes",
    "properties",
    "instances",
)
WIDEST: Final = 100
TALLEST: Final = 120
STEP: Final = 22


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a plot: its name, its number, and how long its bar is, from 0 to 100."""

    number: int
    length: float
    named: Named | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Plot:
    """A list of numbers with bars. `anchor` is where it stands on the page."""

    anchor: str
    title: str
    heading: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One year of a plot over time; `x` and `y` are those of the upper left corner of the column."""

    x: int
    y: float
    height: float
    year: str
    number: int
    marked: bool


@dataclass(frozen=True, slots=True)
class Years:
    """Numbers by year as columns; `tallest` is what the highest column stands for."""

    width: int
    height: int
    columns: tuple[Column, ...]
    tallest: int
    plot: Plot


@dataclass(frozen=True, slots=True)
class StatisticsPage:
    """The whole in numbers."""

    frame: Frame
    counts: tuple[Count, ...]
    asserted: int
    inferred: int
    years: Years | None
    plots: tuple[Plot, ...]
    citation: str


def _bars(tallies: Sequence[Tally]) -> tuple[Bar, ...]:
    most = max((tally.number for tally in tallies), default=1)
    return tuple(Bar(tally.number, round(WIDEST * tally.number / most, 1), tally.named, tally.key) for tally in tallies)


def _years(tallies: Sequence[Tally], title: str, heading: str) -> Years | None:
    known = {int(t.key): t.number for t in tallies if t.key.isdigit()}
    if not known:
        return None
    most = max(known.values())
    columns = []
    # Years without a use are left out, so that a phone shows the plot whole; the labels say which years these are.
    for place, (year, number) in enumerate(sorted(known.items())):
        height = TALLEST * number / most
        columns.append(Column(4 + STEP * place, 18 + TALLEST - height, height, str(year), number, marked=True))
    plot = Plot("years", title, heading, _bars(tallies))
    return Years(8 + STEP * len(columns), TALLEST + 62, tuple(columns), most, plot)


@blueprint.get("/statistics")
def statistics() -> str:
    """How much there is of what, drawn and told."""
    kb = knowledge_base()
    counts = kb.manifest.counts
    figures = kb.entities.figures()
    languages = tuple(Tally(t.number, key=language_name(t.key)) for t in figures.uses_by_language)
    plots = (
        Plot("concepts", _("Meanings with most attested uses"), _("meaning"), _bars(figures.uses_by_concept)),
        Plot("languages", _("Languages of the attested uses"), _("language"), _bars(languages)),
        Plot("senses", _("How many senses a term has"), _("senses"), _bars(figures.senses_by_entry)),
        Plot("countries", _("Real examples by country"), _("country"), _bars(figures.instances_by_country)),
        Plot("classes", _("Real examples and records by class"), _("class"), _bars(figures.instances_by_class)),
        Plot("positions", _("What most positions are about"), _("subject"), _bars(figures.positions_by_subject)),
        Plot("checked", _("Checked at the source"), _("state"), _bars(figures.verification)),
    )
    page = StatisticsPage(
        frame=frame(_("The knowledge base in numbers"), section="statistics"),
        counts=tuple(Count(name, counts[name]) for name in COUNTED if counts.get(name)),
        asserted=counts.get("asserted", 0),
        inferred=counts.get("inferred", 0),
        years=_years(figures.uses_by_year, _("Attested uses by year"), _("year")),
        plots=tuple(plot for plot in plots if plot.bars),
        citation=citation(_("knowledge base in numbers"), "https://w3id.org/edukg/onto", kb.manifest),
    )
    return render_template("pages/statistics.html", page=page)
