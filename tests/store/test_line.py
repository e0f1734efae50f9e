"""No client takes the place of the others."""

from __future__ import annotations

from edukg.store.line import Line, Place


def joined(line: Line, client: str) -> Place:
    place = line.join(client)
    assert place is not None
    return place


def test_clients_take_turns_however_much_one_asks() -> None:
    line = Line(places=10, at_once=2)
    greedy = [joined(line, "greedy") for _ in range(5)]
    modest = joined(line, "modest")
    assert line.first() is greedy[0]
    line.begin(greedy[0])
    assert line.first() is modest
    line.begin(modest)
    assert line.first() is greedy[1]


def test_no_client_has_all_workers() -> None:
    line = Line(places=10, at_once=1)
    first, second = joined(line, "a"), joined(line, "a")
    line.begin(first)
    assert line.first() is None
    other = joined(line, "b")
    assert line.first() is other
    line.end(first)
    assert line.first() is second


def test_our_own_queries_may_have_all_workers() -> None:
    line = Line(places=10, at_once=1)
    first, second = joined(line, ""), joined(line, "")
    line.begin(first)
    assert line.first() is second


def test_a_full_line_makes_room_for_those_who_have_fewer_places() -> None:
    line = Line(places=3, at_once=1)
    greedy = [joined(line, "greedy") for _ in range(3)]
    assert line.join("greedy") is None
    modest = joined(line, "modest")
    assert [place.turn.is_set() for place in greedy] == [False, False, True]
    assert line.waiting() == (*greedy[:2], modest)
    assert line.join("modest") is None  # it would have as many as the other
