"""Answers, drafts and progress: kept in the browser, saved as one file, loaded again, and never lost by a fault."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import ROOT, OpenPage, Visit
from docutils import nodes
from playwright.sync_api import Browser, Locator, Page

from widgets.book import answers

WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}
SEEDS = tomllib.loads((ROOT / "seeds" / "questions.toml").read_text("utf-8"))
ASKED = sum(one["chapter"] == "07-levels" for one in SEEDS.values())  # questions on the chapter of levels
LEVELS, OTHER, COVER = "chapters/07-levels.html", "chapters/08-transnationalism.html", "chapters/index.html"
CHECKLIST = "chapters/11-conclusion.html"
KEY = "public-diplomacy-course/1"
QUESTION, RIGHT, WRONG = "levels-order", "third", "monologue"
DRAFT = "#draft-levels-one-word"
CODE = "#draft-levels-placements"
EVIL = "</script></pre><script>globalThis.hit = 1</script><img src=x onerror='globalThis.hit = 1'>&amp;<!-- \u2028\u0000 \ud800"

REFUSED = (
    "Object.defineProperty(globalThis, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
)
FULL = """
const { setItem } = Storage.prototype;
Storage.prototype.setItem = function (key, value) {
  if (globalThis.full && key.endsWith('/1')) throw new DOMException('full', 'QuotaExceededError');
  return setItem.call(this, key, value);
};"""
# Other pages of the same host have taken all that the browser gives: not a letter more fits.
CROWD = """
for (let most = 2 ** 22, i = 0; most >= 1; ) {
  try { localStorage.setItem(`other/${i}`, "y".repeat(most)); i++; } catch { most = Math.floor(most / 2); }
}"""


# --- what a reader does ---------------------------------------------------------------------------


def quiz(page: Page) -> Locator:
    """Find the chapter's questions, alive."""
    page.locator(".explorer-mount .explorer-quiz").last.wait_for()
    return page.locator(".explorer", has=page.locator(".explorer-quiz")).last


def answer(page: Page, option: str, item: str = QUESTION) -> None:
    """Answer a question, and check it."""
    asked = quiz(page)
    asked.locator("select").select_option(item)
    asked.locator(f"input[value='{option}']").check()
    asked.get_by_role("button", name="Check").click()


def kept(page: Page) -> dict[str, Any]:
    """Read what the browser has."""
    return json.loads(page.evaluate(f"localStorage.getItem('{KEY}')") or '{"items": {}}')["items"]


def press(page: Page, name: str) -> None:
    page.locator("#your-answers").get_by_role("button", name=name).click()


def said(page: Page) -> str:
    return page.locator(".answers-status").inner_text()


def wait_said(page: Page, words: str) -> None:
    page.locator(".answers-status", has_text=words).wait_for()


def save(page: Page, folder: Path) -> Path:
    """Save all answers, and give the file."""
    with page.expect_download() as download:
        press(page, "Save all as one file")
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def load(page: Page, path: Path) -> None:
    """Choose a file to load."""
    with page.expect_file_chooser() as chooser:
        press(page, "Load a file")
    chooser.value.set_files(path)


def work(page: Page) -> None:
    """Answer a question at the second try, write two drafts, and read the chapter."""
    answer(page, WRONG)
    answer(page, RIGHT)
    page.fill(DRAFT, "D12 says so.\nI doubt it.")
    page.fill(CODE, 'placements = {"a": "monologue"}')
    page.check("#chapter-read")


DONE = {
    f"quiz/questions-07-levels/{QUESTION}": {"last": RIGHT, "first": WRONG, "solved": True},
    "draft/levels-one-word": "D12 says so.\nI doubt it.",
    "draft/levels-placements": 'placements = {"a": "monologue"}',
    "read/07-levels": True,
}


def shows_work(page: Page) -> None:
    """See that the page shows what `work` did."""
    asked = quiz(page)
    asked.locator("select").select_option(QUESTION)
    assert asked.locator(f"input[value='{RIGHT}']").is_checked()
    assert asked.locator(".explorer-summary").inner_text().startswith("That holds.")
    assert re.match(r"1 of \d right, 0 at the first try", asked.locator(".explorer-score").inner_text())
    assert page.input_value(DRAFT) == DONE["draft/levels-one-word"]
    assert page.input_value(CODE) == DONE["draft/levels-placements"]


