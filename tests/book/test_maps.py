"""The maps of the published pages: alive without a kernel, by keyboard, from a server and a disk.

What every map must do is asked of every map that the built book has, whatever page it stands on. A page's
charts, words and tables are compared with what Python computes; that Python computes what the raw seeds say
is for ``tests/maps``.
"""

from __future__ import annotations

import csv
import itertools
import json
import math
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import expected
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import BUILT, Map, OpenPage, Visit, maps
from playwright.sync_api import Locator, Page

import widgets
from widgets.explorer import Explorer
from widgets.explorer.encoding import decode
from widgets.maps import style

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
DESK, PHONE, SMALLEST = (1280, 900), (390, 844), (320, 640)
CHAPTER = "chapters/07-levels.html"

MAPS = maps()
#: A map that several chapters show opens differently in each; what it can show is the same.
ONCE = list({one.name: one for one in reversed(MAPS)}.values())[::-1]
SELECTS = [one for one in MAPS if "select" in one.spec]
PICKS = [one for one in SELECTS if "pick" in one.spec]
QUIZZES = [one for one in MAPS if "quiz" in one.spec]
SCORES = [one for one in MAPS if "score" in one.spec]
CHARTS = [*SELECTS, *SCORES]
PAGES = list(dict.fromkeys(one.page for one in MAPS))
BARE = [page for page in PAGES if 'class="plotly-mount"' in (BUILT / page).read_text("utf-8")]


