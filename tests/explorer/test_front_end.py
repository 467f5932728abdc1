"""The front end alone: an Explorer made for the test, in a page without a book or a kernel."""

from __future__ import annotations

import csv
import dataclasses
import json
import math
import random
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, OpenPage, Visit
from playwright.sync_api import Locator

from widgets.book import svg
from widgets.explorer import Explorer, marks
from widgets.explorer.parts import (
    Control,
    Detail,
    Feature,
    Grouping,
    Key,
    Option,
    Pick,
    Profile,
    Ref,
    Say,
    Score,
    Table,
    View,
    Weighing,
)
from widgets.explorer.plotlyjs import plotly_js
from widgets.maps import style

PAGE = """<!doctype html><html lang="en" data-theme="light"><meta charset="utf-8"><title>A map</title>
<style>:root {{ color-scheme: light; color: #111; background: #fff }}
[data-theme=dark] {{ color-scheme: dark; color: #eee; background: #111 }} {css}</style>
<div class="explorer-mount"><script type="application/json">{data}</script></div>
<script>(globalThis[Symbol.for("explorer")] ??= {{}}).source = {source};</script><script src="mount.js"></script>"""

ROOTS = (Option("all", "all"), *(Option(f"r{i}", f"root {i}", "Trees" if i < 3 else "Herbs") for i in range(6)))
BOXES = ("leaves", "flowers")
MANY = "one<br>longer line<br>two"
SPOTS = {"oak": [(2, 60), (8, 60)], "elm": [(5, 200)], "ash": [(5, 320)]}
PLACES = {"oak": "middle left", "elm": "top center", "ash": "middle right"}


def controls() -> tuple[Control, ...]:
    off_on = (Option("off", "off"), Option("on", "on"))
    return (
        Control("root", "Root", ROOTS),
        *(Control(one, one.title(), off_on, tick=True, set="Show") for one in BOXES),
        Control("fruit", "Fruit", off_on, tick=True),
    )


def view(**selection: str) -> View:
    """Draw three trees, the oak on both sides, all of which can be picked while there are leaves or no flowers."""
    words = " ".join(f"{name}={value}" for name, value in selection.items())
    points = [(id_, x, y) for id_, spots in SPOTS.items() for x, y in spots]
    trees = {
        "type": "scatter",
        "mode": "markers+text",
        "x": [x for _, x, _ in points],
        "y": [y for _, _, y in points],
        "text": [MANY if id_ != "oak" else "oak" for id_, *_ in points],
        "customdata": [id_ for id_, *_ in points],
        "textposition": [PLACES[id_] for id_, *_ in points],
        "textfont": {"size": 12, "color": style.INK},
        "marker": {"size": 12, "symbol": "square", "color": style.ACCENT, "line": {"width": 0}},
    }
    line = {
        "type": "scatter",
        "mode": "lines",
        "x": [2, 8],
        "y": [380, 380],
        "line": {"dash": "solid", "color": style.MUTED, "width": 2 if selection["fruit"] == "on" else 1},
    }
    some = selection["leaves"] == "off" and selection["flowers"] == "on"
    figure = {"data": [line, {**line, "y": [390, 390]}, trees], "layout": style.layout(408, (0, 10))}
    table = Table("Trees", ("Tree",), ((words,),))
    return View(figure, words, (Say(words, refs=(Ref("D12", "[D12]"),)),), table, ("elm",) if some else tuple(SPOTS))


def trees() -> Explorer:
    return Explorer(
        "trees",
        "Trees",
        "trees.explore",
        controls=controls(),
        view=view,
        pick=Pick("Describe a tree", {id_: Detail(id_, (Say(f"An {id_}."),)) for id_ in SPOTS}),
        key=(
            *style.VOICE_KEYS,
            Key("y-up-open", "grows", line="solid"),
            Key("arrow", "gives", line="dash"),
            Key("square", "tree", color=style.ACCENT),
        ),
        dark=style.DARK,
    )


Mounted = Callable[..., tuple[Visit, Locator]]


