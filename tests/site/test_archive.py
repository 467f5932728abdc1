"""The book in one file: unpacked on a disk with no network, and served to a classroom."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import archive
import pytest
from conftest import Map, OpenPage, Visit, maps
from playwright.sync_api import Locator, expect

NAME = "public-diplomacy-course"
MOST = 15_000_000  # bytes of the file without Python
SAMPLE = "chapters/07-levels.html"
MAPS = maps()
PAGES = list(dict.fromkeys(one.page for one in MAPS))


@pytest.fixture(scope="module")
def packed(root: Path, site: Path) -> dict[str, Path]:
    """Pack the built book and site; give both files."""
    assert site.is_dir()
    assert archive.main() == 0
    made = root / "_build" / "zip"
    version = archive.version()
    return {"book": made / f"{NAME}-{version}.zip", "class": made / f"{NAME}-with-python-{version}.zip"}


def unpacked(file: Path, folder: Path) -> Path:
    """Unpack a file as a reader does."""
    with zipfile.ZipFile(file) as opened:
        opened.extractall(folder)
    assert [one.name for one in folder.iterdir()] == [NAME]
    return folder / NAME


@pytest.fixture(scope="module")
def disk(packed: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the folder that the first file unpacks to, in a place whose name has a space and Kazakh letters."""
    return unpacked(packed["book"], tmp_path_factory.mktemp("менің дискім"))


def open_offline(open_page: OpenPage, path: Path) -> Visit:
    """Open a page of the disk in a browser without a network."""
    return open_page(path.as_uri(), offline=True)


def change(root: Locator, shown: Map) -> None:
    """Make one change of a map with the keyboard alone; its words have to follow."""
    page = root.page
    spec: Any = shown.spec
    summary = root.locator(".explorer-summary")
    before = summary.inner_text()
    if "select" in spec:
        expect(root).to_have_attribute("data-ready", "true")
        root.locator(".explorer-controls :is(input[type=radio]:checked, input[type=checkbox], select)").first.focus()
        control = spec["select"]["controls"][0]
        values = [option["value"] for option in control["options"]]
        last = shown.value[control["name"]] == values[-1]
        page.keyboard.press("Space" if control.get("tick") else "ArrowUp" if last else "ArrowDown")
    elif "quiz" in spec:
        root.locator("select").first.focus()
        for key in ("Tab", "Space", "Tab", "Enter"):
            page.keyboard.press(key)
    else:
        root.get_by_role("checkbox").first.focus()
        page.keyboard.press("Space")
    expect(summary).not_to_have_text(before)


def check_maps(open_page: OpenPage, disk: Path, name: str) -> None:
    """Change every map of a page by keyboard, from a disk and without a network."""
    visit = open_offline(open_page, disk / name)
    for shown in (one for one in MAPS if one.page == name):
        root = visit.page.locator(".explorer").nth(shown.place)
        root.scroll_into_view_if_needed()
        change(root, shown)
    assert visit.console == []
    assert visit.refused == []


def test_a_chapters_maps_answer_from_the_disk(open_page: OpenPage, disk: Path) -> None:
    check_maps(open_page, disk, SAMPLE)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in PAGES if name != SAMPLE], ids=lambda name: Path(name).stem)
def test_every_other_pages_maps_answer_from_the_disk(open_page: OpenPage, disk: Path, name: str) -> None:
    check_maps(open_page, disk, name)


def test_search_and_glossary_work_from_the_disk(open_page: OpenPage, disk: Path) -> None:
    visit = open_offline(open_page, disk / "index.html")
    page = visit.page
    page.wait_for_url("**/chapters/index.html")
    page.goto(f"{(disk / 'search.html').as_uri()}?q=transnationalism")
    expect(page.locator("#search-results")).to_contain_text("Transnationalism", timeout=30_000)
    page.goto((disk / "chapters" / "glossary.html").as_uri())
    before = page.locator("dt:visible").count()
    page.get_by_role("searchbox").last.fill("soft power")
    expect(page.locator("dt:visible")).not_to_have_count(before)
    assert page.locator("dt:visible").count() > 0
    assert visit.console == []


