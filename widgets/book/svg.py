"""A figure as a still picture: for pages without scripts, for paper, for the cover.

It draws the part of plotly that the maps use: scatter points, lines and labels, rectangles and
lines as shapes. Colours become the page's own, so that one
picture serves light and dark.
"""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from widgets.maps.style import ACCENT, INK, MUTED

WIDTH = 720
#: Colours by role, for book.css to set in each theme.
ROLE = {
    INK: "var(--map-ink, currentColor)",
    MUTED: "var(--map-muted, currentColor)",
    ACCENT: "var(--map-accent, currentColor)",
}
DASHES = {"solid": "", "dash": "9 6", "dot": "2 5"}
#: A marker's corners, in units of its radius.
CORNERS = {
    "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
    "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
    "triangle-up": [(0, -1.1), (1.1, 0.8), (-1.1, 0.8)],
}

Point = tuple[float, float]


def draw(figure: Mapping[str, Any], title: str, width: int = WIDTH) -> str:
    """Return the figure as an SVG element, ``width`` units wide, in the colours of the page around it."""
    layout = figure["layout"]
    x0, x1 = map(float, layout["xaxis"]["range"])
    margin = float(layout["margin"]["l"])

    def x(value: float) -> float:
        return round(margin + (value - x0) / (x1 - x0) * (width - 2 * margin), 1)

    def y(value: float) -> float:
        return round(margin + value, 1)

    inner = [
        *(_shape(shape, x, y) for shape in layout.get("shapes", ())),
        *(mark for trace in figure["data"] for mark in _trace(trace, x, y)),
    ]
    height = layout["height"]
    return (
        f'<svg class="map-still" viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(inner)}</svg>'
    )


def _ink(colour: str) -> str:
    return ROLE.get(colour, colour)


def _stroke(line: Mapping[str, Any]) -> str:
    return f'stroke="{_ink(line["color"])}" stroke-width="{line["width"]}" stroke-dasharray="{DASHES[line["dash"]]}"'


def _shape(shape: Mapping[str, Any], x: Any, y: Any) -> str:  # noqa: ANN401  (the two scales)
    line = shape["line"]
    stroke = f'fill="none" {_stroke(line)}'
    left, top, right, bottom = x(shape["x0"]), y(shape["y0"]), x(shape["x1"]), y(shape["y1"])
    if shape["type"] == "line":
        return f'<path d="M{left} {top}L{right} {bottom}" {stroke}/>'
    return f'<rect x="{left}" y="{top}" width="{round(right - left, 1)}" height="{round(bottom - top, 1)}" {stroke}/>'


def _trace(trace: Mapping[str, Any], x: Any, y: Any) -> Iterator[str]:  # noqa: ANN401
    places = list(zip(trace["x"], trace["y"], strict=True))
    points = [None if a is None else (x(a), y(b)) for a, b in places]
    if "lines" in trace["mode"]:
        for start, end in itertools.pairwise(points):
            if start and end:
                yield f'<path d="M{start[0]} {start[1]}L{end[0]} {end[1]}" {_stroke(trace["line"])}/>'
    for i, point in enumerate(points):
        if point is None:
            continue
        if "markers" in trace["mode"]:
            yield _marker(trace["marker"], i, point, points[i - 1] if i else None)
        if "text" in trace["mode"]:
            yield _label(trace, i, point)


def _label(trace: Mapping[str, Any], i: int, point: Point) -> str:
    font, text = trace["textfont"], trace["text"][i]
    bold = ' font-weight="600"' if text.startswith("<b>") else ""
    lang = ' lang="kk"' if any("\u0400" <= letter <= "\u04ff" for letter in text) else ""
    lines = [html.escape(line) for line in text.removeprefix("<b>").removesuffix("</b>").split("<br>")]
    beside = trace.get("textposition") == "middle right"
    x, anchor = (point[0] + (12 if "markers" in trace["mode"] else 0), "start") if beside else (point[0], "middle")
    ink = _ink(_each(font["color"], i))
    top = point[1] + 4 - (len(lines) - 1) * font["size"] * 0.6
    style = f'text-anchor="{anchor}" font-size="{font["size"]}"{bold} fill="{ink}"{lang}'
    ys = [round(top + k * font["size"] * 1.2, 1) for k in range(len(lines))]
    return "".join(f'<text x="{x}" y="{y}" {style}>{line}</text>' for y, line in zip(ys, lines, strict=True))


def _each(value: Any, i: int) -> Any:  # noqa: ANN401
    """Return one value for all points, or the point's own."""
    return value[i] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _marker(marker: Mapping[str, Any], i: int, point: Point, before: Point | None) -> str:
    symbol, r = _each(marker["symbol"], i), _each(marker["size"], i) / 2
    if not r:
        return ""
    (x, y), colour = point, _ink(_each(marker["color"], i))
    if symbol == "circle-open":
        return f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if symbol == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>'
    if symbol == "arrow":
        back = before or (x - 1, y)
        turn = math.atan2(y - back[1], x - back[0])
        corners = [(0.0, 0.0), _polar(2 * r, turn + math.pi - 0.42), _polar(2 * r, turn + math.pi + 0.42)]
    elif symbol == "star":
        corners = [_polar(r * (1.3 if k % 2 == 0 else 0.55), math.pi * (k / 5 - 0.5)) for k in range(10)]
    else:
        corners = [(r * a, r * b) for a, b in CORNERS[symbol]]
    path = "L".join(f"{round(x + a, 1)} {round(y + b, 1)}" for a, b in corners)
    return f'<path d="M{path}Z" fill="{colour}"/>'


def _polar(r: float, angle: float) -> Point:
    return r * math.cos(angle), r * math.sin(angle)