@pytest.fixture(params=["http", "file"])
def chapter(request: pytest.FixtureRequest, site: Path, site_url: str, browser: Browser) -> Iterator[Visit]:
    """Open a chapter, once from a server and once from a disk, in a browser that stores what the page stores.

    What `open_page` puts into the storage before a page of a disk begins can lose what the page put there.
    """
    url = f"{site_url}{LEVELS}" if request.param == "http" else (site / LEVELS).resolve().as_uri()
    context = browser.new_context(service_workers="block")
    visit = Visit(context.new_page())
    visit.watch(context, urlsplit(url).netloc)
    visit.page.goto(url)
    yield visit
    context.close()


def written(data: Mapping[str, Any], page: Page, **other: Any) -> str:
    """Write a file of answers as the page would, with a right checksum, as bare JSON."""
    checksum = page.evaluate(
        """(text) => { let sum = 0x811c9dc5;
        for (const byte of new TextEncoder().encode(text)) sum = Math.imul(sum ^ byte, 0x01000193) >>> 0;
        return sum.toString(16).padStart(8, "0"); }""",
        json.dumps(data, ensure_ascii=False, separators=(",", ":")),
    )
    head = {"format": "public-diplomacy-course/answers", "version": 1, "checksum": checksum}
    return json.dumps(head | {"data": data} | other, ensure_ascii=False)


# --- they stay ------------------------------------------------------------------------------------


def test_a_reload_keeps_everything_and_announces_nothing(chapter: Visit) -> None:
    page = chapter.page
    work(page)
    assert kept(page) == DONE
    page.reload()
    asked = quiz(page)
    assert [one.inner_text() for one in page.get_by_role("status").all() if one.inner_text()] == []
    assert asked.locator("select").input_value() == QUESTION  # it is the first
    shows_work(page)
    assert page.is_checked("#chapter-read")
    page.reload()
    assert kept(page) == DONE
    assert chapter.console == []
    assert chapter.refused == []


def test_what_a_newer_quiz_lacks_is_left_out(open_page: OpenPage) -> None:
    page = open_page(LEVELS).page
    items = {
        "quiz/questions-07-levels/levels-order": {"last": "gone", "first": "third", "solved": True},
        "quiz/questions-07-levels/levels-gone": {"last": "a", "first": "a", "solved": True},
        "quiz/questions-07-levels/levels-partner": {"last": "states", "first": "gone", "solved": True},
        "quiz/questions-07-levels/levels-shape": {"last": "toString", "first": "kept", "solved": False},
        "quiz/questions-07-levels/levels-word": "no answer",
        "__proto__/x/y": {"last": 1},
        "draft/levels-gone": "words",
        "read/07-levels": "yes",
    }
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps({"items": items})])
    page.reload()
    asked = quiz(page)
    assert asked.locator(".explorer-score").inner_text().startswith(f"1 of {ASKED} right")
    assert not page.is_checked("#chapter-read")
    answer(page, RIGHT)  # and another answer loses nothing that may come back
    now = kept(page)
    assert now["quiz/questions-07-levels/levels-gone"] == items["quiz/questions-07-levels/levels-gone"]
    assert now["draft/levels-gone"] == "words"
    assert now["quiz/questions-07-levels/levels-order"]["last"] == RIGHT


@pytest.mark.parametrize("text", ["{", "null", "[]", '"x"', '{"items": 7}'])
def test_a_damaged_entry_breaks_nothing(open_page: OpenPage, text: str) -> None:
    visit = open_page(LEVELS)
    visit.page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, text])
    visit.page.reload()
    answer(visit.page, RIGHT)
    assert list(kept(visit.page)) == [f"quiz/questions-07-levels/{QUESTION}"]
    assert visit.console == []


def test_a_draft_can_be_reset_and_brought_back(open_page: OpenPage) -> None:
    page = open_page(LEVELS).page
    field = page.get_by_label("Your draft for Exercise 1")
    start = field.input_value()
    assert start == 'placements = {"a": "", "b": "", "c": ""}'
    frame = page.locator(".draft").first
    assert not frame.get_by_role("button").first.is_visible()
    field.fill("mine")
    frame.get_by_role("button", name="Reset this draft").click()
    assert field.input_value() == start
    assert kept(page) == {}
    assert page.evaluate("document.activeElement.textContent") == "Undo the reset"
    page.keyboard.press("Enter")
    assert field.input_value() == "mine"
    assert kept(page) == {"draft/levels-placements": "mine"}
    assert page.evaluate("document.activeElement.id") == "draft-levels-placements"


