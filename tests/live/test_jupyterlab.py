"""The maps in a real JupyterLab: a live kernel draws them, hears the page and is heard by it."""

from __future__ import annotations

import json
import os
import re
import secrets
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import nbformat
import pytest
from playwright.sync_api import expect

import widgets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from conftest import OpenPage
    from playwright.sync_api import Locator, Page, WebSocket

CELLS = (
    "from widgets import levels\n\nexplorer = levels.explore()\nexplorer",
    "levels.weigh()",
    'print("chosen", explorer.value["level"], explorer.value["pick"])',
)
FROM_THE_KERNEL = 'explorer.value = {**explorer.value, "level": "monologue"}'
CASE = "dartmouth-conference"

RUNNING = re.compile(r"(http://127\.0\.0\.1:\d+)/lab\?token=")
START = 60  # seconds for the server
PATIENCE = 30_000  # ms for anything on the page, on a slow and busy machine
LARGE = 1_000_000  # bytes: of all that a kernel sends here, plotly.js alone is so long

# JupyterLab logs warnings and errors of its own, which come and go with its versions. Those
# that name a part of ours are ours, and so is whatever nobody caught.
OURS = re.compile(r"explorer|plotly|anywidget|widget|^exception|uncaught|request failed", re.IGNORECASE)

# Counts what runs from memory: plotly.js alone is so long there too. A hook in the page tells
# what was run, the sockets' frames what was sent.
HOOK = f"""
globalThis.fromMemory = 0;
const createObjectURL = URL.createObjectURL;
URL.createObjectURL = (blob) => {{
  if (blob.size > {LARGE}) globalThis.fromMemory += 1;
  return createObjectURL.call(URL, blob);
}};
"""

