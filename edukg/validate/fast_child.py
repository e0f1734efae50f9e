"""The process in which shacl-rust runs: N-Quads on standard input, shapes in a file, results as lines of JSON.

Run by path and not as a module of the package, so that it starts in a tenth of a second. A crash of the engine, or
memory beyond the limit, ends this process and not the one that asked. Arguments: the file with the shapes as N-Triples,
how many results to print at most, the bytes of memory allowed (0: no limit), and the file with the things of which
warnings and notes are wanted (empty: of all).

The first line printed holds the numbers of results by severity; then come the results, the worst first, each shape with
its share, in a stable order.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from edukg.bounded import hold_to

T = TypeVar("T")
Key = Callable[[T], Any]
Found = dict[str, Any]

RANKS = {"Violation": 0, "Warning": 1, "Info": 2}
MILD = frozenset(f"http://www.w3.org/ns/shacl#{name}" for name in ("Warning", "Info"))


def main(shapes: str, limit: int, memory: int, things: str) -> None:
    """Validate and print."""
    hold_to(memory)
    import shacl_rust  # noqa: PLC0415 - after the limit is set

    report = shacl_rust.validate_file(
        sys.stdin.buffer,
        Path(shapes),
        data_format="nq",
        shapes_format="nt",
        experimental_index=True,  # two fifths of the memory and two thirds of the time of its other store
    )
    results: list[Found] = report["results"]
    if things and any(is_mild(result["severity"]) for result in results):
        wanted = read_things(things)
        results = [r for r in results if not is_mild(r["severity"]) or r["focusNode"] in wanted]
    counts = Counter(result["severity"] for result in results)
    out = sys.stdout
    out.write(json.dumps(counts) + "\n")
    for result in kept(results, limit, group=_group, order=_order):
        line = {
            "focus": result["focusNode"],
            "path": result.get("resultPath"),
            "value": result.get("value"),
            "component": result["sourceConstraintComponent"],
            "severity": result["severity"],
            "shape": result["sourceShape"],
        }
        out.write(json.dumps(line) + "\n")
    out.flush()


def read_things(path: str) -> frozenset[str]:
    """The things in a file, each a line in the syntax of N-Triples."""
    with Path(path).open(encoding="utf-8") as lines:
        return frozenset(line.rstrip("\n") for line in lines)


def is_mild(severity: str) -> bool:
    """Whether a result is a warning or a note."""
    return severity.strip("<>") in MILD


def kept(results: Sequence[T], limit: int, *, group: Key[T], order: Key[T]) -> list[T]:
    """At most so many results: every group that found something is heard before one of them is heard at length."""
    groups: dict[Any, list[T]] = defaultdict(list)
    for result in results:
        groups[group(result)].append(result)
    ordered = [sorted(members, key=order) for _, members in sorted(groups.items(), key=lambda item: item[0])]
    share = limit // max(len(ordered), 1)
    taken = [min(len(members), share) for members in ordered]
    for i, members in enumerate(ordered):
        taken[i] += min(len(members) - taken[i], limit - sum(taken))
    return [result for members, number in zip(ordered, taken, strict=True) for result in members[:number]]


def _group(result: Found) -> tuple[int, str]:
    return RANKS.get(result["severity"].strip("<>").rpartition("#")[2], 0), result["sourceShape"]


def _order(result: Found) -> tuple[str, str, str]:
    return result["focusNode"], result.get("value") or "", result["sourceConstraintComponent"]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
