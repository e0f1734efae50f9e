"""The reasons a reader is shown for evidence, in the three languages of the interface."""

from __future__ import annotations

from edukg.model import Text, Texts
from edukg.usage.tables import rows


class Reasons:
    """Sign → reason in words: `fields.tsv` for fields of meaning, `reasons.tsv` for everything else."""

    def __init__(self) -> None:
        self._fields = {row["field"]: row for row in rows("fields.tsv")}
        self._kinds = {row["sign"]: row for row in rows("reasons.tsv")}
        self._made: dict[str, Texts] = {}

    def of(self, sign: str) -> Texts:
        """The reason for a sign."""
        found = self._made.get(sign)
        if found is None:
            found = self._make(sign)
            if len(self._made) < 100_000:
                self._made[sign] = found
        return found

    def _make(self, sign: str) -> Texts:
        kind, _, what = sign.partition(":")
        place = kind.partition(" ")[0]
        if what.startswith("<") and what[1:-1] in self._fields:
            row = self._fields[what[1:-1]]
            beside = self._kinds.get(f"beside {place}")
            return _texts({lang: row[lang] + (beside[lang] if beside else "") for lang in ("en", "ru", "uz")})
        return _texts(self._kinds.get(place) or self._kinds["any"])


def _texts(row: dict[str, str]) -> Texts:
    return Texts(tuple(Text(row[language], language) for language in ("en", "ru", "uz")))
