"""The panel under a chapter's title, and the page of all places: what stands there, and what never does."""

from __future__ import annotations

import re
import shutil
import sys
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import elsewhere
import pytest
from axe_playwright_python.sync_playwright import Axe
from bs4 import BeautifulSoup, Tag
from conftest import QuietHandler
from sphinx.errors import ConfigError

from widgets.book import places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import OpenPage
    from playwright.sync_api import Page

NAMES = [path.stem for path in elsewhere.CHAPTERS]
ADDRESS = "https://github.com/some-owner/some-course"


def read(site: Path, name: str) -> BeautifulSoup:
    """Read a page of a built book."""
    return BeautifulSoup((site / "chapters" / f"{name}.html").read_text("utf-8"), "html.parser")


def panel(site: Path, name: str) -> Tag:
    """Find the one panel of a chapter."""
    (found,) = read(site, name).select("nav.run-chapter")
    return found


def links(within: Tag) -> dict[str, str]:
    """Give the links by their words."""
    return {link.get_text(strip=True): str(link["href"]) for link in within.select("a[href]")}


@pytest.mark.parametrize("name", NAMES)
def test_each_chapter_says_where_it_runs(site: Path, name: str) -> None:
    found = panel(site, name)
    assert links(found) == {
        "Run in your browser": f"../lite/notebooks/index.html?path={name}.ipynb",
        "Download the notebook": f"../_sources/chapters/{name}.ipynb",
        "All ways, and what each costs": "run.html",
    }
    # Whoever puts a copy together looks for this very text.
    assert (site / "chapters" / f"{name}.html").read_text("utf-8").count(' hidden data-run="browser"') == 2


@pytest.mark.parametrize("name", NAMES)
def test_the_download_is_the_stored_notebook(site: Path, name: str) -> None:
    link = links(panel(site, name))["Download the notebook"]
    stored = elsewhere.ROOT / "chapters" / f"{name}.ipynb"
    assert (site / "chapters" / link).resolve().read_bytes() == stored.read_bytes()


def test_only_chapters_have_a_panel(site: Path) -> None:
    having = [path.stem for path in site.rglob("*.html") if 'class="run-chapter' in path.read_text("utf-8")]
    assert sorted(having) == NAMES


