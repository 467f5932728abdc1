"""Measure the book beside a stock Jupyter Book page with a plotly figure, built in this run.

Three pages are loaded as a phone would (390 x 844 px), each from a plain, uncompressed
server on this machine, with a fresh cache, and every other host refused:

- ours: the chapter on levels;
- stock, CDN: plotly's figure as a connected notebook shows it, plotly.js from a CDN;
- stock, inline: the same figure with plotly.js written into the page.

Then every page of the book is loaded once, the heaviest first.

The build is timed in a copy of the repository, so the one at hand stays as it is.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import nbformat
from playwright.sync_api import Browser, Error, sync_playwright

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).resolve().parents[1]
BENCH = ROOT / "_build" / "bench"
CHAPTER = "chapters/07-levels"
LOADS = 3  # of each page; the table has medians
CHANGES = 60
PATIENCE = 10  # seconds for a map to answer
NONE = "—"

# Runs in the page before anything else: go to the map as soon as there is one, make one
# change when it is drawn, and note the time since navigation began.
ARRIVE = """
window.bench = {
  map: () => document.querySelector('.explorer:has(.explorer-chart), .js-plotly-plot, .plotly-graph-div'),
  host: (node) => { while (node && !node.explorer?.drawn) node = node.parentElement; return node },
  drawn: (map) => map.matches('.explorer')
    ? map.dataset.ready && map.querySelector('.main-svg') : map.querySelector('.main-svg'),
  // The controls that stand above the chart, one entry a control with its choices in turn.
  controls: (map) => {
    const chart = map.querySelector('.js-plotly-plot');
    const above = (node) =>
      chart.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_PRECEDING;
    const turns = [...map.querySelectorAll('select')].filter(above).map((select) => (i) => {
      select.selectedIndex = i % select.options.length;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    });
    const radios = Object.groupBy(
      [...map.querySelectorAll('input[type=radio]')].filter(above), (radio) => radio.name);
    for (const group of Object.values(radios)) turns.push((i) => {
      const radio = group[i % group.length];
      radio.checked = true;
      radio.dispatchEvent(new Event('change', { bubbles: true }));
    });
    const boxes = [...map.querySelectorAll('input[type=checkbox]')].filter(above);
    for (const box of boxes) turns.push(() => box.click());
    return turns;
  },
  change: async (map, i) => {
    const turns = map.matches('.explorer') && bench.controls(map);
    const began = performance.now();
    if (turns) {
      // The n-th control moves on every n-th time; the count of its own moves picks the choice.
      turns[i % turns.length](Math.floor(i / turns.length) + 1);
      await bench.host(map).explorer.drawn;
    } else {
      const plot = map.closest('.js-plotly-plot') ?? map;
      const bars = [3, 2, 1].map((height, at) => height + ((i + at) % 3));
      await Plotly.react(plot, [{ ...plot.data[0], y: bars }], plot.layout);
    }
    return performance.now() - began;
  },
  answer: async () => {
    const frame = () => new Promise((go) => requestAnimationFrame(go));
    let map;
    while (!(map = bench.map())) await frame();
    map.scrollIntoView();
    while (!bench.drawn(map)) await frame();
    await bench.change(map, 0);
    return performance.now();
  },
};
"""
# From the page as it was sent: a mounted map takes its data out of the document.
WIDGET_DATA = """
async () => {
  const sent = await (await fetch(location.href)).text();
  const page = new DOMParser().parseFromString(sent, 'text/html');
  return [...page.querySelectorAll('.explorer-mount script[type="application/json"]')]
    .reduce((sum, script) => sum + new TextEncoder().encode(script.textContent).length, 0);
}
"""
STATE_SCRIPTS = """
() => [...document.querySelectorAll('script[type^="application/vnd.jupyter.widget"]')].length
"""


@dataclass
class Wire:
    """What a page asked of the network."""

    host: str
    kilobytes: float = 0
    requests: int = 0
    strangers: set[str] = field(default_factory=set)
    errors: int = 0

    def sent(self, event: dict[str, Any]) -> None:
        """Count a request by whom it asks."""
        address = urlsplit(event["request"]["url"])
        if address.scheme not in ("http", "https"):
            return
        if address.netloc == self.host:
            self.requests += 1
        else:
            self.strangers.add(address.netloc)

    def finished(self, event: dict[str, Any]) -> None:
        """Add an answer's bytes, headers included."""
        self.kilobytes += event["encodedDataLength"] / 1000

    def failed(self, _: object) -> None:
        """Count an error that a reader would see in the console."""
        self.errors += 1


@dataclass
class Page:
    """The figures of one page; None where the page has no map that answers."""

    before: list[float] = field(default_factory=list)
    with_map: list[float] = field(default_factory=list)
    requests: list[float] = field(default_factory=list)
    strangers: int = 0
    errors: int = 0
    answers: list[float] = field(default_factory=list)
    changes: list[float] = field(default_factory=list)
    data: float = 0
    state_scripts: int = 0


