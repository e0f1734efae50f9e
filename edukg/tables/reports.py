"""What the shapes say of tables, put where people look: at the cell, with what could be written into it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from edukg.model import Report, Severity, Suggestion, Text, Texts, Violation
from edukg.namespaces import SHAPE, expand
from edukg.tables import dates
from edukg.tables.converting import Thing
from edukg.tables.loading import Loaded, Table
from edukg.tables.mapping import Column
from edukg.validate import graph_of, with_findings
from edukg.validate.repairs import uzbek
from edukg.validate.report import order, standard_report

_CURIE: Final = re.compile(r"\b[a-z]+:[A-Za-z]\w*")
_NAME: Final = re.compile(r"\b[a-z]+:[\w-]+(?:\.[\w-]+)*")
_TOO_FEW: Final = expand("sh:MinCountConstraintComponent")
_OFFERED: Final = 8
_QUOTES: Final = {"ru": ("«", "»")}


def complete(report: Report, loaded: Loaded) -> Report:
    """A report of the shapes with the places and suggestions of tables, and with what reading them found.

    What only follows from a cell that could not be read is left out, since that cell is told of already; and of several
    shapes that miss something in one empty cell, one is enough.
    """
    if not loaded.tables:
        return report
    results: list[Violation] = []
    left_out: Counter[Severity] = Counter()
    lacking: set[tuple[str, str, str]] = set()
    for result in sorted(report.results, key=_is_long):
        table = next((table for table in loaded.tables if result.focus in table.things), None)
        if table is None:
            results.append(result)
        elif (placed := _placed(result, table)) is None or (lack := _lack(placed)) in lacking:
            left_out[result.severity] += 1
        else:
            results.append(placed)
            if lack is not None:
                lacking.add(lack)
    told: Counter[Severity] = Counter()
    for table in loaded.tables:
        told.update(table.counts)
    told.subtract(found.severity for found in loaded.findings)  # those beyond the number that is kept
    mended = Report(
        results=tuple(sorted(results, key=order)),
        engine=report.engine,
        triples=report.triples,
        seconds=report.seconds,
        counts={s: report.count(s) - left_out[s] + told[s] for s in Severity},
        by_reference=report.by_reference,
        complete=report.complete,
        without_lines=report.without_lines,
    )
    base = mended if left_out else standard_report(mended, lambda: graph_of(report))
    return with_findings(base, loaded.findings)


def _is_long(result: Violation) -> bool:
    """Whether a result is not about one property, which is easiest to say in the words of a table."""
    return result.path is None or "://" not in result.path


def _lack(result: Violation) -> tuple[str, str, str] | None:
    """The empty cell that a result is about."""
    if result.component != _TOO_FEW or result.place is None or result.found:
        return None
    return result.focus, result.place.sheet, result.place.cell


def _placed(result: Violation, table: Table) -> Violation | None:
    """A result at its cell, or None when that cell is told of already."""
    thing = table.things[result.focus]
    column = _column(result, thing)
    if column and column.predicate in thing.told:
        return None
    name = column.name if column and column.name in thing.row.headings else None
    if name is None:
        name = next((c.name for c in thing.row.sheet.columns if c.name in thing.row.headings), None)
    offers = _offers(result, thing, column, table) if column else ()
    return replace(
        result,
        messages=_in_words(result.messages, table, thing),
        expected=_in_words(result.expected, table, thing),
        place=thing.row.place(name),
        focus_labels=result.focus_labels or Texts((Text(thing.label, table.language),)),
        suggestions=tuple(offers) or result.suggestions,
    )


def _in_words(texts: Texts, table: Table, thing: Thing) -> Texts:
    """Messages with names in place of prefixed names: who keeps a table knows its rows and headings."""

    def heading(iri: str, language: str) -> str | None:
        """What the column of a property is called, the one of the reader's language where there are several."""
        columns = [column for column in thing.row.sheet.columns if column.predicate == iri]
        columns.sort(key=lambda column: column.language != language)
        return columns[0].titles.value(language) if columns else None

    def word(found: re.Match[str], language: str) -> str:
        iri = expand(found[0])
        if iri is None:
            return found[0]
        begin, end = _QUOTES.get(language, ("“", "”"))
        if (named := table.things.get(iri)) and named.label:
            return f"{begin}{named.label}{end}"
        called = heading(iri, language) or table.converter.name(iri, language)
        return f"{begin}{called}{end}" if called else found[0]

    def said(text: Text) -> Text:
        return Text(_NAME.sub(lambda found: word(found, text.language), text.value), text.language)

    return Texts(tuple(said(text) for text in texts))


def _column(result: Violation, thing: Thing) -> Column | None:
    """The column that a result speaks of: the one its shape names, its path, or the names of the row."""
    shape = result.shape.removeprefix(SHAPE)
    columns = thing.row.sheet.columns
    for column in columns:
        if shape in column.shapes:
            return column
    paths = {result.path, *(expand(curie) for curie in _CURIE.findall(result.path or ""))}
    fitting = [column for column in columns if column.predicate and column.predicate in paths]
    for column in fitting:
        if result.value and thing.row.text(column.name) == result.value:
            return column
    filled = [column for column in fitting if column.name in thing.row.headings]
    return next(iter(filled or fitting), None)


def _offers(result: Violation, thing: Thing, column: Column, table: Table) -> Iterator[Suggestion]:
    """What could be written into the cell: a repair of what is there, else the choices, else an example."""
    repaired = _repaired(result, thing, column, table)
    if repaired is not None:
        yield Suggestion(repaired)
        return
    offered = [offer.iri for offer in result.suggestions if offer.iri]
    if column.choices:
        if own := table.converter.own_offers(column):
            yield from own
        elif offered:
            yield from (table.converter.suggestion(iri) for iri in offered[:_OFFERED])
        else:
            yield from table.converter.offers(column)
        return
    yield from (Suggestion(example.value) for example in _best(column, table.language))


def _best(column: Column, language: str) -> tuple[Text, ...]:
    best = column.example.best(language)
    return (best,) if best else ()


def _repaired(result: Violation, thing: Thing, column: Column, table: Table) -> str | None:
    """The content of the cell with the mistake taken out, where that can be computed."""
    text = thing.row.text(column.name)
    shape = result.shape.removeprefix(SHAPE)
    if shape == "UzbekApostrophe" and uzbek(text) != text:
        return uzbek(text)
    if column.predicate == expand("bibo:doi") and (found := re.search(r"10\.\d{4,9}/\S+", text)):
        return found[0]
    if column.predicate == expand("edukg:countryCode") and re.match(r"[A-Za-z]{2}", text):
        return text[:2].upper()
    other = table.things.get(result.value or "")
    if shape == "StageOrder" and other is not None and (day := dates.moment(other.row.cells.get(column.name, ""))):
        return dates.shown(day)
    if column.default and not text:
        return table.converter.suggestion(column.default).text
    return None
