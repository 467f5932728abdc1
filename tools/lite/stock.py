"""Build the chapters as JupyterLite sets them up by itself, for `make bench-lite` to compare with.

    python tools/lite/stock.py --python .venv/bin/python <folder>

The same interpreter, chapters and versions, and nobody else asked either; but whole wheels, all
of JupyterLite's pages and languages, plotly's own extension, and packages fetched when they are
imported.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

import build
import wheels

#: What the packages ask for, and build.py does without.
REST = ("jedi", "jupyterlab-widgets", "parso", "widgetsnbextension")


def packages(python: str, version: str, folder: Path) -> None:
    """Collect the wheels, as they are published."""
    wheels.fetch(wheels.LOCK, wheels.FROM_THE_BOOK + REST, version, folder)
    wheels.fetch(build.HERE / "browser.lock", wheels.FOR_THE_BROWSER, version, folder)
    for wheel in build.extension(build.EXTENSIONS[0]).glob("static/pypi/*.whl"):
        if wheel.name.split("-")[0] in wheels.FROM_THE_KERNEL:
            shutil.copy(wheel, folder)
    build.run(python, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    wheels.stub(folder, "nbformat")


def main() -> int:
    """Build it; 1 with one line when something is missing."""
    parser = argparse.ArgumentParser(description="Build JupyterLite's own set-up of the chapters.")
    parser.add_argument("--python", required=True, help="the book's environment")
    parser.add_argument("--npm", default="npm", help="npm's command")
    parser.add_argument("folder", type=Path, help="where to")
    options = parser.parse_args()
    source = build.fresh(build.WORK / "stock")
    static = source / "static" / "pyodide"
    static.mkdir(parents=True)
    try:
        listed = build.runtime([options.npm])
        packages(options.python, ".".join(listed["info"]["python"].split(".")[:2]), static)
        for text in static.glob("*.txt"):
            text.unlink()
        entries = wheels.lock(static, listed)
        for name in build.RUNTIME:
            shutil.copy(build.PYODIDE / name, static)
        (static / "pyodide-lock.json").write_text(wheels.dump(entries), "utf-8")
        settings = {"litePluginSettings": {build.SETTINGS: {"disablePyPIFallback": True}}}
        (source / "jupyter-lite.json").write_text(
            json.dumps({"jupyter-lite-schema-version": 0, "jupyter-config-data": settings}), "utf-8"
        )
        plotly = Path(options.python).parents[1] / "share" / "jupyter" / "labextensions" / "jupyterlab-plotly"
        shutil.rmtree(options.folder, ignore_errors=True)
        build.run(
            *(Path(sys.executable).with_name("jupyter"), "lite", "build"),
            *(f"--lite-dir={source}", f"--output-dir={options.folder.resolve()}", f"--contents={build.contents()}"),
            *("--no-libarchive", f"--LiteBuildConfig.federated_extensions={plotly.resolve()}"),
            cwd=source,
        )
    except wheels.Fault as fault:
        print(f"stock: {fault}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
