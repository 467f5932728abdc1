"""Plotly's markers as SVG paths: for legends and for still pictures, which plotly does not draw."""

from __future__ import annotations

import math

Point = tuple[float, float]

DASHES = {"solid": "none", "dash": "6 4", "dot": "1 4"}
"""The line styles, as a legend draws them with round ends."""

_SIDE = 2 / math.sqrt(3)
_ARM = 0.8 / math.sqrt(2)
_HEAD = 2 * math.cos(math.pi / 2.5), 2 * math.sin(math.pi / 2.5)


def _around(number: int, *radii: float, first: float = -90) -> list[Point]:
    """Return corners at equal angles, from the top or from ``first``; their distances are taken in turn."""
    turns = [math.radians(first + 360 * k / number) for k in range(number)]
    return [
        (radii[k % len(radii)] * math.cos(turn), radii[k % len(radii)] * math.sin(turn)) for k, turn in enumerate(turns)
    ]


# All in units of the marker's radius, with y down.

_FILLED: dict[str, list[Point]] = {
    "square": _around(4, math.sqrt(2), first=-45),
    "diamond": _around(4, 1.3),
    "pentagon": _around(5, 1),
    "hexagon": _around(6, 1),
    "star": _around(10, 1.4, 0.535),
    "triangle-up": [(-_SIDE, 0.5), (_SIDE, 0.5), (0, -1)],
    "triangle-down": [(-_SIDE, -0.5), (_SIDE, -0.5), (0, 1)],
    "triangle-left": [(0.5, -_SIDE), (0.5, _SIDE), (-1, 0)],
    "triangle-right": [(-0.5, -_SIDE), (-0.5, _SIDE), (1, 0)],
    "hourglass": [(1, 1), (-1, 1), (1, -1), (-1, -1)],
    "bowtie": [(1, 1), (1, -1), (-1, 1), (-1, -1)],
    "cross": [
        *[(1.2, 0.4), (0.4, 0.4), (0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4)],
        *[(-1.2, -0.4), (-0.4, -0.4), (-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4)],
    ],
    "x": [
        (_ARM * x, _ARM * y)
        for x, y in [
            *[(0, 1), (1, 2), (2, 1), (1, 0), (2, -1), (1, -2)],
            *[(0, -1), (-1, -2), (-2, -1), (-1, 0), (-2, 1), (-1, 2)],
        ]
    ],
    "arrow": [(0, 0), (-_HEAD[0], _HEAD[1]), _HEAD],
}
"""The corners of the markers that have an area; a circle has arcs instead."""

_LINED: dict[str, list[tuple[Point, Point]]] = {
    "cross-thin": [((0, 1.4), (0, -1.4)), ((1.4, 0), (-1.4, 0))],
    "x-thin": [((1, 1), (-1, -1)), ((1, -1), (-1, 1))],
    "hash": [((0.5, 1), (0.5, -1)), ((-0.5, 1), (-0.5, -1)), ((1, 0.5), (-1, 0.5)), ((1, -0.5), (-1, -0.5))],
    "asterisk": [
        *[((0, 1.2), (0, -1.2)), ((1.2, 0), (-1.2, 0))],
        *[((0.85, 0.85), (-0.85, -0.85)), ((0.85, -0.85), (-0.85, 0.85))],
    ],
    "y-up": [((-1.2, 0.8), (0, 0)), ((1.2, 0.8), (0, 0)), ((0, -1.6), (0, 0))],
    "y-down": [((-1.2, -0.8), (0, 0)), ((1.2, -0.8), (0, 0)), ((0, 1.6), (0, 0))],
    "line-ew": [((1.4, 0), (-1.4, 0))],
    "line-ns": [((0, 1.4), (0, -1.4))],
}
"""The strokes of the markers that have no area."""

SYMBOLS = ("circle", *_FILLED, *_LINED)
"""The markers that can be drawn here; each also with ``-open`` at its end."""


def hollow(symbol: str) -> bool:
    """Whether a marker is drawn by its outline alone."""
    return symbol.endswith("-open") or symbol in _LINED


def path(symbol: str, size: float, at: Point = (0, 0), turn: float = 0) -> str:
    """Return a marker's path: its width, where its own point stands, and its turn, in radians clockwise.

    Raises
    ------
    ValueError
        When the marker is none of `SYMBOLS`.

    """
    shape, r = symbol.removesuffix("-open"), size / 2
    cos, sin = r * math.cos(turn), r * math.sin(turn)

    def line(*points: Point) -> str:
        placed = [(at[0] + x * cos - y * sin, at[1] + x * sin + y * cos) for x, y in points]
        return "M" + "L".join(f"{_short(x)} {_short(y)}" for x, y in placed)

    if shape == "circle":
        wide, arc = _short(2 * r), f"a{_short(r)} {_short(r)} 0 1 0"
        return f"M{_short(at[0] - r)} {_short(at[1])}{arc} {wide} 0{arc} -{wide} 0Z"
    if shape in _FILLED:
        return f"{line(*_FILLED[shape])}Z"
    if shape in _LINED:
        return "".join(line(*stroke) for stroke in _LINED[shape])
    message = f"no marker {symbol!r}; choices: {', '.join(SYMBOLS)}"
    raise ValueError(message)


def _short(number: float) -> str:
    """Write a number with a tenth at most."""
    return f"{round(number, 1) + 0:g}"  # and no minus before a nought
