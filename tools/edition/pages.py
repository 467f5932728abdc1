"""The built book's pages as two editions need them: to be read from beginning to end, with nothing to press.

Each page is taken from ``_build/html`` and keeps its text, its maps (as the still picture, legend,
words and table that a page without scripts shows) and its questions. What only a screen can use is
left out. The answers to the questions, which a page gives when one has answered, become a last page.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup, Tag

from widgets.book import svg
from widgets.explorer.fallback import inline

ANSWERS = "answers"
FRONT = "About the course"  # the first page's title, where the book's own stands on the title page
LETTERS = "abcdefghijklmnopqrstuvwxyz"

#: What needs a script, a hand or a server. `hidden` is what the page itself does not show.
ON_SCREEN = (
    "script, button, input, select, textarea, form, nav, dialog, a.headerlink, .definition, .draft, "
    "section.answers, .needs-js, .course-progress, .kept-note, .toctree-wrapper, [hidden], [data-run]"
)


class EditionError(Exception):
    """What keeps an edition from being made, in one line that says what to do."""


@dataclass
class Page:
    """A page of an edition.

    ``name`` is the built file's, without folder and ending; ``part`` the heading under which the
    book's contents list it, empty for the first page; ``body`` the outermost section; ``quizzes``
    its questions, as the maps' specifications hold them.
    """

    name: str
    title: str
    part: str
    body: Tag
    quizzes: list[Mapping[str, Any]]


def soup(markup: str) -> BeautifulSoup:
    """Parse markup; the standard library's parser leaves fragments as they are."""
    return BeautifulSoup(markup, "html.parser")


def one(tag: Tag, selector: str) -> Tag:
    """Return the one element that has to be there.

    Raises
    ------
    EditionError
        When it is not: the book's page is no longer what this module knows.

    """
    found = tag.select_one(selector)
    if found is None:
        raise EditionError(f"A page of the book has no {selector}: tools/edition/pages.py has to learn its new form.")
    return found


def read(site: Path) -> list[Page]:
    """Read the built book, in the order of its contents, and add the page of answers."""
    index = site / "chapters" / "index.html"
    if not index.is_file():
        raise EditionError(f"There is no book in {site}: run make book first.")
    listed = list(_contents(soup(index.read_text("utf-8"))))
    pages = [_page(site / "chapters" / f"{name}.html", part) for name, part in listed]
    pages[0].title = FRONT
    one(pages[0].body, "h1").string = FRONT
    if any(page.quizzes for page in pages):
        pages.append(_answers(pages))
    return pages


def _contents(index: BeautifulSoup) -> Iterator[tuple[str, str]]:
    """Yield each page's name, and the part of the book that it belongs to."""
    yield "index", ""
    part = ""
    for node in one(index, "nav.bd-links").select("p.caption, a.internal"):
        if node.name == "p":
            part = node.get_text(strip=True)
        elif part:
            yield Path(str(node["href"])).stem, part


def _page(path: Path, part: str) -> Page:
    whole = soup(path.read_text("utf-8"))
    article = one(whole, "article.bd-article")
    quizzes = []
    for mount in article.select(".explorer-mount"):
        spec = json.loads(one(mount, "script").text)["spec"]
        if "quiz" in spec:
            quizzes.append(spec)
            _quiz(mount, spec)
        else:
            _map(mount, spec)
    for figure in article.select("figure.plotly-mount"):
        _bare_figure(figure)
    for node in article.select(ON_SCREEN):
        node.decompose()
    _plain(article)
    body = one(article, "section")
    # What an extension adds after the section belongs to the text too.
    for late in [node for node in body.next_siblings if isinstance(node, Tag)]:
        body.append(late.extract())
    return Page(path.stem, one(body, "h1").get_text(strip=True), part, body.extract(), quizzes)


def _plain(article: Tag) -> None:
    """Undo what serves scrolling, folding and hovering."""
    for node in article.select(".term-with-definition, .pst-scrollable-table-container, .explorer-scroll"):
        node.unwrap()
    for node in article.select("details"):
        for summary in node.select("summary"):
            summary.decompose()
        node.unwrap()
    for node in article.find_all(name=True):
        for name in ("aria-describedby", "tabindex", "data-chapter", "title"):
            del node[name]
    for node in article.select("[role=region]"):
        del node["role"], node["aria-label"]


def _map(mount: Tag, spec: Mapping[str, Any]) -> None:
    """Put a map's title, picture and legend in a figure; its words and its table follow."""
    whole = soup(f'<div class="map"><figure id="map-{spec["name"]}"><figcaption></figcaption></figure></div>')
    figure, caption = one(whole, "figure"), one(whole, "figcaption")
    one(mount, "p").decompose()  # the title
    caption.append(soup(inline(str(spec["title"]))))
    figure.append(one(mount, "svg.map-still").extract())
    if spec["key"]:
        figure.append(soup(_legend(spec["key"])))
    words = one(mount, ".explorer-text")
    for word in list(words.children):
        one(whole, "div").append(word.extract())
    mount.replace_with(one(whole, "div"))


def _legend(key: Sequence[Mapping[str, Any]]) -> str:
    lines = (f"<li>{_sample(line)}{escape(line['label'])}</li>" for line in key)
    return f'<ul class="map-key">{"".join(lines)}</ul>'


