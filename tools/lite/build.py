"""Build the browser edition: JupyterLite with a Python that comes from this site alone.

    python tools/lite/build.py --python .venv/bin/python --npm npm

Runs in an environment of its own (tools/lite/requirements.lock), since what it needs clashes
with nothing but is of no use to the book. `--python` is the book's environment: it makes our
own wheel. Writes `_build/lite`, which stands beside the book's pages in the site.
"""

from __future__ import annotations

import argparse
import json
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from html import escape
from pathlib import Path
from typing import Any

import wheels
from wheels import ROOT, Fault

HERE = Path(__file__).parent
WORK = ROOT / "_build" / "lite-work"
OUT = ROOT / "_build" / "lite"
NODE = ROOT / "_build" / "lite-node"  # what npm brings, out of the way of all that reads sources
PYODIDE = NODE / "node_modules" / "pyodide"
RUNTIME = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
EXTENSIONS = ("@jupyterlite/pyodide-kernel-extension", "@jupyter-widgets/jupyterlab-manager", "anywidget")
#: Plugins whose pages this edition doesn't have, or that warn at each start.
ABSENT = (
    "@jupyter-notebook/application-extension:logo",
    "@jupyter-notebook/application-extension:pages",
    "@jupyter-notebook/console-extension:scratchpad-console",
    "@jupyter-notebook/notebook-extension:open-tree-tab",
    "@jupyter-notebook/notebook-extension:tab-icon",
    "@jupyterlite/notebook-application-extension:share-file",
)
SETTINGS = "@jupyterlite/pyodide-kernel-extension:kernel"

#: What JupyterLite brings for parts that this page doesn't have, or for browsers that have no
#: Python either: old font formats, its developers' files, its own start pages.
UNUSED = (
    *("build/*.eot", "build/*.svg", "build/*.ttf", "build/*.woff", "build/third-party-licenses.json"),
    *("rspack.config*.js", "jupyterlite.schema.v0.json", "package.json", "*/package.json", "*.webmanifest"),
    "icon-*.png",
    *("extensions/*/*/static/third-party-licenses.json",),
    "extensions/@jupyterlite/pyodide-kernel-extension/static/pypi/widgetsnbextension-*",
)


def run(*command: str | Path, cwd: Path = ROOT) -> str:
    """Run a step; show what it says only when it fails.

    Raises
    ------
    Fault
        When it fails, or isn't there.

    """
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    except OSError as missing:
        raise Fault(f"{command[0]} doesn't run ({missing.strerror}); the browser edition needs it") from missing
    if done.returncode:
        print(done.stdout + done.stderr, file=sys.stderr)
        raise Fault(f"{Path(command[0]).name} failed, as it says above")
    return done.stdout


def fresh(folder: Path) -> Path:
    """Give an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def runtime(npm: list[str]) -> dict[str, Any]:
    """Fetch the interpreter by its own lock; return its list of packages.

    Raises
    ------
    Fault
        When there is no npm, or it fails.

    """
    if not npm:
        raise Fault("the browser edition needs npm, which brings the interpreter")
    NODE.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json", ".npmrc", "compile.mjs", "compile.py"):
        shutil.copy(HERE / name, NODE)
    run(*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", cwd=NODE)
    listed: dict[str, Any] = json.loads((PYODIDE / "pyodide-lock.json").read_text("utf-8"))
    return listed


def packages(python: str, listed: dict[str, Any]) -> Path:
    """Collect the wheels of the browser's Python, small and partly compiled."""
    folder = fresh(WORK / "wheels")
    version = ".".join(listed["info"]["python"].split(".")[:2])
    wheels.fetch(wheels.LOCK, wheels.FROM_THE_BOOK, version, folder)
    wheels.fetch(HERE / "browser.lock", wheels.FOR_THE_BROWSER, version, folder)
    for wheel in extension(EXTENSIONS[0]).glob("static/pypi/*.whl"):
        if wheel.name.split("-")[0] in wheels.FROM_THE_KERNEL:
            shutil.copy(wheel, folder)
    run(python, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder))
    for name in wheels.STUBS:
        wheels.stub(folder, name)
    for text in folder.glob("*.txt"):
        text.unlink()
    for wheel in folder.glob("*.whl"):
        wheels.slim(wheel)
    print(run("node", NODE / "compile.mjs", folder, cwd=NODE).strip().splitlines()[-1])
    return folder


def extension(name: str) -> Path:
    """Find a JupyterLab extension of this environment."""
    return Path(sys.prefix) / "share" / "jupyter" / "labextensions" / name


def chapters() -> list[Path]:
    """List the chapters that are notebooks."""
    return sorted((ROOT / "chapters").glob("*.ipynb"))


def entry(chapter: Path) -> str:
    """Write a chapter's line in the list of the start page, by the title it opens with."""
    cells = json.loads(chapter.read_text("utf-8"))["cells"]
    title = "".join(cells[0]["source"]).splitlines()[0].lstrip("# ")
    return f'      <li><a href="notebooks/index.html?path={chapter.name}">{escape(title)}</a></li>'


def contents() -> Path:
    """Copy the chapters."""
    folder = fresh(WORK / "contents")
    for chapter in chapters():
        shutil.copy(chapter, folder)
    return folder


