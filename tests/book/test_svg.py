"""A still picture against what plotly draws of the same figure."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from widgets.book import svg
from widgets.explorer import marks
from widgets.maps import lineages, style

SVG = "{http://www.w3.org/2000/svg}"
DARK = {**style.DARK, "#a63d00": "#ff9d5c"}


def drawn(*traces: dict[str, Any], shapes: list[dict[str, Any]] | None = None) -> ET.Element:
    """Draw traces on a sheet whose units are the picture's, but for its margin of 4."""
    layout = style.layout(208, (0, 712), shapes=shapes or [])
    return ET.fromstring(svg.draw({"data": list(traces), "layout": layout}, "A title", dark=DARK))  # noqa: S314


def line(**more: Any) -> dict[str, Any]:
    return {
        "mode": "lines",
        "x": [0, 100, 200],
        "y": [0, 50, 0],
        "line": {"dash": "solid", "color": style.INK, "width": 2, **more},
    }


def points(**more: Any) -> dict[str, Any]:
    marker = {"symbol": "square", "size": 12, "color": "#a63d00", **more.pop("marker", {})}
    font = {"size": 10, "color": style.INK}
    return {"mode": "markers+text", "x": [100], "y": [50], "text": ["a"], "textfont": font, "marker": marker, **more}


def test_it_is_named_and_as_tall_as_the_figure() -> None:
    root = drawn()
    assert root.get("aria-label") == "A title"
    assert root.get("viewBox") == "0 0 720 208"


def test_a_line_is_one_path_from_gap_to_gap() -> None:
    gapped = {**line(dash="dash"), "x": [0, 9, None, 9, 0], "y": [0, 9, None, 0, 9]}
    paths = drawn(gapped).findall(f"{SVG}path")
    assert [path.get("d") for path in paths] == ["M4 4L13 13", "M13 4L4 13"]
    assert {path.get("stroke-dasharray") for path in paths} == {svg.DASHES["dash"]}
    assert drawn({**gapped, "mode": "none"}).findall(f"{SVG}path") == []


def test_a_smooth_line_is_plotlys() -> None:
    """As ``tests/explorer/test_front_end.py`` sees it draw one."""
    path = drawn(line(shape="spline")).find(f"{SVG}path")
    assert path.get("d") == "M4 4Q70.7 54 104 54Q137.3 54 204 4"
    assert "C" in drawn({**line(shape="spline"), "x": [0, 9, 18, 27], "y": [0, 9, 0, 9]}).find(f"{SVG}path").get("d")


def test_a_colour_is_the_pages_where_it_has_a_role_and_else_the_maps() -> None:
    assert drawn(line()).find(f"{SVG}path").get("stroke") == svg.ROLE[style.INK]
    assert drawn(points()).find(f"{SVG}path").get("fill") == "light-dark(#a63d00, #ff9d5c)"
    assert drawn(points(marker={"color": "#010203"})).find(f"{SVG}path").get("fill") == "#010203"


@pytest.mark.parametrize("symbol", [one for name in marks.SYMBOLS for one in (name, f"{name}-open")])
def test_every_mark_is_drawn(symbol: str) -> None:
    path = drawn(points(marker={"symbol": symbol, "line": {"width": 2, "color": style.INK}})).find(f"{SVG}path")
    assert path.get("d") == marks.path(symbol, 12, (104, 54))
    assert (path.get("fill") == "none") == marks.hollow(symbol)
    assert path.get("stroke-width") == "2"


def test_a_mark_turns_along_its_line() -> None:
    marker = {"symbol": ["circle", "triangle-up"], "size": [0, 12], "angleref": "previous"}
    trace = {**points(marker=marker), "mode": "markers", "x": [0, 100], "y": [50, 50]}
    assert [path.get("d") for path in drawn(trace).findall(f"{SVG}path")] == ["M101 47.1L101 60.9L110 54Z"]


def test_what_is_not_seen_is_not_drawn() -> None:
    trace = {**points(marker={"opacity": [0, 1]}), "x": [1, 2], "y": [1, 2], "text": ["", "b"]}
    root = drawn(trace)
    assert len(root.findall(f"{SVG}path")) == 1
    assert ["".join(one.itertext()) for one in root.findall(f"{SVG}text")] == ["b"]


