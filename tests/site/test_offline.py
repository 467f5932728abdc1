"""The published site kept by a browser: without a network, across versions, with no room for it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import assemble
import pytest
from conftest import QuietHandler, QuietServer
from playwright.sync_api import Browser, BrowserContext, Page, expect

PAGES = 19  # at least: the chapters and the back matter
SAMPLE = "chapters/07-levels.html"
KEPT = "The whole book is kept in this browser: it opens without a network."
CACHES = "async () => (await caches.keys()).sort()"


@pytest.fixture
def folder(site: Path, tmp_path: Path) -> Path:
    """Assemble a site under a folder, as a host with other sites on it would have it."""
    place = tmp_path / "hosted" / "course"
    assemble.assemble(site, place, None, {})
    (place / "lite").mkdir()
    (place / "lite" / "probe.txt").write_text("first", "utf-8")
    return place


@pytest.fixture
def address(folder: Path) -> Iterator[str]:
    """Serve it."""
    server = QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(folder.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/course/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """Give a browser of its own, which may keep things."""
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def said(context: BrowserContext) -> list[str]:
    """Write down what the console says."""
    heard: list[str] = []
    context.on("console", lambda message: heard.append(message.text) if message.type in {"warning", "error"} else None)
    context.on("weberror", lambda fault: heard.append(str(fault.error)))
    return heard


def visit(context: BrowserContext, url: str) -> Page:
    """Open a page."""
    page = context.new_page()
    page.goto(url)
    return page


def foot(page: Page, words: str | re.Pattern[str]) -> None:
    """Wait for the line at the foot."""
    expect(page.locator(".kept-copy")).to_have_text(words, timeout=60_000)


def listed(folder: Path) -> dict[str, object]:
    """Read what the service worker keeps."""
    found: dict[str, object] = json.loads(
        re.findall(r"files \} = (\{.*\});", (folder / "worker.js").read_text("utf-8"))[0]
    )
    return found


def test_every_page_opens_without_a_network_after_one_visit(
    context: BrowserContext, said: list[str], folder: Path, address: str
) -> None:
    page = visit(context, address + SAMPLE)
    foot(page, KEPT)
    context.set_offline(True)
    pages = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    assert len(pages) > PAGES
    for name in [*pages, "", "chapters/glossary.html#soft-power", "search.html?q=dialogue"]:
        page.goto(address + name)
        expect(page.locator("h1").first).to_be_attached()
    expect(page.locator("#search-results")).to_contain_text("Levels", ignore_case=True, timeout=30_000)
    page.goto(address + SAMPLE)
    foot(page, "Kept in this browser for reading without a network.")
    levels = page.locator(".explorer").first
    levels.scroll_into_view_if_needed()
    expect(levels).to_have_attribute("data-ready", "true")
    levels.get_by_role("group", name="Level", exact=True).get_by_label("all", exact=True).focus()
    page.keyboard.press("ArrowDown")
    expect(levels.get_by_role("status")).to_contain_text("Monologue")
    assert said == []
    # An address that is no page of the book gets a page of ours, and not the browser's.
    page.goto(address + "chapters/nothing.html")
    expect(page.get_by_role("heading")).to_have_text("This page is not in the kept copy")


def test_a_new_version_replaces_the_old_one(
    context: BrowserContext, said: list[str], folder: Path, address: str
) -> None:
    page = visit(context, address + SAMPLE)
    foot(page, KEPT)
    before = listed(folder)["version"]
    page.evaluate("async () => { await caches.open('another-site'); }")
    assert page.evaluate(CACHES) == ["another-site", f"course-{before}"]

    # The next version differs in one page; what it shares with the first isn't fetched again.
    changed = folder / "chapters" / "glossary.html"
    source = folder.parents[1] / "book"
    shutil.copytree(assemble.BOOK, source)
    text = (source / "chapters" / "glossary.html").read_text("utf-8")
    (source / "chapters" / "glossary.html").write_text(text.replace("<h1>", "<h1>New: ", 1), "utf-8")
    assemble.assemble(source, folder, None, {})
    after = listed(folder)["version"]
    assert after != before
    assert "New: " in changed.read_text("utf-8")

    fetched: list[str] = []
    context.on("request", lambda request: fetched.append(request.url))
    page.goto(address + SAMPLE)
    foot(page, re.compile("A new version of the book is ready"))
    assert [url for url in fetched if url.endswith(("10-interdependence.html", "searchindex.js"))] == []
    # Until the reader asks, all pages are of the old version.
    other = visit(context, address + "chapters/glossary.html")
    assert not other.locator("h1").first.inner_text().startswith("New: ")
    other.close()
    with page.expect_navigation():
        page.get_by_role("button", name="Show it").click()
    foot(page, re.compile("ept in this browser"))
    assert page.evaluate(CACHES) == ["another-site", f"course-{after}"]
    page.goto(address + "chapters/glossary.html")
    assert page.locator("h1").first.inner_text().startswith("New: ")
    assert said == []


def test_python_in_the_browser_is_left_alone(context: BrowserContext, folder: Path, address: str) -> None:
    page = visit(context, address + SAMPLE)
    foot(page, KEPT)
    names = [name for name, _ in listed(folder)["files"]]  # type: ignore[attr-defined]
    assert [name for name in names if name.startswith(("lite/", "downloads/", "_sources/"))] == []
    read = "async (url) => (await fetch(url)).text()"
    assert page.evaluate(read, address + "lite/probe.txt") == "first"
    (folder / "lite" / "probe.txt").write_text("second", "utf-8")
    assert page.evaluate(read, address + "lite/probe.txt") == "second"


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (
            "self.caches.open = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));",
            "no room for a copy",
        ),
        ("self.caches.open = () => Promise.reject(new DOMException('no', 'SecurityError'));", "kept no copy"),
        ("throw new Error('not here');", "kept no copy"),
    ],
    ids=["full", "refused", "broken"],
)
def test_a_browser_without_room_is_told(
    context: BrowserContext, said: list[str], folder: Path, address: str, refusal: str, words: str
) -> None:
    worker = folder / "worker.js"
    worker.write_text(refusal + worker.read_text("utf-8"), "utf-8")
    page = visit(context, address + SAMPLE)
    foot(page, re.compile(words))
    # The book goes on: its maps answer.
    levels = page.locator(".explorer").first
    levels.scroll_into_view_if_needed()
    expect(levels).to_have_attribute("data-ready", "true")
    assert said == []


def test_whoever_saves_data_is_asked_first(context: BrowserContext, address: str) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'connection', { value: { saveData: true } })")
    page = visit(context, address + SAMPLE)
    foot(page, re.compile("can be kept"))
    assert page.evaluate(CACHES) == []
    page.get_by_role("button", name=re.compile(r"Keep it \(\d\.\d MB\)")).click()
    foot(page, KEPT)


def test_the_manifest_says_what_can_be_installed(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.webmanifest").read_text("utf-8"))
    assert (folder / manifest["start_url"]).is_file()
    for icon in manifest["icons"]:
        assert (folder / icon["src"]).is_file()
    for path in folder.rglob("*.html"):
        root = "../" * (len(path.relative_to(folder).parts) - 1)
        if "</head>" in path.read_text("utf-8"):
            assert f'rel="manifest" href="{root}manifest.webmanifest"' in path.read_text("utf-8")


def test_what_is_there_is_shown_and_nothing_else(site: Path, tmp_path: Path) -> None:
    made = tmp_path / "public-diplomacy-course-1.pdf"
    made.write_bytes(b"%PDF")
    lite = tmp_path / "lite"
    lite.mkdir()
    (lite / "index.html").write_text("<!doctype html><title>Python</title>", "utf-8")
    place = tmp_path / "site"
    assemble.assemble(site, place, lite, {"pdf": made})
    chapter = (place / SAMPLE).read_text("utf-8")
    assert ' hidden data-run="browser"' not in chapter
    assert ' data-run="browser"' in chapter
    run = (place / "chapters" / "run.html").read_text("utf-8")
    assert re.findall(r'<li( hidden)? data-run="(zip|pdf|epub)"', run) == [
        (" hidden", "zip"),
        ("", "pdf"),
        (" hidden", "epub"),
    ]
    assert (place / "downloads" / "public-diplomacy-course.pdf").is_file()
    first = {path.name: path.read_bytes() for path in place.glob("*.*") if path.is_file()}
    assemble.assemble(site, place, lite, {"pdf": made})
    assert first == {path.name: path.read_bytes() for path in place.glob("*.*") if path.is_file()}