def settings(listed: dict[str, Any]) -> dict[str, Any]:
    """Say where Python is, what it loads at its start, and that it asks nobody else."""
    return {
        "jupyter-lite-schema-version": 0,
        "jupyter-config-data": {
            "appName": "Public diplomacy: Python in the browser",
            "disabledExtensions": list(ABSENT),
            "litePluginSettings": {
                SETTINGS: {
                    "disablePyPIFallback": True,
                    "loadPyodideOptions": {
                        # All at once and while the interpreter still loads, rather than one by one.
                        "packages": sorted(listed),
                        # Figures as data, which the page draws; plotly would else look for its own plotly.js.
                        "env": {"HOME": "/home/pyodide", "PLOTLY_RENDERER": "plotly_mimetype"},
                    },
                }
            },
        },
    }


def lite(folder: Path, listed: dict[str, Any]) -> None:
    """Let JupyterLite write its page, with our settings, packages and chapters."""
    source = fresh(WORK / "lite")  # a stale state of its builder would keep the addresses of a CDN
    shutil.copytree(HERE / "extension", source / "extension")
    (source / "jupyter-lite.json").write_text(json.dumps(settings(listed["packages"])), "utf-8")
    (source / "overrides.json").write_text((HERE / "overrides.json").read_text("utf-8"), "utf-8")
    static = source / "static" / "pyodide"
    static.mkdir(parents=True)
    for name in RUNTIME:
        shutil.copy(PYODIDE / name, static)
    for wheel in folder.glob("*.whl"):
        shutil.copy(wheel, static)
    (static / "pyodide-lock.json").write_text(wheels.dump(listed), "utf-8")
    shutil.rmtree(OUT, ignore_errors=True)
    run(
        *(Path(sys.executable).with_name("jupyter"), "lite", "build", f"--lite-dir={source}", f"--output-dir={OUT}"),
        *(f"--contents={contents()}", "--apps=notebooks", "--no-sourcemaps", "--no-unused-shared-packages"),
        *("--no-libarchive", "--ignore-sys-prefix"),  # which would add all that this environment happens to have
        *(
            f"--LiteBuildConfig.federated_extensions={place}"
            for place in (*map(extension, EXTENSIONS), source / "extension")
        ),
        "--source-date-epoch=1577836800",
        cwd=source,
    )


def page() -> None:
    """Put our page in the place of JupyterLite's: it says what loads, and how far it is."""
    stock = (OUT / "notebooks" / "index.html").read_text("utf-8")
    bundle, utils = re.search(r'href="(\.\./build/[^"]+)"', stock), re.search(r"'(\.\./config-utils\.js[^']*)'", stock)
    if not bundle or not utils:
        raise Fault("JupyterLite's page has another shape than the one that page/index.html takes the place of")
    ours = (HERE / "page" / "index.html").read_text("utf-8")
    ours = ours.replace("@bundle@", bundle[1]).replace("@utils@", utils[1])
    (OUT / "notebooks" / "index.html").write_text(ours, "utf-8")
    start = (HERE / "page" / "start.html").read_text("utf-8")
    (OUT / "index.html").write_text(start.replace("@chapters@", "\n".join(map(entry, chapters()))), "utf-8")
    for name in ("loading.js", "page.css"):
        shutil.copy(HERE / "page" / name, OUT / "notebooks")
    static = OUT / "static" / "pyodide"
    # Python's files, the largest first: what the page fetches ahead, and counts.
    files = sorted(static.iterdir(), key=lambda file: (-file.stat().st_size, file.name))
    listed = [[f"../static/pyodide/{file.name}", file.stat().st_size] for file in files]
    (OUT / "notebooks" / "loading.json").write_text(json.dumps(listed), "utf-8")


def prune() -> None:
    """Remove what no request asks for."""
    for pattern in UNUSED:
        for path in OUT.glob(pattern):
            shutil.rmtree(path) if path.is_dir() else path.unlink()


def check() -> None:
    """Make sure that the edition depends on nobody.

    Raises
    ------
    Fault
        When it would load Python from elsewhere.

    """
    config = json.loads((OUT / "jupyter-lite.json").read_text("utf-8"))["jupyter-config-data"]
    found = config["litePluginSettings"][SETTINGS]
    if found["pyodideUrl"].split("?")[0] != "./static/pyodide/pyodide.mjs" or not found["disablePyPIFallback"]:
        raise Fault(f"the browser edition would load Python from {found['pyodideUrl']}")
    if address := re.search(r"https?://[^\"]+", json.dumps(config)):
        raise Fault(f"the browser edition's settings name another host: {address[0]}")
    for wheel in (OUT / "static" / "pyodide").glob("*.whl"):
        with zipfile.ZipFile(wheel) as archive:
            if found_files := [name for name in archive.namelist() if wheels.COMPILED.search(name)]:
                raise Fault(f"{wheel.name} has a compiled file: {found_files[0]}")


def main() -> int:
    """Build it and say how large it is; 1 with one line when something is missing."""
    parser = argparse.ArgumentParser(description="Build the browser edition into _build/lite.")
    parser.add_argument("--python", required=True, help="the book's environment")
    parser.add_argument("--npm", default="npm", help="npm's command")
    options = parser.parse_args()
    try:
        listed = runtime(shlex.split(options.npm))
        folder = packages(options.python, listed)
        lite(folder, wheels.lock(folder, listed))
        page()
        prune()
        check()
    except Fault as fault:
        print(f"lite: {fault}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in OUT.rglob("*") if file.is_file())
    print(f"lite: {OUT.relative_to(ROOT)}, {size / 1e6:.1f} MB, Python {listed['info']['python']}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
