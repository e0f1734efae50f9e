"""Uses that were counted in corpora: what `edukg check … --ledger` wrote, once a release was built with it."""

from __future__ import annotations

from collections.abc import Mapping

from edukg.model import CorpusDocument, CorpusUses, CorpusYear
from edukg.resources import query
from edukg.store.base import Iri, Node, Store


def in_corpora(store: Store, iri: str) -> CorpusUses:
    """The uses of a sense, a concept or an entry; none when the release holds no ledger."""
    about = {"about": Iri(iri)}
    years = tuple(
        CorpusYear(_text(row, "year"), int(_text(row, "documents")), int(_text(row, "number")))
        for row in store.select(query("lexicon/corpora-years"), bindings=about)
        if _text(row, "documents") not in {"", "0"}
    )
    if not years:
        return CorpusUses()
    found = store.select(query("lexicon/corpora"), bindings=about)
    return CorpusUses(
        years,
        tuple(
            CorpusDocument(
                str(row["document"]),
                _text(row, "title"),
                _text(row, "creator"),
                _text(row, "date"),
                int(_text(row, "number")),
            )
            for row in found
        ),
    )


def _text(row: Mapping[str, Node], name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value)