INK = """(root) => {
  const [ink, ...rest] = [...root.querySelectorAll(".explorer-chart svg text")]
    .filter((one) => one.textContent.trim())
    .map((one) => Math.max(...getComputedStyle(one).fill.match(/\\d+/g).slice(0, 3).map(Number)));
  return { least: Math.min(ink, ...rest), most: Math.max(ink, ...rest) };
}"""


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Start a JupyterLab that knows nothing of this machine's user; give its page's address."""
    home = tmp_path_factory.mktemp("jupyterlab")
    folders = {name: home / name for name in ("config", "data", "ipython", "runtime", "root")}
    for folder in folders.values():
        folder.mkdir()
    settings = folders["config"] / "lab/user-settings/@jupyterlab/apputils-extension"
    settings.mkdir(parents=True)
    # A new user is asked about news; with an answer there is no question and no request.
    (settings / "notification.jupyterlab-settings").write_text(
        json.dumps({"checkForUpdates": False, "fetchNews": "false"}), encoding="utf-8"
    )
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(source) for source in CELLS],
        metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}},
    )
    nbformat.write(notebook, folders["root"] / "live.ipynb")

    token = secrets.token_hex()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
            "--ServerApp.ip=127.0.0.1",
            f"--ServerApp.port={port}",
            f"--ServerApp.root_dir={folders['root']}",
            f"--IdentityProvider.token={token}",
            "--LabApp.extension_manager=readonly",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        ],
        cwd=folders["root"],
        env=os.environ
        | {
            "IPYTHONDIR": str(folders["ipython"]),
            "JUPYTER_CONFIG_DIR": str(folders["config"]),
            "JUPYTER_DATA_DIR": str(folders["data"]),
            "JUPYTER_RUNTIME_DIR": str(folders["runtime"]),
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            # The kernel has the very package that this test has.
            "PYTHONPATH": str(Path(widgets.__file__).parents[1]),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    log: list[str] = []
    settled = threading.Event()  # it runs, or it has ended

    def listen() -> None:
        for line in server.stderr or ():
            log.append(line)
            if RUNNING.search(line):
                settled.set()
        settled.set()

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    try:
        settled.wait(START)
        # The port may have been taken in the meantime, and another one found: the log tells.
        running = RUNNING.search("".join(log))
        if not running or server.poll() is not None:
            pytest.fail(f"JupyterLab did not start:\n{''.join(log)}", pytrace=False)
        yield f"{running[1]}/lab/tree/live.ipynb?token={token}"
    finally:
        server.terminate()  # and its kernels with it
        try:
            server.wait(START)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        listener.join(START)


def choose_in_menu(page: Page, *path: str) -> None:
    """Go down the menu bar by names."""
    for name in path:
        # By classes: an item with a mark or a menu of its own is no menuitem by role here.
        exactly = re.compile(f"^{re.escape(name)}$")
        page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel", has_text=exactly).click()


def drawn(page: Page, title: str) -> Locator:
    """Bring a map into view and wait until it is drawn."""
    found = page.locator(".explorer").filter(has_text=title)
    found.scroll_into_view_if_needed()
    expect(found).to_have_attribute("data-ready", "true")
    expect(found.locator(".explorer-chart svg text").first).to_be_visible()
    return found


def test_maps_live_in_a_kernel(lab: str, open_page: OpenPage) -> None:  # noqa: PLR0915 - one session
    expect.set_options(timeout=PATIENCE)
    # A light page of the same server first, so that the hooks are there before the notebook.
    visit = open_page(lab.replace("/lab/tree/live.ipynb", "/api/status"))
    page = visit.page
    page.set_default_timeout(PATIENCE)
    sockets: set[str] = set()
    large: list[int] = []

    def hear(payload: str | bytes) -> None:
        if len(payload) > LARGE:
            large.append(len(payload))

    def opened(websocket: WebSocket) -> None:
        sockets.add(urlsplit(websocket.url).netloc)
        websocket.on("framereceived", hear)

    page.on("websocket", opened)
    page.add_init_script(HOOK)
    page.goto(lab)

    # All cells run, and both maps are drawn with one plotly.js.
    expect(page.get_by_role("button", name="Python 3 (ipykernel) | Idle")).to_be_visible()
    choose_in_menu(page, "Run", "Run All Cells")
    output = page.locator(".jp-OutputArea-output[data-mime-type$=stdout]")
    expect(output).to_have_text("chosen all None")
    levels = drawn(page, "The levels of public diplomacy")
    drawn(page, "Which level fits your situation?")
    assert page.locator(".explorer[data-ready]").count() == 2
    assert len(large) == 1
    assert page.evaluate("fromMemory") == 1
    assert page.evaluate("typeof Plotly.react") == "function"

    # What is chosen in the page, the kernel knows. JupyterLab has keys of its own for cells: the
    # arrows must stay with the controls, and X must not cut the cell away from under them.
    radios = levels.get_by_role("group", name="Level", exact=True)
    radios.get_by_label("all", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(radios.get_by_label("Dialogue")).to_be_checked()
    expect(radios.get_by_label("Dialogue")).to_be_focused()
    page.keyboard.press("x")
    expect(page.locator(".jp-CodeCell")).to_have_count(len(CELLS))
    expect(levels.get_by_role("status")).to_contain_text("Dialogue")
    levels.get_by_label("Describe a case").select_option(CASE)
    expect(levels.locator(".explorer-detail")).to_contain_text("Dartmouth")
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.press("Shift+Enter")  # on the last cell this adds another
    expect(output).to_have_text(f"chosen dialogue {CASE}")

    # What the kernel sets, the page shows.
    expect(page.locator(".jp-CodeCell")).to_have_count(len(CELLS) + 1)
    page.locator(".jp-CodeCell .cm-content").last.click()
    page.keyboard.insert_text(FROM_THE_KERNEL)
    page.keyboard.press("Control+Enter")
    expect(radios.get_by_label("Monologue")).to_be_checked()
    expect(levels.get_by_role("status")).to_contain_text("Monologue")

    # The page's theme is the map's.
    assert levels.evaluate(INK)["most"] < 128
    choose_in_menu(page, "Settings", "Theme", "JupyterLab Dark")
    expect(page.locator("body")).to_have_attribute("data-jp-theme-light", "false")
    page.wait_for_function(f"(root) => ({INK})(root).least > 128", arg=levels.element_handle())

    assert visit.refused == []
    assert sockets == {urlsplit(lab).netloc}
    assert len(large) == 1
    assert [message for message in visit.console if OURS.search(message)] == []