def _sample(line: Mapping[str, Any]) -> str:
    """Draw one line of a legend as the maps' front end does."""
    ink = line.get("color") or "currentColor"
    drawn = ""
    if "dash" in line:
        width = 1.3 if "mark" in line else 2.5
        drawn += (
            f'<path d="M1 8h22" fill="none" stroke="{ink}" stroke-width="{width}" stroke-linecap="round"'
            f' stroke-dasharray="{line["dash"]}"/>'
        )
    if "mark" in line:
        paint = f'fill="none" stroke="{ink}" stroke-width="1.6"' if line.get("open") else f'fill="{ink}"'
        drawn += f'<path d="{line["mark"]}" {paint}/>'
    return f'<svg viewBox="0 0 24 16" width="24" height="16" aria-hidden="true">{drawn}</svg>'


def _bare_figure(figure: Tag) -> None:
    """Draw a figure that is a cell's result; its words become the caption, its table follows."""
    data = json.loads(one(figure, "script").text)
    caption = one(figure, "figcaption").extract()
    whole = soup('<div class="map"><figure></figure></div>')
    drawn = svg.draw(data, caption.get_text(), dark=data["layout"]["meta"]["dark"])
    one(whole, "figure").extend([caption, soup(drawn)])
    one(whole, "div").append(one(figure, "table").extract())
    figure.replace_with(one(whole, "div"))


# --- questions ------------------------------------------------------------------------------------


def _quiz(mount: Tag, spec: Mapping[str, Any]) -> None:
    """Print the questions, and below each its options with a letter."""
    quiz = spec["quiz"]
    parts = [f'<p class="quiz-title"><strong>{inline(spec["title"])}</strong></p>']
    if quiz["options"]:
        parts.append(f"<p>{inline(quiz['question'])} Each has these answers:</p>{_options(quiz['options'])}")
    items = (
        f"<li><p>{inline(item['prompt'])}</p>{_options(item['options']) if 'options' in item else ''}</li>"
        for item in quiz["items"]
    )
    parts.append(f'<ol class="questions">{"".join(items)}</ol>')
    parts.append(f'<p class="to-answers"><a href="{ANSWERS}.html#{spec["name"]}">Answers</a></p>')
    mount.replace_with(soup(f'<div class="quiz" id="quiz-{spec["name"]}">{"".join(parts)}</div>'))


def _options(options: Sequence[Mapping[str, Any]]) -> str:
    lines = (f"<li>{inline(option['label'])}</li>" for option in options)
    return f'<ol class="options" type="a">{"".join(lines)}</ol>'


def _answers(pages: Sequence[Page]) -> Page:
    """Write the answers to all questions, with what the page says to the one who finds them."""
    parts = [
        '<section id="answers"><h1>Answers to the questions</h1>',
        "<p>Answer first, then look here. Where two answers hold, both stand here, each with its reason.</p>",
    ]
    for page in pages:
        if not page.quizzes:
            continue
        parts.append(f'<section id="of-{page.name}"><h2><a href="{page.name}.html">{escape(page.title)}</a></h2>')
        for spec in page.quizzes:
            items = "".join(f"<li>{_answer(spec['quiz'], item)}</li>" for item in spec["quiz"]["items"])
            title = f'<a href="{page.name}.html#quiz-{spec["name"]}">{inline(spec["title"])}</a>'
            parts.append(f'<section id="{spec["name"]}"><h3>{title}</h3><ol>{items}</ol></section>')
        parts.append("</section>")
    parts.append("</section>")
    body = one(soup("".join(parts)), "section")
    return Page(ANSWERS, one(body, "h1").get_text(), pages[-1].part, body, [])


def _answer(quiz: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    said = []
    for letter, option in zip(LETTERS, item.get("options", quiz["options"]), strict=False):
        if option["value"] in item["answers"]:
            feedback = item["feedback"][option["value"]]
            refs = "".join(f" {escape(ref['label'])}" for ref in feedback.get("refs", ()))
            said.append(
                f"<p><strong>{letter}. {inline(option['label'])}</strong>. {inline(feedback['text'])}{refs}</p>"
            )
    return f'<p class="asked">{inline(item["label"])}</p>{"".join(said)}'


# --- links ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """Where a link within the book leads: a page, and a place on it (or none)."""

    page: str
    place: str


def links(pages: Sequence[Page]) -> Iterator[tuple[Page, Tag, Target]]:
    """Yield every link within the book, checked; a link to what no edition holds becomes plain text.

    Raises
    ------
    EditionError
        When a link leads to a place that is not there, or a page names one place twice.

    """
    places = {page.name: _places(page) for page in pages}
    for page in pages:
        for link in page.body.select("a"):
            address = urlsplit(str(link.get("href", "")))
            if address.scheme or address.netloc:
                continue
            name = posixpath.splitext(address.path)[0] or page.name
            if name not in places or not link.has_attr("href"):
                link.unwrap()
                continue
            place = unquote(address.fragment)
            if place and place not in places[name]:
                raise EditionError(f"{page.name}: a link leads to {name}#{place}, which is not there.")
            yield page, link, Target(name, place)


def _places(page: Page) -> set[str]:
    ids = [str(node["id"]) for node in page.body.select("[id]")]
    if not page.body.has_attr("id"):
        raise EditionError(f"{page.name}: its outermost section has no id.")
    twice = {id_ for id_ in ids if ids.count(id_) > 1}
    if twice:
        raise EditionError(f"{page.name}: more than one place is called {', '.join(sorted(twice))}.")
    return set(ids)


def figures(page: Page) -> list[Tag]:
    """Return the page's pictures, by their order: the cover's, the maps', the bare figures'."""
    return page.body.select("figure.cover, .map figure")


def chapter_number(page: Page) -> str:
    """Return a chapter's number from its file's name, or nothing for what is no chapter."""
    found = re.match(r"(\d+)-", page.name)
    return str(int(found[1])) if found else ""
