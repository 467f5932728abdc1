"""A figure as a still picture: for pages without scripts, for paper, for the cover.

It draws the part of plotly that the maps use: scatter points, lines, straight or smooth, and
labels; rectangles and lines as shapes. Colours become the page's own, so that one picture serves
light and dark.
"""

from __future__ import annotations

import html
import itertools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from widgets.explorer import marks
from widgets.explorer.marks import Point
from widgets.maps.style import ACCENT, DARK, INK, MUTED

WIDTH = 720
#: Colours by role, for book.css to set in each theme.
ROLE = {
    INK: "var(--map-ink, currentColor)",
    MUTED: "var(--map-muted, currentColor)",
    ACCENT: "var(--map-accent, currentColor)",
}
DASHES = {"solid": "", "dash": "9 6", "dot": "2 5"}

BESIDE, OVER = 6, 4  # units from a mark to the label at its side, and to the label above or below it
BOLD = re.compile(r"(</?b>)")
ANCHOR = {"left": "end", "center": "middle", "right": "start"}


def draw(figure: Mapping[str, Any], title: str, width: int = WIDTH, dark: Mapping[str, str] = DARK) -> str:
    """Return the figure as an SVG element, ``width`` units wide, in the colours of the page around it.

    ``dark`` has the colour to show on a dark page for each that has no role.
    """
    layout = figure["layout"]
    x0, x1 = map(float, layout["xaxis"]["range"])
    margin = float(layout["margin"]["l"])
    sheet = _Sheet(x0, (width - 2 * margin) / (x1 - x0), margin, dark)
    inner = [
        *(sheet.shape(shape) for shape in layout.get("shapes", ())),
        *(mark for trace in figure["data"] for mark in sheet.trace(trace)),
    ]
    height = layout["height"]
    return (
        f'<svg class="map-still" viewBox="0 0 {width} {height}" role="img" aria-label="{html.escape(title)}" '
        f'xmlns="http://www.w3.org/2000/svg" font-family="system-ui, sans-serif">{"".join(inner)}</svg>'
    )


@dataclass(frozen=True)
class _Sheet:
    """Where a figure's coordinates lie in the picture, and what its colours become."""

    left: float
    scale: float
    margin: float
    dark: Mapping[str, str]

    def at(self, x: float, y: float) -> Point:
        return round(self.margin + (x - self.left) * self.scale, 1), round(self.margin + y, 1)

    def ink(self, colour: str) -> str:
        if colour in ROLE:
            return ROLE[colour]
        return f"light-dark({colour}, {self.dark[colour]})" if colour in self.dark else colour

    def stroke(self, line: Mapping[str, Any]) -> str:
        dash = DASHES[line["dash"]]
        dashed = f' stroke-dasharray="{dash}"' if dash else ""
        return f'stroke="{self.ink(line["color"])}" stroke-width="{line["width"]}"{dashed}'

    def shape(self, shape: Mapping[str, Any]) -> str:
        line = shape["line"]
        stroke = self.stroke(line) if line["width"] else ""
        (left, top), (right, bottom) = self.at(shape["x0"], shape["y0"]), self.at(shape["x1"], shape["y1"])
        if shape["type"] == "line":
            return f'<path d="M{left} {top}L{right} {bottom}" fill="none" {stroke}/>'
        fill = self.ink(shape["fillcolor"]) if "fillcolor" in shape else "none"
        size = f'width="{round(right - left, 1)}" height="{round(bottom - top, 1)}"'
        return f'<rect x="{left}" y="{top}" {size} fill="{fill}" {stroke}/>'

    def trace(self, trace: Mapping[str, Any]) -> Iterator[str]:
        mode = trace["mode"]
        points = [None if x is None else self.at(x, y) for x, y in zip(trace["x"], trace["y"], strict=True)]
        if "lines" in mode:
            line = trace["line"]
            for run in _runs(points):
                yield f'<path d="{_way(run, line.get("shape", "linear"))}" fill="none" {self.stroke(line)}/>'
        for i, point in enumerate(points):
            if point and "markers" in mode:
                yield self.marker(trace, i, point, points[i - 1] if i else None)
            if point and "text" in mode:
                yield self.label(trace, i, point)

    def marker(self, trace: Mapping[str, Any], i: int, point: Point, before: Point | None) -> str:
        marker = trace["marker"]
        symbol, size = _each(marker["symbol"], i), _each(marker["size"], i)
        seen = _each(marker.get("opacity", 1), i)
        if _faded(trace, i):
            seen = trace["unselected"]["marker"]["opacity"]
        if not (size and seen):
            return ""
        turn = 0.0
        if marker.get("angleref") == "previous" and before:  # what is up on a mark is ahead on its line
            turn = math.atan2(point[1] - before[1], point[0] - before[0]) + math.pi / 2
        colour = self.ink(_each(marker["color"], i))
        line = marker.get("line", {})
        width = _each(line.get("width", 0), i)
        if marks.hollow(symbol):
            ink = f'fill="none" stroke="{colour}" stroke-width="{width or 1}"'
        else:
            edge = f' stroke="{self.ink(_each(line["color"], i))}" stroke-width="{width}"' if width else ""
            ink = f'fill="{colour}"{edge}'
        pale = f' opacity="{seen}"' if seen != 1 else ""
        return f'<path d="{marks.path(symbol, size, point, turn)}" {ink}{pale}/>'

    def label(self, trace: Mapping[str, Any], i: int, point: Point) -> str:
        font, text = trace["textfont"], trace["text"][i]
        if not text:
            return ""
        lang = ' lang="kk"' if any("\u0400" <= letter <= "\u04ff" for letter in text) else ""
        lines = _lines(text)
        upright, across = _each(trace.get("textposition", "middle center"), i).split()
        r = _each(trace["marker"]["size"], i) / 2 if "markers" in trace["mode"] else 0
        x = point[0] + ({"left": -1, "right": 1}.get(across, 0) * (r + BESIDE) if r else 0)
        size = font["size"]
        tall = (len(lines) - 1) * size * 1.2
        # The first line's foot: the lines stand round the point, above it or below it.
        foot = {
            "middle": point[1] + 4 - tall / 2,
            "top": point[1] - r - OVER - tall,
            "bottom": point[1] + r + OVER + size * 0.8,
        }[upright]
        ink = self.ink(trace["unselected"]["textfont"]["color"] if _faded(trace, i) else _each(font["color"], i))
        style = f'text-anchor="{ANCHOR[across]}" font-size="{size}" fill="{ink}"{lang}'
        return "".join(
            f'<text x="{round(x, 1)}" y="{round(foot + k * size * 1.2, 1)}" {style}>{line}</text>'
            for k, line in enumerate(lines)
        )


