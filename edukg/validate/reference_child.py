"""The process in which pySHACL runs when it is bounded: N-Quads on standard input, shapes in a file.

    python -m edukg.validate.reference_child SHAPES LIMIT MEMORY THINGS

The arguments are those of `fast_child`. The answer is pickled: the results, or what an `InputError` about the shapes
says, as its message and advice.
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

import pyoxigraph as ox

from edukg.bounded import hold_to
from edukg.errors import InputError
from edukg.load import to_rdflib
from edukg.validate import reference


def main(shapes: Path, limit: int, memory: int, things: str) -> object:
    """Validate; blank nodes keep the names they have in what is read."""
    hold_to(memory)
    reference.hush()
    rules = to_rdflib(ox.parse(path=shapes, format=ox.RdfFormat.N_TRIPLES))
    data = to_rdflib(ox.parse(sys.stdin.buffer, format=ox.RdfFormat.N_QUADS))
    try:
        return reference.validated(data, rules, limit=limit, things=Path(things) if things else None)
    except InputError as error:
        return error.message, error.advice


if __name__ == "__main__":
    found = main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    sys.stdout.buffer.write(pickle.dumps(found))
