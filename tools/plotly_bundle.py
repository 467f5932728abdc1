"""Fetch plotly.js's basic bundle from npm; do without where there is no npm or no network.

The book runs with either file: npm's bundle weighs a quarter of the one in plotly's
Python package. What npm fetches must have the hash in `package-lock.json`; a wrong one is
an error, never a reason to do without.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "node_modules" / "plotly.js-basic-dist-min" / "plotly-basic.min.js"
# How npm words a network that isn't there; all else is a fault to be seen.
NO_NETWORK = re.compile(
    r"\b(ENOTFOUND|EAI_AGAIN|ECONN[A-Z]+|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|"
    r"ERR_SOCKET_TIMEOUT|FETCH_ERROR)\b"
)


def runs(command: list[str]) -> bool:
    """Whether a command is there and works: a shim may be neither."""
    try:
        done = subprocess.run([*command, "--version"], capture_output=True, check=False)
    except OSError:
        return False
    return done.returncode == 0


def do_without(reason: str) -> int:
    """Say that plotly's own file serves."""
    print(f"plotly.js: {reason}, so plotly's own file serves (the same maps, 3.6 MB more to load)")
    return 0


def main() -> int:
    """Fetch the bundle and say which one serves; 1 if npm failed for its own reasons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", default="npm", help="npm's command; empty does without")
    npm = shlex.split(parser.parse_args().npm)
    if not npm or not runs(npm):
        return do_without("no npm here")
    done = subprocess.run(
        [
            *npm,
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            # One quick retry: without a network the defaults wait for over a minute.
            "--fetch-retries=1",
            "--fetch-retry-mintimeout=1000",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        if NO_NETWORK.search(done.stderr):
            return do_without("npm found no network")
        print(done.stdout + done.stderr, file=sys.stderr)
        print("plotly.js: npm failed; NPM= builds without it", file=sys.stderr)
        return 1
    if not BUNDLE.is_file():
        print(f"plotly.js: npm brought no {BUNDLE.relative_to(ROOT)}", file=sys.stderr)
        return 1
    print("plotly.js: the basic bundle, from npm")
    return 0


if __name__ == "__main__":
    sys.exit(main())
