"""The maps of the published page: alive without a kernel, by keyboard, from a server and a disk."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import expected
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import OpenPage, Visit
from playwright.sync_api import Locator, Page

from widgets import levels
from widgets.article import load

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
CHAPTER = "chapters/07-levels.html"
MAP, CASES, FIT = ".explorer >> nth=0", ".explorer >> nth=1", ".explorer >> nth=2"

DRAWN = """(root) => {
  const chart = root.querySelector(".explorer-chart");
  const cases = chart.data.find((trace) => trace.name === "cases");
  return {
    points: cases.customdata.map((id, i) => [id, cases.text[i], Math.floor(cases.x[i]), cases.marker.symbol[i]]),
    rows: [...root.querySelectorAll("tbody tr")].map((row) => [...row.cells].map((cell) => cell.textContent)),
    words: root.querySelector(".explorer-words").textContent,
    summary: root.querySelector(".explorer-summary").textContent,
    detail: root.querySelector(".explorer-detail").textContent,
    drawn: root.querySelector(".explorer-chart .scatterlayer").innerHTML,
    listed: [...root.querySelectorAll(".explorer-list select")].at(-1).options.length - 1,
    markers: [...chart.querySelectorAll(".scatterlayer .trace")].at(-1).querySelectorAll("path.point").length,
  };
}"""

# Boxes of the chart's visible labels that meet each other or leave the chart.
CLASHES = """(root) => {
  const chart = root.querySelector(".explorer-chart").getBoundingClientRect();
  const labels = [...root.querySelectorAll(".explorer-chart svg text")].filter((one) => one.textContent.trim() && one.getBoundingClientRect().width)
    .map((one) => ({ text: one.textContent, box: one.getBoundingClientRect() }));
  const wrong = [];
  labels.forEach(({ text, box }, i) => {
    if (box.left < chart.left - 0.5 || box.right > chart.right + 0.5 || box.top < chart.top - 0.5 || box.bottom > chart.bottom + 0.5) wrong.push(`${text} leaves the chart`);
    for (const other of labels.slice(i + 1)) {
      const apart = box.right <= other.box.left || other.box.right <= box.left || box.bottom <= other.box.top || other.box.bottom <= box.top;
      if (!apart) wrong.push(`${text} meets ${other.text}`);
    }
  });
  return wrong;
}"""

CHOOSE = """async (root, selection) => {
  for (const [name, value] of Object.entries(selection)) {
    const radio = root.querySelector(`input[type=radio][name$="-${name}"][value="${value}"]`);
    if (radio) radio.click();
    else {
      const list = root.querySelector(`select[id$="-${name}"]`);
      list.value = value;
      list.dispatchEvent(new Event("change"));
    }
  }
  await root.parentElement.explorer.drawn;
}"""


@pytest.fixture(params=["http", "file"])
def chapter(request: pytest.FixtureRequest, site: Path) -> str:
    """The chapter's address, once on a server and once on a disk."""
    return CHAPTER if request.param == "http" else (site / CHAPTER).as_uri()


def ready(visit: Visit, which: str = MAP) -> Locator:
    """Bring a map into view and wait until it is drawn."""
    found = visit.page.locator(which)
    found.scroll_into_view_if_needed()
    visit.page.wait_for_function("(root) => root.dataset.ready", arg=found.element_handle())
    return found


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
def test_every_selection_draws_what_the_seeds_say(open_page: OpenPage, width: int, height: int) -> None:
    visit = open_page(CHAPTER, width=width, height=height)
    root = ready(visit)
    for selection in expected.SELECTIONS:
        root.evaluate(CHOOSE, selection)
        drawn = root.evaluate(DRAWN)
        assert [tuple(point) for point in drawn["points"]] == expected.points(selection)
        assert drawn["rows"] == expected.rows(selection)
        assert drawn["listed"] == len(expected.shown(selection))
        # A selection without cases draws no trace for them: the last is then another.
        assert drawn["markers"] == len(expected.shown(selection)) or not drawn["points"]
        for count in expected.summary_counts(selection):
            assert count in drawn["summary"]
        for text in expected.said(selection):
            assert text in drawn["words"]
        assert root.evaluate(CLASHES) == [], selection
    assert visit.console == []
    assert visit.refused == []


