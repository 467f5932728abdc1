"""The e-book, as EPUBCheck and a reading system see it."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from conftest import maps

LIGHT = 4e6  # bytes
CHAPTERS = 12


@pytest.fixture(scope="session")
def path(made: Callable[[str], Path]) -> Path:
    return made("epub")


@pytest.fixture(scope="session")
def book(path: Path) -> dict[str, bytes]:
    """The files of the e-book."""
    with zipfile.ZipFile(path) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="session")
def pages(book: dict[str, bytes]) -> dict[str, BeautifulSoup]:
    """Its pages, by name."""
    return {
        name.removeprefix("EPUB/").removesuffix(".xhtml"): BeautifulSoup(content, "html.parser")
        for name, content in book.items()
        if name.endswith(".xhtml")
    }


def test_epubcheck_finds_no_error_and_no_warning(root: Path, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, root / "tools" / "edition" / "epubcheck.py", path], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 fatals / 0 errors / 0 warnings" in done.stdout + done.stderr


def test_contents_name_every_page_of_the_book(pages: dict[str, BeautifulSoup], site: Path) -> None:
    contents = pages["nav"].select_one("nav#toc")
    assert contents is not None
    named = {str(link["href"]).partition(".")[0] for link in contents.select("a[href]")}
    wanted = {path.stem for path in (site / "chapters").glob("*.html")}
    assert wanted <= named
    assert wanted <= set(pages)
    assert len([name for name in named if name[:2].isdigit()]) == CHAPTERS


def test_every_map_is_a_picture_with_words_and_a_table(book: dict[str, bytes], pages: dict[str, BeautifulSoup]) -> None:
    count = 0
    for shown in maps():
        if "quiz" in shown.spec:
            continue
        page = pages[Path(shown.page).stem]
        figures = [
            one for one in page.select("figure") if one.figcaption and one.figcaption.get_text() == shown.spec["title"]
        ]
        assert figures, shown
        (image,) = figures[0].select("img")
        assert len(str(image["alt"])) > len(shown.spec["title"])
        assert book[f"EPUB/{image['src']}"].startswith(b"\x89PNG")
        table = figures[0].find_next("table")
        assert isinstance(table, Tag)
        assert table.caption
        assert len(table.select("tbody tr")) > 0
        count += 1
    assert count > 20


def test_words_of_other_languages_are_marked_and_nothing_runs(
    book: dict[str, bytes], pages: dict[str, BeautifulSoup]
) -> None:
    marked = {str(one["lang"]) for page in pages.values() for one in page.select("body [lang]")}
    assert {"kk", "ru"} <= marked
    for name, page in pages.items():
        assert page.select("script, button, input, select, textarea, iframe, link[href^=http]") == [], name
    package = book["EPUB/package.opf"].decode()
    for property_ in ("accessMode", "accessibilityFeature", "accessibilityHazard", "accessibilitySummary"):
        assert f"schema:{property_}" in package


def test_the_e_book_is_light(path: Path) -> None:
    assert path.stat().st_size < LIGHT