def test_two_windows_lose_nothing(open_page: OpenPage) -> None:
    visit = open_page(LEVELS)
    one, two = visit.page, visit.page.context.new_page()
    two.goto(one.url)
    answer(one, RIGHT)
    answer(two, "states", "levels-partner")
    two.fill(DRAFT, "from the second")
    one.fill(CODE, "from the first")
    for page in (one, two):
        assert len(kept(page)) == 4
        page.wait_for_function(
            "([text, code]) => document.querySelector(text).value && document.querySelector(code).value === 'from the first'",
            arg=[DRAFT, CODE],
        )
        page.locator(".explorer-score", has_text=re.compile(f"^2 of {ASKED} right")).wait_for()
    # An answer that comes from elsewhere is shown, and nobody is interrupted by it.
    answer(two, WRONG)
    one.locator(f"input[value='{WRONG}']:checked").wait_for(state="attached")
    # A choice that is not checked yet is the reader's own.
    answer(one, RIGHT)
    quiz(one).locator(f"input[value='{WRONG}']").check()
    answer(two, "kept", "levels-shape")
    one.locator(".explorer-score", has_text=re.compile(f"^3 of {ASKED} right")).wait_for()
    assert quiz(one).locator(f"input[value='{WRONG}']").is_checked()


def test_another_window_leaves_the_caret_at_its_words(open_page: OpenPage) -> None:
    visit = open_page(LEVELS)
    one, two = visit.page, visit.page.context.new_page()
    two.goto(one.url)
    one.fill(DRAFT, "hello world")
    one.evaluate("(field) => document.querySelector(field).setSelectionRange(6, 6)", DRAFT)
    for text, caret in (("hello world, again", 6), ("I say: hello world, again", 13), ("new", 0)):
        two.fill(DRAFT, text)
        one.wait_for_function("([field, text]) => document.querySelector(field).value === text", arg=[DRAFT, text])
        assert one.evaluate("document.activeElement.selectionStart") == caret
        assert one.evaluate("document.activeElement.selectionEnd") == caret


def test_a_reset_is_not_undone_over_newer_work_from_elsewhere(open_page: OpenPage) -> None:
    visit = open_page(LEVELS)
    one, two = visit.page, visit.page.context.new_page()
    two.goto(one.url)
    one.fill(DRAFT, "old")
    frame = one.locator(".draft", has=one.locator(DRAFT))
    frame.get_by_role("button", name="Reset this draft").click()
    two.fill(DRAFT, "newer")
    one.wait_for_function("(field) => document.querySelector(field).value === 'newer'", arg=DRAFT)
    assert not frame.get_by_role("button", name="Undo the reset").is_visible()


def test_a_long_draft_is_kept_whole(open_page: OpenPage) -> None:
    page = open_page(LEVELS).page
    page.locator(DRAFT).focus()
    page.keyboard.insert_text("x" * 25_000)
    assert len(page.input_value(DRAFT)) == 25_000
    page.reload()
    assert len(page.input_value(DRAFT)) == 25_000


def test_a_kept_draft_is_seen_whole_where_fields_do_not_grow_by_themselves(open_page: OpenPage) -> None:
    visit = open_page(LEVELS)
    one, two = visit.page, visit.page.context.new_page()
    one.context.add_init_script("CSS.supports = () => false;")
    for page in (one, two):
        page.goto(page.url if page is one else one.url)
    two.fill(DRAFT, "line\n" * 40)
    one.wait_for_function("(field) => document.querySelector(field).value.length === 200", arg=DRAFT)
    field = one.locator(DRAFT)
    field.evaluate("(one) => one.style.setProperty('field-sizing', 'fixed')")
    two.fill(DRAFT, "line\n" * 60)
    one.wait_for_function("(field) => document.querySelector(field).value.length === 300", arg=DRAFT)
    assert field.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 1


# --- where the browser refuses --------------------------------------------------------------------


