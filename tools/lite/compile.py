"""Compile, in the wheels of the browser edition, the modules that a chapter uses.

Runs inside Pyodide under node (compile.mjs), with all wheels in /wheels, and unpacked in /installed.
A browser's Python would else compile them at every start, which takes it longer than to run
them. The rest stays source, which is smaller. Our own package keeps its source beside the
bytecode, so that a reader's `??` shows it.
"""

import importlib
import py_compile
import sys
import zipfile
from pathlib import Path

WHEELS = Path("/wheels")
INSTALLED = "/installed/"
OURS = "widgets/"
DATE = (2020, 1, 1, 0, 0, 0)  # of every file in the wheels, so that two builds are the same bytes


def warm() -> None:
    """Do what chapters do, and what the kernel does at its start."""
    from widgets import MAPS, levels  # noqa: PLC0415

    for name in MAPS:
        importlib.import_module(f"widgets.maps.{name}")
    shown = levels.explore()
    shown._repr_mimebundle_()
    levels.figure()._repr_mimebundle_()
    importlib.import_module("piplite.piplite")
    importlib.import_module("pyodide_kernel")  # last: from now on there is a notebook to write to


def used() -> set[str]:
    """Name the files of all modules that are loaded now, as they stand in wheels."""
    found = set()
    for module in list(sys.modules.values()):
        place = getattr(module, "__file__", None) or ""
        if place.startswith(INSTALLED) and place.endswith(".py"):
            found.add(place.removeprefix(INSTALLED))
    return found


def compiled(source: bytes, name: str) -> bytes:
    """Give the bytecode of a module, to be run without looking at its source."""
    Path("/module.py").write_bytes(source)
    py_compile.compile(
        "/module.py",
        "/module.pyc",
        dfile=name,
        doraise=True,
        invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
    )
    return Path("/module.pyc").read_bytes()


def rewrite(wheel: Path, names: set[str]) -> None:
    """Put bytecode into a wheel."""
    tag = sys.implementation.cache_tag
    files: dict[str, bytes] = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            content = files[name] = archive.read(name)
            if name not in names:
                continue
            if name.startswith(OURS):
                folder, _, module = name.rpartition("/")
                files[f"{folder}/__pycache__/{module.removesuffix('.py')}.{tag}.pyc"] = compiled(content, name)
            else:
                del files[name]
                files[f"{name}c"] = compiled(content, name)
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, DATE), files[name], zipfile.ZIP_DEFLATED)


sys.path.insert(0, INSTALLED)
warm()
modules = used()
for each in sorted(WHEELS.glob("*.whl")):
    rewrite(each, modules)
len(modules)  # for compile.mjs; the kernel has taken stdout for its notebook
