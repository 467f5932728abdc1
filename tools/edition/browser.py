"""Chromium, as both editions use it: to print, and to take the maps' pictures."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pages import EditionError
from playwright.sync_api import Browser, sync_playwright

TOOLS = Path(__file__).resolve().parents[1]
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--allow-file-access-from-files",  # fonts and pages come from this disk
    "--font-render-hinting=none",  # letters as wide as the font says, on every machine
)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run a Chromium, installed first if there is none.

    Raises
    ------
    EditionError
        When there is none and none can be installed.

    """
    found = subprocess.run([sys.executable, TOOLS / "chromium.py"], capture_output=True, text=True, check=False)
    if found.returncode:
        raise EditionError(found.stderr.strip().splitlines()[-1])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found.stdout.strip(), args=list(QUIET))
        try:
            yield browser
        finally:
            browser.close()
