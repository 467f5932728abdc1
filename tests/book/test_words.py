"""The words of the built pages: finished, and with words for every picture."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import BUILT

PAGES = sorted(
    path.relative_to(BUILT).as_posix()
    for path in BUILT.rglob("*.html")
    if "_static" not in path.parts and 'http-equiv="Refresh"' not in path.read_text("utf-8")
)
UNFINISHED = re.compile(
    r"\b(?:TODO|FIXME|TBD|TBA|XXX|lorem ipsum|placeholder|coming soon|to be written|under construction)\b",
    re.IGNORECASE,
)
each_page = pytest.mark.parametrize("name", PAGES)


def read(name: str) -> BeautifulSoup:
    return BeautifulSoup((BUILT / name).read_text("utf-8"), "html.parser")


def described(picture: Tag) -> str:
    """What a picture is called for those who do not see it."""
    return str(picture.get("alt") or picture.get("aria-label") or "").strip()


def test_there_are_pages(site: Path) -> None:
    assert site.is_dir()
    assert len(PAGES) > 10


@each_page
def test_nothing_is_left_to_be_written(name: str) -> None:
    page = read(name)
    for field in page.select("input[placeholder]"):
        field.decompose()
    assert UNFINISHED.findall(page.get_text(" ")) == []


@each_page
def test_every_picture_has_words_that_are_not_its_files_name(name: str) -> None:
    for picture in read(name).select("img, [role=img]"):
        words = described(picture)
        file = Path(str(picture.get("src") or "")).stem
        assert words or picture.get("aria-hidden") == "true", picture
        assert not file or words.casefold() not in {file.casefold(), Path(str(picture.get("src"))).name.casefold()}
        assert not re.search(r"\.(?:png|svg|jpe?g|gif|webp)$", words)


@each_page
def test_no_word_or_mark_is_doubled(name: str) -> None:
    page = read(name)
    for inner in page.select("script, style, pre, table, nav, .definition"):
        inner.decompose()
    for code in page.select("code"):
        code.string = "code"  # it has a grammar of its own
    for paragraph in page.select("p, li"):
        text = " ".join(paragraph.get_text("").split())
        assert not re.search(r"\b(the|a|an|of|to|and|or|for|with|by) \1\b", text), text
        assert not re.search(r" [,;]|\(\s*\)|(?<!\.)\.\.(?!\.)|,,", text), text
