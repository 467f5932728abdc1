"""Make the printed book: one tagged PDF of all pages, printed by Chromium.

It is printed twice: once to learn on which page each chapter begins, and once with these numbers in
the contents. They have a place of fixed width, so that nothing moves in between.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Any

import about
import browser
import fonts
import pages
import pikepdf
from playwright.sync_api import Browser

OUT = about.ROOT / "_build" / "pdf"
STYLE = Path(__file__).with_name("print.css")
FACES = [*fonts.SERIF, *fonts.SANS, *fonts.CODE]
RUNNING = 62  # letters of a chapter's title that fit the head of a page
HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6"]
NAME = re.compile(r"node\d+")  # how Chromium calls the head of a table, for its cells to refer to
Starts = Mapping[str, int]


def anchor(name: str, place: str = "") -> str:
    """Name a place of the one page that all pages become."""
    return f"{name}--{place}" if place else name


def assemble(book: Sequence[pages.Page]) -> str:
    """Put all pages in one, with a title page and contents; ``{at:NAME}`` stands for page numbers."""
    for _, link, target in list(pages.links(book)):
        link["href"] = f"#{anchor(target.page, target.place)}"
    for page in book:
        for node in page.body.select("[id]"):
            node["id"] = anchor(page.name, str(node["id"]))
        for figure in pages.figures(page):
            # Chromium tags both this and the drawing in it as a figure, and only the drawing has a description.
            figure.name, figure["class"] = "div", "figure"
            for caption in figure.select("figcaption"):
                caption.name, caption["class"] = "p", "figure-title"
    own = about.about()
    cover = pages.one(book[0].body, ".figure").extract()
    style = fonts.declared(FACES, Path.as_uri) + STYLE.read_text("utf-8")
    notes = "".join(f"<p>{escape(note)}</p>" for note in about.NOTES)
    return (
        f'<!DOCTYPE html><html lang="{own.language}"><head><meta charset="utf-8"><title>{escape(own.title)}</title>'
        f"<style>{style}{''.join(map(running_head, book))}</style></head><body>"
        f'<section class="title-page"><h1>{escape(own.title)}</h1><p>{escape(own.author)}</p>{cover}'
        f'<div class="foot">{notes}<p>Version {own.version}, {own.date.year}. {about.LICENCE}</p></div></section>'
        f"{contents(book)}{''.join(map(chapter, book))}</body></html>"
    )


def running_head(page: pages.Page) -> str:
    """Write the rule that puts a page's title at the head of its sheets."""
    title = page.title if len(page.title) <= RUNNING else re.split(r"[:,] ", page.title)[0]
    quoted = title.replace('"', r"\"")
    head = f'{{content: "{quoted}"; font: 8.5pt "Source Sans 3", sans-serif; color: #444}}'
    name = f"sheet-{page.name}"
    return f"@page {name} {{@top-left {head}}} #{css(page.name)} {{page: {name}}}"


def css(name: str) -> str:
    """Write an id that begins with a digit as a selector may."""
    return f"\\3{name[0]} {name[1:]}" if name[0].isdigit() else name


def chapter(page: pages.Page) -> str:
    """Write one page of the book as a chapter that begins on a new sheet."""
    number = pages.chapter_number(page)
    if number:
        title = pages.one(page.body, "h1")
        title.insert(0, pages.soup(f'<span class="number">Chapter {number}</span>'))
    return f'<div class="page" id="{anchor(page.name)}">{page.body}</div>'


def contents(book: Sequence[pages.Page]) -> str:
    """List the chapters under their parts, each with its page."""
    listed = ""
    for part, members in groupby(book, key=lambda page: page.part):
        lines = "".join(
            f'<li><a href="#{anchor(page.name)}"><span class="entry-number">{pages.chapter_number(page)}</span>'
            f'<span>{escape(page.title)}</span> <span class="dots"></span> <span class="at">{{at:{page.name}}}</span>'
            "</a></li>"
            for page in members
        )
        heading = f'<span class="part">{escape(part)}</span>' if part else ""
        listed += f"<li>{heading}<ol>{lines}</ol></li>"
    return f'<nav class="page contents" id="contents"><h1>Contents</h1><ol>{listed}</ol></nav>'


