"""What reading a table finds, as results of the same kind as those of the shapes, in three languages (`rules.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from edukg.model import Place, Severity, Suggestion, Text, Texts, Violation
from edukg.namespaces import LANGUAGES, SHAPE

MOST = 5_000
"""How many findings of reading are kept; all are counted."""


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads(files("edukg.tables").joinpath("rules.toml").read_text(encoding="utf-8"))


def words(name: str, heading: str | Texts = "") -> Texts:
    """A phrase that stands in for {other} of a message; a heading may be given in each language."""
    return Texts(
        tuple(
            Text(text.format(heading=heading.value(lang) if isinstance(heading, Texts) else heading), lang)
            for lang, text in _rules()["words"][name].items()
        )
    )


@dataclass(slots=True)
class Findings:
    """Collects them, at most `MOST`, and counts all."""

    results: list[Violation]
    counts: dict[Severity, int]
    home: str = ""
    """The IRI of the graph that the file goes into, for findings about the file rather than a thing in it."""

    def add(
        self,
        rule: str,
        place: Place,
        *,
        found: str,
        focus: str = "",
        label: str = "",
        path: str | None = None,
        other: str | Texts = "",
        suggestions: Sequence[Suggestion] = (),
    ) -> None:
        """Add what a rule of `rules.toml` found at a place."""
        told = _rules()[rule]
        severity = Severity(told["severity"])
        self.counts[severity] = self.counts.get(severity, 0) + 1
        if len(self.results) >= MOST:
            return

        def texts(key: str) -> Texts:
            return Texts(
                tuple(
                    Text(
                        told[key][language].format(
                            found=found[:200],
                            heading=place.heading,
                            other=other.value(language) if isinstance(other, Texts) else other,
                        ),
                        language,
                    )
                    for language in LANGUAGES
                )
            )

        self.results.append(
            Violation(
                focus=focus or self.home,
                shape=f"{SHAPE}table-{rule}",
                component=f"{SHAPE}TableConstraintComponent",
                severity=severity,
                messages=texts("message"),
                path=path,
                value=found or None,
                focus_labels=Texts((Text(label or place.sheet or place.file),)),
                place=place,
                rule=Texts(tuple(Text(text, language) for language, text in told["rule"].items())),
                reason=texts("expected"),
                group=words("group"),
                found=(found,) if found else (),
                expected=texts("expected"),
                suggestions=tuple(suggestions),
            )
        )
