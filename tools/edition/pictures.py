"""The maps' pictures for the e-book, taken in Chromium from the live maps as they open."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

import fonts
import pages
from about import HTML, ROOT, About
from PIL import Image
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import TimeoutError as Late

WIDTH = 720  # px of the window: the text is then wide enough for every label of a map
COVER = (1200, 1600)
PATIENCE = 60_000  # ms for a map to be drawn, on a slow machine
COLOURS = 128  # of a picture's palette: its drawing has few, the rest are for smooth edges
FIGURES = "figure.cover, .explorer-mount:has(.explorer-chart), .plotly-mount"  # as `pages.figures` lists them
DRAWN = ".explorer[data-ready], .plotly-mount[data-ready], figure.cover"
#: What a picture shows of a map: the chart, and the legend below it.
BOX = """mount => {
  const shown = [...mount.querySelectorAll(".explorer-chart, .explorer-key")];
  const boxes = (shown.length ? shown : [mount]).map(one => one.getBoundingClientRect());
  const [left, top] = [Math.min(...boxes.map(b => b.left)), Math.min(...boxes.map(b => b.top))];
  const [right, bottom] = [Math.max(...boxes.map(b => b.right)), Math.max(...boxes.map(b => b.bottom))];
  return { x: left + scrollX - 4, y: top + scrollY - 4, width: right - left + 8, height: bottom - top + 8 };
}"""


def _style() -> str:
    """Dress the page in the editions' fonts, so that a picture is the same on every machine."""
    return fonts.declared(fonts.SANS, Path.as_uri) + (
        'html { --font: "Source Sans 3", sans-serif; } svg.map-still { font-family: var(--font); }'
        ".bd-header, .skip-link { display: none; }"
    )


def maps(chromium: Browser, book: Sequence[pages.Page]) -> Iterator[tuple[pages.Page, list[bytes]]]:
    """Yield each page that has maps with a PNG of each, by their order, in the light theme at twice the size.

    Raises
    ------
    EditionError
        When a map is not drawn, or the page has not as many as the edition.

    """
    style = _style()

    def dressed(route: Route) -> None:
        sheet = (HTML / "_static" / "book.css").read_text("utf-8")
        route.fulfill(body=sheet + style, content_type="text/css")

    context = chromium.new_context(
        viewport={"width": WIDTH, "height": 1000}, device_scale_factor=2, color_scheme="light", reduced_motion="reduce"
    )
    context.route("**/_static/book.css*", dressed)
    tab = context.new_page()
    for page in book:
        expected = len(pages.figures(page))
        if expected:
            tab.goto((HTML / "chapters" / f"{page.name}.html").as_uri())
            taken = list(_taken(tab))
            if len(taken) != expected:
                raise pages.EditionError(f"{page.name}: {expected} maps, but {len(taken)} pictures of them.")
            yield page, taken
    context.close()


def _taken(tab: Page) -> Iterator[bytes]:
    """Scroll to each map, wait until it is drawn, and take its picture."""
    for mount in tab.query_selector_all(FIGURES.replace(":has(.explorer-chart)", "")):
        if not mount.evaluate("(one, which) => one.matches(which)", FIGURES):
            continue  # a quiz: it has no chart
        mount.scroll_into_view_if_needed()
        try:
            tab.wait_for_function(
                "([mount, drawn]) => mount.matches(drawn) || mount.querySelector(drawn)",
                arg=[mount, DRAWN],
                timeout=PATIENCE,
            )
        except Late as late:
            raise pages.EditionError(f"A map of {tab.url} was not drawn within a minute.") from late
        tab.evaluate("document.fonts.ready")
        yield packed(tab.screenshot(full_page=True, clip=mount.evaluate(BOX)))


def cover(chromium: Browser, own: About) -> bytes:
    """Draw the cover: the title above the README's picture."""
    drawn = (ROOT / "picture.svg").read_text("utf-8")
    style = fonts.declared(fonts.SANS, Path.as_uri) + (
        "body { margin: 0; padding: 110px 90px; font: 30px 'Source Sans 3'; color: #14191d; background: #fff; }"
        "h1 { margin: 0 0 30px; font-size: 92px; line-height: 1.1; font-weight: 600; }"
        "svg { display: block; width: 100%; height: auto; margin-top: 90px; font-family: 'Source Sans 3'; }"
    )
    source = ROOT / "_build" / "epub" / "cover.html"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style><h1>{own.title}</h1><p>{own.author}</p>{drawn}',
        "utf-8",
    )
    tab = chromium.new_page(viewport={"width": COVER[0], "height": COVER[1]})
    tab.goto(source.as_uri())
    tab.evaluate("document.fonts.ready")
    picture = packed(tab.screenshot())
    tab.close()
    return picture


def packed(png: bytes) -> bytes:
    """Give a picture a palette: a third of the bytes, and nobody sees it."""
    out = BytesIO()
    with Image.open(BytesIO(png)) as picture:
        picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            out, "PNG", optimize=True
        )
    return out.getvalue()
