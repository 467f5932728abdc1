"""Measure the browser edition beside the same chapters as JupyterLite sets them up by itself.

Both are opened in one run, in turn, from a server on this machine that compresses as static
hosts do, with a fresh browser each time and every other host refused. All cells are run as soon
as the page allows it; the time is that from opening to the first cell's output.
"""

from __future__ import annotations

import argparse
import gzip
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
STOCK = ROOT / "_build" / "bench" / "lite"
OURS = ROOT / "_build" / "site"
TOOLS = ROOT / "_build" / "lite-env" / "bin" / "python"
CHAPTER = "07-levels.ipynb"
PATIENCE = 180_000  # ms
PACKED = {".js", ".mjs", ".json", ".css", ".html", ".wasm", ".svg", ".ipynb"}
FIRST = "() => /\\[1\\]/.test(document.querySelector('.jp-CodeCell .jp-InputArea-prompt')?.textContent)"
#: The stock page has no button of its own; JupyterLab's menu is in both.
MENU = ("Run", "Run All Cells")


@cache
def packed(path: str) -> bytes:
    """Compress a file once, as a static host would have it ready."""
    return gzip.compress(Path(path).read_bytes(), 6)


class Counting(SimpleHTTPRequestHandler):
    """Serve compressed files and count what travels."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }
    sent: list[int]

    def __init__(self, *args: object, sent: list[int], directory: str) -> None:
        self.sent = sent
        super().__init__(*args, directory=directory)  # type: ignore[arg-type]

    def do_GET(self) -> None:
        """Answer with the file, compressed where its kind is."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        small = path.suffix in PACKED
        content = packed(str(path)) if small else path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "max-age=600")
        if small:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        self.wfile.write(content)
        self.sent.append(len(content))

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[int]]]:
    """Serve a folder; give its address, and the list of what was sent."""
    sent: list[int] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Counting, sent=sent, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", sent
    finally:
        server.shutdown()
        server.server_close()


def opening(browser: Browser, address: str) -> float:
    """Open a chapter and run it; seconds to the first cell's output."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    began = time.perf_counter()
    page.goto(address)
    page.locator(".jp-CodeCell").first.wait_for(state="attached")
    for name in MENU:
        page.locator(".lm-MenuBar-itemLabel, .lm-Menu-itemLabel").get_by_text(name, exact=True).click()
    page.wait_for_function(FIRST)
    took = time.perf_counter() - began
    context.close()
    return took


def main() -> int:
    """Build the other, open both in turn, print a table."""
    parser = argparse.ArgumentParser(description="Measure the browser edition beside JupyterLite's own set-up.")
    parser.add_argument("--times", type=int, default=3, help="how often each is opened")
    options = parser.parse_args()
    command = [TOOLS, ROOT / "tools" / "lite" / "stock.py", "--python", sys.executable, STOCK]
    if subprocess.run(command, check=False).returncode:
        return 1
    with sync_playwright() as playwright, served(OURS) as ours, served(STOCK) as stock:
        found = subprocess.run(
            [sys.executable, ROOT / "tools" / "chromium.py"], stdout=subprocess.PIPE, text=True, check=True
        )
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
        refused = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=[*arguments, refused])
        places = {
            "ours": (ours, f"{ours[0]}lite/notebooks/index.html"),
            "stock": (stock, f"{stock[0]}notebooks/index.html"),
        }
        print(f"{'edition':10}{'first output, s':>18}{'(each)':>24}{'MB sent':>10}{'requests':>10}")
        for name, ((_, sent), address) in places.items():
            times = []
            for _ in range(options.times):
                sent.clear()
                times.append(opening(browser, f"{address}?path={CHAPTER}"))
            each = " ".join(f"{one:.1f}" for one in times)
            print(f"{name:10}{median(times):18.1f}{each:>24}{sum(sent) / 1e6:10.1f}{len(sent):10}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