def test_a_picked_label_has_room_on_a_phone(open_page: OpenPage) -> None:
    root = ready(open_page(CHAPTER, width=390, height=844))
    picker = root.get_by_label("Describe a case")
    for id_ in expected.shown({"level": "all", "actor": "all", "country": "all", "view": "article"}):
        picker.select_option(id_)
        root.evaluate("(root) => root.parentElement.explorer.drawn")
        case = expected.CASES[id_]
        assert case.get("short", case["name"]["en"]) in root.locator(".explorer-chart").inner_text()
        assert root.evaluate(CLASHES) == []


def test_by_keyboard_alone(open_page: OpenPage, chapter: str) -> None:
    """Every control changes chart, words and table; focus stays; one announcement a change."""
    visit = open_page(chapter)
    page, root = visit.page, ready(visit)
    page.evaluate(
        """(root) => {
          globalThis.announced = [];
          new MutationObserver(() => announced.push(root.querySelector("[role=status]").textContent))
            .observe(root.querySelector("[role=status]"), { childList: true, characterData: true, subtree: true });
        }""",
        root.element_handle(),
    )
    root.locator("input[type=radio]").first.focus()
    seen: list[str] = []
    for _ in range(5):
        focused = page.evaluate("document.activeElement.name || document.activeElement.id")
        seen.append(focused.rsplit("-", 1)[-1])
        before, told = root.evaluate(DRAWN), page.evaluate("announced.length")
        page.keyboard.press("ArrowDown")
        page.wait_for_function("(n) => announced.length > n", arg=told)
        root.evaluate("(root) => root.parentElement.explorer.drawn")
        after = root.evaluate(DRAWN)
        assert page.evaluate("announced.length") == told + 1
        assert page.evaluate("document.activeElement.name || document.activeElement.id") == focused
        changed = {name for name in before if before[name] != after[name]}
        wanted = {
            "view": {"words"},
            "level": {"points", "rows", "words"},
            "pick": {"detail"},
        }
        assert wanted.get(seen[-1], {"points", "rows", "summary", "drawn"}) <= changed, seen[-1]
        page.keyboard.press("Tab")
        while page.evaluate("!document.activeElement.matches('input, select, button, summary')"):
            page.keyboard.press("Tab")
    assert seen == ["view", "level", "actor", "country", "pick"]
    assert visit.console == []
    assert visit.refused == []


def test_no_place_holds_the_keyboard(open_page: OpenPage) -> None:
    """Tab reaches every control of the page, each once, and leaves at the end."""
    page = open_page(CHAPTER).page
    page.evaluate("document.body.focus()")
    stops: list[str] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        here = page.evaluate(
            """() => { const one = document.activeElement;
              if (one === document.body) return "";
              one.dataset.stop ??= String((globalThis.stops = (globalThis.stops ?? 0) + 1)); return one.dataset.stop }"""
        )
        if not here or (here == "1" and stops):
            break
        stops.append(here)
    else:
        pytest.fail("the page has no end for the keyboard")
    assert len(stops) == len(set(stops))
    assert page.locator(".explorer-tools button:not([data-stop])").count() == 0
    assert page.locator(".explorer select:not([data-stop])").count() == 0


