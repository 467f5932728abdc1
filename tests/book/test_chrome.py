"""The page around the text: light, quiet, self-contained, and usable by everyone."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from docutils import nodes
from playwright.sync_api import Browser, BrowserContext, Page, Response

from widgets.book import chrome, icons

WIDTHS = {"desk": (1280, 900), "phone": (390, 844)}
THEMES = ("light", "dark")
ENOUGH = 600_000  # bytes of a page with all it loads, without its maps
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]}}


@dataclass
class Window:
    """A page in a window of its own, with what it said and asked for."""

    page: Page
    said: list[str] = field(default_factory=list)
    asked: list[Response] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Listen before anything is loaded."""
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda fault: self.said.append(str(fault)))
        self.page.on("requestfailed", lambda request: self.said.append(f"failed: {request.url}"))
        self.page.on("response", self.hear)

    def hear(self, answer: Response) -> None:
        """Keep an answer, but for those that the page gives itself, from its memory."""
        if not answer.url.startswith("blob:"):
            self.asked.append(answer)


Open = Callable[..., Window]


def pages(site: Path) -> list[str]:
    """Return the addresses of all pages, from the book's root, but for those that only redirect."""
    found = sorted(
        path.relative_to(site).as_posix()
        for path in site.rglob("*.html")
        if path.relative_to(site).parts[0] not in {"_static", "_sources", "lite"}
        and 'http-equiv="Refresh"' not in path.read_text()
    )
    assert "search.html" in found  # a book without pages passes no test
    return found


@pytest.fixture(params=["http", "file"])
def base(request: pytest.FixtureRequest, site: Path, site_url: str) -> str:
    """Give the book's address, once from a server and once from a disk."""
    return site_url.rstrip("/") if request.param == "http" else site.resolve().as_uri()


@pytest.fixture
def disk(site: Path) -> str:
    """Give the book's address on a disk."""
    return site.resolve().as_uri()


@pytest.fixture
def home(site: Path) -> str:
    """Give the address of the cover, from the book's root."""
    return next(name for name in pages(site) if Path(name).name == "index.html")


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """Give a function that opens an address; the window before it is closed."""
    contexts: list[BrowserContext] = []

    def opened(url: str, width: str = "desk", theme: str = "light", **options: Any) -> Window:
        while contexts:
            contexts.pop().close()
        wide, high = WIDTHS[width]
        viewport = {"width": wide, "height": high}
        contexts.append(browser.new_context(viewport=viewport, color_scheme=theme, **options))
        window = Window(contexts[0].new_page())
        window.page.goto(url, wait_until="load")
        return window

    yield opened
    for context in contexts:
        context.close()


def test_no_icon_font_anywhere(site: Path) -> None:
    assert not [path for path in site.rglob("*") if "fontawesome" in path.as_posix().lower()]
    assert not list(site.rglob("*.woff*"))
    for name in pages(site):
        text = (site / name).read_text()
        assert not re.search(r'class="[^"]*\bfa[srb]?[ -]', text), name
        assert "fontawesome" not in text.lower(), name


def test_nothing_from_elsewhere(site: Path) -> None:
    for name in pages(site):
        text = (site / name).read_text()
        loaded = re.findall(r"<(?:script|img|iframe|source)\b[^>]*\bsrc=[\"']([^\"']+)", text)
        for tag in re.findall(r"<link\b[^>]*>", text):
            if not re.search(r'rel="canonical"', tag):
                loaded += re.findall(r'href="([^"]+)"', tag)
        assert not [url for url in loaded if urlsplit(url).scheme in {"http", "https"}], name
        assert not re.search(r"mathjax@|unpkg|jsdelivr|plausible|THEBE", text), name


def test_head(site: Path) -> None:
    for name in pages(site):
        text = (site / name).read_text()
        assert '<html lang="en"' in text, name
        assert len(re.findall(r"<title>[^<]+</title>", text)) == 1, name
        assert text.count('name="viewport"') == 1, name
        assert text.count('name="description"') <= 1, name
        assert re.search(r'<link rel="icon" [^>]*\.svg', text), name


def test_every_page_is_silent_and_whole(base: str, site: Path, visit: Open) -> None:
    for name in pages(site):
        window = visit(f"{base}/{name}")
        assert window.said == [], name
        for answer in window.asked:
            assert answer.url.startswith(base), answer.url
            assert answer.ok, answer.url


@pytest.mark.parametrize("width", WIDTHS)
def test_every_control_is_named_and_large_enough(
    disk: str,
    site: Path,
    visit: Open,
    width: str,
) -> None:
    for name in pages(site):
        page = visit(f"{disk}/{name}", width).page
        controls = page.locator(".bd-header :is(a, button), .prev-next a, .to-top, .copy-button")
        for control in controls.all():
            if control.is_visible():
                box = control.bounding_box()
                assert box is not None
                assert min(box["width"], box["height"]) >= 24, (name, control.inner_html())
        assert page.get_by_role("button", name=re.compile(r"\S")).count() > 0, name
        assert page.get_by_role("button", name=re.compile(r"^\s*$")).count() == 0, name


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing(disk: str, site: Path, visit: Open, width: str, theme: str) -> None:
    for name in pages(site):
        page = visit(f"{disk}/{name}", width, theme, reduced_motion="reduce").page
        found = Axe().run(page, options=WCAG)
        assert found.response["passes"], name
        assert found.violations_count == 0, f"{name}\n{found.generate_report()}"