def _lines(text: str) -> list[str]:
    """Break a label where plotly does, with what is bold in it as bold; the rest is plain text."""
    lines, bold = [], False
    for line in text.split("<br>"):
        drawn = ""
        for piece in BOLD.split(line):
            if piece in {"<b>", "</b>"}:
                bold = piece == "<b>"
            elif piece:
                shown = html.escape(piece)
                drawn += f'<tspan font-weight="600">{shown}</tspan>' if bold else shown
        lines.append(drawn)
    return lines


def _each(value: Any, i: int) -> Any:  # noqa: ANN401
    """Return one value for all points, or the point's own."""
    return value[i] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _faded(trace: Mapping[str, Any], i: int) -> bool:
    """Whether some points are selected, and this one is not."""
    return "selectedpoints" in trace and i not in trace["selectedpoints"]


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """Yield the lines between the gaps."""
    for there, run in itertools.groupby(points, key=lambda point: point is not None):
        if there:
            yield [point for point in run if point is not None]


def _way(points: Sequence[Point], shape: str) -> str:
    """Return a line's path: from point to point, or smoothly through them, as plotly does it."""
    if shape != "spline" or len(points) < 3:  # noqa: PLR2004  (two points have nothing to smooth)
        return "M" + "L".join(map(_pair, points))
    leans = [_lean(*three) for three in zip(points, points[1:], points[2:], strict=False)]
    way = [f"M{_pair(points[0])}Q{_pair(leans[0][0])} {_pair(points[1])}"]
    for (_, leaves), (arrives, _), point in zip(leans, leans[1:], points[2:], strict=False):
        way.append(f"C{_pair(leaves)} {_pair(arrives)} {_pair(point)}")
    return "".join([*way, f"Q{_pair(leans[-1][1])} {_pair(points[-1])}"])


def _lean(before: Point, here: Point, after: Point) -> tuple[Point, Point]:
    """Return the two control points of a Catmull-Rom spline at one of its points."""
    (ax, ay), (bx, by) = ((one[0] - here[0], one[1] - here[1]) for one in (before, after))
    a, b = math.hypot(ax, ay) ** 0.5, math.hypot(bx, by) ** 0.5
    x, y = b * b * ax - a * a * bx, b * b * ay - a * a * by
    back, on = 3 * b * (a + b) or math.inf, 3 * a * (a + b) or math.inf
    return (here[0] + x / back, here[1] + y / back), (here[0] - x / on, here[1] - y / on)


def _pair(point: Point) -> str:
    return f"{round(point[0], 1):g} {round(point[1], 1):g}"
