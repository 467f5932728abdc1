"""The packages of the browser's Python: fetched by the lock, made small, listed for Pyodide.

Versions and hashes are those of `requirements.lock`: a chapter runs with the same libraries in
the browser as on a computer. Only pure Python is let in, since nothing else would run.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements.lock"
HERE = Path(__file__).parent
DATE = (2020, 1, 1, 0, 0, 0)  # of every file in the wheels, so that two builds are the same bytes

#: What a chapter and the kernel import, by where the pins stand. The kernel's own three wheels
#: come with JupyterLite.
FROM_THE_BOOK = (
    *("anywidget", "bibtexparser", "comm", "ipywidgets", "plotly", "psygnal", "pylatexenc"),
    *("narwhals", "packaging", "traitlets", "typing-extensions"),
    *("ipython", "asttokens", "executing", "ipython-pygments-lexers", "matplotlib-inline"),
    *("prompt-toolkit", "pure-eval", "pygments", "stack-data", "wcwidth"),
)
FOR_THE_BROWSER = ("micropip",)
FROM_THE_KERNEL = ("ipykernel", "piplite", "pyodide_kernel")

#: What those ask for and nothing here uses: completion by static analysis (five megabytes of type
#: stubs), terminals, and the parts of ipywidgets for pages that aren't JupyterLab.
LEFT_OUT = {"jedi", "jupyterlab-widgets", "parso", "pexpect", "psutil", "widgetsnbextension"}

#: Packages whose presence is asked for. The kernel loads Jedi by name, and IPython completes
#: without it; plotly wants to see nbformat's version before it shows a figure.
STUBS = {
    "jedi": ("0", {}),
    "nbformat": ("5.11.1", {"nbformat/__init__.py": '"""Its version, for those who ask."""\n__version__ = "5.11.1"\n'}),
}

#: Parts of wheels that have no use in a browser: plotly.js (the page has the book's own), what of
#: plotly wants numpy or sample data, other front ends, tests.
UNUSED = re.compile(
    r"\.data/|(^|/)tests?/|\.dist-info/RECORD$"
    r"|^plotly/(package_data/(.+\.js|datasets/)|labextension/|matplotlylib/|express/|figure_factory/)"
    r"|^anywidget/(nbextension|labextension)/|\.(js|css)\.map$|^IPython/(sphinxext|external/qt)"
)
COMPILED = re.compile(r"\.(so|pyd|dll|dylib)$")

#: How a requirement's marker is read for the browser's Python.
BROWSER = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "wasm32",
    "platform_python_implementation": "CPython",
    "platform_system": "Emscripten",
    "sys_platform": "emscripten",
    "extra": "",
}


class Fault(Exception):  # noqa: N818 - what it is
    """Something that stops the build, in one line."""


def pinned(lock: Path, names: tuple[str, ...]) -> str:
    """Return the lock's entries of these packages, with their hashes.

    Raises
    ------
    Fault
        When the lock doesn't pin one of them.

    """
    entries = {}
    for entry in re.split(r"\n(?=\w)", lock.read_text(encoding="utf-8")):
        if found := re.match(r"([\w.-]+)==", entry):
            # The lock's markers are for other interpreters than the browser's; the names are chosen here.
            plain = re.sub(r"(==\S+) ; [^\\]*\\", r"\1 \\", entry)
            entries[canonicalize_name(found[1])] = plain.split("\n    # via")[0]
    missing = [name for name in names if canonicalize_name(name) not in entries]
    if missing:
        raise Fault(f"{lock.name} has no {', '.join(missing)}: run make lock, or mend {Path(__file__).name}")
    return "\n".join(entries[canonicalize_name(name)] for name in names) + "\n"


def fetch(lock: Path, names: tuple[str, ...], version: str, folder: Path) -> None:
    """Download pure-Python wheels whose hashes stand in a lock."""
    wanted = folder / f"{lock.stem}.txt"
    wanted.write_text(pinned(lock, names), encoding="utf-8")
    command = [
        *(sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
        *("--no-deps", "--require-hashes", "--only-binary=:all:"),
        *("--platform=any", "--implementation=py", "--abi=none", f"--python-version={version}"),
        *("--dest", str(folder), "--requirement", str(wanted)),
    ]
    if subprocess.run(command, check=False).returncode:
        raise Fault("the browser's packages could not be fetched: pip says why above")


def slim(wheel: Path) -> None:
    """Leave out of a wheel what a browser has no use for.

    Raises
    ------
    Fault
        When it holds compiled files, which would not run.

    """
    with zipfile.ZipFile(wheel) as archive:
        files = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    if found := [name for name in files if COMPILED.search(name)]:
        raise Fault(f"{wheel.name} has a compiled file, {found[0]}: the browser's Python can't run it")
    write(wheel, {name: content for name, content in files.items() if not UNUSED.search(name)})


def write(wheel: Path, files: dict[str, bytes]) -> None:
    """Write a wheel of these files."""
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, DATE), files[name], zipfile.ZIP_DEFLATED)


def stub(folder: Path, name: str) -> None:
    """Write a package that is there by name and version only."""
    version, files = STUBS[name]
    info = f"{name}-{version}.dist-info"
    described = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    write(
        folder / f"{name}-{version}-py3-none-any.whl", {key: text.encode() for key, text in (files | described).items()}
    )


def requirements(wheel: Path, python: str) -> list[str]:
    """Return the packages that a wheel asks for in the browser, by their canonical names."""
    with zipfile.ZipFile(wheel) as archive:
        place = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        metadata = Parser().parsestr(archive.read(place).decode("utf-8"))
    marked = BROWSER | {"python_version": ".".join(python.split(".")[:2]), "python_full_version": python}
    asked = map(Requirement, metadata.get_all("Requires-Dist", []))
    return sorted({canonicalize_name(one.name) for one in asked if one.marker is None or one.marker.evaluate(marked)})


def modules(wheel: Path) -> list[str]:
    """Return what can be imported from a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.split("/")[0] for name in archive.namelist() if re.search(r"\.pyc?$", name)}
    return sorted({re.sub(r"\.pyc?$", "", top) for top in tops if not top.endswith(".dist-info")})


def lock(folder: Path, npm_lock: dict[str, Any]) -> dict[str, Any]:
    """Return Pyodide's list of packages: these wheels, whole, and nothing that is elsewhere.

    Raises
    ------
    Fault
        When a wheel asks for a package that is neither here nor known to be dispensable.

    """
    found = {}
    for wheel in sorted(folder.glob("*.whl")):
        name, version, _, _ = parse_wheel_filename(wheel.name)
        found[name] = {
            "name": name,
            "version": str(version),
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": hashlib.sha256(wheel.read_bytes()).hexdigest(),
            "package_type": "package",
            "unvendored_tests": False,
            "imports": modules(wheel),
            "depends": requirements(wheel, npm_lock["info"]["python"]),
        }
    for name, entry in found.items():
        absent = set(entry["depends"]) - set(found)
        if unknown := absent - LEFT_OUT:
            raise Fault(f"{name} asks for {', '.join(sorted(unknown))}, which the browser edition doesn't have")
        entry["depends"] = sorted(set(entry["depends"]) - absent)
    # plotly looks for nbformat without saying so.
    found["plotly"]["depends"].append("nbformat")
    return {
        "info": npm_lock["info"],
        "packages": found,
        "lockfile_version": npm_lock.get("lockfile_version", "1.0"),
    } | {key: value for key, value in npm_lock.items() if key not in {"info", "packages"}}


def dump(content: object) -> str:
    """Write JSON the same way each time, and short."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"))