def test_a_storage_that_was_full_before_loses_nothing(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page(LEVELS)
    page = visit.page
    work(page)
    essay = "my essay " * 400
    page.fill(DRAFT, essay)
    held = kept(page)
    page.evaluate(CROWD)
    page.reload()
    assert page.input_value(DRAFT) == essay
    assert page.is_checked("#chapter-read")
    assert page.locator(".kept-note").last.inner_text().startswith("This browser keeps nothing more")
    page.locator(CODE).press("End")
    page.keyboard.insert_text("# " + "more" * 50)  # what does not fit
    assert kept(page) == held
    page.fill(DRAFT, f"{essay[:-1]}.")  # and what does, were it alone
    assert kept(page) == held
    now = data(save(page, tmp_path))
    assert now["draft/levels-one-word"] == f"{essay[:-1]}."
    assert now["draft/levels-placements"].endswith("more")
    page.evaluate(
        "for (const key of Object.keys(localStorage)) if (key.startsWith('other/')) localStorage.removeItem(key)"
    )
    page.fill(DRAFT, essay)
    assert kept(page) == {**now, "draft/levels-one-word": essay}
    assert page.locator(".kept-note").last.inner_text().startswith("Your answers, your drafts")
    assert visit.console == []


def test_losing_the_storage_is_said_once_and_leaving_asks(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(OTHER).page
    page.context.add_init_script(FULL)
    page.goto(page.url.replace("08-transnationalism", "07-levels"))
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.evaluate(
        """() => { globalThis.spoken = [];
        new MutationObserver((seen) => { for (const { target } of seen) {
          const status = (target.closest ? target : target.parentElement).closest("[role=status]");
          if (status?.textContent) spoken.push(status.textContent); } })
          .observe(document.body, { childList: true, characterData: true, subtree: true }); }"""
    )
    page.fill(DRAFT, "kept")
    page.evaluate("globalThis.full = true")
    assert page.evaluate("spoken") == []
    for text in ("l", "lo", "los", "lost"):
        page.fill(DRAFT, text)
    assert len(page.evaluate("spoken")) == 1
    assert page.evaluate("spoken[0]").startswith("This browser keeps nothing more")
    page.reload()
    assert asked == ["beforeunload"]
    assert page.input_value(DRAFT) == "kept"
    page.evaluate("globalThis.full = true")
    page.fill(DRAFT, "lost")
    assert data(save(page, tmp_path))["draft/levels-one-word"] == "lost"
    page.reload()  # a file has it: nothing is asked
    assert asked == ["beforeunload"]


def test_without_storage_the_page_says_so_and_works(open_page: OpenPage, site: Path, tmp_path: Path) -> None:
    visit = open_page((site / "search.html").as_uri())
    page = visit.page
    page.context.add_init_script(REFUSED)
    page.goto((site / LEVELS).resolve().as_uri())
    work(page)
    shows_work(page)
    notes = page.locator(".kept-note").all()
    assert len(notes) > 5  # beside the questions, the drafts and the file
    for note in notes:
        assert note.inner_text().startswith("This browser keeps nothing for this page")
    held = data(save(page, tmp_path))
    assert held == DONE
    page.reload()
    assert page.input_value(DRAFT) == ""
    load(page, next(tmp_path.iterdir()))
    wait_said(page, "loaded")
    shows_work(page)
    assert visit.console == []


def test_a_full_storage_loses_nothing(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(OTHER).page
    page.context.add_init_script(FULL)
    page.goto(page.url.replace("08-transnationalism", "07-levels"))
    answer(page, WRONG)
    page.evaluate("globalThis.full = true")
    answer(page, RIGHT)
    page.fill(DRAFT, "more")
    assert page.locator(".kept-note").last.inner_text().startswith("This browser keeps nothing")
    assert data(save(page, tmp_path))["draft/levels-one-word"] == "more"
    page.evaluate("globalThis.full = false")
    page.fill(DRAFT, "more and more")
    now = kept(page)
    assert now["draft/levels-one-word"] == "more and more"
    assert now[f"quiz/questions-07-levels/{QUESTION}"]["last"] == RIGHT
    assert page.locator(".kept-note").last.inner_text().startswith("Your answers, your drafts")


# --- one file, and back ---------------------------------------------------------------------------


def data(path: Path) -> dict[str, Any]:
    """Read the data of a saved page."""
    found = re.search(r'<script type="application/json" id="answers">(.*?)</script>', path.read_text("utf-8"))
    assert found
    return json.loads(found[1])["data"]["items"]


def test_save_clear_load(chapter: Visit, tmp_path: Path) -> None:
    page = chapter.page
    press(page, "Save all as one file")
    wait_said(page, "nothing to save")
    work(page)
    page.fill("#answers-name", "Айгүл")
    path = save(page, tmp_path)
    assert data(path) == {**DONE, "name": "Айгүл"}

    press(page, "Clear this chapter")
    dialog = page.get_by_role("dialog")
    assert "1 answer and 2 drafts of this chapter" in dialog.inner_text()
    page.keyboard.press("Escape")
    assert kept(page) == {**DONE, "name": "Айгүл"}
    press(page, "Clear this chapter")
    dialog.get_by_role("button", name="Clear").click()
    wait_said(page, "Cleared. Undo")
    assert kept(page) == {"read/07-levels": True, "name": "Айгүл"}
    assert page.input_value(DRAFT) == ""
    assert not quiz(page).locator("input:checked").count()
    press(page, "Undo")
    shows_work(page)

    press(page, "Clear this chapter")
    dialog.get_by_role("button", name="Clear").click()
    load(page, path)
    wait_said(page, "1 answer, 2 drafts, 1 chapter read and 1 name loaded")
    shows_work(page)
    assert kept(page) == {**DONE, "name": "Айгүл"}
    assert chapter.console == []


def test_undo_loses_nothing_that_was_written_since(open_page: OpenPage) -> None:
    page = open_page(LEVELS).page
    work(page)
    undo = page.locator("#your-answers").get_by_role("button", name="Undo")
    redo = page.locator("#your-answers").get_by_role("button", name="Redo")
    press(page, "Clear this chapter")
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    page.fill(DRAFT, "a new long answer")
    answer(page, "states", "levels-partner")
    newer = kept(page)
    undo.click()
    assert page.input_value(DRAFT) == DONE["draft/levels-one-word"]
    assert kept(page) == {**newer, **DONE}
    assert page.evaluate("document.activeElement.textContent") == "Redo"
    redo.click()
    assert page.input_value(DRAFT) == "a new long answer"
    assert kept(page) == newer
    undo.dblclick()  # a second click of the same hand takes nothing back
    assert kept(page) == {**newer, **DONE}
    press(page, "Redo")
    page.fill(DRAFT, "and newer still")
    undo.click()
    redo.click()
    assert page.input_value(DRAFT) == "and newer still"


def test_loading_asks_before_it_replaces_and_can_be_undone(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS).page
    work(page)
    path = save(page, tmp_path)
    page.fill(DRAFT, "newer")
    answer(page, "states", "levels-partner")
    here = kept(page)
    load(page, path)
    dialog = page.get_by_role("dialog")
    assert "It replaces 1 draft here; all others stay." in dialog.inner_text()
    dialog.get_by_role("button", name="Cancel").click()
    wait_said(page, "nothing has changed")
    assert kept(page) == here
    load(page, path)
    dialog.get_by_role("button", name="Load the file").click()
    wait_said(page, "loaded")
    assert kept(page) == {**here, **DONE}
    press(page, "Undo")
    assert kept(page) == here
    assert page.input_value(DRAFT) == "newer"
    load(page, path)
    dialog.get_by_role("button", name="Load the file").click()
    wait_said(page, "loaded")
    load(page, path)
    wait_said(page, "Nothing here was different")


BAD: dict[str, tuple[Callable[[str], str], str]] = {
    "a foreign page": (lambda _: "<!doctype html><title>Hello</title><script>alert(1)</script>", "is no file of"),
    "foreign data": (lambda _: '{"nbformat": 4}', "is no file of"),
    "a word": (lambda _: "hello", "is no file of"),
    "nothing": (lambda _: "", "is no file of"),
    "bytes": (lambda _: "\x00\x01PNG\xff", "is no file of"),
    "cut off": (lambda text: text[: text.index('"items"') + 40], "is damaged"),
    "one letter": (lambda text: text.replace("I doubt it", "I doubt at", 1), "is damaged"),
    "an answer less": (lambda text: re.sub(r'"draft/levels-placements":"[^}]*?\}",', "", text, count=1), "is damaged"),
    "without a checksum": (lambda text: re.sub(r'"checksum":"\w+",', "", text), "is damaged"),
    "a newer one": (lambda text: text.replace('"version":1', '"version":2'), "newer edition"),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_not_ours_or_not_whole_changes_nothing(open_page: OpenPage, tmp_path: Path, kind: str) -> None:
    visit = open_page(LEVELS)
    page = visit.page
    work(page)
    spoil, words = BAD[kind]
    whole = save(page, tmp_path).read_text("utf-8")
    assert spoil(whole) != whole
    bad = tmp_path / "bad.html"
    bad.write_text(spoil(whole), "utf-8")
    page.fill(DRAFT, "newer")
    here = kept(page)
    load(page, bad)
    wait_said(page, words)
    assert said(page).startswith("bad.html ")
    assert said(page).endswith("Nothing here has changed.")
    assert said(page).count(". ") == 1  # one clear sentence, and that nothing is lost
    assert kept(page) == here
    assert not page.get_by_role("dialog").count()
    assert visit.console == []


def test_a_file_too_large_is_not_even_read(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS).page
    (tmp_path / "film.html").write_bytes(b" " * 10_000_001)
    load(page, tmp_path / "film.html")
    wait_said(page, "is too large: 11 MB, where 10 MB are the most")


def test_bare_data_load_and_what_is_unknown_is_dropped(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS).page
    items = {"draft/levels-one-word": "words", "other/x": 1, "draft/no": 5, "quiz/a/b": {"last": 1}, "constructor": {}}
    file = tmp_path / "answers.json"
    file.write_text(written({"saved": "2026-01-02T03:04:05Z", "items": items}, page), "utf-8")
    load(page, file)
    wait_said(page, "1 draft loaded")
    assert kept(page) == {"draft/levels-one-word": "words"}


def test_no_text_of_a_reader_becomes_a_page(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page(LEVELS)
    page = visit.page
    answer(page, RIGHT)
    page.evaluate(
        """([field, name, text]) => { for (const one of [field, name]) { const node = document.querySelector(one);
        node.value = text; node.dispatchEvent(new Event("input")); } }""",
        [DRAFT, "#answers-name", EVIL],
    )
    path = save(page, tmp_path)
    before = page.input_value(DRAFT)
    file = page.context.new_page()
    file.goto(path.as_uri())
    assert file.evaluate("globalThis.hit") is None
    assert file.locator("img, script:not([type])").count() == 0
    assert file.locator("pre").inner_text().startswith("</script></pre><script>")
    assert file.title().startswith("Answers of </script>")
    assert file.evaluate("document.documentElement.lang") == "en"
    press(page, "Clear this chapter")
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    load(page, path)
    wait_said(page, "loaded")
    assert page.input_value(DRAFT) == before
    # The file's name, and the name in it, are said as they stand.
    bad = tmp_path / "<img src=x onerror=hit=1>.html"
    bad.write_bytes(path.read_bytes())
    page.fill(DRAFT, "other")
    load(page, bad)
    assert "<img src=x" in page.get_by_role("dialog").inner_text()
    page.get_by_role("button", name="Cancel").click()
    assert page.evaluate("globalThis.hit") is None
    assert visit.console == []


def test_the_file_calls_a_reading_neither_right_nor_wrong(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page("chapters/11-conclusion.html")
    page = visit.page
    page.locator(".explorer-mount .explorer-quiz").first.wait_for()
    judged = page.locator(".explorer", has=page.locator(".explorer-quiz")).first
    for option in ("unmet", "met"):
        judged.locator("select").select_option("audience")
        judged.locator(f"input[value='{option}']").check()
        judged.get_by_role("button", name="Check").click()
    file = page.context.new_page()
    file.goto(save(page, tmp_path).as_uri())
    text = file.locator("main").inner_text()
    assert "Answer: met (same as ours); at first: not met (we differ)" in text
    assert "hold" not in text


def test_the_file_is_a_page_to_read_and_print(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page(LEVELS)
    page = visit.page
    work(page)
    page.fill("#answers-name", "Асан")
    page.goto(page.url.replace("07-levels", "08-transnationalism"))
    page.fill("#draft-transnationalism-centre", "A second chapter.")
    path = save(page, tmp_path)
    assert re.fullmatch(r"public-diplomacy-course-answers-\d{4}-\d\d-\d\d\.html", path.name)
    file = page.context.new_page()
    heard: list[str] = []
    file.on("console", lambda message: heard.append(message.text))
    file.goto(path.as_uri())
    text = file.locator("main").inner_text()
    assert "Answers of Асан" in text
    assert file.locator("h2").all_inner_texts() == [
        json.loads(f'"{title}"')
        for title in (heading(ROOT / "chapters/07-levels.ipynb"), heading(ROOT / "chapters/08-transnationalism.ipynb"))
    ]
    assert "Answer: To the question of ынтымақтастық (holds); at first: To monologue (does not hold)" in text
    assert text.count("Not answered.") == ASKED - 1
    assert file.locator("[lang=kk]").count() > 0
    assert file.locator("h3").all_inner_texts() == ["Check yourself", "Exercise 1", "Exercise 4", "Exercise 4"]
    assert "I doubt it." in text
    assert Axe().run(file, options=WCAG).violations_count == 0
    for width in (1280, 320):
        file.set_viewport_size({"width": width, "height": 800})
        assert file.evaluate("document.documentElement.scrollWidth") <= width
    assert heard == []


def in_file(page: Page, folder: Path) -> str:
    """Save the answers, and read the page that was saved."""
    file = page.context.new_page()
    file.goto(save(page, folder).as_uri())
    return file.locator("main").inner_text()


def test_the_file_shows_what_an_earlier_edition_asked(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS).page
    items = {
        "draft/levels-gone": "What I <wrote> & meant.",
        "quiz/questions-07-levels/levels-gone": {"last": "a", "first": "b", "solved": False},
        "quiz/gone/x": {"last": "c", "first": "c", "solved": True},
        f"quiz/questions-07-levels/{QUESTION}": {"last": "withdrawn", "first": RIGHT, "solved": True},
    }
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps({"items": items})])
    page.reload()
    text = in_file(page, tmp_path)
    assert "Answer: withdrawn (no longer offered); at first: To the question of ынтымақтастық (holds)" in text
    earlier = text.partition("Of other editions")[2]
    assert "levels-gone" in earlier
    assert "What I <wrote> & meant." in earlier
    assert "questions-07-levels/levels-gone: a; at first: b" in earlier
    assert "gone/x: c" in earlier
    assert QUESTION not in earlier
    page.goto(page.url.replace("07-levels", "08-transnationalism"))
    page.evaluate("localStorage.clear()")
    page.reload()
    page.fill("#draft-transnationalism-centre", "words")
    assert "Of other editions" not in in_file(page, tmp_path)


def test_the_file_calls_no_reading_right(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(CHECKLIST).page
    page.locator(".explorer-mount .explorer-quiz").first.wait_for()
    found = page.evaluate(
        """async () => {
          const sent = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html");
          const specs = [...sent.querySelectorAll(".explorer-mount script")].map((one) => JSON.parse(one.textContent).spec);
          const { name, quiz } = specs.find(({ quiz }) => quiz?.readings);
          const [one, two] = quiz.items.map(({ id, answers, options = quiz.options }) =>
            ({ id, ours: answers[0], other: options.map(({ value }) => value).find((value) => !answers.includes(value)) }));
          return { name, one, two };
        }"""
    )
    name, one, two = found["name"], found["one"], found["two"]
    items = {
        f"quiz/{name}/{one['id']}": {"last": one["ours"], "first": one["other"], "solved": True},
        f"quiz/{name}/{two['id']}": {"last": two["other"], "first": two["other"], "solved": False},
    }
    page.evaluate("([key, text]) => localStorage.setItem(key, text)", [KEY, json.dumps({"items": items})])
    page.reload()
    text = in_file(page, tmp_path)
    assert text.count("(same as ours)") == 1
    assert text.count("(we differ)") == 2
    assert "hold)" not in text
    assert "holds)" not in text
    assert "No draft has been run or marked." in text


def test_the_list_of_questions_is_never_an_older_edition_s(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS).page
    page.fill(DRAFT, "words")
    with page.expect_request(re.compile(r"/catalogue\.js\?at=\d+$")):
        save(page, tmp_path)


def test_the_file_has_one_day(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page(LEVELS, timezone_id="Asia/Almaty").page
    page.fill(DRAFT, "late")
    page.clock.set_fixed_time(datetime(2026, 11, 23, 20, 30, tzinfo=UTC))  # half past one of the next day, there
    path = save(page, tmp_path)
    assert path.name == "public-diplomacy-course-answers-2026-11-24.html"
    assert "Saved on 24 November 2026." in path.read_text("utf-8")


def heading(path: Path) -> str:
    """Return a notebook's title."""
    first = nbformat.read(path, as_version=4).cells[0].source
    return first.splitlines()[0].removeprefix("# ")


# --- how far the reader is ------------------------------------------------------------------------


def test_progress_on_the_cover_and_in_the_contents(open_page: OpenPage) -> None:
    page = open_page(COVER).page
    progress = page.locator(".course-progress")
    assert not progress.is_visible()
    page.goto(page.url.replace("index", "07-levels"))
    link = page.locator(".bd-links a[data-chapter='07-levels']")
    name = link.inner_text()
    page.check("#chapter-read")
    assert link.inner_text().split() == [*name.split(), "✓", "(read)"]
    assert page.locator(".read-sign").count() == 1
    answer(page, RIGHT)
    page.goto(page.url.replace("07-levels", "index"))
    chapters = len(list((ROOT / "chapters").glob("*.ipynb")))
    assert re.fullmatch(
        rf"So far, in this browser: 1 of {chapters} chapters read, 1 of \d\d questions solved\.", progress.inner_text()
    )
    assert page.locator(".bd-article a[data-chapter='07-levels'] .read-sign").count() == 1
    press(page, "Clear all")
    assert "1 answer and 1 chapter read of the whole course" in page.get_by_role("dialog").inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Clear").click()
    wait_said(page, "Cleared. Undo")
    assert kept(page) == {}
    assert not progress.is_visible()
    assert page.locator(".read-sign").count() == 0


def test_every_chapter_says_how_long_it_takes(site: Path) -> None:
    cover = (site / COVER).read_text("utf-8")
    notebooks = sorted((ROOT / "chapters").glob("*.ipynb"))
    for notebook in notebooks:
        html = (site / f"chapters/{notebook.stem}.html").read_text("utf-8")
        told = re.search(r'</h1>\s*<p class="reading-time">About (\d+) minutes to read, at 150 words a minute', html)
        assert told, notebook.name
        # Counted here from the source: code, links' targets and marks of Markdown aside, it is about the same.
        cells = nbformat.read(notebook, as_version=4).cells
        prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
        prose = re.sub(r"\]\([^)]*\)|<[^>]*>|[*#>|`-]+", " ", prose)
        assert abs(int(told[1]) - len(prose.split()) / 150) < 5, notebook.name
        assert f'data-chapter="{notebook.stem}"' in cover
        assert f'<span class="reading-time">(about {told[1]} minutes)</span>' in cover


@pytest.mark.parametrize(("words", "told"), [(0, 5), (300, 5), (1200, 10), (2400, 15), (3000, 20)])
def test_reading_time_is_in_steps_of_five(words: int, told: int) -> None:
    assert answers.minutes(words) == told


def test_words_of_code_are_not_prose() -> None:
    page = nodes.section()
    page += nodes.paragraph("", "three words here")
    page += nodes.literal_block("", "x = 1 + 2")
    page += nodes.container("", nodes.paragraph("", "an output"), nb_element="cell_code")
    page += nodes.raw("", "<p>raw</p>", format="html")
    assert answers.count(page) == 3


# --- for everyone ---------------------------------------------------------------------------------


def test_every_answer_cell_has_its_field(open_page: OpenPage) -> None:
    for notebook in sorted((ROOT / "chapters").glob("*.ipynb")):
        cells = nbformat.read(notebook, as_version=4).cells
        graded = [one for one in cells if one.metadata.get("nbgrader", {}).get("solution")]
        page = open_page(f"chapters/{notebook.stem}.html").page
        fields = page.locator(".draft textarea")
        assert [one.get_attribute("id") for one in fields.all()] == [
            f"draft-{one.metadata['nbgrader']['grade_id']}" for one in graded
        ]
        labels = page.locator(".draft label").all_inner_texts()
        assert len(set(labels)) == len(labels)
        assert all(re.match(r"Your draft for Exercise \d", one) for one in labels), notebook.name
        for cell, field in zip(graded, fields.all(), strict=True):
            assert field.input_value() == (cell.source if cell.cell_type == "code" else "")
            box = field.bounding_box()
            assert box
            assert box["height"] >= 48


def test_without_scripts_the_cells_stand(open_page: OpenPage) -> None:
    page = open_page(LEVELS, java_script_enabled=False).page
    assert page.locator(".draft .cell_input").first.is_visible()
    assert page.get_by_text("Your answer here.").is_visible()
    assert not page.locator("#your-answers").is_visible()
    assert not page.locator("#chapter-read").is_visible()
    assert page.locator(".reading-time").is_visible()


def test_by_keys_alone(open_page: OpenPage, tmp_path: Path) -> None:
    visit = open_page(LEVELS)
    page = visit.page
    page.on("filechooser", lambda _: None)  # caught from here on: begun only at the key, it can come too late
    quiz(page)
    page.locator(CODE).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("by keys")
    page.keyboard.press("Tab")  # leaves the field, as everywhere
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Reset this draft"
    page.locator("#chapter-read").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Асан")
    page.keyboard.press("Tab")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "keys.html")
    assert data(tmp_path / "keys.html") == {
        "draft/levels-placements": "by keys",
        "read/07-levels": True,
        "name": "Асан",
    }
    page.keyboard.press("Tab")
    with page.expect_file_chooser():
        page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.textContent") == "Cancel"  # the safe one
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    wait_said(page, "Cleared. Undo")
    assert page.evaluate("document.activeElement.textContent") == "Clear this chapter"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.input_value(CODE) == "by keys"


def busy(visit: Visit) -> None:
    """Bring everything of ours on the page to sight."""
    page = visit.page
    work(page)
    page.locator(".draft").first.get_by_role("button", name="Reset").click()
    press(page, "Clear this chapter")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_axe_sizes_and_width(open_page: OpenPage, width: int, theme: str) -> None:
    visit = open_page(LEVELS, width=width, theme=theme, reduced_motion="reduce")
    page = visit.page
    busy(visit)
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    page.get_by_role("button", name="Cancel").click()
    page.evaluate("scrollTo(0, 0)")  # else the bar may lie on a control
    found = Axe().run(page, options=WCAG)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for control in page.locator(":is(.draft, .answers) :is(button, input, textarea), #chapter-read").all():
        if control.is_visible():
            box = control.bounding_box()
            assert box
            assert min(box["width"], box["height"]) >= 24


def test_on_paper_drafts_stand_and_buttons_do_not(open_page: OpenPage) -> None:
    page = open_page(LEVELS).page
    page.fill(DRAFT, "line\n" * 40)
    page.emulate_media(media="print")
    field = page.locator(DRAFT)
    assert field.evaluate("(one) => one.scrollHeight - one.clientHeight") <= 1
    assert not page.locator("#your-answers").is_visible()
    assert not page.locator(".draft-tools").first.is_visible()