class Quiet(SimpleHTTPRequestHandler):
    """Serve files and say nothing."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder on a free port; give its host and port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def load(browser: Browser, host: str, address: str, page: Page) -> None:
    """Load a page twice: once as it opens, for its bytes; once straight to its map."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(ARRIVE)
    tab = context.new_page()
    wire = Wire(host)
    network = context.new_cdp_session(tab)
    network.send("Network.enable")
    network.on("Network.requestWillBeSent", wire.sent)
    network.on("Network.loadingFinished", wire.finished)
    tab.on("console", lambda message: wire.failed(message) if message.type == "error" else None)
    tab.on("pageerror", wire.failed)
    tab.goto(f"http://{host}/{address}", wait_until="networkidle")
    page.before.append(wire.kilobytes)
    tab.evaluate("bench.map()?.scrollIntoView()")
    tab.wait_for_timeout(500)
    tab.wait_for_load_state("networkidle")
    page.with_map.append(wire.kilobytes)
    page.requests.append(wire.requests)
    page.strangers, page.errors = len(wire.strangers), wire.errors
    page.data = tab.evaluate(WIDGET_DATA) / 1000
    page.state_scripts = tab.evaluate(STATE_SCRIPTS)
    has_map = tab.evaluate("bench.map() !== null")
    context.close()
    if not has_map or (len(page.before) > 1 and not page.answers):
        return  # no map here, or none that answers: once is enough to wait for it

    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.add_init_script(ARRIVE)
    tab = context.new_page()
    tab.goto(f"http://{host}/{address}", wait_until="commit")
    late = f"new Promise((_, no) => setTimeout(() => no(Error('no answer')), {PATIENCE * 1000}))"
    try:
        page.answers.append(tab.evaluate(f"Promise.race([bench.answer(), {late}])"))
        page.changes += tab.evaluate(
            "async (count) => { const times = []; const map = bench.map();"
            " for (let i = 1; i <= count; i++) { times.push(await bench.change(map, i));"
            # A pause between two changes, as between two keys, lets the page paint.
            " await new Promise((go) => setTimeout(go, 30)) } return times }",
            CHANGES,
        )
    except Error as fault:
        if "no answer" not in str(fault):
            raise
    context.close()


def stock(folder: Path) -> Path:
    """Build a stock book: the same pins, default settings, one figure on each page."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "_config.yml").write_text("title: A stock book\n", encoding="utf-8")
    (folder / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nchapters:\n- file: connected\n- file: inline\n",
        encoding="utf-8",
    )
    (folder / "index.md").write_text("# A stock book\n\nWith a figure.\n", encoding="utf-8")
    for name, renderer in (("connected", "notebook_connected"), ("inline", "notebook")):
        code = (
            "import plotly.graph_objects as go\n"
            'levels = ["monologue", "dialogue", "collaboration"]\n'
            f'go.Figure(go.Bar(x=levels, y=[3, 2, 1])).show(renderer="{renderer}")'
        )
        cells = [
            nbformat.v4.new_markdown_cell("# A figure"),
            nbformat.v4.new_code_cell(code),
        ]
        notebook = nbformat.v4.new_notebook(cells=cells)
        notebook.metadata.kernelspec = {
            "display_name": "Python 3",
            "language": "python",
            "name": "python3",
        }
        nbformat.write(notebook, folder / f"{name}.ipynb")
    say("building a stock book")
    run(["jupyter-book", "build", "."], folder)
    return folder / "_build" / "html"


def run(command: list[str], folder: Path, **settings: str) -> float:
    """Run a command quietly, give its seconds; a failure ends the run with all it said."""
    # Not what an outer make says; and this environment's programs first.
    inherited = {key: text for key, text in os.environ.items() if not key.startswith("MAKE")}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    began = time.perf_counter()
    done = subprocess.run(
        command,
        cwd=folder,
        env=inherited | {"PATH": path} | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{done.stdout}\n{' '.join(command)} failed")
    return time.perf_counter() - began


def say(what: str) -> None:
    """Tell what takes the time, apart from the table."""
    print(f"  {what} ...", file=sys.stderr, flush=True)


def edit_sentence(copy: Path) -> None:
    """Add a sentence to the chapter's words."""
    path = copy / f"{CHAPTER}.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = next(
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "markdown" and len("".join(cell["source"]).split()) > CHANGES
    )
    cell["source"] = "".join(cell["source"]) + "\n\nOne more sentence."
    path.write_text(json.dumps(notebook, ensure_ascii=False, indent=1), encoding="utf-8")


def edit_seed(copy: Path) -> None:
    """Change the end of the first sentence among the levels' data."""
    path = copy / "seeds" / "levels.toml"
    text = path.read_text(encoding="utf-8")
    changed = text.replace('."\n', ', in one more word."\n', 1)
    if changed == text:
        sys.exit(f"{path.name} holds no sentence to edit")
    path.write_text(changed, encoding="utf-8")


