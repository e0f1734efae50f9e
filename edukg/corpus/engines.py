"""Who does the work: this process, several of this machine, or Apache Spark. Each gives the same results in order."""

from __future__ import annotations

import gc
import itertools
import multiprocessing
import os
import shutil
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, Final

from edukg import usage
from edukg.corpus.rows import Result, check_unit
from edukg.corpus.units import Unit
from edukg.errors import EngineError, InputError
from edukg.usage import Checker, weights

Done = Iterator[tuple[Unit, Result]]
Engine = Callable[[Iterable[Unit]], Done]
_AHEAD: Final = 4
"""Units that are handed out ahead for each process."""


def alone(knowledge: Path, language: str | None) -> Engine:
    """Check in this process."""
    checker = Checker(usage.read(knowledge), weights.read(knowledge.parent))

    def run(units: Iterable[Unit]) -> Done:
        for unit in units:
            yield unit, check_unit(checker, unit, language)

    return run


def settle() -> None:
    """Spare the collector of garbage: what is known stays as long as the process does, and results have no cycles.

    It would look through all evidence of a text again and again while it is put in words, for a third of that time.
    """
    gc.freeze()
    gc.set_threshold(100_000)


_worker: Callable[[Unit], Result] | None = None
"""What a worker process was made for; set once, when it begins."""


def _begin(knowledge: Path, language: str | None) -> None:
    global _worker  # noqa: PLW0603  # a worker process has no other place to keep what it was made with
    checker = Checker(usage.read(knowledge), weights.read(knowledge.parent))
    _worker = lambda unit: check_unit(checker, unit, language)  # noqa: E731
    settle()


def _work(unit: Unit) -> Result:
    if _worker is None:
        raise RuntimeError("This worker was not begun.")
    return _worker(unit)


def processes(knowledge: Path, language: str | None, jobs: int) -> Engine:
    """Check in several processes of this machine. A few units are under way at a time, however many there are."""

    def run(units: Iterable[Unit]) -> Done:
        context = multiprocessing.get_context("spawn")
        given = (knowledge, language)
        with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=given) as pool:
            under_way: deque[tuple[Unit, Future[Result]]] = deque()
            try:
                for unit in units:
                    under_way.append((unit, pool.submit(_work, unit)))
                    if len(under_way) >= _AHEAD * jobs:
                        first, future = under_way.popleft()
                        yield first, future.result()
                while under_way:
                    first, future = under_way.popleft()
                    yield first, future.result()
            except BrokenProcessPool as error:
                raise EngineError(
                    "A process that checked texts was killed, perhaps for want of memory.",
                    advice="Give the same command again: it goes on where it stopped. Fewer --jobs need less memory.",
                ) from error
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    return run


def spark(knowledge: Path, language: str | None, jobs: int) -> Engine:
    """Check on Apache Spark: on the cluster that the environment names, else on `jobs` workers of this machine.

    Every machine needs EduKG, and the texts under the same paths. Raises `InputError` when pyspark or Java is
    missing, `EngineError` when Spark does not start.
    """
    try:
        import pyspark  # noqa: PLC0415  # an extra
        from py4j.protocol import Py4JError  # noqa: PLC0415
        from pyspark.errors import PySparkException  # noqa: PLC0415
    except ImportError as error:
        raise InputError(
            "The engine Spark is not installed.", advice="Install it with: pip install 'edukg[spark]'."
        ) from error
    _prepare()
    known = usage.read(knowledge), weights.read(knowledge.parent)

    def run(units: Iterable[Unit]) -> Done:
        settings = pyspark.SparkConf().setAppName("EduKG").setIfMissing("spark.master", f"local[{jobs}]")
        settings.setIfMissing("spark.ui.enabled", "false").setIfMissing("spark.ui.showConsoleProgress", "false")
        settings.setIfMissing("spark.log.level", "ERROR")
        if str(settings.get("spark.master", "")).startswith("local"):
            settings.setIfMissing("spark.driver.host", "127.0.0.1").setIfMissing(
                "spark.driver.bindAddress", "127.0.0.1"
            )
        try:
            context = pyspark.SparkContext.getOrCreate(settings)
        except (PySparkException, RuntimeError, OSError) as error:
            raise EngineError(
                f"Spark did not start: {_first_line(error)}",
                advice="It needs Java 17 or newer; JAVA_HOME names one.",
            ) from error
        try:
            shared = context.broadcast(known)

            def work(given: Iterable[Unit]) -> Iterator[Result]:
                checker = _checker(shared)
                return (check_unit(checker, unit, language) for unit in given)

            at_once = _AHEAD * max(jobs, context.defaultParallelism)
            remaining = iter(units)
            while batch := list(itertools.islice(remaining, at_once)):
                results = context.parallelize(batch, len(batch)).mapPartitions(work).collect()
                yield from zip(batch, results, strict=True)
        except (PySparkException, Py4JError) as error:
            raise EngineError(
                f"Spark stopped: {_first_line(error)}",
                advice="Every machine needs EduKG, the same Python and the texts under the same paths.",
            ) from error
        finally:
            context.stop()

    return run


_checkers: dict[int, Checker] = {}
"""The checker of each broadcast in a worker process of Spark, which serves many units."""


def _checker(shared: Any) -> Checker:
    number = id(shared.value)
    if number not in _checkers:
        _checkers.clear()
        _checkers[number] = Checker(*shared.value)
    return _checkers[number]


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return next((line for line in lines if "Exception" in line), lines[0] if lines else type(error).__name__)


def _prepare() -> None:
    """Let the workers have this Python, and look for Java.

    Spark needs a whole Java, with modules that the small one which comes with EduKG leaves out.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    if "JAVA_HOME" not in os.environ and shutil.which("java") is None:
        raise InputError(
            "Spark needs Java, and there is none.",
            advice="Install a JDK, 17 or newer (on Debian and Ubuntu: apt-get install default-jdk), or set JAVA_HOME.",
        )
