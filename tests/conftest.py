"""What browser tests share: the built site, a server for it, Chromium, and watched pages."""

from __future__ import annotations

import fcntl
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    Route,
    sync_playwright,
)

ROOT = Path(__file__).resolve().parents[1]
BUILT = ROOT / "_build" / "html"
ERROR = 400  # HTTP statuses from here on say that something is missing


class QuietHandler(SimpleHTTPRequestHandler):
    """Serve files, say nothing, and know the types that a system's table may lack."""

    protocol_version = "HTTP/1.1"
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
        ".wasm": "application/wasm",
    }

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class's name
        """Stay silent."""


class QuietServer(ThreadingHTTPServer):
    """A server that doesn't mind a browser leaving in the middle of an answer."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report anything but a closed connection."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@dataclass
class Visit:
    """An open page and what happened on it.

    `console` holds every warning, error, uncaught exception and failed request; `refused`
    every address asked of another host than the page's own, none of which got an answer.
    """

    page: Page
    console: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext, host: str) -> None:
        """Refuse every host but one, and write down what goes wrong."""

        def decide(route: Route) -> None:
            asked = urlsplit(route.request.url)
            if asked.scheme in ("http", "https", "ws", "wss") and asked.netloc != host:
                self.refused.append(route.request.url)
                route.abort()
            else:
                route.continue_()

        def heard(message: ConsoleMessage) -> None:
            if message.type in ("warning", "error", "assert"):
                where = message.location.get("url", "")
                self.console.append(f"{message.type}: {message.text} ({where})")

        def failed(request: Request) -> None:
            # A request that the page itself gave up, by going elsewhere, isn't a failure.
            if request.url not in self.refused and request.failure != "net::ERR_ABORTED":
                self.console.append(f"request failed: {request.url} ({request.failure})")

        def answered(response: Response) -> None:
            if response.status >= ERROR:
                self.console.append(f"status {response.status}: {response.url}")

        context.route("**/*", decide)
        self.page.on("console", heard)
        self.page.on("pageerror", lambda fault: self.console.append(f"exception: {fault}"))
        self.page.on("requestfailed", failed)
        self.page.on("response", answered)


OpenPage = Callable[..., Visit]

MOUNT = re.compile(r'<div class="explorer-mount">.*?<script type="application/json">(.*?)</script>', re.DOTALL)


@dataclass(frozen=True, eq=False)
class Map:
    """A map as a page of the built book holds it: where it stands, its specification, how it opens."""

    page: str
    place: int
    spec: Mapping[str, Any]
    value: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The map's name in links."""
        return str(self.spec["name"])

    def __str__(self) -> str:
        """Name the page and the map, for the list of tests."""
        page = Path(self.page).stem
        return "-".join(dict.fromkeys((page, self.name.removesuffix(f"-{page}"))))


def maps() -> list[Map]:
    """Look for maps on every page of the built book; there are none before it is built."""
    found = []
    for path in sorted(BUILT.rglob("*.html")):
        held = (json.loads(data) for data in MOUNT.findall(path.read_text("utf-8")))
        page = path.relative_to(BUILT).as_posix()
        found += [Map(page, place, one["spec"], one["value"]) for place, one in enumerate(held)]
    return found


@pytest.fixture(scope="session")
def root() -> Path:
    """Give the repository's folder."""
    return ROOT


@pytest.fixture(scope="session")
def site() -> Path:
    """Give the built book's folder."""
    if not (BUILT / "index.html").is_file():
        pytest.fail(f"There is no book in {BUILT}: run make book first.", pytrace=False)
    return BUILT


@pytest.fixture(scope="session")
def site_url(site: Path) -> Iterator[str]:
    """Serve the built book on a free port of this machine; give its address, with a slash."""
    server = QuietServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(site)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def made(root: Path, site: Path) -> Callable[[str], Path]:
    """Make an edition, ``pdf`` or ``epub``, unless it is there and nothing has changed; give its file."""

    def make(kind: str) -> Path:
        with (site.parent / "edition.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # tests may run in more than one process
            done = subprocess.run(
                ["make", "--silent", kind, f"PY={sys.executable}"],
                cwd=root,
                capture_output=True,
                text=True,
                check=False,
            )
        assert not done.returncode, done.stderr
        return root / done.stdout.splitlines()[-1].split()[1].rstrip(":")

    return make


@pytest.fixture(scope="session")
def chromium_path(root: Path) -> str:
    """Give the path of a Chromium that runs; without one, tests fail rather than skip."""
    found = subprocess.run(
        [sys.executable, root / "tools" / "chromium.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    if found.returncode:
        pytest.fail(found.stderr.strip().splitlines()[-1], pytrace=False)
    return found.stdout.strip()


@pytest.fixture(scope="session")
def browser(chromium_path: str) -> Iterator[Browser]:
    """Run one Chromium for all tests; each page gets a context of its own."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=chromium_path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--no-first-run",
                # Workers' requests pass a page's own refusal by: no other host has an address at all.
                # The first name is this machine as another one sees it: plain http, no secure context.
                "--host-resolver-rules=MAP course.test 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
            ],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """Open pages of the book, or of any address, with every other host refused.

    `open_page("chapters/07-levels.html", width=390, theme="dark")` gives a `Visit`; what is
    named after the theme goes to the browser's context. Contexts close with the test.
    """
    contexts: list[BrowserContext] = []

    def open_(
        url: str,
        *,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        **context_options: Any,
    ) -> Visit:
        if not urlsplit(url).scheme:
            url = urljoin(request.getfixturevalue("site_url"), url)
        # A service worker's requests would pass the refusal by.
        options = {"service_workers": "block", "color_scheme": theme} | context_options
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        # What the theme's own button stores; a choice made on the page is left alone.
        context.add_init_script(
            "try { for (const key of ['mode', 'theme'])"
            f" localStorage.getItem(key) ?? localStorage.setItem(key, '{theme}') }} catch {{}}"
        )
        visit = Visit(context.new_page())
        visit.watch(context, urlsplit(url).netloc)
        visit.page.goto(url)
        return visit

    yield open_
    for context in contexts:
        context.close()