def builds() -> dict[str, float]:
    """Time the build of a copy: cold, with nothing changed, and after each kind of edit."""
    copy = BENCH / "copy"
    shutil.rmtree(copy, ignore_errors=True)
    aside = shutil.ignore_patterns(".git", ".venv", "_build", "node_modules", "__pycache__")
    shutil.copytree(ROOT, copy, ignore=aside)
    if (ROOT / "node_modules").is_dir():
        (copy / "node_modules").symlink_to(ROOT / "node_modules")

    def book() -> float:
        # The copy's own widgets and seeds, in the environment that is here.
        return run(["make", "book", f"PY={sys.executable}", "NPM="], copy, PYTHONPATH=str(copy))

    def after(edit: Callable[[Path], None]) -> float:
        edit(copy)
        return book()

    say("building the book: cold, unchanged, edited")
    return {
        "build, cold": book(),
        "build, nothing changed": median(book() for _ in range(LOADS)),
        "build, one sentence edited": after(edit_sentence),
        "build, one seed string edited": after(edit_seed),
    }


def row(name: str, cells: list[str]) -> None:
    """Print one line of the table."""
    print(f"{name:<44}" + "".join(f"{cell:>15}" for cell in cells))


def middle(numbers: list[float], places: int = 0) -> str:
    """Write the median of some measurements."""
    return f"{median(numbers):.{places}f}" if numbers else NONE


def every_page(pages: dict[str, Page]) -> None:
    """Print the book's pages below each other, the heaviest first."""
    heads = ["top, kB", "map, kB", "data, kB", "answers, ms", "selection, ms", "errors", "other hosts"]
    row("every page of the book, one load", heads)
    for name, page in sorted(pages.items(), key=lambda one: -median(one[1].with_map)):
        weight = [middle(page.before), middle(page.with_map), f"{page.data:.0f}"]
        times = [middle(page.answers), middle(page.changes, 1)]
        row(name, [*weight, *times, str(page.errors), str(page.strangers)])


def table(pages: dict[str, Page]) -> None:
    """Print the pages side by side."""
    row("", list(pages))
    facts: dict[str, Callable[[Page], str]] = {
        "page, at the top, kB": lambda page: middle(page.before),
        "page, map in view, kB": lambda page: middle(page.with_map),
        "requests to the own host": lambda page: middle(page.requests),
        "other hosts asked (all refused)": lambda page: str(page.strangers),
        "console errors": lambda page: str(page.errors),
        "until the map answers, ms": lambda page: middle(page.answers),
        f"a selection ({CHANGES} a load), median, ms": lambda page: middle(page.changes, 1),
        f"a selection ({CHANGES} a load), worst, ms": lambda page: f"{max(page.changes):.1f}" if page.changes else NONE,
        "widget data in the page, kB": lambda page: f"{page.data:.1f}",
        "scripts of stored widget state": lambda page: str(page.state_scripts),
    }
    for name, fact in facts.items():
        row(name, [fact(page) for page in pages.values()])


def main() -> int:
    """Build, load, time, print."""
    parser = argparse.ArgumentParser(description="Measure the book beside a stock page.")
    parser.add_argument("--pages", action="store_true", help="the pages only, no build times")
    options = parser.parse_args()

    if not (ROOT / "_build" / "html" / f"{CHAPTER}.html").is_file():
        sys.exit("There is no book to measure: run make book first.")
    addresses = {
        "ours": (ROOT / "_build" / "html", f"{CHAPTER}.html"),
        "stock, CDN": (stock(BENCH / "stock"), "connected.html"),
        "stock, inline": (BENCH / "stock" / "_build" / "html", "inline.html"),
    }
    pages = {name: Page() for name in addresses}
    book = ROOT / "_build" / "html"
    own = {path.relative_to(book).as_posix(): Page() for path in [*book.glob("chapters/*.html"), book / "search.html"]}
    chromium = subprocess.run(
        [sys.executable, ROOT / "tools" / "chromium.py"],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout.strip()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                # Refused here and not by interception, which would slow every request.
                "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            ],
        )
        for name, (folder, address) in addresses.items():
            say(f"loading {name}")
            with served(folder) as host:
                for _ in range(LOADS):
                    load(browser, host, address, pages[name])
        say("loading every page")
        with served(book) as host:
            for address, page in own.items():
                load(browser, host, address, page)
        browser.close()

    times: dict[str, float] = {}
    if not options.pages:
        times = builds()
        say("validating the chapters")
        nbval = [sys.executable, "-m", "pytest", "-q", "--nbval", "chapters"]
        times["strict nbval of all chapters"] = run(nbval, ROOT)

    print()
    print(f"Medians of {LOADS} loads, uncompressed, 390 x 844 px; kB is 1000 bytes.\n")
    table(pages)
    print()
    every_page(own)
    if times:
        print()
        for name, seconds in times.items():
            row(f"{name}, s", [f"{seconds:.1f}" if seconds >= 1 else f"{seconds:.2f}"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
