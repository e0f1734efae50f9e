"""Terms, senses, concepts and attested uses as tables: CSV with CSV on the Web metadata, and a workbook per language.

The names of the columns of CSV files are fixed, since programs rely on them; headings of workbooks are translated.
A cell with several values parts them by "; ".
"""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from edukg import resources
from edukg.export.columns import FEATURES, SHEETS, Column, Sheet
from edukg.export.entries import ConceptEntry
from edukg.export.view import View
from edukg.export.workbook import workbook
from edukg.lexicon import Lexicon
from edukg.model import Attestation, Concept, DownloadKind, Manifest, Texts
from edukg.namespaces import LANGUAGES, ONTOLOGY
from edukg.store.base import Store

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PARTED: Final = "; "

Cell = str | int | bool
Rows = dict[str, list[tuple[Cell, ...]]]
"""The rows of each sheet by its name."""


@dataclass(frozen=True, slots=True)
class _Labels:
    """The workbook is called so in each language."""

    en: str = "Tables of the lexicon"
    ru: str = "Таблицы лексикона"
    uz: str = "Leksikon jadvallari"


def views(entries: Sequence[ConceptEntry], lexicon: Lexicon, store: Store, manifest: Manifest) -> Iterator[View]:
    """One CSV file for each sheet, their metadata, and a workbook in each language."""
    found = rows(entries, lexicon, store)
    for sheet in SHEETS:
        yield View(
            f"edukg-{sheet.name}.csv",
            sheet.titles.value("en"),
            "text/csv",
            _csv(sheet, found[sheet.name]),
            kind=DownloadKind.TABLE,
        )
    metadata = json.dumps(_metadata(manifest), ensure_ascii=False, indent=1).encode()
    yield View(
        "edukg-csv-metadata.json",
        "CSV on the Web metadata of the tables",
        "application/csvm+json",
        metadata,
        kind=DownloadKind.TABLE,
    )
    for language in LANGUAGES:
        content = workbook(found, manifest, language)
        label = getattr(_Labels(), language)
        yield View(f"edukg-tables-{language}.xlsx", label, XLSX, content, language, DownloadKind.TABLE)


def rows(entries: Sequence[ConceptEntry], lexicon: Lexicon, store: Store) -> Rows:
    """Every row of every sheet, in the order of the IRIs."""
    return {
        "terms": sorted(_terms(entries, lexicon, store)),
        "senses": sorted(_senses(entries)),
        "concepts": [_concept(entry.concept) for entry in entries],
        "attestations": sorted(_attestations(entries)),
    }


def _joined(values: Iterable[str]) -> str:
    return _PARTED.join(dict.fromkeys(value for value in values if value))


def _texts(texts: Texts) -> tuple[str, ...]:
    return tuple(texts.value(language) if language in texts.languages else "" for language in LANGUAGES)


def _terms(entries: Sequence[ConceptEntry], lexicon: Lexicon, store: Store) -> Iterator[tuple[Cell, ...]]:
    links = {link.iri: link for link in lexicon.terms()}
    meanings: dict[str, list[str]] = defaultdict(list)
    forms: dict[str, set[str]] = defaultdict(set)
    translations: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        for term in entry.terms:
            meanings[term.term.iri].append(entry.concept.label(term.term.language))
    for row in store.select(resources.query("export/forms")):
        iri = str(row["entry"])
        if (written := row.get("written")) is not None:
            forms[iri].add(str(written))
        elif (other := links.get(str(row["translation"]))) is not None:
            translations[iri].add(f"{other.written} ({other.language})")
    for iri, link in links.items():
        yield (
            iri,
            link.written,
            link.language,
            link.senses,
            link.senses > 1,
            _joined(sorted(meanings[iri])),
            _joined(sorted(forms[iri] - {link.written})),
            _joined(sorted(translations[iri])),
        )


def _senses(entries: Sequence[ConceptEntry]) -> Iterator[tuple[Cell, ...]]:
    for entry in entries:
        for term in entry.terms:
            language = term.term.language
            uses = term.sense.attestations
            years = sorted(use.year for use in uses if use.year)
            yield (
                term.sense.iri,
                term.term.iri,
                term.term.written,
                language,
                entry.concept.iri,
                entry.concept.label(language),
                entry.concept.definitions.value(language),
                len(uses),
                years[0] if years else "",
                years[-1] if years else "",
            )


def _concept(concept: Concept) -> tuple[Cell, ...]:
    features = {feature.kind.iri.rpartition("/")[2]: feature.value.label("en") for feature in concept.features}
    return (
        concept.iri,
        concept.key,
        concept.family.label("en") if concept.family else "",
        *_texts(concept.labels),
        *_texts(concept.definitions),
        concept.denoted.iri if concept.denoted else "",
        *(features.get(name, "") for name in FEATURES),
        _joined(other.iri for other in concept.broader),
        _joined(other.iri for other in concept.confused_with),
    )


def _attestations(entries: Sequence[ConceptEntry]) -> Iterator[tuple[Cell, ...]]:
    found: dict[str, tuple[Attestation, list[tuple[str, str]]]] = {}
    for entry in entries:
        for term in entry.terms:
            for use in term.sense.attestations:
                found.setdefault(use.iri, (use, []))[1].append((entry.concept.iri, term.sense.iri))
    for use, attested in found.values():
        yield (
            use.iri,
            _joined(sorted(concept for concept, _ in attested)),
            _joined(sorted(sense for _, sense in attested)),
            use.form.value if use.form else "",
            use.language,
            use.year,
            _joined(user.label("en") for user in use.users),
            use.source.iri,
            use.source.label,
            use.source.title.value,
            use.locator,
            use.verified,
            *_texts(use.glosses),
        )


def _csv(sheet: Sheet, found: Sequence[tuple[Cell, ...]]) -> bytes:
    """RFC 4180: CRLF, UTF-8; truths as XML Schema writes them."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([column.name for column in sheet.columns])
    for row in found:
        writer.writerow([str(cell).lower() if isinstance(cell, bool) else cell for cell in row])
    return text.getvalue().encode()


def _metadata(manifest: Manifest) -> dict[str, object]:
    """A table group (https://www.w3.org/TR/tabular-metadata/)."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": {language: getattr(_Labels(), language) for language in LANGUAGES},
        "dc:license": {"@id": "https://creativecommons.org/licenses/by/4.0/"},
        "dc:source": {"@id": ONTOLOGY},
        "dc:hasVersion": manifest.version,
        "tables": [
            {
                "url": f"edukg-{sheet.name}.csv",
                "dc:title": {language: sheet.titles.value(language) for language in LANGUAGES},
                "tableSchema": {
                    "columns": [_column(column) for column in sheet.columns],
                    "primaryKey": sheet.columns[0].name,
                    "aboutUrl": f"{{+{sheet.columns[0].name}}}",
                    **(
                        {
                            "foreignKeys": [
                                {
                                    "columnReference": column,
                                    "reference": {"resource": f"edukg-{other}.csv", "columnReference": key},
                                }
                                for column, other, key in sheet.references
                            ]
                        }
                        if sheet.references
                        else {}
                    ),
                },
            }
            for sheet in SHEETS
        ],
    }


def _column(column: Column) -> dict[str, object]:
    found: dict[str, object] = {
        "name": column.name,
        "titles": {"und": column.name, **{language: column.titles.value(language) for language in LANGUAGES}},
        "datatype": column.datatype,
    }
    if column.several:
        found["separator"] = _PARTED
    return found
