"""`edukg bench check`: how fast texts are checked, on one core and on two, in how much memory, beside named peers.

The text is made: the project's own English labelled uses, and between them words drawn from those same sentences, with
no term among them, so that a use comes every so many characters. The peers only spot the written forms of the terms in
the same text, which is the first step of what the checker does.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from edukg.bench import servers
from edukg.corpus import settle
from edukg.errors import EngineError
from edukg.held import most_held_by
from edukg.usage import Checker
from edukg.usage.examples import read_all

Progress = Callable[[str], None]
_PIECE: Final = 262_144
"""Characters that are checked at once, as a corpus is."""
_MEASURED: Final = 1_000_000
"""Characters of the text on which the speed of one core is measured."""
_ROUNDS: Final = 5
"""Times that a speed is measured; the best counts, since others on the same machine slow it down at times."""
_GLANCE: Final = 0.2
"""Seconds between two looks at the memory of a process, which tells the most it has held so far."""
_LARGE: Final = 50
"""Megabytes of a corpus from which on it takes much longer than the start of a process."""
_PARAGRAPH: Final = 12
"""Sentences of a paragraph of the text."""


@dataclass(frozen=True, slots=True)
class Speed:
    """Megabytes (of UTF-8) in a second of one core, on the text of one density."""

    every: int
    """Characters from one use to the next."""
    uses: int
    checked: float
    """Every use decided."""
    explained: float
    """And all evidence of every reading put in words."""
    peers: dict[str, float]


@dataclass(frozen=True, slots=True)
class Corpus:
    """One run of `edukg check … --output` over a file."""

    megabytes: float
    jobs: int
    engine: str
    seconds: float
    peak: float
    """Megabytes of memory of the largest process; 0 elsewhere than on Linux."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything measured."""

    speeds: Sequence[Speed]
    corpora: Sequence[Corpus]

    def lines(self) -> list[str]:
        """The figures for people."""
        told = ["MB/s per core (time of the processor, the best of five rounds):"]
        for speed in self.speeds:
            peers = ", ".join(f"{name} {value:.2f}" for name, value in speed.peers.items())
            told.append(
                f"  a use every {speed.every} characters: {speed.checked:.2f} checked, {speed.explained:.2f} with all "
                f"evidence put in words" + (f"; only spotting: {peers}" if peers else "")
            )
        told.append("Corpora:")
        told += (
            f"  {c.megabytes:,.{0 if c.megabytes >= 1 else 2}f} MB, {c.engine}, {c.jobs} at once: {c.seconds:.1f} s, "
            f"{c.megabytes / c.seconds:.2f} MB/s, largest process {c.peak:.0f} MB"
            for c in self.corpora
        )
        ones = {c.megabytes: c.seconds for c in self.corpora if c.jobs == 1}
        told += (
            f"  {c.engine}, {c.jobs} at once: {ones[c.megabytes] / c.seconds:.2f} times one process"
            for c in self.corpora
            if c.jobs > 1
        )
        return told


@dataclass(frozen=True, slots=True)
class Asked:
    """What to measure: corpora of so many megabytes, with a use every so many characters.

    `peers` is the Python of an environment with spaCy, FlashText or pyahocorasick; `spark` whether to run Spark too.
    """

    home: Path
    sizes: Sequence[float]
    every: int
    peers: Path | None = None
    spark: bool = False


def run(checker: Checker, asked: Asked, folder: Path, progress: Progress) -> Result:
    """Measure a checker and, in processes of their own, the command; texts and tables are written to a folder.

    Raises `EngineError` when a process fails, or a file of the measurement cannot be written, or is gone.
    """
    made = _Text(checker)
    measured = min(_MEASURED, round(max(asked.sizes) * 1_000_000))
    try:
        speeds = []
        for every in (asked.every, 0):
            progress(f"Checking a text with a use in every {every or 'few'} characters")
            speeds.append(_speed(checker, "".join(made.pieces(every, measured)), asked.peers, folder))
        return Result(speeds, [*_corpora(made, asked, folder, progress)])
    except OSError as error:
        raise EngineError(
            f"A file of the measurement, {error.filename or folder}, cannot be used: {error.strerror}.",
            advice="Something removed it, or the disk is full. Name a folder with room that nothing cleans: TMPDIR=…",
        ) from error


def _corpora(made: _Text, asked: Asked, folder: Path, progress: Progress) -> Iterator[Corpus]:
    for size in sorted(asked.sizes):
        path = folder / f"corpus-{size:g}.txt"
        with path.open("w", encoding="utf-8") as file:
            file.writelines(made.pieces(asked.every, round(size * 1_000_000)))
        ways = [("local", 1)]
        if size == _compared(asked.sizes):
            ways += [("local", 2), *([("spark", 2)] if asked.spark else [])]
        for engine, jobs in ways:
            progress(f"Checking a corpus of {size:,g} MB, {engine}, {jobs} at once")
            yield _corpus(path, asked.home, engine, jobs)
        path.unlink()


