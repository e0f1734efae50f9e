"""What runs in a process of its own: it answers as if it ran here, and ends at its bounds with all it has started."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from edukg import bounded, errors
from edukg.bounded import Bounds
from edukg.errors import EdukgError, EngineError, NonConformingError, Position, UnknownTermError
from edukg.model import Clash, Report, Severity
from edukg.validate.report import standard_report

posix = pytest.mark.skipif(sys.platform == "win32", reason="processes are ended otherwise there")
FREE = Bounds(deadline=60)
ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _this_module_can_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def doubled(number: int, *, progress: Callable[[str], None]) -> int:
    print("this must not get between the answers")  # noqa: T201 (that is the point)
    progress("doubling")
    return 2 * number


def refusing() -> None:
    raise UnknownTermError("There is no such term.", advice="Look again.", nearest=("cluster",))


def failing() -> None:
    raise ValueError("nobody foresaw this")


def waiting(folder: Path) -> None:
    """Start a child, say which it is, and wait for it."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as child:
        (folder / "numbers").write_text(f"{os.getpid()} {child.pid}", encoding="ascii")
        child.wait()


def greedy() -> int:
    return len(bytearray(4_000_000_000))


def greedy_in_rust() -> int:
    """An engine that is refused memory ends its process at once."""
    store = ox.Store()
    thing = ox.NamedNode("https://example.org/a")
    store.extend(ox.Quad(thing, thing, ox.Literal(str(number))) for number in range(100_000_000))
    return len(store)


def test_an_answer_comes_back_with_what_was_told_on_the_way() -> None:
    told: list[str] = []
    assert bounded.run(doubled, 21, bounds=FREE, progress=told.append) == 42
    assert told == ["doubling"]


def test_an_error_of_ours_comes_back_whole() -> None:
    with pytest.raises(UnknownTermError, match="no such term") as caught:
        bounded.run(refusing, bounds=FREE)
    assert (caught.value.advice, caught.value.nearest) == ("Look again.", ("cluster",))


def test_what_nobody_foresaw_is_told_in_a_sentence() -> None:
    with pytest.raises(EngineError, match="failed: ValueError: nobody foresaw this"):
        bounded.run(failing, bounds=FREE)


@pytest.mark.parametrize("function", [greedy, greedy_in_rust])
@posix
def test_memory_is_bounded(function: Callable[[], int]) -> None:
    with pytest.raises(MemoryError):
        bounded.run(function, bounds=Bounds(deadline=60, memory=400_000_000))


@posix
def test_at_the_deadline_all_that_was_started_ends(tmp_path: Path) -> None:
    begun = time.monotonic()
    with pytest.raises(TimeoutError):
        bounded.run(waiting, tmp_path, bounds=Bounds(deadline=4))
    assert time.monotonic() - begun < 30
    assert_gone(tmp_path)


@posix
def test_it_ends_with_the_process_that_asked(tmp_path: Path) -> None:
    asking = (
        "import sys; from pathlib import Path; from edukg import bounded; from tests.test_bounded import waiting;"
        "bounded.run(waiting, Path(sys.argv[1]), bounds=bounded.UNBOUNDED)"
    )
    with subprocess.Popen([sys.executable, "-c", asking, str(tmp_path)]) as process:
        until = time.monotonic() + 60
        while not (tmp_path / "numbers").exists() and time.monotonic() < until:
            time.sleep(0.05)
        process.kill()
    assert_gone(tmp_path)


def assert_gone(folder: Path) -> None:
    """The processes that `waiting` told of have ended, or do so within seconds."""
    for number in (folder / "numbers").read_text(encoding="ascii").split():
        until = time.monotonic() + 20
        while is_running(int(number)):
            assert time.monotonic() < until
            time.sleep(0.05)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{number}/stat")
    return not (
        state.exists() and state.read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()[0] == "Z"
    )


@posix
def test_a_process_can_be_started_outside_of_the_bound() -> None:
    assert bounded.run(limits, bounds=Bounds(memory=1_000_000_000)) == ("1000000000", "unlimited")


def limits() -> tuple[str, str]:
    """What children may have, in and out of the bound."""
    command = [sys.executable, "-c", "import resource; print(resource.getrlimit(resource.RLIMIT_AS)[0])"]
    held = subprocess.check_output(command, text=True).strip()
    with bounded.released():
        free = subprocess.check_output(command, text=True).strip()
    return held, "unlimited" if free == "-1" else free


def kinds(root: type[EdukgError] = EdukgError) -> Iterator[type[EdukgError]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds(kind)


@pytest.mark.parametrize("kind", [kind for kind in kinds() if kind.__module__ == errors.__name__])
def test_every_error_can_be_sent(kind: type[EdukgError]) -> None:
    report = standard_report(Report((), "an engine", counts={Severity.VIOLATION: 2}), lambda: pytest.fail("not sent"))
    known = {
        "clash": Clash((), "a contradiction"),
        "report": report,
        "deadline": 2.0,
        "retry_after": 5,
        "nearest": ("a", "b"),
    }
    code = kind.__init__.__code__
    taken: dict[str, Any] = {
        name: known[name] for name in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount] if name in known
    }
    error = kind("This is wrong.", advice="Mend it.", **taken)
    error.position = Position("a.ttl", 3)
    sent = pickle.loads(pickle.dumps(error))  # noqa: S301 (just written)
    assert type(sent) is kind
    assert str(sent) == str(error)
    assert sent.args == error.args
    assert {name: getattr(sent, name) for name in taken if name != "report"} == {
        name: value for name, value in taken.items() if name != "report"
    }
    if isinstance(sent, NonConformingError):
        assert sent.report.counts == report.counts


def test_bounds_are_counted_from_their_beginning() -> None:
    begun = Bounds(deadline=100).begun()
    assert begun.begun() == begun
    assert begun.left is not None
    assert 99 < begun.left <= 100
    assert not Bounds()
    assert bounded.machine_memory() or sys.platform == "win32"