def test_no_page_scrolls_sideways_at_320(disk: str, site: Path, visit: Open) -> None:
    for name in pages(site):
        page = visit(f"{disk}/{name}").page
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_what_scrolls_is_reached_by_keys(disk: str, site: Path, visit: Open) -> None:
    unreached = """() => [...document.querySelectorAll('.bd-article *')].filter((element) => {
        const style = getComputedStyle(element);
        return style.overflowX === 'auto' && element.checkVisibility() &&
            element.scrollWidth > element.clientWidth + 1 && element.tabIndex < 0;
    }).map((element) => element.outerHTML.slice(0, 200))"""
    for name in pages(site):
        page = visit(f"{disk}/{name}", "phone").page
        assert page.evaluate(unreached) == [], name


def test_a_page_is_light(site_url: str, site: Path, visit: Open) -> None:
    for name in pages(site):
        window = visit(f"{site_url.rstrip('/')}/{name}")
        # Where a map stands at the page's top, plotly.js may be asked for at once.
        weight = sum(len(answer.body()) for answer in window.asked if not answer.url.endswith("plotly.min.js"))
        assert 0 < weight < ENOUGH, (name, weight)


def test_search_by_dialog(base: str, home: str, visit: Open) -> None:
    window = visit(f"{base}/{home}")
    page = window.page
    page.keyboard.press("Control+k")
    found = page.get_by_role("searchbox")
    assert found.count() == 1
    found.fill("dialogue")
    found.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert found.count() == 1
    assert found.input_value() == "dialogue"
    assert window.said == []


def test_theme_is_remembered(base: str, home: str, visit: Open) -> None:
    page = visit(f"{base}/{home}").page
    page.get_by_role("button", name="Colour theme").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto(f"{base}/search.html")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.get_by_role("button", name="Colour theme: dark").is_visible()


def test_contents_are_a_drawer_on_a_phone(disk: str, home: str, visit: Open) -> None:
    page = visit(f"{disk}/{home}", "phone", reduced_motion="reduce").page
    link = page.locator("#contents nav a").first
    assert not link.is_visible()
    page.locator(".primary-toggle").press("Enter")
    assert link.is_visible()
    assert page.evaluate("document.activeElement.closest('#contents') !== null")
    page.keyboard.press("Escape")
    assert not link.is_visible()
    assert page.evaluate("document.activeElement.matches('.primary-toggle')")


@pytest.mark.parametrize("theme", THEMES)
def test_focus_is_seen_and_the_skip_link_works(disk: str, home: str, visit: Open, theme: str) -> None:
    page = visit(f"{disk}/{home}", theme=theme).page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    for _ in range(12):
        outline = "(({outlineStyle: s, outlineWidth: w}) => [s, parseFloat(w)])"
        style, width = page.evaluate(f"{outline}(getComputedStyle(document.activeElement))")
        assert style == "solid"
        assert width >= 2
        page.keyboard.press("Tab")
    page.locator(".skip-link").press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"


def test_without_a_script_the_contents_are_there(disk: str, home: str, visit: Open) -> None:
    page = visit(f"{disk}/{home}", "phone", java_script_enabled=False).page
    assert page.locator("#contents nav a").first.is_visible()
    assert not page.locator(".theme-switch-button").is_visible()


def test_paper_has_the_text_and_nothing_else(disk: str, home: str, visit: Open) -> None:
    page = visit(f"{disk}/{home}", theme="dark").page
    page.emulate_media(media="print")
    assert page.locator("main h1").is_visible()
    for gone in (".bd-header", "#contents", ".prev-next", ".to-top"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_icons_are_hidden_and_named() -> None:
    for name in icons.DRAWINGS:
        drawn = icons.svg(name)
        assert 'aria-hidden="true"' in drawn
        assert "currentColor" in drawn
    with pytest.raises(KeyError, match=r"'serach'; there are .*search"):
        icons.svg("serach")


def test_links_elsewhere_only_where_they_are_configured() -> None:
    launch = {
        "type": "group",
        "label": "launch-buttons",
        "buttons": [{"type": "link", "url": "y", "text": "Elsewhere"}],
    }
    download = {"type": "link", "label": "download-source-button", "url": "x", "text": ".md"}
    source = {"type": "link", "url": "https://git.example.org", "text": "Repository"}
    button = {"type": "javascript", "label": "fullscreen-button"}
    groups = [{"type": "group", "buttons": [download, source]}, launch, button]
    # What runs the page stands in its panel alone.
    assert chrome.page_links({"header_buttons": groups}) == [{"url": "https://git.example.org", "text": "Repository"}]
    assert chrome.page_links({}) == []


def test_assets_stay_only_where_they_are_used() -> None:
    cards = '<div class="sd-card">'
    assert chrome.stays("_static/sphinx-design.min.css", cards, search=False)
    assert not chrome.stays("_static/sphinx-design.min.css", "<p>", search=False)
    assert not chrome.stays('const THEBE_JS_URL = "thebe"', cards, search=True)
    assert chrome.stays("_static/doctools.js", "", search=True)
    assert not chrome.stays("_static/doctools.js", "", search=False)
    assert chrome.stays("mount.js", "", search=False)


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("Short.", "Short."),
        ("A first sentence that is long enough to stand for the page alone. " + "x" * 150, None),
        ("word " * 60, "…"),
    ],
)
def test_description_is_cut_at_a_sentence_or_a_word(text: str, cut: str | None) -> None:
    short = chrome.shortened(text)
    assert len(short) <= chrome.LONGEST_DESCRIPTION
    assert short.endswith(cut or "alone.")


def test_description_prefers_the_page_own_words() -> None:
    assert chrome.description({"description": "Own."}, "", None) == "Own."
    assert chrome.description({}, '<meta name="description" content="x">', None) == ""
    assert chrome.description({}, "", None) == ""


def test_a_formula_that_is_not_understood_shows_its_source() -> None:
    assert "<msup>" in chrome.mathml(nodes.math("", "x^2"), "inline")
    assert chrome.mathml(nodes.math("", r"\frac"), "inline").startswith("<code>")