def printed(chromium: Browser, markup: str, starts: Starts) -> bytes:
    """Print the page with these numbers in its contents."""
    source = OUT / "book.html"
    source.write_text(re.sub(r"\{at:([\w-]+)\}", lambda found: str(starts.get(found[1], "")), markup), "utf-8")
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(source.as_uri(), wait_until="load")
    sheet = page.pdf(prefer_css_page_size=True, print_background=True, tagged=True, outline=True)
    context.close()
    return sheet


def beginnings(sheet: bytes, book: Sequence[pages.Page]) -> dict[str, int]:
    """Tell on which page each chapter begins, counted from 1."""
    with pikepdf.open(BytesIO(sheet)) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        places = pdf.Root.Dests
        return {page.name: numbers[places[f"/{anchor(page.name)}"][0].objgen] for page in book}


def finish(sheet: bytes, titles: Sequence[str], path: Path) -> int:
    """Add what Chromium does not write, pack the file to less than half, and return its number of pages."""
    own = about.about()
    date = own.date.strftime("D:%Y%m%d%H%M%SZ")
    with pikepdf.open(BytesIO(sheet)) as pdf:
        for name, text in {
            "Title": own.title,
            "Author": own.author,
            "Creator": own.stem,
            "Subject": about.LICENCE,
            "CreationDate": date,
            "ModDate": date,
        }.items():
            pdf.docinfo[f"/{name}"] = text
        number_anew(pdf)
        name_outline(pdf, titles)
        pdf.Root.Lang = pikepdf.String(own.language)
        pdf.Root.PageMode = pikepdf.Name.UseOutlines
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        streams = pikepdf.ObjectStreamMode.generate
        # The file's id comes from what is in it, so that one source gives one file.
        pdf.save(path, object_stream_mode=streams, recompress_flate=True, deterministic_id=True)
        return len(pdf.pages)


def name_outline(pdf: pikepdf.Pdf, titles: Sequence[str]) -> None:
    """Name the bookmarks by the headings: Chromium doubles the words of one that moves to a new page."""
    with pdf.open_outline() as outline:
        marks = list(bookmarks(outline.root))
        if len(marks) != len(titles):
            raise pages.EditionError(f"Chromium made {len(marks)} bookmarks of {len(titles)} headings.")
        for mark, title in zip(marks, titles, strict=True):
            mark.title = title


def bookmarks(items: Sequence[pikepdf.OutlineItem]) -> Iterator[pikepdf.OutlineItem]:
    """Yield every bookmark, in the order of the book."""
    for item in items:
        yield item
        yield from bookmarks(item.children)


def number_anew(pdf: pikepdf.Pdf) -> None:
    """Number the heads of tables from 1: Chromium names them by a counter that differs from run to run."""
    named = [place for holder in pdf.objects for place in names(holder)]
    order = sorted({str(holder[key]) for holder, key in named})
    new = {old: f"head{number:08d}" for number, old in enumerate(order, 1)}
    for holder, key in named:
        holder[key] = pikepdf.String(new[str(holder[key])])


def names(holder: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401  (any object of a PDF)
    """Yield where an object itself, not what it refers to, holds one of Chromium's names."""
    if isinstance(holder, pikepdf.Dictionary):
        inside = list(holder.items())
    elif isinstance(holder, pikepdf.Array):
        inside = list(enumerate(holder))
    else:
        return
    for key, value in inside:
        if isinstance(value, pikepdf.String):
            if NAME.fullmatch(str(value)):
                yield holder, key
        elif not getattr(value, "is_indirect", True):
            yield from names(value)


def main() -> int:
    """Make the PDF, and say what it is; or say in one line what is missing."""
    try:
        book = pages.read(about.HTML)
        markup = assemble(book)
        OUT.mkdir(parents=True, exist_ok=True)
        with browser.chromium() as chromium:
            titles = [" ".join(head.stripped_strings) for head in pages.soup(markup).find_all(HEADINGS)]
            starts = beginnings(printed(chromium, markup, {}), book)
            sheet = printed(chromium, markup, starts)
    except pages.EditionError as fault:
        print(fault, file=sys.stderr)
        return 1
    if beginnings(sheet, book) != starts:
        print("The numbers in the contents moved the text: make .contents .at wider.", file=sys.stderr)
        return 1
    path = OUT / f"{about.about().stem}.pdf"
    count = finish(sheet, titles, path)
    print(f"PDF: {about.made(path)}, {count} pages")
    return 0


if __name__ == "__main__":
    sys.exit(main())