def test_a_point_and_the_list_pick_the_same(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    root = ready(visit)
    root.get_by_label("Describe a case").select_option("sesame")
    case = expected.CASES["sesame"]
    detail = root.locator(".explorer-detail")
    assert case["gist"] in detail.inner_text()
    assert case["why"] in detail.inner_text()
    assert detail.get_by_role("link").first.get_attribute("href").startswith("references.html#")
    position = root.evaluate(
        """(root) => { const box = [...root.querySelectorAll(".scatterlayer .trace")].at(-2).querySelector("path.point").getBoundingClientRect();
           return [box.x + box.width / 2, box.y + box.height / 2]; }"""
    )
    visit.page.mouse.click(*position)
    first = expected.shown({"level": "all", "actor": "all", "country": "all", "view": "article"})[0]
    assert expected.CASES[first]["gist"] in detail.inner_text()
    root.get_by_label("Collaboration").check()
    assert detail.inner_text() == ""  # what is out of sight is not picked any more


def test_a_finger_picks_a_point_and_a_click_its_label(open_page: OpenPage) -> None:
    spots = "(root) => [...[...root.querySelectorAll('.scatterlayer .trace')].at(-1).querySelectorAll('{}')].map((one) => {{ const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})"
    order = expected.shown(expected.SELECTIONS[0])
    phone = open_page(CHAPTER, width=390, height=844, has_touch=True, is_mobile=True)
    root = ready(phone)
    phone.page.evaluate(
        "(root) => root.querySelector('.explorer-chart').scrollIntoView({ block: 'center' })", root.element_handle()
    )
    points = root.evaluate(spots.format("path.point"))
    for i in (0, 13, 20):
        phone.page.touchscreen.tap(*points[i])
        assert root.get_by_label("Describe a case").input_value() == order[i]
        phone.page.touchscreen.tap(*points[i])
        assert root.get_by_label("Describe a case").input_value() == ""
    desk = open_page(CHAPTER)
    root = ready(desk)
    desk.page.evaluate(
        "(root) => root.querySelector('.explorer-chart').scrollIntoView({ block: 'center' })", root.element_handle()
    )
    desk.page.mouse.click(*root.evaluate(spots.format("text"))[20])
    assert root.get_by_label("Describe a case").input_value() == order[20]


def test_classify_gives_reasons_retries_and_a_score(open_page: OpenPage, chapter: str) -> None:
    visit = open_page(chapter)
    root = visit.page.locator(CASES)
    live = root.locator(".explorer-summary")
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
        holds = level in (case["level"], case.get("also"))
        assert live.inner_text().startswith("That holds." if holds else "Look again.")
        assert (case["why"] if level == case["level"] else case["why_not"][level]) in live.inner_text()
    assert root.locator(".explorer-score").inner_text() == f"3 of {len(expected.CASES)} right, 2 at the first try."
    # To look at another answer costs nothing.
    root.get_by_label("Monologue", exact=True).check()
    root.get_by_role("button", name="Check").click()
    assert root.locator(".explorer-score").inner_text().startswith("3 of")
    root.get_by_role("button", name="Reset").click()
    assert "3 of" not in root.locator(".explorer-score").inner_text()
    assert visit.console == []


def test_questions_answer_every_option(open_page: OpenPage) -> None:
    root = open_page(CHAPTER).page.locator(".explorer >> nth=3")
    for question in load().questions.values():
        root.get_by_label("Question", exact=True).select_option(question.id)
        # The right answer last, so that it is the one that stays.
        for value, label in sorted(question.options.items(), key=lambda one: one[0] in question.answers):
            root.get_by_label(label, exact=True).check()
            root.get_by_role("button", name="Check").click()
            told = root.locator(".explorer-summary").inner_text()
            assert told.startswith("That holds." if value in question.answers else "Look again.")
            assert question.feedback[value] in told
    all_ = len(load().questions)
    assert root.locator(".explorer-score").inner_text().startswith(f"{all_} of {all_} right")


def test_the_score_in_the_page_is_pythons(open_page: OpenPage, chapter: str) -> None:
    root = ready(open_page(chapter), FIT)
    fit = levels.weigh()
    boxes = {box.get_attribute("value"): box for box in root.get_by_role("checkbox").all()}
    chance = random.Random(11)  # noqa: S311
    for _ in range(12):
        ticked = [id_ for id_ in boxes if chance.random() < 0.5]
        for id_, box in boxes.items():
            box.set_checked(id_ in ticked)
        root.evaluate("(root) => root.parentElement.explorer.drawn")
        ends = root.evaluate(
            "(root) => root.querySelector('.explorer-chart').data.slice(0, 3).map((trace) => trace.x[1])"
        )
        assert ends == list(fit.totals(*ticked).values())
        cells = root.evaluate(
            "(root) => [...root.querySelectorAll('tbody tr')].map((row) => Number(row.cells[1].textContent))"
        )
        assert cells == ends


def test_what_instructors_ask_for(open_page: OpenPage, chapter: str) -> None:
    """Copy as code, link to this selection, download, reset."""
    visit = open_page(
        chapter,
        permissions=[] if chapter.startswith("file") else ["clipboard-read", "clipboard-write"],
    )
    page, root = visit.page, ready(visit)
    root.get_by_label("Dialogue", exact=True).check()
    root.get_by_label("Country").select_option("kz")
    root.get_by_label("Describe a case").select_option("bolashak")
    root.get_by_role("button", name="Copy as code").click()
    code = 'levels.explore(view="article", level="dialogue", actor="all", country="kz", pick="bolashak")'
    page.wait_for_function(
        "([root, code]) => root.querySelector('[role=status]').textContent.endsWith(code)",
        arg=[root.element_handle(), code],
    )
    assert eval(code, {"levels": levels}).value["pick"] == "bolashak"  # noqa: S307  (ours)
    with page.expect_download() as download:
        root.get_by_role("button", name="Download table").click()
    lines = Path(download.value.path()).read_text("utf-8-sig").splitlines()
    selection = {"view": "article", "level": "dialogue", "actor": "all", "country": "kz"}
    assert [line.strip('"').split('","') for line in lines[1:]] == expected.rows(selection)
    link = root.get_by_role("link", name="Link to this selection").get_attribute("href")
    other = open_page(f"{chapter}{link}")
    there = ready(other)
    other.page.wait_for_function(
        "(root) => Math.abs(root.getBoundingClientRect().top) < innerHeight / 2", arg=there.element_handle()
    )
    assert there.evaluate(DRAWN)["rows"] == expected.rows(selection)
    assert there.get_by_label("Describe a case").input_value() == "bolashak"
    there.get_by_role("button", name="Reset").click()
    assert there.evaluate(DRAWN)["rows"] == expected.rows(expected.SELECTIONS[0])
    assert visit.console == []
    assert other.console == []


@pytest.mark.parametrize("which", [0, 1, 2, 3])
def test_a_link_opens_at_its_map(open_page: OpenPage, which: int) -> None:
    first = open_page(CHAPTER)
    link = first.page.get_by_role("link", name="Link to this selection").nth(which).get_attribute("href")
    there = open_page(f"{CHAPTER}{link}")
    root = there.page.locator(".explorer").nth(which)
    there.page.wait_for_timeout(500)  # nothing may move it away again
    top = root.evaluate("(one) => one.getBoundingClientRect().top")
    assert 0 <= top < 450, top


def test_a_link_that_has_aged_falls_back(open_page: OpenPage) -> None:
    visit = open_page(f"{CHAPTER}#levels?level=gone&country=kz&pick=nobody")
    root = ready(visit)
    assert root.evaluate(DRAWN)["rows"] == expected.rows({**expected.SELECTIONS[0], "country": "kz"})
    assert visit.console == []


@pytest.mark.parametrize("fragment", ["%", "levels", "levels?%=%E0%A4%A", "?", "levels-cases?item=nothing"])
def test_no_address_breaks_the_maps(open_page: OpenPage, fragment: str) -> None:
    visit = open_page(f"{CHAPTER}#{fragment}")
    ready(visit)
    assert visit.page.locator(".explorer").count() == 4
    assert visit.console == []


def test_tool_messages_leave_the_summary_alone(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    root = ready(visit)
    summary = root.locator(".explorer-summary").inner_text()
    root.get_by_label("Describe a case").select_option("sesame")
    assert root.locator(".explorer-summary").inner_text() == summary
    root.get_by_role("link", name="Link to this selection").click()
    assert "address" in root.get_by_role("status").inner_text()
    assert root.locator(".explorer-summary").inner_text() == summary
    assert root.get_by_role("link", name="Link to this selection").evaluate(
        "(one) => one.getBoundingClientRect().top < innerHeight && one.getBoundingClientRect().top > 0"
    )


def test_quiz_and_score_by_keyboard(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    page = visit.page
    quiz = page.locator(CASES)
    quiz.get_by_label("Case", exact=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")  # monologue
    page.keyboard.press("ArrowDown")  # dialogue, on the way
    page.keyboard.press("ArrowUp")
    assert "0 of" not in quiz.locator(".explorer-score").inner_text()  # nothing counts before Check
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert quiz.locator(".explorer-summary").inner_text().startswith("That holds.")
    assert quiz.get_by_role("status").inner_text().startswith("That holds.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert quiz.get_by_role("group", name="Which level?").evaluate("(one) => one.contains(document.activeElement)")
    described = quiz.get_by_role("group", name="Which level?").get_attribute("aria-describedby")
    assert quiz.locator(f"[id='{described}']").inner_text() == quiz.locator(".explorer-prompt").inner_text()
    fit = ready(visit, FIT)
    fit.get_by_role("checkbox").first.focus()
    page.keyboard.press("Space")
    assert "1" in fit.locator(".explorer-summary").inner_text()
    assert fit.get_by_role("checkbox").first.evaluate("(one) => one === document.activeElement")


def test_a_bare_figure_says_so_when_plotly_does_not_come(open_page: OpenPage, site_url: str) -> None:
    visit = open_page("chapters/index.html")
    visit.page.route("**/plotly.min.js*", lambda route: route.abort())
    visit.page.goto(f"{site_url}{CHAPTER}")
    for which in (MAP, ".plotly-mount"):
        visit.page.locator(which).scroll_into_view_if_needed()
        visit.page.locator(which).get_by_text("The chart could not be loaded").wait_for()
    root = visit.page.locator(MAP)
    root.get_by_label("Dialogue", exact=True).check()
    assert "Dialogue 12" in root.locator(".explorer-summary").inner_text()


def test_plotly_is_loaded_once_and_not_before_a_map_is_near(open_page: OpenPage, site_url: str) -> None:
    visit = open_page("chapters/index.html", height=844, width=390)
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url.removeprefix(site_url)))
    visit.page.goto(f"{site_url}{CHAPTER}")
    visit.page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "plotly" in url]
    ready(visit)
    ready(visit, FIT)
    visit.page.locator(".plotly-mount").scroll_into_view_if_needed()
    visit.page.wait_for_selector(".plotly-mount[data-ready]")
    assert len([url for url in asked if "plotly" in url]) == 1


def test_a_bare_figure_is_drawn_with_words_and_table(open_page: OpenPage, chapter: str) -> None:
    visit = open_page(chapter)
    mount = visit.page.locator(".plotly-mount")
    mount.scroll_into_view_if_needed()
    visit.page.wait_for_selector(".plotly-mount[data-ready]")
    drawn = mount.evaluate("(one) => one.querySelector('.explorer-chart').data.at(-1).customdata")
    selection = {"view": "record", "level": "all", "actor": "all", "country": "kz"}
    assert drawn == expected.shown(selection)
    mount.locator("summary").click()
    rows = mount.evaluate(
        "(one) => [...one.querySelectorAll('tbody tr')].map((row) => [...row.cells].map((cell) => cell.textContent))"
    )
    assert rows == expected.rows(selection)
    for count in expected.summary_counts(selection):
        assert count in mount.locator("figcaption").inner_text()


def test_a_bare_figure_keeps_its_labels_apart_on_a_phone(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER, width=390, height=844)
    mount = visit.page.locator(".plotly-mount")
    mount.scroll_into_view_if_needed()
    visit.page.wait_for_selector(".plotly-mount[data-ready]")
    assert mount.evaluate(CLASHES) == []


def test_without_scripts_words_picture_and_table_are_there(open_page: OpenPage) -> None:
    page = open_page(CHAPTER, java_script_enabled=False).page
    still = page.locator(".explorer-still").first
    assert still.locator("svg").is_visible()
    assert still.locator("tbody tr").count() == len(expected.CASES)
    for text in expected.said(expected.SELECTIONS[0]):
        assert text in still.inner_text()
    assert page.locator(".explorer-still a[href='concordance.html#D17']").count() > 0
    assert page.locator(".explorer-still a:not([href])").count() == 0


def scrolls_sideways(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def test_it_fits_320_pixels(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER, width=320, height=640)
    root = ready(visit)
    ready(visit, FIT)
    assert not scrolls_sideways(visit.page)
    for view in expected.CHOICES["view"]:
        root.evaluate(CHOOSE, {"view": view})
        assert root.evaluate(CLASHES) == []
    root.locator("summary").click()
    assert not scrolls_sideways(visit.page)
    wide = root.evaluate(
        "(root) => [...root.querySelectorAll('button, select, input, .explorer-chart')].filter((one) => one.getBoundingClientRect().right > innerWidth).length"
    )
    assert wide == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("which", [MAP, FIT, ".plotly-mount"])
def test_the_chart_takes_the_pages_theme(open_page: OpenPage, theme: str, which: str) -> None:
    root = ready(open_page(CHAPTER, theme=theme), which)
    ink = root.evaluate("(root) => getComputedStyle(root).color")
    title = root.evaluate("(root) => getComputedStyle(root.querySelector('.scatterlayer text')).fill")
    light = [sum(map(int, re.findall(r"\d+", colour)[:3])) / 3 for colour in (ink, title)]
    assert all(value > 180 for value in light) == (theme == "dark")
    assert all(value < 90 for value in light) == (theme == "light")


def test_forced_colours_colour_the_chart(open_page: OpenPage) -> None:
    root = ready(open_page(CHAPTER, forced_colors="active"))
    found: dict[str, Any] = root.evaluate(
        """(root) => ({ ink: getComputedStyle(root).color,
            fills: [...new Set([...root.querySelectorAll("path.point")].map((one) => getComputedStyle(one).stroke !== "none" && getComputedStyle(one).fill === "none" ? getComputedStyle(one).stroke : getComputedStyle(one).fill))],
            texts: [...new Set([...root.querySelectorAll(".scatterlayer text")].map((one) => getComputedStyle(one).fill))] })"""
    )
    assert found["texts"] == [found["ink"]]
    assert set(found["fills"]) <= {found["ink"], "none"}


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (390, 844)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_maps_at_work(open_page: OpenPage, width: int, height: int, theme: str) -> None:
    """With charts drawn, a case described, tables open and an answer checked."""
    visit = open_page(CHAPTER, width=width, height=height, theme=theme)
    root = ready(visit)
    root.get_by_label("Describe a case").select_option("sesame")
    root.locator("summary").click()
    quiz = visit.page.locator(CASES)
    quiz.get_by_label("Dialogue", exact=True).check()
    quiz.get_by_role("button", name="Check").click()
    fit = ready(visit, FIT)
    fit.get_by_role("checkbox").first.check()
    fit.locator("summary").click()
    found = Axe().run(visit.page, options=WCAG)
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


def test_controls_are_large_enough_to_touch(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER, width=390, height=844)
    root = ready(visit)
    small = root.evaluate(
        "(root) => [...root.querySelectorAll('button, select, input, summary, .explorer-link')].map((one) => one.getBoundingClientRect()).filter(({ width, height }) => width < 24 || height < 24).length"
    )
    assert small == 0
    spots = root.evaluate(
        "(root) => [...[...root.querySelectorAll('.scatterlayer .trace')].at(-1).querySelectorAll('path.point')].map((one) => { const box = one.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; })"
    )
    nearest = min(((a - c) ** 2 + (b - d) ** 2) ** 0.5 for i, (a, b) in enumerate(spots) for c, d in spots[i + 1 :])
    assert nearest >= 24


def test_paper_has_the_map_and_its_table(open_page: OpenPage) -> None:
    visit = open_page(CHAPTER)
    root = ready(visit)
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert root.locator("tbody").is_visible()
    assert root.locator(".explorer-chart svg").first.is_visible()
    assert not root.locator(".explorer-tools").is_visible()
    visit.page.emulate_media(media="screen")
    visit.page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not root.locator("tbody").is_visible()


# --- what a phone has to fetch --------------------------------------------------------------------

BEFORE, WITH_MAP, DATA, FULL_PLOTLY = 800_000, 2_000_000, 300_000, 5_000_000


def test_a_page_stays_light(open_page: OpenPage, site_url: str) -> None:
    visit = open_page("chapters/index.html", width=390, height=844)
    session = visit.page.context.new_cdp_session(visit.page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    visit.page.goto(f"{site_url}{CHAPTER}")
    visit.page.wait_for_load_state("networkidle")
    before = sum(sizes)
    ready(visit)
    visit.page.wait_for_load_state("networkidle")
    scripts = re.findall(
        r'<script type="application/json">(.*?)</script>',
        (Path(__file__).parents[2] / "_build/html" / CHAPTER).read_text("utf-8"),
        re.DOTALL,
    )
    assert scripts
    assert before < BEFORE
    assert sum(len(script.encode()) for script in scripts) < DATA
    # Without npm plotly's own file serves, four times as large, and the build says so.
    basic = (Path(__file__).parents[2] / "node_modules").is_dir()
    assert sum(sizes) < (WITH_MAP if basic else WITH_MAP + FULL_PLOTLY)