@pytest.fixture
def mounted(open_page: OpenPage, tmp_path: Path) -> Mounted:
    """Put an Explorer in a page, and wait until it is drawn."""

    def mount(explorer: Explorer, **options: Any) -> tuple[Visit, Locator]:
        data = json.dumps({"spec": explorer.spec, "value": explorer.value, "hrefs": {}}).replace("<", "\\u003c")
        front = ROOT / "widgets" / "explorer"
        source = json.dumps((front / "explorer.js").read_text("utf-8")).replace("</", "<\\/")
        page = PAGE.format(css=(front / "explorer.css").read_text("utf-8"), data=data, source=source)
        (tmp_path / "index.html").write_text(page, "utf-8")
        for name, file in (("mount.js", ROOT / "widgets/book/static/mount.js"), ("plotly.min.js", plotly_js())):
            (tmp_path / name).write_bytes(file.read_bytes())
        visit = open_page((tmp_path / "index.html").as_uri(), **options)
        root = visit.page.locator(".explorer")
        visit.page.wait_for_function("(root) => root.dataset.ready", arg=root.element_handle())
        return visit, root

    return mount


def value(root: Locator) -> dict[str, Any]:
    return root.evaluate("(root) => root.parentElement.explorer.value")


def settled(root: Locator) -> None:
    root.evaluate("(root) => root.parentElement.explorer.drawn")


# --- lists with headings -----------------------------------------------------------------------------


def test_a_lists_options_stand_under_their_headings(mounted: Mounted) -> None:
    _, root = mounted(trees())
    found = root.get_by_label("Root", exact=True).evaluate(
        "(list) => [...list.children].map((one) => one.tagName === 'OPTGROUP' ? [one.label, ...[...one.children].map(({ value }) => value)] : one.value)"
    )
    assert found == ["all", ["Trees", "r0", "r1", "r2"], ["Herbs", "r3", "r4", "r5"]]
    root.get_by_label("Root", exact=True).select_option("r4")
    assert root.locator(".explorer-summary").inner_text().startswith("root=r4")


# --- boxes -------------------------------------------------------------------------------------------


def test_boxes_of_one_set_stand_together(mounted: Mounted) -> None:
    _, root = mounted(trees())
    show = root.get_by_role("group", name="Show")
    assert [box.get_attribute("name").rsplit("-", 1)[-1] for box in show.get_by_role("checkbox").all()] == [*BOXES]
    assert root.get_by_role("checkbox", name="Fruit").count() == 1
    assert show.get_by_role("checkbox", name="Fruit").count() == 0
    assert root.get_by_role("radio").count() == 0


def test_a_box_by_keyboard_keeps_the_focus_and_tells_once(mounted: Mounted) -> None:
    visit, root = mounted(trees())
    page = visit.page
    page.evaluate(
        """(root) => {
          globalThis.announced = [];
          new MutationObserver(() => announced.push(root.querySelector("[role=status]").textContent))
            .observe(root.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true });
        }""",
        root.element_handle(),
    )
    box = root.get_by_role("checkbox", name="Flowers")
    box.focus()
    for told, (word, ticked) in enumerate([("on", True), ("off", False)], 1):
        page.keyboard.press("Space")
        page.wait_for_function("(n) => announced.length >= n", arg=told)
        settled(root)
        assert page.evaluate("announced.length") == told
        assert f"flowers={word}" in page.evaluate("announced.at(-1)")
        assert f"flowers={word}" in root.locator(".explorer-summary").inner_text()
        assert value(root)["flowers"] == word
        assert box.is_checked() == ticked
        assert box.evaluate("(one) => one === document.activeElement")
    assert visit.console == []


def test_a_box_is_a_control_like_any(mounted: Mounted) -> None:
    """It has its part in the code, in the link, in the reset; it is large enough; the chart follows."""
    visit, root = mounted(trees(), width=320)
    root.get_by_role("checkbox", name="Fruit").check()
    settled(root)
    assert root.evaluate("(root) => root.querySelector('.explorer-chart').data[0].line.width") == 2
    link = root.get_by_role("link", name="Link to this selection").get_attribute("href")
    assert "fruit=on" in link
    assert "leaves=off" in link
    code = root.evaluate("(root) => root.parentElement.explorer.code()")
    assert code == 'trees.explore(root="all", leaves="off", flowers="off", fruit="on")'
    root.get_by_role("button", name="Reset").click()
    assert not root.get_by_role("checkbox", name="Fruit").is_checked()
    visit.page.evaluate("(hash) => { location.hash = hash }", link)
    visit.page.wait_for_function("(root) => root.querySelector('[name$=-fruit]').checked", arg=root.element_handle())
    small = root.evaluate(
        "(root) => [...root.querySelectorAll('input')].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length"
    )
    assert small == 0
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- picks -------------------------------------------------------------------------------------------


