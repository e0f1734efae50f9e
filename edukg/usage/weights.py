"""The learned weights: a readable table, sign by sign, of how much each speaks for each reading.

`weights.tsv` has a line for each family and sign with the readings it moves, in log-odds, already calibrated:

    family          sign                 weights
    familyCluster   any:<school>         cluster-association=0.41 outside=-0.62 …

The sign `bias` is how common a reading is. The reading `*` stands for one that the table does not know, such as a
concept that was added to the data after learning: what the knowledge base itself says still speaks for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from edukg.errors import ReleaseError
from edukg.resources import usage_file
from edukg.usage.tables import rows_of

OUTSIDE = "outside"
"""The key of "not a term of this domain" in tables."""
ANY = "*"
TABLE = "weights.tsv"
KNOWLEDGE = ("entry", "means", "known", "described")
"""The kinds of signs that come from the knowledge base: each names the reading it speaks for."""


@dataclass(frozen=True, slots=True)
class Weights:
    """Family → sign → reading → weight."""

    table: Mapping[str, Mapping[str, Mapping[str, float]]] = field(default_factory=dict)

    def of(self, family: str, sign: str, keys: tuple[str, ...]) -> tuple[float, ...]:
        """The weight of a sign for each of the readings."""
        signs = self.table.get(family, {})
        found = signs.get(sign, {})
        kind, _, named = sign.partition(":")
        known = signs.get("bias", {})
        values = []
        for key in keys:
            if key in found:
                values.append(found[key])
            elif kind in KNOWLEDGE and named == key and key not in known:
                values.append(signs.get(f"{kind}:{ANY}", {}).get(ANY, 0.0))
            elif sign == "bias":
                values.append(found.get(ANY, 0.0))
            else:
                values.append(0.0)
        return tuple(values)


def read(folder: Path | None = None) -> Weights:
    """Read the table of weights of a release, or else the one that is shipped.

    Raises `ReleaseError` when a line cannot be read.
    """
    table: dict[str, dict[str, dict[str, float]]] = defaultdict(dict)
    path = folder / TABLE if folder else usage_file(TABLE)
    if not path.is_file():  # a release from before releases had one; or nothing was learned yet
        return read() if folder else Weights({})
    for row in rows_of(path):
        try:
            pairs = (item.rpartition("=") for item in row["weights"].split())
            table[row["family"]][row["sign"]] = {key: float(value) for key, _, value in pairs}
        except ValueError as error:
            raise ReleaseError(
                f"{path.name}: the weights of '{row['sign']}' cannot be read: {error}.", advice="Install edukg again."
            ) from error
    return Weights(dict(table))


def write(weights: Weights, path: Path, comment: str) -> None:
    """Write a table of weights, in a stable order, with a comment for readers at its head."""
    lines = [*(f"# {line}" for line in comment.splitlines()), "family\tsign\tweights"]
    for family, signs in sorted(weights.table.items()):
        for sign, found in sorted(signs.items()):
            cells = " ".join(f"{key}={value:.3g}" for key, value in sorted(found.items()) if value)
            if cells:
                lines.append(f"{family}\t{sign}\t{cells}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
