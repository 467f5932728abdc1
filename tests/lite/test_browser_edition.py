"""The browser edition: Python that comes from the site alone, and runs every chapter there."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from threading import Thread

import nbformat
import pytest
from conftest import OpenPage, QuietHandler, QuietServer, Visit
from playwright.sync_api import Page, expect

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "_build" / "site"
PATIENCE = 120_000  # ms: Python starts in seconds, and in far more on a machine with other work
CHAPTERS = sorted(path.stem for path in (ROOT / "chapters").glob("*.ipynb"))
SAMPLE = "07-levels"
MAP = "07-levels"
#: What travels when a chapter is opened, before any compression by the server. A phone waits for it.
MOST = 24_000_000
#: JupyterLab itself warns of these at each start.
KNOWN = re.compile(
    r"Menu entry for command|Uploader widget not found|No exact match found for python|preloaded using link"
)

OUTPUTS = """() => [...document.querySelectorAll(".jp-CodeCell")].map((cell) => ({
  prompt: cell.querySelector(".jp-InputArea-prompt")?.textContent ?? "",
  printed: [...cell.querySelectorAll("[data-mime-type='application/vnd.jupyter.stdout']")].map((one) => one.textContent).join(""),
  faults: [...cell.querySelectorAll("[data-mime-type='application/vnd.jupyter.error'], [data-mime-type='application/vnd.jupyter.stderr']")]
    .map((one) => one.textContent),
}))"""


@pytest.fixture(scope="module")
def edition() -> Path:
    """Give the built edition's folder."""
    if not (SITE / "lite" / "index.html").is_file():
        pytest.fail(f"There is no browser edition in {SITE}: run make site first.", pytrace=False)
    return SITE / "lite"


@pytest.fixture(scope="module")
def url(edition: Path) -> Iterator[str]:
    """Serve the site; give the address of the edition."""
    server = QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(edition.parent)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/lite/"
    server.shutdown()
    server.server_close()


def status(page: Page) -> str:
    """Read the line over the notebook."""
    return page.locator("#course-status [role=status]").inner_text()


def opened(open_page: OpenPage, url: str, chapter: str, **options: object) -> Visit:
    """Open a chapter and wait until Python runs."""
    visit = open_page(f"{url}notebooks/index.html?path={chapter}.ipynb", service_workers="allow", **options)
    expect(visit.page.locator("#course-status [role=status]")).to_have_text("Python is ready.", timeout=PATIENCE)
    return visit


def run_all(page: Page) -> list[dict[str, object]]:
    """Press "Run all cells" and wait for the last; give each cell's prompt, prints and faults."""
    page.get_by_role("button", name="Run all cells", exact=True).click()
    page.wait_for_function(
        f"""() => {{
          const cells = ({OUTPUTS})();
          return cells.some(({{ faults }}) => faults.length) || cells.every(({{ prompt }}) => /\\[\\d+\\]/.test(prompt));
        }}""",
        timeout=PATIENCE,
    )
    found: list[dict[str, object]] = page.evaluate(OUTPUTS)
    return found