def test_answers_stay_on_the_disk_too(open_page: OpenPage, disk: Path) -> None:
    visit = open_offline(open_page, disk / SAMPLE)
    draft = visit.page.locator("textarea").first
    draft.fill("My answer, from a USB stick.")
    visit.page.reload()
    expect(visit.page.locator("textarea").first).to_have_value("My answer, from a USB stick.")
    refused = open_offline(open_page, disk / SAMPLE).page
    refused.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    refused.reload()
    refused.locator("textarea").first.fill("Nothing keeps this.")
    expect(refused.locator(".kept-note").last).to_contain_text("keeps nothing")


def test_the_file_is_small_the_same_each_time_and_has_no_dead_links(packed: dict[str, Path]) -> None:
    assert packed["book"].stat().st_size < MOST
    first = {kind: file.read_bytes() for kind, file in packed.items()}
    assert archive.main() == 0
    assert first == {kind: file.read_bytes() for kind, file in packed.items()}
    with zipfile.ZipFile(packed["book"]) as opened:
        names = opened.namelist()
        run = opened.read(f"{NAME}/chapters/run.html").decode()
        chapter = opened.read(f"{NAME}/{SAMPLE}").decode()
        welcome = opened.read(f"{NAME}/START-HERE.txt").decode()
    for name in ("index.html", "LICENSE", "LICENSE-CONTENT"):
        assert f"{NAME}/{name}" in names
    assert len(set(re.findall(r' hidden data-run="(zip|pdf|epub|browser)"', run))) >= 3
    assert 'data-run="browser"' not in chapter.replace(' hidden data-run="browser"', "")
    assert "serve.py" not in welcome


@pytest.fixture
def classroom(packed: dict[str, Path], tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve the second file as its words say; give what the command prints, and the address."""
    folder = unpacked(packed["class"], tmp_path)
    assert "python3 serve.py" in (folder / "START-HERE.txt").read_text("utf-8")
    server = subprocess.Popen(
        [sys.executable, "serve.py", "0"], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert server.stdout is not None
    printed = ""
    while "Ctrl-C" not in printed:
        line = server.stdout.readline()
        assert line, printed
        printed += line
    found = re.search(r"http://localhost:\d+/", printed)
    assert found, printed
    yield printed, found[0]
    server.terminate()
    server.wait(30)


def test_a_classroom_is_served_and_told_what_it_costs(open_page: OpenPage, classroom: tuple[str, str]) -> None:
    printed, address = classroom
    for words in ("plain http", "download their notebooks", "input()"):
        assert words in printed
    wasm = urllib.request.Request(f"{address}lite/static/pyodide/pyodide.asm.wasm", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(wasm) as answer:
        assert answer.headers["Content-Type"] == "application/wasm"
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) < 5_000_000
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{address}../../etc/passwd")
    # Another computer's browser has no secure context; Python starts there all the same.
    page = open_page(address.replace("localhost", "course.test") + SAMPLE).page
    page.get_by_role("link", name="Run in your browser").click()
    page.wait_for_url("**/lite/notebooks/**")
    expect(page.locator("#course-status [role=status]")).to_have_text("Python is ready.", timeout=120_000)
    listed = page.evaluate("async () => (await fetch('loading.json')).json()")
    assert json.dumps(listed).count(".whl") > 20


def test_a_taken_port_is_said_in_one_line(classroom: tuple[str, str], tmp_path: Path) -> None:
    port = classroom[1].rsplit(":", 1)[1].strip("/")
    done = subprocess.run(
        [sys.executable, tmp_path / NAME / "serve.py", port], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert re.fullmatch(
        rf"serve\.py: port {port} can't be used \(.+\); try another: python3 serve\.py \d+\n", done.stderr
    )
