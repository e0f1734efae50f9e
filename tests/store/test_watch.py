"""What is late is called back, and nothing else."""

from __future__ import annotations

import threading
import time

from edukg.store.watch import Watch


def test_what_is_late_is_called_and_what_is_over_is_not() -> None:
    watch = Watch()
    called: list[str] = []
    last = threading.Event()
    now = time.monotonic()
    over = watch.begin(now + 0.2, lambda: called.append("over"))
    watch.begin(now + 0.3, lambda: called.append("second"))
    watch.begin(now + 0.1, lambda: called.append("first"))  # earlier than what it sleeps for
    watch.begin(now + 0.4, last.set)
    watch.over(over)
    assert last.wait(20)
    assert called == ["first", "second"]
    watch.close()


def test_it_ends_when_it_is_closed() -> None:
    watch = Watch()
    called: list[str] = []
    watch.begin(time.monotonic() + 60, lambda: called.append("late"))
    watch.close()
    assert watch._thread is not None
    watch._thread.join(20)
    assert not watch._thread.is_alive()
    assert not called
