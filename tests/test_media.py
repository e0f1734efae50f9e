"""The choice of media types, against RFC 9110, and the tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edukg import media
from edukg.media import ALL, GRAPHS, HTML, JSON_LD, N_TRIPLES, RDF_XML, RESULTS, RESULTS_JSON, TURTLE, MediaType

OFFERED = (HTML, TURTLE, JSON_LD, RDF_XML, N_TRIPLES)

weights = st.integers(0, 1000).map(lambda n: n / 1000)
names = st.sampled_from([*(m.name for m in ALL), "text/*", "application/*", "*/*", "image/png"])
ranges = st.lists(st.tuples(names, weights), min_size=1, max_size=6, unique_by=lambda r: r[0])


def header(parts: list[tuple[str, float]]) -> str:
    return ", ".join(f"{name};q={weight:.3f}" for name, weight in parts)


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (None, HTML),
        ("", HTML),
        ("*/*", HTML),
        ("text/turtle", TURTLE),
        ("TEXT/Turtle; charset=utf-8", TURTLE),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("text/turtle, */*", TURTLE),
        ("text/html;q=0.5, text/turtle;q=0.6", TURTLE),
        ("text/*;q=0.3, application/rdf+xml;q=0.2", HTML),
        ("text/*, text/html;q=0", TURTLE),
        ("application/*", JSON_LD),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted, x"', JSON_LD),
        ("application/json", JSON_LD),
        ("text/html;q=0, */*;q=0.1", TURTLE),
        ("image/png", None),
        ("*/*;q=0", None),
        ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", HTML),
        ("nonsense", HTML),
        ("text/turtle;q=2, application/n-triples;q=0.1", N_TRIPLES),
    ],
)
def test_choice(accept: str | None, expected: MediaType | None) -> None:
    assert media.negotiate(accept, OFFERED) is expected


@given(ranges)
def test_the_choice_does_not_hang_on_the_order_of_the_header(parts: list[tuple[str, float]]) -> None:
    assert media.negotiate(header(parts), ALL) is media.negotiate(header(parts[::-1]), ALL)


@given(ranges)
def test_what_has_no_weight_is_never_chosen(parts: list[tuple[str, float]]) -> None:
    chosen = media.negotiate(header(parts), OFFERED)
    if chosen is not None:
        assert dict(parts).get(chosen.name, 1) > 0
        accepted = {name for name, weight in parts if weight > 0}
        family = chosen.name.split("/")[0] + "/*"
        assert accepted & {chosen.name, family, "*/*", *chosen.aliases}


@given(ranges)
def test_something_else_is_never_weightier(parts: list[tuple[str, float]]) -> None:
    chosen = media.negotiate(header(parts), OFFERED)
    exact = [weight for name, weight in parts if name in {m.name for m in OFFERED}]
    if exact and max(exact) > 0:
        assert chosen is not None


@given(st.text())
def test_no_header_breaks_it(accept: str) -> None:
    assert media.negotiate(accept, OFFERED) in {*OFFERED, None}


def test_nothing_offered() -> None:
    assert media.negotiate("*/*", ()) is None
    assert media.negotiate(None, ()) is None


def test_suffixes() -> None:
    assert media.by_suffix(".TTL") is TURTLE
    assert media.by_suffix(".owl") is RDF_XML
    assert media.by_suffix(".json") is JSON_LD
    assert media.by_suffix(".txt") is None
    assert media.by_suffix(".csv", GRAPHS) is None


def test_formats_depend_on_what_is_offered() -> None:
    assert media.by_format("json", RESULTS) is RESULTS_JSON
    assert media.by_format("json", GRAPHS) is JSON_LD
    assert media.by_format(" Turtle ") is TURTLE
    assert media.by_format("application/n-triples") is N_TRIPLES
    assert media.by_format("docx") is None


def test_the_tables_are_whole() -> None:
    assert len({m.name for m in ALL}) == len(ALL)
    assert len({m.suffix for m in ALL}) == len(ALL)
    assert all(m.spec.startswith("https://") and m.label for m in ALL)
    assert TURTLE.content_type == "text/turtle; charset=utf-8"
    assert JSON_LD.content_type == "application/ld+json"