def each(found: Sequence[Map]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("shown", found, ids=str)


each_page = pytest.mark.parametrize("name", PAGES, ids=lambda name: Path(name).stem)
each_size = pytest.mark.parametrize(("width", "height"), [DESK, PHONE], ids=["desk", "phone"])

# --- in the page ----------------------------------------------------------------------------------

SCRIPT = """
const view = (root) => root.parentElement.explorer;
const texts = (root, selector) => [...root.querySelectorAll(selector)].map((one) => one.textContent);
const sideways = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
const drawn = async (root) => { await view(root).drawn; };
const value = (root) => view(root).value;
const rows = (root) => [...root.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent));

// Set controls as a reader does: a click, or a choice from a list.
async function choose(root, selection) {
  const { id } = view(root);
  for (const [name, choice] of Object.entries(selection)) {
    if (value(root)[name] === choice) continue;
    const list = document.getElementById(`${id}-${name}`);
    if (list) {
      list.value = choice;
      list.dispatchEvent(new Event("change"));
    } else {
      const radio = root.querySelector(`input[type=radio][name="${id}-${name}"][value="${choice}"]`);
      (radio ?? root.querySelector(`input[type=checkbox][name="${id}-${name}"]`)).click();
    }
  }
  await view(root).drawn;
}

// What a reader gets: figure, what plotly drew of it (trace and place of each point), words, table, list.
function read(root) {
  const chart = root.querySelector(".explorer-chart");
  const parts = (selector, what) => [...chart.querySelectorAll(".scatterlayer .trace")].flatMap((trace) =>
    [...trace.querySelectorAll(selector)].map((one) => [trace.__data__[0].trace.index, ...what(one)]));
  return {
    data: chart.data,
    height: Math.round(chart.getBoundingClientRect().height),
    marks: parts("path.point", (one) => [one.__data__.i]),
    labels: parts(".textpoint text", (one) => [one.__data__.i, one.textContent]),
    lines: parts("path.js-line", (one) => (one.getAttribute("d") ? [true] : [false])).filter(([, seen]) => seen).map(([trace]) => trace),
    columns: texts(root, "thead th"),
    rows: rows(root),
    caption: root.querySelector("caption").textContent,
    words: texts(root, ".explorer-words p"),
    summary: root.querySelector(".explorer-summary").textContent,
    detail: texts(root, ".explorer-detail p"),
    listed: [...(document.getElementById(`${view(root).id}-pick`)?.options ?? [])].slice(1).map((one) => one.value),
  };
}

// Boxes of the chart's visible labels that meet each other or leave the chart.
function clashes(root) {
  const chart = root.querySelector(".explorer-chart").getBoundingClientRect();
  const labels = [...root.querySelectorAll(".explorer-chart svg text")]
    .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }))
    .filter(({ text, box }) => text.trim() && box.width);
  const wrong = [];
  labels.forEach(({ text, box }, i) => {
    if (box.left < chart.left - 0.5 || box.right > chart.right + 0.5 || box.top < chart.top - 0.5 || box.bottom > chart.bottom + 0.5) wrong.push(`${text} leaves the chart`);
    for (const other of labels.slice(i + 1)) {
      const apart = box.right <= other.box.left || other.box.right <= box.left || box.bottom <= other.box.top || other.box.bottom <= box.top;
      if (!apart) wrong.push(`${text} meets ${other.text}`);
    }
  });
  return wrong;
}

// Go through selections; as one text, which travels many times faster than its parts.
async function walk(root, selections) {
  const seen = [];
  for (const selection of selections) {
    await choose(root, selection);
    seen.push({ ...read(root), clashes: clashes(root), sideways: sideways() });
  }
  return JSON.stringify(seen);
}

// Bring a point of the chart to the middle of the window and say where it is then, as plotly counts.
function spot(root, [trace, i]) {
  const chart = root.querySelector(".explorer-chart");
  const { xaxis, yaxis } = chart._fullLayout;
  const { x, y } = chart.data[trace];
  const at = () => {
    const { left, top } = chart.getBoundingClientRect();
    return [left + xaxis._offset + xaxis.d2p(x[i]), top + yaxis._offset + yaxis.d2p(y[i])];
  };
  scrollBy({ top: at()[1] - innerHeight / 2, behavior: "instant" });
  return at();
}

// Where points of the chart are in it.
function places(root, at) {
  const { data, _fullLayout: { xaxis, yaxis } } = root.querySelector(".explorer-chart");
  return at.map(([trace, i]) => [xaxis.d2p(data[trace].x[i]), yaxis.d2p(data[trace].y[i])]);
}

// Where a point's label is, once it is in the middle of the window.
function labelled(root, [trace, i]) {
  const traces = [...root.querySelectorAll(".explorer-chart .scatterlayer .trace")];
  const own = traces.find((one) => one.__data__[0].trace.index === trace);
  const label = [...own.querySelectorAll(".textpoint text")].find((one) => one.__data__.i === i);
  label.scrollIntoView({ block: "center", behavior: "instant" });
  const box = label.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
}

// Hear what a map tells aloud.
function listen(root) {
  globalThis.announced = [];
  const status = root.querySelector("[role=status]");
  new MutationObserver(() => announced.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
}

// Which control of a map has the focus, by the name that the specification gives it.
function focused(root) {
  const { name, id, value: of } = document.activeElement;
  const own = name || id;
  return root.contains(document.activeElement) && own.startsWith(`${view(root).id}-`) ? own.slice(view(root).id.length + 1) : own || of;
}

// Answer an item of a quiz and check the answer.
function answer(root, [item, option]) {
  const list = document.getElementById(`${view(root).id}-item`);
  if (list.value !== item) {
    list.value = item;
    list.dispatchEvent(new Event("change"));
  }
  root.querySelector(`input[type=radio][value="${option}"]`).click();
  [...root.querySelectorAll("button")].find((one) => one.textContent === "Check").click();
  return { prompt: root.querySelector(".explorer-prompt").textContent, told: root.querySelector(".explorer-summary").textContent,
    aloud: root.querySelector("[role=status]").textContent, score: root.querySelector(".explorer-score").textContent };
}

// Show a selection where nothing is drawn.
function show(root, selection) {
  view(root).set(selection);
}

// The colours of a chart's letters, and all that it draws with; what stays invisible is left out.
function colours(root) {
  const styles = (selector) => [...root.querySelectorAll(selector)].map((one) => getComputedStyle(one));
  const letters = styles(".scatterlayer text").map(({ fill }) => fill);
  const strokes = [...styles("path.js-line"), ...styles("path.point")].flatMap(({ fill, stroke, strokeWidth, strokeOpacity, fillOpacity, opacity }) =>
    [...(parseFloat(strokeWidth) && parseFloat(strokeOpacity) ? [stroke] : []), ...(parseFloat(fillOpacity) ? [fill] : [])]);
  const all = [...new Set([...letters, ...strokes])].filter((one) => one !== "none" && !one.startsWith("rgba"));
  return { ink: getComputedStyle(root).color, letters: [...new Set(letters)], all };
}

// Put everything on the page to work: each map's first point, first answer, first box, and its table.
async function work(root) {
  const picker = document.getElementById(`${view(root).id}-pick`);
  if (picker) await choose(root, { pick: picker.options[1].value });
  const first = root.querySelector(".explorer-quiz input[type=radio], .explorer-ticks input");
  if (first) first.click();
  if (root.querySelector(".explorer-quiz")) root.querySelector(".explorer-quiz button").click();
  for (const table of root.querySelectorAll("details")) table.open = true;
}
"""


def call(root: Locator, function: str, given: object = None) -> Any:
    """Run a function of `SCRIPT` on a map."""
    return root.evaluate(f"(root, given) => {{ {SCRIPT} return {function}(root, given); }}", given)


def ready(visit: Visit, shown: Map) -> Locator:
    """Bring a map into view and wait until it is drawn, if it has a chart."""
    root = visit.page.locator(".explorer").nth(shown.place)
    root.wait_for()
    if shown in CHARTS:
        root.locator(".explorer-chart").evaluate("(one) => one.scrollIntoView({ behavior: 'instant' })")
        visit.page.wait_for_function("(root) => root.dataset.ready", arg=root.element_handle())
    return root


def all_ready(visit: Visit, name: str) -> dict[Map, Locator]:
    """Draw every map of a page, and its bare figures."""
    roots = {one: ready(visit, one) for one in MAPS if one.page == name}
    for mount in visit.page.locator(".plotly-mount").all():
        drawn_bare(visit.page, mount)
    return roots


def drawn_bare(page: Page, mount: Locator) -> None:
    """Wait until a bare figure is drawn."""
    mount.scroll_into_view_if_needed()
    page.wait_for_function("(one) => one.dataset.ready", arg=mount.element_handle())


@pytest.fixture(params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path) -> Callable[[str], str]:
    """A page's address, once on a server and once on a disk."""
    return str if request.param == "http" else lambda name: (site / name).as_uri()


# --- what Python says -----------------------------------------------------------------------------

WIDE, NARROW, SMALL = 600, 320, 11  # px: charts below WIDE leave labels out, and have no letters above SMALL


def controls(shown: Map) -> dict[str, list[str]]:
    """The values of each control."""
    return {one["name"]: [option["value"] for option in one["options"]] for one in shown.spec["select"]["controls"]}


def selections(shown: Map) -> list[dict[str, str]]:
    """All selections, in the order in which they are stored."""
    choices = controls(shown)
    return [dict(zip(choices, one, strict=True)) for one in itertools.product(*choices.values())]


def start(shown: Map) -> dict[str, str]:
    """The selection with which a page opens."""
    return {name: shown.value[name] for name in controls(shown)}


def plain(text: str) -> str:
    """A text without the marks of its language."""
    return re.sub(r'<span lang="[a-z]{2}">(.*?)</span>', r"\1", text)


def statement(shown: Map, one: Mapping[str, Any]) -> str:
    """A statement as the page writes it."""
    voice = shown.spec["voices"].get(one.get("voice", ""))
    lead = [f"{voice}:"] if voice else []
    topic = [one["topic"]] if one.get("topic") else []
    note = [f"({one['note']})"] if one.get("note") else []
    return plain(" ".join([*lead, *topic, one["text"], *(ref["label"] for ref in one.get("refs", ())), *note]))


def narrowed(data: list[dict[str, Any]], width: int) -> list[dict[str, Any]]:
    """A figure's traces as a chart of this width shows them."""
    for trace in data if width < WIDE else ():
        if trace.get("meta", {}).get("labels") == "wide":
            trace["mode"] = "+".join(part for part in trace["mode"].split("+") if part != "text") or "none"
        if "textfont" in trace:
            largest = SMALL - 1 if width < NARROW else SMALL
            trace["textfont"] = {**trace["textfont"], "size": min(trace["textfont"]["size"], largest)}
    return data


def points(trace: Mapping[str, Any]) -> Iterator[int]:
    """The places of a trace's points that stand somewhere."""
    for i, (x, y) in enumerate(zip(trace["x"], trace["y"], strict=True)):
        if x is not None and y is not None:
            yield i


def strokes(trace: Mapping[str, Any]) -> int:
    """How many lines a trace has: each ends where a point stands nowhere."""
    stands = [x is not None and y is not None for x, y in zip(trace["x"], trace["y"], strict=True)]
    return sum(1 for here, run in itertools.groupby(stands) if here and len(list(run)) > 1)


def wanted(shown: Map, chosen: Mapping[str, Any], width: int) -> dict[str, Any]:
    """What a chart of this width has to show with a selection, and what stands around it, as `read` gives it."""
    select = shown.spec["select"]
    number = selections(shown).index({name: chosen[name] for name in controls(shown)})
    figure = decode(select["figures"], number)
    data = narrowed(figure["data"], width)
    picked = chosen.get("pick")
    if picked:
        data.append(ring(data, picked, figure["layout"]["font"]["color"]))
    numbered = [(i, one, one["mode"].split("+")) for i, one in enumerate(data)]
    return {
        "data": data,
        "height": figure["layout"]["height"],
        "marks": [[i, k] for i, one, mode in numbered if "markers" in mode for k in points(one)],
        "labels": [
            [i, k, re.sub(r"</?b>|<br>", "", one["text"][k])]
            for i, one, mode in numbered
            if "text" in mode
            for k in points(one)
            if one["text"][k]
        ],
        "lines": [i for i, one, mode in numbered if "lines" in mode for _ in range(strokes(one))],
        "columns": select["columns"],
        "rows": [[plain(cell) for cell in select["rows"][row]] for row in select["tables"][number]],
        "caption": plain(select["texts"][select["captions"][number]]),
        "words": [statement(shown, select["says"][one]) for one in select["words"][number]],
        "summary": plain(select["texts"][select["summaries"][number]]),
        "detail": detail(shown, picked) if picked else [],
        "listed": [select["ids"][one] for one in select["shown"][select["pickable"][number]]] if shown in PICKS else [],
    }


def ring(data: Sequence[Mapping[str, Any]], id_: str, ink: str) -> dict[str, Any]:
    """The ring round a picked point, wherever it stands."""
    at = [(one["x"][i], one["y"][i]) for one in data for i, of in enumerate(one.get("customdata") or ()) if of == id_]
    marker = {"symbol": "circle-open", "size": 22, "color": ink, "line": {"width": 2}}
    unseen = {"hoverinfo": "skip", "showlegend": False}
    return {
        "type": "scatter",
        "mode": "markers",
        **unseen,
        "x": [x for x, _ in at],
        "y": [y for _, y in at],
        "marker": marker,
    }


def detail(shown: Map, id_: str) -> list[str]:
    """What a map tells of a picked point."""
    told = shown.spec["pick"]["details"][id_]
    return [plain(told["label"]), *(statement(shown, one) for one in told["words"])]


def pickable(shown: Map, selection: Mapping[str, str]) -> dict[tuple[int, int], str]:
    """The points of a selection that can be picked: trace and place in it, and id."""
    data = wanted(shown, selection, WIDE)["data"]
    return {
        (k, i): id_
        for k, trace in enumerate(data)
        for i, id_ in enumerate(trace.get("customdata") or ())
        if id_ is not None
    }


def compare(seen: Mapping[str, Any], want: Mapping[str, Any], where: object) -> None:
    """Compare part by part: a whole figure in a message hides what differs."""
    for part, value in want.items():
        assert seen[part] == value, (where, part)


def made(shown: Map) -> Explorer:
    """Make a page's map again in Python, from the seeds."""
    module, function = shown.spec["code"].split(".")
    make = getattr(getattr(widgets, module), function)
    if module == "questions":
        return make(shown.name.removeprefix("questions-"))
    given = {name: value for name, value in shown.value.items() if name == "pick" or shown in SELECTS}
    return make(**{name: value for name, value in given.items() if value is not None})


# --- every map, every selection -------------------------------------------------------------------


def test_the_book_shows_every_map(site: Path) -> None:
    assert site.is_dir()
    offered = {f"{name}.{one}" for name in widgets.MAPS for one in getattr(widgets, name).EXPLORERS}
    assert {one.spec["code"] for one in MAPS} == offered
    assert len({(one.page, one.name) for one in MAPS}) == len(MAPS)  # a link names one map of a page


@each(MAPS)
def test_a_page_holds_what_python_makes(shown: Map) -> None:
    explorer = made(shown)
    assert json.loads(json.dumps(explorer.spec)) == shown.spec
    assert json.loads(json.dumps(explorer.value)) == shown.value


@each([one for one in SELECTS if one in ONCE])
def test_what_travels_is_what_a_map_computes(shown: Map) -> None:
    module, function = shown.spec["code"].split(".")
    compute = getattr(widgets, module).view
    if function != "explore":
        pytest.skip("the module's view is another map's")
    every = selections(shown)
    for selection in random.Random(7).sample(every, min(8, len(every))):  # noqa: S311
        view, want = compute(**selection), wanted(shown, selection, WIDE)
        assert json.loads(json.dumps(view.figure["data"])) == want["data"]
        assert plain(view.summary) == want["summary"]
        assert [[plain(cell) for cell in row] for row in view.table.rows] == want["rows"]
        for say, text in zip(view.words, want["words"], strict=True):
            assert plain(say.text) in text
        assert not want["listed"] or list(view.ids) == want["listed"]


@each_size
@each([one for one in SELECTS if one in ONCE])
def test_every_selection_shows_what_python_computes(open_page: OpenPage, shown: Map, width: int, height: int) -> None:
    """Figure, labels, words and table; and no label meets another or leaves the chart."""
    visit = open_page(shown.page, width=width, height=height)
    root = ready(visit, shown)
    chart = root.locator(".explorer-chart").evaluate("(one) => one.clientWidth")
    every = selections(shown)
    for selection, seen in zip(every, json.loads(call(root, "walk", every)), strict=True):
        compare(seen, wanted(shown, selection, chart), selection)
        assert seen["clashes"] == [], selection
        assert not seen["sideways"], selection
    assert visit.console == []
    assert visit.refused == []


@each([one for one in PICKS if one in ONCE])
def test_whatever_is_picked_has_room_on_a_phone(open_page: OpenPage, shown: Map) -> None:
    root = ready(open_page(shown.page, width=PHONE[0], height=PHONE[1]), shown)
    chart, opening = root.locator(".explorer-chart").evaluate("(one) => one.clientWidth"), start(shown)
    every = [{**opening, "pick": id_} for id_ in wanted(shown, opening, chart)["listed"]]
    for chosen, seen in zip(every, json.loads(call(root, "walk", every)), strict=True):
        compare(seen, wanted(shown, chosen, chart), chosen)
        assert seen["clashes"] == [], chosen
        assert not seen["sideways"], chosen


def test_a_picked_case_is_named_on_a_phone(open_page: OpenPage) -> None:
    shown = next(one for one in PICKS if one.name == "levels")
    root = ready(open_page(CHAPTER, width=PHONE[0], height=PHONE[1]), shown)
    for id_ in expected.shown(expected.SELECTIONS[0]):
        call(root, "choose", {"pick": id_})
        case = expected.CASES[id_]
        assert case.get("short", case["name"]["en"]) in root.locator(".explorer-chart").inner_text()


@each(CHARTS)
def test_it_fits_320_pixels(open_page: OpenPage, shown: Map) -> None:
    visit = open_page(shown.page, width=SMALLEST[0], height=SMALLEST[1])
    root = ready(visit, shown)
    assert call(root, "clashes") == []
    root.locator("summary").click()
    assert not call(root, "sideways")
    wide = root.evaluate(
        "(root) => [...root.querySelectorAll('button, select, input, .explorer-chart')].filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0


# --- by keyboard, by pointer, by finger -----------------------------------------------------------


def keys(control: Mapping[str, Any], chosen: str) -> tuple[str, str, str]:
    """The key that changes a control, the key that takes the change back, and what is chosen in between."""
    values = [option["value"] for option in control["options"]]
    at = values.index(chosen)
    if control.get("tick"):
        return "Space", "Space", values[1 - at]
    step = 1 if at + 1 < len(values) else -1
    return ("ArrowDown", "ArrowUp", values[at + 1]) if step == 1 else ("ArrowUp", "ArrowDown", values[at - 1])


def verdicts(quiz: Mapping[str, Any]) -> tuple[str, str]:
    """What a quiz says first to an answer that does not hold, and to one that does."""
    return ("We differ.", "Same as ours.") if quiz.get("readings") else ("Look again.", "That holds.")


def standing(quiz: Mapping[str, Any], item: Mapping[str, Any], *, holds: bool, solved: int) -> str:
    """What a quiz says of all answers when this item's was given, and those before it ended as ours."""
    if not quiz.get("readings"):
        return f"{solved} of {len(quiz['items'])} right"
    judged = quiz["items"].index(item) + 1
    same = judged - (not holds)
    return f"{judged} of {len(quiz['items'])} {quiz['noun']}s judged: {same} the same as ours, {judged - same} not."


def press(root: Locator, key: str) -> None:
    """Press a key; the map tells of the change once, and the focus stays."""
    page = root.page
    told, focused = page.evaluate("announced.length"), call(root, "focused")
    page.keyboard.press(key)
    page.wait_for_function("(n) => announced.length > n", arg=told)
    call(root, "drawn")
    assert page.evaluate("announced.length") == told + 1
    assert call(root, "focused") == focused


@each(SELECTS)
def test_by_keyboard_alone(open_page: OpenPage, shown: Map, address: Callable[[str], str]) -> None:
    """Every control in its order changes chart, words and table; focus stays; one announcement a change."""
    visit = open_page(address(shown.page))
    page, root = visit.page, ready(visit, shown)
    call(root, "listen")
    width, opening = root.locator(".explorer-chart").evaluate("(one) => one.clientWidth"), start(shown)
    root.locator(".explorer-controls :is(input[type=radio]:checked, input[type=checkbox], select)").first.focus()
    for control in shown.spec["select"]["controls"]:
        name = control["name"]
        assert call(root, "focused") == name
        there, back, choice = keys(control, opening[name])
        press(root, there)
        compare(call(root, "read"), wanted(shown, {**opening, name: choice}, width), name)
        assert page.evaluate("announced.at(-1)") == root.locator(".explorer-summary").inner_text()
        press(root, back)
        compare(call(root, "read"), wanted(shown, opening, width), name)
        page.keyboard.press("Tab")
    if shown in PICKS:
        assert call(root, "focused") == "pick"
        press(root, "ArrowDown")
        first = wanted(shown, opening, width)["listed"][0]
        assert call(root, "value")["pick"] == first
        assert call(root, "read")["detail"] == detail(shown, first)
        press(root, "ArrowUp")
        assert call(root, "read")["detail"] == []
    assert visit.console == []
    assert visit.refused == []


@each(QUIZZES)
def test_a_quiz_by_keyboard_alone(open_page: OpenPage, shown: Map) -> None:
    visit = open_page(shown.page)
    page, root = visit.page, ready(visit, shown)
    call(root, "listen")
    quiz = shown.spec["quiz"]
    item = quiz["items"][0]
    root.locator("select").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # the first answer
    page.keyboard.press("ArrowDown")  # another one, on the way
    page.keyboard.press("ArrowUp")
    assert page.evaluate("announced.length") == 0  # nothing counts before Check
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    first = (item.get("options") or quiz["options"])[0]["value"]
    verdict = verdicts(quiz)[first in item["answers"]]
    assert root.locator(".explorer-summary").inner_text().startswith(verdict)
    assert page.evaluate("announced.length") == 1
    assert root.get_by_role("status").inner_text().startswith(verdict)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    group = root.get_by_role("group", name=quiz["question"])
    assert group.evaluate("(one) => one.contains(document.activeElement)")
    prompt = root.locator(f"[id='{group.get_attribute('aria-describedby')}']")
    assert prompt.inner_text() == root.locator(".explorer-prompt").inner_text() == plain(quiz["items"][1]["prompt"])
    assert visit.console == []


@each(SCORES)
def test_a_score_by_keyboard_alone(open_page: OpenPage, shown: Map) -> None:
    root = ready(open_page(shown.page), shown)
    call(root, "listen")
    root.get_by_role("checkbox").first.focus()
    press(root, "Space")
    assert "1" in root.locator(".explorer-summary").inner_text()
    press(root, "Space")
    assert call(root, "value")["ticked"] == []


@each_page
def test_no_place_holds_the_keyboard(open_page: OpenPage, name: str) -> None:
    """Tab goes from before the first map through every control of every map, each once, and on past the last."""
    visit = open_page(name)
    page = visit.page
    page.locator(".explorer").first.wait_for()
    assert page.evaluate(
        """() => { const stops = [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
          const mounts = [...document.querySelectorAll(".explorer")];
          const before = stops.findLast((one) => mounts[0].compareDocumentPosition(one) === Node.DOCUMENT_POSITION_PRECEDING);
          globalThis.after = stops.find((one) => mounts.at(-1).compareDocumentPosition(one) === Node.DOCUMENT_POSITION_FOLLOWING);
          before.focus();
          return document.activeElement === before && Boolean(after); }"""
    )
    for _ in range(600):
        page.keyboard.press("Tab")
        times, done = page.evaluate(
            """() => { const one = document.activeElement;
              one.dataset.stop = Number(one.dataset.stop ?? 0) + 1; return [one.dataset.stop, one === after] }"""
        )
        assert times == "1"
        if done:
            break
    else:
        pytest.fail("the maps have no end for the keyboard")
    left_out = ":is(.explorer-tools :is(button, a), .explorer select, .explorer-quiz button, .explorer summary, .explorer input[type=checkbox], .explorer input[type=radio]:checked):not([data-stop])"
    assert page.locator(left_out).count() == 0


@each([one for one in PICKS if one in ONCE])
def test_a_point_its_label_and_the_list_pick_the_same(open_page: OpenPage, shown: Map) -> None:
    visit = open_page(shown.page)
    page, root = visit.page, ready(visit, shown)
    drawn = wanted(shown, start(shown), root.locator(".explorer-chart").evaluate("(one) => one.clientWidth"))
    named = {(k, i) for k, i, _ in drawn["labels"]}
    spots = pickable(shown, start(shown))
    assert set(spots.values()) == set(drawn["listed"])
    for at, id_ in spots.items():
        page.mouse.click(*call(root, "spot", at))
        assert call(root, "value")["pick"] == id_
        assert call(root, "read")["detail"] == detail(shown, id_)
        page.mouse.click(*call(root, "spot", at))
        assert call(root, "value")["pick"] is None
        if at in named:
            page.mouse.click(*call(root, "labelled", at))
            assert call(root, "value")["pick"] == id_
            page.mouse.click(*call(root, "labelled", at))
    assert visit.console == []


@each([one for one in PICKS if one in ONCE])
def test_a_finger_picks_a_point(open_page: OpenPage, shown: Map) -> None:
    visit = open_page(shown.page, width=PHONE[0], height=PHONE[1], has_touch=True, is_mobile=True)
    root = ready(visit, shown)
    spots = pickable(shown, start(shown))
    for at in random.Random(3).sample(sorted(spots), min(6, len(spots))):  # noqa: S311
        visit.page.touchscreen.tap(*call(root, "spot", at))
        assert root.locator("select").last.input_value() == spots[at]
        visit.page.touchscreen.tap(*call(root, "spot", at))
        assert root.locator("select").last.input_value() == ""


@each([one for one in PICKS if one in ONCE])
def test_what_is_out_of_sight_is_not_picked(open_page: OpenPage, shown: Map) -> None:
    select = shown.spec["select"]
    seen = [{select["ids"][one] for one in select["shown"][number]} for number in select["pickable"]]
    opening = set(wanted(shown, start(shown), WIDE)["listed"])
    without, gone = next((one for one in zip(selections(shown), seen, strict=True) if opening - one[1]), (None, None))
    if without is None:
        pytest.skip("every selection of this map shows all its points")
    id_ = min(opening - gone)
    root = ready(open_page(shown.page), shown)
    call(root, "choose", {"pick": id_})
    assert call(root, "read")["detail"] == detail(shown, id_)
    call(root, "choose", without)
    assert call(root, "read")["detail"] == []
    assert call(root, "value") == {**shown.value, **without, "pick": None}


@each([one for one in CHARTS if one in ONCE])
def test_controls_are_large_enough_to_touch(open_page: OpenPage, shown: Map) -> None:
    root = ready(open_page(shown.page, width=PHONE[0], height=PHONE[1]), shown)
    small = root.evaluate(
        "(root) => [...root.querySelectorAll('button, select, input, summary, .explorer-link')].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length"
    )
    assert small == 0
    if shown in PICKS:
        spots = pickable(shown, start(shown))
        places = zip(spots.values(), call(root, "places", list(spots)), strict=True)
        for (one, here), (other, there) in itertools.combinations(places, 2):
            assert one == other or math.dist(here, there) >= 24, (one, other)


# --- what instructors ask for ---------------------------------------------------------------------


def elsewhere(shown: Map) -> dict[str, Any]:
    """A selection other than that with which a page opens, with a pick where there can be one."""
    others = [one for one in selections(shown) if one != start(shown)]
    random.Random(5).shuffle(others)  # noqa: S311
    for one in others:
        listed = wanted(shown, one, WIDE)["listed"]
        if listed:
            return {**one, "pick": listed[-1]}
    return others[0]


@each([one for one in SELECTS if one in ONCE])
def test_what_instructors_ask_for(open_page: OpenPage, shown: Map, address: Callable[[str], str]) -> None:
    """Copy as code, download, link to this selection, reset."""
    url = address(shown.page)
    visit = open_page(url, permissions=[] if url.startswith("file") else ["clipboard-read", "clipboard-write"])
    page, root = visit.page, ready(visit, shown)
    width = root.locator(".explorer-chart").evaluate("(one) => one.clientWidth")
    chosen = elsewhere(shown)
    call(root, "choose", chosen)
    want = wanted(shown, chosen, width)
    compare(call(root, "read"), want, chosen)
    root.get_by_role("button", name="Copy as code").click()
    page.wait_for_function(
        "([one, code]) => one.querySelector('[role=status]').textContent.includes(code)",
        arg=[root.element_handle(), f"{shown.spec['code']}("],
    )
    code = root.get_by_role("status").inner_text().partition(": ")[2]
    copied = eval(code, {name: getattr(widgets, name) for name in widgets.MAPS})  # noqa: S307  (ours)
    assert copied.value == call(root, "value") == {**shown.value, **chosen}
    with page.expect_download() as download:
        root.get_by_role("button", name="Download table").click()
    saved = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    assert list(csv.reader(saved)) == [list(map(plain, want["columns"])), *want["rows"]]
    link = root.get_by_role("link", name="Link to this selection").get_attribute("href")
    other = open_page(f"{url}{link}")
    there = ready(other, shown)
    compare(call(there, "read"), want, link)
    there.get_by_role("button", name="Reset").click()
    call(there, "drawn")
    compare(call(there, "read"), wanted(shown, start(shown), width), "reset")
    assert visit.console == []
    assert other.console == []


@each(MAPS)
def test_a_link_opens_at_its_map(open_page: OpenPage, shown: Map) -> None:
    first = open_page(shown.page)
    link = ready(first, shown).get_by_role("link", name="Link to this selection").get_attribute("href")
    assert link.startswith(f"#{shown.name}?")
    there = open_page(f"{shown.page}{link}")
    root = there.page.locator(".explorer").nth(shown.place)
    there.page.wait_for_timeout(500)  # nothing may move it away again
    top = root.evaluate("(one) => one.getBoundingClientRect().top")
    assert 0 <= top < 450, top
    assert call(root, "value") == shown.value


@each([one for one in SELECTS if one in ONCE])
def test_a_link_that_has_aged_falls_back(open_page: OpenPage, shown: Map) -> None:
    last = list(controls(shown))[-1]
    chosen = {**{name: values[0] for name, values in controls(shown).items()}, last: controls(shown)[last][-1]}
    aged = "&".join(f"{name}={value if name == last else 'gone'}" for name, value in chosen.items())
    visit = open_page(f"{shown.page}#{shown.name}?{aged}&pick=nobody")
    root = ready(visit, shown)
    width = root.locator(".explorer-chart").evaluate("(one) => one.clientWidth")
    compare(call(root, "read"), wanted(shown, chosen, width), aged)
    assert visit.console == []


@pytest.mark.parametrize("fragment", ["%", "levels", "levels?%=%E0%A4%A", "?", "levels-cases?item=nothing"])
@each_page
def test_no_address_breaks_the_maps(open_page: OpenPage, name: str, fragment: str) -> None:
    visit = open_page(f"{name}#{fragment}")
    all_ready(visit, name)
    assert visit.page.locator(".explorer").count() == sum(one.page == name for one in MAPS)
    assert visit.console == []


@each([one for one in PICKS if one in ONCE])
def test_tool_messages_leave_the_summary_alone(open_page: OpenPage, shown: Map) -> None:
    root = ready(open_page(shown.page), shown)
    summary = root.locator(".explorer-summary").inner_text()
    root.locator("select").last.select_option(index=1)
    assert root.locator(".explorer-summary").inner_text() == summary
    link = root.get_by_role("link", name="Link to this selection")
    link.click()
    assert "address" in root.get_by_role("status").inner_text()
    assert root.locator(".explorer-summary").inner_text() == summary
    assert link.evaluate(
        "(one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().top > 0"
    )


# --- answers and scores ---------------------------------------------------------------------------


@each(QUIZZES)
def test_every_answer_gets_its_reason(open_page: OpenPage, shown: Map) -> None:
    visit = open_page(shown.page)
    root = ready(visit, shown)
    quiz = shown.spec["quiz"]
    solved = 0
    for item in quiz["items"]:
        # The right answers last, so that one of them is what stays.
        options = sorted(item["feedback"], key=lambda option: option in item["answers"])
        assert set(options) == {one["value"] for one in item.get("options") or quiz["options"]}
        for option in options:
            told = call(root, "answer", [item["id"], option])
            holds = option in item["answers"]
            solved += option == next(one for one in options if one in item["answers"])
            assert told["prompt"] == plain(item["prompt"])
            assert told["told"].startswith(verdicts(quiz)[holds])
            assert plain(item["feedback"][option]["text"]) in told["told"]
            assert told["aloud"] == told["told"]
            assert told["score"].startswith(standing(quiz, item, holds=holds, solved=solved))
    assert solved == len(quiz["items"])
    assert visit.console == []


def test_classify_gives_reasons_retries_and_a_score(open_page: OpenPage, address: Callable[[str], str]) -> None:
    visit = open_page(address(CHAPTER))
    root = ready(visit, next(one for one in QUIZZES if one.name == "levels-cases"))
    wrong, right, both = "voice-of-america", "cern", "seattle-tashkent"
    for id_, level in (
        (wrong, "dialogue"),
        (wrong, "monologue"),
        (right, "collaboration"),
        (both, "collaboration"),
    ):
        root.get_by_label("Case", exact=True).select_option(id_)
        case = expected.CASES[id_]
        assert case["gist"] in root.locator(".explorer-prompt").inner_text()
        root.get_by_label(level.title(), exact=True).check()
        root.get_by_role("button", name="Check").click()
        reason = case["why"] if level == case["level"] else case["why_not"][level]
        assert reason in root.locator(".explorer-summary").inner_text()
    assert root.locator(".explorer-score").inner_text() == f"3 of {len(expected.CASES)} right, 2 at the first try."
    # To look at another answer costs nothing.
    root.get_by_label("Monologue", exact=True).check()
    root.get_by_role("button", name="Check").click()
    assert root.locator(".explorer-score").inner_text().startswith("3 of")
    root.get_by_role("button", name="Reset").click()
    assert "3 of" not in root.locator(".explorer-score").inner_text()
    assert visit.console == []


@each(SCORES)
def test_the_score_in_the_page_is_pythons(open_page: OpenPage, shown: Map, address: Callable[[str], str]) -> None:
    root = ready(open_page(address(shown.page)), shown)
    explorer, count = made(shown), len(shown.spec["score"]["targets"])
    boxes = {box.get_attribute("value"): box for box in root.get_by_role("checkbox").all()}
    chance = random.Random(11)  # noqa: S311
    ways = shown.spec["score"].get("grouping", {}).get("weighings", [{"value": ""}])
    for turn in range(max(12, len(ways))):
        way = ways[turn % len(ways)]
        if "heading" in way:
            root.locator("select[id$=-heading]").select_option(way["heading"])
        if way["value"]:
            root.locator("select[id$=-weighing]").select_option(way["value"])
        ticked = [id_ for id_ in boxes if chance.random() < 0.5]
        for id_, box in boxes.items():
            box.set_checked(id_ in ticked)
        call(root, "drawn")
        seen = call(root, "read")
        totals = list(explorer.totals(*ticked, weighing=way["value"]).values())
        named = [way[one] for one in ("label", "heading") if one in way] if way["value"] and any(totals) else []
        assert all(one in seen["summary"] and one in seen["caption"] for one in named)
        assert [trace["x"][1] for trace in seen["data"][:count]] == totals
        assert [int(row[1]) for row in seen["rows"]] == totals
        assert call(root, "clashes") == []


# --- plotly.js and bare figures -------------------------------------------------------------------


@each_page
def test_words_and_table_serve_when_plotly_does_not_come(open_page: OpenPage, site_url: str, name: str) -> None:
    visit = open_page("chapters/index.html")
    page = visit.page
    page.route("**/plotly.min.js*", lambda route: route.abort())
    page.goto(f"{site_url}{name}")
    roots = {one: page.locator(".explorer").nth(one.place) for one in CHARTS if one.page == name}
    for mount in [*roots.values(), *page.locator(".plotly-mount").all()]:
        mount.locator(".explorer-chart").scroll_into_view_if_needed()
        mount.get_by_text("The chart could not be loaded").wait_for()
    for shown, root in roots.items():
        if shown in SELECTS:
            chosen = elsewhere(shown)
            call(root, "show", chosen)
            want = wanted(shown, chosen, WIDE)
            assert root.locator(".explorer-summary").inner_text() == want["summary"]
            assert root.locator("tbody tr").count() == len(want["rows"])


@each_page
def test_plotly_is_loaded_once_and_not_before_a_map_is_near(open_page: OpenPage, site_url: str, name: str) -> None:
    visit = open_page("chapters/index.html", width=PHONE[0], height=PHONE[1])
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    visit.page.goto(f"{site_url}{name}")
    visit.page.wait_for_load_state("networkidle")
    first = visit.page.locator(".explorer-chart").first.evaluate("(one) => one.getBoundingClientRect().top")
    assert bool([url for url in asked if "plotly" in url]) == (first < PHONE[1] + 400)
    all_ready(visit, name)
    assert len([url for url in asked if "plotly" in url]) == 1


@pytest.mark.parametrize("name", BARE, ids=lambda name: Path(name).stem)
@each_size
def test_a_bare_figure_is_drawn_with_words_and_table(
    open_page: OpenPage, site: Path, name: str, width: int, height: int
) -> None:
    visit = open_page((site / name).as_uri(), width=width, height=height)
    text = (site / name).read_text("utf-8")
    held = re.findall(r'<figure class="plotly-mount"><script type="application/json">(.*?)</script>', text)
    for mount, figure in zip(visit.page.locator(".plotly-mount").all(), map(json.loads, held), strict=True):
        drawn_bare(visit.page, mount)
        chart = mount.locator(".explorer-chart")
        seen = chart.evaluate("(one) => ({ data: one.data, width: one.clientWidth })")
        assert seen["data"] == narrowed(figure["data"], seen["width"])
        assert call(mount, "clashes") == []
        mount.locator("summary").click()
        meta = figure["layout"]["meta"]
        assert mount.locator("figcaption").inner_text() == plain(meta["summary"])
        rows = [[plain(cell) for cell in row] for row in meta["table"]["rows"]]
        assert call(mount, "rows") == rows
    assert visit.console == []


def test_the_levels_chapters_bare_figure_is_the_seeds(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    mount = visit.page.locator(".plotly-mount")
    drawn_bare(visit.page, mount)
    selection = {"view": "record", "level": "all", "actor": "all", "country": "kz"}
    assert mount.evaluate("(one) => one.querySelector('.explorer-chart').data.at(-1).customdata") == expected.shown(
        selection
    )
    assert call(mount, "rows") == expected.rows(selection)
    for count in expected.summary_counts(selection):
        assert count in mount.locator("figcaption").inner_text()


# --- for every reader -----------------------------------------------------------------------------


@each(MAPS)
def test_without_scripts_words_picture_and_table_are_there(open_page: OpenPage, shown: Map) -> None:
    page = open_page(shown.page, java_script_enabled=False).page
    still = page.locator(".explorer-still").nth(shown.place)
    said = still.inner_text()
    assert shown.spec["title"] in said
    if shown in CHARTS:
        assert still.locator("svg").is_visible()
    if shown in SELECTS:
        want = wanted(shown, start(shown), WIDE)
        assert still.locator("tbody tr").count() == len(want["rows"])
        for one in (want["summary"], want["caption"], *want["words"]):
            assert one in re.sub(r"\s+", " ", said)
    for item in shown.spec["quiz"]["items"] if shown in QUIZZES else ():
        assert plain(item["prompt"]) in said
    assert still.locator("a:not([href])").count() == 0


def rgb(colour: str) -> str:
    """A colour as a browser writes it."""
    return f"rgb({', '.join(str(int(colour[i : i + 2], 16)) for i in (1, 3, 5))})"


@pytest.mark.parametrize("theme", ["light", "dark"])
@each_page
def test_charts_take_the_pages_theme(open_page: OpenPage, name: str, theme: str) -> None:
    """Every colour drawn is one that the map has for this theme, and none of the other."""
    visit = open_page(name, theme=theme)
    charts = [(root, one.spec["dark"]) for one, root in all_ready(visit, name).items() if one in CHARTS]
    charts += [(mount, style.DARK) for mount in visit.page.locator(".plotly-mount").all()]
    for root, own in charts:
        seen = call(root, "colours")
        light, dark = ({rgb(one) for one in some if one.startswith("#")} for some in (own, own.values()))
        assert not light & dark
        assert set(seen["all"]) <= (light if theme == "light" else dark) | {seen["ink"]}, seen
        assert (sum(map(int, re.findall(r"\d+", seen["ink"]))) > 384) == (theme == "dark")


@each_page
def test_forced_colours_colour_the_charts(open_page: OpenPage, name: str) -> None:
    visit = open_page(name, forced_colors="active")
    for shown, root in all_ready(visit, name).items():
        if shown in CHARTS:
            seen = call(root, "colours")
            assert set(seen["all"]) == {seen["ink"]}, seen


@pytest.mark.parametrize("theme", ["light", "dark"])
@each_size
@each_page
def test_axe_finds_nothing_in_maps_at_work(open_page: OpenPage, name: str, width: int, height: int, theme: str) -> None:
    """With charts drawn, a point described, tables open and an answer checked."""
    visit = open_page(name, width=width, height=height, theme=theme)
    for root in all_ready(visit, name).values():
        call(root, "work")
    for mount in visit.page.locator(".plotly-mount").all():
        mount.locator("summary").click()
    # What lies under the page's bar just now can be scrolled from under it.
    visit.page.evaluate("scrollTo({ top: 0, behavior: 'instant' })")
    found = Axe().run(visit.page, ".explorer-mount, .plotly-mount", options=WCAG)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


@each_page
def test_paper_has_the_maps_and_their_tables(open_page: OpenPage, name: str) -> None:
    visit = open_page(name)
    roots = {one: root for one, root in all_ready(visit, name).items() if one in CHARTS}
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    for root in roots.values():
        assert root.locator("tbody").is_visible()
        assert root.locator(".explorer-chart svg").first.is_visible()
        assert not root.locator(".explorer-tools").is_visible()
    visit.page.emulate_media(media="screen")
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    for root in roots.values():
        assert not root.locator("tbody").is_visible()


# --- what a phone has to fetch --------------------------------------------------------------------

BEFORE, WITH_MAP, DATA, FULL_PLOTLY = 800_000, 2_000_000, 300_000, 5_000_000


@each_page
def test_a_page_stays_light(open_page: OpenPage, site: Path, site_url: str, root: Path, name: str) -> None:
    visit = open_page("chapters/index.html", width=PHONE[0], height=PHONE[1])
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    sizes: dict[str, float] = {}
    session.on("Network.requestWillBeSent", lambda event: urls.update({event["requestId"]: event["request"]["url"]}))
    session.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    visit.page.goto(f"{site_url}{name}")
    all_ready(visit, name)
    visit.page.wait_for_load_state("networkidle")
    plotly = sum(size for id_, size in sizes.items() if "plotly" in urls.get(id_, ""))
    scripts = re.findall(r'<script type="application/json">(.*?)</script>', (site / name).read_text("utf-8"), re.DOTALL)
    assert scripts
    assert plotly
    assert sum(sizes.values()) - plotly < BEFORE
    assert sum(len(script.encode()) for script in scripts) < DATA
    # Without npm plotly's own file serves, four times as large, and the build says so.
    basic = (root / "node_modules").is_dir()
    assert sum(sizes.values()) < (WITH_MAP if basic else WITH_MAP + FULL_PLOTLY)