def test_what_can_be_picked_is_the_selections(mounted: Mounted) -> None:
    explorer = trees()
    _, root = mounted(explorer)
    listed = "(root) => [...root.querySelector('select[id$=-pick]').options].map(({ value }) => value).slice(1)"
    assert root.evaluate(listed) == [*SPOTS]
    root.get_by_label("Describe a tree").select_option("oak")
    root.get_by_role("checkbox", name="Flowers").check()
    assert root.evaluate(listed) == ["elm"]
    assert value(root)["pick"] is None
    explorer.value = {**explorer.value, "pick": "oak"}
    explorer.value = {**explorer.value, "flowers": "on"}
    assert explorer.value["pick"] is None


RINGS = "(root) => { const ring = root.querySelector('.explorer-chart').data.find(({ marker }) => marker?.symbol === 'circle-open'); return ring ? ring.x.map((x, i) => [x, ring.y[i]]) : [] }"


def test_every_place_of_the_picked_has_a_ring(mounted: Mounted) -> None:
    _, root = mounted(trees())
    assert root.evaluate(RINGS) == []
    for id_, spots in SPOTS.items():
        root.get_by_label("Describe a tree").select_option(id_)
        settled(root)
        assert root.evaluate(RINGS) == [list(spot) for spot in spots]


@pytest.mark.parametrize(
    ("x", "y", "found"),
    [
        (8, 60, "oak"),  # the second of its marks
        (2, 60, "oak"),
        (5, 200, "elm"),
        (5, 170, "elm"),  # its label is above it,
        (5, 235, None),  # not below
        (6.2, 170, None),
        (5.6, 320, "ash"),  # at the right, as wide as its longest line
        (5, 346, None),
        (6.8, 320, None),  # not as wide as all its lines together
        (4.2, 320, None),
    ],
)
def test_a_label_belongs_to_its_point(mounted: Mounted, x: float, y: float, found: str | None) -> None:
    visit, root = mounted(trees())
    box = root.locator(".explorer-chart").bounding_box()
    visit.page.mouse.click(box["x"] + 4 + x / 10 * (box["width"] - 8), box["y"] + 4 + y)
    assert value(root)["pick"] == found


# --- scores ------------------------------------------------------------------------------------------

PARTS = {"bark": "trunk", "rings": "trunk", "needles": "leaf", "broad": "leaf", "cones": "fruit"}
WEIGHTS = {"bark": {"pine": 1}, "rings": {"pine": 1, "beech": 1}, "needles": {"pine": 1}, "broad": {"beech": 1}}
CONIFER = ("bark", "rings", "needles", "cones")


def keyed(heading: str = "") -> Score:
    """A score in three groups that can be weighed in four ways; in the last, rings speak for nobody."""
    line = {
        "type": "scatter",
        "mode": "lines+markers+text",
        "x": [0, 0],
        "text": ["", "0"],
        "textfont": {"size": 12, "color": style.INK},
        "line": {"dash": "dot", "color": style.INK, "width": 2},
        "marker": {"size": 10, "symbol": "circle", "color": style.INK},
    }
    groups = tuple(Option(one, one) for one in ("trunk", "leaf", "fruit"))
    ways = (
        Weighing("alike", "all alike", {}, {}, heading),
        Weighing("leaf-twice", "leaf twice", {"leaf": 2}, {}, heading),
        Weighing("trunk-alone", "trunk alone", {"leaf": 0, "fruit": 0}, {}, heading),
        Weighing("no-rings", "rings left out", {}, {"rings": {}}, heading),
    )
    return Score(
        "Tick what you see",
        tuple(Feature(one, one, WEIGHTS.get(one, {}), Say(f"Why {one}."), part) for one, part in PARTS.items()),
        (Option("pine", "pine"), Option("beech", "beech")),
        {"data": [{**line, "y": [20, 20]}, {**line, "y": [60, 60]}], "layout": style.layout(88, (0, 5))},
        "Tree",
        Say("A part counts once.", "model"),
        Grouping("part", groups, ways),
        (Profile("Tick a conifer", CONIFER),),
    )


def key() -> Explorer:
    return Explorer("key", "A key", "trees.key", score=keyed("Ways"), voices={"model": "Model"}, dark=style.DARK)