def test_what_is_not_selected_is_pale() -> None:
    pale = {"marker": {"opacity": 0.3}, "textfont": {"color": style.MUTED}}
    trace = {**points(), "x": [1, 2], "y": [1, 2], "text": ["a", "b"], "selectedpoints": [1], "unselected": pale}
    root = drawn(trace)
    assert [one.get("opacity") for one in root.findall(f"{SVG}path")] == ["0.3", None]
    assert [one.get("fill") for one in root.findall(f"{SVG}text")] == [svg.ROLE[style.MUTED], svg.ROLE[style.INK]]


@pytest.mark.parametrize(
    ("position", "anchor", "above", "beside"),
    [
        ("middle right", "start", 0, 1),
        ("middle left", "end", 0, -1),
        ("top center", "middle", -1, 0),
        ("bottom center", "middle", 1, 0),
        ("middle center", "middle", 0, 0),
        ("top left", "end", -1, -1),
    ],
)
@pytest.mark.parametrize("r", [6, 14])
def test_a_label_stands_where_it_is_told(position: str, anchor: str, above: int, beside: int, r: int) -> None:
    lines = drawn(points(text=["one<br>two"], textposition=position, marker={"size": 2 * r})).findall(f"{SVG}text")
    assert ["".join(one.itertext()) for one in lines] == ["one", "two"]
    assert {one.get("text-anchor") for one in lines} == {anchor}
    assert {float(one.get("x")) for one in lines} == {104 + beside * (r + svg.BESIDE)}
    tops, feet = zip(*((float(one.get("y")) - 8, float(one.get("y"))) for one in lines), strict=True)
    clear = {-1: max(feet) < 54 - r, 0: min(tops) < 54 < max(feet), 1: min(tops) > 54 + r}
    assert clear[above]


def test_kazakh_and_bold_labels_say_so() -> None:
    bold, kazakh = drawn(
        {
            **points(text=["<b>A & B</b>", "саты"], textfont={"size": 10, "color": [style.INK, style.MUTED]}),
            "x": [1, 2],
            "y": [1, 2],
        }
    ).findall(f"{SVG}text")
    assert [(one.text, one.get("font-weight")) for one in bold] == [("A & B", "600")]
    assert bold.get("lang") is None
    assert (kazakh.get("lang"), kazakh.get("fill")) == ("kk", svg.ROLE[style.MUTED])


def test_a_shape_is_filled_and_framed() -> None:
    edge = {"dash": "solid", "color": style.MUTED, "width": 0}
    box = {"type": "rect", "x0": 0, "x1": 10, "y0": 0, "y1": 20, "line": edge, "fillcolor": "#a63d00"}
    rule = {**box, "type": "line", "line": {**edge, "width": 1}}
    root = drawn(shapes=[box, rule])
    rect, path = root.find(f"{SVG}rect"), root.find(f"{SVG}path")
    assert (rect.get("fill"), rect.get("stroke")) == ("light-dark(#a63d00, #ff9d5c)", None)
    assert (path.get("fill"), path.get("stroke-width")) == ("none", "1")


@pytest.mark.parametrize("whose", ["article", "both", "differ"])
def test_a_map_has_all_its_labels_and_no_colour_of_one_theme(whose: str) -> None:
    figure = lineages.view(whose=whose).figure
    markup = svg.draw(figure, "Lineages", dark=style.FAMILY_DARK)
    root = ET.fromstring(markup)  # noqa: S314
    found = ["".join(one.itertext()) for one in root.findall(f"{SVG}text")]
    for trace in figure["data"]:
        for text in trace.get("text", ()):
            for part in re.sub("</?b>", "", text).split("<br>"):
                assert part in found
    inks = {one.get(name) for one in root.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert all(ink in svg.ROLE.values() or ink.startswith("light-dark(") for ink in inks)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("<b>A</b> 4", ['<tspan font-weight="600">A</tspan> 4']),
        ("<b>so<br>liked</b> →", ['<tspan font-weight="600">so</tspan>', '<tspan font-weight="600">liked</tspan> →']),
        ("1 < 2", ["1 &lt; 2"]),
    ],
)
def test_a_label_is_bold_where_it_says(text: str, drawn: list[str]) -> None:
    assert svg._lines(text) == drawn  # noqa: SLF001
