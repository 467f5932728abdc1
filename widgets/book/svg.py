"""A figure as a still picture: for pages without scripts, for paper, for the cover.

It draws the part of plotly that the maps use: scatter points, lines and labels, rectangles and
lines as shapes, texts and arrows as annotations. Colours become the page's own, so that one
picture serves light and dark.
"""

from __future__ import annotations

import html
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
        *(mark for note in layout.get("annotations", ()) for mark in _note(note, x, y)),
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
    points = [(x(a), y(b)) for a, b in zip(trace["x"], trace["y"], strict=True)]
    if "lines" in trace["mode"]:
        line = trace["line"]
        path = "L".join(f"{a} {b}" for a, b in points)
        yield f'<path d="M{path}" {_stroke(line)}/>'
    marker = trace.get("marker", {})
    for i, (a, b) in enumerate(points):
        if "markers" in trace["mode"]:
            colour = _ink(_each(marker["color"], i))
            yield _marker(_each(marker["symbol"], i), a, b, marker["size"] / 2, colour)
        if "text" in trace["mode"]:
            font, label = trace["textfont"], html.escape(trace["text"][i])
            ink = _ink(_each(font["color"], i))
            beside = trace.get("textposition") == "middle right"
            place = f'x="{a + 12}" y="{b + 4}"' if beside else f'x="{a}" y="{b + 4}" text-anchor="middle"'
            yield f'<text {place} font-size="{font["size"]}" fill="{ink}">{label}</text>'


def _each(value: Any, i: int) -> Any:  # noqa: ANN401
    """Return one value for all points, or the point's own."""
    return value[i] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _marker(symbol: str, x: float, y: float, r: float, colour: str) -> str:
    if symbol == "circle-open":
        return f'<circle cx="{x}" cy="{y}" r="{r}" fill="none" stroke="{colour}" stroke-width="2"/>'
    if symbol == "circle":
        return f'<circle cx="{x}" cy="{y}" r="{r}" fill="{colour}"/>'
    corners = {
        "square": [(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)],
        "diamond": [(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)],
        "triangle-up": [(0, -1.1), (1.1, 0.8), (-1.1, 0.8)],
    }[symbol]
    path = "L".join(f"{round(x + r * a, 1)} {round(y + r * b, 1)}" for a, b in corners)
    return f'<path d="M{path}Z" fill="{colour}"/>'


def _note(note: Mapping[str, Any], x: Any, y: Any) -> Iterator[str]:  # noqa: ANN401
    if note["showarrow"]:
        tip = x(note["x"]), y(note["y"])
        pixels = note["axref"] == "pixel"
        tail = (tip[0] + note["ax"], tip[1] + note["ay"]) if pixels else (x(note["ax"]), y(note["ay"]))
        yield _arrow(*tail, *tip, note)
        return
    text = note["text"]
    bold = text.startswith("<b>")
    content = html.escape(text.removeprefix("<b>").removesuffix("</b>"))
    anchor = {"left": "start"}.get(note.get("xanchor", ""), "middle")
    lang = ' lang="kk"' if any("\u0400" <= letter <= "\u04ff" for letter in text) else ""
    weight = ' font-weight="600"' if bold else ""
    yield (
        f'<text x="{x(note["x"])}" y="{y(note["y"]) + 5}" text-anchor="{anchor}" font-size="{note["font"]["size"]}"'
        f'{weight} fill="{_ink(note["font"]["color"])}"{lang}>{content}</text>'
    )


def _arrow(x0: float, y0: float, x1: float, y1: float, note: Mapping[str, Any]) -> str:
    angle = math.atan2(y1 - y0, x1 - x0)
    colour, head = _ink(note["arrowcolor"]), 9
    wings = [
        (round(x1 - head * math.cos(angle + turn), 1), round(y1 - head * math.sin(angle + turn), 1))
        for turn in (-0.45, 0.45)
    ]
    (a, b), (c, d) = wings
    return (
        f'<path d="M{x0} {y0}L{x1} {y1}" stroke="{colour}" stroke-width="{note["arrowwidth"]}"/>'
        f'<path d="M{x1} {y1}L{a} {b}L{c} {d}Z" fill="{colour}"/>'
    )