def test_of_a_group_the_heaviest_counts_as_often_as_it_is_weighed() -> None:
    explorer = key()
    assert explorer.value == {"ticked": [], "weighing": "alike", "totals": {"pine": 0, "beech": 0}}
    assert explorer.totals(*CONIFER) == {"pine": 2, "beech": 1}
    assert explorer.totals(*CONIFER, weighing="leaf-twice") == {"pine": 3, "beech": 1}
    assert explorer.totals(*CONIFER, weighing="trunk-alone") == {"pine": 1, "beech": 1}
    assert explorer.totals(*CONIFER, weighing="no-rings") == {"pine": 2, "beech": 0}
    assert keyed().turns(CONIFER) == {"leaf": ("pine", "beech")}
    assert keyed().turns(CONIFER, "trunk-alone") == {"trunk": ()}
    explorer.value = {"ticked": ["broad"], "weighing": "leaf-twice", "totals": {"pine": 9}}
    assert explorer.value["totals"] == {"pine": 0, "beech": 2}
    with pytest.raises(ValueError, match=r"no weighing 'leaf'.*'leaf-twice'"):
        explorer.value = {**explorer.value, "weighing": "leaf"}


def test_the_page_weighs_as_python_does(mounted: Mounted) -> None:
    visit, root = mounted(key())
    score, names = keyed(), {"pine": "pine", "beech": "beech"}
    chance = random.Random(2)  # noqa: S311
    for way in score.weighings:
        root.get_by_label("How each part counts").select_option(way)
        for ticked in [[one for one in PARTS if chance.random() < 0.6] for _ in range(6)]:
            for box in root.get_by_role("checkbox").all():
                box.set_checked(box.get_attribute("value") in ticked)
            settled(root)
            totals = score.totals(ticked, way)
            assert value(root) == {"ticked": ticked, "weighing": way, "totals": totals}
            assert root.evaluate("(root) => root.querySelector('.explorer-chart').data.map(({ x }) => x[1])") == [
                *totals.values()
            ]
            shares = score.shares(ticked, way)
            cells = root.evaluate(
                "(root) => [...root.querySelectorAll('tbody td')].map((one) => Number(one.textContent))"
            )
            assert cells == [
                one
                for tree in totals
                for one in (totals[tree], *(shares[tree].get(part, 0) for part in ("trunk", "leaf", "fruit")))
            ]
            said = root.locator(".explorer-words").inner_text()
            turns = score.turns(ticked, way)
            if not max(totals.values()):
                assert "Which part decides?" not in said
            elif turns:
                listed = [
                    f"{' and '.join(names[one] for one in now) or 'nobody'} without {part}"
                    for part, now in turns.items()
                ]
                assert f"First would be: {'; '.join(listed)}." in said
            else:
                assert "No single one: without any part, first would be the same." in said
    assert visit.console == []


def test_a_profile_and_a_weighing_travel(mounted: Mounted) -> None:
    """By a button, in the summary, in the code, in the link, and away by the reset."""
    visit, root = mounted(key(), width=320)
    assert root.evaluate("(root) => [...root.querySelectorAll('fieldset legend')].map((one) => one.textContent)") == [
        "Tick what you see",
        "trunk",
        "leaf",
        "fruit",
    ]
    assert root.evaluate("(root) => root.querySelector('optgroup').label") == "Ways"
    root.get_by_role("button", name="Tick a conifer").click()
    assert root.locator(".explorer-summary").inner_text() == "Pine: 2 of 3. pine 2, beech 1. Weighing: all alike; Ways."
    root.get_by_label("How each part counts").select_option("leaf-twice")
    assert (
        root.locator(".explorer-summary").inner_text() == "Pine: 3 of 4. pine 3, beech 1. Weighing: leaf twice; Ways."
    )
    code = root.evaluate("(root) => root.parentElement.explorer.code()")
    assert code == 'trees.key(ticked=["bark","rings","needles","cones"], weighing="leaf-twice")'
    before, link = value(root), root.get_by_role("link", name="Link to this selection").get_attribute("href")
    root.get_by_role("button", name="Reset").click()
    assert value(root) == key().value
    assert root.get_by_role("checkbox", checked=True).count() == 0
    visit.page.evaluate("(hash) => { location.hash = hash }", link)
    visit.page.wait_for_function("(root) => root.querySelector('input:checked')", arg=root.element_handle())
    assert value(root) == before
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for box in root.get_by_role("checkbox").all():
        box.set_checked(box.get_attribute("value") == "cones")
    assert root.locator(".explorer-summary").inner_text() == "What is ticked speaks for none of them."
    assert visit.console == []


