"""Print the path of a Chromium that runs, after installing one if there is none.

Looked for on the PATH, then among Playwright's own; else Playwright installs its own, else
the distribution's package does, where this is root on a system with apt.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 600  # seconds for a download


def runs(path: str | Path) -> bool:
    """Whether this is a browser that starts: a package may leave a stub in its place."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, check=False, timeout=60, text=True)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0 and "Chrom" in done.stdout


def on_path() -> Iterator[str]:
    """Give every browser on the PATH, by the order of names."""
    for name in NAMES:
        path = shutil.which(name)
        if path:
            yield path


def playwrights_own() -> str:
    """Tell where Playwright keeps its Chromium, whether or not it is there."""
    # A process of its own, since Playwright's loop can't start within another.
    asked = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as playwright:\n"
        "    print(playwright.chromium.executable_path)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=False, text=True)
    return done.stdout.strip()


def attempt(*command: str) -> None:
    """Run an installer; whether it worked is seen by what is there afterwards."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(
            command,
            check=False,
            timeout=PATIENCE,
            env=environment,
            stdout=sys.stderr,  # stdout is for the path alone
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        print(f"{command[0]}: {fault}", file=sys.stderr)


def find() -> str | None:
    """Give the first Chromium that runs."""
    for path in on_path():
        if runs(path):
            return path
    own = playwrights_own()
    return own if own and runs(own) else None


def main() -> int:
    """Print the path, or one line that says what to do."""
    path = find()
    if path is None:
        attempt(sys.executable, "-m", "playwright", "install", "chromium")
        path = find()
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        attempt("apt-get", "update", "-qq")
        attempt("apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium")
        path = find()
    if path is None:
        print(
            "No Chromium that runs, and none could be installed: the browser tests need one on "
            f"the PATH ({', '.join(NAMES)}).",
            file=sys.stderr,
        )
        return 1
    print(path)
    return 0


if __name__ == "__main__":
    sys.exit(main())