def test_no_page_names_a_place_without_an_address(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = path.read_text("utf-8")
        assert not re.search(r"mybinder\.org|colab\.research|github\.com/executablebooks", text), path


def test_the_page_of_places_hides_files_until_they_are_there(site: Path) -> None:
    page = read(site, "run")
    assert [(one["data-run"], one.has_attr("hidden"), one.a["href"]) for one in page.select("li[data-run]")] == [
        (kind, True, f"../downloads/public-diplomacy-course.{kind}") for kind in ("zip", "pdf", "epub")
    ]
    assert "git+ADDRESS" in page.select_one("article").get_text()


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build two pages of a book whose repository has an address; give the folder of the site."""
    folder = elsewhere.copied(tmp_path_factory.mktemp("public"))
    config = folder / "_config.yml"
    text = config.read_text("utf-8")
    assert text.count('  url: ""\n') == 1
    text = text.replace('  url: ""\n', f"  url: {ADDRESS}.git/\n").replace(
        "execute_notebooks: cache", "execute_notebooks: off"
    )
    config.write_text(text, encoding="utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: chapters/run\nchapters:\n  - file: chapters/07-levels\n", encoding="utf-8"
    )
    # Links to the pages that are left out are warned of, which is no fault here.
    elsewhere.run(Path(sys.executable).parent / "jupyter-book", "build", ".", cwd=folder, PYTHONPATH=str(folder))
    return folder / "_build" / "html"


def test_an_address_brings_binder_and_colab_to_their_chapter(public: Path) -> None:
    found = links(panel(public, "07-levels"))
    owner = "some-owner/some-course"
    assert list(found) == ["Run in your browser", "Binder", "Colab", *list(found)[3:]]  # the order of the choices
    assert found["Binder"] == f"https://mybinder.org/v2/gh/{owner}/main?urlpath=lab/tree/chapters/07-levels.ipynb"
    assert found["Colab"] == f"https://colab.research.google.com/github/{owner}/blob/main/chapters/07-levels.ipynb"
    page = (public / "chapters" / "07-levels.html").read_text("utf-8")
    assert page.count("mybinder.org") == page.count("colab.research") == 1
    told = read(public, "run").select_one("article").get_text()
    assert f'%pip install -q "public-diplomacy-course @ git+{ADDRESS}"' in told
    assert "ADDRESS" not in told


@pytest.mark.parametrize(
    "wrong", ["course", "http://github.com/one/two", "https://github.com/one", "https://github.com/"]
)
def test_a_wrong_address_is_named(wrong: str) -> None:
    config = type("Config", (), {"html_theme_options": {"repository_url": wrong}})()
    with pytest.raises(ConfigError, match=r"_config\.yml: repository url: .* is no address such as https://"):
        places.configure(None, config)


# --- in the browser ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def with_python(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy what a chapter's page needs, as a copy of the book that has Python for the browser shows it."""
    folder = tmp_path_factory.mktemp("with-python") / "html"
    shutil.copytree(site, folder, ignore=shutil.ignore_patterns("*.ipynb", "searchindex.js", "plotly*"))
    for path in (folder / "chapters").glob("*.html"):
        path.write_text(path.read_text("utf-8").replace(' hidden data-run="browser"', ' data-run="browser"'), "utf-8")
    return folder


@pytest.fixture(scope="module")
def served(with_python: Path) -> Iterator[str]:
    """Serve that copy."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(with_python)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def focused(page: Page) -> str:
    """Give the words of what has the focus."""
    return str(page.evaluate("document.activeElement.textContent.trim()"))


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_panel_is_reached_by_keys_in_order(served: str, open_page: OpenPage, width: int) -> None:
    page = open_page(f"{served}chapters/01-abstract.html", width=width).page
    button = page.get_by_role("link", name="Run in your browser")
    button.focus()
    page.keyboard.press("Tab")
    assert focused(page) == "Ways to run"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert focused(page) == "Download the notebook"
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Before the panel stands the title, after it the chapter, and it pushes little away.
    page.get_by_text("Ways to run", exact=True).click()
    box = page.get_by_role("navigation", name="Run this chapter").bounding_box()
    assert box
    assert box["height"] < (100 if width < 390 else 50)
    for control in (button, page.get_by_text("Ways to run", exact=True)):
        one = control.bounding_box()
        assert one
        assert one["height"] >= 24


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_whole_panel(served: str, open_page: OpenPage, theme: str) -> None:
    page = open_page(f"{served}chapters/01-abstract.html", width=390, theme=theme).page
    page.get_by_text("Ways to run", exact=True).click()
    found = Axe().run(page, context=".run-chapter")
    assert found.response["passes"]
    assert found.violations_count == 0, found.generate_report()


def test_from_a_disk_the_panel_says_what_is_needed(with_python: Path, open_page: OpenPage) -> None:
    visit = open_page((with_python / "chapters" / "01-abstract.html").as_uri())
    assert visit.page.get_by_role("link", name="Run in your browser").count() == 0
    line = visit.page.locator(".run-needs-server")
    assert line.inner_text() == "Running in the browser needs a server. How to start one."
    line.get_by_role("link").click()
    assert visit.page.url == (with_python / "chapters" / "run.html").as_uri()


def test_without_python_for_the_browser_nothing_speaks_of_it(site: Path, open_page: OpenPage) -> None:
    visit = open_page((site / "chapters" / "01-abstract.html").as_uri())
    assert visit.page.locator(".run-needs-server").count() == 0
    assert not visit.page.locator("[data-run=browser]").first.is_visible()
    visit.page.get_by_text("Ways to run", exact=True).click()
    assert visit.page.get_by_role("link", name="Download the notebook").is_visible()


def test_without_a_script_all_links_are_there(served: str, open_page: OpenPage) -> None:
    page = open_page(f"{served}chapters/01-abstract.html", width=390, java_script_enabled=False).page
    assert page.get_by_role("link", name="Run in your browser").is_visible()
    page.get_by_text("Ways to run", exact=True).click()
    assert page.get_by_role("link", name="Download the notebook").is_visible()
    assert page.get_by_role("link", name="All ways").is_visible()