def two() -> Explorer:
    """A key whose weighings stand under two headings; under the second, leaves cannot count twice."""
    score = keyed()
    assert score.grouping
    later = tuple(
        dataclasses.replace(way, value=f"late-{way.value}", weights={"rings": {}}, heading="in autumn")
        for way in score.grouping.weighings
        if way.value != "leaf-twice"
    )
    ways = (*(dataclasses.replace(way, heading="in spring") for way in score.grouping.weighings), *later)
    grouping = dataclasses.replace(score.grouping, weighings=ways, headings="When you look")
    return Explorer("key", "A key", "trees.key", score=dataclasses.replace(score, grouping=grouping), dark=style.DARK)


def test_a_heading_is_chosen_first_and_the_page_names_both(mounted: Mounted) -> None:
    """In the summary, the table and the file, also when the lists are closed; the way stays where it can."""
    visit, root = mounted(two(), width=320)
    when, how = root.get_by_label("When you look"), root.get_by_label("How each part counts")
    shown = "(list) => [...list.options].map(({ value }) => value)"
    assert when.evaluate(shown) == ["in spring", "in autumn"]
    assert how.evaluate(shown) == ["alike", "leaf-twice", "trunk-alone", "no-rings"]
    root.get_by_role("button", name="Tick a conifer").click()
    how.select_option("trunk-alone")
    when.focus()
    when.select_option("in autumn")
    assert when.evaluate("(one) => one === document.activeElement")
    assert how.evaluate(shown) == ["late-alike", "late-trunk-alone", "late-no-rings"]
    assert value(root)["weighing"] == how.input_value() == "late-trunk-alone"
    assert root.locator(".explorer-summary").inner_text() == (
        "Pine: 1 of 1. pine 1, beech 0. Weighing: trunk alone; in autumn."
    )
    assert root.locator("caption").text_content() == ("Totals of the ticked features. Weighing: trunk alone; in autumn")
    with visit.page.expect_download() as saved:
        root.get_by_role("button", name="Download table").click()
    rows = list(csv.reader(Path(saved.value.path()).read_text("utf-8-sig").splitlines()))
    assert [row[-1] for row in rows] == ["Weighing", *["trunk alone; in autumn"] * 2]
    when.select_option("in spring")
    how.select_option("leaf-twice")
    when.select_option("in autumn")
    assert value(root)["weighing"] == how.input_value() == "late-alike"
    root.get_by_role("button", name="Reset").click()
    assert (when.input_value(), how.input_value()) == ("in spring", "alike")
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert visit.console == []


def test_a_tick_that_moves_only_what_decides_is_told(mounted: Mounted) -> None:
    visit, root = mounted(key())
    told = root.get_by_role("status")
    root.get_by_role("checkbox", name="needles").check()
    assert told.text_content() == "Pine: 1 of 3. pine 1, beech 0. Weighing: all alike; Ways."
    # Pine has as much from its trunk, at one stroke, as it had from its leaf.
    root.evaluate(
        "(root) => { const { explorer } = root.parentElement; explorer.set(explorer.parts[0].marked(['bark'], 'alike')); }"
    )
    assert told.text_content() == "Which part decides? First would be: nobody without trunk."
    assert visit.console == []


def test_without_lines_there_is_no_legend_and_no_button_on_paper(mounted: Mounted) -> None:
    visit, root = mounted(key())
    assert root.locator(".explorer-key").count() == 0
    visit.page.emulate_media(media="print")
    assert not root.get_by_text("Tick a conifer").is_visible()


# --- figures -----------------------------------------------------------------------------------------


def test_the_page_draws_what_python_made(mounted: Mounted) -> None:
    _, root = mounted(trees())
    root.get_by_role("checkbox", name="Fruit").check()
    figure = root.evaluate(
        "(root) => { const { explorer } = root.parentElement; return explorer.figured.figure(explorer.value) }"
    )
    assert figure == json.loads(json.dumps(view(root="all", leaves="off", flowers="off", fruit="on").figure))


