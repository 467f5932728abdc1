"""Write `requirements.lock`, `.binder/requirements.txt` and `package-lock.json`: every version, with its hash.

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


def resolve(lock: Path, named: str, *options: str) -> None:
    """Write every version that these names and the package need, with its hashes; say how many."""
    subprocess.run(
        [
            *(TOOLS / "bin" / "uv", "pip", "compile", "-", "pyproject.toml", *options),
            "--universal",
            f"--python-version={LOWEST}",
            "--generate-hashes",
            "--custom-compile-command=make lock",
            "--no-config",
            "--quiet",
            f"--output-file={lock.relative_to(ROOT)}",
        ],
        input=named,
        text=True,
        cwd=ROOT,
        check=True,
    )
    pins = [line for line in lock.read_text().splitlines() if line[:1].isalnum()]
    print(f"{lock.relative_to(ROOT)}: {len(pins)} packages")


def main() -> int:
    """Write both locks."""
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
    if options.fresh:
        lock.unlink(missing_ok=True)
    # The package itself has no hash to be checked against, so it stays out.
    named = "".join(
        line for line in (ROOT / "requirements.txt").read_text().splitlines(keepends=True) if not line.startswith("-e")
    )
    resolve(lock, named, "--extra=dev")
    # Afresh each time, from the pins above and no others.
    SERVER.unlink(missing_ok=True)
    resolve(SERVER, "\n".join(SERVER_NAMES), f"--constraints={lock.name}")

    npm = shlex.split(options.npm)
    if npm:
        if options.fresh:
            (ROOT / "package-lock.json").unlink(missing_ok=True)
        subprocess.run([*npm, "install", "--package-lock-only", "--ignore-scripts"], cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