def stored(chapter: str) -> list[str]:
    """Read what each code cell of a chapter prints, as stored in the notebook."""
    notebook = nbformat.read(ROOT / "chapters" / f"{chapter}.ipynb", as_version=4)
    return [
        "".join(one.text for one in cell.outputs if one.output_type == "stream")
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def check_chapter(open_page: OpenPage, url: str, chapter: str) -> Visit:
    """Run a chapter to its end: no fault, the stored prints, no request elsewhere, a quiet console."""
    visit = opened(open_page, url, chapter)
    cells = run_all(visit.page)
    assert [cell["faults"] for cell in cells if cell["faults"]] == []
    assert [str(cell["printed"]).strip() for cell in cells] == [text.strip() for text in stored(chapter)]
    assert visit.refused == []
    assert [line for line in visit.console if not KNOWN.search(line)] == []
    return visit


def test_a_chapter_runs_and_its_map_answers(open_page: OpenPage, url: str) -> None:
    page = check_chapter(open_page, url, SAMPLE).page
    levels = page.locator(".explorer").first
    levels.scroll_into_view_if_needed()
    expect(levels).to_have_attribute("data-ready", "true", timeout=PATIENCE)
    expect(levels.locator(".explorer-chart svg text").first).to_be_visible()
    radios = levels.get_by_role("group", name="Level", exact=True)
    radios.get_by_label("all", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(radios.get_by_label("Dialogue")).to_be_checked()
    expect(levels.get_by_role("status")).to_contain_text("Dialogue")
    # A bare figure is drawn as well, by the same plotly.js.
    figure = page.locator(".jp-OutputArea-output > .js-plotly-plot, .jp-OutputArea-output.js-plotly-plot").first
    figure.scroll_into_view_if_needed()
    expect(figure.locator("svg text").first).to_be_visible(timeout=PATIENCE)

    # What is chosen on the page, Python knows.
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("shown = levels.explore(level='dialogue')\nprint('chosen', shown.value['level'])")
    page.keyboard.press("Control+Enter")
    printed = page.locator("[data-mime-type='application/vnd.jupyter.stdout']").last
    expect(printed).to_have_text("chosen dialogue", timeout=PATIENCE)


@pytest.mark.slow
@pytest.mark.parametrize("chapter", [one for one in CHAPTERS if one != SAMPLE])
def test_every_other_chapter_runs(open_page: OpenPage, url: str, chapter: str) -> None:
    check_chapter(open_page, url, chapter)


def test_work_is_kept_and_can_be_taken_along(open_page: OpenPage, url: str) -> None:
    visit = opened(open_page, url, SAMPLE)
    page = visit.page
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("answer = 'kept in this browser'")
    # The download saves first; the page saves by itself every fifteen seconds.
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the notebook", exact=True).click()
    assert download.value.suggested_filename == f"{SAMPLE}.ipynb"
    cells = nbformat.read(download.value.path(), as_version=4).cells
    assert "answer = 'kept in this browser'" in [cell.source for cell in cells]
    page.reload()
    expect(page.locator(".jp-CodeCell .cm-content").last).to_have_text(
        "answer = 'kept in this browser'", timeout=PATIENCE
    )

    # The chapter's links lead to the book's pages, and back to the chapter.
    link = page.locator(".jp-RenderedMarkdown a", has_text="soft power").first
    link.hover()
    assert str(link.get_attribute("href")).endswith("/chapters/glossary.html#soft-power")
    back = page.get_by_role("link", name="Back to the chapter")
    assert str(back.get_attribute("href")) == f"../../chapters/{SAMPLE}.html"


REFUSED = {
    "no WebAssembly": ("delete globalThis.WebAssembly", "has no WebAssembly"),
    "a part is missing": ("", "did not arrive"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_run_is_said(open_page: OpenPage, url: str, case: str) -> None:
    script, words = REFUSED[case]
    visit = open_page(url)
    page = visit.page
    page.add_init_script(script)
    if not script:
        page.route("**/plotly-*.whl", lambda route: route.abort())
    page.goto(f"{url}notebooks/index.html?path={SAMPLE}.ipynb")
    expect(page.locator("#course-status [role=status]")).to_contain_text(words)
    expect(page.get_by_role("link", name="Other ways to run")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_have_count(0 if script else 1)


def test_a_browser_that_keeps_nothing_is_told(open_page: OpenPage, url: str) -> None:
    visit = open_page(url)
    visit.page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('refused', 'SecurityError'); }"
    )
    visit.page.goto(f"{url}notebooks/index.html?path={SAMPLE}.ipynb")
    expect(visit.page.locator("#course-status .notice")).to_contain_text("keeps nothing")
    expect(visit.page.locator("#course-status [role=status]")).to_have_text("Python is ready.", timeout=PATIENCE)


def test_plain_http_runs_and_says_what_it_costs(open_page: OpenPage, url: str) -> None:
    visit = opened(open_page, url.replace("127.0.0.1", "course.test"), SAMPLE)
    assert not visit.page.evaluate("isSecureContext")
    expect(visit.page.locator("#course-status .notice")).to_contain_text("plain http")
    visit.page.locator(".jp-CodeCell .cm-content").first.click()
    visit.page.keyboard.press("Control+Enter")
    expect(visit.page.locator(".explorer").first).to_have_attribute("data-ready", "true", timeout=PATIENCE)


def test_the_start_page_lists_every_chapter(open_page: OpenPage, url: str) -> None:
    visit = open_page(url)
    links = visit.page.get_by_role("listitem").get_by_role("link")
    assert [str(link.get_attribute("href")) for link in links.all()] == [
        f"notebooks/index.html?path={chapter}.ipynb" for chapter in CHAPTERS
    ]
    assert visit.console == []


def test_packages_are_the_locks_and_nothing_comes_from_elsewhere(edition: Path) -> None:
    static = edition / "static" / "pyodide"
    packages = json.loads((static / "pyodide-lock.json").read_text("utf-8"))["packages"]
    pins = dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    for name, entry in packages.items():
        wheel = static / entry["file_name"]
        assert hashlib.sha256(wheel.read_bytes()).hexdigest() == entry["sha256"], name
        if name in pins and name not in {"ipykernel", "jedi"}:  # the kernel's own, and one that is there by name only
            assert entry["version"] == pins[name], name
        with zipfile.ZipFile(wheel) as archive:
            assert [file for file in archive.namelist() if file.endswith((".so", ".js.map"))] == []
    settings = (edition / "jupyter-lite.json").read_text("utf-8")
    assert re.findall(r"https?://[^\"]+", settings) == []
    assert json.loads(settings)["jupyter-config-data"]["litePluginSettings"]


def test_what_opening_a_chapter_loads_is_bounded(edition: Path) -> None:
    listed = json.loads((edition / "notebooks" / "loading.json").read_text("utf-8"))
    assert sum(size for _, size in listed) < MOST
    assert {Path(name).name for name, _ in listed} == {file.name for file in (edition / "static" / "pyodide").iterdir()}
