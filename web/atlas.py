"""Makes the small map of the world from the outlines of Natural Earth, which are in the public domain.

It is made once, when the browser libraries are fetched (`python -m edukg.web.vendor`), and kept as a file: a country is
a path in whole units of the Equal Earth projection (Šavrič, Patterson and Jenny 2018), and a point to mark it at.
States too small for the coarse outlines have only the point, taken from finer ones.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from babel.core import get_global

WIDTH: Final = 960
"""Of the whole world, in units of the picture."""
FILE: Final = Path(__file__).resolve().parent / "static" / "vendor" / "countries.json"

MIDDLE: Final = 11
"""The meridian in the middle of the picture: its edge then runs through the Bering Strait and cuts no land."""

_EQUAL_EARTH: Final = (1.340264, -0.081106, 0.000893, 0.003796)
_ROOT: Final = math.sqrt(3) / 2
Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Where a place lies in the picture; degrees in, units of the picture out.

    >>> project(MIDDLE, 0)[0] == WIDTH / 2
    True
    """
    a1, a2, a3, a4 = _EQUAL_EARTH
    theta = math.asin(_ROOT * math.sin(math.radians(latitude)))
    square = theta * theta
    x = math.radians(longitude - MIDDLE) * math.cos(theta)
    x /= _ROOT * (a1 + 3 * a2 * square + square**3 * (7 * a3 + 9 * a4 * square))
    y = theta * (a1 + a2 * square + square**3 * (a3 + a4 * square))
    scale = WIDTH / (2 * _width())
    return WIDTH / 2 + x * scale, (_height() - y) * scale


@cache
def _width() -> float:
    return math.pi / (_ROOT * _EQUAL_EARTH[0])


@cache
def _height() -> float:
    a1, a2, a3, a4 = _EQUAL_EARTH
    theta = math.asin(_ROOT * math.sin(math.radians(84)))
    square = theta * theta
    return theta * (a1 + a2 * square + square**3 * (a3 + a4 * square))


def _arcs(topology: dict[str, Any]) -> list[list[Point]]:
    """The lines of a TopoJSON file, in degrees: they are kept as differences of whole steps."""
    (scale_x, scale_y), (left, top) = topology["transform"]["scale"], topology["transform"]["translate"]
    lines = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            line.append((x * scale_x + left, y * scale_y + top))
        lines.append(line)
    return lines


def _rings(geometry: dict[str, Any], lines: Sequence[list[Point]]) -> list[list[Point]]:
    """The outer rings of a country, in degrees."""
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    rings = []
    for polygon in polygons:
        ring: list[Point] = []
        for number in polygon[0]:
            line = lines[number] if number >= 0 else lines[~number][::-1]
            ring += line[1:] if ring else line
        rings.append(_unwrapped(ring))
    return rings


def _unwrapped(ring: Sequence[Point]) -> list[Point]:
    """A ring whose longitudes do not jump at 180 degrees, on the side of the picture that most of it lies on."""
    turned: list[Point] = []
    for x, y in ring:
        last = turned[-1][0] if turned else x
        turned.append((x + 360 * round((last - x) / 360), y))
    middle = (min(x for x, _ in turned) + max(x for x, _ in turned)) / 2
    turn = 360 if middle < MIDDLE - 180 else -360 if middle > MIDDLE + 180 else 0
    return [(x + turn, y) for x, y in turned]


def _area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _middle(ring: Sequence[Point]) -> tuple[int, int]:
    """The middle of the box around a ring: good enough to put a mark on."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return round((min(xs) + max(xs)) / 2), round((min(ys) + max(ys)) / 2)


def _path(rings: Iterable[Sequence[Point]]) -> str:
    """Rings as the data of an SVG path, in whole units, relative, without points that fall together."""
    parts = []
    for ring in rings:
        points = list(dict.fromkeys((round(x), round(y)) for x, y in ring))
        if len(points) < 3:
            continue
        steps = [f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points)]
        parts.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z")
    return "".join(parts)


def _country(geometry: dict[str, Any]) -> str:
    """The two-letter code of a country; the outlines carry the number of ISO 3166-1. "" for what has none."""
    found = get_global("territory_aliases").get(str(geometry.get("id", "")).zfill(3), ())
    return str(found[0]) if len(found) == 1 else ""


def convert(coarse: bytes, fine: bytes) -> bytes:
    """The map as JSON, from the coarse and the fine outlines (TopoJSON of world-atlas)."""
    outlines, points = json.loads(coarse), json.loads(fine)
    countries: dict[str, dict[str, Any]] = {}
    rest = []
    lines = _arcs(outlines)
    for geometry in outlines["objects"]["countries"]["geometries"]:
        rings = [[project(*point) for point in ring] for ring in _rings(geometry, lines)]
        code = _country(geometry)
        if code == "AQ":  # no country, and a quarter of the picture
            continue
        if not code:
            rest.append(_path(rings))
            continue
        x, y = _middle(max(rings, key=_area))
        countries[code] = {"path": _path(rings), "x": x, "y": y}
    lines = _arcs(points)
    for geometry in points["objects"]["countries"]["geometries"]:
        code = _country(geometry)
        if code and code not in countries and code != "AQ":
            rings = [[project(*point) for point in ring] for ring in _rings(geometry, lines)]
            x, y = _middle(max(rings, key=_area))
            countries[code] = {"path": "", "x": x, "y": y}
    height = round(project(0, -57)[1])
    made = {"width": WIDTH, "height": height, "rest": "".join(rest), "countries": dict(sorted(countries.items()))}
    return (json.dumps(made, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


@cache
def read() -> dict[str, Any]:
    """The kept map."""
    made: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return made


__all__ = ["FILE", "convert", "project", "read"]