# --- the legend --------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_legends_mark_has_its_line_and_its_colour(mounted: Mounted, theme: str) -> None:
    visit, root = mounted(trees())
    visit.page.evaluate("(theme) => { document.documentElement.dataset.theme = theme }", theme)
    colour = style.ACCENT if theme == "light" else style.DARK[style.ACCENT]
    wanted = ", ".join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    visit.page.wait_for_function(
        "([root, colour]) => getComputedStyle(root.querySelector('[data-color]')).color === `rgb(${colour})`",
        arg=[root.element_handle(), wanted],
    )
    lines = root.evaluate(
        "(root) => [...root.querySelectorAll('.explorer-key li')].map((one) => [one.textContent, one.querySelectorAll('path').length])"
    )
    assert lines == [*([one.label, 1] for one in style.VOICE_KEYS), ["grows", 2], ["gives", 2], ["tree", 1]]
    outside = root.evaluate(
        """(root) => [...root.querySelectorAll(".explorer-key svg")].filter((svg) => [...svg.children].some((path) => {
          const { x, y, width, height } = path.getBBox(); return x < 0 || y < 0 || x + width > 24 || y + height > 16; })).length"""
    )
    assert outside == 0


DRAWN = """async ([symbols, size]) => {
  const div = document.body.appendChild(document.createElement("div"));
  const box = (path) => { const { x, y, width, height } = path.getBBox(); return [x, y, width, height, path.getTotalLength()]; };
  await Plotly.newPlot(div, [{ type: "scatter", mode: "markers", x: symbols.map((_, i) => i), y: symbols.map(() => 0), cliponaxis: false,
    marker: { symbol: symbols, size, line: { width: 1 } } }], { width: 900, height: 300 });
  const theirs = [...div.querySelectorAll("path.point")].map((path) => { path.removeAttribute("transform"); return box(path); });
  return theirs;
}"""
OURS = """(paths) => paths.map((d) => {
  const svg = document.body.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "svg"));
  const path = svg.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "path"));
  path.setAttribute("d", d);
  const { x, y, width, height } = path.getBBox();
  return [x, y, width, height, path.getTotalLength()];
})"""


def test_a_mark_has_plotlys_shape(mounted: Mounted) -> None:
    """Of the same extent and length, but for the tenths to which a path is rounded."""
    visit, _ = mounted(trees())
    names = [one for name in marks.SYMBOLS for one in (name, f"{name}-open")]
    theirs = visit.page.evaluate(DRAWN, [names, 200])
    ours = visit.page.evaluate(OURS, [marks.path(name, 200) for name in names])
    assert len(theirs) == len(names)
    for name, one, other in zip(names, theirs, ours, strict=True):
        assert one == pytest.approx(other, abs=2.5), name


LINE = """async (figure) => {
  const div = document.body.appendChild(document.createElement("div"));
  await Plotly.newPlot(div, figure.data, { ...figure.layout, width: 720 });
  return { d: div.querySelector(".js-line").getAttribute("d"), turned: [...div.querySelectorAll("path.point")].map((one) => one.getAttribute("d")) };
}"""


def numbers(path: str) -> list[float]:
    return [float(one) for one in re.findall(r"-?[\d.]+", path)]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_still_line_runs_as_plotlys_does(mounted: Mounted, count: int) -> None:
    """Smoothly through the same points, its marks turned alike."""
    visit, _ = mounted(trees())
    trace = {
        "mode": "lines+markers",
        "x": [0, 100, 180, 420, 500][:count],
        "y": [10, 60, 150, 20, 190][:count],
        "line": {"dash": "solid", "color": style.INK, "width": 2, "shape": "spline"},
        "marker": {"symbol": "arrow", "size": 20, "angleref": "previous", "color": style.INK},
    }
    figure = {"data": [trace], "layout": style.layout(208, (0, 712))}
    theirs = visit.page.evaluate(LINE, figure)
    line, *arrows = re.findall(r'<path d="([^"]+)"', svg.draw(figure, "A line"))
    assert [one - 4 for one in numbers(line)] == pytest.approx(numbers(theirs["d"]), abs=0.2)
    for arrow, other, x, y in zip(arrows[1:], theirs["turned"][1:], trace["x"][1:], trace["y"][1:], strict=True):
        corners = [at - offset for at, offset in zip(numbers(arrow), [x + 4, y + 4] * 3, strict=True)]
        assert corners == pytest.approx(numbers(other), abs=0.2)


def test_a_mark_turns_clockwise_about_its_point_and_an_unknown_one_is_refused() -> None:
    assert marks.path("line-ns", 10, (5, 5), math.pi / 2) == "M-2 5L12 5"
    assert marks.path("triangle-up", 10, (5, 5), math.pi / 2) == "M2.5 -0.8L2.5 10.8L10 5Z"
    with pytest.raises(ValueError, match=r"'blob'.*circle.*y-up"):
        marks.path("blob", 10)
