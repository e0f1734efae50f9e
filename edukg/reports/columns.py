"""Rows of text in columns, for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]], *, width: int = 60) -> str:
    """Columns under a head, long cells cut with an ellipsis."""
    cells = [[cell if len(cell) <= width else cell[: width - 1] + "…" for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(head), *cells]) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in [head, *cells]]
    return "\n".join([lines[0], "  ".join("─" * w for w in widths), *lines[1:]])