def _compared(sizes: Sequence[float]) -> float:
    """The size at which one process and two are compared: large enough that their beginning does not count."""
    return min((size for size in sizes if size >= _LARGE), default=max(sizes))


class _Text:
    """Makes texts of any length, the same each time."""

    def __init__(self, checker: Checker) -> None:
        self._uses = [use for use in read_all() if use.language == "en"]
        parts = (use.text[: use.start] + use.text[use.end :] for use in self._uses)
        words = sorted({word for part in parts for word in part.split() if word.isalpha()})
        terms = {use.text for use in checker.check(" ".join(words), "en").usages}
        self._words = [word for word in words if word not in terms]

    def pieces(self, every: int, characters: int) -> Iterator[str]:
        """Sentences of a text of so many characters, with a labelled use every so many; 0: nothing but uses."""
        draw = random.Random(1)  # noqa: S311 - no secret
        written = number = 0
        while written < characters:
            use = draw.choice(self._uses)
            sentences = [use.text]
            room = every - len(use.text)
            while room > 0:
                words = draw.choices(self._words, k=draw.randint(6, 24))
                sentences.append(" ".join(words).capitalize() + ".")
                room -= len(sentences[-1]) + 1
            for sentence in sentences:
                number += 1
                piece = sentence + (" " if number % _PARAGRAPH else "\n\n")
                written += len(piece)
                yield piece


def _speed(checker: Checker, text: str, peers: Path | None, folder: Path) -> Speed:
    pieces = [text[at : at + _PIECE] for at in range(0, len(text), _PIECE)]
    size = len(text.encode()) / 1e6
    uses = sum(len(checker.check(piece).usages) for piece in pieces)  # once unmeasured, to have looked at the words
    usual = gc.get_threshold()
    settle()  # as the processes of a corpus do
    checked = min(_seconds(checker, pieces, explain=False) for _ in range(_ROUNDS))
    explained = min(_seconds(checker, pieces, explain=True) for _ in range(_ROUNDS))
    gc.unfreeze()
    gc.set_threshold(*usual)
    found = _peers(checker, text, peers, folder) if peers else {}
    return Speed(round(len(text) / uses), uses, size / checked, size / explained, found)


def _seconds(checker: Checker, pieces: Sequence[str], *, explain: bool) -> float:
    began = time.process_time()
    for piece in pieces:
        for use in checker.check(piece).usages:
            for candidate in use.candidates if explain else ():
                list(candidate.evidence)
    return time.process_time() - began


def _peers(checker: Checker, text: str, python: Path, folder: Path) -> dict[str, float]:
    """Megabytes in a second of each peer that the other Python has."""
    forms = sorted({form for e in checker.knowledge.entries if e.language == "en" for form in e.forms})
    given = folder / "spotting.json"
    given.write_text(json.dumps({"text": text, "forms": forms}), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - the Python that the caller named
        [str(python), str(Path(__file__).with_name("spotting.py")), str(given)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise EngineError(f"The peers did not run: {done.stderr.strip()[-300:]}", advice="Install one of them there.")
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _corpus(path: Path, home: Path, engine: str, jobs: int) -> Corpus:
    output = path.with_suffix(".jsonl")
    given = ["check", str(path), "--output", str(output), "--jobs", str(jobs), "--engine", engine, "--fresh"]
    began = time.perf_counter()
    with (path.with_suffix(".log")).open("w+b") as log:
        child = subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "edukg", *given, "--home", str(home)], stdout=log, stderr=log
        )
        code, peak = _waited(child)
        seconds = time.perf_counter() - began
        log.seek(0)
        said = log.read().decode("utf-8", "replace").strip()
    if code:
        raise EngineError(f"The corpus of {path.stat().st_size:,} bytes could not be checked: {said[-300:]}")
    output.unlink()
    return Corpus(path.stat().st_size / 1e6, jobs, engine, seconds, peak)


def _waited(child: subprocess.Popen[bytes]) -> tuple[int, float]:
    """The exit code of a process, and the most memory, in megabytes, that it or one of its own had."""
    most = 0
    while child.poll() is None:
        for number in servers.descendants(child.pid):
            with suppress(OSError):  # it has just ended
                most = max(most, most_held_by(number))
        time.sleep(_GLANCE)
    return child.returncode, most / 1e6
